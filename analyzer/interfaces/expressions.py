"""What does an expression yield as data, by what it is: a constant, a display, an operator, a known call?"""

from __future__ import annotations

from analyzer.frameworks.library_shapes import METHODS, of_call
from analyzer.frameworks.plain_shapes import BINARY, BOOLEAN, INTEGER, LIST, MAP, NUMBER, STRING, array_of, live, map_of
from analyzer.frameworks.shapes import Shapes, one_of
from analyzer.link.names import Names, Value
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Constant,
    Expression,
    Items,
    Lambda,
    Mapping,
    Name,
    Operation,
    Text,
)
from analyzer.model.syntax import Unknown as Absent

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in", "not"})
_ARITHMETIC = frozenset({"+", "-", "*", "//", "%", "**", "unary -", "unary +"})
_CONSTANTS: dict[type, Shape] = {bool: BOOLEAN, int: INTEGER, float: NUMBER, str: STRING, type(None): NULL}
_DEEPEST = 8
_LONGEST = 50
_CALLABLE = live(LiveKind.CALLABLE)


class Expressions:
    """Says what expressions yield; local names of functions are not looked up."""

    def __init__(self, names: Names, shapes: Shapes) -> None:
        self._names = names
        self._shapes = shapes

    def default(self, module: int, scope: int, value: Expression) -> Shape:
        """Return the shape of a default, whose names are those of the scope around the function."""
        if isinstance(value, (Name, Attribute)):
            return self._named(module, scope, value, 0)
        if isinstance(value, Items) and value.kind == "tuple" and not value.items:
            return LIST
        return self.shape(module, scope, value)

    def shape(self, module: int, scope: int, value: Expression, depth: int = 0) -> Shape:
        """Return the shape of what an expression yields; unknown where it does not say by itself."""
        if depth > _DEEPEST:
            return UNKNOWN
        match value:
            case Constant():
                return _CONSTANTS[value.value.__class__]
            case Text():
                return STRING
            case Absent(text=text):
                return BINARY if text.startswith("b") else UNKNOWN
            case Call():
                return self._called(module, scope, value)
            case Await(kind="await"):
                return self.shape(module, scope, value.value, depth + 1)
            case Lambda():
                return _CALLABLE
            case Choice():
                return self._chosen(module, scope, value, depth + 1)
            case Operation():
                return self._operated(module, scope, value, depth + 1)
            case _:
                return self._displayed(module, scope, value, depth + 1)

    def _displayed(self, module: int, scope: int, value: Expression, depth: int) -> Shape:
        match value:
            case Items(kind="tuple", items=items):
                parts = tuple([self.shape(module, scope, one, depth) for one in items[:_LONGEST]])
                return Shape(ShapeKind.TUPLE, parts)
            case Items(items=items):
                return array_of(one_of([self.shape(module, scope, one, depth) for one in items[:_LONGEST]]))
            case Mapping(values=values):
                return map_of(one_of([self.shape(module, scope, one, depth) for one in values[:_LONGEST]]))
            case Comprehension(kind="dict", elements=(_, element)):
                return map_of(self.shape(module, scope, element, depth))
            case Comprehension(elements=(element,)):
                return array_of(self.shape(module, scope, element, depth))
            case _:
                return UNKNOWN

    def _chosen(self, module: int, scope: int, choice: Choice, depth: int) -> Shape:
        found = [self.shape(module, scope, one, depth) for one in choice.options]
        if choice.kind == "or":
            found = [one for one in found[:-1] if one != NULL] + found[-1:]
        return one_of(found)

    def _operated(self, module: int, scope: int, operation: Operation, depth: int) -> Shape:
        operator, operands = operation.operator, operation.operands
        if operator in COMPARISONS:
            return BOOLEAN
        first = self.shape(module, scope, operands[0], depth) if operands else UNKNOWN
        if operator == "%" and first == STRING:
            return STRING
        kinds = {first, *(self.shape(module, scope, one, depth) for one in operands[1:])}
        if operator == "+" and STRING in kinds:
            return STRING
        if operator in _ARITHMETIC | {"/"} and kinds <= {INTEGER, NUMBER}:
            return INTEGER if kinds == {INTEGER} and operator != "/" else NUMBER
        return UNKNOWN

    def _called(self, module: int, scope: int, call: Call) -> Shape:
        meaning = self._names.resolve(module, scope, call.function)
        if isinstance(meaning, ClassOf):
            return self._shapes.of_class(meaning.definition)
        if isinstance(meaning, External):
            return of_call(meaning.name) or UNKNOWN
        if meaning is None and isinstance(call.function, Attribute):
            return METHODS.get(call.function.name, UNKNOWN)
        return UNKNOWN

    def _named(self, module: int, scope: int, value: Name | Attribute, depth: int) -> Shape:
        """``LIMIT``, ``Color.RED``, ``settings.LIMIT``, a class or function that is handed over."""
        if isinstance(value, Attribute):
            holder = self._names.resolve(module, scope, value.value)
            if isinstance(holder, ClassOf) and self._shapes.is_enumeration(holder.definition):
                return self._shapes.of_class(holder.definition)
        meaning = self._names.resolve(module, scope, value)
        if isinstance(meaning, (ClassOf, Function)):
            return _CALLABLE
        if not isinstance(meaning, Value) or depth > _DEEPEST:
            return UNKNOWN
        held = meaning.binding
        if not isinstance(held.annotation, Absent):
            return self._shapes.annotated(meaning.module, meaning.scope, held.annotation)
        if isinstance(held.value, (Name, Attribute)):
            return self._named(meaning.module, meaning.scope, held.value, depth + 1)
        return self.shape(meaning.module, meaning.scope, held.value)


def says_little(shape: Shape) -> bool:
    """Return whether a shape is no more than that of an empty collection."""
    return shape in (LIST, MAP)
