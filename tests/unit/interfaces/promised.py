"""Interfaces of small programs, read without touching the disk."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.interfaces.collect import InterfaceCollector
from analyzer.link.calls import CallCollector
from analyzer.link.flow import Flow
from analyzer.link.framework import Framework
from analyzer.link.schema import DeclaredTable, Schema
from analyzer.model.interfaces import Parameter, Served, Signature
from analyzer.model.shapes import DataKind, DataType
from asked import Asked, asked
from trees import linked


class Mapper(Framework):
    """Knows the fields of some entities, and what some routes say."""

    types: tuple[DataType, ...] = ()
    routes: tuple[Served, ...] = ()

    def data_types(self) -> Iterable[DataType]:
        return self.types

    def served(self) -> Iterable[Served]:
        return self.routes


def interfaces(text: str, types: tuple[DataType, ...] = (), served: tuple[Served, ...] = (), **more: str) -> Asked:
    """Return what the definitions of ``app`` promise; ``types`` are what a framework knows of entities."""
    names = linked({"app.py": text, **{f"{name}.py": content for name, content in more.items()}})
    schema = Schema()
    for one in types:
        if one.kind is DataKind.ENTITY:
            cls = names.program.by_name[one.definition]
            schema.add(DeclaredTable(one.table, "mapper", cls, one.definition, one.path, 1, (), (), "default"))
    mapper = Mapper(names, schema)
    mapper.types, mapper.routes = types, served
    flow = Flow(names, [])
    flow.run()
    collector, calls = InterfaceCollector(names, schema, [mapper]), CallCollector(names, flow.members())
    for events in flow.events():
        collector.add(events)
        calls.add(events)
    served = collector.found(flow.settled()).served
    promised = collector.promised(flow.settled(), calls.edges(), ())
    return asked(names, promised, served, (one.definition for one in types))


def signature(text: str, name: str, types: tuple[DataType, ...] = ()) -> Signature:
    """Return the signature of a function of ``app``, which something has to call."""
    return next(one for one in interfaces(text, types).signatures if one.definition == f"app.{name}")


def parameters(text: str, name: str, types: tuple[DataType, ...] = ()) -> dict[str, Parameter]:
    """Return the parameters of a function of ``app`` by their names."""
    return {one.name: one for one in signature(text, name, types).parameters}
