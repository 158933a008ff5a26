"""Command line of the platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta

from businessplatform import delivery_routes, invoicing, rules, schema, user_management
from businessplatform.rules import HouseError

WELCOME = "welcome-2-depot"


def migrate(args: argparse.Namespace) -> int:
    print(f"{schema.create_all()} tables are in place")
    return 0


def seed(args: argparse.Namespace) -> int:
    for name in ("boss", "office", "driver"):
        user_management.add_role(name)
    north = user_management.add_team("North", "Harbour Lane 3")
    eva = user_management.create("eva@example.org", "Eva Lund", WELCOME, granted=["boss", "office"])
    finn = user_management.create("finn@example.org", "Finn Dahl", WELCOME, north, ["driver"])
    bakery = invoicing.add_customer("Bakery Krume", "office@krume.example", eva)
    florist = invoicing.add_customer("Florist Mohn", "hello@mohn.example", eva)
    van = delivery_routes.add_vehicle("n-dl 204", 60, north)
    route = delivery_routes.plan_route(rules.today() + timedelta(days=1), finn, van)
    first = delivery_routes.add_stop(route, bakery, "Mill Street 8", 12)
    delivery_routes.add_stop(route, florist, "Old Market 1", 4)
    delivery_routes.deliver(first, "H. Krume")
    total = sum(invoicing.issue(invoice) for invoice in delivery_routes.bill_route(route))
    print(f"2 users, 2 customers, route {route}, {rules.as_money(total)} invoiced")
    return 0


def serve(args: argparse.Namespace) -> int:
    import uvicorn

    from businessplatform.front_end import create_app

    uvicorn.run(create_app(), host="127.0.0.1", port=args.port, log_level="warning")
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="businessplatform")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("migrate", help="create the tables").set_defaults(run=migrate)
    commands.add_parser("seed", help="insert into customers and routes what a demo needs").set_defaults(run=seed)
    server = commands.add_parser("serve", help="run the web server")
    server.add_argument("--port", type=int, default=8000)
    server.set_defaults(run=serve)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    args = build_parser().parse_args(argv)
    try:
        return args.run(args)
    except HouseError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
