"""Which methods of a view run for every request, and not only in some branch, or chosen by a name?"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.serving.asked import ALWAYS, asked, method_of
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.model.chains import last_name
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Expression, Name, Operation, Scope

_BRANCHES = ("if", "else", "except", "case")
_MOST = 4000  # expressions of one body


class SureMethods:
    """Follows ``self.name(…)`` and ``super().name(…)`` from a handler; answers are remembered."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._bodies = Bodies(names.program)
        self._known: dict[tuple[int, int, str], frozenset[int]] = {}
        self._calls: dict[int, tuple[tuple[str, bool], ...]] = {}

    def of(self, definition: int, cls: int, method: str, *, generic: bool) -> frozenset[int]:
        """Return the methods that are sure to run where a method answers a request, and asks the library or not."""
        key = (definition, cls, method if generic else "")
        if key not in self._known:
            found: set[int] = set()
            always = asked(self._names, cls, method) if generic else self._always(cls)
            pending = [definition, *always]
            while pending:
                one = pending.pop()
                if one not in found and one != cls:
                    found.add(one)
                    pending += self._called(one, cls)
            self._known[key] = frozenset(found)
        return self._known[key]

    def _always(self, cls: int) -> Iterator[int]:
        return (found for name in ALWAYS if (found := method_of(self._names, cls, name)) >= 0)

    def _called(self, definition: int, cls: int) -> Iterator[int]:
        parent = self._names.program.definitions[definition].parent
        for name, above in self._mentioned(definition):
            member = self._names.member_after(cls, parent, name) if above else self._names.member(cls, name)
            if member is not None and isinstance(member[1], DefinitionBinding):
                yield member[1].definition

    def _mentioned(self, definition: int) -> tuple[tuple[str, bool], ...]:
        """The methods that a body calls, and whether those of what its class derives from."""
        if definition not in self._calls:
            body = self._bodies.of(definition)
            found: dict[tuple[str, bool], None] = {}
            chosen = _chosen_before(body)
            pending = [one.value for one in body.statements if one.line < chosen and _is_sure(body, one.block)]
            for _ in range(_MOST):
                if not pending:
                    break
                one = pending.pop()
                match one:
                    case Attribute(value=Name(id="self"), name=name):
                        found[name, False] = None
                    case Attribute(value=Call(function=Name(id="super")), name=name):
                        found[name, True] = None
                pending += parts(one)
            self._calls[definition] = tuple(found)
        return self._calls[definition]


def _is_sure(body: Scope, number: int) -> bool:
    """Return whether a suite is in no branch, but for one that asks for the method of the request."""
    while number > 0:
        block = body.blocks[number]
        if block.kind in _BRANCHES and not _asks_method(block.head):
            return False
        number = block.parent
    return True


def _asks_method(test: Expression) -> bool:
    """Return whether a test is ``request.POST``, or mentions ``request.method``."""
    return last_name(test) == "POST" or _mentions_method(test)


def _mentions_method(test: Expression) -> bool:
    return last_name(test) == "method" or any(_mentions_method(one) for one in parts(test))


def _chosen_before(body: Scope) -> float:
    """The line after which a request is already answered that has a field of a name: ``if "a" in request.POST:``."""
    lines = [
        one.line for one in body.statements
        if one.kind == "return" and (block := body.blocks[one.block]).kind == "if" and _tests_field(block.head)
    ]  # fmt: skip
    return min(lines, default=inf)


def _tests_field(test: Expression) -> bool:
    if isinstance(test, Operation) and test.operator == "in":
        return any(last_name(one) == "POST" for one in test.operands)
    return any(_tests_field(one) for one in parts(test))
