"""The contracts of cut programs, worked out by hand."""

from __future__ import annotations

from collections import Counter
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.contracts.addresses import status_of
from analyzer.contracts.contracts import make_contracts
from analyzer.findings.evidence import Evidence
from analyzer.model.contracts import Channel, Effect, Form, Idempotence, Operation, OperationKind
from analyzer.model.interfaces import FieldRead, Guard, Parameter, Place, Raise, RequestInput, Result
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from tests.cuts import Cut

INTEGER = Shape(ShapeKind.INTEGER)
TEXT = Shape(ShapeKind.STRING)
OBJECT = Shape(ShapeKind.MAP, (UNKNOWN,))
OBJECTS = Shape(ShapeKind.ARRAY, (OBJECT,))
TRIP = Shape(ShapeKind.DATA, name="trips.Trip")


def taking(name: str, shape: Shape = INTEGER, *, required: bool = True) -> Parameter:
    return Parameter(name, "positional", shape, "", Origin.ANNOTATION, required)


def trips() -> Cut:
    """Trips are rows of a mapped class of the service trips."""
    return Cut().model("trips", "trips.Trip", INTEGER)


def operations(cut: Cut) -> list[Operation]:
    return [one for contract in make_contracts(cut.evidence(), cut.promises()) for one in contract.operations]


def operation(cut: Cut) -> Operation:
    (found,) = operations(cut)
    return found


def called(name: str, *parameters: Parameter, result: Shape = UNKNOWN) -> Cut:
    """Billing calls a function of trips."""
    return trips().call("billing.pay", f"trips.{name}", 7).sign(f"trips.{name}", *parameters, result=result)


def test_everything_of_a_plain_read() -> None:
    one = operation(called("get_trip", taking("trip_id"), result=TRIP).access("trips.get_trip", "select", "trips"))
    assert (one.service, one.name, one.definitions) == ("trips", "get_trip", ("trips.get_trip",))
    assert (one.kind, one.form, one.channel) == (OperationKind.CALL, Form.READ_BY_KEY, Channel.REST)
    assert (one.method, one.path, one.status) == ("GET", "/trips/{trip_id}", 200)
    assert (one.effect, one.idempotent, one.reads, one.changes) == (Effect.READS, Idempotence.YES, ("trips",), ())
    assert [(each.parameter.name, each.place) for each in one.inputs] == [("trip_id", Place.PATH)]
    assert [(each.definition, each.service, str(each.path), each.line) for each in one.callers] == [
        ("billing.pay", "billing", "billing.py", 7)
    ]
    assert (one.confidence, one.doubts) == (1.0, ())


@pytest.mark.parametrize(
    ("name", "parameters", "result", "access", "wanted"),
    [
        ("get_trip", (taking("trip_id"),), TRIP, "select", ("read by key", "GET", "/trips/{trip_id}", 200)),
        ("list_trips", (), OBJECTS, "select", ("list", "GET", "/trips", 200)),
        ("open_trips", (), OBJECTS, "select", ("list", "GET", "/trips/open", 200)),
        ("has_open", (taking("trip_id"),), INTEGER, "select", ("question", "GET", "/trips/{trip_id}/has-open", 200)),
        ("fitting", (taking("wishes", OBJECT),), INTEGER, "select", ("question", "POST", "/trips/fitting", 200)),
        ("get_best", (taking("wishes", OBJECT),), INTEGER, "select", ("question", "POST", "/trips/best", 200)),
        ("create_trip", (taking("fare"),), INTEGER, "insert", ("command", "POST", "/trips", 201)),
        ("remove", (taking("trip_id"),), INTEGER, "delete", ("command", "DELETE", "/trips/{trip_id}", 200)),
        ("cancel", (taking("trip_id"),), INTEGER, "update", ("command", "POST", "/trips/{trip_id}/cancel", 200)),
        ("add_to_trip", (taking("trip_id"),), INTEGER, "update", ("command", "POST", "/trips/{trip_id}/add", 200)),
        ("cancel_all", (), INTEGER, "update", ("command", "POST", "/trips/cancel-all", 200)),
    ],
)
def test_form_method_path_and_status(
    name: str, parameters: tuple[Parameter, ...], result: Shape, access: str, wanted: tuple[str, str, str, int]
) -> None:
    one = operation(called(name, *parameters, result=result).access(f"trips.{name}", access, "trips"))
    assert (one.form.value, one.method, one.path, one.status) == wanted


def test_names_of_parameters_tell_no_two_addresses_apart() -> None:
    cut = called("get_trip", taking("trip_id"), result=TRIP).access("trips.get_trip", "select", "trips")
    cut.call("billing.pay", "trips.find_trip").sign("trips.find_trip", taking("id"), result=TRIP)
    found = {one.name: one.path for one in operations(cut.access("trips.find_trip", "select", "trips"))}
    assert found == {"find_trip": "/trips/{id}", "get_trip": "/trips/{trip_id}/get-trip"}


def test_what_needs_a_body_is_no_delete() -> None:
    cut = called("remove", taking("trip_id"), taking("why", OBJECT), result=INTEGER)
    one = operation(cut.access("trips.remove", "delete", "trips"))
    assert (one.method, one.path) == ("POST", "/trips/{trip_id}/remove")


@pytest.mark.parametrize(
    ("form", "shape", "method", "creates", "wanted"),
    [
        (Form.COMMAND, INTEGER, "POST", True, 201),
        (Form.COMMAND, INTEGER, "POST", False, 200),
        (Form.COMMAND, INTEGER, "PUT", True, 200),
        (Form.COMMAND, NULL, "POST", True, 204),
        (Form.FIRE_AND_FORGET, NULL, "receive", True, 202),
    ],
)
def test_the_code_of_success(form: Form, shape: Shape, method: str, wanted: int, *, creates: bool) -> None:
    assert status_of(form, Result(shape), method, creates=creates) == wanted


def test_a_change_that_gives_nothing_back_may_be_forgotten() -> None:
    one = operation(called("note", taking("trip_id"), result=NULL).access("trips.note", "update", "trips"))
    assert (one.form, one.channel, one.method, one.status) == (Form.FIRE_AND_FORGET, Channel.EVENTS, "receive", 202)


def test_a_change_for_an_entry_point_of_its_own_is_waited_for() -> None:
    cut = trips().entry("trips__web.note").call("trips__web.note", "trips.note").sign("trips.note", result=NULL)
    assert operations(cut.access("trips.note", "update", "trips"))[0].form is Form.COMMAND


def test_what_callees_do_counts_and_tables_are_those_of_the_service() -> None:
    cut = called("cancel").call("trips.cancel", "trips.row").access("trips.row", "update", "trips")
    cut.owners["bills"] = "billing"
    cut.call("trips.cancel", "billing.undo").access("billing.undo", "delete", "bills")
    one = next(each for each in operations(cut) if each.name == "cancel")
    assert (one.effect, one.changes) == (Effect.CHANGES, ("trips",))


def test_a_row_of_any_of_many_tables_is_changed() -> None:
    cut = called("drop").access("trips.drop", "select", "trips").call("trips.drop", "trips.Base.delete")
    assert operation(cut).effect is Effect.READS
    one = operation(cut.any_row("trips.Base.delete", "delete"))
    assert (one.effect, one.idempotent, one.reads, one.changes) == (Effect.CHANGES, Idempotence.YES, ("trips",), ())


@pytest.mark.parametrize(
    ("access", "parameters", "wanted"),
    [
        ("select", (), "yes"),
        ("insert", (), "no"),
        ("delete", (), "yes"),
        ("update", (taking("trip_id"),), "yes"),
        ("update", (), "unknown"),
    ],
)
def test_idempotence(access: str, parameters: tuple[Parameter, ...], wanted: str) -> None:
    one = operation(called("do", *parameters).access("trips.do", access, "trips"))
    assert (one.idempotent.value, bool(one.idempotent_reason)) == (wanted, True)


def test_an_insert_that_looks_first_may_be_repeated() -> None:
    cut = called("put").access("trips.put", "select", "trips", 5).access("trips.put", "insert", "trips", 5)
    assert operation(cut).idempotent is Idempotence.YES


def test_to_publish_may_not_be_repeated() -> None:
    assert operation(called("tell").use("trips.tell", "publish", "queue", "mail")).idempotent is Idempotence.NO


def test_what_is_remembered_is_no_change() -> None:
    cut = called("rate").use("trips.rate", "write", "cache", "rates").access("trips.rate", "select", "trips")
    cut.use("trips.rate", "read", "cache", "rates")
    cut.use("trips.rate", "write", "state", "trips.RATES").use("trips.rate", "read", "state", "trips.RATES")
    assert operation(cut).effect is Effect.READS


def test_to_clear_a_cache_is_a_change() -> None:
    one = operation(called("forget").use("trips.forget", "write", "cache", "rates"))
    assert (one.effect, one.idempotent) == (Effect.CHANGES, Idempotence.YES)


@pytest.mark.parametrize(("name", "wanted"), [("get_kind", Effect.READS), ("kind", Effect.CHANGES)])
def test_a_question_that_inserts_what_is_missing_stays_one(name: str, wanted: Effect) -> None:
    cut = called(name).call(f"trips.{name}", "trips.ensured").access("trips.ensured", "insert", "trips")
    assert operation(cut).effect is wanted


def test_answers_that_are_forgotten_behind_a_question_are_no_change() -> None:
    cut = called("get_kind").call("trips.get_kind", "trips.ensured").access("trips.ensured", "insert", "trips")
    assert operation(cut.use("trips.ensured", "write", "cache", "trips.kinds")).effect is Effect.CHANGES
    assert operation(cut.call("trips.kinds", "trips.ensured")).effect is Effect.READS


def test_to_add_to_what_is_stored_may_not_be_repeated_for_sure() -> None:
    cut = called("pay", taking("trip_id")).access("trips.pay", "update", "trips")
    cut.adding.append("trips.pay")
    assert operation(cut).idempotent is Idempotence.UNKNOWN


def test_what_is_given_a_request_helps_handlers() -> None:
    request = Parameter("request", "positional", UNKNOWN)
    cut = trips().entry("trips__web.show").call("trips__web.show", "trips.helper").sign("trips.helper", request)
    cut.access("trips.helper", "select", "trips").call("trips.helper", "trips.get").access(
        "trips.get", "select", "trips"
    )
    assert [one.name for one in operations(cut) if one.kind is OperationKind.CALL] == ["get"]


def test_decorators_and_how_rows_are_stored_are_no_operations() -> None:
    cut = trips().call("billing.pay", "trips.login_needed").hold("trips.login_needed", "callable")
    cut.call("billing.pay", "trips.Trip.save").derive_outside("trips.Trip", "django.db.models.Model")
    assert operations(cut) == []


def test_an_entity_that_is_given_back_crosses_with_what_callers_read() -> None:
    cut = called("get_trip", taking("trip_id"), result=TRIP).access("trips.get_trip", "select", "trips")
    cut.types.clear()
    fields = (DataField("id", INTEGER, key=True), DataField("fare", INTEGER), DataField("note", TEXT))
    cut.types.append(DataType("trips.Trip", DataKind.ENTITY, fields, "trips.py", 1, table="trips"))
    cut.reads.append(FieldRead("billing.pay", "trips.Trip", "fare", "billing.py", 8))
    found = {one.service: one for one in make_contracts(cut.evidence(), cut.promises())}["trips"]
    assert [(one.definition, [field.name for field in one.fields], one.whole) for one in found.types] == [
        ("trips.Trip", ["id", "fare"], False)
    ]


@pytest.mark.parametrize(
    ("access", "shape", "read", "crossing"),
    [
        ("select", TRIP, "", ["id"]),
        ("select", Shape(ShapeKind.ARRAY, (TRIP,)), "", ["id"]),
        ("select", TRIP, "fare", ["id", "fare"]),
        ("update", TRIP, "", ["id", "fare", "note"]),  # it may store all of it
        ("select", Shape(ShapeKind.MAP, (TRIP,)), "", ["id", "fare", "note"]),  # what is read of it is not seen
    ],
)
def test_an_entity_that_is_given_crosses_with_its_key_and_what_is_read(
    access: str, shape: Shape, read: str, crossing: list[str]
) -> None:
    cut = called("is_late", taking("trip", shape), result=INTEGER).access("trips.is_late", access, "trips")
    cut.types.clear()
    fields = (DataField("id", INTEGER, key=True), DataField("fare", INTEGER), DataField("note", TEXT))
    cut.types.append(DataType("trips.Trip", DataKind.ENTITY, fields, "trips.py", 1, table="trips"))
    if read:
        cut.reads.append(FieldRead("trips.is_late", "trips.Trip", read, "trips.py", 8))
    found = {one.service: one for one in make_contracts(cut.evidence(), cut.promises())}["trips"]
    assert [[field.name for field in one.fields] for one in found.types] == [crossing]


def test_an_entity_from_outside_crosses_whole() -> None:
    given = RequestInput("trip", Place.BODY, TRIP, True, "trips.py", 1)
    cut = trips().entry("trips__web.show", said="POST /trips").serve("trips__web.show", "POST /trips", given)
    cut.types.clear()
    fields = (DataField("id", INTEGER, key=True), DataField("fare", INTEGER))
    cut.types.append(DataType("trips.Trip", DataKind.ENTITY, fields, "trips.py", 1, table="trips"))
    (found,) = make_contracts(cut.evidence(), cut.promises())
    assert [[field.name for field in one.fields] for one in found.types] == [["id", "fare"]]


def test_what_escapes_is_a_failure_and_a_caller_that_catches_it_waits() -> None:
    cut = called("note", taking("trip_id"), result=NULL).access("trips.note", "update", "trips")
    cut.raised.append(Raise("trips.note", "trips.py", 3, "OSError"))
    cut.guarded.append(Guard("billing.pay", "billing.py", 6, 8, ("OSError",)))
    one = operation(cut)
    assert ([failure.exception for failure in one.failures], one.form) == (["OSError"], Form.COMMAND)


def test_a_method_of_a_row_is_addressed_by_its_key() -> None:
    cut = trips().call("billing.pay", "trips.Trip.close").sign("trips.Trip.close", of_object=True)
    one = operation(cut.access("trips.Trip.close", "update", "trips"))
    assert (one.method, one.path) == ("POST", "/trips/{trip_id}/close")
    assert [(each.parameter.shape, each.of_object) for each in one.inputs] == [(INTEGER, True)]


def test_what_callers_make_an_object_of_is_an_input() -> None:
    cut = (
        Cut()
        .derive("trips.Command", "trips.Base")
        .call("billing.pay", "trips.Command")
        .call("billing.pay", "trips.Command.run")
    )
    cut.sign("trips.Command.__init__", taking("fare")).sign("trips.Command.run", taking("note", TEXT), of_object=True)
    one = operation(cut)
    assert [(each.parameter.name, each.of_object) for each in one.inputs] == [("fare", True), ("note", False)]


def test_what_no_caller_gives_an_object_is_no_input() -> None:
    cut = Cut().derive("trips.Command", "trips.Base").call("billing.pay", "trips.Command")
    cut.call("billing.pay", "trips.Command.run")
    given = (taking("fare", required=False), taking("note", TEXT, required=False), taking("logger", UNKNOWN))
    cut.sign("trips.Command.__init__", *given).sign("trips.Command.run", of_object=True)
    assert [each.parameter.name for each in operation(cut).inputs] == ["fare", "note"]
    cut.given["trips.Command.__init__"] = frozenset({"fare", "logger"})
    assert [each.parameter.name for each in operation(cut).inputs] == ["fare"]


def test_methods_of_a_row_that_take_nothing_are_one_operation() -> None:
    cut = trips()
    for name in ("fare", "length"):
        cut.call("billing.pay", f"trips.Trip.{name}").sign(f"trips.Trip.{name}", of_object=True)
        cut.access(f"trips.Trip.{name}", "select", "trips")
    one = operation(cut)
    assert (one.name, one.definitions) == ("get_trip", ("trips.Trip.fare", "trips.Trip.length"))
    assert (one.method, one.path, one.result.shape) == ("GET", "/trips/{trip_id}", TRIP)


def test_methods_of_a_row_that_change_it_stay_apart() -> None:
    cut = trips()
    for name in ("close", "start"):
        cut.call("billing.pay", f"trips.Trip.{name}").sign(f"trips.Trip.{name}", of_object=True)
        cut.access(f"trips.Trip.{name}", "update", "trips")
    assert [one.definitions for one in operations(cut)] == [("trips.Trip.close",), ("trips.Trip.start",)]


def test_overriding_methods_of_one_call_are_one_operation() -> None:
    cut = Cut().derive("trips.Taxi", "trips.Ride").derive("trips.Bike", "trips.Ride")
    for owner in ("Bike", "Ride", "Taxi"):
        cut.call("billing.pay", f"trips.{owner}.price")
    assert operation(cut).definitions == ("trips.Ride.price", "trips.Bike.price", "trips.Taxi.price")


def test_methods_of_unrelated_classes_stay_apart() -> None:
    cut = Cut("trips.Taxi.price").call("billing.pay", "trips.Taxi.price").call("billing.pay", "trips.Map.price")
    assert [one.definitions for one in operations(cut)] == [("trips.Map.price",), ("trips.Taxi.price",)]


def test_what_is_decorated_and_its_wrapper_are_one_operation() -> None:
    cut = Cut().wrap("billing.pay", "trips.wrapped", "trips.Wrapper.call")
    assert [one.definitions for one in operations(cut)] == [("trips.wrapped",)]


def test_live_objects_say_what_crosses_instead() -> None:
    cut = called("move", taking("trip"), taking("session")).hold("trips.move", "entity", "trip")
    one = operation(cut.hold("trips.move", "session", "session").access("trips.move", "update", "trips"))
    assert one.path == "/trips/{trip}/move"
    assert [(each.live, each.instead[:7]) for each in one.inputs] == [("entity", "its key"), ("session", "nothing")]
    assert (one.confidence, one.doubts) == (
        0.72,
        ("nothing says what it returns", "live objects have to become data: entity, session"),
    )


def test_what_stands_for_a_column_of_texts_is_no_live_object() -> None:
    texts = Shape(ShapeKind.ARRAY, (Shape(ShapeKind.STRING),))
    links = Parameter("links", "positional", texts, "", Origin.COLUMN)
    (one,) = operation(called("move", links).hold("trips.move", "entity", "links")).inputs
    assert (one.live, one.instead) == ("", "")


def test_the_address_of_today_is_kept() -> None:
    cut = trips().entry("trips__web.show", said="GET /rides/<int:trip_id>").call("trips__web.show", "trips.get")
    cut.sign("trips.get", taking("trip_id")).access("trips.get", "select", "trips")
    one = operation(cut)
    assert (one.method, one.path, [each.name for each in one.endpoints]) == (
        "GET", "/rides/{trip_id}", ["GET /rides/<int:trip_id>"]
    )  # fmt: skip


def test_an_entry_point_that_leads_to_two_stays_one_of_its_own() -> None:
    cut = trips().entry("trips__web.show", said="GET /rides/<int:ride>")
    for name in ("get", "log"):
        cut.call("trips__web.show", f"trips.{name}").sign(f"trips.{name}", taking("trip_id"))
        cut.access(f"trips.{name}", "select", "trips")
    found = {one.name: (one.kind.value, one.method, one.path) for one in operations(cut)}
    assert found == {
        "get": ("call", "GET", "/trips/{trip_id}/get"),
        "log": ("call", "GET", "/trips/{trip_id}/log"),
        "get_rides_ride": ("endpoint", "GET", "/rides/{ride}"),
    }


def test_an_entry_point_takes_what_is_read_of_requests() -> None:
    name = "POST /rides"
    given = RequestInput("from", Place.BODY, TEXT, True, "trips.py", 3, "str")
    one = operation(trips().entry("trips__web.add", said=name).serve("trips__web.add", name, given, result=OBJECT))
    assert (one.kind, one.name, one.result.shape) == (OperationKind.ENDPOINT, "post_rides", OBJECT)
    assert [(each.parameter.name, each.place) for each in one.inputs] == [("from", Place.BODY)]


def test_a_field_of_graphql_stays_one() -> None:
    cut = trips().entry("trips__web.resolve", "graphql", said="query trip").call("trips__web.resolve", "trips.get")
    one = operations(cut.access("trips.get", "select", "trips"))[0]
    assert (one.channel, one.method, one.path) == (Channel.GRAPHQL, "query", "trip")


def test_a_service_behind_rpc_stays_behind_it() -> None:
    cut = Cut().entry("trips__rpc.a", "rpc").call("billing.pay", "trips.get").access("trips.get", "select", "rows")
    assert next(one for one in operations(cut) if one.kind is OperationKind.CALL).channel is Channel.RPC


def test_messages_name_the_other_end() -> None:
    cut = Cut().use("billing.pay", "publish", "queue", "bills").use("mail.send", "consume", "queue", "bills")
    found = [
        (one.service, each.direction, each.name, each.others)
        for one in make_contracts(cut.evidence(), cut.promises())
        for each in one.messages
    ]
    assert found == [("billing", "send", "bills", ("mail",)), ("mail", "receive", "bills", ("billing",))]


def test_a_signal_between_services_is_a_message_and_no_call() -> None:
    cut = Cut().entry("mail.greet", "signal", said="signed up").call("login.register", "mail.greet")
    one = operation(cut)
    assert (one.kind, one.channel, one.path, len(one.callers)) == (OperationKind.EVENT, Channel.EVENTS, "signed up", 1)


def test_calls_in_loops_are_offered_a_batch() -> None:
    cut = trips().call("billing.pay", "trips.get", loop=True).access("trips.get", "select", "trips")
    one = operation(cut)
    assert ([offer.what for offer in one.offers], one.in_loop) == (["batch operation"], True)


def test_the_border_in_figures() -> None:
    cut = called("move", taking("trip_id"), taking("to", OBJECT), result=INTEGER).call(
        "mail.tell", "trips.move", loop=True
    )
    found = {one.service: one.border for one in make_contracts(cut.evidence(), cut.promises())}["trips"]
    assert (found.operations, found.endpoints, found.fields, found.unknown_fields) == (1, 0, 3, 1)
    assert (found.callers, found.callers_per_operation, found.chatty, found.live) == (2, 2.0, 1, 0)


def test_loops_of_the_own_entry_points_make_no_border_chatty() -> None:
    cut = Cut().sign("trips.get", taking("trip_id"), result=INTEGER).access("trips.get", "select", "trips")
    cut.entry("trips__web.show").call("trips__web.show", "trips.get", loop=True)
    (found,) = [one for one in make_contracts(cut.evidence(), cut.promises()) if one.service == "trips"]
    assert [one.in_loop for one in found.operations if one.kind is OperationKind.CALL] == [True]
    assert found.border.chatty == 0


@settings(max_examples=50)
@given(seed=st.integers(0, 10_000))
def test_any_program_has_one_operation_at_an_address(seed: int) -> None:
    random = Random(seed)
    cut = trips().model("bills", "billing.Bill")
    functions = [f"{service}{part}.{verb}_{noun}" for service in ("trips", "billing") for part in ("", "__x")
                 for verb in ("get", "add", "list") for noun in ("trip", "bill")]  # fmt: skip
    for line in range(1, 30):
        cut.call(random.choice(functions), random.choice(functions), line)
    for name in random.sample(functions, 12):
        cut.access(name, random.choice(("select", "insert", "update", "delete")), random.choice(("trips", "bills")))
        cut.sign(name, *(taking(each) for each in random.sample(("trip_id", "id", "name", "note"), 2)))
    for name in random.sample(functions, 3):
        cut.entry(name, said=f"GET /{random.choice(('a', 'b', 'trips'))}")
    evidence = cut.evidence()
    contracts = make_contracts(evidence, cut.promises())
    served = [one for contract in contracts for one in contract.operations if one.channel is Channel.REST]
    assert max(Counter((one.service, one.method, one.path) for one in served).values(), default=1) == 1
    for contract in contracts:
        assert max(Counter(one.name for one in contract.operations).values(), default=1) == 1
        assert all(evidence.service_of[name] == one.service == contract.service
                   for one in contract.operations for name in one.definitions)  # fmt: skip
    assert make_contracts(_shuffled(evidence, random), cut.promises()) == contracts


def _shuffled(evidence: Evidence, random: Random) -> Evidence:
    """Return the same program, its calls found in another order."""
    calls = list(evidence.facts.calls)
    random.shuffle(calls)
    facts = msgspec.structs.replace(evidence.facts, calls=tuple(calls))
    return Evidence(msgspec.structs.replace(evidence.candidates, facts=facts))


def test_an_application_is_known_by_its_name_where_nothing_says_what_it_is() -> None:
    """``load_trips(app, app_id)`` is handed the application; a text named app is none."""
    cut = called("load_trips", taking("app", UNKNOWN), taking("app_id", UNKNOWN), taking("my_app", TEXT))
    one = operation(cut.access("trips.load_trips", "select", "trips"))
    assert [(each.parameter.name, each.live, each.crosses) for each in one.inputs] == [
        ("app", "application", False),
        ("app_id", "", True),
        ("my_app", "", True),
    ]
    assert one.inputs[0].instead == "nothing: each service has its own"
    given = operation(called("get_app").access("trips.get_app", "select", "trips"))
    assert given.live_result == "application"
    assert operation(called("get_app", result=TEXT).access("trips.get_app", "select", "trips")).live_result == ""
    job = operation(called("get_application").access("trips.get_application", "select", "trips"))
    assert job.live_result == ""


PERHAPS = Shape(ShapeKind.UNION, (TEXT, NULL))


@pytest.mark.parametrize(
    ("name", "parameters", "access", "wanted"),
    [
        # what may be nothing: the body of what changes, the query of what reads
        ("redeem", (taking("code", PERHAPS),), "update", ("POST", "/trips/redeem", "body")),
        ("redeem", (taking("code", TEXT),), "update", ("POST", "/trips/{code}/redeem", "path")),
        ("has_open", (taking("trip_id", PERHAPS),), "select", ("GET", "/trips/has-open", "query")),
        # what is secret or personal, by its last word
        ("roles_of", (taking("token", TEXT),), "select", ("POST", "/trips/roles-of", "body")),
        ("by_email", (taking("home_email", TEXT),), "select", ("POST", "/trips/by-email", "body")),
        ("remove", (taking("token", TEXT),), "delete", ("POST", "/trips/remove", "body")),
        # the number of a card, by its own name or by that of the operation; that of a trip is none
        ("charge", (taking("card_number", TEXT),), "update", ("POST", "/trips/charge", "body")),
        ("add_card", (taking("number", TEXT),), "update", ("POST", "/trips/add-card", "body")),
        ("charge_card", (taking("trip_number", TEXT),), "update", ("POST", "/trips/{trip_number}/charge-card", "path")),
        ("charge", (taking("number", TEXT),), "update", ("POST", "/trips/{number}/charge", "path")),
    ],
)
def test_what_may_be_nothing_or_is_personal_stands_in_no_path(
    name: str, parameters: tuple[Parameter, ...], access: str, wanted: tuple[str, str, str]
) -> None:
    one = operation(called(name, *parameters, result=INTEGER).access(f"trips.{name}", access, "trips"))
    assert (one.method, one.path, one.inputs[0].place) == (wanted[0], wanted[1], Place(wanted[2]))


def test_an_address_of_today_is_lent_only_where_its_variables_are_always_given() -> None:
    """Both entry points hand over to show; the first has a variable that others leave out."""
    for shape, wanted in ((PERHAPS, "/trips/{trip_id}"), (TEXT, "/days/{day}/trips/{trip_id}")):
        cut = called("show", taking("trip_id"), taking("day", shape), result=INTEGER)
        cut.access("trips.show", "select", "trips").entry("trips__web.day", said="GET /days/<day>/trips/<trip_id>")
        cut.entry("trips__web.every_day", said="GET /trips/<trip_id>")
        cut.call("trips__web.day", "trips.show", 3).call("trips__web.every_day", "trips.show", 4)
        (one,) = (each for each in operations(cut) if each.kind is OperationKind.CALL)
        assert one.path == wanted


def test_a_variable_that_may_be_nothing_is_not_taken_for_another_key() -> None:
    """The path of today has the day, which others leave out; the trip does not take its place."""
    cut = called("show", taking("trip_id"), taking("day", PERHAPS), result=INTEGER)
    cut.access("trips.show", "select", "trips").entry("trips__web.day", said="GET /days/<day>")
    cut.call("trips__web.day", "trips.show", 3)
    (one,) = (each for each in operations(cut) if each.kind is OperationKind.CALL)
    assert (one.path, one.inputs[1].place) == ("/trips/{trip_id}/show", Place.QUERY)
