"""Contracts to be compared, each told by what differs from a plain operation that another service calls."""

from __future__ import annotations

from typing import Any

from analyzer.model.contracts import Caller, Contract, EventMessage, Failure, Form, Input, Operation
from analyzer.model.interfaces import Parameter, Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import DataField, DataKind, DataType, Origin, Shape, ShapeKind
from contracts_by_hand import INTEGER, NO_BORDER, STRING
from contracts_by_hand import operation as plain_operation

NUMBER, BOOLEAN = Shape(ShapeKind.NUMBER), Shape(ShapeKind.BOOLEAN)
CALLER = Caller("shop.billing.charge", "billing", "shop/billing.py", 30)


def union(*shapes: Shape) -> Shape:
    return Shape(ShapeKind.UNION, shapes)


def one_of(*values: str) -> Shape:
    return Shape(ShapeKind.CONSTANTS, values=tuple(f'"{one}"' for one in values))


def data(name: str) -> Shape:
    return Shape(ShapeKind.DATA, name=f"shop.models.{name}")


def data_type(name: str, fields: dict[str, Shape | DataField], **more: Any) -> DataType:
    made = [one if isinstance(one, DataField) else DataField(key, one) for key, one in fields.items()]
    known: dict[str, Any] = {"kind": DataKind.DATACLASS, "path": "shop/models.py", "line": 1, **more}
    return DataType(definition=f"shop.models.{name}", fields=tuple(made), **known)


def given(name: str, shape: Shape = STRING, place: Place = Place.QUERY, **more: Any) -> Input:
    live = more.pop("live", "")
    known: dict[str, Any] = {"kind": "positional", "origin": Origin.ANNOTATION, **more}
    return Input(Parameter(name=name, shape=shape, **known), place, live)


def fails(name: str, status: int) -> Failure:
    return Failure(f"shop.errors.{name}", status, "its name")


def operation(name: str = "get_trip", **more: Any) -> Operation:
    result = more.pop("result", INTEGER)
    known: dict[str, Any] = {
        "service": "trips",
        "definitions": (f"shop.trips.{name}",),
        "at": Location("shop/trips.py", 4),
        "form": Form.READ_BY_KEY,
        "result": Result(result, origin=Origin.ANNOTATION) if isinstance(result, Shape) else result,
        "callers": (CALLER,),
    }
    return plain_operation(name, **{**known, **more})


def message(direction: str, name: str, shape: Shape) -> EventMessage:
    return EventMessage(direction, "queue", name, "shop.trips.told", shape, Location("shop/trips.py", 9))


def contract(
    *operations: Operation, types: tuple[DataType, ...] = (), messages: tuple[EventMessage, ...] = (), name: str = ""
) -> Contract:
    service = name or (operations[0].service if operations else "trips")
    return Contract(service, operations, messages, types, NO_BORDER)
