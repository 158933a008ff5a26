"""Customers and what they owe: invoices, lines, reminders, payments received."""

from __future__ import annotations

import csv
from datetime import timedelta

from businessplatform import data_access, rules, settings
from businessplatform.rules import Invalid, NotFound, Refused

LAST_LEVEL = 3


def add_customer(name: str, email: str, manager_id: int) -> int:
    manager = data_access.find_user(manager_id)
    if manager["state"] != "active":
        raise Refused(f"{manager['full_name']} is locked and can look after nobody")
    return data_access.insert(
        "customers",
        name=rules.check_text(name, "the name"),
        email=rules.check_email(email),
        manager_id=manager_id,
    )


def customer(customer_id: int) -> data_access.Row:
    found = data_access.fetch_one(
        "SELECT id, name, email, blocked, manager_id FROM customers WHERE id = ?", (customer_id,)
    )
    if found is None:
        raise NotFound(f"no customer {customer_id}")
    return found


def draft(customer_id: int, reference: str) -> int:
    customer(customer_id)
    due = rules.today() + timedelta(days=settings.PAYMENT_DAYS)
    found = data_access.fetch_one("SELECT COALESCE(MAX(id), 0) + 1 AS following FROM invoices")
    following = found["following"] if found else 1
    return data_access.insert(
        "invoices",
        number=f"R{following:06d}",
        customer_id=customer_id,
        reference=rules.check_text(reference, "the reference"),
        due_on=due.isoformat(),
    )


def add_line(invoice_id: int, label: str, quantity: int, cents: int) -> None:
    if quantity < 1 or cents < 0:
        raise Invalid("a line needs a quantity and a price")
    if data_access.find_invoice(invoice_id)["state"] != "draft":
        raise Refused("lines are added to drafts only")
    data_access.insert(
        "invoice_lines",
        invoice_id=invoice_id,
        label=rules.check_text(label, "the label"),
        quantity=quantity,
        cents=cents,
    )


def issue(invoice_id: int) -> int:
    if data_access.find_invoice(invoice_id)["state"] != "draft":
        raise Refused("this invoice was issued already")
    found = data_access.fetch_one(
        "SELECT SUM(quantity * cents) AS net FROM invoice_lines WHERE invoice_id = ?", (invoice_id,)
    )
    if not found or found["net"] is None:
        raise Refused("an invoice without lines is not issued")
    total = rules.with_vat(found["net"])
    data_access.update("invoices", invoice_id, state="open", total_cents=total)
    return total


def book_payment(invoice_id: int, cents: int, booked_by: int) -> int:
    """Books money and returns what is still due; too much money is refused, the bank sends it back."""
    invoice = data_access.find_invoice(invoice_id)
    due = invoice["total_cents"] - invoice["paid_cents"]
    if invoice["state"] != "open":
        raise Refused(f"invoice {invoice['number']} is {invoice['state']}")
    if not 0 < cents <= due:
        raise Invalid(f"between 1 and {due} cents can be booked")
    with data_access.transaction():
        data_access.insert(
            "payments_received", invoice_id=invoice_id, cents=cents, booked_by=booked_by, booked_at=rules.now()
        )
        data_access.update(
            "invoices",
            invoice_id,
            paid_cents=invoice["paid_cents"] + cents,
            state="settled" if cents == due else "open",
        )
    return due - cents


def payments_of(invoice_id: int) -> list[data_access.Row]:
    return data_access.fetch_all(
        "SELECT cents, booked_at FROM payments_received WHERE invoice_id = ? ORDER BY id", (invoice_id,)
    )


def send_reminders(sent_by: int) -> int:
    """One reminder for each overdue invoice, signed by whoever looks after the customer."""
    overdue = data_access.fetch_all(
        "SELECT i.id, c.manager_id, (SELECT COUNT(*) FROM reminders r WHERE r.invoice_id = i.id) AS level "
        "FROM invoices i JOIN customers c ON c.id = i.customer_id WHERE i.state = 'open' AND i.due_on < ?",
        (rules.today().isoformat(),),
    )
    sent = 0
    for invoice in overdue:
        if invoice["level"] >= LAST_LEVEL:
            continue
        manager = data_access.find_user(invoice["manager_id"])
        data_access.insert(
            "reminders",
            invoice_id=invoice["id"],
            level=invoice["level"] + 1,
            signed_by=manager["full_name"],
            sent_by=sent_by,
            sent_on=rules.today().isoformat(),
        )
        data_access.execute(
            "UPDATE invoices SET total_cents = total_cents + ? WHERE id = ?",
            (settings.REMINDER_FEE_CENTS, invoice["id"]),
        )
        sent += 1
    return sent


def unbilled_stops() -> list[data_access.Row]:
    return data_access.fetch_all(
        "SELECT s.id, s.address, s.parcels, c.name FROM stops s JOIN customers c ON c.id = s.customer_id "
        "WHERE s.state = 'delivered' AND s.invoice_id IS NULL ORDER BY s.id"
    )


def proofs_of(customer_id: int) -> list[str]:
    """Signatures that go with a disputed invoice."""
    path = rules.exports_folder() / "proofs.csv"
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as source:
        return [f"{stop}: {signed_by}" for stop, owner, signed_by in csv.reader(source) if owner == str(customer_id)]
