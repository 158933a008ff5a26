"""What does a ``with`` keep from escaping?

``contextlib.suppress``; a generator of the project that is a context manager and catches around its ``yield``; a class
of the project whose ``__exit__`` says that the exception is dealt with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.interfaces.exception_names import ANY_OF, EVERYTHING, ExceptionNames
from analyzer.interfaces.tries import Tries
from analyzer.link.decorators import is_context_manager
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import Entered, ScopeEvents, TypedCall
from analyzer.link.types import External, Function, Instance, options
from analyzer.model.chains import is_true
from analyzer.model.interfaces import Guard
from analyzer.model.parts import parts
from analyzer.model.syntax import Await, Call, Constant, Expression, Name, Operation, Scope, Statement

_EXITS = ("__exit__", "__aexit__")
_SUPPRESS = "contextlib.suppress"
_COMPARES = ("is", "==")


class _With:
    """A ``with`` that may keep something, and what makes what it enters."""

    __slots__ = ("entered", "events", "maker")

    def __init__(self, events: ScopeEvents, entered: Entered, maker: TypedCall | None) -> None:
        self.events = events
        self.entered = entered
        self.maker = maker


class Entering:
    """Learns of scopes one after the other, and answers when all are known."""

    def __init__(self, names: Names, exceptions: ExceptionNames) -> None:
        self._names = names
        self._program = names.program
        self._exceptions = exceptions
        self._items: list[_With] = []
        self._generators: dict[int, Sequence[Guard]] = {}
        self._kept: dict[int, tuple[str, ...]] = {}

    def learn(self, events: ScopeEvents, guards: Sequence[Guard]) -> None:
        """Take note of what a scope enters, and of what it catches, if it is a context manager itself."""
        head = self._program.definitions[events.definition].head
        if guards and is_context_manager(head.decorators):
            self._generators[events.definition] = guards
        if not events.entered:
            return
        made = {id(call.call): call for call in events.calls}
        items = {id(one.statement): one for one in events.entered}
        self._items += [_With(events, one, made.get(id(one.statement.value))) for one in items.values()]

    def guards(self) -> Iterator[Guard]:
        """Yield what the blocks of all scopes keep."""
        for item in self._items:
            kept = tuple(dict.fromkeys(self._kept_by(item)))
            if kept:
                found = self._program.definitions[item.events.definition]
                tries = Tries(self._scope(item.events.definition), found.head.end_line)
                block = tries.block_of(item.entered.statement)
                if block:
                    path = self._program.modules[found.module].path
                    line = item.entered.statement.line
                    yield Guard(found.name, path, line, tries.last_line(block), kept)

    def _kept_by(self, item: _With) -> Iterator[str]:
        maker = item.maker
        for option in options(None if maker is None else maker.callee):
            if isinstance(option, Function) and option.definition in self._generators:
                yield from self._of_generator(option.definition)
            elif isinstance(option, External) and option.name == _SUPPRESS and maker is not None:
                found = self._program.definitions[item.events.definition]
                for value, written in zip(maker.args, maker.call.args, strict=False):
                    yield from self._exceptions.caught(found.module, found.scope, value, written)
        for option in options(item.entered.value):
            if isinstance(option, Instance):
                yield from self._of_class(option.definition)

    def _of_generator(self, definition: int) -> tuple[str, ...]:
        """Return what is caught around the ``yield`` and not raised again."""
        if definition not in self._kept:
            lines = [one.line for one in self._scope(definition).statements if _yields(one.value)]
            found: dict[str, None] = {}
            for guard in self._generators[definition]:
                if lines and all(guard.first <= line <= guard.last for line in lines):
                    found |= dict.fromkeys(name for name in guard.catches if name not in guard.raises_again)
            self._kept[definition] = tuple(found)
        return self._kept[definition]

    def _of_class(self, cls: int) -> Iterator[str]:
        for name in _EXITS:
            member = self._names.member(cls, name)
            if member is not None and isinstance(member[1], DefinitionBinding):
                yield from self._of_exit(member[1].definition)

    def _of_exit(self, definition: int) -> tuple[str, ...]:
        """Return what a method ``__exit__`` says that it dealt with."""
        if definition not in self._kept:
            found = self._program.definitions[definition]
            scope = self._scope(definition)
            head = found.head.parameters
            given = head[1].name if len(head) > 1 else ""
            kept: dict[str, None] = {}
            for statement in scope.statements:
                if statement.kind == "return":
                    for written in _dealt_with(scope, statement, given):
                        names = self._exceptions.caught(found.module, found.scope, None, written)
                        kept |= dict.fromkeys(name for name in names if not name.startswith(ANY_OF))
                    if not statement.block and is_true(statement.value):
                        kept[EVERYTHING] = None
            self._kept[definition] = tuple(kept)
        return self._kept[definition]

    def _scope(self, definition: int) -> Scope:
        found = self._program.definitions[definition]
        return self._program.scopes(found.module)[found.scope]


def _dealt_with(scope: Scope, statement: Statement, given: str) -> Iterator[Expression]:
    """Yield the classes for which ``__exit__`` returns true: ``issubclass(given, X)``, ``given is X``."""
    test = statement.value
    if is_true(test):
        block = scope.blocks[statement.block]
        test = block.head if block.kind == "if" and not block.parent else test
    match test:
        case Call(function=Name(id="issubclass"), args=(Name(id=name), cls)) if name == given:
            yield cls
        case Operation(operator=operator, operands=(Name(id=name), cls)) if name == given and operator in _COMPARES:
            if not isinstance(cls, Constant):
                yield cls
        case _:
            pass


def _yields(expression: Expression) -> bool:
    if isinstance(expression, Await) and expression.kind != "await":
        return True
    return any(_yields(one) for one in parts(expression))
