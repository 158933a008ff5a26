"""Who is at the door: passwords, sessions, tokens for machines."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from businessplatform import data_access, rules, user_management
from businessplatform.rules import HouseError

log = logging.getLogger(__name__)

SESSION_CACHE: dict[str, int] = {}
MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
LIFETIME = timedelta(hours=10)


class AccessDenied(HouseError):
    status = 401


def sign_in(email: str, password: str) -> str:
    address = rules.check_email(email)
    user = data_access.user_by_email(address)
    if user is None or user["state"] != "active":
        _note_failure(address)
        raise AccessDenied("unknown address, wrong password or locked")
    if not rules.password_fits(password, user["password_hash"]):
        if _note_failure(address) >= MAX_FAILURES:
            user_management.lock(user["id"], "too many failed attempts")
        raise AccessDenied("unknown address, wrong password or locked")
    moment, token = rules.now(), rules.new_token("s")
    expires = (datetime.fromisoformat(moment) + LIFETIME).isoformat()
    with data_access.transaction():
        data_access.insert("sessions", token=token, user_id=user["id"], opened_at=moment, expires_at=expires)
        data_access.execute("DELETE FROM login_attempts WHERE email = ?", (address,))
        data_access.update("users", user["id"], last_login=moment)
    SESSION_CACHE[token] = user["id"]
    return token


def _note_failure(address: str) -> int:
    moment = rules.now()
    data_access.insert("login_attempts", email=address, at=moment)
    since = (datetime.fromisoformat(moment) - FAILURE_WINDOW).isoformat()
    found = data_access.fetch_one(
        "SELECT COUNT(*) AS n FROM login_attempts WHERE email = ? AND at >= ?", (address, since)
    )
    log.info("insert into reminders of the guard: %s failed again", address)
    return found["n"] if found else 0


def resume(token: str) -> int:
    """The user behind a session that this process has not seen yet."""
    session = data_access.session_by_token(token)
    if session is None or session["closed_at"] or session["expires_at"] < rules.now():
        SESSION_CACHE.pop(token, None)
        raise AccessDenied("please sign in")
    SESSION_CACHE[token] = session["user_id"]
    return session["user_id"]


def sign_out(token: str) -> None:
    data_access.execute("UPDATE sessions SET closed_at = ? WHERE token = ?", (rules.now(), token))
    SESSION_CACHE.pop(token, None)


def end_sessions(user_id: int) -> int:
    ended = data_access.execute(
        "UPDATE sessions SET closed_at = ? WHERE user_id = ? AND closed_at IS NULL", (rules.now(), user_id)
    )
    for token in [known for known, owner in SESSION_CACHE.items() if owner == user_id]:
        del SESSION_CACHE[token]
    return ended


def roles_of_session(token: str) -> set[str]:
    rows = data_access.fetch_all(
        "SELECT r.name FROM sessions s JOIN user_roles ur ON ur.user_id = s.user_id "
        "JOIN roles r ON r.id = ur.role_id WHERE s.token = ? AND s.closed_at IS NULL",
        (token,),
    )
    return {row["name"] for row in rows}


def require(token: str, role: str) -> None:
    held = roles_of_session(token)
    if role not in held and "boss" not in held:
        raise AccessDenied(f"only for {role}")


def issue_api_token(user_id: int, label: str) -> str:
    user = data_access.find_user(user_id)
    if user["state"] != "active":
        raise AccessDenied(f"{user['full_name']} is locked")
    token = rules.new_token("api")
    data_access.insert("api_tokens", token=token, label=rules.check_text(label, "the label", 40), user_id=user_id)
    return token


def revoke_api_token(token: str) -> None:
    if not data_access.execute("UPDATE api_tokens SET revoked = 1 WHERE token = ?", (token,)):
        raise rules.NotFound("no such token")
