"""What becomes of a finding that the team lives with, before and after its day."""

from __future__ import annotations

import pytest

from analyzer.findings.acceptance import not_found, with_status
from analyzer.findings.checks import shared_table
from analyzer.model.options import Accepted, Options
from cuts import Cut


def options(until: str, today: str, finding: str = "shared-table:trips") -> Options:
    return Options(accepted=(Accepted(finding, "identity leaves last", until),), today=today)


FINDINGS = tuple(
    shared_table.check(
        Cut(owners={"trips": "trip"})
        .access("trip.end", "update", "trips")
        .access("bill.pay", "update", "trips")
        .evidence()
    )
)


@pytest.mark.parametrize(
    ("until", "today", "status"),
    [
        ("", "2027-06-30", "accepted"),
        ("2027-06-30", "2027-06-29", "accepted"),
        ("2027-06-30", "2027-06-30", "accepted"),
        ("2027-06-30", "2027-07-01", "expired"),
        ("2027-06-30", "", "accepted"),
    ],
)
def test_an_accepted_finding_comes_back_after_its_day(until: str, today: str, status: str) -> None:
    (finding,) = with_status(FINDINGS, options(until, today))
    assert (finding.status.value, finding.reason, finding.until) == (status, "identity leaves last", until)


def test_others_stay_open_and_what_is_gone_is_said() -> None:
    chosen = options("", "", "shared-table:trip")
    (finding,) = with_status(FINDINGS, chosen)
    assert (finding.status.value, finding.reason) == ("open", "")
    assert not_found(FINDINGS, chosen) == (
        "accepted finding 'shared-table:trip' is not among the findings; did you mean 'shared-table:trips'?",
    )
    assert not_found(FINDINGS, options("", "", "join:a.very.different.name")) == (
        "accepted finding 'join:a.very.different.name' is not among the findings; if the coupling is gone, strike it",
    )
    assert not_found(FINDINGS, options("", "")) == ()
