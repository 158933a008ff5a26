"""What does each remedy ask for between the parties of a transaction once some services have left?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from analyzer.model.data import RowOperation
from analyzer.model.decision import Undoing
from analyzer.model.plan import RemedyKind
from analyzer.plan.grounds import Grounds
from analyzer.plan.parties import Part, Parted, Turn
from analyzer.plan.recipe import DOES, Recipe
from analyzer.plan.transaction_recipes import UNDOES


def _saga(case: Parted) -> Recipe:
    """The last step needs no undoing: when it fails nothing of it stands. What is only left behind follows it."""
    steps = list(enumerate(case.parts, 1))
    undone = steps[-2::-1]
    told = _counted(case)
    return Recipe(
        sites=(),
        consistency="What a step writes is one local transaction. Others can see what the first steps wrote before the "
        "last has written; a failure is undone, not rolled back.",
        counted={"saga": 1, "saga step": len(steps), "compensation": len(undone)} | (told if case.told else {}),
        steps=(
            *(f"step {number} of {part.party}: {_deeds(part, case.grounds)}" for number, part in steps),
            *(_events(case) if case.told else ()),
            *(f"compensation of step {number} by {part.party}: {_undoing(part)}" for number, part in undone),
        ),
    )


def _outbox(case: Parted) -> Recipe:
    parties = sorted({part.party for part in case.told})
    return Recipe(
        sites=(),
        consistency=f"What {case.home} writes is whole; {' and '.join(parties)} follow{'s' * (len(parties) == 1)} a "
        "moment later, and no event is lost.",
        counted=_counted(case),
        steps=_events(case),
    )


RECIPES: Mapping[RemedyKind, Callable[[Parted], Recipe]] = {
    RemedyKind.OUTBOX: _outbox,
    RemedyKind.SAGA: _saga,
}


def one_operation(case: Parted) -> Recipe:
    """Return what it takes to keep the writes of one party one transaction, which begins in another process."""
    party, called = case.parties[0], {(turn.called, turn.write.at) for turn in case.turns}
    name = next(iter(called))[0]
    if len(called) == 1 and name:
        return Recipe((), f"One call of {name} makes all its writes: they remain one local transaction.", {}, ())
    return Recipe(
        sites=(),
        consistency=f"What {party} writes remains one local transaction, as long as one call asks for all of it.",
        counted={"operation": 1},
        steps=(f"operation of {party}: {_did(case.turns)}, in one transaction",),
    )


def undoings(case: Parted) -> tuple[Undoing, ...]:
    """Return the operations that a saga asks of other processes to undo what they did."""
    found: dict[tuple[str, str], list[str]] = {}
    evidence = case.grounds.evidence
    for part in case.parts[:-1]:
        for turn in part.turns if part.party != case.running else ():
            service = evidence.service_of.get(turn.called, "") or evidence.owner_of.get(turn.write.table, "")
            found.setdefault((service, turn.called), []).append(turn.write.table)
    return tuple(sorted(Undoing(*who, tuple(dict.fromkeys(tables))) for who, tables in found.items()))


def _counted(case: Parted) -> dict[str, int]:
    events = sum(len(_asked(part)) for part in case.told)
    return {"outbox": 1, "event": events, "consumer": len({part.party for part in case.told})}


def _events(case: Parted) -> tuple[str, ...]:
    events = ((part.party, called, turns) for part in case.told for called, turns in _asked(part))
    told = (f"event: {party} is to {_deed(called, turns)}" for party, called, turns in events)
    return f"outbox of {case.home}, written in its transaction", *told


def _deeds(part: Part, grounds: Grounds) -> str:
    return " and ".join(_deed(called, turns, grounds) for called, turns in _asked(part))


def _deed(called: str, turns: list[Turn], grounds: Grounds | None = None) -> str:
    """Name a deed after the definition that is asked for it, else after its tables.

    Where it is asked, and not told by an event, the operation of its contract stands beside it.
    """
    offered = grounds.promised.of(called) if grounds and called else None
    by = f" by {offered.method} {offered.path}" if offered else ""
    return f"run {called}{by} ({', '.join(_tables(turns))})" if called else _did(turns)


def _undoing(part: Part) -> str:
    undone = ((called, _done(turns, UNDOES, "undo what was written to")) for called, turns in _asked(part))
    return " and ".join(f"undo {called} ({done})" if called else done for called, done in undone)


def _asked(part: Part) -> list[tuple[str, list[Turn]]]:
    return [(called, list(turns)) for called, turns in groupby(part.turns, key=lambda one: one.called)]


def _did(turns: Iterable[Turn]) -> str:
    return _done(turns, DOES, "write")


def _done(turns: Iterable[Turn], words: Mapping[RowOperation, str], otherwise: str) -> str:
    """Say what is done to which tables, each named once; those to which the same is done stand together."""
    operations: dict[str, frozenset[RowOperation]] = {}
    for one in turns:
        operations[one.write.table] = operations.get(one.write.table, frozenset()) | one.write.operations
    told = []
    for done, tables in groupby(operations, key=operations.__getitem__):
        verbs = [words[one] for one in RowOperation if one in done]
        told.append(f"{' and '.join(verbs) or otherwise} {', '.join(tables)}")
    return ", and ".join((", ".join(told[:-1]), *told[-1:])) if len(told) > 1 else "".join(told)


def _tables(turns: Iterable[Turn]) -> list[str]:
    return list(dict.fromkeys(one.write.table for one in turns))
