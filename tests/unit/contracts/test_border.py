"""A border in figures, where data types lead to each other."""

from __future__ import annotations

from msgspec.structs import replace

from analyzer.contracts.border import border, border_across
from analyzer.model.contracts import Caller
from analyzer.model.interfaces import Result
from analyzer.model.shapes import DataField, DataKind, DataType, Shape, ShapeKind
from tests.contracts_by_hand import operation, taken

INTEGER = Shape(ShapeKind.INTEGER)


def data(name: str) -> Shape:
    return Shape(ShapeKind.DATA, name=name)


def data_type(name: str, *shapes: Shape) -> DataType:
    fields = tuple(DataField(f"f{place}", shape) for place, shape in enumerate(shapes))
    return DataType(name, DataKind.DATACLASS, fields, "m.py", 1)


def caller(service: str) -> Caller:
    return Caller(f"{service}.ask", service, f"{service}.py", 3, False, False)


def test_each_data_type_counts_once_however_many_ways_lead_to_it() -> None:
    names = [f"m.T{number}" for number in range(40)]  # every one leads to all others: 40! ways through them
    types = [data_type(name, INTEGER, *(data(other) for other in names)) for name in names]
    assert border([operation("get", result=Result(data("m.T0")))], types).fields == 40


def test_what_gives_nothing_has_no_field_and_what_may_be_nothing_has_one() -> None:
    nothing = Shape(ShapeKind.NULL)
    assert border([operation("cancel", result=Result(nothing))], ()).fields == 0
    perhaps = Shape(ShapeKind.UNION, (INTEGER, nothing))
    assert border([operation("get", result=Result(perhaps))], ()).fields == 1


def test_across_the_border_own_entry_points_neither_ask_nor_call() -> None:
    asked = operation("get", callers=(caller("rides"), caller("bills"), caller("mails")))
    own = operation("keep", callers=(caller("rides"),), live_result="session")
    whole = border([asked, own], ())
    across = border_across([asked, own], ())
    assert (whole.operations, whole.callers, whole.live) == (2, 3, 1)
    assert (across.operations, across.callers, across.live) == (1, 2, 0)


def test_what_stays_in_its_process_is_no_field_and_is_counted_as_live() -> None:
    """Of ``redeem(session, code, cents) -> int`` code, cents and the result cross; a query does by what it yields."""
    session = taken("session", Shape(ShapeKind.LIVE, name="session"), live="session")
    unseen = taken("lock", Shape(ShapeKind.LIVE, name="lock"))
    redeem = operation("redeem", inputs=(session, taken("code", INTEGER), taken("cents", INTEGER), unseen))
    redeem = replace(redeem, result=Result(INTEGER))
    figures = border([redeem], ())
    assert (figures.fields, figures.unknown_fields, figures.live) == (3, 0, 1)
    rows = operation("rows", inputs=(taken("wanted", live="query"),), result=Result(INTEGER), live_result="connection")
    assert (border([rows], ()).fields, border([rows], ()).unknown_fields, border([rows], ()).live) == (1, 1, 1)
