"""What the services of the shop promise each other, by hand."""

from __future__ import annotations

from couplings import place

from analyzer.model.contracts import (
    Border,
    Caller,
    Channel,
    Contract,
    Effect,
    EventMessage,
    Failure,
    Form,
    Idempotence,
    Offer,
    OperationKind,
)
from analyzer.model.interfaces import Place, Result
from analyzer.model.shapes import NULL, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from contracts_by_hand import INTEGER, STRING, operation, taken

ORDER = Shape(ShapeKind.DATA, name="shop.models.Orders")


def contracts() -> tuple[Contract, ...]:
    """Shipping asks billing for a refund of each parcel; billing tells shipping to send; nobody asks catalog."""
    return (_billing(), Contract("catalog", (), (), (), Border(0, 0, 0, 0, 0.0, 0, 0, 0)), _shipping())


def _billing() -> Contract:
    bill, ship = "shop/billing.py", "shop/shipping.py"
    refund = operation(
        "refund",
        "POST",
        "/orders/{order}/refund",
        (
            taken("order", ORDER, Place.PATH, live="entity", instead="its key"),
            taken("session", Shape(ShapeKind.LIVE, name="session"), Place.BODY, live="session", instead="nothing"),
            taken("cents", INTEGER, Place.BODY, required=False),
        ),
        service="billing",
        definitions=("shop.billing.refund",),
        at=place(bill, 20),
        form=Form.COMMAND,
        channel_reason="command: a request and its answer",
        result=Result(ORDER),
        live_result="entity",
        failures=(
            Failure("shop.billing.Settled", 409, "said by the program", "settled already", False, (place(bill, 22),)),
        ),
        effect=Effect.CHANGES,
        changes=("orders",),
        idempotent=Idempotence.NO,
        idempotent_reason="it inserts rows",
        callers=(Caller("shop.shipping.send", "shipping", ship, 8, in_loop=True, in_transaction=True),),
        offers=(
            Offer("batch operation", "called once for each turn of a loop: one request for all", (place(ship, 8),)),
        ),
        confidence=0.5,
        doubts=("live objects have to become data: entity, session",),
    )
    charge = operation(
        "charge",
        "POST",
        "/orders",
        service="billing",
        kind=OperationKind.ENDPOINT,
        definitions=("shop.billing.charge",),
        at=place(bill, 1),
    )
    fields = (DataField("id", INTEGER, origin=Origin.COLUMN), DataField("name", STRING, origin=Origin.COLUMN))
    orders = DataType("shop.models.Orders", DataKind.ENTITY, fields, "shop/models.py", 1, table="orders")
    message = EventMessage("send", "queue", "parcels", "shop.billing.charge", ORDER, place(bill, 8))
    return Contract("billing", (refund, charge), (message,), (orders,), Border(1, 1, 4, 1, 1.0, 1, 1, 0))


def _shipping() -> Contract:
    send = operation(
        "send",
        "receive",
        "shipping.send",
        (taken("order_id", INTEGER, Place.BODY),),
        service="shipping",
        definitions=("shop.shipping.send",),
        at=place("shop/shipping.py", 1),
        form=Form.FIRE_AND_FORGET,
        channel=Channel.EVENTS,
        channel_reason="fire and forget",
        result=Result(NULL),
        effect=Effect.CHANGES,
        changes=("orders", "parcels"),
        callers=(Caller("shop.billing.charge", "billing", "shop/billing.py", 5),),
    )
    return Contract("shipping", (send,), (), (), Border(1, 0, 1, 1, 1.0, 0, 0, 0))
