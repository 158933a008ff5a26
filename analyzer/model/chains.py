"""What do the parts of an expression say by themselves, before any name is looked up?"""

from __future__ import annotations

from analyzer.model.syntax import Attribute, Call, Constant, Expression, Name


def last_name(expression: Expression) -> str:
    """Return the last name of a chain, ``c`` of ``a.b.c``; empty for what is no chain of names at its end."""
    cls = expression.__class__
    if cls is Attribute:
        return expression.name  # type: ignore[union-attr]  # asked for every call: isinstance() costs twice as much
    return expression.id if cls is Name else ""  # type: ignore[union-attr]


def text_of(expression: Expression | None) -> str:
    """Return the text of a string constant; empty for anything else."""
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        return expression.value
    return ""


def is_true(expression: Expression | None) -> bool:
    """Return whether an expression is the constant ``True``."""
    return isinstance(expression, Constant) and expression.value is True


def is_false(expression: Expression | None) -> bool:
    """Return whether an expression is the constant ``False``."""
    return isinstance(expression, Constant) and expression.value is False


def keyword(call: Call, name: str) -> Expression | None:
    """Return the value of a keyword argument; None where the call has none of that name."""
    return next((given.value for given in call.keywords if given.name == name), None)


def line_of(expression: Expression) -> int:
    """Return the line on which a chain of names and calls begins; 0 for what is none."""
    while not isinstance(expression, Name):
        if isinstance(expression, Attribute):
            expression = expression.value
        elif isinstance(expression, Call):
            expression = expression.function
        else:
            return 0
    return expression.line
