"""Command line of the house."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, timedelta

from ridehailing import exports
from ridehailing.db import engine
from ridehailing.migrations import m0001_initial, m0002_companies_and_shifts
from ridehailing.services import (
    bookings,
    companies,
    disputes,
    fleet,
    heat,
    letters,
    lostfound,
    payouts,
    promos,
    riders,
    shifts,
    tips,
    trips,
    wallet,
)
from ridehailing.utils import DomainError, utcnow

MIGRATIONS = (m0001_initial, m0002_companies_and_shifts)


def migrate(args: argparse.Namespace) -> int:
    with engine().begin() as connection:
        for step in MIGRATIONS:
            step.upgrade(connection)
            print(f"applied {step.__name__.rpartition('.')[2]}")
    return 0


def seed(args: argparse.Namespace) -> int:
    """A small city, made through the front doors only."""
    far = utcnow().date() + timedelta(days=400)
    ada = riders.register("ada@example.org", "Ada Holm", "+4520000001")
    bo = riders.register("bo@example.org", "Bo Lind", "+4520000002")
    wallet.add_card(ada, "4000 0000 0000 1111", "visa")
    wallet.add_card(bo, "4000 0000 0000 0002", "visa")
    riders.keep_place(ada, "Home", 55.676, 12.568)
    promos.create_code("HELLO", percent=20, cap_cents=500, last_day=far, uses=100, newcomers=True)
    cyd = fleet.onboard("Cyd Berg", "+4530000001", "DK50 0040 0440 1162 43")
    fleet.add_vehicle(cyd, "AB12345", "Skoda", utcnow().year - 2)
    for kind in fleet.REQUIRED:
        fleet.review_paper(fleet.file_paper(cyd, kind, f"{kind}-1", far), accept=True)
    fleet.grant_zone(cyd, "CENTRE")
    fleet.go_online(cyd, 55.677, 12.570)
    ride = trips.hail(ada, "CENTRE", trips.Leg(55.676, 12.568, 55.700, 12.600), promo="HELLO")
    trips.accept(ride, cyd)
    trips.start(ride, waited_minutes=5)
    trips.finish(ride)
    trips.rate(ride, 5, "smooth")
    tips.give(ride, 200)
    lostfound.settle(lostfound.report(ride, "a red umbrella"), found=True)
    disputes.open_case(ride, "the way round the harbour was not needed")
    shifts.clock_in(cyd)
    bookings.plan(bo, "NORTH", trips.Leg(55.70, 12.56, 55.68, 12.59), utcnow() + timedelta(hours=30))
    letters.choose(ada, mail=True, push=True, language="da")
    riders.jot(bo, "desk", "question", "asked for a child seat")
    harbour = companies.found("Harbour Works", "DK12345678", 200_000)
    companies.enlist(harbour, "ada@example.org")
    heat.measure()
    print(f"2 people, 1 car, ride {ride} finished")
    return 0


def serve(args: argparse.Namespace) -> int:
    from ridehailing.web import create_app

    create_app().run(host=args.host, port=args.port)
    return 0


def nightly(args: argparse.Namespace) -> int:
    from ridehailing.jobs.nightly import run_all

    for name, count in run_all().items():
        print(f"{name}: {count}")
    return 0


def work(args: argparse.Namespace) -> int:
    from ridehailing.jobs import worker

    print(f"bookings: {worker.release_bookings()}, offers: {worker.hand_out_offers()}")
    print(f"receipts: {worker.send_receipts()}, letters: {worker.send_letters()}")
    return 0


def export(args: argparse.Namespace) -> int:
    for line in exports.run(args.name, args.argument):
        print(line)
    return 0


def statement(args: argparse.Namespace) -> int:
    print("\n".join(companies.monthly_sheet(args.company, args.month)))
    return 0


def batch(args: argparse.Namespace) -> int:
    print(f"{payouts.write_batch(date.fromisoformat(args.week))} lines, {payouts.check_batch()} cents")
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ridehailing")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("migrate", help="create or update the schema").set_defaults(run=migrate)
    commands.add_parser("seed", help="fill in a small city").set_defaults(run=seed)
    server = commands.add_parser("serve", help="run the web server")
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=int, default=8000)
    server.set_defaults(run=serve)
    commands.add_parser("nightly", help="close the day and send what waits").set_defaults(run=nightly)
    commands.add_parser("work", help="empty the queues once").set_defaults(run=work)
    writer = commands.add_parser("export", help="write an export to the screen")
    writer.add_argument("name", help="activity, ledger, payslips or tax")
    writer.add_argument("argument", help="zone, subject or year")
    writer.set_defaults(run=export)
    sheet = commands.add_parser("statement", help="the rides of a company in a month")
    sheet.add_argument("company", type=int)
    sheet.add_argument("month", help="as 2030-12")
    sheet.set_defaults(run=statement)
    bank = commands.add_parser("batch", help="write the file for the bank")
    bank.add_argument("week", help="the Monday, as 2030-12-30")
    bank.set_defaults(run=batch)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    args = build_parser().parse_args(argv)
    try:
        return args.run(args)
    except DomainError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
