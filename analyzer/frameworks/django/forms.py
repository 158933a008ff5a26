"""What do forms and formsets hold and do whose classes Django makes itself: ``modelformset_factory(Book)``?

Such an object is a ``Query`` over the model whose ``operation`` says what it is: ``form`` or ``formset``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.kinds import FACTORIES
from analyzer.frameworks.django.rows import Rows
from analyzer.link.found import FoundAccess
from analyzer.link.protocol import TypedCall
from analyzer.link.types import CallableOf, Container, Method, Query, Type
from analyzer.model.chains import is_false, keyword, last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Call

_READS = frozenset(("is_valid", "full_clean", "get_queryset"))
_SELECT, _INSERT, _UPDATE, _DELETE = RowOperation
_FORM, _FORMSET = "form", "formset"


class Forms:
    """Knows them by the models that they were made for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def form(self, model: int) -> Query:
        """Return a form over a model."""
        return msgspec.structs.replace(self._rows.query(model, ()), operation=_FORM)

    def made(self, call: TypedCall) -> Type | None:
        """Return the class that a factory makes."""
        wanted = FACTORIES.get(last_name(call.call.function), -1)
        given = call.args[wanted] if 0 <= wanted < len(call.args) else dict(call.keywords).get("model")
        model = self._rows.model_of(given)
        if wanted < 0 or model == -1:
            return None
        kind = _FORM if last_name(call.call.function) == "modelform_factory" else _FORMSET
        return CallableOf(msgspec.structs.replace(self._rows.query(model, ()), operation=kind))

    def attribute(self, form: Query, name: str) -> Type | None:
        """Return what such an object holds."""
        if name == "instance":
            return self._rows.of(form.entity)
        if name == "queryset":
            return self._rows.query(form.entity)
        many = ("new_objects", "deleted_objects")
        return Container(self._rows.of(form.entity)) if name in many else Method(form, name)

    def result(self, form: Query, name: str) -> Type | None:
        """Return what a method yields."""
        if name == "save":
            made = self._rows.of(form.entity)
            return Container(made) if form.operation == _FORMSET else made
        return self._rows.query(form.entity) if name == "get_queryset" else None

    def item(self, form: Query) -> Type | None:
        """Return what iterating over a formset yields."""
        return self.form(form.entity) if form.operation == _FORMSET else None

    def accesses(self, form: Query, name: str, call: Call) -> Iterator[FoundAccess]:
        """Yield what a method does to the model's table."""
        operations: tuple[RowOperation, ...] = ()
        if name == "save" and not is_put_off(call):
            operations = (_INSERT, _UPDATE, _DELETE) if form.operation == _FORMSET else (_INSERT, _UPDATE)
        elif name in _READS and form.operation == _FORMSET:
            operations = (_SELECT,)
        for operation in operations:
            for table in self._rows.tables(form.entity):
                yield FoundAccess((table,), operation, Certainty.IMPLICIT)


def is_form(query: Query) -> bool:
    """Return whether what looks like a query is a form, or several."""
    return query.operation in (_FORM, _FORMSET)


def is_put_off(call: Call) -> bool:
    """``form.save(commit=False)`` makes objects, and leaves it to others to save them."""
    given = keyword(call, "commit") or (call.args[0] if len(call.args) == 1 else None)
    return is_false(given)
