"""Which functions does Django call when objects of a model change, and what does it pass to them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.link.names import Names
from analyzer.link.types import ClassOf, Function, Instance, Type, union
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Attribute, Call, Expression, Items

_OF_MODELS = frozenset(("pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"))


class Signals:
    """The receivers of models' signals, with the models that send to them."""

    def __init__(self, names: Names, model_of: Callable[[int, int, Expression], int | None] | None) -> None:
        """``model_of`` returns the class of a model that an expression names in a scope; None: there are no models."""
        self._names = names
        self._model_of = model_of
        self._senders: dict[int, dict[int, None]] = {}
        for definition in names.program.definitions if model_of is not None else ():
            for decorator in definition.head.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) == "receiver":
                    self._add(definition.id, decorator, definition.module, definition.head.scope)
        for module in names.program.modules if model_of is not None else ():
            for scope, call in self._connections(module.index):
                self._connect(module.index, scope, call)

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return what a receiver gets as ``sender`` or ``instance``."""
        senders = self._senders.get(definition, ())
        if name == "instance":
            return union([Instance(model) for model in senders])
        return union([ClassOf(model) for model in senders]) if name == "sender" else None

    def receivers(self) -> dict[int, tuple[int, ...]]:
        """Return the models that send to each receiver, by its definition."""
        return {definition: tuple(models) for definition, models in self._senders.items()}

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
            self._note(meaning.definition, keyword(call, "sender"), module, scope)

    def _add(self, definition: int, decorator: Call, module: int, scope: int) -> None:
        first = decorator.args[0] if decorator.args else None
        signals = first.items if isinstance(first, Items) else (first,) if first is not None else ()
        if any(last_name(signal) in _OF_MODELS for signal in signals):
            self._note(definition, keyword(decorator, "sender"), module, scope)

    def _note(self, definition: int, sender: Expression | None, module: int, scope: int) -> None:
        model = self._model_of(module, scope, sender) if self._model_of and sender is not None else None
        if model is not None:
            self._senders.setdefault(definition, {})[model] = None
