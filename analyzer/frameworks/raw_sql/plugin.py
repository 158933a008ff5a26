"""SQL in literal strings, whoever runs it.

Understands: a string that begins like SQL and is an argument of a call, also by the name of a local or module-level
constant, read by sqlglot: the tables that it selects from, inserts into, updates, deletes from, and ``CREATE TABLE``
as a declaration. Common table expressions and aliases are not tables.
Does not understand: text put together at run time (f-strings, ``%``, ``format``, ``+``): reported as unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from analyzer.link.found import FoundAccess, Gap
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.link.types import External, Literal
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Mapping, Operation, Text

if TYPE_CHECKING:
    from sqlglot import exp

NAME = "raw_sql"
_LIKE_SQL = re.compile(
    r"\s*(select\s[\s\S]+\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s[\s\S]+\sset\s|delete\s+from\s|replace\s+into\s"
    r"|create\s+(temp(orary)?\s+)?table\s|with\s+(recursive\s+)?\w+[\s\S]*\sas\s*\()",
    re.IGNORECASE,
)
_BEGINS_LIKE_SQL = re.compile(r"\s*(select|insert\s+into|update|delete\s+from|create\s+table)\s", re.IGNORECASE)
_SAYS = ("logging.", "builtins.print", "warnings.", "builtins.str()", "click.echo")
_RUNNERS = {"execute", "executemany", "executescript", "exec_driver_sql", "text", "raw", "read_sql", "read_sql_query"}
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|(?<![:\w]):[a-zA-Z_]\w*")

_CATALOGUE = re.compile(
    r"(sqlite_(master|schema|temp_master|sequence|stat\d)|(information_schema|pg_catalog|performance_schema|sys)\..*)$",
    re.IGNORECASE,
)


class RawSql(Framework):
    """The plug-in; statements are parsed once each."""

    name = NAME
    watched = frozenset(_RUNNERS)
    texts = ("select", "insert", "update", "delete", "replace", "create", "with")

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._parsed: dict[str, list[tuple[str, RowOperation]] | None] = {}

    def declare(self) -> None:
        """Add the tables of ``CREATE TABLE`` in the module-level constants of the program."""
        for module in self.names.program.modules:
            for statement in module.facts.scopes[0].statements:
                for text, line in _texts(statement.value):
                    if "create" in text.lower() and "table" in text.lower() and _LIKE_SQL.match(text):
                        for table in _declared(text, module.path, line):
                            self.schema.add(table)

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what the SQL in a call's arguments does, or that its text is not known."""
        if isinstance(call.callee, External) and call.callee.name.startswith(_SAYS):
            return
        for place, known in enumerate((*call.args, *(value for _, value in call.keywords))):
            if isinstance(known, Literal):
                if _LIKE_SQL.match(known.value):
                    yield from self._of_text(call, known.value)
            elif place < len(call.args):
                yield from _computed(call, call.call.args[place])

    def _of_text(self, call: TypedCall, text: str) -> Iterator[FoundAccess | Gap]:
        if text not in self._parsed:
            self._parsed[text] = _accesses_in(text)
        found = self._parsed[text]
        if found is None and text.rstrip().endswith("."):
            return  # a sentence that begins like SQL
        if found is None:
            yield Gap("sql", _shortened(text), "the SQL parser does not understand it")
            return
        path = self.names.program.modules[call.module].path
        reads: dict[int, None] = {}
        for name, operation in found:
            table = self.schema.known_or_new(name, NAME, path, call.line)
            if operation is RowOperation.SELECT:
                reads[table] = None
            else:
                yield FoundAccess((table,), operation, Certainty.LITERAL)
        if reads:
            yield FoundAccess(
                tuple(reads), RowOperation.SELECT, Certainty.LITERAL, how="join" if len(reads) > 1 else ""
            )


def _computed(call: TypedCall, argument: Expression) -> Iterator[Gap]:
    """SQL put together at run time, where a call that runs SQL takes it."""
    if last_name(call.call.function) not in _RUNNERS:
        return
    start = _beginning(argument)
    if start and _BEGINS_LIKE_SQL.match(start + " "):
        yield Gap("sql", _shortened(start), "the text is put together at run time")


def _beginning(expression: Expression) -> str:
    match expression:
        case Text(parts=parts) if parts and isinstance(parts[0], Constant) and isinstance(parts[0].value, str):
            return parts[0].value
        case Operation(operator="+" | "%", operands=operands):
            return _beginning(operands[0])
        case Constant(value=str() as text):
            return text
        case Call(function=Attribute(value=value, name="format")):
            return _beginning(value)
        case _:
            return ""


def _texts(expression: Expression) -> Iterator[tuple[str, int]]:
    match expression:
        case Constant(value=str() as text, line=line):
            yield text, line
        case Call(args=parts) | Items(items=parts) | Mapping(values=parts):
            for part in parts:
                yield from _texts(part)
        case _:
            return


def _accesses_in(text: str) -> list[tuple[str, RowOperation]] | None:
    """Return (table, operation) pairs in order, or None where the text cannot be parsed."""
    statements = _parse(text)
    if statements is None:
        return None
    from sqlglot import exp

    found: dict[tuple[str, RowOperation], None] = {}
    for statement in statements:
        if isinstance(statement, exp.Create):
            continue
        written = _written(statement)
        defined = {cte.alias_or_name.lower() for cte in statement.find_all(exp.CTE)}
        for table in statement.find_all(exp.Table):
            name = _full_name(table)
            if not name or (not table.db and name.lower() in defined) or _CATALOGUE.match(name):
                continue
            operation = written[1] if written is not None and table is written[0] else RowOperation.SELECT
            found[name, operation] = None
    return list(found)


def _written(statement: exp.Expression) -> tuple[exp.Expression, RowOperation] | None:
    from sqlglot import exp

    operations = (
        (exp.Insert, RowOperation.INSERT),
        (exp.Update, RowOperation.UPDATE),
        (exp.Delete, RowOperation.DELETE),
    )
    for kind, operation in operations:
        if isinstance(statement, kind):
            target = statement.this
            target = target.this if isinstance(target, exp.Schema) else target
            return (target, operation) if target is not None else None
    return None


def _declared(text: str, path: str, line: int) -> Iterator[DeclaredTable]:
    from sqlglot import exp

    for statement in _parse(text) or ():
        if (
            not isinstance(statement, exp.Create)
            or statement.kind != "TABLE"
            or not isinstance(statement.this, exp.Schema)
        ):
            continue
        name = _full_name(statement.this.this)
        columns = [column.name for column in statement.this.expressions if isinstance(column, exp.ColumnDef)]
        keys = []
        for column in statement.this.expressions:
            for reference in column.find_all(exp.Reference):
                target = reference.this
                inner = target.this if isinstance(target, exp.Schema) else target
                to_column = target.expressions[0].name if isinstance(target, exp.Schema) and target.expressions else ""
                own = (
                    [part.name for part in column.expressions] if isinstance(column, exp.ForeignKey) else [column.name]
                )
                keys += [DeclaredKey(part, _full_name(inner), to_column, path, line) for part in own]
        yield DeclaredTable(name, NAME, -1, "", path, line, tuple(columns), tuple(keys), "default")


def _parse(text: str) -> list[exp.Expression] | None:
    import logging

    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns of what it falls back to
    for dialect in (None, "sqlite", "postgres", "mysql"):
        try:
            parsed = sqlglot.parse(_PLACEHOLDER.sub("NULL", text), dialect=dialect)
        except (SqlglotError, RecursionError):
            continue
        statements: list[exp.Expression] = [one for one in parsed if isinstance(one, exp.Expression)]
        if not any(statement.__class__.__name__ == "Command" for statement in statements):
            return statements
    return None


def _full_name(table: exp.Expression) -> str:
    parts = [getattr(table, "db", ""), getattr(table, "name", "")]
    return ".".join(part for part in parts if part)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79] + "…"  # noqa: PLR2004  # a line of a table
