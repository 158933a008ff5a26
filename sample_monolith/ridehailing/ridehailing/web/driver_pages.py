"""The board in the car."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ridehailing.db import data_folder, session_scope
from ridehailing.models import BoardSetting, PinnedSpot, Shift, Trip
from ridehailing.services import fleet, payouts, shifts, trips
from ridehailing.utils import Invalid, as_money, utcnow, week_start
from ridehailing.web import screens

pages = Blueprint("driver", __name__)


@pages.post("/accounts")
def join() -> ResponseReturnValue:
    body = request.get_json()
    return jsonify(id=fleet.onboard(body["full_name"], body["phone"], body["iban"])), 201


@pages.post("/<int:driver_id>/papers")
def upload(driver_id: int) -> ResponseReturnValue:
    body = request.get_json()
    try:
        valid_to = date.fromisoformat(body["valid_to"])
    except ValueError:
        raise Invalid("a date is needed, as 2030-12-31") from None
    return jsonify(id=fleet.file_paper(driver_id, body["kind"], body["number"], valid_to)), 201


@pages.post("/<int:driver_id>/duty")
def duty(driver_id: int) -> ResponseReturnValue:
    body = request.get_json()
    if body.get("on"):
        fleet.go_online(driver_id, float(body["lat"]), float(body["lon"]))
    else:
        fleet.go_offline(driver_id)
    return "", 204


@pages.get("/<int:driver_id>/board")
def board(driver_id: int) -> ResponseReturnValue:
    person = fleet.load(driver_id)
    head = screens.greet(person.id, person.full_name, person.stars)
    with session_scope() as session:
        prefs = session.get(BoardSetting, driver_id)
        rows = session.scalars(
            select(Trip).where(Trip.driver_id == driver_id, Trip.status.in_(("accepted", "riding")))
        ).all()
        jobs = [{"id": row.id, "status": row.status, "lat": row.pickup_lat, "lon": row.pickup_lon} for row in rows]
        dark = bool(prefs and prefs.dark)
    return jsonify(head=asdict(head), jobs=jobs, dark=dark)


@pages.put("/<int:driver_id>/board")
def arrange(driver_id: int) -> ResponseReturnValue:
    body = request.get_json()
    with session_scope() as session:
        prefs = session.get(BoardSetting, driver_id)
        if prefs is None:
            prefs = BoardSetting(driver_id=driver_id)
            session.add(prefs)
        prefs.dark = bool(body.get("dark"))
        prefs.show_map = bool(body.get("show_map", True))
    return "", 204


@pages.get("/<int:driver_id>/earnings")
def earnings(driver_id: int) -> ResponseReturnValue:
    payments = payouts.history(driver_id)
    total = sum(line.cents for line in payments)
    return jsonify(weeks=[asdict(row) for row in screens.week_rows(payments)], total=as_money(total))


@pages.post("/<int:driver_id>/rides/<int:trip_id>/<step>")
def move_on(driver_id: int, trip_id: int, step: str) -> ResponseReturnValue:
    match step:
        case "accept":
            trips.accept(trip_id, driver_id)
        case "start":
            trips.start(trip_id, int((request.get_json(silent=True) or {}).get("waited", 0)))
        case "finish":
            return jsonify(paid=trips.finish(trip_id))
        case _:
            raise Invalid(f"unknown step: {step}")
    return "", 204


@pages.post("/<int:driver_id>/clock")
def clock(driver_id: int) -> ResponseReturnValue:
    body = request.get_json()
    if body.get("on"):
        return jsonify(id=shifts.clock_in(driver_id)), 201
    return jsonify(hours=shifts.clock_out(driver_id, int(body.get("break", 0))))


@pages.get("/<int:driver_id>/hours")
def hours(driver_id: int) -> ResponseReturnValue:
    with session_scope() as session:
        running = session.scalar(select(Shift.id).where(Shift.driver_id == driver_id, Shift.ended_at.is_(None)))
    week = [screens.Shift(at.date(), worked) for at, worked in shifts.worked(driver_id, week_start(utcnow()))]
    return jsonify(running=running is not None, week=[asdict(row) for row in week])


@pages.get("/<int:driver_id>/map")
def warm_spots(driver_id: int) -> ResponseReturnValue:
    warmth: dict[str, float] = {}
    if (data_folder() / "heat.json").exists():
        with (data_folder() / "heat.json").open(encoding="utf-8") as sheet:
            warmth.update(json.load(sheet))
    with session_scope() as session:
        pins = session.scalars(select(PinnedSpot).where(PinnedSpot.driver_id == driver_id)).all()
        return jsonify(heat=warmth, pins=[{"label": pin.label, "lat": pin.lat, "lon": pin.lon} for pin in pins])


@pages.post("/<int:driver_id>/pins")
def pin(driver_id: int) -> ResponseReturnValue:
    body = request.get_json()
    with session_scope() as session:
        session.add(PinnedSpot(driver_id=driver_id, label=body["label"], lat=body["lat"], lon=body["lon"]))
    return "", 204
