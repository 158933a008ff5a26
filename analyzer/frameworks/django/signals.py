"""Which functions does Django call when objects of a model change, and what does it pass to them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.django.apps import Given
from analyzer.link.names import Names
from analyzer.link.types import ClassOf, Function, Instance, Type, union
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Attribute, Call, Choice, Expression, Items, Name, Operation

_SAVES = ("pre_save", "post_save")
_SENT_BY = {
    "save": _SAVES,
    "create": _SAVES,
    "get_or_create": _SAVES,
    "update_or_create": _SAVES,
    "delete": ("pre_delete", "post_delete"),
}
"""The signals that methods send; bulk operations and updates of querysets send none."""
_OF_MODELS = frozenset(("pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"))


class Signals:
    """The receivers of models' signals, with the models that send to them."""

    def __init__(self, names: Names, model_of: Callable[[int, int, Expression], int | None] | None) -> None:
        """``model_of`` returns the class of a model that an expression names in a scope; None: there are no models."""
        self._names = names
        self._model_of = model_of
        self._senders: dict[int, dict[int, None]] = {}
        self._receivers: dict[tuple[str, int], dict[int, None]] = {}
        for definition in names.program.definitions if model_of is not None else ():
            for decorator in definition.head.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) == "receiver":
                    self._add(definition.id, decorator, definition.module, definition.head.scope)
        for module in names.program.modules if model_of is not None else ():
            if any("signals" in (fact.module.rpartition(".")[2], fact.name) for fact in module.facts.imports):
                for scope, call in self._connections(module.index):
                    self._connect(module.index, scope, call)

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return what a receiver gets as ``sender`` or ``instance``."""
        senders = self._senders.get(definition, ())
        if name == "instance":
            return union([Instance(model) for model in senders])
        return union([ClassOf(model) for model in senders]) if name == "sender" else None

    def sent(self, model: int, method: str, *, may_be_new: bool = True) -> Iterator[tuple[int, str]]:
        """Yield the receivers that run when a method of a model's objects or querysets is called, with their signal.

        Those that do nothing unless an object was ``created`` are left out where it cannot have been.
        """
        for signal in _SENT_BY.get(method, ()):
            for definition in self._receivers.get((signal, model), ()):
                if may_be_new or not self._waits_for_new(definition):
                    yield definition, f"django.db.models.signals.{signal}"

    def _waits_for_new(self, definition: int) -> bool:
        """True for a receiver all of whose calls stand under ``if created``, or after ``if not created: return``."""
        found = self._names.program.definitions[definition]
        scope = self._names.program.scopes(found.module)[found.scope]
        guarded: set[int] = set()
        for place, block in enumerate(scope.blocks):
            if (block.kind == "if" and _asks_whether_new(block.head)) or (place and block.parent in guarded):
                guarded.add(place)
            elif block.kind == "if" and isinstance(block.head, Operation) and block.head.operator == "not":
                leaves = any(one.block == place and one.kind == "return" for one in scope.statements)
                if leaves and _asks_whether_new(block.head.operands[0]):
                    return True
        calls = [one for one in scope.statements if isinstance(one.value, Call)]
        return bool(guarded) and all(one.block in guarded for one in calls)

    def _connections(self, module: int) -> Iterator[tuple[int, Call]]:
        """Yield the statements ``signal.connect(function, …)`` of a module, with their scopes."""
        for index, scope in self._names.program.scopes(module).items():
            for statement in scope.statements:
                call = statement.value
                if (
                    statement.kind == "expression"
                    and isinstance(call, Call)
                    and isinstance(call.function, Attribute)
                    and call.function.name == "connect"
                    and last_name(call.function.value) in _OF_MODELS
                ):
                    yield index, call

    def _connect(self, module: int, scope: int, call: Call) -> None:
        handler = call.args[0] if call.args else keyword(call, "receiver")
        meaning = self._names.resolve(module, scope, handler) if handler is not None else None
        if isinstance(meaning, Function):
            sender = keyword(call, "sender")
            if sender is not None and isinstance(call.function, Attribute):
                signal = last_name(call.function.value)
                self._note(meaning.definition, [signal], Given(sender, module, scope))

    def _add(self, definition: int, decorator: Call, module: int, scope: int) -> None:
        first = decorator.args[0] if decorator.args else None
        signals = first.items if isinstance(first, Items) else (first,) if first is not None else ()
        known = [last_name(signal) for signal in signals if last_name(signal) in _OF_MODELS]
        senders = keyword(decorator, "sender")
        if known and senders is not None:
            self._note(definition, known, Given(senders, module, scope))

    def _note(self, definition: int, signals: list[str], sender: Given) -> None:
        model = self._model_of(sender.module, sender.scope, sender.expression) if self._model_of else None
        if model is not None:
            self._senders.setdefault(definition, {})[model] = None
            for signal in signals:
                self._receivers.setdefault((signal, model), {})[definition] = None


def _asks_whether_new(test: Expression) -> bool:
    if isinstance(test, Choice) and test.kind == "and":
        return any(_asks_whether_new(part) for part in test.options)
    return isinstance(test, Name) and test.id == "created"
