"""Names of the source as they are spelled in addresses."""

from __future__ import annotations

import pytest

from analyzer.contracts.wording import asks, kebab, key_of, plural, singular, topic


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("trip", "trips"), ("category", "categories"), ("day", "days"), ("box", "boxes"), ("address", "addresses"),
        ("branch", "branches"), ("person", "people"), ("status", "statuses"), ("stock", "stock"), ("news", "news"),
        ("invoicing", "invoicing"),
    ],
)  # fmt: skip
def test_plurals(one: str, several: str) -> None:
    assert plural((one,)) == (several,)
    assert singular(several) == one
    assert plural((several,)) == (several,)


def test_only_the_last_word_is_in_the_plural() -> None:
    assert plural(("order", "line")) == ("order", "lines")
    assert plural(()) == ()


def test_rows_are_counted_and_a_trade_is_not() -> None:
    assert plural(("booking",), counted=True) == ("bookings",)
    assert plural(("shipping",)) == ("shipping",)
    assert plural((), counted=True) == ()


@pytest.mark.parametrize(
    ("name", "wanted"), [("OpenTrips", "open-trips"), ("has_open", "has-open"), ("_", "operation")]
)
def test_kebab(name: str, wanted: str) -> None:
    assert kebab(name) == wanted


@pytest.mark.parametrize(
    ("module", "wanted"),
    [
        ("shop.billing.invoices", "invoices"), ("shop.trips.services", "trips"), ("shop.models", ""),
        ("shop.tasks_service", "tasks"), ("shop.trips.utils.helpers", "trips"), ("trips", "trips"),
    ],
)  # fmt: skip
def test_topics_of_modules(module: str, wanted: str) -> None:
    assert topic(module) == wanted


@pytest.mark.parametrize(
    ("parameter", "wanted"),
    [("trip_id", ("trip",)), ("id", ()), ("pk", ()), ("zone_code", ("zone",)), ("fare", None), ("idea", None)],
)
def test_keys(parameter: str, wanted: tuple[str, ...] | None) -> None:
    assert key_of(parameter) == wanted


@pytest.mark.parametrize(("name", "wanted"), [("get_trip", True), ("get_or_create_trip", False), ("cancel", False)])
def test_names_that_ask(name: str, wanted: bool) -> None:
    assert asks(name) is wanted
