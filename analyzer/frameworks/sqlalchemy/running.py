"""What do building and running a query or statement do to tables?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.sqlalchemy.loading import Loading
from analyzer.frameworks.sqlalchemy.statements import NUMBER, RUNS, Statements
from analyzer.frameworks.sqlalchemy.tables import Tables, merged, ways
from analyzer.link.found import FoundAccess
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Query, Type, options
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

_LIBRARY = {"soft_delete": RowOperation.UPDATE}
"""What methods do that well-known libraries add to queries: oslo.db's."""
_ENDS = {"update": RowOperation.UPDATE, "delete": RowOperation.DELETE}
_RUNS_NOTHING = {"options", "execution_options", "compile", "params", "c", "columns", "in_"}


class Running:
    """Says what queries do where they are built, and where they are run."""

    def __init__(self, tables: Tables, loading: Loading, statements: Statements) -> None:
        self._tables = tables
        self._loading = loading
        self._statements = statements

    def built(self, query: Query, certainty: Certainty = Certainty.LITERAL) -> Iterator[FoundAccess]:
        """Yield what a query stands for where it is put together."""
        if query.tables and query.form in ("query", "statement"):
            yield FoundAccess(query.tables, RowOperation(query.operation), _no_surer(query, certainty), how=query.how)

    def run(self, query: Query) -> Iterator[FoundAccess]:
        """Yield what running a query does: with it, what loads by itself is read."""
        yield from self.built(query, Certainty.RELATION if query.related else Certainty.TYPED)
        if query.tables and query.operation == "select":
            found = self._loading.eager(query)
            certainty = _no_surer(query, Certainty.RELATION)
            if found.joined:
                how = ways(query.how, "eager")
                yield FoundAccess(merged(query.tables, tuple(found.joined)), RowOperation.SELECT, certainty, how=how)
            for apart in found.apart:
                yield FoundAccess(apart, RowOperation.SELECT, certainty, how="eager")

    def called(self, call: TypedCall, query: Query, name: str) -> Iterator[FoundAccess]:
        """Yield what a method of a query or statement does."""
        if query.form not in ("query", "statement") or name in _RUNS_NOTHING:
            return
        if not query.tables and (name in _ENDS or name in _LIBRARY):
            return
        if name in _ENDS and query.form == "query":
            yield from self._ended(query, _ENDS[name])
        elif name in _LIBRARY and query.form == "query":
            yield FoundAccess(query.tables[:1], _LIBRARY[name], Certainty.GUESSED)
        elif name in RUNS and query.form == "query":
            yield from self.run(query) if name not in NUMBER else self.built(query, Certainty.TYPED)
        elif name in ("execute", "scalar", "scalars"):
            yield from self.run(query)
        else:
            for longer in _queries(self._statements.extended(call, query, name)):
                yield from self.built(longer, Certainty.RELATION if query.related else Certainty.TYPED)

    def _ended(self, query: Query, operation: RowOperation) -> Iterator[FoundAccess]:
        certainty = _no_surer(query, Certainty.LITERAL)
        yield FoundAccess(query.tables[:1], operation, certainty, replaces=True)
        if len(query.tables) > 1:
            yield FoundAccess(query.tables[1:], RowOperation.SELECT, _no_surer(query, Certainty.TYPED), replaces=True)


def _queries(value: Type | None) -> Iterable[Query]:
    return [one for one in options(value) if isinstance(one, Query)]


def _no_surer(query: Query, certainty: Certainty) -> Certainty:
    return Certainty.GUESSED if query.guessed else certainty
