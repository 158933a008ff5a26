"""Which constants are the members of an enumeration?"""

from __future__ import annotations

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.program import ProgramDefinition
from analyzer.model.chains import last_name
from analyzer.model.syntax import Call, Constant, Expression, Items, Name, Operation, Statement

Constants = tuple[tuple[str, ...], bool]
"""The values as JSON texts in their order, and whether these are all."""

_SHIFTS = 2
_FLAGS = frozenset({"Flag", "IntFlag"})


class Enumerations:
    """Reads the members of enumerations."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def values(self, cls: int) -> Constants:
        """Return what the members of a class stand for; those that are computed are left out."""
        found: list[str] = []
        whole = True
        bases = {base.rpartition(".")[2] for base in self._names.external_bases(cls)}
        place = self._names.program.definitions[cls]
        for statement in self._names.program.modules[place.module].facts.scopes[place.scope].statements:
            name = _member(statement)
            if name:
                value = self._value(place, statement.value, (name, len(found) + 1), bases)
                whole = whole and value is not None
                found += [] if value is None else [msgspec.json.encode(value).decode()]
        return tuple(dict.fromkeys(found)), whole

    def _value(
        self, place: ProgramDefinition, value: Expression, member: tuple[str, int], bases: set[str]
    ) -> str | int | float | bool | None:
        if isinstance(value, Constant):
            return value.value
        if isinstance(value, Call):
            return automatic(*member, bases) if last_name(value.function) == "auto" else None
        if isinstance(value, Items) and value.items and isinstance(value.items[0], Constant):
            return value.items[0].value if any(base.endswith("Choices") for base in bases) else None
        if isinstance(value, Operation):
            return _computed(value)
        meaning = self._names.resolve(place.module, place.scope, value) if isinstance(value, Name) else None
        held = meaning.binding.value if isinstance(meaning, Value) else None
        return held.value if isinstance(held, Constant) else None


def automatic(name: str, number: int, bases: set[str]) -> str | int:
    """Return what ``auto()`` stands for."""
    if bases & {"StrEnum"}:
        return name.lower()
    if bases & {"TextChoices"}:
        return name
    return 1 << number - 1 if bases & _FLAGS else number


def _member(statement: Statement) -> str:
    target = statement.targets[0] if statement.kind == "assign" and len(statement.targets) == 1 else None
    return target.id if isinstance(target, Name) and not target.id.startswith("_") else ""


def _computed(operation: Operation) -> int | float | None:
    """``-1``, ``1 << 3``."""
    held = [one.value for one in operation.operands if isinstance(one, Constant)]
    if operation.operator == "unary -" and held and isinstance(held[0], (int, float)):
        return -held[0]
    if operation.operator == "<<" and len(held) == _SHIFTS and all(isinstance(one, int) for one in held):
        base, by = held
        return int(base or 0) << int(by or 0) if 0 <= int(by or 0) < 63 else None  # noqa: PLR2004  # bits of JSON's integers
    return None
