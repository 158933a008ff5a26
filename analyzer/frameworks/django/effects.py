"""What do calls of libraries do to tables whose models are not in the source? What is found here is guessed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Function
from analyzer.model.chains import last_name
from analyzer.model.data import RowOperation


class _Known(msgspec.Struct, frozen=True):
    """The file beside this module."""

    methods: dict[str, tuple[str, ...]]
    functions: dict[str, tuple[str, ...]]
    managers: dict[str, tuple[str, ...]]
    rows: dict[str, dict[str, tuple[str, ...]]]


def effects(call: TypedCall) -> Iterator[tuple[RowOperation, list[str]]]:
    """Yield the operations of a call, each with the names of the tables that it uses, as the file gives them."""
    known = _known()
    found: tuple[str, ...] = ()
    if isinstance(call.callee, External):
        found = known.functions.get(call.callee.name, ())
    if not found and not isinstance(call.callee, Function):
        found = known.methods.get(last_name(call.call.function), ())
    for text in found:
        operation, *tables = text.split()
        yield RowOperation(operation), tables


def yields_one(method: str) -> bool:
    """Return whether a method of a manager outside yields one object."""
    return method in _known().managers["one"]


def writes(method: str) -> tuple[RowOperation, ...]:
    """Return what a method of a manager outside writes."""
    return tuple(one for one in RowOperation if method in _known().managers.get(one.value, ()))


def yields(bases: tuple[str, ...], method: str) -> str:
    """Return whether a method that a model has from its bases outside yields ``many`` or ``one`` of its objects."""
    handed = [_known().rows.get(base.partition(".")[0], {}) for base in bases]
    return next((kind for kind in ("many", "one") for given in handed if method in given.get(kind, ())), "")


def operations(bases: tuple[str, ...], method: str) -> tuple[RowOperation, ...]:
    """Return what a method that a model has from its bases outside does to its table."""
    handed = [_known().rows.get(base.partition(".")[0], {}) for base in bases]
    found = [one for one in RowOperation for given in handed if method in given.get(one.value, ())]
    return (RowOperation.SELECT, *found) if yields(bases, method) else tuple(found)


@cache
def _known() -> _Known:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Known)
