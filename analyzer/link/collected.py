"""What do the methods of texts, lists, sets, dicts and tuples take out and put in?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.paths import is_path, text_of_path
from analyzer.link.signature import Arguments, first
from analyzer.link.texts import TEXTS, joined, of_text, spellings
from analyzer.link.types import (
    Collection,
    Container,
    External,
    Keyed,
    Literal,
    Method,
    Pattern,
    Row,
    Type,
    join,
    options,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_ADDS = {"append", "add", "appendleft", "insert", "put", "put_nowait"}
_TAKES = {"pop", "popleft", "popitem", "get", "get_nowait", "__getitem__"}
_NONE = External("builtins.object()")
_MOST_PARTS = 24


class Collected:
    """Knows the methods of containers, for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def method(self, callee: Method, arguments: Arguments) -> Type | None:
        """Return what a method of a container yields; None where the receiver is no container."""
        receiver, name = callee.receiver, callee.name
        if isinstance(receiver, TEXTS):
            return self._of_text(receiver, name, arguments)
        if isinstance(receiver, Collection):
            kind = self._evaluator.heap.sites[receiver.site].kind
            return (
                self._of_dict(receiver, name, arguments) if kind == "dict" else self._of_list(receiver, name, arguments)
            )
        if isinstance(receiver, Container):
            return self._of_container(receiver, name)
        if isinstance(receiver, Keyed):
            return self._of_keyed(receiver, name, arguments)
        if isinstance(receiver, Row):
            return self._of_row(receiver, name, arguments)
        return None

    def _of_text(self, text: Literal | Pattern, name: str, arguments: Arguments) -> Type | None:
        """What a method of a text yields; of ``join`` at least how a list begins."""
        given = first(arguments)
        if name != "join" or given is None:
            return of_text(text, name, arguments)
        parts = self._evaluator.contents.parts(given, -1)
        if parts is None and isinstance(given, Collection):
            parts = self._begun(text.value, given)
        return of_text(text, name, arguments) if parts is None else joined(text.value, parts)

    def _begun(self, separator: str, given: Collection) -> list[Type | None]:
        """How a list begins; between words, also what may be added to it later."""
        site = self._evaluator.heap.sites[given.site]
        begins = site.own.get(0)
        if separator.strip() == separator and (separator or not any(" " in one for one in spellings(begins))):
            return [begins, None]
        own = [value for key, value in site.own.items() if isinstance(key, int)]
        return [*own[:_MOST_PARTS], *options(join(site.rest, site.rest_of_others))[:_MOST_PARTS], None]

    def collection(self, kind: str, item: Type | None) -> Type:
        """Return a new collection of one kind of item, as ``list(items)`` makes."""
        return self._new(kind, item)

    def text(self, arguments: Arguments) -> Type | None:
        """Return what ``str(value)`` makes: a text as it is."""
        value = first(arguments)
        if spellings(value):
            return value
        if is_path(value):
            return text_of_path(value)
        self._evaluator.operators.dunder(value, "__str__", "__repr__")
        return None

    def dictionary(self, arguments: Arguments) -> Type | None:
        """Return what ``dict(…)`` makes."""
        made = self._new("dict", None)
        evaluator = self._evaluator
        for value in arguments.positional[:1]:
            evaluator.contents.update(made, value)
            for option in options(evaluator.item(value)):
                if isinstance(option, Row) and len(option.items) == 2:  # noqa: PLR2004  # a pair
                    evaluator.heap.put(made.site, None, option.items[1], evaluator.frame.reader)
        for name, value in arguments.keywords:
            evaluator.heap.put(made.site, name or None, value, evaluator.frame.reader)
        return made

    def default_dict(self, arguments: Arguments) -> Type | None:
        """Return what ``defaultdict(factory)`` makes: a missing key holds what the factory returns."""
        made = self._new("dict", None)
        if arguments.positional:
            self._evaluator.heap.sites[made.site].factory = arguments.positional[0]
            for other in arguments.positional[1:2]:
                self._evaluator.contents.update(made, other)
        return made

    def _new(self, kind: str, item: Type | None) -> Collection:
        """A collection that a call makes is known by the call."""
        frame = self._evaluator.frame
        place = self._evaluator.place
        site = self._evaluator.heap.build(place, frame.context, kind, frame.reader)
        if item is not None:
            self._evaluator.heap.put(site, None, item, frame.reader)
        return Collection(site)

    def _of_list(self, receiver: Collection, name: str, arguments: Arguments) -> Type | None:
        evaluator = self._evaluator
        heap, reader = evaluator.heap, evaluator.frame.reader
        if name in _ADDS:
            self._append(receiver, arguments.positional[-1] if arguments.positional else None, reader)
            return _NONE
        if name in ("extend", "update", "extendleft", "__iadd__"):
            for value in arguments.positional:
                heap.put(receiver.site, None, evaluator.item(value), reader)
            return _NONE
        if name in _TAKES:
            return heap.any(receiver.site, reader) or _NONE
        if name in ("copy", "union", "intersection", "difference", "symmetric_difference"):
            return receiver
        if name == "sort":
            key = dict(arguments.keywords).get("key")
            held = heap.any(receiver.site, reader)
            if key is not None:
                evaluator.invoker.apply(key, (held,))
            else:
                evaluator.operators.dunder(held, "__lt__", "__gt__")
        return External(f"builtins.list().{name}()")

    def _append(self, receiver: Collection, value: Type | None, reader: int) -> None:
        """What is appended in order keeps its place, outside loops."""
        heap = self._evaluator.heap
        site = heap.sites[receiver.site]
        ordered = (
            site.kind == "list" and site.owner == reader and site.rest is None and not self._evaluator.frame.in_loop
        )
        place = sum(isinstance(key, int) for key in site.own) if ordered else None
        heap.put(receiver.site, place, value, reader)

    def _of_dict(self, receiver: Collection, name: str, arguments: Arguments) -> Type | None:
        evaluator = self._evaluator
        heap, reader = evaluator.heap, evaluator.frame.reader
        positional = arguments.positional
        default = positional[1] if len(positional) > 1 else dict(arguments.keywords).get("default")
        if name in ("get", "pop", "setdefault"):
            keys = self._keys(positional[0] if positional else None)
            if name == "setdefault":
                for key in keys:
                    if key is None or key not in heap.sites[receiver.site].own:
                        heap.put(receiver.site, key, default, reader)
            found = default if name != "setdefault" else None
            for key in keys:
                held = heap.any(receiver.site, reader) if key is None else heap.get(receiver.site, key, reader)
                found = join(found, held)
            return found or _NONE
        held = heap.any(receiver.site, reader)
        if name == "values":
            return External("builtins.list()") if held is None else Container(held)
        if name in ("items", "popitem"):
            row = Row((evaluator.contents.item(receiver), held))
            return row if name == "popitem" else Container(row)
        if name == "keys":
            key_type = evaluator.contents.item(receiver)
            return Container(key_type) if key_type is not None else None
        if name == "update":
            for value in positional:
                evaluator.contents.update(receiver, value)
            for key, value in arguments.keywords:
                heap.put(receiver.site, key or None, value, reader)
            return _NONE
        return receiver if name == "copy" else External(f"builtins.dict().{name}()")

    def _keys(self, index: Type | None) -> list[str | int | None]:
        found: list[str | int | None] = [option.value for option in options(index) if isinstance(option, Literal)]
        return found if found and len(found) == len(options(index)) else [None]

    def _of_container(self, receiver: Container, name: str) -> Type | None:
        if name == "values":
            return Container(receiver.item)
        if name == "items":
            return Container(Row((External("builtins.str()"), receiver.item)))
        if name == "keys":
            return Container(External("builtins.str()"))
        if name in _TAKES or name in ("setdefault", "send", "__next__", "result"):
            return receiver.item
        if name in ("copy", "union", "intersection", "difference", "most_common"):
            return receiver
        return External(f"builtins.list().{name}()")

    def _of_keyed(self, receiver: Keyed, name: str, arguments: Arguments) -> Type | None:
        held: Type | None = None
        for _, value in receiver.items:
            held = join(held, value)
        if name in ("get", "pop", "setdefault"):
            positional = arguments.positional
            keys = self._keys(positional[0] if positional else None)
            found = positional[1] if len(positional) > 1 else None
            for key, value in receiver.items:
                if keys == [None] or key in keys:
                    found = join(found, value)
            return found or _NONE
        if name == "values" and held is not None:
            return Container(held)
        if name == "items":
            return Container(Row((self._evaluator.contents.item(receiver), held)))
        return receiver if name == "copy" else External(f"builtins.dict().{name}()")

    def _of_row(self, receiver: Row, name: str, arguments: Arguments) -> Type | None:
        """A tuple's method, or what ``methodcaller`` and ``attrgetter`` made of their texts."""
        if name not in ("methodcaller", "attrgetter"):
            return External(f"builtins.tuple().{name}()")
        evaluator = self._evaluator
        text = receiver.items[0] if receiver.items else None
        found: Type | None = None
        for option in options(arguments.positional[0] if arguments.positional else None):
            if isinstance(text, Literal):
                value: Type | None = option
                for part in text.value.split("."):
                    value = None if value is None else evaluator.members.read(value, part)
                if name == "methodcaller":
                    value = evaluator.invoker.apply(value, receiver.items[1:])
                found = join(found, value)
        return found or _NONE
