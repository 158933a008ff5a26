"""Truth by hand: two or three services around a table or a call."""

from __future__ import annotations

import pytest

from analyzer.findings.checks import call_cycle, direct_access, foreign_key, shared_table
from analyzer.findings.uses import Evidence, UsedTable
from analyzer.model.code import Certainty
from analyzer.model.data import ForeignKey
from analyzer.model.findings import TableUse
from analyzer.model.location import Location
from analyzer.model.services import ServiceEdge

HERE = (Location("a.py", 1),)


def used(owner: str, **uses: tuple[int, int]) -> Evidence:
    """One table, ``service=(reads, writes)``."""
    rows = tuple(TableUse(name, reads, writes, HERE) for name, (reads, writes) in uses.items())
    return Evidence((UsedTable("trips", owner, rows, Certainty.LITERAL),), (), ())


def edges(*calls: tuple[str, str, int]) -> Evidence:
    return Evidence((), (), tuple(ServiceEdge(a, b, n, 0, 0, 0, 0, 0, HERE, HERE) for a, b, n in calls))


@pytest.mark.parametrize(
    ("evidence", "severity"),
    [
        (used("trip", trip=(1, 2), billing=(0, 1)), ["high"]),
        (used("trip", trip=(1, 2), billing=(1, 0), mail=(1, 0)), ["medium"]),
        (used("trip", trip=(1, 2), billing=(1, 0)), []),
        (used("trip", trip=(1, 2)), []),
    ],
)
def test_a_table_is_shared_by_two_writers_or_three_users(evidence: Evidence, severity: list[str]) -> None:
    assert [finding.severity.value for finding in shared_table.check(evidence)] == severity


@pytest.mark.parametrize(
    ("evidence", "severity"),
    [
        (used("trip", trip=(1, 2), billing=(1, 0)), ["low"]),
        (used("trip", trip=(3, 0), billing=(0, 1)), ["medium"]),
        (used("trip", trip=(1, 2), billing=(0, 1)), []),
        (used("trip", trip=(1, 2)), []),
    ],
)
def test_one_other_user_is_a_direct_access(evidence: Evidence, severity: list[str]) -> None:
    assert [finding.severity.value for finding in direct_access.check(evidence)] == severity


def test_a_shared_tables_message_names_writers_first() -> None:
    (finding,) = shared_table.check(used("trip", trip=(0, 2), mail=(0, 1), billing=(4, 0)))
    assert finding.message == "Table trips is written by trip, mail and read by billing."
    assert finding.id == "shared-table:trips"


def test_a_key_between_owners_is_found_once() -> None:
    key = ForeignKey("trips", "rider_id", "riders", "id", "models.py", 7)
    within = ForeignKey("trips", "parent_id", "trips", "id", "models.py", 8)
    keys = ((key, "trip", "passenger"), (key, "trip", "passenger"), (within, "trip", "trip"), (key, "trip", ""))
    (finding,) = foreign_key.check(Evidence((), keys, ()))
    assert finding.id == "foreign-key:trips.rider_id"
    assert [str(place) for place in finding.evidence] == ["models.py:7"]


def test_services_that_call_each_other() -> None:
    (finding,) = call_cycle.check(edges(("billing", "trip", 5), ("trip", "billing", 1), ("trip", "mail", 2)))
    assert finding.id == "call-cycle:billing <> trip"
    assert finding.calls == (("billing", "trip", 5), ("trip", "billing", 1))
    assert "weakest direction has 1 call." in finding.message


def test_a_larger_circle_without_a_mutual_pair() -> None:
    (finding,) = call_cycle.check(edges(("a", "b", 1), ("b", "c", 1), ("c", "a", 1), ("c", "d", 1)))
    assert finding.services == ("a", "b", "c")
    assert finding.severity.value == "high"
