"""Contracts as rows of CSV."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from example import EMPTY

from analyzer.contracts.contracts import make_contracts
from analyzer.model.interfaces import Parameter
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape, ShapeKind
from reports.render.as_csv import write_csv
from reports.render.contract_rows import spelled
from tests.cuts import Cut

INTEGER = Shape(ShapeKind.INTEGER)


def rows(cut: Cut, name: str) -> list[dict[str, str]]:
    analysis = msgspec.structs.replace(EMPTY, contracts=make_contracts(cut.evidence(), cut.promises()))
    return list(csv.DictReader(io.StringIO(write_csv(analysis)[f"{name}.csv"].decode())))


def cut() -> Cut:
    given = Parameter("trip_id", "positional", INTEGER, "int", Origin.ANNOTATION)
    more = Parameter("options", "kwargs", UNKNOWN, "Any")
    found = Cut().model("trips", "trips.Trip", INTEGER).call("billing.pay", "trips.cancel")
    found.call("billing.pay", "trips.cancel", 2)
    found.sign("trips.cancel", given, more, result=NULL).access("trips.cancel", "update", "trips")
    return found.entry("trips__web.show", said="GET /rides")


def test_an_operation_by_hand() -> None:
    (row,) = rows(cut(), "operations")
    assert row == {
        "service": "trips", "operation": "cancel", "definitions": "trips.cancel", "callers": "1", "channel": "events",
        "method": "receive", "path": "trips.cancel", "errors": "", "confidence": "0.95", "kind": "call",
        "form": "fire and forget", "inputs": "trip_id: int;**options: Any", "output": "None", "effect": "changes",
        "idempotent": "yes", "in_transaction": "no", "in_loop": "no", "file": "trips.py", "line": "30",
        "doubts": "it takes any further arguments by name", "consumers": "billing",
    }  # fmt: skip


def test_existing_endpoints_stand_apart() -> None:
    (row,) = rows(cut(), "endpoints")
    assert (row["service"], row["kind"], row["method"], row["path"]) == ("trips", "endpoint", "GET", "/rides")


def test_the_figures_of_a_border() -> None:
    found = {row["service"]: row for row in rows(cut(), "contracts")}
    assert (found["trips"]["operations"], found["trips"]["endpoints"], found["trips"]["callers"]) == ("1", "1", "1")


def test_messages_and_data_types_have_rows() -> None:
    sent = Cut().use("billing.pay", "publish", "queue", "bills").use("mail.send", "consume", "queue", "bills")
    assert [(row["service"], row["direction"], row["others"]) for row in rows(sent, "messages")] == [
        ("billing", "send", "mail"),
        ("mail", "receive", "billing"),
    ]
    taking = cut().call("billing.pay", "trips.get").access("trips.get", "select", "trips")
    taking.sign("trips.get", result=Shape(ShapeKind.DATA, name="trips.Trip"))
    assert [(row["definition"], row["field"], row["shape"]) for row in rows(taking, "data_types")] == [
        ("trips.Trip", "id", "int")
    ]


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        (UNKNOWN, ""),
        (NULL, "None"),
        (Shape(ShapeKind.ARRAY, (INTEGER,)), "list[int]"),
        (Shape(ShapeKind.MAP, (UNKNOWN,)), "dict[str, Any]"),
        (Shape(ShapeKind.UNION, (INTEGER, NULL)), "int | None"),
        (Shape(ShapeKind.TUPLE, (INTEGER, Shape(ShapeKind.STRING))), "tuple[int, str]"),
        (Shape(ShapeKind.DATA, name="a.b.Trip"), "Trip"),
        (Shape(ShapeKind.CONSTANTS, values=('"a"', "1")), 'Literal["a", 1]'),
    ],
)
def test_shapes_as_python_spells_them(shape: Shape, wanted: str) -> None:
    assert spelled(shape) == wanted
