"""How is syntax newer than the running Python rewritten to what its ``ast`` knows, on the same lines?

Type parameters are dropped, ``type X = T`` becomes ``X = T``, an f-string that nests its own quotes becomes a tuple
of its expressions, ``except A, B:`` gets its parentheses. Only the facts of the file are read from the outcome.
"""

from __future__ import annotations

import re

import libcst as cst

_BARE_EXCEPT = re.compile(rb"^(\s*except\*?\s+)([\w.]+(?:\s*,\s*[\w.]+)+)(\s*:)", re.MULTILINE)


def lower_syntax(content: bytes) -> str | None:
    """Return source that older Pythons parse, or None where libcst cannot read the file either."""
    content = _BARE_EXCEPT.sub(rb"\1(\2)\3", content)
    try:
        module = cst.parse_module(content)
        return module.visit(_ToOlder()).code
    except (cst.ParserSyntaxError, cst.CSTValidationError, SyntaxError, RecursionError, ValueError, LookupError):
        return None


class _ToOlder(cst.CSTTransformer):
    """Replaces each newer construct by an older one that states the same names."""

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        return updated_node.with_changes(type_parameters=None)

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        return updated_node.with_changes(type_parameters=None)

    def leave_TypeAlias(self, original_node: cst.TypeAlias, updated_node: cst.TypeAlias) -> cst.Assign:
        return cst.Assign([cst.AssignTarget(updated_node.name)], updated_node.value)

    def leave_FormattedString(
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        parts = [part for part in updated_node.parts if isinstance(part, cst.FormattedStringExpression)]
        return _tuple_of([part.expression for part in parts], _line_breaks(updated_node))


def _tuple_of(expressions: list[cst.BaseExpression], breaks: int) -> cst.BaseExpression:
    """The line breaks inside a triple-quoted string are kept, so that later lines keep their numbers."""
    empty = [cst.EmptyLine(indent=False)] * (breaks - 1) if breaks else []
    opening = cst.LeftParen(
        whitespace_after=cst.ParenthesizedWhitespace(empty_lines=empty) if breaks else cst.SimpleWhitespace("")
    )
    elements = [cst.Element(cst.SimpleString("''")), *(cst.Element(expression) for expression in expressions)]
    return cst.Tuple(elements, lpar=[opening], rpar=[cst.RightParen()])


def _line_breaks(node: cst.FormattedString) -> int:
    return sum(part.value.count("\n") for part in node.parts if isinstance(part, cst.FormattedStringText))
