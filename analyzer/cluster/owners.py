"""Which service should keep each table?

Who creates and deletes its rows, who changes and reads them, and where its class stands, in that order of weight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from analyzer.model.data import RowOperation
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL

_WEIGHTS = {RowOperation.INSERT: 5, RowOperation.DELETE: 4, RowOperation.UPDATE: 3, RowOperation.SELECT: 1}
_MODEL = 4


def table_owners(
    facts: Facts, service_of: Mapping[tuple[str, str], str], service_of_definition: Mapping[str, str]
) -> dict[str, str]:
    """Return table -> owner, for every table that a service uses or whose class stands in one.

    ``service_of`` maps (path, qualname) of code to its service. A table of no service is missing from the answer;
    an association table that nobody uses directly follows the table of its first key. The shared kernel owns nothing.
    """
    pull: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for access in facts.accesses:
        service = service_of.get((access.path, access.qualname), "")
        if service not in ("", KERNEL) and not access.generic:
            pull[access.table][service] += _WEIGHTS[access.operation]
    for table in facts.tables:
        service = service_of_definition.get(table.model, "")
        if service not in ("", KERNEL):
            pull[table.name][service] += _MODEL
    owners = {table: min(by, key=lambda service: (-by[service], service)) for table, by in pull.items()}
    for key in facts.foreign_keys:
        if key.table not in owners and key.to_table in owners:
            owners[key.table] = owners[key.to_table]
    return owners
