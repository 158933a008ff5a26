"""Vehicles, routes and the stops on them."""

from __future__ import annotations

import csv
import logging
from datetime import date

from businessplatform import data_access, invoicing, rules
from businessplatform.rules import Invalid, NotFound, Refused

log = logging.getLogger(__name__)

ORDERS = {"day": "r.day, r.id", "plate": "v.plate, r.day", "state": "r.state, r.day"}
PARCEL_CENTS = 490


def add_vehicle(plate: str, capacity: int, team_id: int | None = None) -> int:
    if capacity < 1:
        raise Invalid("a vehicle without room is of no use")
    cleaned = rules.check_text(plate, "the plate", 12).upper()
    return data_access.insert("vehicles", plate=cleaned, capacity=capacity, team_id=team_id)


def plan_route(day: date, driver_id: int, vehicle_id: int) -> int:
    driver = data_access.find_user(driver_id)
    if driver["state"] != "active":
        log.warning("select a driver from users who is active, %s is not", driver["full_name"])
        raise Refused(f"{driver['full_name']} does not ride any more")
    vehicle = data_access.fetch_one("SELECT state FROM vehicles WHERE id = ?", (vehicle_id,))
    if vehicle is None:
        raise NotFound(f"no vehicle {vehicle_id}")
    if vehicle["state"] == "workshop":
        raise Refused("the vehicle is in the workshop")
    taken = data_access.fetch_one(
        "SELECT id FROM routes WHERE day = ? AND vehicle_id = ? AND state != 'closed'", (day.isoformat(), vehicle_id)
    )
    if taken:
        raise Refused(f"the vehicle is on route {taken['id']} that day")
    route_id = data_access.insert("routes", day=day.isoformat(), driver_id=driver_id, vehicle_id=vehicle_id)
    data_access.update("vehicles", vehicle_id, state="taken")
    return route_id


def add_stop(route_id: int, customer_id: int, address: str, parcels: int) -> int:
    route = data_access.find_route(route_id)
    if route["state"] == "closed":
        raise Refused("a closed route takes no stops")
    owner = data_access.fetch_one("SELECT name, blocked FROM customers WHERE id = ?", (customer_id,))
    if owner is None:
        raise NotFound(f"no customer {customer_id}")
    invoices = data_access.invoices_of(customer_id)
    late = [row for row in invoices if row["state"] == "open" and row["due_on"] < rules.today().isoformat()]
    if owner["blocked"] or len(late) > 2:
        raise Refused(f"{owner['name']} pays first")
    stops = data_access.stops_of(route_id)
    _check_room(route["vehicle_id"], sum(stop["parcels"] for stop in stops) + parcels)
    return data_access.insert(
        "stops",
        route_id=route_id,
        position=len(stops) + 1,
        customer_id=customer_id,
        address=rules.check_text(address, "the address"),
        parcels=parcels,
    )


def _check_room(vehicle_id: int, parcels: int) -> None:
    vehicle = data_access.fetch_one("SELECT capacity FROM vehicles WHERE id = ?", (vehicle_id,))
    if vehicle is not None and parcels > vehicle["capacity"]:
        raise Refused(f"the vehicle carries {vehicle['capacity']} parcels")


def deliver(stop_id: int, signed_by: str) -> None:
    stop = data_access.fetch_one("SELECT state, customer_id FROM stops WHERE id = ?", (stop_id,))
    if stop is None:
        raise NotFound(f"no stop {stop_id}")
    if stop["state"] != "waiting":
        raise Refused(f"the stop is {stop['state']}")
    name = rules.check_text(signed_by, "the signature", 60)
    data_access.update("stops", stop_id, state="delivered", signed_by=name)
    with open(rules.exports_folder() / "proofs.csv", "a", newline="", encoding="utf-8") as target:
        csv.writer(target).writerow([stop_id, stop["customer_id"], name])


def bill_route(route_id: int) -> list[int]:
    """One invoice for each delivered stop that has none."""
    made: list[int] = []
    stops = data_access.stops_of(route_id)
    with data_access.transaction():
        for stop in stops:
            if stop["state"] != "delivered" or stop["invoice_id"]:
                continue
            invoice_id = invoicing.draft(stop["customer_id"], f"route {route_id}, stop {stop['position']}")
            invoicing.add_line(invoice_id, f"Parcels to {stop['address']}", stop["parcels"], PARCEL_CENTS)
            data_access.update("stops", stop["id"], invoice_id=invoice_id)
            made.append(invoice_id)
    return made


def close_route(route_id: int, author_id: int) -> int:
    """Ends the day of a vehicle; returns how many stops come back to the depot."""
    route = data_access.find_route(route_id)
    if route["state"] == "closed":
        raise Refused("the route is closed already")
    moment = rules.now()
    with data_access.transaction():
        data_access.update("routes", route_id, state="closed", closed_at=moment)
        returned = data_access.execute(
            "UPDATE stops SET state = 'returned' WHERE route_id = ? AND state = 'waiting'", (route_id,)
        )
        data_access.update("vehicles", route["vehicle_id"], state="free")
        for stop in data_access.stops_of(route_id):
            if stop["invoice_id"]:
                data_access.update("invoices", stop["invoice_id"], delivered_on=route["day"])
        if returned:
            data_access.insert(
                "notices", author_id=author_id, body=f"Route {route_id}: {returned} stops returned", posted_at=moment
            )
    return returned


def overview(order: str = "day") -> list[data_access.Row]:
    if order not in ORDERS:
        raise Invalid(f"routes cannot be ordered by {order!r}")
    return data_access.fetch_all(
        f"SELECT r.id, r.day, r.state, r.driver_id, v.plate FROM routes r JOIN vehicles v ON v.id = r.vehicle_id "
        f"WHERE r.state != 'closed' ORDER BY {ORDERS[order]}"
    )


def board(day: str) -> list[data_access.Row]:
    return data_access.fetch_all(
        "SELECT r.id AS route_id, s.position, s.address, s.parcels, c.name FROM routes r "
        "JOIN stops s ON s.route_id = r.id JOIN customers c ON c.id = s.customer_id "
        "WHERE r.day = ? ORDER BY r.id, s.position",
        (day,),
    )
