"""How is syntax newer than the running Python rewritten to what its ``ast`` knows, on the same lines?

Type parameters are dropped, ``type X = T`` becomes ``X = T``, a template string becomes an f-string, an f-string that
nests its own quotes gets other ones (or becomes a tuple of its parts), ``except A, B:`` gets its parentheses,
``lazy import`` becomes ``import``. Only the facts of the file are read from the outcome.
"""

from __future__ import annotations

import ast
import re

import libcst as cst

_BARE_EXCEPT = re.compile(rb"^(\s*except\*?\s+)([\w.]+(?:\s*,\s*[\w.]+)+)(\s*:)", re.MULTILINE)
_LAZY_IMPORT = re.compile(rb"^([ \t]*)lazy[ \t]+(?=(?:import|from)[ \t])", re.MULTILINE)
_QUOTES = ('"""', "'''", '"', "'")
_WRITER = cst.Module([])


def lower_syntax(content: bytes) -> str | None:
    """Return source that older Pythons parse, or None where libcst cannot read the file either."""
    content = _LAZY_IMPORT.sub(rb"\1", _BARE_EXCEPT.sub(rb"\1(\2)\3", content))
    try:
        module = cst.parse_module(content)
        return module.visit(_ToOlder()).code
    except (cst.ParserSyntaxError, cst.CSTValidationError, SyntaxError, RecursionError, ValueError, LookupError):
        return None


class _ToOlder(cst.CSTTransformer):
    """Replaces each newer construct by an older one that states the same names."""

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        if updated_node.type_parameters is None:
            return updated_node
        breaks = _breaks(updated_node.type_parameters, updated_node.whitespace_before_params)
        return updated_node.with_changes(type_parameters=None, whitespace_before_params=_blank(breaks))

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        if updated_node.type_parameters is None:
            return updated_node
        opening, closing = updated_node.lpar, updated_node.rpar
        inside = opening.whitespace_after if isinstance(opening, cst.LeftParen) else cst.SimpleWhitespace("")
        return updated_node.with_changes(
            type_parameters=None,
            lpar=cst.LeftParen(whitespace_after=_blank(_breaks(updated_node.type_parameters, inside))),
            rpar=closing if isinstance(closing, cst.RightParen) else cst.RightParen(),
        )

    def leave_TypeAlias(self, original_node: cst.TypeAlias, updated_node: cst.TypeAlias) -> cst.Assign:
        breaks = _breaks(updated_node.type_parameters) if updated_node.type_parameters is not None else 0
        value = updated_node.value
        if breaks:
            opening = cst.LeftParen(whitespace_after=_blank(breaks))
            value = value.with_changes(lpar=[opening, *value.lpar], rpar=[*value.rpar, cst.RightParen()])
        return cst.Assign([cst.AssignTarget(updated_node.name)], value)

    def leave_FormattedString(
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        return (
            updated_node
            if _is_older(updated_node)
            else (_requoted(updated_node) or _tuple_of([updated_node], updated_node))
        )

    def leave_TemplatedString(
        self, original_node: cst.TemplatedString, updated_node: cst.TemplatedString
    ) -> cst.BaseExpression:
        prefix = updated_node.start.rstrip("\"'")
        code = _WRITER.code_for_node(updated_node.with_changes(lpar=[], rpar=[]))
        text = prefix.lower().replace("t", "f") + code[len(prefix) :]
        formatted = cst.ensure_type(cst.parse_expression(text), cst.FormattedString)
        return self.leave_FormattedString(formatted, formatted)

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> bool:
        """The parts of a concatenation must stay strings, so that it is rewritten as a whole."""
        return False

    def leave_ConcatenatedString(
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        if _is_older(updated_node):
            return updated_node
        parts = [_requoted(part) or part for part in _parts_of(updated_node)]
        return _tuple_of(parts, updated_node)


def _is_older(node: cst.BaseExpression) -> bool:
    return _parsed(_WRITER.code_for_node(node)) is not None


def _parsed(code: str) -> ast.expr | None:
    try:
        return ast.parse(f"({code}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _requoted(node: cst.BaseExpression) -> cst.FormattedString | None:
    """An f-string between other quotes, so that an older Python reads the same parts in it; None if there are none."""
    if not isinstance(node, cst.FormattedString):
        return None
    prefix = node.start.rstrip("\"'")
    wanted = sum(isinstance(part, cst.FormattedStringExpression) for part in node.parts)
    for quotes in _QUOTES:
        changed = node.with_changes(start=prefix + quotes, end=quotes)
        read = _parsed(_WRITER.code_for_node(changed.with_changes(lpar=[], rpar=[])))
        if (
            isinstance(read, ast.JoinedStr)
            and sum(isinstance(one, ast.FormattedValue) for one in read.values) == wanted
        ):
            return changed
    return None


def _parts_of(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(node, cst.ConcatenatedString):
        return [*_parts_of(node.left), *_parts_of(node.right)]
    return [node]


def _tuple_of(strings: list[cst.BaseExpression], whole: cst.BaseExpression) -> cst.BaseExpression:
    """A tuple of strings and of the expressions in those that older Pythons do not read, in place of ``whole``.

    It has as many line breaks, so that later lines keep their numbers.
    """
    items: list[cst.BaseExpression] = []
    for string in strings:
        if _is_older(string):
            items.append(string)
        elif isinstance(string, cst.FormattedString):
            older = _ToOlder()
            inner = [part.expression for part in string.parts if isinstance(part, cst.FormattedStringExpression)]
            visited = [one.visit(older) for one in inner]
            items += [one for one in visited if isinstance(one, cst.BaseExpression)]
    opening = cst.LeftParen(whitespace_after=_blank(_breaks(whole) - _breaks(*items)))
    elements = [cst.Element(cst.SimpleString("''")), *(cst.Element(item) for item in items)]
    return cst.Tuple(elements, lpar=[opening], rpar=[cst.RightParen()])


def _breaks(*nodes: cst.CSTNode) -> int:
    return sum(_WRITER.code_for_node(node).count("\n") for node in nodes)


def _blank(breaks: int) -> cst.BaseParenthesizableWhitespace:
    """White space of so many line breaks; rewriting keeps them, so that later lines keep their numbers."""
    if breaks <= 0:
        return cst.SimpleWhitespace("")
    return cst.ParenthesizedWhitespace(empty_lines=[cst.EmptyLine(indent=False)] * (breaks - 1))
