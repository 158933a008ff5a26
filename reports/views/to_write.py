"""Which operations must a service still write, to undo what a saga of the roadmap did?

They stand beside its contract, and are not counted among the operations that it has.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Operation


@dataclass(frozen=True, slots=True)
class ToWrite:
    """An operation that undoes what a definition of a service did, or writes that none of it makes today.

    ``undoes`` is the operation of its contract, where it has one; ``needed`` are the steps of the roadmap whose sagas
    need it, each with the id of its finding.
    """

    name: str
    definition: str
    tables: tuple[str, ...]
    undoes: Operation | None
    needed: tuple[tuple[int, str], ...]


def to_write(analysis: Analysis) -> dict[str, tuple[ToWrite, ...]]:
    """Return by service what it has to write, in the order of the steps that need it."""
    needed: defaultdict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
    tables: defaultdict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for step in analysis.decision.steps if analysis.decision else ():
        for item in step.items:
            for one in item.undoing:
                key = one.service, one.definition, "" if one.definition else one.tables[0]
                needed[key] += [(step.number, finding) for finding in item.findings]
                tables[key] |= dict.fromkeys(one.tables)
    operations = {
        (contract.service, name): one
        for contract in analysis.contracts
        for one in contract.operations
        for name in one.definitions
    }
    found: defaultdict[str, list[ToWrite]] = defaultdict(list)
    for key, steps in needed.items():
        service, definition, _ = key
        undoes, of = operations.get((service, definition)), tuple(tables[key])
        named = undoes.name if undoes else definition.rpartition(".")[2] or f"writes to {of[0]}"
        found[service].append(ToWrite(f"undo {named}", definition, of, undoes, tuple(dict.fromkeys(steps))))
    return {service: tuple(several) for service, several in found.items()}
