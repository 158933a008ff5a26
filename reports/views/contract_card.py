"""What does one service promise: to whom, by which operations, entry points and messages, in which data types?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.model.contracts import Border, Caller, Contract, EventMessage, Operation, OperationKind
from analyzer.model.shapes import DataType
from reports.views.beside import Beside, callers_line, kernel_line
from reports.views.contract_told import Told, asking, how_called, located, must_change, taken, told
from reports.views.portal import mean_confidence, places_of
from reports.views.rich import Line, code, joined, place, service, soft, strong, table, text
from reports.views.shape_words import spelled
from reports.views.to_write import ToWrite

NAMES_SHOWN = 12
ROWS_SHOWN = 5
FIELDS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Consumer:
    """Another service that asks: which operations (each with its mark if it is told here), from how many places."""

    service: str
    operations: tuple[tuple[str, str], ...]
    more: int
    places: int
    flags: str


@dataclass(frozen=True, slots=True)
class ContractCard:
    """The contract of a service; ``place`` counts from 1 those that leave first, 0 where it stays for now.

    ``across`` counts the operations that other services call, ``changing`` those of them that must change first;
    ``operations`` are the first of them, ``border`` has the figures of all of them. ``all_endpoints`` counts the entry
    points that do their work themselves, ``entry_points`` all of the service. ``received`` are events of others,
    ``kernel`` and ``beside`` say who calls it besides those that ask.
    """

    name: str
    about: str
    place: int
    border: Border
    confidence: float | None
    across: int
    changing: int
    operations: tuple[Told, ...]
    consumers: tuple[Consumer, ...]
    all_consumers: int
    own: tuple[str, ...]
    more_own: int
    endpoints: tuple[Line, ...]
    all_endpoints: int
    messages: tuple[Line, ...]
    all_messages: int
    types: tuple[Line, ...]
    all_types: int
    step: int = 0
    """The step of the roadmap in which it leaves."""
    entry_points: int = 0
    received: tuple[Line, ...] = ()
    all_received: int = 0
    kernel: Line = ()
    beside: Line = ()
    to_write: tuple[tuple[ToWrite, Line], ...] = ()
    """What it has to write besides, for the sagas of the roadmap: each with what it takes and undoes."""

    @property
    def first_names(self) -> tuple[str, ...]:
        """The names of its first operations."""
        return tuple(one.operation.name for one in self.operations[:NAMES_SHOWN])


def offered(contract: Contract) -> list[Operation]:
    """Give what other services call, that which most of them call first; what receives their events is not called."""
    found = [one for one in contract.operations if one.is_called_across and one.kind is OperationKind.CALL]
    return sorted(found, key=lambda one: (-len(asking(one)), -len(one.callers), one.path, one.method, one.name, one.at))


@dataclass(frozen=True, slots=True)
class Around:
    """What a card says of a service beyond its contract."""

    place: int = 0
    step: int = 0
    entry_points: int = 0
    beside: Beside | None = None
    to_write: tuple[ToWrite, ...] = ()


def contract_card(contract: Contract, around: Around, most: int) -> ContractCard:
    """Tell the contract of a service, at most so many of its operations in full."""
    across = offered(contract)
    marks = _marks(across)
    shown = tuple(told(one, mark) for one, mark in zip(across[:most], marks, strict=False))
    consumers = _consumers(across, marks, len(shown))
    own = [one.name for one in contract.operations if one.kind is OperationKind.CALL and not one.is_called_across]
    doors = [one for one in contract.operations if one.kind is not OperationKind.CALL and not one.is_called_across]
    received = [one for one in contract.operations if one.kind is not OperationKind.CALL and one.is_called_across]
    return ContractCard(
        contract.service,
        contract.about,
        around.place,
        contract.for_others,
        mean_confidence(contract.operations),
        len(across),
        sum(must_change(one) for one in across),
        shown,
        consumers[:NAMES_SHOWN],
        len(consumers),
        tuple(own[:NAMES_SHOWN]),
        max(0, len(own) - NAMES_SHOWN),
        tuple(_door(one) for one in doors[:ROWS_SHOWN]),
        len(doors),
        tuple(_message(one) for one in contract.messages[:ROWS_SHOWN]),
        len(contract.messages),
        tuple(_type(one) for one in contract.types[:ROWS_SHOWN]),
        len(contract.types),
        around.step,
        around.entry_points,
        tuple(_received(one) for one in received[:ROWS_SHOWN]),
        len(received),
        kernel_line(around.beside),
        callers_line(around.beside),
        tuple((one, _missing(one)) for one in around.to_write),
    )


def _marks(operations: Iterable[Operation]) -> list[str]:
    """Give each operation a name of its own in its service."""
    marks: dict[str, None] = {}
    seen: dict[str, int] = {}
    for one in operations:
        mark = one.name
        while mark in marks:
            seen[one.name] = seen.get(one.name, 1) + 1
            mark = f"{one.name} {seen[one.name]}"
        marks[mark] = None
    return list(marks)


def _consumers(operations: list[Operation], marks: list[str], shown: int) -> tuple[Consumer, ...]:
    calls: defaultdict[str, list[Caller]] = defaultdict(list)
    called: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for index, (one, mark) in enumerate(zip(operations, marks, strict=True)):
        for name, callers in asking(one).items():
            calls[name] += callers
            called[name].append((one.name, mark if index < shown else ""))
    ranked = sorted(calls, key=lambda name: (-len(called[name]), name))
    return tuple(
        Consumer(
            name,
            tuple(called[name][:NAMES_SHOWN]),
            max(0, len(called[name]) - NAMES_SHOWN),
            len(places_of(calls[name])),
            "".join(part[2:] for part in how_called(calls[name])),
        )
        for name in ranked
    )


def _door(one: Operation) -> Line:
    address = " ".join(part for part in (one.method, one.path) if part)
    stands_for = tuple(map(code, one.definitions[:1]))
    return (code(address or one.name), soft(f" {one.channel.value} "), *stands_for, text(" "), place(one.at))


def _received(one: Operation) -> Line:
    causing = [
        fragment
        for name, calls in asking(one).items()
        for fragment in (text(" from "), service(name), *located(places_of(calls), 1))
    ]
    return (code(one.name), *causing)


def _missing(one: ToWrite) -> Line:
    """Tell what an operation that is to be written takes: what that takes which it undoes, and what it did then."""
    known = taken(one.undoes) if one.undoes else ()
    given = tuple(part for each in known for part in (*each, text(", ")))
    tables = joined(map(table, one.tables))
    undone = (
        (text("; undoes "), code(one.definition), text(" ("), *tables, text(")"))
        if one.definition
        else (text("; undoes writes to "), *tables, text(", which no operation of it makes yet"))
    )
    return (text(" takes "), *given, *((text("and "),) * bool(given)), text("what identifies the change"), *undone)


def _message(one: EventMessage) -> Line:
    shape = spelled(one.shape)
    verb = "sends" if one.direction == "send" else "receives"
    content = (text(f": {shape}"),) if shape else (soft(" of unknown content"),)
    return (strong(verb), text(f" {one.kind} "), code(one.name), *content, text(" "), place(one.at))


def _type(one: DataType) -> Line:
    fields = [text(f"{each.name}: {spelled(each.shape) or 'not known'}") for each in one.fields[:FIELDS_SHOWN]]
    values = [text(value) for value in one.values[:FIELDS_SHOWN]]
    left = len(one.fields) + len(one.values) - len(fields) - len(values)
    more = (soft(f" and {left:,} more"),) if left > 0 else ()
    at = (text(" "), place(f"{one.path}:{one.line}")) if one.path else ()
    return (
        code(one.definition.rpartition(".")[2]),
        soft(f" {one.kind.value.replace('_', ' ')} "),
        *joined((*fields, *values)),
        *more,
        *at,
    )
