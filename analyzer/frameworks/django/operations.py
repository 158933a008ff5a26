"""What do operators yield for values of which some are unknown?"""

from __future__ import annotations

import msgspec

from analyzer.link.types import ClassOf

UNKNOWN = object()


class Subject(msgspec.Struct, frozen=True):
    """The model that a router is asked about."""

    cls: int
    app_label: str
    name: str
    db_table: str

    def meta(self, name: str) -> object:
        """Return an option of ``_meta`` that routers go by."""
        known = {
            "app_label": self.app_label,
            "object_name": self.name,
            "model_name": self.name.lower(),
            "label": f"{self.app_label}.{self.name}",
            "label_lower": f"{self.app_label}.{self.name.lower()}",
            "db_table": self.db_table,
        }
        return known.get(name, UNKNOWN)


def operation(operator: str, values: list[object]) -> object:
    """Return what an operator yields; UNKNOWN where an operand is, or where it is none of these operators."""
    if UNKNOWN in values:
        return UNKNOWN
    match operator, values:
        case "not", [value]:
            test = truth(value)
            return test if test is UNKNOWN else not test
        case (("==" | "is"), [left, right]):
            return _same(left, right)
        case (("!=" | "is not"), [left, right]):
            return not _same(left, right)
        case (("in" | "not in"), [left, (tuple() | dict()) as held]):
            if UNKNOWN in held:
                return UNKNOWN
            return any(_same(left, one) for one in held) is (operator == "in")
        case (("in" | "not in"), [str() as left, str() as right]):
            return (left in right) is (operator == "in")
        case "+", [str() as left, str() as right]:
            return left + right
        case (("+" | "|"), [tuple() as left, tuple() as right]):
            return left + right
        case _:
            return UNKNOWN


def _same(left: object, right: object) -> bool:
    if isinstance(left, Subject) and isinstance(right, ClassOf):
        return left.cls == right.definition
    if isinstance(right, Subject) and isinstance(left, ClassOf):
        return right.cls == left.definition
    return left == right


def truth(value: object) -> object:
    """Return True or False where that is certain, else UNKNOWN."""
    return UNKNOWN if value is UNKNOWN else bool(value)
