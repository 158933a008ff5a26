"""Sheets of operations: what a reader is told, and how verdicts are summed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Contract, OperationKind
from analyzer.model.interfaces import Place
from analyzer.model.shapes import DataKind
from benchmarks.audit import draw, judged, sheet, total
from benchmarks.drawn_operations import JUDGED, entry, named, rows
from contracts_by_hand import INTEGER, STRING
from contracts_by_hand import many as array
from promises import contract, data, data_type, fails, given, operation
from trees import analysed

TYPES = (
    data_type("Trip", {"id": INTEGER, "rider": data("Rider")}, kind=DataKind.ENTITY),
    data_type("Rider", {"name": STRING, "trips": array(data("Trip"))}, whole=False),
    data_type("Other", {}),
)
GET = operation(
    inputs=(
        given("trip_id", INTEGER, Place.PATH),
        given("note", required=False, default='"none"'),
        given("db", live="session"),
    ),
    result=data("Trip"),
    failures=(fails("TripGone", 404),),
    reads=("trips",),
    doubts=("its caller is guessed",),
)
SHOW = operation("show", kind=OperationKind.ENDPOINT, callers=())


@pytest.fixture
def result(tmp_path: Path) -> Analysis:
    found = analysed(tmp_path, {"shop/trips.py": "\n\n\ndef get_trip(): ...\ndef show(): ...\n"})
    made: tuple[Contract, ...] = (contract(GET, SHOW, types=TYPES),)
    return msgspec.structs.replace(found, contracts=made)


def test_an_entry_says_what_is_claimed_and_what_is_to_be_judged(result: Analysis) -> None:
    first = next(iter(rows(result)))
    (read,) = tomllib.loads("\n".join(entry(first, "a1")))["operation"]
    assert read == {
        "id": "a1",
        "service": "trips",
        "operation": "get_trip",
        "kind": "call",
        "definitions": ["shop.trips.get_trip shop/trips.py:4"],
        "takes": [
            "trip_id in path: integer [annotation], required",
            'note in query: string [annotation], optional, default "none"',
            "db in query: string [annotation], required; today a live session, instead: ",
        ],
        "gives": "Trip [annotation]",
        "fails": ["shop.errors.TripGone 404 (its name) at "],
        "types": [
            "shop.models.Trip (entity, shop/models.py:1): id: integer [unknown], rider: Rider [unknown]",
            "shop.models.Rider (dataclass, shop/models.py:1) in part: name: string [unknown], "
            "trips: list of Trip [unknown]",
        ],
        "effect": "reads; reads trips",
        "idempotent": "yes: it reads",
        "form": "read by key",
        "channel": "rest: nothing speaks for another",
        "address": "GET /get_trip 200",
        "callers": ["billing shop.billing.charge shop/billing.py:30"],
        "confidence": "1.00",
        "doubts": ["its caller is guessed"],
        "parameters_verdict": "",
        "result_verdict": "",
        "errors_verdict": "",
        "reason": "",
    }


def test_types_that_lead_to_each_other_stand_once() -> None:
    types = {one.definition: one for one in TYPES}
    assert named([array(data("Rider"))], types) == ["shop.models.Rider", "shop.models.Trip"]


def test_the_same_seed_draws_the_same_whatever_the_order(result: Analysis) -> None:
    found = list(rows(result))
    one = draw("operations", found, 1, 3, in_turns=False)
    assert one == draw("operations", found[::-1], 1, 3, in_turns=False)
    assert {row["kind"] for row in draw("operations", found, 2, 3, in_turns=True)} == {"call", "endpoint"}


def test_verdicts_are_summed_by_what_was_judged(
    result: Analysis, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = sheet("operations", "shop", 2, list(rows(result)), 5)
    assert text.startswith("# 2 of 2 operations of shop, drawn with seed 5.\n\n[[operation]]\n")
    filled = text.replace('parameters_verdict = ""', 'parameters_verdict = "right"')
    filled = filled.replace('errors_verdict = ""', 'errors_verdict = "wrong"', 1)
    written = tmp_path / "operations-shop.toml"
    written.write_text(filled, encoding="utf-8")
    assert [one["certainty"] for one in judged(written)] == [*JUDGED, *JUDGED]
    total([written])
    lines = [line.split()[:4] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["operations-shop,", "3", "not", "read"],
        ["all", "2", "of", "3"],
        ["errors", "0", "of", "1"],
        ["parameters", "2", "of", "2"],
    ]
