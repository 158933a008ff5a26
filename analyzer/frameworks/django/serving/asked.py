"""Which methods of a view does a library run for a request?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding

_ALWAYS = (
    *("setup", "dispatch", "initial", "get_queryset", "get_object", "filter_queryset", "get_permissions"),
    *("get_serializer_class", "get_serializer", "get_serializer_context", "get_context_data", "get_initial"),
    *("get_form", "get_form_class", "get_form_kwargs", "get_template_names", "render_to_response"),
)
_OF_METHOD = {
    "GET": ("get_ordering", "get_paginate_by", "get_redirect_url", "paginate_queryset", "get_table_data"),
    "POST": ("form_valid", "form_invalid", "get_success_url", "perform_create", "create"),
    "PUT": ("perform_update", "form_valid", "update"),
    "PATCH": ("perform_update", "partial_update", "update"),
    "DELETE": ("perform_destroy", "get_success_url", "destroy"),
}


def asked(names: Names, cls: int, method: str) -> Iterator[int]:
    """Yield the methods of the program that a library's view calls when it answers a method of requests."""
    for name in (*_ALWAYS, *_OF_METHOD.get(method, ())):
        found = names.member(cls, name)
        if found is not None and isinstance(found[1], DefinitionBinding):
            head = names.program.definitions[found[1].definition].head
            if head.kind == "method":
                yield found[1].definition
