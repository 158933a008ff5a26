"""Which definition calls which, and what of the calls stayed unresolved?"""

from __future__ import annotations

from collections import Counter

from analyzer.link.names import Names
from analyzer.link.program import Program
from analyzer.link.protocol import Reached, ScopeEvents, TypedAssignment, TypedCall, TypedUse
from analyzer.link.types import (
    ClassOf,
    External,
    Function,
    Instance,
    LambdaOf,
    Method,
    ModuleOf,
    Partial,
    Super,
    options,
)
from analyzer.model.analysis import Count
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Attribute, Call, Constant, Name

_OURS = (Function, ModuleOf, ClassOf, Instance, Super)
_RUNS = frozenset((ClassOf, Function, LambdaOf, Partial))
_DYNAMIC_IMPORTS = ("importlib.import_module", "builtins.__import__")


class CallCollector:
    """Turns what scopes reach into edges between definitions, and counts the calls that stay unresolved by reason."""

    def __init__(self, names: Names, members: frozenset[str]) -> None:
        """``members`` are the names of all that classes of the program have or are given."""
        self._program = names.program
        self._members = members
        self._edges: dict[tuple[str, str, int, str], CallEdge] = {}
        self._reasons: Counter[str] = Counter()
        self.project = 0
        self.external = 0
        self.gaps: set[Unresolved] = set()

    def add(self, events: ScopeEvents) -> None:
        """Add what one scope does."""
        seen: dict[int, TypedCall] = {}
        for call in events.calls:  # a method that runs for several subclasses makes each call once for each
            if call.callee is not None or id(call.call) not in seen:
                seen[id(call.call)] = call
        for call in seen.values():
            self._count(call)
        if events.reached:
            path = self._program.modules[events.module].path
            caller = self._name(events.module, events.definition)
            for reached in events.reached:
                self._edge(caller, path, reached)

    def edges(self) -> tuple[CallEdge, ...]:
        """Return the edges, one per caller, callee, line and wrapper, sorted."""
        return tuple(self._edges[key] for key in sorted(self._edges))

    def reasons(self) -> tuple[Count, ...]:
        """Return why calls stayed unresolved, the most frequent first."""
        ranked = sorted(self._reasons.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Count(reason, number) for reason, number in ranked)

    def add_hidden(self, call: TypedCall, definition: int, through: str) -> None:
        """Add a call that a library makes because of another; ``through`` names what makes it."""
        path = self._program.modules[call.module].path
        caller = self._name(call.module, call.definition)
        name = self._program.definitions[definition].name
        edge = CallEdge(caller, name, path, call.line, Certainty.TYPED, call.in_loop, through)
        self._edges.setdefault((caller, name, call.line, through), edge)

    def _count(self, call: TypedCall) -> None:
        known = options(call.callee)
        if not known:
            function = call.call.function
            if isinstance(function, Attribute) and function.name not in self._members:
                self.external += 1  # whatever the value is, it is no class of the project
            else:
                self._reasons[_reason(call.call)] += 1
        elif not _RUNS.isdisjoint([one.__class__ for one in known]):
            self.project += 1
        elif all(isinstance(one, Method) and isinstance(one.receiver, _OURS) for one in known):
            self._reasons["the class or module has no such member in the source"] += 1
        else:
            self.external += 1
            for one in known:
                if isinstance(one, External):
                    self._dynamic_import(call, one.name)

    def _edge(self, caller: str, path: str, reached: Reached) -> None:
        name = self._program.definitions[reached.definition].name
        through = self._program.definitions[reached.through].name if reached.through >= 0 else ""
        key = (caller, name, reached.line, through)
        stands = self._edges.get(key)
        certainty, in_loop = reached.certainty, reached.in_loop
        if stands is not None:
            certainty = min(certainty, stands.certainty, key=lambda one: one.rank)
            in_loop = in_loop or stands.in_loop
        self._edges[key] = CallEdge(caller, name, path, reached.line, certainty, in_loop, through)

    def _name(self, module: int, definition: int) -> str:
        """The dotted name of a definition, or of the module itself."""
        return self._program.modules[module].name if definition < 0 else self._program.definitions[definition].name

    def _dynamic_import(self, call: TypedCall, name: str) -> None:
        if name in _DYNAMIC_IMPORTS and call.call.args and not isinstance(call.call.args[0], Constant):
            path, _ = place_of(self._program, call)
            self.gaps.add(Unresolved("import", name, path, call.line, "the module's name is computed at run time"))


def place_of(program: Program, call: TypedCall | TypedAssignment | TypedUse) -> tuple[str, str]:
    """Return (path, qualname) of the scope that makes a call or assignment; ``<module>`` outside all definitions."""
    path = program.modules[call.module].path
    if call.definition < 0:
        return path, "<module>"
    return path, program.definitions[call.definition].head.qualname


def _reason(call: Call) -> str:
    match call.function:
        case Name():
            return "a parameter or local value of unknown type is called"
        case Attribute(value=Name(id="self" | "cls")):
            return "an attribute of self whose class is not known is called"
        case Attribute():
            return "a method is called on a value of unknown type"
        case _:
            return "the outcome of an expression is called"
