"""Which reads that a base class makes are those of the classes that derive from it?

A method of a mixin runs the query of whichever class it is mixed into: a line that runs one of several statements, by
the class of the object, reads a table of another service for the heirs that this service has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from analyzer.findings.heirs import Heirs
from analyzer.model.code import Certainty
from analyzer.model.data import Access
from analyzer.model.facts import Facts


def reads_for_heirs(facts: Facts, heirs: Heirs, name_of: Callable[[str, str], str]) -> set[Access]:
    """Return such reads; ``name_of`` gives the name of a definition by path and qualname."""
    owner = {table.name: table.owner for table in facts.tables}
    statements: dict[tuple[str, str, int], list[set[str]]] = defaultdict(list)
    for statement in facts.statements:
        statements[statement.path, statement.qualname, statement.line].append({*statement.tables})
    found: set[Access] = set()
    for access in facts.accesses:
        several = statements.get((access.path, access.qualname, access.line), ())
        if access.certainty is not Certainty.TYPED or access.operation.writes:
            continue
        if all(access.table in tables for tables in several):  # as it is where there is one, or none
            continue
        home = name_of(access.path, access.qualname).rpartition(".")[0]
        if heirs.comes_to(home, owner.get(access.table, "")):
            found.add(access)
    return found
