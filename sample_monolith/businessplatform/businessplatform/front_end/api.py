"""The same in JSON, for the app in the vans and for the accountant's program."""

from __future__ import annotations

import io
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Header, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import BaseModel

from businessplatform import data_access, delivery_routes, exports, invoicing, login, settings, user_management
from businessplatform.front_end import pages, visitor
from businessplatform.rules import Invalid

router = APIRouter()
SessionCookie = Annotated[str, Cookie()]
ApiToken = Annotated[str, Header(alias="X-Api-Token")]


class Credentials(BaseModel):
    email: str
    password: str


class NewUser(BaseModel):
    email: str
    full_name: str
    password: str
    team_id: int | None = None
    roles: list[str] = []


class Money(BaseModel):
    cents: int


class Text(BaseModel):
    text: str


class Terms(BaseModel):
    payment_days: int


@router.post("/login")
def sign_in(body: Credentials, response: Response) -> dict[str, str]:
    token = login.sign_in(body.email, body.password)
    response.set_cookie("session", token, httponly=True, samesite="strict")
    return {"session": token}


@router.post("/logout")
def sign_out(session: SessionCookie = "") -> dict[str, bool]:
    login.sign_out(session)
    return {"signed_out": True}


@router.post("/users", status_code=201)
def add_user(body: NewUser, session: SessionCookie = "") -> dict[str, int]:
    login.require(session, "office")
    return {"id": user_management.create(body.email, body.full_name, body.password, body.team_id, body.roles)}


@router.post("/users/{user_id}/retire")
def retire_user(user_id: int, session: SessionCookie = "") -> dict[str, bool]:
    login.require(session, "office")
    user_management.retire(user_id)
    return {"retired": True}


@router.post("/notices", status_code=201)
def add_notice(body: Text, session: SessionCookie = "") -> dict[str, int]:
    return {"id": pages.post_notice(visitor.of_session(session), body.text)}


@router.put("/terms")
def change_terms(body: Terms, session: SessionCookie = "") -> dict[str, int]:
    login.require(session, "boss")
    if not 7 <= body.payment_days <= 60:
        raise Invalid("between 7 and 60 days")
    settings.PAYMENT_DAYS = body.payment_days
    return {"payment_days": body.payment_days}


@router.get("/routes/{route_id}")
def show_route(route_id: int, session: SessionCookie = "") -> dict[str, Any]:
    visitor.of_session(session)
    return {"route": data_access.find_route(route_id), "stops": data_access.stops_of(route_id)}


@router.post("/routes/{route_id}/close")
def close_route(route_id: int, session: SessionCookie = "") -> dict[str, Any]:
    author = visitor.of_session(session)
    billed = delivery_routes.bill_route(route_id)
    return {"invoices": billed, "returned": delivery_routes.close_route(route_id, author)}


@router.post("/stops/{stop_id}/delivered")
def deliver(stop_id: int, body: Text, session: SessionCookie = "") -> dict[str, bool]:
    visitor.of_session(session)
    delivery_routes.deliver(stop_id, body.text)
    return {"delivered": True}


@router.post("/invoices/{invoice_id}/payments", status_code=201)
def add_payment(invoice_id: int, body: Money, session: SessionCookie = "") -> dict[str, int]:
    login.require(session, "office")
    return {"due": invoicing.book_payment(invoice_id, body.cents, visitor.of_session(session))}


@router.post("/reminders")
def remind(session: SessionCookie = "") -> dict[str, int]:
    login.require(session, "office")
    return {"sent": invoicing.send_reminders(visitor.of_session(session))}


@router.get("/statements/{customer_id}")
def statement(customer_id: int, x_api_token: ApiToken = "") -> StreamingResponse:
    visitor.of_machine(x_api_token)
    invoicing.customer(customer_id)
    return StreamingResponse(exports.customer_statement(customer_id), media_type="text/csv")


@router.get("/day-sheet/{day}")
def day_sheet(day: str, x_api_token: ApiToken = "") -> PlainTextResponse:
    visitor.of_machine(x_api_token)
    sheet = io.StringIO()
    exports.write_day_sheet(day, sheet)
    return PlainTextResponse(sheet.getvalue())


@router.get("/unbilled")
def unbilled(x_api_token: ApiToken = "") -> list[dict[str, Any]]:
    visitor.of_machine(x_api_token)
    return invoicing.unbilled_stops()


@router.get("/count/{subject}")
def count(subject: str, x_api_token: ApiToken = "") -> dict[str, int]:
    visitor.of_machine(x_api_token)
    return {subject: data_access.count_rows(subject)}


@router.get("/dump/{subject}")
def dump(subject: str, x_api_token: ApiToken = "") -> list[str]:
    visitor.of_machine(x_api_token)
    return exports.dump(subject)
