"""Houses that pay for the rides of their people."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from ridehailing.db import session_scope
from ridehailing.models import Company, Invoice, Passenger, Trip
from ridehailing.services.statements import Statement
from ridehailing.utils import DomainError, Invalid, NotFound


def found(name: str, vat_number: str, budget_cents: int) -> int:
    if not name.strip() or budget_cents < 0:
        raise Invalid("a name and a budget are needed")
    with session_scope() as session:
        if session.scalar(select(Company.id).where(Company.name == name.strip())) is not None:
            raise DomainError("this company is a customer already")
        company = Company(name=name.strip(), vat_number=vat_number.upper(), budget_cents=budget_cents)
        session.add(company)
        session.flush()
        return company.id


def enlist(company_id: int, email: str) -> None:
    with session_scope() as session:
        company = session.get(Company, company_id)
        person = session.scalar(select(Passenger).where(Passenger.email == email.strip().lower()))
        if company is None or person is None:
            raise NotFound("no such company or account")
        if person not in company.staff:
            company.staff.append(person)


def monthly_sheet(company_id: int, month: str) -> list[str]:
    first, after = _span(month)
    with session_scope() as session:
        company = session.get(Company, company_id)
        if company is None:
            raise NotFound(f"no company {company_id}")
        rows = session.execute(
            select(Passenger.full_name, Trip.zone_code, Invoice.total_cents)
            .select_from(Company)
            .join(Company.staff)
            .join(Invoice, Invoice.passenger_id == Passenger.id)
            .join(Invoice.trip)
            .where(Company.id == company_id, Trip.finished_at >= first, Trip.finished_at < after)
            .order_by(Trip.id)
        ).all()
        sheet = Statement(company.name, month)
    return sheet.render([(f"{full_name}, {zone_code}", cents) for full_name, zone_code, cents in rows])


def _span(month: str) -> tuple[datetime, datetime]:
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Invalid("a month is needed, as 2030-12") from None
    first = datetime(day.year, day.month, 1)
    return first, (first + timedelta(days=32)).replace(day=1)
