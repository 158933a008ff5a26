"""Which functions of the library call the functions they are given?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.signature import Arguments, first, second
from analyzer.link.types import (
    ClassOf,
    Container,
    External,
    Function,
    Instance,
    LambdaOf,
    Method,
    Partial,
    Row,
    Type,
    join,
    options,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Callbacks:
    """Calls on behalf of the library, for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def submit(self, name: str, arguments: Arguments) -> None:
        """Call what an executor or loop is given to run."""
        place = 1 if name == "run_in_executor" else 0
        if len(arguments.positional) > place:
            self._evaluator.invoker.apply(arguments.positional[place], arguments.positional[place + 1 :])

    def entered(self, arguments: Arguments) -> Type | None:
        """``ExitStack.enter_context``."""
        operators = self._evaluator.operators
        found = operators.dunder(first(arguments), "__enter__", "__aenter__")
        operators.dunder(first(arguments), "__exit__", "__aexit__")
        return found

    def call_back(self, name: str, arguments: Arguments) -> None:
        """Functions given to ``re.sub``, ``json.dumps`` and their like are called there and then."""
        evaluator = self._evaluator
        if name.endswith((".sub", ".subn")):
            for value in arguments.positional[:2]:
                evaluator.invoker.apply(value, (External("re.Match()"),))
        for key, value in arguments.keywords:
            if key in ("default", "object_hook", "object_pairs_hook", "parse_float", "key"):
                evaluator.invoker.apply(value, (None,))
            elif key == "cls":
                for option in options(evaluator.invoker.apply(value, ())):
                    evaluator.operators.dunder(option, "default")

    def field(self, arguments: Arguments) -> Type | None:
        """``dataclasses.field(default_factory=…)``: the factory is called for each object."""
        factory = dict(arguments.keywords).get("default_factory")
        return dict(arguments.keywords).get("default") if factory is None else Method(factory, "field")

    def replace(self, arguments: Arguments) -> Type | None:
        """``dataclasses.replace(thing, …)`` makes another one."""
        for option in options(first(arguments)):
            if isinstance(option, Instance):
                self._evaluator.invoker.construct(option.definition, Arguments((), arguments.keywords))
        return first(arguments)

    def closing(self, arguments: Arguments) -> Type | None:
        """``contextlib.closing(thing)``: it will be closed."""
        for option in options(first(arguments)):
            if isinstance(option, Instance):
                self._evaluator.operators.special(option, "close", ())
        return first(arguments)

    def call_later(self, target: Type | None, arguments: Arguments) -> None:
        """Call the target of a thread or process."""
        given = dict(arguments.keywords).get("args")
        parts = None if given is None else self._evaluator.contents.parts(given, -1)
        self._evaluator.invoker.apply(target, tuple(parts or ()))

    def map(self, arguments: Arguments) -> Type | None:
        """``map(function, items)``."""
        result = self._evaluator.invoker.apply(first(arguments), tuple(_items(self._evaluator, arguments, 1)))
        return None if result is None else Container(result)

    def starmap(self, arguments: Arguments) -> Type | None:
        """``starmap(function, rows)``."""
        parts: list[Type | None] = []
        for item in _items(self._evaluator, arguments, 1)[:1]:
            for option in options(item):
                parts = self._evaluator.contents.parts(option, -1) or []
        result = self._evaluator.invoker.apply(first(arguments), tuple(parts))
        return None if result is None else Container(result)

    def filter(self, arguments: Arguments) -> Type | None:
        """``filter(function, items)``."""
        items = _items(self._evaluator, arguments, 1)
        self._evaluator.invoker.apply(first(arguments), tuple(items))
        return None if not items or items[0] is None else Container(items[0])

    def reduce(self, arguments: Arguments) -> Type | None:
        """``reduce(function, items, start)``."""
        items = _items(self._evaluator, arguments, 1)[:1]
        start = arguments.positional[2] if len(arguments.positional) > 2 else None  # noqa: PLR2004  # the start value
        item = items[0] if items else None
        result = self._evaluator.invoker.apply(first(arguments), (join(start, item), item))
        return join(result, start)

    def keyed(self, arguments: Arguments, item: Type | None) -> None:
        """Call the function under ``key``."""
        key = dict(arguments.keywords).get("key")
        if key is not None:
            self._evaluator.invoker.apply(key, (item,))

    def largest(self, arguments: Arguments) -> Type | None:
        """``max(items)``."""
        return self._extreme(arguments, "__gt__", "__lt__")

    def smallest(self, arguments: Arguments) -> Type | None:
        """``min(items)``."""
        return self._extreme(arguments, "__lt__", "__gt__")

    def _extreme(self, arguments: Arguments, *names: str) -> Type | None:
        positional = arguments.positional
        found = self._evaluator.item(positional[0]) if len(positional) == 1 else None
        for value in positional if len(positional) > 1 else ():
            found = join(found, value)
        self.keyed(arguments, found)
        if dict(arguments.keywords).get("key") is None:
            self._evaluator.operators.dunder(found, *names)
        return found

    def compare(self, item: Type | None) -> None:
        """Compare items with each other."""
        self._evaluator.operators.dunder(item, "__lt__", "__gt__")

    def sum(self, arguments: Arguments) -> Type | None:
        """``sum(items)``: the first is added to a number, the others to what came out."""
        item = self._evaluator.item(first(arguments))
        self._evaluator.operators.dunder(item, "__radd__")
        self._evaluator.operators.dunder(item, "__add__")
        return item

    def groupby(self, arguments: Arguments) -> Type | None:
        """``groupby(items, key)``."""
        item = self._evaluator.item(first(arguments))
        key = dict(arguments.keywords).get("key") or second(arguments)
        group = self._evaluator.invoker.apply(key, (item,)) if key is not None else item
        return Container(Row((group, None if item is None else Container(item))))

    def named_call(self, arguments: Arguments) -> Type | None:
        """``methodcaller("name", …)``."""
        return Method(Row(arguments.positional), "methodcaller")

    def named_attribute(self, arguments: Arguments) -> Type | None:
        """``attrgetter("name")``."""
        return Method(Row(arguments.positional), "attrgetter")

    def partial(self, arguments: Arguments) -> Type | None:
        """``partial(function, …)``."""
        found: Type | None = None
        for option in options(first(arguments)):
            if isinstance(option, (Function, ClassOf, LambdaOf, Partial, Instance)):
                found = join(found, Partial(option, arguments.positional[1:], arguments.keywords))
        return found


def _items(evaluator: Evaluator, arguments: Arguments, start: int = 0) -> list[Type | None]:
    return [evaluator.item(value) for value in arguments.positional[start:]]
