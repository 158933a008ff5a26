"""Contracts that are built by hand, small enough to read, and any contract at all."""

from __future__ import annotations

import json

import msgspec
from hypothesis import strategies as st

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import (
    Border,
    Caller,
    Channel,
    Contract,
    Effect,
    EventMessage,
    ExistingEndpoint,
    Failure,
    Form,
    Idempotence,
    Input,
    Offer,
    Operation,
    OperationKind,
)
from analyzer.model.interfaces import Parameter, Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind

INTEGER, STRING = Shape(ShapeKind.INTEGER), Shape(ShapeKind.STRING)
TRIP = Shape(ShapeKind.DATA, name="rides.models.Trip")
STATE = Shape(ShapeKind.DATA, name="rides.models.State")
NO_BORDER = Border(0, 0, 0, 0, 0.0, 0, 0, 0)


def optional(shape: Shape) -> Shape:
    """A shape, or null."""
    return Shape(ShapeKind.UNION, (shape, NULL))


def many(shape: Shape) -> Shape:
    """An array of a shape."""
    return Shape(ShapeKind.ARRAY, (shape,))


def taken(name: str, shape: Shape = UNKNOWN, place: Place = Place.QUERY, live: str = "", **said: object) -> Input:
    """An input, known by its annotation unless its shape is unknown."""
    origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION
    instead = said.pop("instead", "")
    parameter = Parameter(name, "positional", shape, **{"origin": origin, **said})  # type: ignore[arg-type]
    return Input(parameter, place, live, str(instead))


def operation(
    name: str, method: str = "GET", path: str = "", inputs: tuple[Input, ...] = (), **said: object
) -> Operation:
    """An operation that reads, is called by nobody, and of which all is known, unless something else is said."""
    plain = Operation(
        service="rides",
        name=name,
        kind=OperationKind.CALL,
        definitions=(f"rides.trips.{name}",),
        at=Location("rides/trips.py", 10),
        form=Form.QUESTION,
        channel=Channel.REST,
        channel_reason="nothing speaks for another",
        method=method,
        path=path or f"/{name}",
        inputs=inputs,
        result=Result(),
        status=200,
        failures=(),
        effect=Effect.READS,
        idempotent=Idempotence.YES,
        idempotent_reason="it reads",
        reads=(),
        changes=(),
        callers=(),
        endpoints=(),
        confidence=1.0,
    )
    return msgspec.structs.replace(plain, **said)


def contract(
    *operations: Operation, types: tuple[DataType, ...] = (), messages: tuple[EventMessage, ...] = ()
) -> Contract:
    """The contract of the service ``rides``."""
    return Contract("rides", operations, messages, types, NO_BORDER)


def with_contracts(analysis: Analysis, *contracts: Contract) -> Analysis:
    """The same result with other contracts."""
    return msgspec.structs.replace(analysis, contracts=contracts)


TYPES = (
    DataType(
        "rides.models.State",
        DataKind.ENUM,
        (),
        "rides/models.py",
        3,
        ('"asked"', '"riding"', '"done"'),
        about="Of a trip.",
    ),
    DataType(
        "rides.models.Trip",
        DataKind.ENTITY,
        (
            DataField("id", INTEGER, "Integer", Origin.COLUMN, key=True, column="id", path="rides/models.py", line=9),
            DataField("state", STATE, "Enum(State)", Origin.COLUMN, column="state", path="rides/models.py", line=10),
            DataField(
                "fare", optional(Shape(ShapeKind.STRING, format="decimal")), "Numeric", Origin.COLUMN, False, "None"
            ),
            DataField("note", UNKNOWN, required=False),
        ),
        "rides/models.py",
        8,
        table="trips",
        whole=False,
    ),
)


NOT_FOUND = Failure(
    "rides.errors.TripNotFound", 404, "the name says so", "no trip …", evidence=(Location("rides/trips.py", 12),)
)


def rides() -> Contract:
    """A service with a read by key, a command that fails, an upload, an event, and a session that does not cross."""
    get = operation(
        "get_trip",
        "GET",
        "/trips/{trip_id}",
        (taken("trip_id", INTEGER, Place.PATH, written="int"), taken("session", Shape(ShapeKind.LIVE, name="session"),
         live="session", instead="the service opens its own")),
        form=Form.READ_BY_KEY,
        result=Result(TRIP, "Trip", Origin.ANNOTATION, "The trip."),
        failures=(NOT_FOUND,),
        reads=("trips",),
        callers=(Caller("billing.charge", "billing", "billing/charge.py", 7, in_loop=True),),
        offers=(Offer("batch operation", "called once for each turn of a loop", (Location("billing/charge.py", 7),)),),
        about="Find a trip.",
    )  # fmt: skip
    cancel = operation(
        "cancel",
        "POST",
        "/trips/{trip_id}/cancel",
        (
            taken("trip_id", INTEGER, Place.PATH, written="int"),
            taken("reason", STRING, Place.BODY, written="str", required=False, default="'none given'"),
        ),
        form=Form.COMMAND,
        status=204,
        result=Result(NULL, "None", Origin.ANNOTATION),
        failures=(
            Failure("ValueError", 400, "a builtin exception"),
            Failure("rides.errors.TooLate", 409, "the name says conflict"),
            Failure("rides.errors.Locked", 409, "the name says conflict", "is locked"),
        ),
        effect=Effect.CHANGES,
        idempotent=Idempotence.UNKNOWN,
        idempotent_reason="it adds to a list",
        changes=("trips",),
        callers=(Caller("billing.refund", "billing", "billing/refund.py", 3, in_transaction=True),),
        confidence=0.8,
        doubts=("One caller guesses.",),
    )
    upload = operation(
        "upload",
        "POST",
        "/papers",
        (
            taken("paper", Shape(ShapeKind.LIVE, name="file"), Place.FILE, live="file", instead="an upload"),
            taken("title"),
        ),
        kind=OperationKind.ENDPOINT,
        form=Form.FILE,
        endpoints=(ExistingEndpoint("http", "POST /papers", "rides.web.upload", "rides/web.py", 4),),
    )
    told = operation(
        "trip_done", "receive", "trip_done", (taken("trip_id", INTEGER, Place.BODY),),
        kind=OperationKind.EVENT, channel=Channel.EVENTS, form=Form.FIRE_AND_FORGET,
    )  # fmt: skip
    messages = (
        EventMessage(
            "send", "queue", "receipts", "rides.trips.done", TRIP, Location("rides/trips.py", 40), ("billing",)
        ),
    )
    made = contract(get, cancel, upload, told, types=TYPES, messages=messages)
    return msgspec.structs.replace(made, about="Trips and papers.", border=Border(3, 1, 6, 2, 0.67, 1, 1, 1))


_WORDS = st.sampled_from(
    [
        "",
        "id",
        "Id",
        "trip id",
        "{id}",
        "{",
        "}",
        "{}",
        "<int:id>",
        "a/b",
        "ü",
        "\u202etxt",
        '"',
        "'",
        "|",
        "`",
        "a.b",
        "ID",
        "日本",
        "#?",
    ]
)
_TEXT = _WORDS | st.text(max_size=6)
_PATHS = st.lists(_WORDS, max_size=4).map("/".join) | st.sampled_from(
    ["/trips/{id}", "/trips/{key}", r"^trips/(?P<id>\d+)/$", "/trips/<int:id>", "/trips/{id:path}", "/trips/{id}/{id}"]
)
_FLAT = st.builds(
    Shape,
    st.sampled_from(list(ShapeKind)),
    st.just(()),
    st.sampled_from(["", "date", "x y"]),
    st.sampled_from(["a.A", "b.A", "c.b.A", "gone.B", "session", "file", "query", ""]),
    st.lists(st.sampled_from(["1", "1.0", '"a"', "null", "NaN", "[", "[1]", "true", "a"]), max_size=3).map(tuple),
)
SHAPES = st.recursive(
    _FLAT,
    lambda inner: st.builds(Shape, st.sampled_from(list(ShapeKind)), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=4,
)
_DEFAULTS = st.sampled_from(["", "None", "1", "1.5", "'a'", "[]", "{}", "True", "f(x)", "'\n'"])
_LOCATIONS = st.builds(Location, _TEXT, st.integers(0, 9))


def _parameters() -> st.SearchStrategy[Parameter]:
    return st.builds(Parameter, name=_TEXT, shape=SHAPES, written=_TEXT, default=_DEFAULTS, about=_TEXT)


def _types() -> st.SearchStrategy[DataType]:
    fields = st.builds(DataField, name=_TEXT, shape=SHAPES, written=_TEXT, default=_DEFAULTS, column=_TEXT)
    return st.builds(
        DataType,
        definition=st.sampled_from(["a.A", "b.A", "c.b.A", "a.a", "Problem", "ü.ü"]),
        fields=st.lists(fields, max_size=3).map(tuple),
        path=_TEXT,
        values=st.lists(st.sampled_from(["1", '"a"', "null"]), max_size=2).map(tuple),
        about=_TEXT,
    )


def _operations() -> st.SearchStrategy[Operation]:
    return st.builds(
        Operation,
        service=_TEXT,
        name=_TEXT,
        definitions=st.lists(_TEXT, min_size=0, max_size=2).map(tuple),
        at=_LOCATIONS,
        method=st.sampled_from(["GET", "POST", "send", "receive", "ANY", "", "GET, POST", "LINK"]),
        path=_PATHS,
        inputs=st.lists(st.builds(Input, parameter=_parameters(), live=_TEXT, instead=_TEXT), max_size=4).map(tuple),
        result=st.builds(Result, shape=SHAPES, written=_TEXT, about=_TEXT),
        status=st.sampled_from([0, 200, 204, 302, 404, 999]),
        failures=st.lists(
            st.builds(Failure, exception=_TEXT, status=st.sampled_from([0, 200, 404, 500, 999]), message=_TEXT),
            max_size=3,
        ).map(tuple),
        channel=st.sampled_from([Channel.REST] * 4 + list(Channel)),
        callers=st.lists(st.builds(Caller, definition=_TEXT, service=_TEXT, path=_TEXT), max_size=2).map(tuple),
        confidence=st.floats(0, 1),
        about=_TEXT,
    )


CONTRACTS = st.builds(
    Contract,
    service=_TEXT,
    operations=st.lists(_operations(), max_size=5).map(tuple),
    messages=st.lists(
        st.builds(
            EventMessage, direction=st.sampled_from(["send", "receive"]), name=_TEXT, shape=SHAPES, at=_LOCATIONS
        ),
        max_size=3,
    ).map(tuple),
    types=st.lists(_types(), max_size=4).map(tuple),
    border=st.just(NO_BORDER),
    about=_TEXT,
)
"""Any contract, with names of all kinds, that the records can hold; every text is one that JSON can hold."""


def as_text(made: object) -> str:
    """A document as the tool writes it."""
    return json.dumps(made, ensure_ascii=False, indent=2)
