"""What does each remedy ask for where one transaction writes tables of several services?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from analyzer.model.data import RowOperation
from analyzer.model.location import Location
from analyzer.model.plan import RemedyKind
from analyzer.plan.recipe import DOES, Recipe
from analyzer.plan.services import merged
from analyzer.plan.transaction_case import Step, TransactionCase

UNDOES = {
    RowOperation.INSERT: "cancel what was added to",
    RowOperation.UPDATE: "set back what was changed in",
    RowOperation.DELETE: "bring back what was deleted from",
}
"""How what was done to the rows of a table is undone."""


def _merge(case: TransactionCase) -> Recipe:
    merging = merged(case.grounds, case.finding.services)
    return Recipe((), "Nothing changes: one service, one database, one transaction.", merging.counted, merging.steps)


def _outbox(case: TransactionCase) -> Recipe:
    owners = sorted({step.service for step in case.told})
    sites = _sites(case.told)
    return Recipe(
        sites=sites,
        consistency=f"What {case.home} writes is whole; {' and '.join(owners)} follow{'s' * (len(owners) == 1)} a "
        "moment later, and no event is lost.",
        counted={"outbox": 1, "event": len(case.told), "consumer": len(owners), "call site": len(sites)},
        steps=_events(case),
    )


def _saga(case: TransactionCase) -> Recipe:
    """The last step needs no undoing: when it fails nothing of it stands. What is only left behind follows it."""
    steps = [f"step {number} of {step.service}: {_deed(step, asked=True)}" for number, step in enumerate(case.steps, 1)]
    undone = list(enumerate(case.steps, 1))[-2::-1]
    sites = _sites((*case.steps, *case.told))
    told = {"outbox": 1, "event": len(case.told), "consumer": len({step.service for step in case.told})}
    return Recipe(
        sites=sites,
        consistency="Others can see what the first steps wrote before the last has written; a failure is undone, not "
        "rolled back.",
        counted={"saga": 1, "saga step": len(steps), "compensation": len(undone)}
        | (told if case.told else {})
        | {"call site": len(sites)},
        steps=(
            *steps,
            *(_events(case) if case.told else ()),
            *(f"compensation of step {number} by {step.service}: {_undoing(step)}" for number, step in undone),
        ),
    )


def _events(case: TransactionCase) -> tuple[str, ...]:
    events = (f"event: {step.service} is to {_deed(step)}" for step in case.told)
    return f"outbox of {case.home}, written in its transaction", *events


RECIPES: Mapping[RemedyKind, Callable[[TransactionCase], Recipe]] = {
    RemedyKind.MERGE_SERVICES: _merge,
    RemedyKind.OUTBOX: _outbox,
    RemedyKind.SAGA: _saga,
}


def _sites(steps: tuple[Step, ...]) -> tuple[Location, ...]:
    return tuple(sorted({write.at for step in steps for write in step.writes}))


def _tables(step: Step) -> str:
    """Name the tables of a step, those of others last."""
    own = dict.fromkeys(write.table for write in step.writes if write.owner == step.service)
    others = groupby((one for one in step.writes if one.owner != step.service), key=lambda one: one.owner)
    asked = [f"{', '.join(dict.fromkeys(one.table for one in several))} of {owner}" for owner, several in others]
    return "; and with it ".join((", ".join(own), *asked))


def _deed(step: Step, *, asked: bool = False) -> str:
    """Name what a step does after the definition of its owner that does it, else after its tables.

    Where the owner is ``asked`` for it, and not told by an event, the operation of its contract stands beside it.
    """
    does = [DOES[operation] for operation in RowOperation if operation in step.operations]
    by = f" by {step.address}" if asked and step.address else ""
    run = f"run {step.called}{by} ({_tables(step)})"
    return run if step.called else f"{' and '.join(does) or 'write'} {_tables(step)}"


def _undoing(step: Step) -> str:
    undoes = [UNDOES[operation] for operation in RowOperation if operation in step.operations]
    by_tables = f"{' and '.join(undoes) or 'undo what was written to'} {_tables(step)}"
    return f"undo {step.called} ({by_tables})" if step.called else by_tables
