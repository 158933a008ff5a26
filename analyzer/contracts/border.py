"""What is the shape of a service's border in figures?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from analyzer.model.contracts import STAYS, Border, Operation, OperationKind, kind_held
from analyzer.model.shapes import DataType, Shape, ShapeKind

_WRAPPING = (ShapeKind.ARRAY, ShapeKind.TUPLE, ShapeKind.MAP, ShapeKind.UNION)


def border_across(operations: Iterable[Operation], types: Iterable[DataType]) -> Border:
    """Return the figures of what other services call; its own entry points do not count as callers."""
    return border([_of_others(one) for one in operations if one.is_called_across], types)


def border(operations: Sequence[Operation], types: Iterable[DataType]) -> Border:
    """Return the figures of a service."""
    calls = [one for one in operations if one.kind is OperationKind.CALL]
    by_name = {one.definition: one for one in types}
    known: dict[Shape, tuple[int, int]] = {}
    fields = unknown = 0
    for one in calls:
        for shape in _crossing(one):
            if shape not in known:
                leaves = tuple(_leaves(shape, by_name))
                known[shape] = len(leaves), sum(leaf.kind is ShapeKind.UNKNOWN for leaf in leaves)
            fields += known[shape][0]
            unknown += known[shape][1]
    callers = {(one.service, one.name, caller.definition) for one in calls for caller in one.callers}
    return Border(
        operations=len(calls),
        endpoints=sum(one.kind is OperationKind.ENDPOINT for one in operations),
        fields=fields,
        callers=len({definition for _, _, definition in callers}),
        callers_per_operation=round(len(callers) / len(calls), 2) if calls else 0.0,
        chatty=sum(_is_chatty(one) for one in calls),
        live=sum(one.is_live for one in calls),
        unknown_fields=unknown,
    )


def _crossing(one: Operation) -> Iterator[Shape]:
    """Yield the shapes of what crosses: a session is given today, and is no data."""
    yield from (each.parameter.shape for each in one.inputs if each.crosses)
    if kind_held(one.result.shape, one.live_result) not in STAYS:
        yield one.result.shape


def _of_others(one: Operation) -> Operation:
    return replace(one, callers=tuple(caller for caller in one.callers if caller.service != one.service))


def _is_chatty(one: Operation) -> bool:
    """Return whether other services call it in loops: what its own entry points do so needs no network."""
    return any(caller.in_loop and caller.service != one.service for caller in one.callers)


def _leaves(shape: Shape, types: Mapping[str, DataType]) -> Iterator[Shape]:
    """Yield the values that a shape is made of; nothing is no value, and each data type is told once."""
    waiting, met = [shape], set()
    while waiting:
        one = waiting.pop()
        data = types.get(one.name) if one.kind is ShapeKind.DATA else None
        if one.kind in _WRAPPING:
            waiting += one.of
        elif data is not None and data.fields:
            waiting += [field.shape for field in data.fields if data.definition not in met]
            met.add(data.definition)
        elif one.kind is not ShapeKind.NULL:
            yield one
