"""Pages and calls of the app that people hail with."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ridehailing import cache
from ridehailing.db import session_scope
from ridehailing.models import Dispute, SavedPlace, SearchEntry, Trip
from ridehailing.services import bookings, disputes, fares, letters, lostfound, outbox, riders, tips, trips, wallet
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


@pages.get("/zones/<zone_code>/wait")
def waiting_time(zone_code: str) -> ResponseReturnValue:
    return jsonify(minutes=cache.get(f"eta:{zone_code}"))


@pages.post("/bookings")
def order_ahead() -> ResponseReturnValue:
    leg = trips.Leg(*(float(value) for value in (*field("pickup"), *field("drop"))))
    pickup_at = datetime.fromisoformat(field("pickup_at"))
    return jsonify(id=bookings.plan(int(field("passenger_id")), field("zone"), leg, pickup_at)), 201


@pages.get("/accounts/<int:passenger_id>/bookings")
def ahead(passenger_id: int) -> ResponseReturnValue:
    listed = []
    for item in bookings.upcoming(passenger_id):
        cents = fares.quote(item.product, item.zone_code, item.km, item.pickup_at.hour)
        listed.append({"id": item.id, "pickup_at": item.pickup_at.isoformat(), "about_cents": cents})
    return jsonify(listed)


@pages.post("/rides/<int:trip_id>/tip")
def say_thanks(trip_id: int) -> ResponseReturnValue:
    return jsonify(id=tips.give(trip_id, int(field("cents")))), 201


@pages.post("/rides/<int:trip_id>/lost")
def left_behind(trip_id: int) -> ResponseReturnValue:
    return jsonify(id=lostfound.report(trip_id, field("what"))), 201


@pages.post("/rides/<int:trip_id>/complaints")
def complain(trip_id: int) -> ResponseReturnValue:
    return jsonify(id=disputes.open_case(trip_id, field("claim"))), 201


@pages.get("/accounts/<int:passenger_id>/complaints")
def my_complaints(passenger_id: int) -> ResponseReturnValue:
    with session_scope() as session:
        wanted = select(Dispute).join(Dispute.trip).where(Trip.passenger_id == passenger_id).order_by(Dispute.id)
        rows = session.scalars(wanted).all()
        return jsonify([{"ride": row.trip_id, "state": row.state, "cents": row.granted_cents} for row in rows])


@pages.put("/accounts/<int:passenger_id>/contact")
def contact(passenger_id: int) -> ResponseReturnValue:
    letters.choose(passenger_id, bool(field("mail")), bool(field("push")), field("language"))
    return "", 204
