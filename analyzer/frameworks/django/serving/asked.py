"""Which methods of a view does a library run for a request?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.model.syntax import Name

ALWAYS = ("__init__", "setup", "dispatch", "initial", "get_permissions")
"""What every request meets, whoever answers it."""
_GENERIC = (
    *("get_queryset", "get_object", "filter_queryset"),
    *("get_serializer_class", "get_serializer", "get_serializer_context", "get_context_data", "get_initial"),
    *("get_form", "get_form_class", "get_form_kwargs", "get_template_names", "render_to_response"),
    *("get_formset", "get_formset_kwargs"),
)
_OF_METHOD = {
    "GET": ("get_ordering", "get_paginate_by", "get_redirect_url", "paginate_queryset", "get_table_data"),
    "POST": (
        *("form_valid", "form_invalid", "formset_valid", "formset_invalid", "get_success_url", "delete"),
        *("perform_create", "create"),
    ),
    "PUT": ("perform_update", "form_valid", "update"),
    "PATCH": ("perform_update", "partial_update", "update"),
    "DELETE": ("perform_destroy", "get_success_url", "destroy"),
}


def asked(names: Names, cls: int, method: str) -> Iterator[int]:
    """Yield the methods of the program that a library's view calls when it answers a method of requests."""
    for name in (*ALWAYS, *_GENERIC, *_OF_METHOD.get(method, ())):
        found = method_of(names, cls, name)
        if found >= 0:
            yield found


def method_of(names: Names, cls: int, name: str) -> int:
    """Return the method of the program behind a name, also one that is given a second name; -1 without one."""
    found = names.member(cls, name)
    if found is not None and isinstance(found[1], ValueBinding) and isinstance(found[1].value, Name):
        found = names.member(cls, found[1].value.id)
    if found is None or not isinstance(found[1], DefinitionBinding):
        return -1
    return found[1].definition if names.program.definitions[found[1].definition].head.kind == "method" else -1
