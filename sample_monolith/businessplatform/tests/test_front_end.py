from __future__ import annotations

import json
from collections.abc import Callable

from businessplatform import cli, login, settings

Ask = Callable[..., tuple[int, str]]


def test_pages_need_a_session(ask: Ask, eva: str) -> None:
    assert ask("GET", "/login")[0] == 200
    assert ask("GET", "/")[0] == 401
    status, page = ask("GET", "/", session=eva)
    assert status == 200
    assert "Eva Lund" in page


def test_signing_in_over_json(ask: Ask) -> None:
    status, text = ask("POST", "/api/login", {"email": "eva@example.org", "password": cli.WELCOME})
    assert status == 200
    token = json.loads(text)["session"]
    assert ask("POST", "/api/logout", session=token)[0] == 200
    assert ask("GET", "/routes", session=token)[0] == 401


def test_lists_of_the_office(ask: Ask, eva: str) -> None:
    assert "1 of 2 open" in ask("GET", "/routes?order=plate", session=eva)[1]
    assert "R000001" in ask("GET", "/customers/1", session=eva)[1]
    assert "Finn Dahl" in ask("GET", "/users", session=eva)[1]


def test_drivers_do_not_see_the_users(ask: Ask) -> None:
    finn = login.sign_in("finn@example.org", cli.WELCOME)
    assert ask("GET", "/users", session=finn)[0] == 401


def test_closing_a_route_leaves_a_notice(ask: Ask, eva: str) -> None:
    status, text = ask("POST", "/api/routes/1/close", session=eva)
    assert (status, json.loads(text)) == (200, {"invoices": [], "returned": 1})
    assert "1 stops returned" in ask("GET", "/", session=eva)[1]
    assert ask("POST", "/api/routes/1/close", session=eva)[0] == 409


def test_terms_are_the_boss_s_business(ask: Ask, eva: str) -> None:
    assert ask("PUT", "/api/terms", {"payment_days": 90}, session=eva)[0] == 422
    assert ask("PUT", "/api/terms", {"payment_days": 30}, session=eva)[0] == 200
    assert settings.PAYMENT_DAYS == 30


def test_machines_bring_a_token(ask: Ask) -> None:
    token = login.issue_api_token(1, "accountant")
    assert ask("GET", "/api/count/invoice")[0] == 401
    assert json.loads(ask("GET", "/api/count/invoice", api_token=token)[1]) == {"invoice": 1}
    assert ask("GET", "/api/count/parrot", api_token=token)[0] == 404
    assert ask("GET", "/api/statements/1", api_token=token)[1].endswith("Due;70.56 EUR\n")
    assert len(json.loads(ask("GET", "/api/dump/customer", api_token=token)[1])) == 2
    login.revoke_api_token(token)
    assert ask("GET", "/api/unbilled", api_token=token)[0] == 401
