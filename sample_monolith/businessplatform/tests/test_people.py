from __future__ import annotations

import pytest

from businessplatform import cli, data_access, login, user_management
from businessplatform.rules import Invalid, Refused


def test_signing_in_is_remembered(eva: str) -> None:
    assert login.SESSION_CACHE[eva] == 1
    assert data_access.find_user(1)["last_login"]
    assert login.roles_of_session(eva) == {"boss", "office"}


def test_five_wrong_passwords_lock_the_account(eva: str) -> None:
    for _ in range(login.MAX_FAILURES):
        with pytest.raises(login.AccessDenied):
            login.sign_in("eva@example.org", "wrong-password")
    assert data_access.find_user(1)["state"] == "locked"
    assert eva not in login.SESSION_CACHE
    with pytest.raises(login.AccessDenied):
        login.resume(eva)


def test_a_success_forgets_failures(eva: str) -> None:
    with pytest.raises(login.AccessDenied):
        login.sign_in("eva@example.org", "wrong-password")
    login.sign_in("eva@example.org", cli.WELCOME)
    assert data_access.fetch_all("SELECT * FROM login_attempts") == []


def test_an_unknown_role_leaves_no_user_behind() -> None:
    with pytest.raises(user_management.NotFound):
        user_management.create("new@example.org", "New", "long-enough", granted=["pilot"])
    assert data_access.user_by_email("new@example.org") is None


def test_addresses_are_unique_and_checked() -> None:
    with pytest.raises(Refused):
        user_management.create("EVA@example.org", "Eva", "long-enough")
    with pytest.raises(Invalid):
        user_management.create("eva", "Eva", "long-enough")


def test_nobody_retires_with_an_open_route() -> None:
    with pytest.raises(Refused, match="not closed"):
        user_management.retire(2)
    data_access.execute("UPDATE routes SET state = 'closed'")
    user_management.retire(2)
    assert data_access.find_user(2)["state"] == "locked"


def test_a_new_password_ends_the_sessions(eva: str) -> None:
    user_management.change_password(1, cli.WELCOME, "another-password")
    assert login.SESSION_CACHE == {}
    assert login.sign_in("eva@example.org", "another-password")


def test_roles_come_and_go() -> None:
    user_management.grant(2, "office")
    user_management.revoke(2, "driver")
    assert user_management.roles_held(2) == {"office"}
