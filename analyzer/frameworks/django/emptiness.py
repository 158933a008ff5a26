"""Which relations of an object does the code around its deletion show to lead to nothing?

``if not x.lines.exists(): x.delete()``, the same as the other branch, or a test before it that leaves.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.model.syntax import (
    Attribute,
    Await,
    Block,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Name,
    Operation,
    Scope,
    Statement,
)

_ASKS = frozenset(("exists", "count", "all", "aexists", "acount"))
_LEAVES = ("return", "raise", "jump")


def empty_relations(scope: Scope, deletion: Call) -> frozenset[str]:
    """Return the relations of ``x`` that tests on the way to ``x.delete()``, in the same function, found empty."""
    match deletion.function:
        case Attribute(value=Name(id=name)):
            place = next((one for one in scope.statements if _awaited(one.value) == deletion), None)
        case _:
            return frozenset()
    if place is None:
        return frozenset()
    bound = max((one.line for one in scope.statements if one.line < place.line and _binds(one, name)), default=0)
    tests = [(block, holds) for block, holds in _on_the_way(scope, place) if block.line > bound]
    return frozenset(found for block, holds in tests for found in _empty(block.head, name, holds=holds))


def _on_the_way(scope: Scope, place: Statement) -> Iterator[tuple[Block, bool]]:
    """Yield the blocks with a test that decides whether a statement is reached, and how it must come out."""
    inside = {0}
    index = place.block
    while index:
        inside.add(index)
        index = scope.blocks[index].parent
    for index, block in enumerate(scope.blocks):
        if index in inside and block.kind in ("if", "else"):
            yield block, block.kind == "if"
        elif block.kind == "if" and block.parent in inside and block.line < place.line and _leaves(scope, index):
            yield block, False


def _leaves(scope: Scope, block: int) -> bool:
    return any(one.block == block and one.kind in _LEAVES for one in scope.statements)


def _empty(test: Expression, name: str, *, holds: bool) -> Iterator[str]:
    """Yield the relations of a name that are empty where a test comes out as told."""
    match test:
        case Operation(operator="not", operands=(asked,)):
            yield from _empty(asked, name, holds=not holds)
        case Operation(operator=operator, operands=(asked, Constant(value=0))):
            if operator == "==" if holds else operator in (">", "!="):
                yield from _empty(asked, name, holds=False)
        case Choice(kind=kind, options=options) if kind == ("and" if holds else "or"):
            for option in options:
                yield from _empty(option, name, holds=holds)
        case Await(value=asked):
            yield from _empty(asked, name, holds=holds)
        case Call(function=Attribute(value=asked, name=method), args=()) if method in _ASKS and not holds:
            match asked:
                case Attribute(value=Name(id=known), name=relation) if known == name:
                    yield relation
                case Call(function=Attribute(value=Attribute(value=Name(id=known), name=relation), name="all")) if (
                    known == name
                ):
                    yield relation
        case _:
            pass


def _binds(statement: Statement, name: str) -> bool:
    targets = [item for one in statement.targets for item in (one.items if isinstance(one, Items) else (one,))]
    return any(isinstance(one, Name) and one.id == name for one in targets)


def _awaited(value: Expression) -> Expression:
    return value.value if isinstance(value, Await) else value
