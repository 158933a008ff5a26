"""Truth by hand: services that wait for each other in a row."""

from __future__ import annotations

from itertools import pairwise

import pytest

from analyzer.findings.checks.synchronous_chain import MOST_ROWS, check
from analyzer.model.finding import Severity
from cuts import Cut, places


def row(*names: str, cut: Cut | None = None, kind: str = "http") -> Cut:
    cut = cut or Cut()
    for line, (caller, callee) in enumerate(pairwise(names), 3):
        cut.call(caller, callee, line)
    return cut.entry(names[0], kind)


def test_three_services_in_a_row_are_told() -> None:
    (found,) = check(row("web.page", "shop.order", "stock.take").busy().evidence())
    assert (found.subject, found.services) == ("web.page", ("shop", "stock", "web"))
    assert found.message == "web.page of web waits for shop, which waits for stock."
    assert places(found.evidence) == ["shop.py:4", "urls.py:1", "web.py:3"]
    assert (found.severity, found.depth) == (Severity.LOW, 2)
    assert [(step.name, step.service) for step in found.steps][1:] == [("shop.order", "shop"), ("stock.take", "stock")]


def test_more_of_them_are_worse() -> None:
    (found,) = check(row("web.page", "shop.order", "stock.take", "mail.tell").busy().evidence())
    assert (found.severity, found.depth) == (Severity.MEDIUM, 3)


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param(row("web.page", "shop.order"), id="two services"),
        pytest.param(row("web.page", "shop.order", "web.back", "shop.more"), id="to and fro"),
        pytest.param(row("web.page", "shop.order", "kernel.run"), id="the kernel is nobody"),
        pytest.param(row("web.page", "shop.order", "stock.take", kind="task"), id="nobody waits"),
        pytest.param(row("kernel.page", "shop.order", "stock.take"), id="an entry point of no service"),
    ],
)
def test_what_is_no_row(cut: Cut) -> None:
    assert not list(check(cut.busy().evidence()))


def test_a_circle_ends_where_it_closes() -> None:
    (found,) = check(row("web.page", "shop.order", "stock.take", "shop.order").busy().evidence())
    assert [step.service for step in found.steps] == ["web", "shop", "stock"]


def test_a_row_goes_through_the_kernel() -> None:
    (found,) = check(row("web.page", "kernel.run", "shop.order", "kernel.run2", "stock.take").busy().evidence())
    assert places(found.evidence) == ["kernel.py:4", "kernel.py:6", "urls.py:1"]


def test_entry_points_of_one_row_are_one_finding() -> None:
    cut = row("web.also", "shop.order", cut=row("web.page", "shop.order", "stock.take"))
    (found,) = check(cut.busy().evidence())
    assert found.subject == "web.also"
    assert found.message.endswith("1 more entry point of web does the same.")


def test_a_part_of_a_longer_row_is_counted_with_it() -> None:
    cut = row("web.page", "shop.order", "stock.take", "mail.tell")
    (found,) = check(row("web.list", "shop.show", "mail.ask", cut=cut).busy().evidence())
    assert found.subject == "web.page"
    assert found.message.endswith("1 more entry point of web waits for a part of these.")


def test_of_many_rows_of_one_service_the_longest_are_told() -> None:
    cut = row("web.page", "shop.order", "stock.take", "mail.tell")
    for number in range(MOST_ROWS + 1):
        row(f"web.page{number}", f"one{number}.work", f"two{number}.work", cut=cut)
    found = list(check(cut.busy().evidence()))
    assert len(found) == MOST_ROWS
    assert found[0].message.endswith("2 more entry points of web wait for others in a row.")
