"""What do people say in texts that stand for themselves?"""

from __future__ import annotations

import ast

from analyzer.extract.heard import has_surrogate
from analyzer.extract.open_scope import OpenScope
from analyzer.model.syntax import Constant

_LONGEST = 2500
_LONGEST_REMARK = 400


def docstring(body: list[ast.stmt]) -> str:
    """Return the beginning of the text that a body begins with."""
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return _readable(first.value.value, _LONGEST)
    return ""


def remark_on(scope: OpenScope, remark: ast.Constant, line: int, block: int) -> None:
    """Keep what a class says about the attribute above, as an expression that is a text."""
    if scope.kind != "class" or not scope.statements or not isinstance(remark.value, str):
        return
    if scope.statements[-1].kind in ("assign", "annotate"):
        scope.add("expression", line, block, (), Constant(_readable(remark.value, _LONGEST_REMARK), line))


def _readable(text: str, longest: int) -> str:
    return "" if has_surrogate(text) else text[:longest]
