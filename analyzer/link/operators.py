"""Which special methods do operators and statements call?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.paths import below, is_path
from analyzer.link.texts import TEXTS, filled, spellings, together
from analyzer.link.types import (
    Collection,
    Container,
    External,
    Instance,
    Literal,
    Query,
    Row,
    Type,
    is_expression,
    join,
    options,
)
from analyzer.model.syntax import Constant, Operation, Text

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


_BOOL = External("builtins.bool()")
_READS_ITEMS = {"__len__", "__bool__", "__iter__"}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in", "not"}
_DUNDERS = {
    "+": ("__add__", "__radd__"),
    "-": ("__sub__", "__rsub__"),
    "*": ("__mul__", "__rmul__"),
    "/": ("__truediv__", "__rtruediv__"),
    "%": ("__mod__", "__rmod__"),
    "**": ("__pow__", "__rpow__"),
    "//": ("__floordiv__", "__rfloordiv__"),
    "@": ("__matmul__", "__rmatmul__"),
    "<<": ("__lshift__", "__rlshift__"),
    ">>": ("__rshift__", "__rrshift__"),
    "|": ("__or__", "__ror__"),
    "&": ("__and__", "__rand__"),
    "^": ("__xor__", "__rxor__"),
    "==": ("__eq__", "__eq__"),
    "!=": ("__ne__", "__ne__"),
    "<": ("__lt__", "__gt__"),
    "<=": ("__le__", "__ge__"),
    ">": ("__gt__", "__lt__"),
    ">=": ("__ge__", "__le__"),
}
_UNARY = {"unary -": "__neg__", "unary +": "__pos__", "~": "__invert__"}


class Operators:
    """Calls special methods for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._heap = evaluator.heap

    def text(self, text: Text) -> Type | None:
        """Return what an f-string is."""
        known: list[Type | None] = []
        for part in text.parts:
            value = self._evaluator.type_of(part)
            self.dunder(value, "__format__", "__str__", "__repr__")
            known.append(value)
        return together(known)

    def operation(self, operation: Operation) -> Type | None:
        """Return what an operator over operands yields."""
        operator = operation.operator
        known = [self._evaluator.type_of(operand) for operand in operation.operands]
        if operator in ("in", "not in") and len(known) == 2:  # noqa: PLR2004  # a pair
            self.dunder(known[1], "__contains__", "__iter__")
            return _BOOL
        if operator == "not":
            self.dunder(known[0], "__bool__", "__len__")
            return _BOOL
        if operator in _UNARY:
            return self.dunder(known[0], _UNARY[operator]) or known[0]
        names = _DUNDERS.get(operator)
        if names is None:
            return _BOOL if operator in _COMPARISONS else None
        if operator == "+" and any(isinstance(option, TEXTS) for value in known for option in options(value)):
            return together(known)
        found = known[0]
        for right in known[1:]:
            found = self.operate(found, right, names)
        return _BOOL if operator in _COMPARISONS and all(map(_is_plain, options(found))) else found

    def dunder(self, value: Type | None, *names: str) -> Type | None:
        """Call the first of some special methods that the class of a value has in the project."""
        found: Type | None = None
        for option in options(value):
            if isinstance(option, Instance):
                for name in names:
                    member = self._names.member(option.definition, name)
                    if member is not None and isinstance(member[1], DefinitionBinding):
                        found = join(found, self._evaluator.invoker.invoke_bound(member[1].definition, option, ()))
                        break
            elif isinstance(option, Query) and names[0] in _READS_ITEMS:
                self._evaluator.frame.use(option)
        return found

    def special(self, value: Instance, name: str, positional: tuple[Type | None, ...]) -> Type | None:
        """Call one special method of an object, if its class has it in the project."""
        member = self._names.member(value.definition, name)
        if member is None or not isinstance(member[1], DefinitionBinding):
            return None
        return self._evaluator.invoker.invoke_bound(member[1].definition, value, positional)

    def operate(self, left: Type | None, right: Type | None, names: tuple[str, str]) -> Type | None:
        """Return what an operator between two values yields: the left's method, else the right's reflected one."""
        found = self._text(left, right, names[0])
        if found is not None:
            return found
        for value, other, name in ((left, right, names[0]), (right, left, names[1])):
            for option in options(value):
                if isinstance(option, Instance):
                    member = self._names.member(option.definition, name)
                    if member is None and name == "__ne__":
                        member = self._names.member(option.definition, "__eq__")
                    if member is not None and isinstance(member[1], DefinitionBinding):
                        result = self._evaluator.invoker.invoke_bound(member[1].definition, option, (other,))
                        found = join(found, result or External("builtins.object()"))
                elif is_expression(option):
                    found = join(found, self._evaluator.invoker.operator(option, name, other))
            if found is not None:
                return found
        if isinstance(left, Collection) and isinstance(right, (Collection, Container, Query)):
            return self._joined(left, right)
        if left is None or (right is None and not is_path(left)):
            return None
        if isinstance(left, Query) and isinstance(right, Query):
            return _both(left, right)
        if names[0] == "__truediv__" and is_path(left):
            return below(left, right)
        kept = (Container, Row, External, Query)
        return left if isinstance(left, kept) else External("builtins.object()")

    def _text(self, left: Type | None, right: Type | None, name: str) -> Type | None:
        """Return the text that an operator makes: one put together, or one that is filled in."""
        texts = spellings(left)
        if name == "__add__":
            return together([left, right]) if texts or spellings(right) else None
        if name != "__mod__" or not texts:
            return None
        found: Type | None = None
        for text in texts:
            found = join(found, self._filled(text, right))
        return found

    def _filled(self, text: str, value: Type | None) -> Type:
        contents = self._evaluator.contents
        parts = None if value is None else contents.parts(value, -1)

        def named(name: str) -> Type | None:
            return None if value is None else contents.get_item(value, Literal(name, 0), Constant(name, 0))

        return filled(text, [value] if parts is None else parts, named)

    def _joined(self, left: Collection, right: Type) -> Type:
        held = join(self._evaluator.contents.item(left), self._evaluator.contents.item(right))
        return left if held is None else Container(held, self._heap.sites[left.site].kind)


def _is_plain(value: Type) -> bool:
    """Return whether a comparison of a value is no more than true or false: neither a condition nor a frame of data."""
    return isinstance(value, (Container, Row)) or (isinstance(value, External) and value.name.startswith("builtins."))


def _both(left: Query, right: Query) -> Query:
    """Two queries, or conditions, that an operator makes one."""
    tables = tuple(dict.fromkeys((*left.tables, *right.tables)))
    paths = tuple(dict.fromkeys((*left.paths, *right.paths)))
    eager = tuple(dict.fromkeys((*left.eager, *right.eager)))
    beside = tuple(dict.fromkeys((*left.beside, *right.beside)))
    entity = left.entity if left.entity != -1 else right.entity
    guessed = left.guessed or right.guessed
    return msgspec.structs.replace(
        left, entity=entity, tables=tables, paths=paths, eager=eager, beside=beside, guessed=guessed
    )
