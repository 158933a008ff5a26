"""The tables of the platform, in the order in which they are made."""

from __future__ import annotations

from businessplatform import data_access

TABLES = (
    """CREATE TABLE IF NOT EXISTS teams (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        depot TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS users (
        id INTEGER PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        full_name TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'active',
        lock_reason TEXT,
        last_login TEXT,
        team_id INTEGER REFERENCES teams(id)
    )""",
    """CREATE TABLE IF NOT EXISTS roles (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    )""",
    """CREATE TABLE IF NOT EXISTS user_roles (
        user_id INTEGER NOT NULL REFERENCES users(id),
        role_id INTEGER NOT NULL REFERENCES roles(id),
        PRIMARY KEY (user_id, role_id)
    )""",
    """CREATE TABLE IF NOT EXISTS sessions (
        id INTEGER PRIMARY KEY,
        token TEXT NOT NULL UNIQUE,
        user_id INTEGER NOT NULL REFERENCES users(id),
        opened_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        closed_at TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS api_tokens (
        id INTEGER PRIMARY KEY,
        token TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL,
        user_id INTEGER NOT NULL REFERENCES users(id),
        revoked INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE IF NOT EXISTS login_attempts (
        id INTEGER PRIMARY KEY,
        email TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS customers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE,
        blocked INTEGER NOT NULL DEFAULT 0,
        manager_id INTEGER NOT NULL REFERENCES users(id)
    )""",
    """CREATE TABLE IF NOT EXISTS invoices (
        id INTEGER PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        reference TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'draft',
        total_cents INTEGER NOT NULL DEFAULT 0,
        paid_cents INTEGER NOT NULL DEFAULT 0,
        due_on TEXT NOT NULL,
        delivered_on TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS invoice_lines (
        id INTEGER PRIMARY KEY,
        invoice_id INTEGER NOT NULL REFERENCES invoices(id),
        label TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        cents INTEGER NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS reminders (
        id INTEGER PRIMARY KEY,
        invoice_id INTEGER NOT NULL REFERENCES invoices(id),
        level INTEGER NOT NULL,
        signed_by TEXT NOT NULL,
        sent_by INTEGER NOT NULL REFERENCES users(id),
        sent_on TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS payments_received (
        id INTEGER PRIMARY KEY,
        invoice_id INTEGER NOT NULL REFERENCES invoices(id),
        cents INTEGER NOT NULL,
        booked_by INTEGER NOT NULL REFERENCES users(id),
        booked_at TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS vehicles (
        id INTEGER PRIMARY KEY,
        plate TEXT NOT NULL UNIQUE,
        capacity INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'free',
        team_id INTEGER REFERENCES teams(id)
    )""",
    """CREATE TABLE IF NOT EXISTS fuel_cards (
        id INTEGER PRIMARY KEY,
        vehicle_id INTEGER NOT NULL REFERENCES vehicles(id),
        pin_hint TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS routes (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'planned',
        driver_id INTEGER NOT NULL REFERENCES users(id),
        vehicle_id INTEGER NOT NULL REFERENCES vehicles(id),
        closed_at TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS stops (
        id INTEGER PRIMARY KEY,
        route_id INTEGER NOT NULL REFERENCES routes(id),
        position INTEGER NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        address TEXT NOT NULL,
        parcels INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting',
        signed_by TEXT,
        invoice_id INTEGER REFERENCES invoices(id)
    )""",
    """CREATE TABLE IF NOT EXISTS notices (
        id INTEGER PRIMARY KEY,
        author_id INTEGER NOT NULL REFERENCES users(id),
        body TEXT NOT NULL,
        posted_at TEXT NOT NULL
    )""",
)


def create_all() -> int:
    with data_access.transaction():
        for statement in TABLES:
            data_access.execute(statement)
    return len(TABLES)
