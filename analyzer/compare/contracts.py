"""Which operations does a change of the code break for those that call them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from analyzer.compare.matching import pairs, renamed_services
from analyzer.compare.messages import message_changes
from analyzer.compare.noting import Noting, Standing
from analyzer.compare.operations import operation_changes
from analyzer.compare.shapes import Types
from analyzer.model.contract_changes import ContractChange, ContractChanges, Grade
from analyzer.model.contracts import Contract, Operation, OperationKind

_ORDER = tuple(Grade)
_NOTHING = Standing()


def compare_contracts(
    old: Sequence[Contract], new: Sequence[Contract], standing: Standing = _NOTHING
) -> ContractChanges:
    """Return what changed between the contracts of two states of a program, what breaks callers first.

    ``standing`` is what the new state's code still has: what nobody calls any more need not be gone.
    """
    renamed = renamed_services(old, new)
    found = sorted(_changes(old, new, renamed, standing), key=_order)
    number = Counter(one.grade for one in found)
    return ContractChanges(number[Grade.BREAKING], number[Grade.WARNING], number[Grade.COMPATIBLE], tuple(found))


def _order(change: ContractChange) -> tuple[int, ContractChange]:
    return _ORDER.index(change.grade), change


def _changes(
    old: Sequence[Contract], new: Sequence[Contract], renamed: Mapping[str, str], standing: Standing
) -> Iterator[ContractChange]:
    old_types, new_types = _types(old), _types(new)
    told: set[str] = set()
    for before, after in pairs(_operations(old), _operations(new), renamed):
        if before is None and after is not None:
            yield Noting(after).change("operation-added")
        elif after is None and before is not None:
            yield _gone(before, standing)
        elif before is not None and after is not None:
            name = renamed.get(before.service, before.service)
            if name != after.service:
                yield Noting(after, before).change("operation-moved", "", before.service, after.service)
            elif name != before.service and name not in told:
                told.add(name)
                renaming = Noting(after).change("service-renamed", "service", before.service, name)
                yield msgspec.structs.replace(renaming, operation="", callers=())
            types = old_types[before.service], new_types[after.service]
            yield from operation_changes(before, after, *types, standing)
    yield from message_changes(old, new, renamed)


def _operations(contracts: Iterable[Contract]) -> list[Operation]:
    found = [one for contract in contracts for one in contract.operations]
    return sorted(found, key=lambda one: (one.service, one.definitions, one.channel, one.method, one.path, one.name))


def _types(contracts: Iterable[Contract]) -> dict[str, Types]:
    return {contract.service: {one.definition: one for one in contract.types} for contract in contracts}


def _gone(operation: Operation, standing: Standing) -> ContractChange:
    """An operation that only calls make is not gone while its definition stands."""
    stands = operation.kind is OperationKind.CALL and standing.definitions.issuperset(operation.definitions)
    return Noting(operation).change("operation-uncalled" if stands else "operation-removed")
