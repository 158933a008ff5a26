from __future__ import annotations

import pytest

from analyzer.contracts.statuses import Statuses
from analyzer.model.interfaces import ExceptionClass

ROOTS = ("Exception", "BaseException")


@pytest.mark.parametrize(
    ("name", "ancestors", "given", "status", "reason"),
    [
        ("web.HTTPException", ROOTS, 418, 418, "given where it is raised"),
        ("shop.Sold", ROOTS, 0, 409, "said by the program at shop.py:3"),
        ("django.http.Http404", ROOTS, 0, 404, "known of django.http.Http404"),
        ("shop.Lost", ("werkzeug.exceptions.NotFound", *ROOTS), 0, 404, "known of werkzeug.exceptions.NotFound"),
        ("webob.exc.HTTPConflict", ("webob.exc.HTTPException", *ROOTS), 0, 409, "known of webob.exc.HTTPConflict"),
        ("shop.OrderNotFound", ROOTS, 0, 404, "by the word “not found” in OrderNotFound"),
        ("shop.OrderNotFoundError", ("ValueError", *ROOTS), 0, 404, "by the word “not found” in OrderNotFoundError"),
        ("shop.Odd", ("shop.InvalidState", *ROOTS), 0, 400, "by the word “invalid” in InvalidState"),
        ("shop.SKUAlreadyTaken", ROOTS, 0, 409, "by the word “already” in SKUAlreadyTaken"),
        ("shop.BadgeError", ROOTS, 0, 500, "no rule fits"),
        ("shop.Broken", ("LookupError", *ROOTS), 0, 404, "known of LookupError"),
        ("KeyError", ("LookupError", *ROOTS), 0, 404, "known of LookupError"),
        ("PermissionError", ("OSError", *ROOTS), 0, 403, "known of PermissionError"),
        ("RuntimeError", ROOTS, 0, 500, "no rule fits"),
    ],
)
def test_rules_in_their_order(name: str, ancestors: tuple[str, ...], given: int, status: int, reason: str) -> None:
    own = 409 if name == "shop.Sold" else 0
    statuses = Statuses([ExceptionClass(name, ancestors, own, "shop.py:3" if own else "")])
    assert statuses.of(name, given) == (status, reason)


def test_an_exception_of_which_nothing_is_known() -> None:
    assert Statuses([]).of("lib.Strange") == (500, "no rule fits")


def test_a_handler_for_anything_answers_what_frameworks_do_not() -> None:
    last = ExceptionClass("Exception", ("BaseException",), 500, "app.py:9")
    lost = ExceptionClass("shop.Lost", ("werkzeug.exceptions.NotFound", *ROOTS))
    gone = ExceptionClass("shop.OrderNotFound", ROOTS)
    statuses = Statuses([last, lost, gone])
    assert statuses.of("shop.OrderNotFound")[0] == 404
    assert statuses.of("shop.OrderNotFound", today=True) == (500, "said by the program at app.py:9")
    assert statuses.of("shop.Lost", today=True) == (404, "known of werkzeug.exceptions.NotFound")
    assert statuses.of("shop.OrderNotFound", 410, today=True)[0] == 410
    assert Statuses([gone]).of("shop.OrderNotFound", today=True)[0] == 404
