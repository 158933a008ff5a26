"""Calls from other programs: gRPC, nameko, XML-RPC, JSON-RPC.

Understands: classes that derive from a gRPC ``…Servicer`` of a ``…_pb2_grpc`` or ``…_grpc`` module, a method for each
that they define (``Service/Method``; where the generated module is part of the program, those that it has); nameko's
``@rpc``, ``@event_handler``, ``@consume`` and ``@timer`` by the ``name`` of the service; ``register_function`` and
``register_instance`` of XML-RPC servers; ``@method`` of jsonrpcserver, ``@dispatcher.add_method`` of json-rpc,
``@jsonrpc.method`` of Flask-JSONRPC.
Does not understand: gRPC handlers that are registered without a servicer: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.link.found import FoundEntryPoint
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, External, Instance, options
from analyzer.model.chains import last_name, text_of
from analyzer.model.entry_points import EntryKind

NAME = "rpc"
_SERVICER = "Servicer"


class Rpc(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("grpc", "nameko", "xmlrpc", "jsonrpcserver", "jsonrpc", "flask_jsonrpc")
    noticed = frozenset(("register_function", "register_instance"))
    decorators: ClassVar[Kinds] = {
        "nameko:rpc": EntryKind.RPC,
        "nameko:event_handler": EntryKind.CONSUMER,
        "nameko:consume": EntryKind.CONSUMER,
        "nameko:timer": EntryKind.CRON,
        "jsonrpcserver:method": EntryKind.RPC,
        "jsonrpc:dispatcher.add_method": EntryKind.RPC,
        "jsonrpc:*.add_method": EntryKind.RPC,
        "flask_jsonrpc:*.method": EntryKind.RPC,
        "xmlrpc:*.register_function": EntryKind.RPC,
    }

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return what decorators and calls hand over, then the methods of servicers."""
        yield from super().entry_points()
        for definition in self.names.program.definitions:
            if definition.head.kind == "class" and definition.head.bases:
                yield from self._servicer(definition.id)

    def named(self, mark: Mark) -> str:
        """Return the name of a procedure or event."""
        last = mark.dotted.rpartition(".")[2]
        own = self.names.program.definitions[mark.definition].head.name
        if last == "event_handler":
            event = f"{self.given(mark, 'source_service', 0)}.{self.given(mark, 'event_type', 1)}".strip(".")
            return event or own
        if mark.dotted.startswith("nameko."):
            service = self._service(mark)
            return f"{service}.{own}" if service else own
        return self.given(mark, "name", 0) or own

    def _service(self, mark: Mark) -> str:
        """Return the ``name`` of the class around a method."""
        parent = self.names.program.definitions[mark.definition].parent
        found = self.names.member(parent, "name") if parent >= 0 else None
        return text_of(found[1].value) if found is not None and isinstance(found[1], ValueBinding) else ""

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """Return what an XML-RPC server is given."""
        if not any(one.startswith("xmlrpc.") for one in self.callee(call)):
            return
        value = self.objects.handed(call, "", 0)
        if last_name(call.call.function) == "register_function":
            yield from self.entries(EntryKind.RPC, text_argument(call, "name", 1), value, call)
        else:
            for option in options(value):
                for name, method in (
                    self.objects.public_methods(option.definition) if isinstance(option, Instance) else ()
                ):
                    yield FoundEntryPoint(EntryKind.RPC, name, method, call.module, call.line)

    def _servicer(self, cls: int) -> Iterator[FoundEntryPoint]:
        program = self.names.program
        if self._is_generated(program.module_of(cls).name):
            return
        service, generated = "", -1
        for owner in self.names.mro(cls):
            for base in self.names.bases(owner):
                dotted = base.name if isinstance(base, External) else ""
                if isinstance(base, ClassOf):
                    dotted = program.definitions[base.definition].name
                module, _, name = dotted.rpartition(".")
                if name.endswith(_SERVICER) and self._is_generated(module) and not service:
                    service = name.removesuffix(_SERVICER)
                    generated = base.definition if isinstance(base, ClassOf) else -1
        offered = {name for name, _ in self.objects.public_methods(generated)} if generated >= 0 else set()
        for name, method in self.objects.public_methods(cls) if service else ():
            found = program.definitions[method]
            if (not offered or name in offered) and not self._is_generated(program.module_of(method).name):
                yield FoundEntryPoint(EntryKind.RPC, f"{service}/{name}", method, found.module, found.head.line)

    @staticmethod
    def _is_generated(module: str) -> bool:
        return module.endswith("_grpc")
