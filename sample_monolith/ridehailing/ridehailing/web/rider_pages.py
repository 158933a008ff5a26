"""Pages and calls of the app that people hail with."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ridehailing.db import session_scope
from ridehailing.models import SavedPlace, SearchEntry, Trip
from ridehailing.services import outbox, riders, trips, wallet
from ridehailing.utils import Invalid
from ridehailing.web.screens import RideCard

pages = Blueprint("rider", __name__)


def field(name: str) -> Any:
    body = request.get_json(silent=True) or {}
    if name not in body:
        raise Invalid(f"missing: {name}")
    return body[name]


@pages.post("/accounts")
def sign_up() -> ResponseReturnValue:
    new_id = riders.register(field("email"), field("full_name"), field("phone"))
    outbox.tell(new_id, "Welcome", "Good to have you on board.")
    return jsonify(id=new_id), 201


@pages.get("/accounts/<int:passenger_id>")
def account(passenger_id: int) -> ResponseReturnValue:
    return jsonify(asdict(riders.profile(passenger_id)))


@pages.patch("/accounts/<int:passenger_id>")
def change_name(passenger_id: int) -> ResponseReturnValue:
    riders.rename(passenger_id, field("full_name"))
    return "", 204


@pages.delete("/accounts/<int:passenger_id>")
def forget_me(passenger_id: int) -> ResponseReturnValue:
    riders.erase(passenger_id)
    return "", 204


@pages.post("/accounts/<int:passenger_id>/cards")
def new_card(passenger_id: int) -> ResponseReturnValue:
    return jsonify(id=wallet.add_card(passenger_id, field("number"), field("brand"))), 201


@pages.post("/accounts/<int:passenger_id>/devices")
def new_device(passenger_id: int) -> ResponseReturnValue:
    outbox.add_device(passenger_id, field("handle"), field("platform"))
    return "", 204


@pages.post("/accounts/<int:passenger_id>/places")
def new_place(passenger_id: int) -> ResponseReturnValue:
    riders.keep_place(passenger_id, field("label"), float(field("lat")), float(field("lon")))
    return "", 204


@pages.get("/accounts/<int:passenger_id>/search")
def look_up(passenger_id: int) -> ResponseReturnValue:
    typed = request.args.get("q", "").strip()
    with session_scope() as session:
        session.add(SearchEntry(passenger_id=passenger_id, zone_code=request.args.get("zone", "CENTRE"), typed=typed))
        places = session.scalars(select(SavedPlace).where(SavedPlace.passenger_id == passenger_id)).all()
        recent = session.scalars(
            select(SearchEntry.typed).where(SearchEntry.passenger_id == passenger_id).order_by(SearchEntry.id.desc())
        ).all()
        hits = [place.label for place in places if place.label.lower().startswith(typed.lower())]
    return jsonify(places=hits, recent=list(dict.fromkeys(recent))[:5])


@pages.get("/accounts/<int:passenger_id>/rides")
def my_rides(passenger_id: int) -> ResponseReturnValue:
    with session_scope() as session:
        rows = session.scalars(select(Trip).where(Trip.passenger_id == passenger_id).order_by(Trip.id.desc())).all()
        listed = [{"id": row.id, "status": row.status, "fare_cents": row.fare_cents} for row in rows]
    return jsonify(listed)


@pages.post("/rides")
def ask_for_car() -> ResponseReturnValue:
    leg = trips.Leg(*(float(value) for value in (*field("pickup"), *field("drop"))))
    body = request.get_json()
    ride_id = trips.hail(
        int(field("passenger_id")), field("zone"), leg, body.get("product", "standard"), body.get("promo")
    )
    return jsonify(id=ride_id), 201


@pages.get("/rides/<int:trip_id>")
def ride_screen(trip_id: int) -> ResponseReturnValue:
    return jsonify(asdict(RideCard.of(trips.summary(trip_id))))


@pages.post("/rides/<int:trip_id>/cancel")
def give_up(trip_id: int) -> ResponseReturnValue:
    return jsonify(fee_cents=trips.cancel(trip_id))


@pages.post("/rides/<int:trip_id>/stars")
def give_stars(trip_id: int) -> ResponseReturnValue:
    trips.rate(trip_id, int(field("stars")), (request.get_json() or {}).get("remark"))
    return "", 204
