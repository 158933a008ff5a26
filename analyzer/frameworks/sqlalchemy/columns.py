"""Which columns do the attributes of a class and the arguments of a ``Table`` state?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.classes import MappedAttribute
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Value
from analyzer.link.types import ClassOf
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.syntax import Call, Expression, Items, Lambda, Operation, Star, Subscript, Unknown

_COLUMNS = {"Column", "mapped_column"}
_AROUND = {"deferred", "column_property", "composite"}  # they take columns
_FIELD = "Field"
_COLLECTIONS = {"list", "List", "set", "Set", "dict", "Dict"}


class StatedColumn(msgspec.Struct, frozen=True):
    """A column under its real name, the attribute that states it, and the calls that say more, with their places."""

    name: str
    attribute: str
    calls: tuple[tuple[Place, Call], ...] = ()

    @property
    def is_primary(self) -> bool:
        """True where a call says ``primary_key=True``."""
        given = (keyword(call, "primary_key") for _, call in self.calls)
        return any(is_true(value) for value in given)


class Columns:
    """Reads columns."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def of_attribute(self, attribute: MappedAttribute, *, plain: bool = False) -> tuple[StatedColumn, ...]:
        """Return the columns that an attribute states; ``plain``: an annotation alone is enough, or with a value."""
        place, value = self._values.followed(attribute.place, attribute.value)
        if isinstance(value, Call) and last_name(value.function) in _AROUND:
            inner = [self._columns(place, part) for part in value.args]
            return tuple(self._named(attribute.name, calls) for calls in inner if calls)
        calls = self._columns(attribute.place, attribute.value)
        annotated = self._annotated(attribute)
        if calls:
            return (self._named(attribute.name, (*calls, *annotated)),)
        if isinstance(value, Call) and last_name(value.function) == _FIELD and plain:
            given = keyword(value, "sa_column")
            inner_calls = self._columns(place, given) if given is not None else ()
            return (self._named(attribute.name, (*inner_calls, (place, value))),)
        states = is_column(attribute.annotation) and not isinstance(value, Call)
        if states or (plain and _is_plain(attribute, value)):
            return (self._named(attribute.name, annotated),)
        return ()

    def of_argument(self, place: Place, argument: Expression) -> StatedColumn | None:
        """Return the column that an argument of ``Table`` states."""
        calls = self._columns(place, argument)
        return self._named("", calls) if calls else None

    def _columns(self, place: Place, value: Expression) -> tuple[tuple[Place, Call], ...]:
        """The ``Column`` call that a value stands for; with the call of the house function that hands it on."""
        if is_column(value) and isinstance(value, Call):
            return ((place, value),)
        home, made = self._values.followed(place, value)
        if isinstance(made, Call) and (is_column(made) or self._derives(home, made)):
            passed = isinstance(value, Call) and any(isinstance(arg, Star) for arg in made.args)
            return ((place, value), (home, made)) if passed and isinstance(value, Call) else ((home, made),)
        return ()

    def _derives(self, place: Place, call: Call) -> bool:
        """True for a class of the project that derives from ``Column``, and for a partial of it."""
        meaning = self._values.names.resolve(place.module, place.scope, call.function)
        if isinstance(meaning, ClassOf):
            outside = self._values.names.external_bases(meaning.definition)
            return any("sqlalchemy" in name and name.endswith(".Column") for name in outside)
        partial = meaning.binding.value if isinstance(meaning, Value) else None
        is_partial = isinstance(partial, Call) and last_name(partial.function) == "partial"
        return (
            is_partial and isinstance(partial, Call) and bool(partial.args) and last_name(partial.args[0]) in _COLUMNS
        )

    def _named(self, attribute: str, calls: tuple[tuple[Place, Call], ...]) -> StatedColumn:
        for place, call in calls:
            if last_name(call.function) == _FIELD:
                continue
            given = keyword(call, "name")
            first = given if given is not None else call.args[0] if call.args else None
            name = self._values.text(place, first) if not isinstance(first, Call) else ""
            if name:
                return StatedColumn(name, attribute or name, calls)
        return StatedColumn(attribute, attribute, calls)

    def _annotated(self, attribute: MappedAttribute) -> tuple[tuple[Place, Call], ...]:
        """The ``mapped_column`` inside ``Annotated[…]``, which the annotation names or holds."""
        return tuple(self._inside(attribute.place, attribute.annotation, 0))

    def _inside(self, place: Place, annotation: Expression, depth: int) -> Iterator[tuple[Place, Call]]:
        if isinstance(annotation, Unknown) or depth > 4:  # noqa: PLR2004  # Mapped[Optional[alias of Annotated[…]]]
            return
        place, annotation = self._values.followed(place, annotation)
        match annotation:
            case Subscript(index=index):
                for part in index.items if isinstance(index, Items) else (index,):
                    yield from self._inside(place, part, depth + 1)
            case Operation(operator="|", operands=operands):
                for part in operands:
                    yield from self._inside(place, part, depth + 1)
            case Call() if last_name(annotation.function) in (*_COLUMNS, _FIELD):
                yield place, annotation
            case _:
                return


def is_column(value: Expression) -> bool:
    """True for a ``Column`` or ``mapped_column`` call, and for a bare ``Mapped[type]`` of a plain type."""
    if isinstance(value, Subscript):
        index = value.index
        many = isinstance(index, Subscript) and last_name(index.value) in _COLLECTIONS
        return last_name(value.value) == "Mapped" and not many
    return isinstance(value, Call) and last_name(value.function) in _COLUMNS


def _is_plain(attribute: MappedAttribute, value: Expression) -> bool:
    """``name: str``, or with a default, where the base makes columns of these; no constants of the class."""
    annotation = attribute.annotation
    outer = annotation.value if isinstance(annotation, Subscript) else annotation
    hidden = attribute.name.startswith("_") or attribute.name == "model_config"
    is_other = isinstance(value, (Call, Lambda)) and last_name(getattr(value, "function", value)) == "Relationship"
    return not (
        isinstance(annotation, Unknown) or last_name(outer) == "ClassVar" or hidden or is_other
    ) and not text_of(annotation)
