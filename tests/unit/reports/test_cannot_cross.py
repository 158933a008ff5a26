"""Which operations have no form in which they could cross, and where is that said?"""

from __future__ import annotations

import msgspec
import pytest
from example import shop

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Input, Operation
from analyzer.model.interfaces import Parameter, Place, Result
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from contracts_by_hand import operation, taken
from reports.render.contract_evidence import evidence
from reports.render.formats import render
from reports.views.cannot_cross import cannot_cross
from reports.views.contract_told import told, ways_to_change
from reports.views.contracts import contracts_page

TEXT = Shape(ShapeKind.STRING)


def live(name: str) -> Shape:
    return Shape(ShapeKind.LIVE, name=name)


def function(name: str, *, required: bool = True) -> Input:
    return Input(Parameter(name, "positional", live("callable"), required=required), Place.BODY, "callable", "an event")


def gives(name: str, shape: Shape, kind: str = "") -> Operation:
    return operation(name, result=Result(shape), live_result=kind)


@pytest.mark.parametrize(
    ("one", "reasons"),
    [
        (operation("copy", inputs=(function("read"), function("write"))), ("takes 2 functions (read, write)",)),
        (operation("copy", inputs=(function("read", required=False),)), ()),
        (
            operation("load", inputs=(taken("app", live="application"), taken("app_id"))),
            ("takes an application (app)",),
        ),
        (operation("load", inputs=(taken("app", live="application", required=False),)), ()),
        (operation("pay", inputs=(taken("session", live("session"), live="session"),)), ()),
        (gives("_get_app", UNKNOWN, "application"), ("gives an application",)),
        (gives("map", UNKNOWN), ()),
        (gives("client", live("connection"), "connection"), ("gives a connection",)),
        (gives("hold", live("context")), ("gives a context manager",)),
        (gives("hooks", Shape(ShapeKind.ARRAY, (live("callable"),))), ("gives a function",)),
        (gives("rows", Shape(ShapeKind.ARRAY, (UNKNOWN,)), "generator"), ()),
        (gives("sheet", live("file"), "file"), ()),
        (gives("orders", live("query"), "query"), ()),
        (gives("nothing", NULL), ()),
    ],
)
def test_what_has_no_form_cannot_cross(one: Operation, reasons: tuple[str, ...]) -> None:
    assert cannot_cross(one) == reasons


def stuck() -> Analysis:
    """Of the two operations that cross, refund is given a function, and must be moved or copied."""
    billing = shop().contracts[0]
    changed = tuple(
        msgspec.structs.replace(one, inputs=(function("notify"),), live_result="", result=Result(TEXT), offers=())
        if one.name == "refund"
        else one
        for one in billing.operations
    )
    return msgspec.structs.replace(
        shop(), contracts=(msgspec.structs.replace(billing, operations=changed), *shop().contracts[1:])
    )


def test_it_is_said_first_and_instead_of_another_form() -> None:
    (refund,) = (one for one in stuck().contracts[0].operations if one.name == "refund")
    first = told(refund, "refund").first
    assert first[0] == ("bcannot cross", "t: takes a function (notify): to be moved or copied, not called")
    assert not any("live" in fragment for line in first for fragment in line)
    assert [*ways_to_change(refund)] == ["moved or copied, not called"]
    assert evidence(refund)["cannot_cross"] == ["takes a function (notify)"]


def test_the_pages_count_and_name_it() -> None:
    assert (contracts_page(shop()).stuck, contracts_page(stuck()).stuck) == (0, 1)
    page = bytes(render(stuck(), "html")).decode()  # type: ignore[arg-type]
    assert "; 1 of the 2 cannot cross and must be moved or copied." in page
    assert "cannot cross" not in bytes(render(shop(), "html")).decode()  # type: ignore[arg-type]
    portal = render(stuck(), "portal")
    assert isinstance(portal, dict)
    text = bytes(portal["billing.md"]).decode()
    assert "| `refund` | cannot cross: takes a function (notify) | moved or copied, not called |" in text
