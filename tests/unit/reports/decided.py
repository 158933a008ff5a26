"""What should become of the shop of ``example``: shipping leaves; all figures made up, but such as agree."""

from __future__ import annotations

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

SHIP, VIEW, BILL = "shop/shipping.py", "shop/catalog.py", "shop/billing.py"
WITHIN = CutFigures(modules_to_split=1, operations=3)
LEFT = CutFigures(2, 1, 1, 2, 1, 1, 2)
SPLIT = CutFigures(3, 2, 1, 3, 1, 1, 3)


def decision() -> Decision:
    """Decide that shipping leaves, which 10 to 30 person-days bring about."""
    return Decision(
        Verdict(
            OptionKind.EXTRACT,
            "Extract shipping; the other 2 services stay in one process, with boundaries checked.",
            "the best can leave",
            ("shipping: 5 edges to break, 83 % of all; 1 lead to it, 4 away from it",),
            ("catalog could leave if this did not hold: it owns no table",),
        ),
        options(OptionKind.EXTRACT),
        readiness(),
        steps(),
    )


def options(chosen: OptionKind) -> tuple[PlanOption, ...]:
    """Make the four options, of which one is chosen."""
    made = (
        PlanOption(OptionKind.STAY, (), CutFigures(), 0.0, 0.0, 1.0),
        PlanOption(OptionKind.MODULAR, (), WITHIN, 4.0, 12.5, 0.875),
        PlanOption(OptionKind.EXTRACT, ("shipping",), LEFT, 10.0, 30.0, 0.9),
        PlanOption(OptionKind.SPLIT, ("shipping", "catalog"), SPLIT, 1_024.5, 2_048.0, 0.875),
    )
    return tuple(
        PlanOption(*(getattr(one, name) for name in PlanOption.__struct_fields__[:-1]), chosen=one.kind is chosen)
        for one in made
    )


def readiness() -> tuple[Readiness, ...]:
    """Judge the three services; shipping alone is ready."""
    return (
        Readiness(
            "shipping", BorderEdges(calls=1), BorderEdges(1, 1, 1, 1), 0.833, 1, 1, 0.9, changes=8, alone=6, against=()
        ),
        Readiness("catalog", BorderEdges(), BorderEdges(reads=1), 0.167, 0, 0, 0.9, 0, 0, ("it owns no table",)),
        Readiness(
            "billing",
            BorderEdges(1, 2, 1, 1),
            BorderEdges(calls=1),
            1.0,
            1,
            2,
            0.9,
            0,
            0,
            ("100 % of all edges between services are its own, more than a quarter: it is woven in", "a bound", "one"),
        ),
    )


def steps() -> tuple[Step, ...]:
    """Make the two steps: the boundaries, then shipping."""
    boundary = WorkItem("boundaries", WorkKind.BOUNDARY, "forbid new edges", (), (), 1.0, 2.0)
    shared = WorkItem(
        "table orders",
        WorkKind.DATA,
        "single owner with read API, for 1 definition of shipping that use orders of billing today",
        ("1.boundaries",),
        (Location(SHIP, 4),),
        2.0,
        5.0,
        ("shared-table:orders",),
        remedy="single owner with read API",
        share=0.5,
    )
    apart = WorkItem(
        "transaction shop.shipping.send",
        WorkKind.TRANSACTION,
        "take its writes to orders out of the transaction of shop.shipping.send: saga with compensations",
        (),
        (Location(SHIP, 3),),
        3.0,
        8.0,
        ("transaction:shop.shipping.send",),
        remedy="saga with compensations",
        share=1.0,
    )
    process = WorkItem("process of shipping", WorkKind.PROCESS, "start it as a process of its own", (), (), 4.0, 15.0)
    return (
        Step(
            1,
            "",
            "Enforce the boundaries inside the monolith",
            "no new edge comes up",
            (),
            (boundary,),
            "Nothing has moved.",
            1.0,
            2.0,
            CutFigures(),
        ),
        Step(
            2,
            "shipping",
            "Extract shipping",
            "5 edges to break, 83 % of the 6 between services",
            ("step 1",),
            (shared, apart, process),
            "Keep the code of shipping in the monolith behind its interface.",
            9.0,
            28.0,
            LEFT,
        ),
    )
