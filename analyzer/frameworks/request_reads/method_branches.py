"""Which lines of a handler does the method of the request rule out?

``if request.method == "POST":`` does not run for GET, nor what stands behind it for POST where it ends with ``return``.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.program import Program
from analyzer.model.syntax import Attribute, Choice, Constant, Expression, Items, Name, Operation, Scope

_REQUESTS = ("request", "req")
_SENT = ("POST", "FILES")
_WITHOUT_BODY = ("GET", "HEAD")
_ENDING = ("return", "raise")
_EMPTY = Scope((), ())
Lines = tuple[int, int]


class MethodBranches:
    """Answers for functions; answers are remembered."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._asks: dict[int, bool] = {}
        self._known: dict[tuple[int, str], tuple[Lines, ...]] = {}

    def of(self, definition: int, method: str) -> tuple[Lines, ...]:
        """Return the lines, from the first to the last, that do not run for a method; none where that may be any."""
        if method in ("", "ANY") or not self._asks_method(definition):
            return ()
        key = (definition, method)
        if key not in self._known:
            found = self._program.definitions[definition]
            self._known[key] = tuple(_ruled_out(self._body(definition), method, found.head.end_line))
        return self._known[key]

    def _asks_method(self, definition: int) -> bool:
        if definition not in self._asks:
            heads = [one.head for one in self._body(definition).blocks if one.kind in ("if", "else")]
            self._asks[definition] = any(_holds(one, each) is not None for one in heads for each in ("GET", "POST"))
        return self._asks[definition]

    def _body(self, definition: int) -> Scope:
        found = self._program.definitions[definition]
        if found.head.kind == "class":
            return _EMPTY
        return self._program.scopes(found.module).get(found.scope, _EMPTY)


def _ruled_out(body: Scope, method: str, end: int) -> Iterator[Lines]:
    for index, block in enumerate(body.blocks):
        if block.kind not in ("if", "else"):
            continue
        holds = _holds(block.head, method)
        if holds is None:
            continue
        first, last = _range(body, index, end)
        if not first:
            continue
        if holds is not (block.kind == "if"):
            yield first, last
        elif any(one.block == index and one.kind in _ENDING for one in body.statements):
            after = [one.line for one in body.statements if one.line > last and _is_in(body, one.block, block.parent)]
            if after:
                yield min(after), _range(body, block.parent, end)[1]


def _range(body: Scope, index: int, end: int) -> Lines:
    """The first and the last line of a block: the next statement behind it begins on a later one."""
    first = last = 0
    for one in body.statements:
        if _is_in(body, one.block, index):
            first, last = first or one.line, 0
        elif first and not last and one.line > first:
            last = one.line - 1
    return first, last or end


def _is_in(body: Scope, block: int, wanted: int) -> bool:
    while block > wanted:
        block = body.blocks[block].parent
    return block == wanted


def _holds(test: Expression, method: str) -> bool | None:
    """Return whether a test holds for a method; None where other things count as well."""
    match test:
        case Operation(operator="not", operands=(inner,)):
            found = _holds(inner, method)
            return None if found is None else not found
        case Operation(operator="==" | "!=" as operator, operands=(one, other)):
            text = _text(other) if _is_method(one) else _text(one) if _is_method(other) else ""
            return (text == method) is (operator == "==") if text else None
        case Operation(operator="in" | "not in" as operator, operands=(one, Items(items=items))) if _is_method(one):
            texts = [_text(each) for each in items]
            return (method in texts) is (operator == "in") if all(texts) else None
        case Choice(kind="and" | "or" as kind, options=options):
            known = [_holds(each, method) for each in options]
            deciding = kind == "or"
            if deciding in known:
                return deciding
            return None if None in known else not deciding
        case Attribute(value=value, name=name) if name in _SENT and method in _WITHOUT_BODY and _is_request(value):
            return False
        case _:
            return None


def _is_method(one: Expression) -> bool:
    return isinstance(one, Attribute) and one.name == "method" and _is_request(one.value)


def _is_request(one: Expression) -> bool:
    return (isinstance(one, Name) and one.id in _REQUESTS) or (isinstance(one, Attribute) and one.name in _REQUESTS)


def _text(one: Expression) -> str:
    return one.value.upper() if isinstance(one, Constant) and isinstance(one.value, str) else ""
