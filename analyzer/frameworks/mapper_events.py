"""Which functions does SQLAlchemy call when a session writes rows of mapped classes?

Understands: listeners for ``before_insert``, ``after_insert`` and those of updates and deletions of a class, or of a
class that it derives from, registered by ``@event.listens_for`` or by the statement ``event.listen(…)``; they run
where an object is added to a session, merged, or deleted.
Does not understand: changes of objects that a session has loaded, and rows that go with others: no call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Function, Instance, Type, options
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Call, Expression

ADDS = frozenset(("add", "add_all", "merge", "delete"))
_EVENT = 2  # target, and the name of the event
_TIMES = ("before", "after")
_WHEN = {"add": ("insert",), "add_all": ("insert",), "merge": ("insert", "update"), "delete": ("delete",)}


class MapperEvents:
    """The listeners of mapped classes, found when they are first asked for."""

    def __init__(
        self,
        names: Names,
        is_event: Callable[[int, int, Expression], bool],
        items_of: Callable[[Type | None], Iterable[Type]],
    ) -> None:
        """``is_event`` tells whether what is called in a scope registers listeners; ``items_of`` what a list holds."""
        self._names = names
        self._items_of = items_of
        self._is_event = is_event
        self._listeners: dict[tuple[int, str], dict[int, None]] | None = None

    def fired(self, call: TypedCall) -> Iterator[tuple[int, str]]:
        """Yield the functions that run because of a call of a session, and the event of each."""
        if self._listeners is None:
            self._listeners = self._read()
        name = last_name(call.call.function)
        if not self._listeners or name not in _WHEN or not call.args:
            return
        for item in (*options(call.args[0]), *self._items_of(call.args[0])):
            if not isinstance(item, Instance):
                continue
            is_new = item.fresh or not name.startswith("add")
            for what in _WHEN[name] if is_new else ("update",):
                for event in (f"{time}_{what}" for time in _TIMES):
                    for cls in self._names.mro(item.definition):
                        for listener in self._listeners.get((cls, event), ()):
                            yield listener, f"sqlalchemy.event.{event}"

    def _read(self) -> dict[tuple[int, str], dict[int, None]]:
        found: dict[tuple[int, str], dict[int, None]] = {}
        for definition in self._names.program.definitions:
            for decorator in definition.head.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) == "listens_for":
                    self._note(found, definition.module, definition.head.scope, decorator, definition.id)
        for module in self._names.program.modules:
            if any("event" in (fact.module.rpartition(".")[2], fact.name) for fact in module.facts.imports):
                for scope, call in self._listens(module.index):
                    meaning = self._names.resolve(module.index, scope, call.args[_EVENT])
                    if isinstance(meaning, Function):
                        self._note(found, module.index, scope, call, meaning.definition)
        return found

    def _listens(self, module: int) -> Iterator[tuple[int, Call]]:
        for index, scope in self._names.program.scopes(module).items():
            for statement in scope.statements:
                call = statement.value
                if isinstance(call, Call) and last_name(call.function) == "listen" and len(call.args) > _EVENT:
                    yield index, call

    def _note(
        self, found: dict[tuple[int, str], dict[int, None]], module: int, scope: int, call: Call, listener: int
    ) -> None:
        if len(call.args) < _EVENT or not self._is_event(module, scope, call.function):
            return
        target = self._names.resolve(module, scope, call.args[0])
        if isinstance(target, ClassOf):
            found.setdefault((target.definition, text_of(call.args[1]) or ""), {})[listener] = None
