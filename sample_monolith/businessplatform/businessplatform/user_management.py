"""People of the firm, what they may do and the teams they ride in."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from businessplatform import data_access, login, rules
from businessplatform.rules import Invalid, NotFound, Refused

log = logging.getLogger(__name__)


def add_role(name: str) -> int:
    return data_access.insert("roles", name=rules.check_text(name, "the role", 20).lower())


def add_team(name: str, depot: str) -> int:
    return data_access.insert("teams", name=rules.check_text(name, "the name"), depot=rules.check_text(depot, "depot"))


def create(email: str, full_name: str, password: str, team_id: int | None = None, granted: Sequence[str] = ()) -> int:
    address = rules.check_email(email)
    if data_access.user_by_email(address) is not None:
        log.info("update stops here: %s is known already", address)
        raise Refused(f"{address} has an account already")
    with data_access.transaction():
        user_id = data_access.insert(
            "users",
            email=address,
            full_name=rules.check_text(full_name, "the name"),
            password_hash=rules.hash_password(password),
            team_id=team_id,
        )
        for name in granted:
            grant(user_id, name)
    return user_id


def grant(user_id: int, name: str) -> None:
    role = data_access.fetch_one("SELECT id FROM roles WHERE name = ?", (name,))
    if role is None:
        raise NotFound(f"no role {name!r}")
    if name in roles_held(user_id):
        return
    data_access.insert("user_roles", user_id=user_id, role_id=role["id"])


def revoke(user_id: int, name: str) -> None:
    if name not in roles_held(user_id):
        raise Invalid(f"user {user_id} is no {name}")
    data_access.execute(
        "DELETE FROM user_roles WHERE user_id = ? AND role_id = (SELECT id FROM roles WHERE name = ?)",
        (user_id, name),
    )


def roles_held(user_id: int) -> set[str]:
    rows = data_access.fetch_all(
        "SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = ?", (user_id,)
    )
    roles: set[str] = set()
    for row in rows:
        roles.add(row["name"])
    return roles


def change_password(user_id: int, old: str, new: str) -> None:
    user = data_access.user_by_email(data_access.find_user(user_id)["email"])
    if user is None or not rules.password_fits(old, user["password_hash"]):
        raise Refused("the old password is wrong")
    with data_access.transaction():
        data_access.update("users", user_id, password_hash=rules.hash_password(new))
        login.end_sessions(user_id)


def lock(user_id: int, reason: str) -> None:
    data_access.find_user(user_id)
    with data_access.transaction():
        data_access.update("users", user_id, state="locked", lock_reason=rules.check_text(reason, "the reason"))
        login.end_sessions(user_id)


def unlock(user_id: int) -> None:
    if data_access.find_user(user_id)["state"] != "locked":
        raise Refused("this user is not locked")
    data_access.update("users", user_id, state="active", lock_reason=None)


def retire(user_id: int) -> None:
    """Nobody leaves with parcels on board."""
    open_routes = data_access.fetch_one(
        "SELECT COUNT(*) AS n FROM routes WHERE driver_id = ? AND state != 'closed'", (user_id,)
    )
    if open_routes and open_routes["n"]:
        raise Refused(f"{open_routes['n']} routes are not closed yet")
    lock(user_id, "left the firm")


def directory() -> list[data_access.Row]:
    return data_access.fetch_all(
        "SELECT u.id, u.full_name, u.email, u.state, u.last_login, t.name AS team "
        "FROM users u LEFT JOIN teams t ON t.id = u.team_id ORDER BY u.full_name"
    )
