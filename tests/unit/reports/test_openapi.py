"""Is what a service would promise written as OpenAPI 3.1 that validators, generators and readers can work with?"""

from __future__ import annotations

import json

import pytest
from example import shop
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from analyzer.model.contracts import Caller, Channel, Contract, Failure, Form, Input, Offer, Operation, OperationKind
from analyzer.model.interfaces import Parameter, Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import NULL, UNKNOWN, DataKind, DataType, Origin, Shape, ShapeKind
from contracts_by_hand import (
    CONTRACTS,
    INTEGER,
    NOT_FOUND,
    STRING,
    TRIP,
    TYPES,
    contract,
    many,
    operation,
    rides,
    taken,
    with_contracts,
)
from reports.render.formats import render
from reports.render.json_schema import Json
from reports.render.openapi import document

NO_PAPER = Shape(ShapeKind.BINARY)
FILE = {"type": "string", "format": "binary"}
GIVEN = "x-seamline-origin"


def errors(made: Json) -> list[str]:
    """What a validator says against a document."""
    return [str(error) for error in OpenAPIV31SpecValidator(made).iter_errors()]


def only(one: Operation, types: tuple[DataType, ...] = ()) -> Json:
    """The operation object of a contract of one operation, which is valid."""
    made = document(contract(one, types=types))
    assert errors(made) == []
    ((found,),) = [list(item.values()) for item in made["paths"].values()]
    return dict(found)


@given(CONTRACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_contract_is_valid_openapi(any_contract: Contract) -> None:
    made = json.loads(json.dumps(document(any_contract), allow_nan=False))
    assert errors(made) == []
    reached = [one for one in any_contract.operations if one.channel is Channel.REST]
    assert sum(len(item) for item in made["paths"].values()) >= len(reached)


def test_a_document_worked_out_by_hand() -> None:
    session = taken(
        "session", Shape(ShapeKind.LIVE, name="session"), live="session", instead="the service opens its own"
    )
    one = operation(
        "fare_of",
        "GET",
        "/trips/{trip_id}/fare",
        (
            taken("trip_id", INTEGER, Place.PATH, written="int", about="Which trip."),
            taken("day", STRING, required=False),
            session,
        ),
        result=Result(Shape(ShapeKind.STRING, format="decimal"), "Decimal", Origin.ANNOTATION, "In euros."),
        failures=(NOT_FOUND,),
        reads=("trips",),
        callers=(Caller("billing.charge", "billing", "billing/charge.py", 7, in_loop=True),),
        confidence=0.9,
        doubts=("One caller guesses.",),
        offers=(Offer("batch operation", "called in a loop", (Location("billing/charge.py", 7),)),),
        about="Say what a trip costs.",
    )  # fmt: skip
    (path,) = document(contract(one))["paths"].items()
    assert path == (
        "/trips/{trip_id}/fare",
        {
            "get": {
                "operationId": "fare_of",
                "summary": "fare_of",
                "description": "Say what a trip costs.\n\nReads trips. May be repeated: yes, because it reads.",
                "tags": ["call"],
                "parameters": [
                    {
                        "name": "trip_id",
                        "in": "path",
                        "description": "Which trip.",
                        "required": True,
                        "schema": {
                            "type": "integer",
                            "description": "Which trip.",
                            GIVEN: "annotation",
                            "x-seamline-written": "int",
                        },
                    },
                    {"name": "day", "in": "query", "schema": {"type": "string", GIVEN: "annotation"}},
                ],
                "responses": {
                    "200": {
                        "description": "In euros.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "string",
                                    "format": "decimal",
                                    "description": "In euros.",
                                    "x-seamline-written": "Decimal",
                                }
                            }
                        },
                    },
                    "404": {
                        "description": "Not Found: TripNotFound: no trip …",
                        "content": {
                            "application/problem+json": {
                                "schema": {
                                    "allOf": [
                                        {"$ref": "#/components/schemas/Problem"},
                                        {
                                            "type": "object",
                                            "properties": {"title": {"type": "string", "enum": ["TripNotFound"]}},
                                        },
                                    ]
                                },
                                "examples": {
                                    "TripNotFound-1": {
                                        "value": {"title": "TripNotFound", "status": 404, "detail": "no trip …"}
                                    }
                                },
                            }
                        },
                        "x-seamline-failures": [
                            {
                                "exception": "rides.errors.TripNotFound",
                                "status": 404,
                                "message": "no trip …",
                                "reason": "the name says so",
                                "at": ["rides/trips.py:12"],
                            }
                        ],
                    },
                },
                "x-seamline-evidence": {
                    "kind": "call",
                    "definitions": ["rides.trips.fare_of"],
                    "at": "rides/trips.py:10",
                    "form": "question",
                    "channel": "rest",
                    "channel_reason": "nothing speaks for another",
                    "effect": "reads",
                    "reads": ["trips"],
                    "idempotent": "yes",
                    "idempotent_reason": "it reads",
                    "in_loop": True,
                    "in_transaction": False,
                    "callers": [
                        {
                            "service": "billing",
                            "definition": "billing.charge",
                            "at": "billing/charge.py:7",
                            "in_loop": True,
                        }
                    ],
                    "live": [
                        {
                            "parameter": "session",
                            "is": "session",
                            "instead": "the service opens its own",
                            "crosses": False,
                        }
                    ],
                    "confidence": 0.9,
                    "doubts": ["One caller guesses."],
                },
                "x-seamline-offers": [
                    {"what": "batch operation", "reason": "called in a loop", "at": ["billing/charge.py:7"]}
                ],
            }
        },
    )


def test_the_frame_of_a_document() -> None:
    made = document(rides())
    assert errors(made) == []
    assert made["openapi"] == "3.1.0"
    assert made["info"]["title"] == "rides"
    assert made["info"]["description"].startswith("Trips and papers.\n\nA draft, derived from the code of today.")
    assert [one["name"] for one in made["tags"]] == ["call", "endpoint"]
    assert list(made["paths"]) == ["/papers", "/trips/{trip_id}", "/trips/{trip_id}/cancel"]
    assert list(made["components"]["schemas"]) == ["Problem", "State", "Trip"]
    assert made["x-seamline-border"]["callers_per_operation"] == 0.67
    assert "trip_done" not in json.dumps(made["paths"]), "an event stands in the AsyncAPI file"


def body(*inputs: Input, types: tuple[DataType, ...] = ()) -> Json:
    """The content of the body, by media type."""
    content = only(operation("x", "POST", inputs=inputs), types)["requestBody"]["content"]
    return {media: one["schema"] for media, one in content.items()}


def test_named_parts_of_a_body_are_an_object() -> None:
    (schema,) = body(
        taken("a", INTEGER, Place.BODY), taken("b", STRING, Place.BODY, required=False, default="'x'")
    ).values()
    assert schema == {
        "type": "object",
        "properties": {
            "a": {"type": "integer", GIVEN: "annotation"},
            "b": {"type": "string", "default": "x", GIVEN: "annotation"},
        },
        "required": ["a"],
    }


def test_a_nameless_part_is_the_whole_body() -> None:
    assert body(taken("", TRIP, Place.BODY), types=TYPES) == {
        "application/json": {"$ref": "#/components/schemas/Trip", GIVEN: "annotation"}
    }


def test_a_form_stands_beside_json_where_either_is_read() -> None:
    found = body(taken("a", INTEGER, Place.BODY), taken("b", STRING, Place.FORM))
    assert {media: list(schema["properties"]) for media, schema in found.items()} == {
        "application/json": ["a"],
        "application/x-www-form-urlencoded": ["b"],
    }


def test_files_travel_with_the_other_parts_of_the_form() -> None:
    found = body(
        taken("a", STRING, Place.FORM), taken("paper", NO_PAPER, Place.FILE), taken("all", many(NO_PAPER), Place.FILE)
    )
    ((media, schema),) = found.items()
    assert media == "multipart/form-data"
    assert schema["properties"] == {
        "a": {"type": "string", GIVEN: "annotation"},
        "paper": {**FILE, GIVEN: "annotation"},
        "all": {"type": "array", "items": FILE, GIVEN: "annotation"},
    }


def test_a_nameless_file_is_the_whole_body() -> None:
    assert body(taken("", NO_PAPER, Place.FILE)) == {"application/octet-stream": FILE}


def parameters(*inputs: Input, path: str = "/x", types: tuple[DataType, ...] = ()) -> list[tuple[str, str, Json]]:
    """Name, place and schema of the parameters."""
    found = only(operation("x", path=path, inputs=inputs), types)["parameters"]
    return [(one["name"], one["in"], one["schema"]) for one in found]


def test_every_name_in_a_path_is_declared_and_nothing_else_stands_there() -> None:
    ((name, place, schema), other) = parameters(taken("key", INTEGER, Place.PATH), path="/x/{unsaid}")
    assert (name, place, schema["x-seamline-unknown"]) == ("unsaid", "path", True)
    assert other[:2] == ("key", "query")


def test_headers_and_cookies_are_parameters() -> None:
    inputs = (
        taken("X-Tenant", STRING, Place.HEADER),
        taken("x-tenant", STRING, Place.HEADER),
        taken("sid", STRING, Place.COOKIE),
    )
    assert [one[:2] for one in parameters(*inputs)] == [("X-Tenant", "header"), ("sid", "cookie")]


def test_an_entity_in_an_address_is_given_by_its_key() -> None:
    ((_, _, schema),) = parameters(taken("trip", TRIP, Place.PATH), path="/x/{trip}", types=TYPES)
    assert schema == {"type": "integer", GIVEN: "annotation"}


@pytest.mark.parametrize("live", ["session", "lock", "callable", "request"])
def test_what_stays_in_a_process_is_no_part_of_a_request(live: str) -> None:
    assert "parameters" not in only(operation("x", inputs=(taken("x", UNKNOWN, live=live),)))


def content(one: Operation) -> Json:
    """The content of the response that is no failure, by media type."""
    responses = only(one)["responses"]
    return {media: made["schema"] for media, made in next(iter(responses.values())).get("content", {}).items()}


def test_nothing_is_answered_without_content() -> None:
    assert content(operation("x", status=204)) == {}
    assert content(operation("x", status=200, result=Result(NULL))) == {}


def test_a_stream_may_be_read_item_by_item() -> None:
    streamed = operation("x", form=Form.STREAM, result=Result(many(INTEGER), streams=True))
    assert list(content(streamed)) == ["application/json", "application/jsonl"]


def test_a_file_is_answered_as_bytes() -> None:
    assert content(operation("x", result=Result(Shape(ShapeKind.LIVE, name="file")))) == {
        "application/octet-stream": FILE
    }


def test_one_response_for_all_exceptions_of_a_code() -> None:
    failures = (
        Failure("b.TooLate", 409, "its name"),
        Failure("a.Locked", 409, "its name", "is locked", others=("is read",)),
        Failure("Odd", 7, "none"),
        Failure("Moved", 200, "literal"),
    )
    responses = only(operation("x", failures=failures))["responses"]
    assert list(responses) == ["200", "409", "500"]
    assert responses["409"]["description"] == "Conflict: TooLate; Locked: is locked; is read"
    body = responses["409"]["content"]["application/problem+json"]
    said = {"title": "Locked", "status": 409, "detail": "is locked"}
    assert body["examples"]["Locked-1"] == {"value": said}
    assert body["examples"]["Locked-2"] == {"value": {**said, "detail": "is read"}}
    made = body["schema"]
    assert made["allOf"][1]["properties"]["title"]["enum"] == ["Locked", "TooLate"]
    assert [one["exception"] for one in responses["200"]["x-seamline-failures"]] == ["Moved"]


def test_a_type_called_problem_keeps_its_name() -> None:
    one = operation("x", result=Result(Shape(ShapeKind.DATA, name="a.Problem")), failures=(NOT_FOUND,))
    problem = DataType("a.Problem", DataKind.ENUM, (), "a.py", 1, ('"x"',))
    made = document(contract(one, types=(problem,)))
    assert made["components"]["schemas"]["Problem"]["x-seamline-definition"] == "a.Problem"
    assert "Problem_2" in json.dumps(made["paths"])


def test_graphql_has_one_path_and_a_list() -> None:
    asked = operation(
        "trips", "query", "trips", (taken("day", STRING),), channel=Channel.GRAPHQL, kind=OperationKind.ENDPOINT
    )
    made = document(contract(asked, operation("graphql", "GET", "/health")))
    assert errors(made) == []
    assert made["paths"]["/graphql"]["post"]["x-seamline-operations"] == ["trips"]
    assert made["paths"]["/graphql"]["post"]["operationId"] == "graphql_2"
    (listed,) = made["x-seamline-other-channels"]
    assert (listed["channel"], listed["method"], listed["path"]) == ("graphql", "query", "trips")
    assert listed["takes"]["properties"] == {"day": {"type": "string", GIVEN: "annotation"}}


def test_graphql_is_listed_where_it_is_served_today() -> None:
    asked = operation("trips", "query", "trips", channel=Channel.GRAPHQL)
    made = document(contract(asked, operation("view", "POST", "/api/graphql/")))
    assert list(made["paths"]) == ["/api/graphql/"]
    assert made["paths"]["/api/graphql/"]["post"]["x-seamline-operations"] == ["trips"]


def test_other_channels_are_described_and_have_no_path() -> None:
    called = operation(
        "charge", "call", "charge", (taken("a", INTEGER, Place.BODY),), channel=Channel.RPC, result=Result(INTEGER)
    )
    made = document(contract(called))
    assert errors(made) == []
    assert made["paths"] == {}
    (listed,) = made["x-seamline-other-channels"]
    assert listed["gives"] == {"type": "integer"}
    assert listed["x-seamline-evidence"]["channel"] == "rpc"


def test_a_file_per_service_the_same_each_time() -> None:
    made = with_contracts(shop(), rides(), Contract("Billing", (), (), (), rides().border))
    files = render(made, "openapi")
    assert not isinstance(files, bytes)
    assert list(files) == ["rides.openapi.json", "billing.openapi.json"]
    assert files == render(made, "openapi")
    text = files["rides.openapi.json"].decode()
    assert text.endswith("}\n")
    assert json.loads(text) == document(rides())
    assert "no trip …" in text, "text stays readable"


def test_a_name_that_no_file_can_hold_is_spelled_out() -> None:
    odd = contract(operation("x", about="\udcff"))
    files = render(with_contracts(shop(), odd), "openapi")
    assert not isinstance(files, bytes)
    assert "\\udcff" in json.loads(files["rides.openapi.json"])["paths"]["/x"]["get"]["description"]


def test_a_parameter_without_a_name_is_the_whole_query() -> None:
    whole = Input(Parameter("", "kwargs", Shape(ShapeKind.MAP, (STRING,))), Place.QUERY)
    ((name, place, schema),) = parameters(whole)
    assert (name, place, schema["type"]) == ("parameters", "query", "object")
