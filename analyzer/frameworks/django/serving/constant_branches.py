"""Which lines of a view's methods does a constant of its class, or one that ``as_view`` is given, rule out?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.django.bodies import Bodies
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.syntax import Attribute, Constant, Expression, Keyword, Name, Scope


class ConstantBranches:
    """Reads ``if self.name:`` where nothing assigns ``self.name``, and the class says that it is false."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._bodies = Bodies(names.program)
        self._assigned: dict[int, frozenset[str]] = {}

    def ruled_out(self, cls: int, methods: Iterable[int], given: Iterable[Keyword]) -> Iterator[tuple[int, int, int]]:
        """Yield (method, first line, last line) of branches that do not run for a view."""
        told = {one.name: one.value for one in given}
        for method in methods:
            body = self._bodies.of(method)
            for number, block in enumerate(body.blocks):
                name = _own(block.head) if block.kind == "if" else ""
                if name and self._is_false(cls, name, told):
                    lines = [one.line for one in body.statements if _is_in(body, one.block, number)]
                    if lines:
                        yield method, min(lines), max(lines)

    def _is_false(self, cls: int, name: str, given: dict[str, Expression]) -> bool:
        value: Expression | None = given.get(name)
        if value is None:
            found = self._names.member(cls, name)
            value = found[1].value if found is not None and isinstance(found[1], ValueBinding) else None
        return isinstance(value, Constant) and not value.value and name not in self._assigned_in(cls)

    def _assigned_in(self, cls: int) -> frozenset[str]:
        """The attributes that methods of a class and its ancestors assign."""
        if cls not in self._assigned:
            program = self._names.program
            owners = frozenset(self._names.mro(cls))
            found: set[str] = set()
            for owner in owners:
                place = program.definitions[owner]
                for binding in program.namespaces.get((place.module, place.scope), {}).values():
                    method = getattr(binding, "definition", -1)
                    for one in self._bodies.statements(method) if method >= 0 else ():
                        found.update(name for target in one.targets if (name := _own(target)))
            self._assigned[cls] = frozenset(found)
        return self._assigned[cls]


def _own(expression: Expression) -> str:
    match expression:
        case Attribute(value=Name(id="self"), name=name):
            return name
        case _:
            return ""


def _is_in(body: Scope, block: int, wanted: int) -> bool:
    while block > wanted:
        block = body.blocks[block].parent
    return block == wanted
