"""Ariadne: resolvers of queries, mutations and subscriptions of a GraphQL schema.

Understands: ``@query.field("orders")`` and ``query.set_field("orders", function)`` for objects made by ``QueryType()``,
``MutationType()`` or ``ObjectType("Query")``; ``source`` and ``set_source`` of a ``SubscriptionType()``.
Does not understand: resolvers of other types than these, which are no entry points; classes with a schema of their own
(ariadne-graphql-modules): nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.frameworks.resolvers import Resolvers
from analyzer.frameworks.shapes import Shapes
from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.model.chains import text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.interfaces import Served
from analyzer.model.syntax import Attribute, Call, Expression

NAME = "ariadne"
_ROOTS = {"QueryType()": "query", "MutationType()": "mutation", "SubscriptionType()": "subscription"}
_TYPES = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}


class Ariadne(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("ariadne",)
    noticed = frozenset(("set_field", "set_source"))
    _said: dict[tuple[int, str], None]
    decorators: ClassVar[Kinds] = {
        "ariadne:*.field": EntryKind.GRAPHQL,
        "ariadne:*.source": EntryKind.GRAPHQL,
    }

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._said = {}

    def marked(self, mark: Mark, kind: EntryKind) -> Iterable[FoundEntryPoint]:
        """Return a resolver of an outermost type."""
        field = self.given(mark, "name", 0)
        root = self._root(mark.module, mark.scope, mark.function, mark.dotted)
        if root and field:
            yield FoundEntryPoint(kind, f"{root} {field}", mark.definition, mark.module, mark.line)

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """``query.set_field("orders", function)``."""
        field = text_argument(call, "name", 0)
        for dotted in self.callee(call):
            root = self._root(call.module, 0, call.call.function, dotted)
            if root and field and dotted.endswith((".set_field", ".set_source")):
                value = self.objects.handed(call, "resolver", 1) or self.objects.handed(call, "generator")
                yield from self.entries(EntryKind.GRAPHQL, f"{root} {field}", value, call)

    def entry_points(self) -> Iterator[FoundEntryPoint]:
        """Return the resolvers, and keep them for ``served``."""
        for one in super().entry_points():
            self._said[one.definition, one.name] = None
            yield one

    def served(self) -> Iterator[Served]:
        """Return what resolvers take beside the parent and the context, and give, by their annotations."""
        resolvers = Resolvers(self.names, Shapes(self.names, self.schema), plain=True)
        return (resolvers.served(definition, said) for definition, said in self._said)

    def _root(self, module: int, scope: int, function: Expression, dotted: str) -> str:
        """Return which of the outermost types something is read from; empty where it is another."""
        parts = dotted.split(".")
        made = parts[-2] if len(parts) > 1 else ""
        if made != "ObjectType()" or not isinstance(function, Attribute):
            return _ROOTS.get(made, "")
        value = self.names.value_of(module, scope, function.value)
        return _TYPES.get(text_of(value.args[0]), "") if isinstance(value, Call) and value.args else ""
