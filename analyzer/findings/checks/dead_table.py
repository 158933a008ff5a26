"""Is a table declared that nothing selects or changes?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import severity
from analyzer.model.code import Certainty
from analyzer.model.data import Table
from analyzer.model.data_findings import DeadTable
from analyzer.model.location import Location

_HIDING = frozenset(("access", "sql"))


def check(evidence: Evidence) -> Iterator[DeadTable]:
    """Yield one finding per table of the program's own that no code, no key and no other class makes use of.

    A class that is named anywhere but in its own body is handed to something that may use it: a registry, a form, a
    serializer. Where accesses stayed unresolved, one of them may be of the table: then it is a guess.
    """
    alive = {access.table for access in evidence.facts.accesses}
    alive |= {key.to_table for key in evidence.facts.foreign_keys if key.table != key.to_table}
    named = _named(evidence)
    declared = {definition.name for definition in evidence.facts.definitions}
    hidden = any(one.kind in _HIDING for one in evidence.facts.unresolved)
    seen: set[str] = set()
    for table in evidence.facts.tables:
        if table.name in alive or table.association or table.name in seen or not _is_own(table, declared):
            continue
        seen.add(table.name)
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


def _named(evidence: Evidence) -> frozenset[str]:
    """The definitions that others call, derive from or name, those inside themselves aside."""
    facts = evidence.facts
    pairs = [(call.caller, call.callee) for call in facts.calls]
    pairs += [(use.user, use.used) for use in facts.type_uses]
    pairs += [(one.definition, one.base) for one in facts.inherits]
    found = set()
    for user, used in pairs:
        cls = used if used in evidence.service_of else ""
        while cls:
            if user != cls and not user.startswith(f"{cls}."):
                found.add(cls)
            cls = cls.rpartition(".")[0]
    return frozenset(found)
