"""May a function end without a ``return``, and so return None?"""

from __future__ import annotations

from collections import defaultdict

from analyzer.model.chains import last_name
from analyzer.model.syntax import Block, Call, Constant, Scope, Statement

_ENDS = ("return", "raise")
_FIRST = frozenset({"if", "for", "while", "with", "try", "case"})


def falls_off(scope: Scope) -> bool:
    """Return whether the last statement of a function may be passed; True where it cannot be told."""
    inner: dict[int, list[int]] = defaultdict(list)
    for place, block in enumerate(scope.blocks):
        if place:
            inner[block.parent].append(place)
    last: dict[int, Statement] = {one.block: one for one in scope.statements}
    left = any(one.kind == "jump" for one in scope.statements)
    passed = [True] * len(scope.blocks)
    for place in range(len(scope.blocks) - 1, -1, -1):  # inner blocks stand after those around
        passed[place] = _passed(scope, last.get(place), inner.get(place, []), passed, left=left)
    return passed[0]


def only_raises(scope: Scope) -> bool:
    """Return whether a body does nothing, or only says that somebody else has to."""
    statements = [one for one in scope.statements if one.kind != "test"]
    if not statements:
        return len(scope.blocks) == 1
    first = statements[0]
    error = first.value.function if isinstance(first.value, Call) else first.value
    return len(statements) == 1 and first.kind == "raise" and last_name(error) == "NotImplementedError"


def _passed(scope: Scope, last: Statement | None, inner: list[int], passed: list[bool], *, left: bool) -> bool:
    """``passed`` says of the blocks inside whether their ends are reached; ``left``: a loop may be broken off."""
    line = last.line if last is not None else -1
    tail: list[int] = []
    for place in inner:
        block = scope.blocks[place]
        if block.line < line:
            continue
        if block.kind in _FIRST and not (block.kind == "case" and tail and scope.blocks[tail[-1]].kind == "case"):
            tail = []
        tail.append(place)
    if not tail:
        return last is None or last.kind not in _ENDS
    kinds = {scope.blocks[place].kind: place for place in tail}
    first = scope.blocks[tail[0]]
    match first.kind:
        case "if":
            return "else" not in kinds or passed[tail[0]] or passed[kinds["else"]]
        case "with":
            return passed[tail[0]]
        case "while":
            return left or not _is_true(first)
        case "try":
            if "finally" in kinds and not passed[kinds["finally"]]:
                return False
            done = passed[kinds["else"]] if "else" in kinds and passed[tail[0]] else passed[tail[0]]
            return done or any(passed[place] for place in tail if scope.blocks[place].kind == "except")
        case _:
            return True


def _is_true(loop: Block) -> bool:
    return isinstance(loop.head, Constant) and bool(loop.head.value)
