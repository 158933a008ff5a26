"""Which methods of the program run behind what Django does: a model's ``save`` behind ``objects.create()``?

Forms and serializers save objects of a model, the library's views save forms and serializers. What a bulk operation or
an update of a queryset does runs no method.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.forms import is_form, is_put_off
from analyzer.frameworks.django.generic import Generic
from analyzer.frameworks.django.kinds import Kinds
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Instance, Method, Query, Super
from analyzer.model.chains import last_name

_MAKING = frozenset(("create", "get_or_create", "update_or_create", "acreate", "aget_or_create", "aupdate_or_create"))
_SAVING = frozenset(
    ("form_valid", "formset_valid", "perform_create", "perform_update", "create", "update", "save_model")
)
_DELETING = frozenset(("delete", "destroy", "perform_destroy", "delete_model"))
_NAMES = _MAKING | _SAVING | _DELETING | {"save"}
_OF_PAGES = {"POST": "form_valid", "PUT": "form_valid"}
_OF_REST = {"POST": "perform_create", "PUT": "perform_update", "PATCH": "perform_update", "DELETE": "perform_destroy"}
"""What the library's own handlers end in."""
_MADE, _CHANGED = ("create", "perform_create"), ("update", "perform_update")


class Behind:
    """Answers for calls, and for requests that the library answers."""

    def __init__(self, names: Names, kinds: Kinds, generic: Generic) -> None:
        self._names = names
        self._kinds = kinds
        self._generic = generic

    def of(self, call: TypedCall) -> Iterator[int]:
        """Yield the methods that the library runs because of a call."""
        name = last_name(call.call.function)
        if name not in _NAMES or is_put_off(call.call):
            return
        match call.callee:
            case Method(receiver=Query(framework="django", guessed=False) as query):
                if name == "save" if is_form(query) else name in _MAKING:
                    yield from self._method(query.entity, "save")
            case Method(receiver=Instance(definition=cls, guessed=False)):
                yield from self._of_class(cls, name)
            case Method(receiver=Super(bound=Instance(definition=cls))):
                yield from self._of_class(cls, name)

    def of_request(self, cls: int, method: str, *, is_rest: bool) -> Iterator[int]:
        """Yield what runs of other objects where a view of the library answers, and no method of the view's own."""
        name = (_OF_REST if is_rest else _OF_PAGES).get(method, "")
        if name and not any(self._method(cls, name)):
            yield from self._of_class(cls, name)

    def _of_class(self, cls: int, name: str) -> Iterator[int]:
        kinds = self._kinds.of(cls)
        if not kinds.isdisjoint(("form", "formset", "serializer")):
            yield from self._saved(cls, name) if name == "save" else ()
        elif name in _DELETING or (name == "form_valid" and "delete" in kinds):
            yield from () if kinds.isdisjoint(("delete", "admin")) else self._method(self._generic.model(cls), "delete")
        elif name in _SAVING and not kinds.isdisjoint(("create", "update", "admin")):
            form = self._generic.form_given(cls)
            if isinstance(form, Instance):
                yield from self._saved(form.definition, name)
            else:
                yield from self._method(self._generic.model(cls), "save")

    def _saved(self, form: int, asked: str) -> Iterator[int]:
        """Yield what saving a form or serializer runs: its own ``save`` if it is a view that asks, or its model's."""
        own = tuple(self._method(form, "save")) if asked != "save" else ()
        if own or "serializer" not in self._kinds.of(form):
            yield from own or self._method(self._generic.model(form), "save")
            return
        for name in ("create",) if asked in _MADE else ("update",) if asked in _CHANGED else ("create", "update"):
            yield from tuple(self._method(form, name)) or self._method(self._generic.model(form), "save")

    def _method(self, cls: int, name: str) -> Iterator[int]:
        """Yield the method of that name where the program has one."""
        found = self._names.member(cls, name) if cls >= 0 else None
        if found is not None and isinstance(found[1], DefinitionBinding):
            yield found[1].definition
