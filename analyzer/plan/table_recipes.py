"""What does each remedy ask for where several services use one table?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from analyzer.model.data import Access, RowOperation
from analyzer.model.plan import RemedyKind
from analyzer.plan.promised import spelled
from analyzer.plan.recipe import DOES, Recipe, by_service, definitions, places, plural
from analyzer.plan.services import merged
from analyzer.plan.table_case import TableCase


def _merge(case: TableCase) -> Recipe:
    merging = merged(case.grounds, case.services)
    return Recipe((), "Nothing changes: one service, one database, one transaction.", merging.counted, merging.steps)


def _single_owner(case: TableCase) -> Recipe:
    written = ", and writes of others stand outside their own transactions" if case.writers else ""
    return Recipe(
        sites=places(case.others),
        consistency=f"Others see what {case.owner} answers at that moment{written}.",
        counted=Counter(_asking(case, case.reads)) + Counter(_asking(case, case.writes)) + Counter(_told(case)),
        steps=(*_operations(case, case.reads), *_operations(case, case.writes), *_deletions(case)),
    )


def _replicate(case: TableCase) -> Recipe:
    changing = [one for one in case.own if one.operation.writes]
    copies = [f"copy of {case.table} in {reader}, {_read_at(case, reader)}" for reader in case.readers]
    counted = Counter(
        {
            "event": 1,
            "outbox": 1,
            "consumer": len(case.readers),
            "copy": len(case.readers),
            "call site": len(definitions([*changing, *case.reads])),
        }
    )
    published = (
        f"published at {plural(len(places(changing)), 'place')}" if changing else "published where rows come from"
    )
    return Recipe(
        sites=tuple(sorted({*places(changing), *places(case.others)})),
        consistency=f"Readers see rows of {case.table} as they were a moment ago; they keep working while {case.owner} "
        "is down.",
        counted=counted + Counter(_asking(case, case.writes)) + Counter(_told(case)),
        steps=(
            f"event of {case.owner}: {case.table} changed, {published}",
            *copies,
            *_operations(case, case.writes),
            *_deletions(case),
        ),
    )


def _replica(case: TableCase) -> Recipe:
    return Recipe(
        sites=places(case.reads),
        consistency="Readers see rows as they were some seconds ago, and every change of the schema reaches them.",
        counted={"replica": len(case.readers)},
        steps=tuple(f"replica of {case.table} for {reader}, {_read_at(case, reader)}" for reader in case.readers),
    )


def _outbox(case: TableCase) -> Recipe:
    told = [*case.writes, *case.cascades]
    kinds = _kinds(case.writes)
    counted = {
        "outbox": len(case.writers),
        "event": len(kinds) + (1 if case.cascades else 0),
        "consumer": 1,
        "call site": len(definitions(told)),
    }
    wanted = [
        f"event: {case.owner} is to {DOES[kind]} {case.table} "
        f"({by_service(one for one in case.writes if one.operation is kind)})"
        for kind in kinds
    ]
    return Recipe(
        sites=places(told),
        consistency=f"{case.owner} follows a moment later; no event is lost, one may come twice.",
        counted=counted,
        steps=(*(f"outbox of {writer}" for writer in case.writers), *wanted, *_deletions(case)),
    )


def _move_write(case: TableCase) -> Recipe:
    place = case.grounds.definition_of(case.writes[0])
    left = [one for one in case.reads if case.grounds.definition_of(one) != place]
    inside = [one for one in case.reads if case.grounds.definition_of(one) == place]
    called = {kind: case.owners_definition(kind) for kind in _kinds(case.writes)}
    missing = [name for name in called.values() if case.grounds.promised.of(name) is None]
    steps = (
        f"call {_reached(case, name)} of {case.owner} where {place} would {DOES[kind]} {case.table}"
        for kind, name in called.items()
    )
    return Recipe(
        sites=places([*case.writes, *case.reads]),
        consistency=f"The write happens in a transaction of {case.owner}; when the caller fails later it stays.",
        counted=Counter({"operation": len(missing), "call site": len(definitions([*case.writes, *inside]))})
        + Counter(_asking(case, left)),
        steps=(*steps, *_operations(case, left)),
    )


RECIPES: Mapping[RemedyKind, Callable[[TableCase], Recipe]] = {
    RemedyKind.MERGE_SERVICES: _merge,
    RemedyKind.SINGLE_OWNER: _single_owner,
    RemedyKind.REPLICATE: _replicate,
    RemedyKind.SHARED_REPLICA: _replica,
    RemedyKind.OUTBOX: _outbox,
    RemedyKind.MOVE_WRITE: _move_write,
}


def _read_at(case: TableCase, reader: str) -> str:
    return f"which reads it at {plural(len(places(one for one in case.reads if one.service == reader)), 'place')}"


def _kinds(accesses: Iterable[Access]) -> list[RowOperation]:
    found = {one.operation for one in accesses}
    return [operation for operation in RowOperation if operation in found]


def _operations(case: TableCase, accesses: list[Access]) -> Iterator[str]:
    """Name the operations that the owner offers in the place of accesses, those of its contract by their address."""
    by_kind: dict[RowOperation, list[Access]] = defaultdict(list)
    for one in accesses:
        by_kind[one.operation].append(one)
    for operation in _kinds(accesses):
        wanted = f"operation of {case.owner}: {DOES[operation]} {case.table} ({by_service(by_kind[operation])})"
        there, near = case.owners_operation(operation), case.near_operation(operation)
        if there is not None:
            yield f"{wanted} by {spelled(there)}, which its contract has"
        else:
            yield f"{wanted}; near it is {spelled(near)}" if near is not None else wanted


def _reached(case: TableCase, name: str) -> str:
    offered = case.grounds.promised.of(name)
    return name if offered is None else f"{name} by {offered.method} {offered.path}"


def _deletions(case: TableCase) -> Iterator[str]:
    if case.cascades:
        places_of = by_service(case.cascades)
        yield f"event: rows are deleted ({places_of}); {case.owner} deletes those of {case.table} that hang on them"


def _asking(case: TableCase, accesses: list[Access]) -> dict[str, int]:
    """Count what it takes to ask the owner in the place of accesses; what its contract has is not to be made."""
    changed = definitions(accesses)
    joined = changed & definitions(case.joined)
    missing = [kind for kind in _kinds(accesses) if case.owners_operation(kind) is None]
    found = {"operation": len(missing), "call site": len(changed - joined), "join": len(joined)}
    return {name: number for name, number in found.items() if number}


def _told(case: TableCase) -> dict[str, int]:
    """Count what it takes to tell the owner which rows go."""
    return {"event": 1, "consumer": 1, "call site": len(definitions(case.cascades))} if case.cascades else {}
