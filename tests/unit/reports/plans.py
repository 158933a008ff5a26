"""A plan for a large analysis: three services leave, with work of every kind, and all services are weighed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import cycle, islice

from analyzer.model.decision import (
    BorderEdges,
    CutFigures,
    Decision,
    OptionKind,
    PlanOption,
    Readiness,
    Step,
    Verdict,
    WorkItem,
    WorkKind,
)
from analyzer.model.location import Location
from analyzer.model.plan import Remedy

ITEMS_PER_STEP = 60
LEAVING = 3


def plan(names: Sequence[str], remedies: Iterable[Remedy]) -> Decision:
    """Let the first three services leave, for the findings that have a remedy."""
    chance = random.Random(2)
    recommended = [one for one in remedies if one.recommended]
    steps = tuple(
        _step(number, name, recommended[number * 20 :], chance) for number, name in enumerate(names[:LEAVING], 2)
    )
    order = Step(
        1, "", "Enforce the boundaries", "no new edge", (), (_item("boundaries", 0),), "Take it out.", 1, 2, _N
    )
    return Decision(
        Verdict(OptionKind.EXTRACT, f"Extract {names[0]}.", "the best can leave", ("6 edges",), ("a transaction",)),
        _options(tuple(names)),
        tuple(_readiness(name, index) for index, name in enumerate(names)),
        (order, *steps),
    )


_N = CutFigures()


def _options(names: tuple[str, ...]) -> tuple[PlanOption, ...]:
    return (
        PlanOption(OptionKind.STAY, (), _N, 0, 0, 1.0),
        PlanOption(OptionKind.MODULAR, (), CutFigures(modules_to_split=70, operations=900), 300, 900, 0.9),
        PlanOption(OptionKind.EXTRACT, names[:LEAVING], CutFigures(500, 80, 9, 4, 30, 12, 90), 180, 600, 0.9, True),
        PlanOption(OptionKind.SPLIT, names[:-1], CutFigures(90_000, 4_000, 300, 9, 2_000, 70, 900), 3_000, 9_000, 0.8),
    )


def _step(number: int, name: str, remedies: Sequence[Remedy], chance: random.Random) -> Step:
    kinds = [kind for kind in WorkKind if kind not in (WorkKind.BOUNDARY, WorkKind.PROCESS, WorkKind.DATA)]
    work = [_item(f"{kind} {index} of {name}", chance.randint(1, 9), kind) for index, kind in _of(kinds)]
    data = [
        WorkItem(
            *(f"table {one.finding.partition(':')[2]}", WorkKind.DATA, f"{one.remedy}, for 3 definitions of {name}"),
            *((f"interface of {name}",), one.sites, one.effort_low, one.effort_high, (one.finding,)),
            remedy=str(one.remedy),
            share=0.5,
        )
        for one in remedies[:20]
    ]
    end = WorkItem(f"process of {name}", WorkKind.PROCESS, "start it", ("all calls",), (), 5, 15)
    after = CutFigures(150 * number, 25 * number, 3 * number, number, 9 * number, 4 * number, 28 * number)
    why = f"{40 * number} edges to break, 1 % of all; it is called by 12 services and calls 9; it keeps 25 tables"
    items = tuple(sorted((*work, *data, end), key=lambda one: list(WorkKind).index(one.kind)))
    return Step(number, name, f"Extract {name}", why, ("step 1",), items, f"Keep the code of {name}.", 60, 200, after)


def _of(kinds: Sequence[WorkKind]) -> Iterable[tuple[int, WorkKind]]:
    return enumerate(islice(cycle(kinds), ITEMS_PER_STEP))


def _item(name: str, places: int, kind: WorkKind = WorkKind.BOUNDARY) -> WorkItem:
    sites = tuple(Location(f"app/{kind.replace(' ', '_')}/part_{index}.py", 10 + index) for index in range(places))
    about = f"ask for what {name} keeps through its interface in {places} definitions of another service"
    return WorkItem(name, kind, about, ("interface of another",), sites, 0.5, 2.0, (), (("call site", places),))


def _readiness(name: str, index: int) -> Readiness:
    against = (f"{index}% of all edges between services are its own: it is woven in",) * (index > LEAVING)
    edges = BorderEdges(40 + index, 20, 10, 5)
    return Readiness(name, edges, edges, index / 200, index, index, 0.9, 100 + index, 50, against)
