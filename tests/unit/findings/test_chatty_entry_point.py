"""Truth by hand: one entry point and what it asks of others."""

from __future__ import annotations

import pytest

from analyzer.findings.checks.chatty_entry_point import MANY, check
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.finding import Severity
from cuts import Cut


def asking(entry: str, operations: int, kind: str = "http", cut: Cut | None = None, loop: bool = False) -> Cut:
    cut = cut or Cut()
    for number in range(operations):
        cut.call(entry, f"stock.take{number}", number + 1, loop=loop)
    return cut.entry(entry, kind)


def test_many_operations_of_others_are_told() -> None:
    (found,) = check(asking("shop.order", MANY).busy().evidence())
    assert (found.subject, found.services, found.calls) == ("shop.order", ("shop", "stock"), MANY)
    assert found.message == f"To answer, shop.order of shop makes up to 12 calls to {MANY} operations of stock."
    assert found.severity is Severity.MEDIUM
    assert len(found.evidence) == len(found.callees) == MANY


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param(asking("shop.order", MANY - 1), id="few"),
        pytest.param(asking("shop.order", MANY, "cli"), id="nobody waits"),
        pytest.param(asking("stock.order", MANY), id="its own"),
        pytest.param(asking("kernel.order", MANY), id="of no service"),
    ],
)
def test_what_is_not_told(cut: Cut) -> None:
    assert not list(check(cut.busy().evidence()))


def test_one_operation_called_often_is_one() -> None:
    cut = Cut().entry("shop.order")
    for line in range(30):
        cut.call("shop.order", "stock.take", line)
    assert not list(check(cut.busy().evidence()))


def test_an_operation_in_a_loop_counts_twice() -> None:
    (found,) = check(asking("shop.order", MANY // 2, loop=True).busy().evidence())
    assert found.severity is Severity.HIGH
    assert "6 operations of stock, 6 of them in loops." in found.message


def test_who_needs_a_part_of_it_is_counted_with_it() -> None:
    cut = asking("shop.show", MANY, cut=asking("shop.order", MANY + 1))
    (found,) = check(cut.busy().evidence())
    assert found.subject == "shop.order"
    assert found.message.endswith("1 more entry point of shop needs a part of these.")


def test_who_needs_something_else_is_told_beside_it() -> None:
    cut = asking("shop.show", MANY, cut=asking("shop.order", MANY + 1)).call("shop.show", "mail.tell", 99)
    assert sorted(one.subject for one in check(cut.busy().evidence())) == ["shop.order", "shop.show"]


def test_who_calls_what_is_decorated_calls_it_once() -> None:
    cut = asking("shop.order", MANY - 1).call("shop.order", "stock.checked", MANY).call("stock.pay", "stock.take0")
    through = "stock.checked"
    cut.calls.append(
        CallEdge("shop.order", "stock.pay", "shop.py", MANY, Certainty.TYPED, in_loop=False, through=through)
    )
    (found,) = check(cut.busy().evidence())
    names = [part.name for part in found.callees]
    assert found.calls == len(names) == MANY
    assert ("stock.pay" in names, through in names) == (True, False)


def test_what_one_call_may_stand_for_is_one_operation() -> None:
    cut = asking("shop.order", MANY - 1).call("shop.order", "stock.A.price", 99).call("shop.order", "stock.B.price", 99)
    (found,) = check(cut.busy().evidence())
    assert found.message == f"To answer, shop.order of shop makes up to 12 calls to {MANY} operations of stock."
    assert (found.calls, len(found.callees)) == (MANY, MANY + 1)
    cut = asking("shop.order", MANY - 2).call("shop.order", "stock.A.price", 99).call("shop.order", "stock.B.price", 99)
    assert not list(check(cut.busy().evidence()))
