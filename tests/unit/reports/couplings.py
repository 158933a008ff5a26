"""A finding of every kind for the shop of ``example``, what should be done about them, and how its services score."""

from __future__ import annotations

from analyzer.model.code import Certainty
from analyzer.model.code_findings import InheritanceAcross, KernelTooLarge, SplitModule, UnreachedCode
from analyzer.model.data import TransactionKind
from analyzer.model.data_findings import (
    BypassedInterface,
    CascadeAcross,
    DeadTable,
    DirectAccess,
    ForeignKeyAcross,
    JoinAcross,
    ManyToMany,
    OrderedWrite,
    SharedTable,
    SignalWrite,
    TableUse,
    TransactionAcross,
    UnownedTable,
)
from analyzer.model.finding import Part, Severity, Status
from analyzer.model.findings import Finding
from analyzer.model.live_values import LiveKind, LiveRole, LiveValue
from analyzer.model.location import Location
from analyzer.model.plan import Mandate, MandateCheck, Principle, Remedy, RemedyKind, Score
from analyzer.model.run_findings import (
    BlastRadius,
    CallCycle,
    CallInLoop,
    ChattyEntryPoint,
    LiveObject,
    ResourceUsers,
    SharedBucket,
    SharedCache,
    SharedFile,
    SharedIndex,
    SharedQueue,
    SharedState,
    SharedTopic,
    SynchronousChain,
)
from analyzer.model.services import SplitPart

BILL, SHIP, VIEW = "shop/billing.py", "shop/shipping.py", "shop/catalog.py"
MODELS = "shop/models.py"
BOTH, ALL = ("billing", "shipping"), ("billing", "catalog", "shipping")
RESOURCES = (
    (SharedQueue, "parcels", "Queue parcels is filled by billing and emptied by shipping."),
    (SharedTopic, "order-paid", "Topic order-paid is published to by billing and read by shipping."),
    (SharedCache, "price:*", "Cache keys price:* are written by billing and read by shipping."),
    (SharedFile, "exports/*.csv", "Files exports/*.csv are written by billing and read by shipping."),
    (SharedBucket, "labels", "Bucket labels is written by billing and read by shipping."),
    (SharedIndex, "goods", "Search index goods is written by billing and read by shipping."),
    (
        SharedState,
        "shop.money.RATES",
        "The value shop.money.RATES is changed by billing and read by shipping.",
    ),
)


def place(path: str, line: int) -> Location:
    """Make evidence."""
    return Location(path, line)


def findings() -> tuple[Finding, ...]:
    """Make one finding of every kind, in no order; one is accepted, one was until a day that has passed."""
    return (*_about_tables(), *_about_statements(), *_about_running(), *_about_resources(), *_about_code())


def remedies() -> tuple[Remedy, ...]:
    """Make the remedies of the shared table and of the transaction."""
    return (
        _remedy("shared-table:orders", RemedyKind.REPLICATE, 6, 12, "No reader needs it sooner than in a minute."),
        _remedy(
            "shared-table:orders",
            RemedyKind.SINGLE_OWNER,
            2,
            5,
            "Shipping writes one column, and two definitions read.",
            "billing offers mark_sent(order)",
            "catalog asks billing for the state of an order",
        ),
        _remedy("transaction:shop.shipping.send", RemedyKind.MERGE_SERVICES, 1, 1, "Only if both stay small."),
        _remedy(
            "transaction:shop.shipping.send",
            RemedyKind.SAGA,
            3,
            8,
            "Two steps that can each be undone.",
            "insert parcels",
            "mark orders sent; if that fails, delete the parcel",
        ),
    )


def mandate() -> tuple[MandateCheck, ...]:
    """Judge three services by four checks: billing passes all, shipping two, catalog three."""
    failing = {
        ("shipping", Mandate.DATA): ("shared-table:orders", "transaction:shop.shipping.send"),
        ("shipping", Mandate.RESOURCES): ("shared-queue:parcels",),
        ("catalog", Mandate.DATA): ("shared-table:orders",),
    }
    return tuple(
        MandateCheck(
            name,
            check,
            (name, check) not in failing,
            "2 places go past an interface." if (name, check) in failing else "Nothing speaks against it.",
            failing.get((name, check), ()),
            (place(SHIP, 4), place(VIEW, 3)) if (name, check) in failing else (),
        )
        for name in ("billing", "catalog", "shipping")
        for check in Mandate
    )


def scorecard() -> tuple[Score, ...]:
    """Score billing and shipping by two principles: a share and a count."""
    formula = "accesses to its tables by itself ÷ all accesses to them"
    return tuple(
        score
        for name, own in (("billing", 2), ("shipping", 1))
        for score in (
            Score(name, Principle.DATA_AUTONOMY, own / 4, own, 4, formula, "more", (place(SHIP, 4),)),
            Score(name, Principle.CONTRACT_SIZE, 3, 0, 0, "operations that others call", "less", ()),
        )
    )


def _remedy(finding: str, kind: RemedyKind, low: float, high: float, reason: str, *steps: str) -> Remedy:
    recommended = kind in (RemedyKind.SINGLE_OWNER, RemedyKind.SAGA)
    sites = (place(SHIP, 4), place(VIEW, 3))
    return Remedy(finding, kind, recommended, reason, sites, "readers see changes later", low, high, steps)


def _about_tables() -> tuple[Finding, ...]:
    uses = (
        TableUse("billing", 1, 1, (place(BILL, 6), place(BILL, 7))),
        TableUse("shipping", 0, 1, (place(SHIP, 4),)),
        TableUse("catalog", 1, 0, (place(VIEW, 3),)),
    )
    return (
        ForeignKeyAcross(
            subject="parcels.order_id",
            severity=Severity.MEDIUM,
            certainty=Certainty.LITERAL,
            services=BOTH,
            message="parcels of shipping refers to orders of billing.",
            evidence=(place(MODELS, 12),),
            table="parcels",
            column="order_id",
            to_table="orders",
        ),
        SharedTable(
            subject="orders",
            severity=Severity.HIGH,
            certainty=Certainty.TYPED,
            services=ALL,
            message="orders is written by billing and shipping and read by catalog.",
            evidence=(place(SHIP, 4), place(BILL, 6), place(BILL, 7), place(VIEW, 3)),
            owner="billing",
            uses=uses,
        ),
        DirectAccess(
            subject="parcels",
            severity=Severity.LOW,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="billing reads table parcels of shipping directly.",
            evidence=(place(BILL, 9),),
            status=Status.ACCEPTED,
            reason="parcels are extracted last",
            until="2030-01-31",
            owner="shipping",
            uses=(TableUse("billing", 1, 0, (place(BILL, 9),)),),
        ),
        ManyToMany(
            subject="order_parcels",
            severity=Severity.MEDIUM,
            certainty=Certainty.LITERAL,
            services=BOTH,
            message="order_parcels ties orders of billing to parcels of shipping.",
            evidence=(place(MODELS, 20),),
            table="order_parcels",
            ends=(Part("orders", "billing"), Part("parcels", "shipping")),
        ),
        BypassedInterface(
            subject="orders",
            severity=Severity.LOW,
            certainty=Certainty.TYPED,
            services=("billing", "catalog"),
            message="catalog reads orders itself, though shipping asks billing for them.",
            evidence=(place(VIEW, 3),),
            owner="billing",
            interface=(Part("shop.billing.charge", "shipping"),),
            uses=uses[2:],
        ),
        UnownedTable(
            subject="ghosts",
            severity=Severity.LOW,
            certainty=Certainty.GUESSED,
            services=(),
            message="Nobody has a claim to ghosts.",
            evidence=(place(MODELS, 30),),
            table="ghosts",
        ),
        DeadTable(
            subject="attic",
            severity=Severity.LOW,
            certainty=Certainty.LITERAL,
            services=(),
            message="attic is declared, but nothing uses it.",
            evidence=(place(MODELS, 40),),
            table="attic",
            model="shop.models.Attic",
        ),
    )


def _about_statements() -> tuple[Finding, ...]:
    return (
        JoinAcross(
            subject="shop.shipping.send",
            severity=Severity.MEDIUM,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="shop.shipping.send uses orders and parcels in one statement.",
            evidence=(place(SHIP, 4),),
            definition="shop.shipping.send",
            tables=(Part("orders", "billing"), Part("parcels", "shipping")),
            how=("join",),
        ),
        TransactionAcross(
            subject="shop.shipping.send",
            severity=Severity.HIGH,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="shop.shipping.send writes parcels and orders in one transaction.",
            evidence=(place(SHIP, 3), place(SHIP, 4), place(SHIP, 5)),
            status=Status.EXPIRED,
            reason="wait for the new courier",
            until="2020-06-30",
            definition="shop.shipping.send",
            transaction=TransactionKind.BLOCK,
            writes=(
                OrderedWrite("parcels", "shipping", place(SHIP, 4)),
                OrderedWrite("orders", "billing", place(SHIP, 5)),
            ),
        ),
        CascadeAcross(
            subject="shop.billing.refund",
            severity=Severity.MEDIUM,
            certainty=Certainty.CASCADE,
            services=BOTH,
            message="shop.billing.refund deletes orders, and parcels of shipping with them.",
            evidence=(place(BILL, 22),),
            definition="shop.billing.refund",
            deleted=("orders",),
            tables=(Part("parcels", "shipping"),),
        ),
        SignalWrite(
            subject="shop.shipping.on_order",
            severity=Severity.MEDIUM,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="Saving an order in billing writes parcels of shipping, through a signal.",
            evidence=(place(SHIP, 14),),
            handler="shop.shipping.on_order",
            signals=("post_save of orders",),
            senders=("billing",),
            tables=(Part("parcels", "shipping"),),
        ),
    )


def _about_running() -> tuple[Finding, ...]:
    return (
        CallCycle(
            subject="billing <> shipping",
            severity=Severity.LOW,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="billing and shipping call each other.",
            evidence=(place(BILL, 5), place(SHIP, 8)),
            calls=(("billing", "shipping", 1), ("shipping", "billing", 1)),
        ),
        CallInLoop(
            subject="shop.shipping.send",
            severity=Severity.MEDIUM,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="shop.shipping.send calls billing once for each parcel.",
            evidence=(place(SHIP, 8),),
            caller="shop.shipping.send",
            callees=(Part("shop.billing.refund", "billing"),),
        ),
        LiveObject(
            subject="shop.billing.refund",
            severity=Severity.MEDIUM,
            certainty=Certainty.LITERAL,
            services=BOTH,
            message="shop.billing.refund takes a session: that cannot leave its process.",
            evidence=(place(BILL, 5), place(SHIP, 8)),
            definition="shop.billing.refund",
            values=(
                LiveValue(
                    "shop.billing.refund",
                    LiveRole.PARAMETER,
                    "session",
                    LiveKind.SESSION,
                    "sqlalchemy.orm.Session",
                    BILL,
                    5,
                    Certainty.LITERAL,
                ),
                LiveValue(
                    "shop.billing.refund",
                    LiveRole.RESULT,
                    "",
                    LiveKind.ENTITY,
                    "shop.models.Invoice",
                    BILL,
                    5,
                    Certainty.TYPED,
                ),
            ),
            callers=(Part("shop.shipping.send", "shipping"),),
        ),
        ChattyEntryPoint(
            subject="shop.billing.charge",
            severity=Severity.MEDIUM,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="POST /orders makes 6 calls to shipping before it answers.",
            evidence=(place(BILL, 5),),
            definition="shop.billing.charge",
            names=("POST /orders",),
            calls=6,
            callees=(Part("shop.shipping.send", "shipping"),),
        ),
        SynchronousChain(
            subject="shop.catalog.browse",
            severity=Severity.MEDIUM,
            certainty=Certainty.TYPED,
            services=ALL,
            message="catalog waits for billing, which waits for shipping.",
            evidence=(place(VIEW, 4), place(BILL, 5)),
            steps=(
                Part("shop.catalog.browse", "catalog"),
                Part("shop.billing.charge", "billing"),
                Part("shop.shipping.send", "shipping"),
            ),
        ),
        BlastRadius(
            subject="shipping",
            severity=Severity.LOW,
            certainty=Certainty.TYPED,
            services=BOTH,
            message="Without shipping 1 of 2 entry points of billing stops working.",
            evidence=(place(BILL, 5),),
            service="shipping",
            lost=(("billing", 1, 2),),
        ),
    )


def _about_resources() -> tuple[Finding, ...]:
    uses = (
        ResourceUsers("billing", 0, 1, (place(BILL, 8),)),
        ResourceUsers("shipping", 2, 0, (place(SHIP, 2), place(SHIP, 9))),
    )
    return tuple(
        kind(
            subject=name,
            severity=Severity.HIGH if kind is SharedState else Severity.LOW,
            certainty=Certainty.LITERAL,
            services=BOTH,
            message=message,
            evidence=(place(BILL, 8), place(SHIP, 2), place(SHIP, 9)),
            uses=uses,
        )
        for kind, name, message in RESOURCES
    )


def _about_code() -> tuple[Finding, ...]:
    return (
        InheritanceAcross(
            subject="shop.shipping.Parcel",
            severity=Severity.MEDIUM,
            certainty=Certainty.LITERAL,
            services=BOTH,
            message="shop.shipping.Parcel extends shop.billing.Item of billing.",
            evidence=(place(SHIP, 30),),
            definition="shop.shipping.Parcel",
            bases=(Part("shop.billing.Item", "billing"),),
        ),
        SplitModule(
            subject="shop.billing",
            severity=Severity.LOW,
            certainty=Certainty.LITERAL,
            services=BOTH,
            message="Module shop.billing holds definitions of billing and shipping.",
            evidence=(place(BILL, 12),),
            parts=(SplitPart("billing", 2, 20, ((1, 10), (21, 30))), SplitPart("shipping", 1, 6, ((12, 17),))),
        ),
        KernelTooLarge(
            subject="shared kernel",
            severity=Severity.MEDIUM,
            certainty=Certainty.LITERAL,
            services=(),
            message="The shared kernel holds 40 % of all lines.",
            evidence=(place("shop/money.py", 1),),
            definitions=2,
            lines=83,
            share=0.4,
        ),
        UnreachedCode(
            subject="shop.attic",
            severity=Severity.LOW,
            certainty=Certainty.TYPED,
            services=(),
            message="Nothing reaches 2 definitions of shop.attic.",
            evidence=(place("shop/attic.py", 1),),
            definitions=("shop.attic.dust", "shop.attic.moth"),
            lines=20,
        ),
    )
