"""What do Python's builtins and its library do with the values they are given?

Only what passes values of the project on: conversions, iteration, functions that call their argument, containers. The
rest of the library yields something outside the project, known by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.link.callbacks import Callbacks
from analyzer.link.collected import Collected
from analyzer.link.paths import PATHS, path_of
from analyzer.link.reflection import Reflection
from analyzer.link.signature import Arguments, first, second
from analyzer.link.texts import TEXTS
from analyzer.link.types import (
    ClassOf,
    Container,
    External,
    Instance,
    Method,
    Row,
    Type,
    join,
    options,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_LONGEST_NAME = 200
_BY_DUNDER = {
    "repr": ("__repr__",),
    "format": ("__format__", "__str__"),
    "print": ("__str__", "__repr__"),
    "len": ("__len__",),
    "bool": ("__bool__", "__len__"),
    "int": ("__int__", "__index__"),
    "float": ("__float__",),
    "hash": ("__hash__",),
    "abs": ("__abs__",),
    "round": ("__round__",),
    "bytes": ("__bytes__",),
    "dir": ("__dir__",),
    "complex": ("__complex__",),
    "divmod": ("__divmod__",),
}
_KEEPS = {"list", "tuple", "set", "frozenset", "sorted", "reversed"}
_SAME = {
    "copy.copy",
    "copy.deepcopy",
    "asyncio.run",
    "asyncio.create_task",
    "asyncio.ensure_future",
    "asyncio.wait_for",
    "asyncio.shield",
    "asgiref.sync.async_to_sync",
    "asgiref.sync.sync_to_async",
    "contextlib.nullcontext",
    "weakref.proxy",
    "functools.lru_cache",
    "functools.cache",
    "functools.cached_property",
    "functools.total_ordering",
    "inspect.cleandoc",
    "textwrap.dedent",
    "contextlib.contextmanager",
    "staticmethod",
    "atexit.register",
}
_KEEPS_TOO = {"collections.deque", "itertools.cycle", "itertools.islice", "itertools.tee"}
_RETURNS_FIRST = ("functools.wraps()", "functools.lru_cache()", "functools.singledispatch")
_CALLS_BACK = ("json.", "re.", "heapq.", "bisect.")
_MAPS = {"map", "imap", "starmap"}
_CALLS_LATER = {"threading.Thread", "threading.Timer", "multiprocessing.Process", "multiprocessing.context.Process"}
_SUBMITS = frozenset(
    ("submit", "apply_async", "run_in_executor", "run_sync", "call_soon", "callback", "push", "push_async_callback")
)


class Library:
    """Knows what library functions do, for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._collected = Collected(evaluator)
        self._callbacks = Callbacks(evaluator)
        self._reflection = Reflection(evaluator)
        self._plain: dict[str, Type | None] = {}
        self._functions = self._builtins() | self._library()

    def _builtins(self) -> dict[str, Callable[[Arguments], Type | None]]:
        return {
            "getattr": self._reflection.get,
            "setattr": self._reflection.set,
            "hasattr": self._nothing,
            "str": self._collected.text,
            "type": self._reflection.type_of,
            "iter": self._iter,
            "next": self._next,
            "enumerate": self._enumerate,
            "zip": self._zip,
            "map": self._callbacks.map,
            "filter": self._callbacks.filter,
            "max": self._callbacks.largest,
            "min": self._callbacks.smallest,
            "sum": self._callbacks.sum,
            "any": self._consume,
            "all": self._consume,
            "vars": self._nothing,
            "globals": self._reflection.global_names,
            "property": self._property,
            "dict": self._collected.dictionary,
            "__import__": self._reflection.import_module,
        }

    def _library(self) -> dict[str, Callable[[Arguments], Type | None]]:
        return {
            "itertools.zip_longest": self._zip,
            "itertools.starmap": self._callbacks.starmap,
            "dataclasses.field": self._callbacks.field,
            "dataclasses.replace": self._callbacks.replace,
            "contextlib.closing": self._callbacks.closing,
            "functools.partial": self._callbacks.partial,
            "functools.partialmethod": self._callbacks.partial,
            "functools.reduce": self._callbacks.reduce,
            "functools.wraps": self._wraps,
            "typing.cast": self._cast,
            "itertools.chain": self._chain,
            "itertools.groupby": self._callbacks.groupby,
            "collections.defaultdict": self._collected.default_dict,
            "collections.OrderedDict": self._collected.dictionary,
            "operator.methodcaller": self._callbacks.named_call,
            "operator.attrgetter": self._callbacks.named_attribute,
            "asyncio.gather": self._gather,
            "importlib.import_module": self._reflection.import_module,
            "sys.modules.get": self._module,
        }

    def plain(self, callee: External) -> Type | None:
        """Return what calling something outside yields that does nothing with its arguments; None for the rest."""
        name = callee.name
        if name not in self._plain:
            self._plain[name] = self._result(callee) if self._does_nothing(name.removeprefix("builtins.")) else None
        return self._plain[name]

    def _does_nothing(self, name: str) -> bool:
        last = name.rpartition(".")[2]
        special = (self._functions, _BY_DUNDER, _KEEPS, _KEEPS_TOO, _SAME, _CALLS_LATER)
        return (
            name != "super"
            and last not in {"__setattr__", "enter_context"}
            and not name.startswith((*_CALLS_BACK, *PATHS))
            and not any(name in names for names in special)
            and last not in _SUBMITS
            and last not in _MAPS
            and not name.startswith(_RETURNS_FIRST)
        )

    def call(self, callee: Type, arguments: Arguments) -> Type | None:
        """Return what calling something outside the project yields."""
        if isinstance(callee, Method):
            found = self._collected.method(callee, arguments)
            return self._method(callee, arguments) if found is None else found
        if isinstance(callee, TEXTS):
            return External("builtins.str()()")
        if not isinstance(callee, External):
            return None
        if callee.name.startswith(PATHS):
            return path_of(callee, arguments) or self._result(callee)
        return self._external(callee, arguments)

    def _external(self, callee: External, arguments: Arguments) -> Type | None:
        name = callee.name.removeprefix("builtins.")
        handler = self._functions.get(name)
        if handler is not None:
            found = handler(arguments)
            return External(f"{callee.name}()") if found is None else found
        if name in _KEEPS or name in _KEEPS_TOO:
            return self._kept(name, arguments)
        if arguments.are_unknown:
            return self._result(callee)
        if name in _BY_DUNDER:
            for value in arguments.positional if name == "print" else arguments.positional[:1]:
                self._evaluator.operators.dunder(value, *_BY_DUNDER[name])
            return External(f"builtins.{name}()")
        if name in _SAME:
            return arguments.positional[0] if arguments.positional else None
        if name.endswith(".__setattr__"):
            self._reflection.set_plainly(arguments)
        elif name in _CALLS_LATER:
            self._callbacks.call_later(dict(arguments.keywords).get("target") or second(arguments), arguments)
        elif name.startswith(_RETURNS_FIRST):
            return arguments.positional[0] if arguments.positional else None
        elif name.startswith(_CALLS_BACK):
            self._callbacks.call_back(name, arguments)
        elif name.rpartition(".")[2] == "enter_context":
            return self._callbacks.entered(arguments)
        elif name.rpartition(".")[2] in _SUBMITS and arguments.positional:
            self._callbacks.submit(name.rpartition(".")[2], arguments)
        elif name.rpartition(".")[2] in _MAPS and len(arguments.positional) > 1:
            return self._callbacks.map(arguments)
        return self._result(callee)

    def _result(self, callee: External) -> Type:
        return External(f"{callee.name}()") if len(callee.name) < _LONGEST_NAME else callee

    def _method(self, callee: Method, arguments: Arguments) -> Type | None:
        if callee.name in _SUBMITS and arguments.positional:
            self._callbacks.submit(callee.name, arguments)
        return None

    def _nothing(self, arguments: Arguments) -> Type | None:
        del arguments
        return None

    def _iter(self, arguments: Arguments) -> Type | None:
        found: Type | None = None
        for option in options(first(arguments)):
            if isinstance(option, Instance):
                made = self._evaluator.operators.dunder(option, "__iter__")
                found = join(found, made)
            else:
                item = self._evaluator.contents.item(option)
                found = join(found, None if item is None else Container(item, "iterator"))
        return found

    def _next(self, arguments: Arguments) -> Type | None:
        found: Type | None = second(arguments)
        for option in options(first(arguments)):
            if isinstance(option, Instance):
                found = join(found, self._evaluator.operators.dunder(option, "__next__"))
            else:
                found = join(found, self._evaluator.contents.item(option))
        return found

    def _items(self, arguments: Arguments, start: int = 0) -> list[Type | None]:
        return [self._evaluator.item(value) for value in arguments.positional[start:]]

    def _enumerate(self, arguments: Arguments) -> Type | None:
        return Container(Row((External("builtins.int()"), *self._items(arguments)[:1])))

    def _zip(self, arguments: Arguments) -> Type | None:
        return Container(Row(tuple(self._items(arguments))))

    def _consume(self, arguments: Arguments) -> Type | None:
        self._evaluator.item(first(arguments))
        return External("builtins.bool()")

    def _kept(self, name: str, arguments: Arguments) -> Type | None:
        item = self._evaluator.item(first(arguments))
        if name == "sorted":
            self._callbacks.keyed(arguments, item)
            if dict(arguments.keywords).get("key") is None:
                self._callbacks.compare(item)
        whole = first(arguments)
        parts = None if whole is None or name != "tuple" else self._evaluator.contents.parts(whole, -1)
        if parts is not None:
            return Row(tuple(parts))
        kind = "set" if name in ("set", "frozenset") else "list"
        return self._collected.collection(kind, item)

    def _property(self, arguments: Arguments) -> Type | None:
        named = dict(arguments.keywords)
        functions = (*arguments.positional, None, None)[:2]
        getter = functions[0] if functions[0] is not None else named.get("fget")
        setter = functions[1] if functions[1] is not None else named.get("fset")
        return Method(Row((getter, setter)), "property")

    def _module(self, arguments: Arguments) -> Type | None:
        return self._evaluator.contents.by_text(External("sys.modules"), first(arguments))

    def _wraps(self, arguments: Arguments) -> Type | None:
        del arguments
        return External("functools.wraps()")

    def _cast(self, arguments: Arguments) -> Type | None:
        for option in options(first(arguments)):
            if isinstance(option, ClassOf):
                return Instance(option.definition)
        return second(arguments)

    def _chain(self, arguments: Arguments) -> Type | None:
        found: Type | None = None
        for item in self._items(arguments):
            found = join(found, item)
        return None if found is None else Container(found)

    def _gather(self, arguments: Arguments) -> Type | None:
        return Row(arguments.positional)
