"""Which changes of a contract break its callers?"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from analyzer.compare.contracts import compare_contracts
from analyzer.compare.noting import Standing
from analyzer.compare.rules import BY_NAME, RULES
from analyzer.model.contract_changes import ContractChange, Grade
from analyzer.model.contracts import Channel, Contract, Effect, Idempotence, Operation, OperationKind
from analyzer.model.interfaces import Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from contracts_by_hand import INTEGER, STRING
from contracts_by_hand import many as array
from promises import BOOLEAN, CALLER, NUMBER, contract, data, data_type, fails, given, message, one_of, operation, union

BREAKS, WARNS, FITS = Grade.BREAKING, Grade.WARNING, Grade.COMPATIBLE
LIVE = Shape(ShapeKind.LIVE, name="callable")


def changes(
    old: Operation | Contract, new: Operation | Contract, standing: Standing | None = None
) -> list[ContractChange]:
    both = [(one if isinstance(one, Contract) else contract(one),) for one in (old, new)]
    return list(compare_contracts(*both, standing or Standing()).changes)


def told(old: Any, new: Any, standing: Standing | None = None) -> list[tuple[Grade, str, str]]:
    return [(one.grade, one.rule, one.subject) for one in changes(old, new, standing)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({}, {"method": "POST"}, (BREAKS, "method-changed", "")),
        ({}, {"path": "/trip"}, (BREAKS, "path-changed", "")),
        ({}, {"status": 201}, (BREAKS, "status-changed", "result")),
        ({}, {"channel": Channel.RPC, "method": "", "path": "get"}, (BREAKS, "channel-changed", "")),
        ({}, {"channel": Channel.EVENTS, "method": "send", "status": 202}, (BREAKS, "became-event", "")),
        ({}, {"idempotent": Idempotence.NO}, (WARNS, "idempotence-lost", "")),
        ({}, {"effect": Effect.CHANGES}, (WARNS, "effect-added", "")),
        ({}, {"failures": (fails("Late", 409),)}, (WARNS, "error-code-added", "error 409")),
        ({"failures": (fails("Late", 409),)}, {}, (WARNS, "error-code-removed", "error 409")),
        (
            {"failures": (fails("Late", 409),)},
            {"failures": (fails("Late", 400),)},
            (BREAKS, "error-code-changed", "error Late"),
        ),
        (
            {"failures": (fails("Late", 409),)},
            {"failures": (fails("Slow", 409),)},
            (WARNS, "error-renamed", "error 409"),
        ),
        ({}, {"inputs": (given("day"),)}, (BREAKS, "input-required-added", "input day")),
        ({}, {"inputs": (given("day", required=False),)}, (FITS, "input-added", "input day")),
        ({"inputs": (given("day"),)}, {}, (WARNS, "input-removed", "input day")),
        (
            {"inputs": (given("day", required=False),)},
            {"inputs": (given("day"),)},
            (BREAKS, "input-became-required", "input day"),
        ),
        (
            {"inputs": (given("day"),)},
            {"inputs": (given("day", required=False),)},
            (FITS, "input-became-optional", "input day"),
        ),
        (
            {"inputs": (given("day", required=False, default="1"),)},
            {"inputs": (given("day", required=False, default="2"),)},
            (WARNS, "input-default-changed", "input day"),
        ),
        (
            {"inputs": (given("day"),)},
            {"inputs": (given("day", place=Place.BODY),)},
            (BREAKS, "input-moved", "input day"),
        ),
        ({"result": NULL}, {}, (FITS, "result-added", "result")),
        ({}, {"result": NULL}, (BREAKS, "result-removed", "result")),
        ({}, {"result": Result(INTEGER, origin=Origin.FLOW, streams=True)}, (BREAKS, "result-widened", "result")),
    ],
)
def test_one_change_of_an_operation(old: dict[str, Any], new: dict[str, Any], expected: tuple[Grade, str, str]) -> None:
    assert told(operation(**old), operation(**new)) == [expected]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (INTEGER, NUMBER),
        (INTEGER, union(INTEGER, STRING)),
        (union(INTEGER, STRING), union(STRING, BOOLEAN, INTEGER)),
        (Shape(ShapeKind.STRING, format="uuid"), STRING),
        (one_of("new", "paid"), one_of("new", "paid", "void")),
        (one_of("new"), STRING),
        (Shape(ShapeKind.CONSTANTS, values=("1", "2")), INTEGER),
        (array(INTEGER), array(NUMBER)),
        (Shape(ShapeKind.TUPLE, (INTEGER, INTEGER)), array(NUMBER)),
        (Shape(ShapeKind.TUPLE, (INTEGER, STRING)), Shape(ShapeKind.TUPLE, (NUMBER, STRING))),
        (Shape(ShapeKind.MAP, (INTEGER,)), Shape(ShapeKind.MAP, (NUMBER,))),
        (union(array(INTEGER), STRING), union(array(NUMBER), STRING)),
    ],
)
def test_inputs_may_take_more_and_results_give_less(narrow: Shape, wide: Shape) -> None:
    def takes(shape: Shape) -> Operation:
        return operation(inputs=(given("it", shape),))

    assert {one[1] for one in told(takes(narrow), takes(wide))} == {"input-widened"}
    assert {one[:2] for one in told(takes(wide), takes(narrow))} == {(BREAKS, "input-narrowed")}
    assert {one[:2] for one in told(operation(result=narrow), operation(result=wide))} == {(BREAKS, "result-widened")}
    assert {one[1] for one in told(operation(result=wide), operation(result=narrow))} == {"result-narrowed"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STRING, INTEGER),
        (STRING, array(STRING)),
        (Shape(ShapeKind.STRING, format="uuid"), Shape(ShapeKind.STRING, format="date")),
        (Shape(ShapeKind.TUPLE, (INTEGER,)), Shape(ShapeKind.TUPLE, (INTEGER, INTEGER))),
        (one_of("1"), INTEGER),
        (union(STRING, INTEGER), BOOLEAN),
    ],
)
def test_another_type_breaks_both_ways(old: Shape, new: Shape) -> None:
    assert (BREAKS, "result-widened", "result") in told(operation(result=old), operation(result=new))
    assert (BREAKS, "input-narrowed", "input it") in told(
        operation(inputs=(given("it", old),)), operation(inputs=(given("it", new),))
    )


def test_null() -> None:
    maybe = union(INTEGER, NULL)
    assert told(operation(), operation(result=maybe)) == [(BREAKS, "result-nullable", "result")]
    assert told(operation(result=maybe), operation()) == [(FITS, "result-narrowed", "result")]
    takes = [operation(inputs=(given("it", shape),)) for shape in (INTEGER, maybe)]
    assert told(*takes) == [(FITS, "input-widened", "input it")]
    assert told(*reversed(takes)) == [(BREAKS, "input-narrowed", "input it")]


@pytest.mark.parametrize("shape", [UNKNOWN, LIVE])
def test_of_what_is_not_known_nothing_is_said_to_break(shape: Shape) -> None:
    assert told(operation(), operation(result=shape)) == [(WARNS, "type-lost", "result")]
    assert told(operation(result=shape), operation()) == [(FITS, "type-found", "result")]
    assert told(operation(result=UNKNOWN), operation(result=LIVE)) == []
    assert told(operation(result=shape), operation(result=shape)) == []


def test_what_only_callers_show_is_no_promise() -> None:
    def takes(shape: Shape, origin: Origin) -> Operation:
        return operation(inputs=(given("it", shape, origin=origin),))

    assert told(takes(NUMBER, Origin.FLOW), takes(INTEGER, Origin.FLOW)) == [(WARNS, "input-narrowed", "input it")]
    assert told(takes(NUMBER, Origin.FLOW), takes(INTEGER, Origin.COLUMN)) == [(BREAKS, "input-narrowed", "input it")]
    said = [operation(result=Result(one, origin=Origin.DOCSTRING)) for one in (INTEGER, STRING)]
    assert told(*said) == [(WARNS, "result-widened", "result")]


def with_types(shape: Shape, *types: DataType) -> dict[str, Contract]:
    return {
        "takes": contract(operation(inputs=(given("trip", shape),)), types=types),
        "gives": contract(operation(result=shape), types=types),
    }


def test_fields_of_data() -> None:
    old = with_types(data("Trip"), data_type("Trip", {"key": INTEGER, "fare": INTEGER, "note": STRING}))
    fields = {"key": INTEGER, "fare": NUMBER, "day": STRING, "tip": DataField("tip", INTEGER, required=False)}
    new = with_types(data("Trip"), data_type("Trip", fields))
    assert told(old["gives"], new["gives"]) == [
        (BREAKS, "result-field-removed", "result.note"),
        (BREAKS, "result-widened", "result.fare"),
        (FITS, "result-field-added", "result.day"),
        (FITS, "result-field-added", "result.tip"),
    ]
    assert told(old["takes"], new["takes"]) == [
        (BREAKS, "input-required-added", "input trip.day"),
        (WARNS, "input-removed", "input trip.note"),
        (FITS, "input-added", "input trip.tip"),
        (FITS, "input-widened", "input trip.fare"),
    ]


def test_a_field_that_need_not_be_given_is_still_read() -> None:
    loose = {"fare": DataField("fare", INTEGER, required=False)}
    for kind, result in (
        (DataKind.PYDANTIC, []),
        (DataKind.TYPED_DICT, [(BREAKS, "result-field-optional", "result.fare")]),
    ):
        old = with_types(data("Trip"), data_type("Trip", {"fare": INTEGER}, kind=kind))
        new = with_types(data("Trip"), data_type("Trip", loose, kind=kind))
        assert told(old["gives"], new["gives"]) == result
        assert told(new["takes"], old["takes"]) == [(BREAKS, "input-became-required", "input trip.fare")]
        assert told(old["takes"], new["takes"]) == [(FITS, "input-became-optional", "input trip.fare")]


def test_types_are_compared_by_what_they_hold_and_not_by_name() -> None:
    old = with_types(array(data("Trip")), data_type("Trip", {"fare": INTEGER}))
    same = with_types(array(data("Journey")), data_type("Journey", {"fare": INTEGER}))
    other = with_types(array(data("Journey")), data_type("Journey", {"fare": STRING}))
    assert told(old["gives"], same["gives"]) == []
    assert told(old["gives"], other["gives"]) == [(BREAKS, "result-widened", "result[].fare")]


def test_data_is_a_map_if_its_fields_fit() -> None:
    old = with_types(data("Trip"), data_type("Trip", {"fare": INTEGER, "day": STRING}))
    new = with_types(Shape(ShapeKind.MAP, (STRING,)))
    assert told(old["takes"], new["takes"]) == [
        (BREAKS, "input-narrowed", "input trip.fare"),
        (FITS, "input-widened", "input trip"),
    ]
    assert told(old["gives"], new["gives"]) == [(BREAKS, "result-widened", "result")]


def test_types_that_lead_to_themselves() -> None:
    def tree(leaf: Shape) -> DataType:
        return data_type("Node", {"leaf": leaf, "next": union(data("Node"), NULL), "all": array(data("Node"))})

    old, new = with_types(data("Node"), tree(INTEGER)), with_types(data("Node"), tree(STRING))
    assert told(old["gives"], old["gives"]) == []
    assert told(old["gives"], new["gives"]) == [(BREAKS, "result-widened", "result.leaf")]
    either = [with_types(union(data("Node"), STRING, INTEGER), tree(leaf)) for leaf in (INTEGER, STRING)]
    assert told(either[0]["gives"], either[0]["gives"]) == []
    assert told(either[0]["gives"], either[1]["gives"]) == [(BREAKS, "result-widened", "result.leaf")]


def test_enumerations_are_their_constants() -> None:
    def state(*values: str) -> DataType:
        return data_type("State", {}, kind=DataKind.ENUM, values=tuple(f'"{one}"' for one in values))

    old, new = with_types(data("State"), state("new")), with_types(data("State"), state("new", "paid"))
    assert told(old["gives"], new["gives"]) == [(BREAKS, "result-widened", "result")]
    assert told(new["takes"], old["takes"]) == [(BREAKS, "input-narrowed", "input trip")]
    assert told(old["gives"], contract(operation(result=one_of("new")))) == []


def test_a_field_that_is_no_longer_seen_or_read_is_not_said_to_be_gone() -> None:
    def trip(*names: str, **more: Any) -> Contract:
        fields = {name: DataField(name, INTEGER, column=f"{name}_id") for name in names}
        return with_types(data("Trip"), data_type("Trip", fields, **more))["gives"]

    assert told(trip("a", "b"), trip("a", whole=False)) == [(WARNS, "result-field-removed", "result.b")]
    entity = {"kind": DataKind.ENTITY, "table": "trips"}
    stands, gone = (Standing(columns={"trips": frozenset(those)}) for those in (["a_id", "b_id"], ["a_id"]))
    old, new = trip("a", "b", **entity), trip("a", **entity, whole=False)
    assert told(old, new, stands) == [(FITS, "result-field-unread", "result.b")]
    assert told(old, new, gone) == [(BREAKS, "result-field-removed", "result.b")]
    assert told(old, new) == [(WARNS, "result-field-removed", "result.b")]


def test_an_operation_is_gone_or_only_not_called() -> None:
    old, new = contract(operation(), operation("list_trips")), contract(operation("list_trips"))
    assert told(old, new) == [(BREAKS, "operation-removed", "")]
    assert told(new, old) == [(FITS, "operation-added", "")]
    stands = Standing(frozenset({"shop.trips.get_trip"}))
    assert told(old, new, stands) == [(WARNS, "operation-uncalled", "")]
    endpoint = operation("show", kind=OperationKind.ENDPOINT)
    assert told(endpoint, contract(name="trips"), Standing(frozenset({"shop.trips.show"}))) == [
        (BREAKS, "operation-removed", "")
    ]


def test_whoever_called_what_is_gone_is_named() -> None:
    gone = changes(operation(), contract(name="trips"))[0]
    assert (gone.at, gone.callers) == (Location("shop/trips.py", 4), (CALLER,))
    here = changes(operation(callers=()), operation(method="PUT", at=Location("shop/trips.py", 8)))[0]
    assert (here.at, here.callers) == (Location("shop/trips.py", 8), (CALLER,))


def test_moves_are_said_as_moves() -> None:
    stays = operation("list_trips")
    old = [contract(operation(), stays), contract(operation("pay", service="billing"), name="billing")]
    moved = operation(service="billing")
    new = [contract(stays), contract(operation("pay", service="billing"), moved, name="billing")]
    found = compare_contracts(old, new).changes
    assert [(one.service, one.operation, one.rule, one.old, one.new) for one in found] == [
        ("billing", "get_trip", "operation-moved", "trips", "billing")
    ]
    elsewhere = operation(definitions=("shop.journeys.get_trip",))
    assert told(operation(), elsewhere) == []
    handler = operation("other", path="/get_trip")
    assert told(operation(), handler) == []


def test_a_service_with_another_name_is_told_once() -> None:
    names = ("get_trip", "list_trips", "end_trip")
    old = contract(*map(operation, names))
    new = contract(*(operation(name, service="journeys") for name in names))
    assert told(old, new) == [(WARNS, "service-renamed", "service")]
    (change,) = changes(old, new)
    assert (change.service, change.operation, change.old, change.callers) == ("journeys", "", "trips", ())


def test_several_methods_of_one_handler_are_not_mixed_up() -> None:
    def view(method: str) -> Operation:
        return operation("view", kind=OperationKind.ENDPOINT, method=method, path="/trips")

    assert told(contract(view("GET"), view("POST")), contract(view("POST"), view("PUT"), view("GET"))) == [
        (FITS, "operation-added", "")
    ]


def test_parameters_of_the_path_go_by_place() -> None:
    def keyed(name: str, shape: Shape) -> Operation:
        return operation(path=f"/trips/{{{name}}}", inputs=(given(name, shape, Place.PATH),))

    assert told(keyed("id", INTEGER), keyed("trip_id", INTEGER)) == []
    assert told(keyed("id", STRING), keyed("trip_id", INTEGER)) == [(BREAKS, "input-narrowed", "input trip_id")]


def test_what_stays_behind_the_border_is_no_input() -> None:
    assert told(operation(), operation(inputs=(given("db", LIVE, live="session"),))) == []


def test_messages() -> None:
    def told_of(direction: str, *shapes: Shape) -> Contract:
        return contract(name="trips", messages=tuple(message(direction, "rides", one) for one in shapes))

    none = told_of("send")
    assert told(told_of("send", INTEGER), none) == [(BREAKS, "message-removed", "")]
    assert told(none, told_of("receive", INTEGER)) == [(FITS, "message-added", "")]
    assert told(told_of("send", INTEGER), told_of("send", NUMBER)) == [(BREAKS, "message-widened", "content")]
    assert told(told_of("send", NUMBER), told_of("send", INTEGER)) == [(FITS, "message-changed", "content")]
    assert told(told_of("receive", NUMBER), told_of("receive", INTEGER)) == [(BREAKS, "message-narrowed", "content")]
    assert told(told_of("receive", INTEGER), told_of("receive", NUMBER)) == [(FITS, "message-changed", "content")]
    assert told(told_of("receive", INTEGER), told_of("receive", UNKNOWN)) == [(WARNS, "type-lost", "content")]


def test_what_breaks_comes_first_and_is_counted() -> None:
    old = contract(operation(), operation("list_trips"))
    new = contract(operation("add"), msgspec.structs.replace(operation(), idempotent=Idempotence.UNKNOWN))
    found = compare_contracts([old], [new])
    assert (found.breaking, found.warnings, found.compatible) == (1, 1, 1)
    assert [one.grade for one in found.changes] == [BREAKS, WARNS, FITS]


def test_the_table_of_rules() -> None:
    assert len(BY_NAME) == len(RULES)
    assert [one.grade for one in RULES] == sorted((one.grade for one in RULES), key=list(Grade).index)
