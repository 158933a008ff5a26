"""Which methods of a view does its library call for an action, on whichever way it comes to them?

``create`` makes no query, ``destroy`` no serializer; a handler of the project's own runs what it asks for, as
``self.get_object()`` asks for ``get_queryset()``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.serving.asked import ALWAYS, method_of
from analyzer.link.names import Names
from analyzer.model.chains import last_name
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Expression, Name

_SERIALIZER = ("get_serializer_class", "get_serializer_context")
OF_REST = {
    "list": ("get_queryset", "filter_queryset", "paginate_queryset", "get_serializer", "get_paginated_response"),
    "retrieve": ("get_object", "get_serializer"),
    "create": ("get_serializer", "perform_create", "get_success_headers"),
    "update": ("get_object", "get_serializer", "perform_update"),
    "partial_update": ("update",),
    "destroy": ("get_object", "perform_destroy"),
    "get_object": ("get_queryset", "filter_queryset"),
    "get_serializer": _SERIALIZER,
    "post": ("create",),
    "put": ("update",),
    "patch": ("partial_update",),
    "delete": ("destroy",),
}
"""What the library's own methods call of the view; ``get`` is what the view says."""
OF_PAGES = {
    "get_form": ("get_form_class", "get_form_kwargs"),
    "get_form_kwargs": ("get_initial", "get_prefix"),
    "form_valid": ("get_success_url",),
    "form_invalid": ("get_context_data", "render_to_response"),
    "get_object": ("get_queryset",),
    "get_queryset": ("get_ordering",),
    "get_context_data": ("get_form", "get_paginate_by", "paginate_queryset"),
    "paginate_queryset": ("get_paginator",),
    "render_to_response": ("get_template_names",),
}
"""The same of Django's own views, of what a handler of the program may ask for."""


class RestHooks:
    """Answers for classes of views."""

    def __init__(self, names: Names, calls: Mapping[str, tuple[str, ...]] = OF_REST) -> None:
        self._names = names
        self._calls = calls
        self._bodies = Bodies(names.program)
        self._mentioned: dict[int, tuple[tuple[str, bool], ...]] = {}
        self._known: dict[tuple[int, int, str], tuple[int, ...]] = {}

    def asked(self, cls: int, definition: int, action: str) -> tuple[int, ...]:
        """Return the methods of the program that the library calls.

        ``definition`` answers: the class itself where it is the library's handler for an ``action``.
        """
        key = (cls, definition, action)
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._found(cls, definition, action)))
        return self._known[key]

    def _found(self, cls: int, definition: int, action: str) -> Iterator[int]:
        pending = [*self._of_body(cls, definition, action)] if definition != cls else [(action, True)]
        for name in ALWAYS:
            method = method_of(self._names, cls, name)
            if method >= 0:
                yield method
                pending += self._of_body(cls, method, name)
        seen = set(pending)
        while pending:
            name, by_library = pending.pop()
            method = method_of(self._names, cls, name) if name else -1
            if method >= 0 and by_library:
                yield method
            further = (
                [(one, True) for one in self._calls.get(name, ())] if method < 0 else self._of_body(cls, method, name)
            )
            for one in further:
                if one not in seen:
                    seen.add(one)
                    pending.append(one)

    def _of_body(self, cls: int, definition: int, action: str) -> Iterator[tuple[str, bool]]:
        """Yield what a method asks of its object, and whether the library then calls it.

        ``super()`` is the library, unless the method of another class of the program comes next.
        """
        for name, above in self._mentions(definition):
            if not above:
                yield name, False
                continue
            parent = self._names.program.definitions[definition].parent
            following = self._names.member_after(cls, parent, name)
            inner = getattr(following[1], "definition", -1) if following is not None else -1
            if inner >= 0:
                yield from self._of_body(cls, inner, action)
            else:
                called = (action,) if name == "get" and action != "get" else self._calls.get(name, ())
                yield from ((one, True) for one in called)

    def _mentions(self, definition: int) -> tuple[tuple[str, bool], ...]:
        """The attributes of ``self``, and of ``super()``, in a body."""
        if definition not in self._mentioned:
            found: dict[tuple[str, bool], None] = {}
            body = self._bodies.of(definition)
            pending: list[Expression] = [block.head for block in body.blocks]
            pending += [part for one in body.statements for part in (one.value, *one.targets)]
            while pending:
                one = pending.pop()
                if isinstance(one, Attribute):
                    if isinstance(one.value, Name) and one.value.id == "self":
                        found[one.name, False] = None
                    elif isinstance(one.value, Call) and last_name(one.value.function) == "super":
                        found[one.name, True] = None
                pending += parts(one)
            self._mentioned[definition] = tuple(found)
        return self._mentioned[definition]
