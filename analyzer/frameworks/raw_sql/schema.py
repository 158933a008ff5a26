"""Which tables do the DDL in the code and the files of SQL declare?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from analyzer.frameworks.raw_sql.constants import texts_in
from analyzer.frameworks.raw_sql.ddl import Applied, Made, MadeTables
from analyzer.frameworks.raw_sql.files import dialect_of, dialects_of, in_order, is_change
from analyzer.frameworks.raw_sql.identifiers import without_default_schema
from analyzer.frameworks.raw_sql.statements import Texts, read_statement
from analyzer.frameworks.raw_sql.tokens import split, tokens
from analyzer.link.program import LinkedModule, Program
from analyzer.link.schema import DeclaredKey, DeclaredTable
from analyzer.model.syntax import Scope

NAME = "raw_sql"
_CHANGES = re.compile(
    r"\s*(?:create\s[\s\S]{0,80}?\b(?:table|view|sequence)|alter\s+(?:\w+\s+)?(?:table|view)|drop\s+(?:\w+\s+)?(?:table|view)"
    r"|rename\s+table)\b",
    re.IGNORECASE,
)
_HINTS = tuple(
    f"{verb}{space}".encode() for verb in ("CREATE", "create", "Create", "ALTER", "alter") for space in " \n"
)
_CHANGE = re.compile(r"\b(?:create|alter|drop)\s", re.IGNORECASE)
_BODIES = msgspec.msgpack.Decoder(dict[int, msgspec.Raw])


class Declared(msgspec.Struct, frozen=True):
    """The tables, names (in small letters) of what is no table of the schema, and what each view selects from."""

    tables: tuple[DeclaredTable, ...] = ()
    others: frozenset[str] = frozenset()
    sources: dict[str, tuple[str, ...]] = {}

    def sources_of(self, name: str) -> tuple[str, ...]:
        """Return the tables behind a view, also behind the views that it selects from; empty for no view."""
        found: dict[str, None] = {}
        waiting = [without_default_schema(name).lower()]
        while waiting:
            for source in self.sources.get(waiting.pop(), ()):
                if source not in found:
                    found[source] = None
                    waiting.append(without_default_schema(source).lower())
        return tuple(found)


def declared(program: Program, texts: Texts) -> Declared:
    """Return the tables that are there once all changes of the schema have been made."""
    sources = [*_of_files(program, texts.dialect), *_of_modules(program, texts)]
    ordered, past = in_order(sources)
    found: dict[str, Made] = {}
    others: set[str] = set()
    history = MadeTables()
    for _, changes in past:
        history.apply(changes)
    others |= history.others | history.tables.keys()
    for dialect in dialects_of([path for path, _ in ordered]):
        made = MadeTables()
        for path, changes in ordered:
            if dialect_of(path) in ("", dialect):
                made.apply(changes)
        others |= made.others
        for name, table in made.tables.items():
            found.setdefault(name, table)
    tables = tuple(_table(one) for one in found.values())
    views = {name: one.sources for name, one in found.items() if one.sources}
    return Declared(tables, frozenset(others - found.keys()), views)


def _of_files(program: Program, dialect: str) -> Iterator[tuple[str, list[Applied]]]:
    for path, text in program.documents.sql.items():
        spoken = dialect_of(path) or ("mysql" if "`" in text else dialect)
        changes = []
        line, before = 1, 0
        for start, part in split(text, spoken):
            if _CHANGES.match(part):
                line += text.count("\n", before, start)
                before = start
                statement, _ = read_statement(tokens(part, spoken), line)
                if statement is not None and statement.change is not None:
                    changes.append(Applied(statement.change, path, line))
        if changes:
            yield path, changes


def _of_modules(program: Program, texts: Texts) -> Iterator[tuple[str, list[Applied]]]:
    for module in program.modules:
        changes = list(_of_module(program, module, texts))
        if changes:
            yield module.path, changes


def _of_module(program: Program, module: LinkedModule, texts: Texts) -> Iterator[Applied]:
    """The changes that texts in a module make, in order; those in a function's body are its own to undo."""
    changes_schema = is_change(module.path)
    for index, scope in sorted(_telling(program, module).items()):
        owner = "" if changes_schema else f"{module.index}:{index}"
        for statement in scope.statements:
            for text, line in texts_in(statement.value):
                sql = texts.read(text) if _CHANGE.search(text) else None
                for one in sql.statements if sql is not None else ():
                    if one.change is not None and one.change.is_sure:
                        yield Applied(one.change, module.path, line + one.line, owner)


def _telling(program: Program, module: LinkedModule) -> dict[int, Scope]:
    """Return the scopes of a module that may change the schema: most bodies have none of the words."""
    if not any(hint in module.facts.bodies for hint in _HINTS):
        return module.facts.scopes
    scopes = program.scopes(module.index)
    told = dict(module.facts.scopes)
    for index, body in _BODIES.decode(module.facts.bodies).items():
        text = bytes(body).lower()
        if b"create" in text or b"alter" in text or b"drop" in text:
            told[index] = scopes[index]
    return told


def _table(made: Made) -> DeclaredTable:
    keys = tuple(
        DeclaredKey(one.column, without_default_schema(one.to_table), one.to_column, made.path, made.line)
        for one in made.references
    )
    return DeclaredTable(made.name, NAME, -1, "", made.path, made.line, tuple(made.columns), keys, "default")
