"""What a service would owe the others: its operations, what they take and give, and over which channel."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.interfaces import Parameter, Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import DataType, Shape, ShapeKind

STAYS = frozenset(
    {"session", "connection", "lock", "thread", "queue", "socket", "context", "callable", "request", "application"}
)
"""Live objects that are no data even as something else: they stay where they are. ``request`` is what is handed to a
handler, ``application`` the object of a web framework that holds all its routes."""


class Channel(StrEnum):
    """How a service is reached."""

    REST = "rest"
    RPC = "rpc"
    GRAPHQL = "graphql"
    EVENTS = "events"
    WEBSOCKET = "websocket"
    SOAP = "soap"


class Form(StrEnum):
    """What kind of exchange an operation is: the first thing that the choice of a channel asks."""

    READ_BY_KEY = "read by key"
    LIST = "list"
    QUESTION = "question"
    COMMAND = "command"
    FIRE_AND_FORGET = "fire and forget"
    STREAM = "stream"
    FILE = "file"


class Effect(StrEnum):
    """What an operation does to state that outlives it."""

    NONE = "none"
    READS = "reads"
    CHANGES = "changes"


class Idempotence(StrEnum):
    """Whether calling an operation twice does what calling it once does."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class OperationKind(StrEnum):
    """Where an operation comes from.

    ``call`` other services call it, or the service's own entry points hand over to it; ``endpoint`` an entry point
    that does the work itself; ``event`` a receiver of an event, a consumer or a task.
    """

    CALL = "call"
    ENDPOINT = "endpoint"
    EVENT = "event"


class Caller(msgspec.Struct, frozen=True, order=True):
    """A place that calls an operation: the calling definition, and its service.

    ``transaction`` is whose transaction the call is made in, where it is not the caller's own: that of the nearest
    definition that leads there by calls.
    """

    definition: str
    service: str
    path: str
    line: int
    in_loop: bool = False
    in_transaction: bool = False
    transaction: str = ""


class Input(msgspec.Struct, frozen=True):
    """What an operation takes: a parameter, or a part of the request, and where it stands in the request.

    ``live`` is the kind of live object that the parameter holds today, empty where it holds none; ``instead`` says
    what crosses then. ``of_object`` where it is no parameter of the function: the key of the row that a method is
    called on, or what the object is made of that it is called on.
    """

    parameter: Parameter
    place: Place
    live: str = ""
    instead: str = ""
    of_object: bool = False

    @property
    def crosses(self) -> bool:
        """True for what is part of the request: a session, a lock, a callable or another request is not."""
        return kind_held(self.parameter.shape, self.live) not in STAYS


def kind_held(shape: Shape, live: str) -> str:
    """Return the kind of live object that a parameter or result holds, as was seen or as its shape says."""
    return live or (shape.name if shape.kind is ShapeKind.LIVE else "")


class Failure(msgspec.Struct, frozen=True, order=True):
    """An exception that escapes an operation, and the response code that it becomes.

    ``exception`` is a dotted name; ``reason`` says by which rule the code was chosen; ``implied`` where only calls of
    libraries raise it. ``evidence`` is where it is raised, the first places; ``others`` are what it says elsewhere
    than where ``message`` stands.
    """

    exception: str
    status: int
    reason: str
    message: str = ""
    implied: bool = False
    evidence: tuple[Location, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """All that it is seen to say."""
        return (self.message, *self.others) if self.message else self.others


class Offer(msgspec.Struct, frozen=True, order=True):
    """A better form for some callers: ``batch operation`` for calls in loops, ``read model`` for reading many rows."""

    what: str
    reason: str
    evidence: tuple[Location, ...]


class ExistingEndpoint(msgspec.Struct, frozen=True, order=True):
    """An entry point of today that leads to an operation: its kind (http, graphql …), its name and its definition."""

    kind: str
    name: str
    definition: str
    path: str
    line: int


class Operation(msgspec.Struct, frozen=True):
    """One thing that a service offers.

    ``definitions`` are those that it stands for, the one that is called first; ``at`` is where that is defined.
    ``method`` and ``path`` are those of HTTP, or of events the direction (``send``, ``receive``) and the address.
    ``channel_reason`` names the rule. ``reads`` and ``changes`` are tables. ``confidence`` is 0 to 1, ``doubts`` say
    what lowers it. ``live_result`` is the kind of live object that it returns today, empty where it returns none.
    """

    service: str
    name: str
    kind: OperationKind
    definitions: tuple[str, ...]
    at: Location
    form: Form
    channel: Channel
    channel_reason: str
    method: str
    path: str
    inputs: tuple[Input, ...]
    result: Result
    status: int
    failures: tuple[Failure, ...]
    effect: Effect
    idempotent: Idempotence
    idempotent_reason: str
    reads: tuple[str, ...]
    changes: tuple[str, ...]
    callers: tuple[Caller, ...]
    endpoints: tuple[ExistingEndpoint, ...]
    confidence: float
    doubts: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    about: str = ""
    live_result: str = ""

    @property
    def in_transaction(self) -> bool:
        """True where a caller makes the call inside a transaction, its own or that of who called it."""
        return any(one.in_transaction for one in self.callers)

    @property
    def is_called_across(self) -> bool:
        """True where another service calls it, and not the service's own entry points alone."""
        return any(one.service != self.service for one in self.callers)

    @property
    def is_live(self) -> bool:
        """True where it takes or gives a live object, or is called on one."""
        return bool(self.live_result) or any(one.live for one in self.inputs)

    @property
    def in_loop(self) -> bool:
        """True where a caller makes the call once for each turn of a loop."""
        return any(one.in_loop for one in self.callers)


class EventMessage(msgspec.Struct, frozen=True, order=True):
    """A message that a service sends or receives today, over a queue, a topic, a task or a signal.

    ``direction`` is ``send`` or ``receive``; ``kind`` the kind of resource or entry point (queue, topic, task,
    signal); ``name`` its address; ``shape`` the content.
    """

    direction: str
    kind: str
    name: str
    definition: str
    shape: Shape
    at: Location
    others: tuple[str, ...] = ()


class Border(msgspec.Struct, frozen=True):
    """The shape of a service's border in figures.

    ``operations`` are those that others call, ``endpoints`` the existing ones; ``fields`` all leaves of what crosses of
    inputs and results; ``callers`` the calling definitions; ``chatty`` the operations that other services call in
    loops; ``live`` those that take or give a live object, which must become data.
    """

    operations: int
    endpoints: int
    fields: int
    callers: int
    callers_per_operation: float
    chatty: int
    live: int
    unknown_fields: int


class Contract(msgspec.Struct, frozen=True):
    """The operations of a service, the messages it sends and receives, and the data types that all of them name.

    Of an entity ``types`` hold the fields that cross: those that callers are seen to read, or that the operation reads
    of what it is given. ``border`` has the figures of all that it offers, ``across`` those of what other services call,
    without its own entry points as callers; None where the result was made before that was told apart.
    """

    service: str
    operations: tuple[Operation, ...]
    messages: tuple[EventMessage, ...]
    types: tuple[DataType, ...]
    border: Border
    about: str = ""
    across: Border | None = None

    @property
    def for_others(self) -> Border:
        """The figures of what other services call, as far as the result tells them apart."""
        return self.across or self.border
