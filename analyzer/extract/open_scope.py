"""What is known of a scope while it is being read?"""

from __future__ import annotations

from analyzer.extract.expressions import UNKNOWN
from analyzer.model.syntax import Block, BlockKind, Expression, Statement, StatementKind


class OpenScope:
    """A scope while it is being read."""

    __slots__ = ("blocks", "index", "kind", "prefix", "statements")

    def __init__(self, index: int, prefix: str, kind: str) -> None:
        self.index = index
        self.prefix = prefix
        self.kind = kind
        self.statements: list[Statement] = []
        self.blocks: list[Block] = [Block("body", 0, 0, UNKNOWN)]

    def add(
        self, kind: StatementKind, line: int, block: int, targets: tuple[Expression, ...], value: Expression
    ) -> None:
        """Add a statement."""
        self.statements.append(Statement(kind, line, block, targets, value))

    def open(self, kind: BlockKind, parent: int, line: int, head: Expression = UNKNOWN) -> int:
        """Open a block inside another and return its index."""
        self.blocks.append(Block(kind, parent, line, head))
        return len(self.blocks) - 1
