"""Which rows of CSV say what services promise each other?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Operation, OperationKind
from analyzer.model.interfaces import Parameter, Result
from analyzer.model.shapes import Shape, ShapeKind

Row = tuple[str | int | float, ...]
OPERATION = (
    "service operation definitions callers channel method path errors confidence "
    "kind form inputs output effect idempotent in_transaction in_loop file line doubts consumers"
)
_STARS = {"args": "*", "kwargs": "**"}
_WHOLE = "(body)"
"""Stands for what has no name: the whole body of a request."""
_PLAIN = {
    ShapeKind.NULL: "None",
    ShapeKind.BOOLEAN: "bool",
    ShapeKind.INTEGER: "int",
    ShapeKind.NUMBER: "float",
    ShapeKind.STRING: "str",
    ShapeKind.BINARY: "bytes",
}


def operations(analysis: Analysis) -> Iterable[Row]:
    """Return a row for each operation that is called."""
    return _rows(analysis, frozenset({OperationKind.CALL}))


def endpoints(analysis: Analysis) -> Iterable[Row]:
    """Return a row for each entry point that does the work itself, and each receiver of a message."""
    return _rows(analysis, frozenset(OperationKind) - {OperationKind.CALL})


def messages(analysis: Analysis) -> Iterable[Row]:
    """Return a row for each message that is sent or received."""
    return [
        (
            *(contract.service, one.direction, one.kind, one.name, one.definition),
            *(spelled(one.shape), ";".join(one.others), one.at.path, one.at.line),
        )
        for contract in analysis.contracts
        for one in contract.messages
    ]


def contracts(analysis: Analysis) -> Iterable[Row]:
    """Return the figures of each service's border."""
    return [
        (
            *(one.service, one.border.operations, one.border.endpoints, len(one.messages), len(one.types)),
            *(one.border.fields, one.border.unknown_fields, one.border.callers, one.border.callers_per_operation),
            *(one.border.chatty, one.border.live),
        )
        for one in analysis.contracts
    ]


def data_types(analysis: Analysis) -> Iterable[Row]:
    """Return a row for each field of each data type that a service names; one without fields has a row of its own."""
    found: list[Row] = []
    for contract in analysis.contracts:
        for one in contract.types:
            head = (contract.service, one.definition, one.kind.value)
            place = (one.path, one.line, "yes" if one.whole else "no")
            found += [
                (
                    *(*head, each.name, each.written, spelled(each.shape), each.origin.value),
                    *("yes" if each.required else "no", each.default, each.column, each.refers, *place),
                )
                for each in one.fields
            ]
            if not one.fields:
                found.append((*head, "", "", ";".join(one.values), "", "", "", "", "", *place))
    return found


def spelled(shape: Shape) -> str:
    """Return a shape as Python would annotate it; nothing where it is not known."""
    inner = [spelled(part) or "Any" for part in shape.of]
    match shape.kind:
        case ShapeKind.UNKNOWN:
            return ""
        case ShapeKind.DATA | ShapeKind.LIVE:
            return shape.name.rpartition(".")[2]
        case ShapeKind.ARRAY:
            return f"list[{inner[0]}]" if inner else "list"
        case ShapeKind.TUPLE:
            return f"tuple[{', '.join(inner)}]"
        case ShapeKind.MAP:
            return f"dict[str, {inner[0]}]" if inner else "dict"
        case ShapeKind.UNION:
            return " | ".join(inner)
        case ShapeKind.CONSTANTS:
            return f"Literal[{', '.join(shape.values)}]"
        case _:
            return _PLAIN[shape.kind]


def _rows(analysis: Analysis, kinds: frozenset[OperationKind]) -> Iterator[Row]:
    for contract in analysis.contracts:
        for one in contract.operations:
            if one.kind in kinds:
                yield _row(one)


def _row(one: Operation) -> Row:
    errors = sorted({failure.exception.rpartition(".")[2] for failure in one.failures if not failure.implied})
    return (
        *(one.service, one.name, ";".join(one.definitions), len({caller.definition for caller in one.callers})),
        *(one.channel.value, one.method, one.path, ";".join(errors), one.confidence),
        *(
            one.kind.value,
            one.form.value,
            ";".join(_input(each.parameter) for each in one.inputs if not each.of_object),
        ),
        *(_output(one.result), one.effect.value, one.idempotent.value),
        *("yes" if one.in_transaction else "no", "yes" if one.in_loop else "no"),
        *(one.at.path, one.at.line, "; ".join(one.doubts)),
        ";".join(sorted({caller.service for caller in one.callers} - {one.service})),
    )


def _input(one: Parameter) -> str:
    name = _STARS.get(one.kind, "") + (one.name or _WHOLE)
    return f"{name}: {one.written}" if one.written else name


def _output(result: Result) -> str:
    return result.written or ("None" if result.shape.kind is ShapeKind.NULL else spelled(result.shape))
