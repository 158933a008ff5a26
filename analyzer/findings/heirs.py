"""Which reads that a base class makes are those of the classes that derive from it?

A method of a mixin runs the query of whichever class it is mixed into: a line that runs one of several statements, by
the class of the object, reads a table of another service for the heirs that this service has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from analyzer.model.code import Certainty
from analyzer.model.data import Access
from analyzer.model.facts import Facts


def reads_for_heirs(facts: Facts, service: Callable[[str], str], name_of: Callable[[str, str], str]) -> set[Access]:
    """Return such reads; ``service`` is that of a definition, ``name_of`` its name by path and qualname."""
    owner = {table.name: table.owner for table in facts.tables}
    heirs: dict[str, list[str]] = defaultdict(list)
    for one in facts.inherits:
        heirs[one.base].append(one.definition)
    statements: dict[tuple[str, str, int], list[set[str]]] = defaultdict(list)
    for statement in facts.statements:
        statements[statement.path, statement.qualname, statement.line].append({*statement.tables})
    found: set[Access] = set()
    known: dict[str, set[str]] = {}
    for access in facts.accesses:
        several = statements.get((access.path, access.qualname, access.line), ())
        if access.certainty is not Certainty.TYPED or access.operation.writes:
            continue
        home = name_of(access.path, access.qualname).rpartition(".")[0]
        is_always = all(access.table in tables for tables in several)  # as it is where there is one, or none
        if is_always or home not in heirs:
            continue
        if home not in known:
            known[home] = _services(home, heirs, service) - {""}
        if owner.get(access.table, "") in known[home]:
            found.add(access)
    return found


def _services(home: str, heirs: dict[str, list[str]], service: Callable[[str], str]) -> set[str]:
    """Return the services of the classes that derive from a class, however far down."""
    seen = {home}
    pending = [home]
    while pending:
        new = [one for one in heirs.get(pending.pop(), ()) if one not in seen]
        seen.update(new)
        pending += new
    return {service(one) for one in seen - {home}}
