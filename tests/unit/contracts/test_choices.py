"""How an operation is exchanged, over which channel, how surely it is known, and whether it may be repeated."""

from __future__ import annotations

import msgspec
import pytest

from analyzer.contracts.channels import Channels
from analyzer.contracts.confidence import confidence
from analyzer.contracts.deeds import ADD, Deed, Deeds
from analyzer.contracts.forms import Exchange, form_of
from analyzer.contracts.idempotence import idempotence
from analyzer.contracts.inputs import Taken
from analyzer.contracts.offers import offers
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.contracts import Caller, Channel, Failure, Form, Idempotence
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.interfaces import Parameter, Result
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape, ShapeKind

INTEGER, BINARY = Shape(ShapeKind.INTEGER), Shape(ShapeKind.BINARY)
TRIP = Shape(ShapeKind.DATA, name="trips.Trip")
UPDATE = (Deed("table", "trips", "update"),)
SELECT = (Deed("table", "trips", "select"),)
BILLING = Caller("billing.pay", "billing", "billing.py", 7)


def taken(name: str, shape: Shape = INTEGER, live: str = "", **said: object) -> Taken:
    parameter = Parameter(name, "positional", shape, origin=Origin.ANNOTATION)
    return Taken(msgspec.structs.replace(parameter, **said), live)


def optional(shape: Shape) -> Shape:
    return Shape(ShapeKind.UNION, (NULL, shape))


def changing(**said: object) -> Exchange:
    """What billing asks of trips, which changes a row and gives nothing."""
    plain = Exchange("trips", Deeds(UPDATE, UPDATE, UPDATE, UPDATE), (), Result(NULL), "", (), (BILLING,))
    return msgspec.structs.replace(plain, **said)


def reading(result: Shape, *parameters: Taken, **said: object) -> Exchange:
    plain = Exchange("trips", Deeds(SELECT, SELECT, SELECT, ()), parameters, Result(result), "", (), (BILLING,))
    return msgspec.structs.replace(plain, **said)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, Form.FIRE_AND_FORGET),
        ({"callers": (msgspec.structs.replace(BILLING, in_transaction=True),)}, Form.COMMAND),
        ({"callers": (msgspec.structs.replace(BILLING, service="trips"),)}, Form.COMMAND),
        ({"callers": ()}, Form.COMMAND),
        ({"caught": True}, Form.COMMAND),
        ({"failures": (Failure("TooLate", 409, ""),)}, Form.COMMAND),
        ({"failures": (Failure("OSError", 500, ""),)}, Form.FIRE_AND_FORGET),
        ({"result": Result(INTEGER)}, Form.COMMAND),
        ({"result": Result(UNKNOWN)}, Form.COMMAND),
    ],
)
def test_nobody_waits_where_nothing_comes_back_and_nothing_depends_on_it(said: dict[str, object], wanted: Form) -> None:
    assert form_of(changing(**said)) is wanted


@pytest.mark.parametrize(
    ("exchange", "wanted"),
    [
        (reading(TRIP, taken("trip_id")), Form.READ_BY_KEY),
        (reading(optional(TRIP), taken("trip_id")), Form.READ_BY_KEY),
        (reading(TRIP, taken("trip_id"), taken("day")), Form.QUESTION),
        (reading(TRIP, taken("trip_id"), taken("day", required=False)), Form.READ_BY_KEY),
        (reading(TRIP, taken("trip_id"), taken("db", UNKNOWN, "session")), Form.READ_BY_KEY),
        (reading(TRIP, taken("trip_id"), taken("more", UNKNOWN, kind="kwargs")), Form.READ_BY_KEY),
        (reading(TRIP), Form.QUESTION),
        (reading(Shape(ShapeKind.UNION, (TRIP, INTEGER)), taken("trip_id")), Form.QUESTION),
        (reading(INTEGER, taken("trip_id")), Form.QUESTION),
        (reading(Shape(ShapeKind.ARRAY, (TRIP,)), taken("trip_id")), Form.LIST),
        (reading(UNKNOWN, live_result="query"), Form.LIST),
        (reading(BINARY, taken("trip_id")), Form.FILE),
        (reading(optional(BINARY), taken("trip_id")), Form.FILE),
        (reading(UNKNOWN, live_result="file"), Form.FILE),
        (reading(UNKNOWN, live_result="generator"), Form.STREAM),
        (changing(result=Result(Shape(ShapeKind.ARRAY, (TRIP,)), streams=True)), Form.STREAM),
    ],
)
def test_what_is_given_and_what_must_be_said_make_the_form(exchange: Exchange, wanted: Form) -> None:
    assert form_of(exchange) is wanted


@pytest.mark.parametrize(("rpc", "http", "wanted"), [(4, 1, Channel.RPC), (3, 1, Channel.REST), (0, 0, Channel.REST)])
def test_a_service_that_is_four_fifths_rpc_stays_so(rpc: int, http: int, wanted: Channel) -> None:
    kinds = [EntryKind.RPC] * rpc + [EntryKind.HTTP] * http + [EntryKind.TASK] * 9
    entries = [EntryPoint(kind, f"{n}", "trips.web", "trips.py", n, "lib", "trips") for n, kind in enumerate(kinds)]
    assert Channels(entries).of("trips", Form.QUESTION, ())[0] is wanted
    assert Channels(entries).of("billing", Form.QUESTION, ())[0] is Channel.REST


@pytest.mark.parametrize(
    ("deed", "by_key", "wanted"),
    [
        (Deed("table", "trips", "update"), True, Idempotence.YES),
        (Deed("table", "trips", "update"), False, Idempotence.UNKNOWN),
        (Deed("table", "trips", "insert"), True, Idempotence.NO),
        (Deed("table", "trips", "upsert"), False, Idempotence.YES),
        (Deed("table", "trips", ADD), True, Idempotence.UNKNOWN),
        (Deed("queue", "mail", "publish"), True, Idempotence.NO),
        (Deed("queue", "mail", "consume"), True, Idempotence.NO),
        (Deed("bucket", "papers", "write"), False, Idempotence.YES),
        (Deed("object", "trips.Trip", "update"), True, Idempotence.UNKNOWN),
    ],
)
def test_what_is_changed_says_whether_it_may_be_repeated(deed: Deed, wanted: Idempotence, *, by_key: bool) -> None:
    assert idempotence(Deeds((deed,), (deed,), (deed,), (deed,)), by_key=by_key)[0] is wanted


def test_one_deed_that_may_not_be_repeated_is_enough() -> None:
    deeds = (Deed("table", "trips", "delete"), Deed("table", "trips", "insert"))
    assert idempotence(Deeds(deeds, deeds, deeds, deeds), by_key=True)[0] is Idempotence.NO


@pytest.mark.parametrize(
    ("exchange", "wanted"),
    [
        (reading(TRIP, taken("trip_id")), 1.0),
        (reading(UNKNOWN, taken("trip_id")), 0.8),  # nothing says what it returns
        (reading(TRIP, taken("trip_id"), taken("day", UNKNOWN)), 0.75),  # one of two is unknown
        (reading(TRIP, taken("trip_id", origin=Origin.DOCSTRING)), 0.95),
        (reading(TRIP, taken("trip_id"), taken("more", kind="kwargs")), 0.95),
        (reading(TRIP, taken("trip", UNKNOWN, "entity")), 0.9),  # what crosses of it is known
        (reading(TRIP, taken("db", UNKNOWN, "session")), 0.9),  # no part of the request
        (reading(NULL), 0.7),  # it gives nothing and changes nothing
    ],
)
def test_each_doubt_lowers_the_confidence_by_its_own_share(exchange: Exchange, wanted: float) -> None:
    sure, doubts = confidence(exchange, (), is_known=True)
    assert (sure, len(doubts)) == (wanted, int(wanted < 1))


@pytest.mark.parametrize(("known", "wanted"), [(("guessed", "guessed"), 0.5), (("guessed", "typed"), 1.0), ((), 1.0)])
def test_calls_that_are_all_guessed_halve_it(known: tuple[str, ...], wanted: float) -> None:
    calls = [CallEdge("billing.pay", "trips.get", "billing.py", 7, Certainty(one), False) for one in known]
    assert confidence(reading(TRIP, taken("trip_id")), calls, is_known=True)[0] == wanted


@pytest.mark.parametrize(
    ("form", "callers", "wanted"),
    [
        (Form.READ_BY_KEY, [("billing", True)], ["batch operation"]),
        (Form.READ_BY_KEY, [("billing", True), ("mail", True)], ["batch operation", "read model"]),
        (Form.COMMAND, [("billing", True), ("mail", True)], ["batch operation"]),
        (Form.READ_BY_KEY, [("trips", True), ("trips", True)], []),
        (Form.LIST, [("billing", False), ("mail", False), ("login", False)], ["read model"]),
        (Form.LIST, [("billing", False), ("mail", False), ("mail", False)], []),
        (Form.LIST, [("billing", False), ("mail", False), ("trips", False)], []),
    ],
)
def test_only_callers_of_other_services_are_offered_another_form(
    form: Form, callers: list[tuple[str, bool]], wanted: list[str]
) -> None:
    those = [Caller(f"{name}.run", name, f"{name}.py", line, loop) for line, (name, loop) in enumerate(callers)]
    assert [one.what for one in offers("trips", form, those)] == wanted
