"""Which inputs does a body refuse to do without, and which failures to find one does it forgive?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.status_codes import error_code
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Block,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Operation,
    Scope,
    Statement,
    Subscript,
)

_REFUSING = frozenset({"abort", "bad_request", "json_error_response", "error_response", "HttpResponseBadRequest"})
_KEY_ERRORS = frozenset({"KeyError", "BadRequestKeyError", "MultiValueDictKeyError", "LookupError"})


class Refusals:
    """Looks at the branches of one body."""

    def __init__(self, body: Scope) -> None:
        self._blocks = body.blocks
        self._ends = {one.block for one in body.statements if _refuses(one)}
        self._left: dict[int, int] = {}
        for one in body.statements:
            if one.kind == "return" and not _refuses(one):
                self._left.setdefault(one.block, one.line)
        self._branches: dict[tuple[int, int], int] = {}
        for index, block in enumerate(body.blocks):
            if block.kind == "if":
                self._branches.setdefault((block.parent, block.line), index)

    def refused(self, test: Statement, holds: Callable[[Expression], bool]) -> Iterator[Expression]:
        """Yield what must be there for a test not to lead to a refusal: ``if not x: abort(400)``.

        ``holds`` says of a test whether it surely holds: ``if required and not x:``.
        """
        if self._is_refusing(test):
            yield from denied(test.value, holds)

    def around(self, test: Statement) -> int:
        """Return the branch in which a test leads to a refusal: ``if not x:`` around ``if required: abort(400)``."""
        return test.block if self._is_refusing(test) and self._blocks[test.block].kind == "if" else 0

    def _is_refusing(self, test: Statement) -> bool:
        return self._branches.get((test.block, test.line)) in self._ends

    def spared(self, test: Statement) -> Iterator[tuple[Expression, ...]]:
        """Yield the tests under which a body is left in good order before a test leads to a refusal."""
        if self._is_refusing(test):
            yield from self.left(self._branches[test.block, test.line])

    def left(self, branch: int, before: int = 0) -> Iterator[tuple[Expression, ...]]:
        """Yield the tests under which a body is left in good order in a branch, before a line if one is given."""
        for left, line in self._left.items():
            if 0 < before <= line:
                continue
            heads: list[Expression] = []
            block = left
            while block not in (branch, 0) and self._blocks[block].kind == "if":
                heads.append(self._blocks[block].head)
                block = self._blocks[block].parent
            if block == branch and heads:
                yield tuple(heads)

    def is_forgiven(self, index: int) -> bool:
        """Return whether what a ``try`` does not find is caught, and the work goes on."""
        parent = self._blocks[index].parent
        for place in range(index + 1, len(self._blocks)):
            block = self._blocks[place]
            if block.parent == parent and block.kind != "except":
                return False
            if block.parent == parent and _catches_keys(block):
                return place not in self._ends
        return False


def _catches_keys(block: Block) -> bool:
    caught = block.head.items if isinstance(block.head, Items) else (block.head,)
    return any(last_name(one) in _KEY_ERRORS for one in caught)


def _refuses(statement: Statement) -> bool:
    """``raise``, ``abort(400)``, ``return response, 400``."""
    if statement.kind == "raise":
        return True
    value = statement.value
    if isinstance(value, Call) and last_name(value.function) in _REFUSING:
        return True
    if statement.kind != "return":
        return False
    inside: tuple[Expression, ...] = value.items if isinstance(value, Items) else ()
    if isinstance(value, Call):
        inside = (*value.args, *(one.value for one in value.keywords if one.name in ("status", "status_code", "code")))
    return any(error_code(one) for one in inside)


def denied(test: Expression, holds: Callable[[Expression], bool] = lambda _: False) -> Iterator[Expression]:
    """Yield what is missing where a test holds: ``not x``, ``x is None``, ``"x" not in data``, one ``or`` another."""
    match test:
        case Choice(kind="or", options=parts):
            for part in parts:
                yield from denied(part, holds)
        case Choice(kind="and", options=parts):
            rest = [part for part in parts if not holds(part)]
            if len(rest) == 1:
                yield from denied(rest[0], holds)
        case Operation(operator="not", operands=(Choice(kind="and", options=parts),)):
            yield from parts
        case Operation(operator="not", operands=(Operation(operator="in", operands=(key, holder)),)):
            yield Subscript(holder, key)
        case Operation(operator="not", operands=(one,)):
            yield one
        case Operation(operator="not in", operands=(key, holder)):
            yield Subscript(holder, key)
        case Operation(operator="is" | "==", operands=(one, Constant(value=None))):
            yield one
