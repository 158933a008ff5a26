"""Truth by hand: which entry points stop when a service is down."""

from __future__ import annotations

from analyzer.findings.checks.blast_radius import check
from analyzer.model.finding import Severity
from cuts import Cut, places


def site(pages: int, asking: int) -> Cut:
    """A front end of some pages, of which some ask the stock."""
    cut = Cut()
    for number in range(pages):
        cut.entry(f"web.page{number}")
        if number < asking:
            cut.call(f"web.page{number}", "stock.take", number + 10)
    return cut.entry("stock.count")


def test_what_stops_is_counted_by_service() -> None:
    (found,) = check(site(4, 2).busy().evidence())
    assert (found.subject, found.services, found.service) == ("stock", ("stock", "web"), "stock")
    assert found.lost == (("web", 2, 4),)
    assert found.message == "When stock is down, 2 entry points fail where they ask it: 2 of 4 of web."
    assert places(found.evidence) == ["web.py:10", "web.py:11"]
    assert found.severity is Severity.LOW


def test_a_few_of_many_are_not_told() -> None:
    assert list(check(site(10, 1).busy().evidence()))
    assert not list(check(site(11, 1).busy().evidence()))


def test_a_few_of_three_services_are_told_and_are_worse() -> None:
    cut = site(40, 1).call("mail.send", "stock.take").entry("mail.send").call("shop.buy", "stock.take")
    (found,) = check(cut.entry("shop.buy").busy().evidence())
    assert found.lost == (("mail", 1, 1), ("shop", 1, 1), ("web", 1, 40))
    assert found.severity is Severity.MEDIUM


def test_what_is_lost_further_on_counts_and_only_calls_behind_entry_points_are_shown() -> None:
    cut = Cut().call("web.page", "shop.order", 1).call("shop.order", "stock.take", 2).entry("web.page")
    cut.call("shop.unused", "stock.take", 9)
    found = {one.subject: one for one in check(cut.busy().evidence())}
    assert found["stock"].lost == (("web", 1, 1),)
    assert places(found["stock"].evidence) == ["shop.py:2"]


def test_its_own_entry_points_and_those_of_no_service_do_not_count() -> None:
    cut = Cut().call("stock.count", "stock.take").entry("stock.count").call("kernel.main", "stock.take")
    assert not list(check(cut.entry("kernel.main").busy().evidence()))
