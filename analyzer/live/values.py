"""What live things does a value hold, by the type that flowed to it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.live_types import live_type
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.link.types import (
    CallableOf,
    Collection,
    Container,
    External,
    Function,
    Instance,
    LambdaOf,
    Method,
    Partial,
    Query,
    Row,
    TableOf,
    Type,
    options,
)
from analyzer.live.classes import Classes
from analyzer.live.held import Held, inside, lazily
from analyzer.model.live_values import LiveKind

_NOT_RUN = frozenset({"", "query", "statement", "subquery", "scalars", "clause", "cursor"})
_DEEPEST = 2  # containers in containers: what is said of their items gets less sure with each
_MOST = 4  # things that one value may be


OfClass = Callable[[int], tuple[Held, ...]]


class Values:
    """Answers for the types of the linker."""

    def __init__(self, classes: Classes, schema: Schema, settled: Settled, of_class: OfClass) -> None:
        """``of_class`` says what an object of a class of the project is or holds."""
        self._classes = classes
        self._schema = schema
        self._settled = settled
        self._of_class = of_class

    def held(self, value: Type | None, depth: int = 0) -> tuple[Held, ...]:
        """Return what a value is or holds, each once, in the order it was found; guesses are left out.

        A value that may be many things is no evidence, unless all are of one kind: a helper of a hierarchy.
        """
        several = options(value)
        if not several or depth > _DEEPEST or (depth and len(several) > _MOST):
            return ()
        found = list(dict.fromkeys(one for option in several for one in self._of(option, depth)))
        if len(several) > _MOST or len(found) > _MOST:
            is_evidence = len({one.what for one in found}) == 1 and len(found) >= len(several)
            kept = all(one.kept for one in found)
            found = [Held(found[0].what, f"one of {len(found)} types", kept)] if is_evidence else []
        return tuple(found)

    def _of(self, value: Type, depth: int) -> tuple[Held, ...]:
        match value:
            case External(name=name):
                return self._outside(name)
            case Instance(definition=cls, guessed=False):
                return self._of_class(cls)
            case Query(guessed=False):
                return self._query(value)
            case Collection() | Container() | Row():
                return self._contents(value, depth)
            case TableOf(table=table):
                declared = self._schema.tables[table]
                is_row = declared.definition < 0 and declared.model
                return (Held(LiveKind.ENTITY, declared.model),) if is_row else ()
            case _:
                return self._callable(value)

    def _outside(self, name: str) -> tuple[Held, ...]:
        kind = live_type(name)
        if kind is None and name.endswith("()") and name[:-2] in self._schema.of_outside:
            kind = LiveKind.ENTITY
        return () if kind is None else (Held(kind, _text(name)),)

    def _query(self, query: Query) -> tuple[Held, ...]:
        if query.form not in _NOT_RUN:
            return ()
        if query.entity >= 0:
            return (Held(LiveKind.QUERY, f"query of {self._classes.name(query.entity)}"),)
        tables = [self._schema.tables[table].name for table in query.tables]
        return (Held(LiveKind.QUERY, f"query of {', '.join(tables[:3])}" if tables else "query"),)

    def _contents(self, value: Collection | Container | Row, depth: int) -> tuple[Held, ...]:
        if isinstance(value, Row):
            found = dict.fromkeys(one for item in value.items for one in self.held(item, depth + 1))
            return inside("tuple", found)
        if isinstance(value, Collection):
            return inside(self._settled.kind(value), self.held(self._settled.item(value), depth + 1))
        items = self.held(value.item, depth + 1)
        if value.kind in ("generator", "iterator"):
            return (lazily(self.texts(value.item)),)
        if value.kind == "context":
            return items or (Held(LiveKind.CONTEXT, "context manager"),)
        return inside(value.kind, items)

    def texts(self, value: Type | None) -> Iterator[str]:
        """Yield the types of a value in words, as far as they are classes."""
        for option in options(value):
            match option:
                case Instance(definition=cls):
                    yield self._classes.name(cls)
                case External(name=name) if name.endswith("()") and name.count("(") == 1:
                    yield name.removeprefix("builtins.").removesuffix("()")
                case _:
                    yield ""

    def _callable(self, value: Type) -> tuple[Held, ...]:
        match value:
            case Function(definition=definition):
                return (Held(LiveKind.CALLABLE, self._classes.name(definition)),)
            case Method(name=name) if name != "property":
                return (Held(LiveKind.CALLABLE, f"method {name}"),)
            case LambdaOf():
                return (Held(LiveKind.CALLABLE, "lambda"),)
            case Partial(function=function):
                inner = self._callable(function)
                return tuple([Held(LiveKind.CALLABLE, f"partial of {one.type}") for one in inner]) or (
                    Held(LiveKind.CALLABLE, "partial"),
                )
            case CallableOf():
                return (Held(LiveKind.CALLABLE, "callable"),)
            case _:
                return ()


def _text(name: str) -> str:
    """Return a class by its name, and what a function yields by the call."""
    if name == "contextlib.contextmanager()":
        return "context manager"
    last = name.rpartition(".")[2]
    is_class = last[:1].isupper() or last == "generator()"
    return (name.removesuffix("()") if is_class else name).removeprefix("builtins.")
