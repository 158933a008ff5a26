"""In which order are the scopes of a program read, and how often?

Once each, and again while something they read has come to hold more: two or three sweeps, never a fixpoint without
bound. A scope whose outcome is asked for before its turn is read at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from analyzer.link.again import Again, Mark
from analyzer.link.evaluate import Evaluator
from analyzer.link.frame import Environment, Frame, calls_by_function
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.order import importers_first, nested_functions
from analyzer.link.parameters import Parameters
from analyzer.link.protocol import FrameworkTypes, ScopeEvents, TypedAssignment, TypedCall
from analyzer.link.settled import Settled
from analyzer.link.statements import Body
from analyzer.link.types import (
    Function,
    Type,
    join,
    options,
)
from analyzer.model.syntax import Expression, Head, Scope

SWEEPS = 3
_LARGE = 4000  # scopes; in a larger program the last sweep reads only what has calls that are not resolved yet
_DEEPEST = 24  # scopes read on request of another


def _nothing() -> None:
    return


class Flow:
    """Reads every scope of a program; afterwards ``events`` say what each does."""

    def __init__(self, names: Names, frameworks: Sequence[FrameworkTypes]) -> None:
        self._names = names
        self._program = names.program
        self._evaluator = Evaluator(names, frameworks, self)
        self._body = Body(self._evaluator)
        self._parameters = Parameters(self._evaluator)
        self._scopes: list[dict[int, Scope]] = []
        self._frames: dict[int, Frame] = {}
        self._running: dict[int, Frame] = {}
        self._again = Again(self._evaluator, self._body, self._around)
        self._homes = [module.index for module in names.program.modules for _ in range(len(module.facts.heads) + 1)]
        self._nested = nested_functions(names.program)
        self._told: set[str] = set()
        self._callers: dict[int, list[TypedCall]] | None = None
        self.evaluations = 0

    def run(self, step: Callable[[], None] = _nothing) -> None:
        """Read all scopes, then those again that read what changed since, up to three times.

        ``step`` is called once a module.
        """
        for module in self._program.modules:
            self._scopes.append(self._program.scopes(module.index))
        dirty = self._evaluator.cells.dirty
        order = self._order()
        ends = {module.first + module.index + len(module.facts.heads) for module in self._program.modules}
        for unit in order:
            self.ensure(unit)
            if unit in ends:
                step()
        large = len(order) > _LARGE
        for sweep in range(1, SWEEPS):
            if not dirty and not self._evaluator.members.patched - self._told:
                break
            self._evaluator.contexts.forget()
            self._reread_patched()
            for unit in order:
                if unit in dirty:
                    dirty.discard(unit)
                    if sweep < SWEEPS - 1 or not large or self._is_unresolved(unit):
                        self._read(unit)

    def _is_unresolved(self, unit: int) -> bool:
        """Return whether a scope makes calls of which nothing is known."""
        return any(call.callee is None for call in self._frames[unit].calls)

    def _reread_patched(self) -> None:
        """Who calls a method that somebody replaces on its class has to learn of it."""
        patched = self._evaluator.members.patched - self._told
        if not patched:
            return
        self._told |= patched
        definitions = self._program.definitions
        for unit, frame in self._frames.items():
            if any(definitions[reached.definition].head.name in patched for reached in frame.edges):
                self._evaluator.cells.dirty.add(unit)

    def _order(self) -> list[int]:
        """Modules and classes first, as they bind names; then functions, those of importing modules before imported.

        So most functions are called before they are read, and read once.
        """
        interfaces: list[int] = []
        functions: list[int] = []
        for module in importers_first(self._program):
            heads = module.facts.heads
            first = module.first + module.index
            interfaces.append(first)
            for scope, head in enumerate(heads, start=1):
                (interfaces if head.kind == "class" and not head.scope else functions).append(first + scope)
        return interfaces + functions

    def events(self) -> Iterator[ScopeEvents]:
        """Yield what each scope does, in the order of the program; collections hold all that was put into them."""
        for unit in range(len(self._homes)):
            frame = self._frames[unit]
            self._evaluator.frame = Frame(frame.module, frame.scope, frame.definition, -1)
            yield ScopeEvents(
                frame.module,
                frame.definition,
                frame.calls,
                [self._plain(one) for one in frame.assignments],
                frame.edges,
                frame.uses,
                frame.entered,
                frame.named,
                frame.heads,
                frame.raised,
                frame.caught,
                frame.reads,
                frame.adds,
            )

    def settled(self) -> Settled:
        """Return what is known of definitions once all scopes were read."""
        return Settled(self._evaluator, self._frames)

    def _plain(self, assignment: TypedAssignment) -> TypedAssignment:
        value = self._evaluator.plain(assignment.value)
        return assignment if value is assignment.value else msgspec.structs.replace(assignment, value=value)

    def members(self) -> frozenset[str]:
        """Return the names of all that classes of the program define, bind or are given by assignments."""
        program = self._program
        found = {definition.head.name for definition in program.definitions}
        for (_, scope), namespace in program.namespaces.items():
            if scope:
                found.update(namespace)
        return frozenset(found | self._evaluator.cells.attributes())

    def for_frameworks(self, call: TypedCall) -> Iterator[TypedCall]:
        """Yield a call as frameworks know it, once for each thing that may be called."""
        for option in options(call.callee) or (None,):
            yield self._evaluator.invoker.for_frameworks(call, option)

    def ensure(self, unit: int) -> None:
        """Read a scope now if it was never read."""
        if unit not in self._frames and unit not in self._running and len(self._running) < _DEEPEST:
            self._read(unit)

    def running(self, unit: int) -> Frame | None:
        """Return the frame of a scope that is being read at this moment."""
        return self._running.get(unit)

    def left(self, unit: int) -> Environment:
        """Return what a class body or module leaves behind."""
        self.ensure(unit)
        frame = self._frames.get(unit)
        return {} if frame is None else frame.locals

    def nested(self, unit: int) -> tuple[int, ...]:
        """Return the functions that see the local names of a function."""
        return self._nested.get(unit, ())

    def body(self, unit: int) -> Scope:
        """Return the statements of a scope."""
        module = self._program.modules[self._homes[unit]]
        return self._scopes[module.index][unit - module.first - module.index]

    def calls_of(self, definition: int) -> Sequence[TypedCall]:
        """Return the calls of a function of the project, in the order of the program, once all scopes were read."""
        if self._callers is None:
            self._callers = calls_by_function((self._frames[unit] for unit in range(len(self._homes))), self._maker)
        return self._callers.get(definition, ())

    def _maker(self, cls: int) -> int:
        member = self._names.member(cls, "__init__")
        return member[1].definition if member is not None and isinstance(member[1], DefinitionBinding) else -1

    def interpret(self, function: Function, values: Mapping[str, Type | None]) -> Frame | None:
        """Read a function once more with known arguments, leaving no trace."""
        return self._again.interpret(function, values)

    def inside(self, home: Frame, values: Mapping[str, Type | None], expression: Expression) -> Type | None:
        """Return the type of a lambda's body with known arguments, leaving no trace."""
        return self._again.inside(home, values, expression)

    def marked(self, definition: int, mark: Mark, around: Frame | None) -> Frame:
        """Read a function once more with marks for its parameters, inside a function that was read so."""
        return self._again.marked(definition, mark, around)

    def bound(self, call: TypedCall, definition: int, receiver: Type | None) -> dict[str, Type | None]:
        """Return what a call gives each parameter of a function."""
        passed = self._evaluator.invoker.passing.of(call)
        return self._evaluator.functions.signature(definition).assign(passed, receiver).known

    def calls(self) -> Iterator[TypedCall]:
        """Yield every call of the program, in its order."""
        for unit in range(len(self._homes)):
            yield from self._frames[unit].calls

    def _read(self, unit: int) -> None:
        """Read a scope; what it leaves behind replaces what an earlier reading left."""
        module = self._program.modules[self._homes[unit]]
        scope = unit - module.first - module.index
        definition = module.first + scope - 1 if scope else -1
        head = module.facts.heads[scope - 1] if scope else None
        frame = Frame(module.index, scope, definition, unit)
        if head is not None and head.kind != "class":
            self._parameters.bind(frame, module, scope, head, unit)
        if head is not None:
            frame.outer = self._around(module.index, head.scope)
        self._running[unit] = frame
        before = self._evaluator.frame
        self._evaluator.frame = frame
        self.evaluations += 1
        try:
            self._run(frame, head)
        finally:
            self._evaluator.frame = before
            del self._running[unit]
        self._evaluator.heap.settle(unit)
        earlier = self._frames.get(unit)
        self._frames[unit] = frame
        if earlier is not None and unit in self._nested and earlier.locals != frame.locals:
            self._evaluator.cells.dirty.update(self._nested[unit])
        if head is None or head.kind == "class":
            for name, value in frame.locals.items():
                self._evaluator.cells.replace("name", unit, name, value)
        else:
            self._evaluator.cells.replace("return", definition, "", self._parameters.outcome(frame))

    def _run(self, frame: Frame, head: Head | None) -> None:
        """Run a body: a method that is known to run for several subclasses, once for each."""
        body = self.body(frame.unit)
        first = head.parameters[0].name if head is not None and head.kind == "method" and head.parameters else ""
        receivers = options(frame.locals.get(first)) if first else ()
        if len(receivers) < 2:  # noqa: PLR2004  # one is enough
            self._body.run(body)
            return
        at_first = frame.locals
        left: Environment = {}
        for place, receiver in enumerate(receivers):
            frame.context = -1 - place  # what it builds is told apart from what it builds for the others
            frame.locals = {**at_first, first: receiver}
            self._body.run(body)
            for name, value in frame.locals.items():
                left[name] = join(left.get(name), value)
        frame.locals = left

    def _around(self, module: int, scope: int) -> tuple[Frame, ...]:
        """Return the frames of the functions around a scope, innermost first."""
        heads = self._program.modules[module].facts.heads
        found = []
        while scope:
            head = heads[scope - 1]
            if head.kind != "class":
                unit = self._program.unit(module, scope)
                self.ensure(unit)
                frame = self._running.get(unit) or self._frames.get(unit)
                if frame is not None:
                    found.append(frame)
            scope = head.scope
        return tuple(found)
