"""What do operators make of known values?"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from itertools import pairwise

from analyzer.frameworks.sqlalchemy import texts
from analyzer.frameworks.sqlalchemy.texts import Uncomputable

_COMPARISONS: dict[str, Callable[[object, object], object]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "is": operator.eq,
    "is not": operator.ne,
    "in": lambda left, right: _contains(right, left),
    "not in": lambda left, right: not _contains(right, left),
    "<": lambda left, right: _number(left) < _number(right),
    "<=": lambda left, right: _number(left) <= _number(right),
    ">": lambda left, right: _number(left) > _number(right),
    ">=": lambda left, right: _number(left) >= _number(right),
}
_LARGEST = 10_000


def operated(sign: str, values: Sequence[object]) -> object:
    """Return what an operator makes of values; raises Uncomputable for any other than those of texts and counts."""
    if sign == "not":
        return not values[0]
    if sign == "unary -":
        return -_number(values[0])
    if sign in _COMPARISONS:
        return all(_COMPARISONS[sign](left, right) for left, right in pairwise(values))
    made = values[0]
    for value in values[1:]:
        made = _two(sign, made, value)
    return made


def sliced(value: object, index: object) -> object:
    """Return ``value[index]`` of a text, tuple or dictionary; a slice is a tuple of its three bounds."""
    try:
        if isinstance(value, dict):
            return value[index]
        if isinstance(value, (str, tuple)) and isinstance(index, slice):
            return value[index]
        if isinstance(value, (str, tuple)) and isinstance(index, int):
            return value[index]
    except (LookupError, TypeError, ValueError) as problem:
        raise Uncomputable from problem
    raise Uncomputable


def _two(sign: str, left: object, right: object) -> object:
    if isinstance(left, str):
        if sign == "+" and isinstance(right, str):
            return texts.short(left + right)
        if sign == "%":
            return texts.percent(left, right)
    if isinstance(left, tuple) and isinstance(right, tuple) and sign == "+" and len(left) + len(right) <= texts.LONGEST:
        return left + right
    if sign in ("+", "-"):
        made = _number(left) + (_number(right) if sign == "+" else -_number(right))
        return made if abs(made) < _LARGEST else _not_known()
    raise Uncomputable


def _contains(whole: object, part: object) -> bool:
    if isinstance(whole, str):
        return isinstance(part, str) and part in whole
    if isinstance(whole, (tuple, dict)):
        return part in whole
    raise Uncomputable


def _number(value: object) -> int:
    return value if isinstance(value, int) else _not_known()


def _not_known() -> int:
    raise Uncomputable
