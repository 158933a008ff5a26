"""What is the shape of a service's border in figures?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analyzer.model.contracts import Border, Operation, OperationKind
from analyzer.model.shapes import DataType, Shape, ShapeKind

_WRAPPING = (ShapeKind.ARRAY, ShapeKind.TUPLE, ShapeKind.MAP, ShapeKind.UNION)


def border(operations: Sequence[Operation], types: Iterable[DataType]) -> Border:
    """Return the figures of a service."""
    calls = [one for one in operations if one.kind is OperationKind.CALL]
    by_name = {one.definition: one for one in types}
    fields = unknown = 0
    for one in calls:
        for shape in (*(each.parameter.shape for each in one.inputs), one.result.shape):
            leaves = _leaves(shape, by_name, frozenset())
            fields += len(leaves)
            unknown += sum(leaf.kind is ShapeKind.UNKNOWN for leaf in leaves)
    callers = {(one.service, one.name, caller.definition) for one in calls for caller in one.callers}
    return Border(
        operations=len(calls),
        endpoints=sum(one.kind is OperationKind.ENDPOINT for one in operations),
        fields=fields,
        callers=len({definition for _, _, definition in callers}),
        callers_per_operation=round(len(callers) / len(calls), 2) if calls else 0.0,
        chatty=sum(one.in_loop for one in calls),
        live=sum(one.is_live for one in calls),
        unknown_fields=unknown,
    )


def _leaves(shape: Shape, types: Mapping[str, DataType], met: frozenset[str]) -> list[Shape]:
    """Return the values that a shape is made of; nothing is no value, and what holds itself is told once."""
    if shape.kind in _WRAPPING:
        return [leaf for part in shape.of for leaf in _leaves(part, types, met)]
    known = types.get(shape.name) if shape.kind is ShapeKind.DATA else None
    if known is not None and known.fields and shape.name not in met:
        inner = met | {shape.name}
        return [leaf for field in known.fields for leaf in _leaves(field.shape, types, inner)]
    return [] if shape.kind is ShapeKind.NULL else [shape]
