"""SQL in texts, whoever runs them, and in files of SQL beside the code.

Understands: a text that begins like SQL and is an argument of a call, also by the name of a constant, put together of
parts (f-strings, ``%``, ``format``, ``+``, lists that are joined, conditions that may be added), or given by the caller
of a helper, who may hand the helper over to be run with its arguments (``run("name", self._insert, "users", row)``),
or make an object with the name of its table: the tables that it selects from,
inserts into, updates and deletes from, in the dialects of SQLite, PostgreSQL, MySQL, Oracle, SQL Server and their like;
several statements in one text; upserts, ``REPLACE`` and ``MERGE`` as an insert and an update; joins, subqueries and
unions. ``CREATE TABLE``, ``ALTER TABLE``, ``DROP TABLE``, views and virtual tables declare tables, columns and foreign
keys, in texts anywhere in the code and in ``.sql`` files, which are applied in the order of their numbers. What a view
selects from is read with the view. A function that opens a ``.sql`` file by a name that is known runs it. Common
table expressions, aliases, functions, sequences, temporary tables, tables that the program's own changes have dropped,
and the database's own catalogues are no tables. A text that is only said, kept in a row of a table, or put to another
system whose language looks like SQL, runs nothing. Where nothing is known of an object, a method whose name of several
words only one class has, and which takes these arguments, is taken for that one (guessed).
Does not understand: a table whose name nobody in the program says (reported as unresolved); the bodies of triggers and
stored procedures; files of named queries that a library runs (aiosql).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from analyzer.frameworks.raw_sql.dialects import dialect_of_imports
from analyzer.frameworks.raw_sql.files import file_named
from analyzer.frameworks.raw_sql.identifiers import is_catalogue, is_named, without_default_schema
from analyzer.frameworks.raw_sql.kept import is_part, run_by
from analyzer.frameworks.raw_sql.opened import OPENERS, opened
from analyzer.frameworks.raw_sql.schema import Declared, declared
from analyzer.frameworks.raw_sql.statements import Sql, Statement, Texts
from analyzer.frameworks.raw_sql.vocabulary import keywords
from analyzer.frameworks.raw_sql.wrapped import ANSWERS, unwrapped, wraps
from analyzer.link.found import Found, FoundAccess, Gap, Waiting
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.patterns import parameter_marks, shown
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import Literal, Pattern, Type, options
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

NAME = "raw_sql"
_RUNNERS = keywords(
    "execute executemany executescript exec_driver_sql raw read_sql read_sql_query fetch fetchrow fetchval "
    "fetch_all fetch_one fetch_val execute_values execute_batch"
)
_LONGEST_SHOWN = 80


class RawSql(Framework):
    """The plug-in; every text is read once."""

    name = NAME
    watched = _RUNNERS | OPENERS
    texts = (
        "select", "insert", "update", "delete", "replace", "create", "with", "merge", "truncate", "copy", "lock",
        "explain", "load", "refresh", "drop", "alter", "(", "--", "/*",
    )  # fmt: skip
    answers = ANSWERS
    relays = True

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._texts = Texts(dialect_of_imports(names.program.imported))
        self._declared = Declared()

    def declare(self) -> None:
        """Add the tables that are there once the program's own DDL has run."""
        self._declared = declared(self.names.program, self._texts)
        for table in self._declared.tables:
            if self.schema.named(table.name) is None:
                self.schema.add(table)

    def text_of_sql_file(self, name: str) -> str:
        """Return the text of the file of SQL that code opens by a name, or by the end of its path; empty for none."""
        texts = self.names.program.documents.sql
        return texts.get(file_named(name, texts), "")

    def result(self, call: TypedCall) -> Type | None:
        """Return the text that is wrapped to be run elsewhere."""
        return unwrapped(call)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what the SQL in a call's arguments does, or that its text is not known."""
        if wraps(call.callee):
            return
        name = last_name(call.call.function)
        is_run = name in _RUNNERS
        for value in run_by(call, self.schema, is_run=is_run):
            for text in _known(value):
                if not is_part(name, text):
                    yield from self._of_text(call, is_run, text)
        if self.names.program.documents.sql:
            for file in opened(call):
                yield from self._of_file(call, file)

    def _of_file(self, call: TypedCall, name: str) -> Iterator[Found]:
        """What the statements in a file of SQL do, where it is opened."""
        if parameter_marks(name):
            yield Waiting(name, partial(self._of_file, call))
            return
        text = self.text_of_sql_file(name)
        sql = self._texts.read(text)
        if sql is not None and sql.is_sure:
            yield from self._of_sql(call, sql, text)

    def _of_text(self, call: TypedCall, is_run: bool, text: str) -> Iterator[Found]:
        sql = self._texts.read(text)
        if sql is not None and (sql.is_sure or is_run):
            yield from self._of_sql(call, sql, text)
        elif sql is None and is_run and parameter_marks(text):
            yield Waiting(text, partial(self._of_text, call, True))

    def _of_sql(self, call: TypedCall, sql: Sql, text: str) -> Iterator[Found]:
        certainty = Certainty.LITERAL if sql.is_sure else Certainty.GUESSED
        unknown: dict[str, dict[RowOperation, None]] = {}
        for statement in sql.statements:
            reads, how = self._reads(call, statement)
            is_written = False
            for use in statement.uses:
                if not is_named(use.name):
                    unknown.setdefault(use.name, {})[use.operation] = None
                elif use.operation is not RowOperation.SELECT:
                    for table in self._table(call, use.name):
                        is_written = True
                        others = tuple(one for one in reads if one != table)
                        yield FoundAccess((table, *others), use.operation, certainty, how=how)
                        if table in reads:
                            yield FoundAccess((table,), RowOperation.SELECT, certainty)
            if reads and not is_written:
                yield FoundAccess(reads, RowOperation.SELECT, certainty, how=how)
        for name, operations in unknown.items():
            yield from self._unknown(call, tuple(operations), text, name)

    def _reads(self, call: TypedCall, statement: Statement) -> tuple[tuple[int, ...], str]:
        """The tables that a statement reads, with those behind its views, and how it brings them together."""
        found: dict[int, None] = {}
        behind: dict[int, None] = {}
        for name in statement.reads:
            if is_named(name):
                found.update(dict.fromkeys(self._table(call, name)))
        for use in statement.uses:
            for source in self._declared.sources_of(use.name):
                behind.update(dict.fromkeys(self._table(call, source)))
        ways = {*statement.how.split(";"), *(["view"] if behind else [])} - {""}
        return tuple(found | behind), ";".join(sorted(ways))

    def _table(self, call: TypedCall, name: str) -> Iterator[int]:
        """Yield the table of a name, none where it is that of something else, or of a table for a session only."""
        bare = without_default_schema(name)
        if is_catalogue(bare):
            return
        for one in (name, bare):
            known = self.schema.named(one)
            if known is not None:
                yield known
                return
        if bare.lower() in self._declared.others:
            return
        path = self.names.program.modules[call.module].path
        yield self.schema.known_or_new(bare, NAME, path, call.line)

    def _unknown(self, call: TypedCall, operations: tuple[RowOperation, ...], text: str, name: str) -> Iterator[Found]:
        if parameter_marks(name):
            does = " ".join(sorted(operations))
            yield Waiting(name, partial(self._of_name, call, operations, text), does, begun=True)
        else:
            yield Gap("sql", _shortened(text), "the text is put together at run time")

    def _of_name(self, call: TypedCall, operations: tuple[RowOperation, ...], text: str, name: str) -> Iterator[Found]:
        """What a helper does to the table that its caller names."""
        if not is_named(name):
            yield from self._unknown(call, operations, text, name)
            return
        for table in self._table(call, name):
            for operation in operations:
                yield FoundAccess((table,), operation, Certainty.LITERAL)


def _known(value: Type | None) -> Iterator[str]:
    for option in options(value):
        if isinstance(option, (Literal, Pattern)):
            yield option.value


def _shortened(text: str) -> str:
    flat = " ".join(shown(text).split())
    return flat if len(flat) <= _LONGEST_SHOWN else flat[: _LONGEST_SHOWN - 1] + "…"
