from __future__ import annotations

import ast
import textwrap

import pytest

from analyzer.extract.file_facts import file_facts
from analyzer.extract.words import count_words, split_words


def words(source: str) -> dict[int, dict[str, int]]:
    return file_facts(ast.parse(textwrap.dedent(source)), 1).words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TripEvents", ("trip", "event")),
        ("HTTPServerError", ("http", "server", "error")),
        ("billing_addresses", ("billing", "address")),
        ("/drivers/<int:driver_id>/shifts", ("driver", "int", "driver", "shift")),
        ("x1_ok", ()),
        ("status_class", ("status", "class")),
        ("категории", ("категории",)),
    ],
)
def test_names_are_split_into_words(name: str, expected: tuple[str, ...]) -> None:
    assert split_words(name) == expected


def test_words_are_counted_with_their_repeats() -> None:
    assert count_words(["trip_fare", "Trip", "trip_fare"]) == {"trip": 3, "fare": 2}


def test_each_outermost_definition_speaks_for_itself() -> None:
    found = words(
        """
        TABLE = "loyalty_tiers"
        class Trip:
            "A ride through the city."
            def finish(self, receipt):
                def inner():
                    log("/payments/", self.fare)
        @route("/hail")
        def hail(passenger: "Passenger"): ...
        """
    )
    assert found[0] == {"table": 1, "loyalty": 1, "tier": 1}
    assert found[1]["ride"] == found[1]["finish"] == found[1]["payment"] == found[1]["fare"] == found[1]["inner"] == 1
    assert found[1]["trip"] == found[1]["receipt"] == 1
    hail = next(counts for index, counts in found.items() if index > 1)
    assert (hail["hail"], hail["passenger"], hail["route"]) == (2, 2, 1)
    assert len(found) == 3
