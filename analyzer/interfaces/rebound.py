"""Was a parameter given another value before a line, whatever branch was taken?

``x = x or []``, ``x = x.strip()`` and ``x = str(x)`` keep it, and so does what only some branch binds.
"""

from __future__ import annotations

from analyzer.model.syntax import Attribute, Call, Choice, Expression, Name, Scope

_CERTAIN = ("try", "with", "finally")
_KEEPING = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "copy"})


class Rebound:
    """Looks at the assignments of one scope."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._bound: dict[str, list[tuple[int, int]]] = {}
        for one in scope.statements:
            if one.kind in ("assign", "annotate", "with"):
                for target in one.targets[:1] if one.kind == "annotate" else one.targets:
                    if isinstance(target, Name) and not _keeps(one.value, target.id):
                        self._bound.setdefault(target.id, []).append((one.line, one.block))

    def is_lost(self, name: str, line: int) -> bool:
        """Return whether a name surely holds something else on a line."""
        before = [block for at, block in self._bound.get(name, ()) if at < line]
        if not before:
            return False
        around = self._around(line)
        return any(self._certain(block) in around for block in before)

    def _around(self, line: int) -> set[int]:
        """Return the blocks around the statement on a line."""
        block = 0
        for one in self._scope.statements:
            block = one.block if one.line <= line else block
        found = {0}
        while block:
            found.add(block)
            block = self._scope.blocks[block].parent
        return found

    def _certain(self, block: int) -> int:
        """Return the block around one that is left only through it."""
        while block and self._scope.blocks[block].kind in _CERTAIN:
            block = self._scope.blocks[block].parent
        return block


def _keeps(value: Expression, name: str) -> bool:
    match value:
        case Name(id=same):
            return same == name
        case Choice(options=parts):
            return any(_keeps(part, name) for part in parts)
        case Call(function=Attribute(value=held, name=called)) if called in _KEEPING:
            return _keeps(held, name)
        case Call(function=Name(id="str"), args=(converted,)):
            return _keeps(converted, name)
        case _:
            return False
