"""Which functions receive signals? ``@receiver(signal, sender=…)`` and ``signal.connect(function, sender=…)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names, Value
from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Function, Method, Type, options
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name

CONNECT = "connect"
_SIGNALS = ("Signal()", "ModelSignal()", "Signal", "ModelSignal")
_OTHERS = ("celery.", "flask.", "blinker.", "sqlalchemy.", "scrapy.", "peewee.", "mongoengine.", "PyQt", "PySide")
"""Libraries with signals of their own."""
_DEEPEST = 6  # names of names of signals


class Receivers:
    """Notes calls of ``connect`` as they are met, and reads decorators when it is asked."""

    def __init__(self, names: Names, label_of: Callable[[int, int, Expression], str]) -> None:
        """``label_of`` returns the label of the model that an expression names in a scope, or nothing."""
        self._names = names
        self._label_of = label_of
        self._connected: list[FoundEntryPoint] = []

    def notice(self, call: TypedCall) -> None:
        """Note ``signal.connect(function)``."""
        function = call.call.function
        if not isinstance(function, Attribute) or not self._is_signal(call, function.value):
            return
        given = [*call.args[:1], *(value for name, value in call.keywords if name == "receiver")]
        scope = 0
        if call.definition >= 0:
            scope = self._names.program.definitions[call.definition].scope
        name = self._named((function.value,), call.call, call.module, scope)[0]
        for handler in options(given[0] if given else None):
            definition = self._handler(handler)
            if definition is not None:
                self._connected.append(FoundEntryPoint(EntryKind.SIGNAL, name, definition, call.module, call.line))

    def found(self) -> Iterator[FoundEntryPoint]:
        """Yield all receivers."""
        yield from self._connected
        for one in self._names.program.definitions:
            for decorator in one.head.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) == "receiver":
                    yield from self._decorated(one.id, decorator, one.module, one.head.scope)

    def _decorated(self, definition: int, decorator: Call, module: int, scope: int) -> Iterator[FoundEntryPoint]:
        meaning = self._names.resolve(module, scope, decorator.function)
        if not decorator.args or (isinstance(meaning, External) and not meaning.name.startswith("django.")):
            return
        first = decorator.args[0]
        signals = first.items if isinstance(first, Items) else (first,)
        for name in self._named(signals, decorator, module, scope):
            yield FoundEntryPoint(EntryKind.SIGNAL, name, definition, module, decorator.line)

    def _named(self, signals: tuple[Expression, ...], call: Call, module: int, scope: int) -> list[str]:
        """``post_save``, or ``post_save of shop.Order`` where the sender is told."""
        sender = keyword(call, "sender")
        of = ""
        if sender is not None:
            of = self._label_of(module, scope, sender) or text_of(sender) or _dotted(sender)
        return [f"{last_name(signal)} of {of}" if of else last_name(signal) for signal in signals]

    def _is_signal(self, call: TypedCall, receiver: Expression) -> bool:
        match call.callee:
            case External(name=name):
                full = name.removesuffix(".connect")
            case Method(receiver=External(name=full)):
                pass
            case _:
                return self._is_made_here(call, receiver)
        if full.startswith(_OTHERS):
            return False
        return ".signals." in f"{full}." or full.endswith(_SIGNALS)

    def _is_made_here(self, call: TypedCall, receiver: Expression) -> bool:
        """``order_placed = Signal()``, in a module of the project."""
        meaning = self._names.resolve(call.module, 0, receiver)
        for _ in range(_DEEPEST):
            if not isinstance(meaning, Value):
                break
            value = meaning.binding.value
            value = value.function if isinstance(value, Call) else value
            made = self._names.resolve(meaning.module, meaning.scope, value)
            if isinstance(made, External):
                return made.name.startswith("django.") and made.name.endswith(_SIGNALS)
            meaning = made
        return False

    def _handler(self, handler: Type) -> int | None:
        return handler.definition if isinstance(handler, Function) else None


def _dotted(sender: Expression) -> str:
    """``Order.tags.through``; nothing for what is known at run time only."""
    names: list[str] = []
    while isinstance(sender, Attribute):
        names.insert(0, sender.name)
        sender = sender.value
    is_class = isinstance(sender, Name) and sender.id[:1].isupper()
    return ".".join([sender.id, *names]) if is_class and isinstance(sender, Name) else ""
