"""What does a form make of its own fields when an object of it is made?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.model.chains import text_of
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Statement, Subscript


def changes_of_fields(statements: Iterable[Statement]) -> Iterator[tuple[str, bool]]:
    """Yield the fields that a body makes required, or not; what it takes away need not be sent."""
    for one in statements:
        if isinstance(one.value, Constant) and isinstance(one.value.value, bool):
            for target in one.targets:
                name = _made_required(target)
                if name and (one.block == 0 or not one.value.value):
                    yield name, one.value.value
        for name in _taken_away(one):
            yield name, False


def is_changed(statement: Statement) -> bool:
    """``self.fields["x"] = …``, ``del self.fields["x"]``, ``self.fields.pop("x")``."""
    if any(isinstance(one, Subscript) and _is_fields(one.value) for one in statement.targets):
        return True
    match statement.value:
        case Call(function=Attribute(value=held, name="pop" | "update")):
            return _is_fields(held)
        case _:
            return False


def _taken_away(statement: Statement) -> Iterator[str]:
    """The fields in ``del self.fields["x"]`` and ``self.fields.pop("x")``."""
    for target in statement.targets if statement.kind == "delete" else ():
        if isinstance(target, Subscript) and _is_fields(target.value):
            yield text_of(target.index)
    match statement.value:
        case Call(function=Attribute(value=held, name="pop"), args=(first, *_)) if _is_fields(held):
            yield text_of(first)


def _made_required(target: Expression) -> str:
    """The name of the field in ``self.fields["x"].required``."""
    match target:
        case Attribute(name="required", value=Subscript(value=held, index=index)) if _is_fields(held):
            return text_of(index)
        case _:
            return ""


def _is_fields(expression: Expression) -> bool:
    return isinstance(expression, Attribute) and expression.name in ("fields", "base_fields")
