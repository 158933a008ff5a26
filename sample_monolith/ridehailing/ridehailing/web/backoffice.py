"""The desk of the people who help."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from ridehailing.services import companies, disputes, fares, fleet, invoicing, letters, lostfound, riders, trips

desk = Blueprint("desk", __name__)

HELP = {
    "papers": "Select drivers from the list, then accept or reject what they sent.",
    "rides": "Only rides that did not start can be called off here.",
}


@desk.post("/people/<int:passenger_id>/lock")
def freeze(passenger_id: int) -> ResponseReturnValue:
    riders.lock(passenger_id, request.get_json()["reason"])
    return "", 204


@desk.delete("/people/<int:passenger_id>/lock")
def thaw(passenger_id: int) -> ResponseReturnValue:
    riders.unlock(passenger_id)
    return "", 204


@desk.post("/papers/<int:paper_id>")
def judge(paper_id: int) -> ResponseReturnValue:
    state = fleet.review_paper(paper_id, bool(request.get_json()["accept"]))
    return jsonify(state=state, hint=HELP["papers"])


@desk.put("/permits/<int:driver_id>/<zone_code>")
def permit(driver_id: int, zone_code: str) -> ResponseReturnValue:
    fleet.grant_zone(driver_id, zone_code)
    return "", 204


@desk.delete("/rides/<int:trip_id>")
def call_off(trip_id: int) -> ResponseReturnValue:
    trips.cancel(trip_id, by_passenger=False)
    return jsonify(hint=HELP["rides"])


@desk.get("/rides/<int:trip_id>/log")
def ride_log(trip_id: int) -> ResponseReturnValue:
    return jsonify([{"at": at.isoformat(), "what": what} for at, what in trips.log_of(trip_id)])


@desk.post("/invoices/<int:invoice_id>/write-off")
def forgive(invoice_id: int) -> ResponseReturnValue:
    invoicing.write_off(invoice_id)
    return "", 204


@desk.get("/invoices/<int:invoice_id>/due")
def missing_money(invoice_id: int) -> ResponseReturnValue:
    return jsonify(cents=invoicing.still_due(invoice_id))


@desk.post("/people/<int:passenger_id>/notes")
def scribble(passenger_id: int) -> ResponseReturnValue:
    body = request.get_json()
    return jsonify(locked=riders.jot(passenger_id, body["author"], body["topic"], body["body"])), 201


@desk.delete("/applicants/<int:driver_id>")
def turn_away(driver_id: int) -> ResponseReturnValue:
    fleet.dismiss(driver_id)
    return "", 204


@desk.post("/lost/<int:item_id>")
def search_done(item_id: int) -> ResponseReturnValue:
    state = lostfound.settle(item_id, bool(request.get_json()["found"]))
    return jsonify(state=state, shelf=[claim.full_name for claim in lostfound.shelf()])


@desk.post("/complaints/<int:dispute_id>")
def make_good(dispute_id: int) -> ResponseReturnValue:
    return jsonify(outcome=disputes.grant(dispute_id, int(request.get_json()["cents"])))


@desk.put("/surge-cap")
def calm_down() -> ResponseReturnValue:
    fares.cap_surge(float(request.get_json()["factor"]))
    return "", 204


@desk.put("/companies/<int:company_id>/staff")
def hire(company_id: int) -> ResponseReturnValue:
    companies.enlist(company_id, request.get_json()["email"])
    return "", 204


@desk.post("/announcements")
def call_out() -> ResponseReturnValue:
    return jsonify(reached=letters.announce(request.get_json()["body"]))
