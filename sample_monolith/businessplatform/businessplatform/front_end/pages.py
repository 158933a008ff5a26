"""The pages of the office, written out by hand."""

from __future__ import annotations

from html import escape
from typing import Annotated

from fastapi import APIRouter, Cookie
from fastapi.responses import HTMLResponse

from businessplatform import data_access, delivery_routes, invoicing, login, rules, user_management
from businessplatform.front_end import visitor

router = APIRouter(default_response_class=HTMLResponse)

FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><nav><a href="/">Home</a> <a href="/routes">Routes</a> <a href="/users">Users</a></nav>
<h1>{title}</h1>
{body}
<footer>Update customers by telephone, select reminders from the list of the week.</footer></body></html>"""

LOGIN_FORM = """<form id="f"><input name="email"><input name="password" type="password"><button>Sign in</button></form>
<script>
f.onsubmit = async (e) => { e.preventDefault();
  const sent = JSON.stringify(Object.fromEntries(new FormData(f)));
  const r = await fetch("/api/login", {method: "POST", headers: {"Content-Type": "application/json"}, body: sent});
  if (r.ok) location = "/"; };
</script>"""


def _page(title: str, body: str) -> str:
    return FRAME.format(title=escape(title), body=body)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table><tr>{head}</tr>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def post_notice(author_id: int, body: str) -> int:
    return data_access.insert(
        "notices", author_id=author_id, body=rules.check_text(body, "the notice", 200), posted_at=rules.now()
    )


def _notices() -> str:
    rows = data_access.fetch_all("SELECT body, posted_at FROM notices ORDER BY id DESC LIMIT 5")
    return "<ul>" + "".join(f"<li>{escape(row['posted_at'])} {escape(row['body'])}</li>" for row in rows) + "</ul>"


@router.get("/login")
def login_page() -> str:
    return _page("Sign in", LOGIN_FORM)


@router.get("/")
def home(session: Annotated[str, Cookie()] = "") -> str:
    user = data_access.find_user(visitor.of_session(session))
    late = data_access.fetch_one(
        f"SELECT COUNT(*) AS n FROM invoices WHERE state = 'open' AND due_on < '{rules.today().isoformat()}'"
    )
    count = late["n"] if late else 0
    return _page(f"Good day, {user['full_name']}", f"<p>{count} invoices are overdue.</p>{_notices()}")


@router.get("/routes")
def routes_page(session: Annotated[str, Cookie()] = "", order: str = "day") -> str:
    visitor.of_session(session)
    routes = delivery_routes.overview(order)
    rows: list[list[str]] = []
    for route in routes:
        driver = data_access.find_user(route["driver_id"])
        stops = data_access.stops_of(route["id"])
        waiting = [stop for stop in stops if stop["state"] == "waiting"]
        rows.append([route["day"], route["plate"], driver["full_name"], f"{len(waiting)} of {len(stops)} open"])
    return _page("Routes", _table(["Day", "Vehicle", "Driver", "Stops"], rows))


@router.get("/customers/{customer_id}")
def customer_page(customer_id: int, session: Annotated[str, Cookie()] = "") -> str:
    visitor.of_session(session)
    customer = invoicing.customer(customer_id)
    payments_received: dict[str, int] = {}
    rows: list[list[str]] = []
    for invoice in data_access.invoices_of(customer_id):
        payments_received.update({invoice["number"]: invoice["paid_cents"]})
        rows.append([invoice["number"], invoice["state"], rules.as_money(invoice["total_cents"])])
    paid = rules.as_money(sum(payments_received.values()))
    return _page(customer["name"], _table(["Number", "State", "Total"], rows) + f"<p>{paid} received so far</p>")


@router.get("/users")
def users_page(session: Annotated[str, Cookie()] = "") -> str:
    login.require(session, "office")
    people = user_management.directory()
    rows = [[one["full_name"], one["email"], one["team"] or "no team", one["last_login"] or "never"] for one in people]
    return _page("Users", _table(["Name", "Address", "Team", "Last seen"], rows))
