"""Which relations of an object does the code around its deletion show to lead to nothing?

``if not x.lines.exists(): x.delete()``, ``else`` after the opposite test, or such a test before that leaves.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
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


def empty_at(program: Program, call: TypedCall) -> frozenset[str]:
    """Return the relations that are known to lead to nothing where a call of a body is made."""
    if call.definition < 0:
        return frozenset()
    definition = program.definitions[call.definition]
    return empty_relations(program.scopes(definition.module)[definition.scope], call.call)


def empty_relations(scope: Scope, deletion: Call) -> frozenset[str]:
    """Return the relations of an object that tests on the way to its deletion, in the same function, found empty.

    It is ``x`` of ``x.delete()``; of ``super().delete()`` the object whose method this is, or that of a view.
    """
    place = next((one for one in scope.statements if _awaited(one.value) == deletion), None)
    if place is None:
        return frozenset()
    before = [one for one in scope.statements if one.line < place.line]
    found: set[str] = set()
    for name in _deleted(deletion, before):
        bound = max((one.line for one in before if name in _bound(one)), default=0)
        for block, holds in _on_the_way(scope, place):
            if block.line > bound:
                found.update(_empty(block.head, name, holds=holds))
    return frozenset(found)


def _deleted(deletion: Call, before: list[Statement]) -> tuple[str, ...]:
    match deletion.function:
        case Attribute(value=Call(function=Name(id="super"))):
            got = [name for one in before if _gets_object(one.value) for name in _bound(one)]
            return ("self", *dict.fromkeys((*got, "self.object")))
        case Attribute(value=owner):
            return (_text(owner),) if _text(owner) else ()
        case _:
            return ()


def _gets_object(value: Expression) -> bool:
    match value:
        case Call(function=Attribute(value=Name(id="self"), name="get_object")):
            return True
        case _:
            return False


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
            if isinstance(asked, Call) and isinstance(asked.function, Attribute) and asked.function.name == "all":
                asked = asked.function.value
            if isinstance(asked, Attribute) and _text(asked.value) == name:
                yield asked.name
        case _:
            pass


def _bound(statement: Statement) -> list[str]:
    """Return the names, and attributes of names, that a statement binds."""
    return [
        _text(item)
        for one in statement.targets
        for item in (one.items if isinstance(one, Items) else (one,))
        if _text(item)
    ]


def _text(expression: Expression) -> str:
    """Return ``x`` or ``x.y`` as it is written; empty for anything else."""
    match expression:
        case Name(id=name):
            return name
        case Attribute(value=Name(id=owner), name=name):
            return f"{owner}.{name}"
        case _:
            return ""


def _awaited(value: Expression) -> Expression:
    return value.value if isinstance(value, Await) else value
