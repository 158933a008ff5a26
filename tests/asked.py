"""All that a program promises, asked one by one: what tests read off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.interpret import interpret
from analyzer.link.names import Names
from analyzer.model.interfaces import Promises, Served, Signature
from analyzer.model.shapes import DataKind, DataType, Shape, ShapeKind
from analyzer.progress import Progress


class Asked(msgspec.Struct, frozen=True):
    """The signatures of all functions that something calls, and the data types that are known or named; sorted."""

    signatures: tuple[Signature, ...]
    data_types: tuple[DataType, ...]


def everything(names: Names) -> Asked:
    """Interpret a program, and ask for everything."""
    found = interpret(names, Progress())
    return asked(names, found.promises, found.interfaces.served)


def asked(names: Names, promises: Promises, served: Iterable[Served], known: Iterable[str] = ()) -> Asked:
    """Ask for every function and every record of a program, and for what these, routes and ``known`` name."""
    definitions = sorted(one.name for one in names.program.definitions)
    signatures = tuple(found for name in definitions if (found := promises.signature(name)) is not None)
    records = {name: found for name in definitions if (found := promises.data_type(name)) is not None}
    kept = [one.definition for one in records.values() if one.kind is not DataKind.CLASS]
    waiting = [*kept, *known, *(name for shape in _shapes(signatures, served) for name in _named(shape))]
    types: dict[str, DataType] = {}
    while waiting:
        name = waiting.pop()
        made = None if name in types else promises.data_type(name)
        if made is not None:
            types[name] = made
            waiting += [inner for field in made.fields for inner in _named(field.shape)]
    return Asked(signatures, tuple(types[name] for name in sorted(types)))


def _shapes(signatures: Iterable[Signature], served: Iterable[Served]) -> Iterator[Shape]:
    for signature in signatures:
        yield from (one.shape for one in signature.parameters)
        yield signature.result.shape
    for entry in served:
        yield from (one.shape for one in entry.inputs)
        yield entry.result.shape


def _named(shape: Shape) -> Iterator[str]:
    if shape.kind is ShapeKind.DATA:
        yield shape.name
    for inner in shape.of:
        yield from _named(inner)
