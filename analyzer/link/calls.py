"""Which definition calls which, and what of the calls stayed unresolved?"""

from __future__ import annotations

from collections import Counter

from analyzer.link.names import Names
from analyzer.link.program import DefinitionBinding, Program
from analyzer.link.protocol import TypedAssignment, TypedCall
from analyzer.link.types import ClassOf, External, Function, Literal, Method, Type
from analyzer.model.analysis import Count
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Attribute, Call, Constant, Name

_DYNAMIC_IMPORTS = ("importlib.import_module", "builtins.__import__")


class CallCollector:
    """Turns typed calls into edges between definitions, and counts the rest by reason."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._edges: dict[tuple[str, str, int], CallEdge] = {}
        self._reasons: Counter[str] = Counter()
        self.project = 0
        self.external = 0
        self.gaps: set[Unresolved] = set()

    def add(self, calls: list[TypedCall]) -> None:
        """Add the calls of one scope."""
        for call in calls:
            self._add(call)

    def edges(self) -> tuple[CallEdge, ...]:
        """Return the edges, one per caller, callee and line, sorted."""
        return tuple(self._edges[key] for key in sorted(self._edges))

    def reasons(self) -> tuple[Count, ...]:
        """Return why calls stayed unresolved, the most frequent first."""
        ranked = sorted(self._reasons.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Count(reason, number) for reason, number in ranked)

    def _add(self, call: TypedCall) -> None:
        match call.callee:
            case ClassOf(definition=cls):
                self.project += 1
                self._edge(call, cls, Certainty.LITERAL)
                member = self._names.member(cls, "__init__")
                if member is not None and isinstance(member[1], DefinitionBinding):
                    self._edge(call, member[1].definition, Certainty.LITERAL)
            case Function(definition=definition, typed=typed):
                self.project += 1
                self._edge(call, definition, Certainty.TYPED if typed else Certainty.LITERAL)
            case External(name=name):
                self.external += 1
                self._dynamic_import(call, name)
            case Method() | Literal() as known:
                self._count_method(known)
            case None:
                self._reasons[_reason(call.call)] += 1
            case _:
                self.external += 1

    def _count_method(self, known: Method | Literal) -> None:
        """A method that no class of the project has, on a framework's type or a string, is known external code."""
        receiver: Type = known.receiver if isinstance(known, Method) else known
        if receiver.__class__.__name__ in ("Function", "ModuleOf", "ClassOf", "Instance", "Super"):
            self._reasons["the class or module has no such member in the source"] += 1
        else:
            self.external += 1

    def _edge(self, call: TypedCall, callee: int, certainty: Certainty) -> None:
        path, _ = place_of(self._program, call)
        caller = caller_name(self._program, call)
        name = self._program.definitions[callee].name
        key = (caller, name, call.line)
        stands = self._edges.get(key)
        in_loop = call.in_loop or (stands is not None and stands.in_loop)
        self._edges[key] = CallEdge(caller, name, path, call.line, certainty, in_loop)

    def _dynamic_import(self, call: TypedCall, name: str) -> None:
        if name in _DYNAMIC_IMPORTS and call.call.args and not isinstance(call.call.args[0], Constant):
            path, _ = place_of(self._program, call)
            self.gaps.add(Unresolved("import", name, path, call.line, "the module's name is computed at run time"))


def place_of(program: Program, call: TypedCall | TypedAssignment) -> tuple[str, str]:
    """Return (path, qualname) of the scope that makes a call or assignment; ``<module>`` outside all definitions."""
    path = program.modules[call.module].path
    if call.definition < 0:
        return path, "<module>"
    return path, program.definitions[call.definition].head.qualname


def caller_name(program: Program, call: TypedCall) -> str:
    """Return the dotted name of the definition that makes a call, or of its module."""
    if call.definition < 0:
        return program.modules[call.module].name
    return program.definitions[call.definition].name


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
