"""Decisions about the shop of ``example``, made by hand: billing leaves it, or nothing does."""

from __future__ import annotations

import msgspec
from couplings import place

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Caller
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
from analyzer.model.plan import RemedyKind
from contracts_by_hand import contract, operation, with_contracts

BILL, SHIP = "shop/billing.py", "shop/shipping.py"
LEFT = CutFigures(2, 1, 1, 1, 1, 1, 1)
EVERY = CutFigures(2, 2, 1, 2, 1, 1, 3)


def _options(chosen: OptionKind, leaving: str) -> tuple[PlanOption, ...]:
    """The options; the borders of all services are less stable than that of the best."""
    return (
        PlanOption(OptionKind.STAY, (), CutFigures(), 0.0, 0.0, 1.0, chosen is OptionKind.STAY),
        PlanOption(OptionKind.MODULAR, (), CutFigures(modules_to_split=1, operations=3), 3.0, 9.5, 0.9, False),
        PlanOption(OptionKind.EXTRACT, (leaving,), LEFT, 12.5, 40.0, 1.0, chosen is OptionKind.EXTRACT),
        PlanOption(OptionKind.SPLIT, (leaving, "shipping"), EVERY, 30.0, 95.0, 0.9, False),
    )


def _readiness(leaving: str) -> tuple[Readiness, ...]:
    return (
        Readiness(leaving, BorderEdges(1, 2, 1, 1), BorderEdges(1), 0.75, 1, 1, 1.0, 8, 6, ()),
        Readiness("shipping", BorderEdges(1), BorderEdges(1, 1, 1, 1), 0.8, 1, 0, 0.9, 0, 0, ("it is woven in",)),
        Readiness("catalog", BorderEdges(), BorderEdges(reads=1), 0.1, 0, 0, 1.0, 0, 0, ("it owns no table",)),
    )


def staying() -> Decision:
    """Nothing leaves."""
    verdict = Verdict(OptionKind.STAY, "Stay one process.", "no data to part", ("no tables",), ("a second table",))
    return Decision(verdict, _options(OptionKind.STAY, "billing"), _readiness("billing"), ())


def extracting(leaving: str = "billing") -> Decision:
    """One service leaves, after the boundaries are enforced."""
    verdict = Verdict(
        OptionKind.EXTRACT,
        f"Extract {leaving}; the others stay.",
        "the best can leave",
        (f"{leaving}: 6 edges to break",),
        ("a wider transaction",),
    )
    order = Step(
        1,
        "",
        "Enforce the boundaries inside the monolith",
        "no new edge comes up",
        (),
        (_item("boundaries", WorkKind.BOUNDARY, "check the imports", 0.5, 2.0),),
        "Take the check out.",
        0.5,
        2.0,
        CutFigures(),
    )
    extraction = Step(
        2,
        leaving,
        f"Extract {leaving}",
        "6 edges to break; it keeps 1 table",
        ("step 1", "step 1: it asks nobody", "decide against merging"),
        _items(leaving),
        f"Keep the code of {leaving} in the monolith.",
        12.0,
        38.0,
        LEFT,
    )
    return Decision(verdict, _options(OptionKind.EXTRACT, leaving), _readiness(leaving), (order, extraction))


def _items(leaving: str) -> tuple[WorkItem, ...]:
    facade = f"interface of {leaving}"
    transaction, table = "transaction:shop.shipping.send", "shared-table:orders"
    saga, owner = RemedyKind.SAGA.value, RemedyKind.SINGLE_OWNER.value
    asking = f"calls from shipping to {leaving}"
    return (
        _item("split shop.money", WorkKind.MODULE, "move 1 definition", 0.5, 2.0, sites=(place("shop/money.py", 3),)),
        _item(facade, WorkKind.FACADE, "offer 1 operation: refund", 1.0, 3.0, after=("all module",)),
        _item(asking, WorkKind.CALLS, "ask through it", 0.2, 0.5, after=(facade,), sites=(place(SHIP, 8),)),
        _item("transaction send", WorkKind.TRANSACTION, "take it apart", 3.0, 8.0, finding=transaction, remedy=saga),
        _item("table orders", WorkKind.DATA, "ask for orders", 1.0, 2.5, finding=table, remedy=owner, share=0.5),
        _item("tables", WorkKind.TABLES, "move 1 table", 1.0, 3.0, after=("all transaction", "all data")),
        _item("process", WorkKind.PROCESS, "start it", 5.0, 15.0, after=("all calls",)),
        _item("way back", WorkKind.ROLLBACK, "Keep the code.", 0.0, 0.0),
    )


def _item(  # noqa: PLR0913  # what an item says
    name: str,
    kind: WorkKind,
    about: str,
    low: float,
    high: float,
    *,
    after: tuple[str, ...] = (),
    sites: tuple[Location, ...] = (),
    finding: str = "",
    remedy: str = "",
    share: float = 1.0,
) -> WorkItem:
    found = (finding,) if finding else ()
    return WorkItem(name, kind, about, after, sites, low, high, found, (), remedy, share if remedy else 0.0)


def decided(analysis: Analysis, decision: Decision) -> Analysis:
    """The same result with a decision, and with the operations that billing and shipping have for each other."""
    refund = operation("refund", "POST", "/refunds", callers=(Caller("shop.shipping.send", "shipping", SHIP, 8, True),))
    send = operation("send", callers=(Caller("shop.billing.charge", "billing", BILL, 5, in_transaction=True),))
    contracts = tuple(
        msgspec.structs.replace(
            contract(msgspec.structs.replace(one, service=service, at=place(at, 1))), service=service
        )
        for one, service, at in ((refund, "billing", BILL), (send, "shipping", SHIP))
    )
    return msgspec.structs.replace(with_contracts(analysis, *contracts), decision=decision)
