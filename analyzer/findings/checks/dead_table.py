"""Is a table declared that nothing selects or changes?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import severity
from analyzer.model.code import Certainty
from analyzer.model.data import Table
from analyzer.model.data_findings import DeadTable
from analyzer.model.facts import Facts
from analyzer.model.location import Location

_HIDING = frozenset(("access", "sql"))


def check(evidence: Evidence) -> Iterator[DeadTable]:
    """Yield one finding per table of the program's own that no code, no key and no other class makes use of.

    A class that is named anywhere but in its own body is handed to something that may use it: a registry, a form, a
    serializer. Where accesses stayed unresolved, one of them may be of the table: then it is a guess.
    """
    alive = {access.table for access in evidence.facts.accesses}
    alive |= {key.to_table for key in evidence.facts.foreign_keys if key.table != key.to_table}
    declared = {definition.name for definition in evidence.facts.definitions}
    hidden = any(one.kind in _HIDING for one in evidence.facts.unresolved)
    unused: dict[str, Table] = {}
    for table in evidence.facts.tables:
        if table.name not in alive and not table.association and _is_own(table, declared):
            unused.setdefault(table.name, table)
    named = _named(evidence.facts, {table.model for table in unused.values() if table.model})
    for table in unused.values():
        if table.model not in named:
            owner = evidence.data.owner(table.name)
            yield DeadTable(
                subject=table.name,
                severity=severity("dead-table"),
                certainty=Certainty.GUESSED if hidden else Certainty.IMPLICIT,
                services=(owner,) if owner else (),
                message=f"Table {table.name} is declared, and nothing reads or writes it.",
                evidence=(Location(table.path, table.line),),
                table=table.name,
                model=table.model,
            )


def _is_own(table: Table, declared: set[str]) -> bool:
    """False for tables of packages, and for those that are only known by a guess."""
    return table.certainty is Certainty.LITERAL and (not table.model or table.model in declared)


def _named(facts: Facts, classes: set[str]) -> set[str]:
    """Those of the classes that others call, derive from or name, be it one of their methods or of a class inside."""
    found: set[str] = set()
    beginnings = tuple(sorted(classes))
    for user, used in (
        *((call.caller, call.callee) for call in facts.calls),
        *((use.user, use.used) for use in facts.type_uses),
        *((one.definition, one.base) for one in facts.inherits),
    ):
        if not used.startswith(beginnings):
            continue
        outer = used.rpartition(".")[0]
        for name in (used, outer, outer.rpartition(".")[0]):
            if name in classes and user != name and not user.startswith(f"{name}."):
                found.add(name)
    return found
