"""Programs cut into services, written down as facts: what the tests of the checks judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analyzer.cluster.profile import service_edges
from analyzer.cluster.services import Candidates
from analyzer.findings.evidence import Evidence
from analyzer.model.analysis import Partition
from analyzer.model.code import CallEdge, Certainty, Definition, DefinitionKind, Module, ModuleKind, ModuleStatus
from analyzer.model.data import Access, ForeignKey, RowOperation, Table, TableStatement, Transaction, Unresolved
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.facts import Facts, Inheritance
from analyzer.model.interfaces import (
    Behind,
    ExceptionClass,
    FieldRead,
    Guard,
    Interfaces,
    Overriding,
    OwnCall,
    Parameter,
    Raise,
    RequestInput,
    Result,
    Served,
    Signature,
)
from analyzer.model.live_values import LiveKind, LiveRole, LiveValue
from analyzer.model.resources import ResourceKind, ResourceOperation, ResourceUse
from analyzer.model.services import KERNEL, KernelMember, ModuleToSplit, Service
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape

OPERATIONS = {one.value: one for one in RowOperation}


class Told:
    """Tells what it was told of signatures and data types."""

    def __init__(
        self,
        signatures: Iterable[Signature] = (),
        types: Iterable[DataType] = (),
        given: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._given = given or {}
        self._signatures = {one.definition: one for one in signatures}
        self._types = {one.definition: one for one in types}

    def parameters(self, definition: str) -> tuple[str, ...]:
        known = self._signatures.get(definition)
        return tuple(one.name for one in known.parameters) if known is not None else ()

    def parameter(self, definition: str, name: str) -> Shape | None:
        known = self._signatures.get(definition)
        return next((one.shape for one in known.parameters if one.name == name), None) if known is not None else None

    def signature(self, definition: str) -> Signature | None:
        return self._signatures.get(definition)

    def given(self, definition: str) -> frozenset[str] | None:
        return self._given.get(definition)

    def data_type(self, name: str) -> DataType | None:
        return self._types.get(name)


class Cut:
    """A program whose definitions are named ``service.name``: module ``service`` lies in ``service.py``.

    What is named ``kernel.name`` belongs to the shared kernel; ``service__part.name`` stands in a module of its own.
    """

    def __init__(self, *names: str, owners: Mapping[str, str] | None = None) -> None:
        self.definitions = {name: number for number, name in enumerate(names, 1)}
        self.owners = dict(owners or {})
        self.associations: set[str] = set()
        self.classes: set[str] = set()
        self.calls: list[CallEdge] = []
        self.accesses: list[Access] = []
        self.keys: list[ForeignKey] = []
        self.statements: list[TableStatement] = []
        self.transactions: list[Transaction] = []
        self.resources: list[ResourceUse] = []
        self.entries: list[EntryPoint] = []
        self.inherits: list[Inheritance] = []
        self.live: list[LiveValue] = []
        self.properties: list[str] = []
        self.splits: list[ModuleToSplit] = []
        self.kernel: list[KernelMember] = []
        self.models: dict[str, str] = {}
        self.signatures: list[Signature] = []
        self.types: list[DataType] = []
        self.given: dict[str, frozenset[str]] = {}
        self.served: list[Served] = []
        self.own_calls: list[OwnCall] = []
        self.overriding: list[Overriding] = []
        self.behind: list[Behind] = []
        self.outside: list[Inheritance] = []
        self.changing: list[str] = []
        self.adding: list[str] = []
        self.reads: list[FieldRead] = []
        self.raised: list[Raise] = []
        self.guarded: list[Guard] = []
        self.unresolved: list[Unresolved] = []

    def call(self, caller: str, callee: str, line: int = 1, *, loop: bool = False, certainty: str = "typed") -> Cut:
        """Let one definition call another at a line of its file."""
        self._know(caller, callee)
        self.calls.append(CallEdge(caller, callee, path_of(caller), line, Certainty(certainty), loop))
        return self

    def wrap(self, caller: str, callee: str, wrapper: str) -> Cut:
        """Let one definition call another that is decorated: it calls the wrapper, and means what that wraps."""
        self.call(caller, wrapper)._know(callee)
        self.calls.append(CallEdge(caller, callee, path_of(caller), 1, Certainty.TYPED, False, wrapper))
        return self

    def sign(self, name: str, *parameters: Parameter, result: Shape = UNKNOWN, of_object: bool = False) -> Cut:
        """Let a definition take parameters and return a value of a shape."""
        self._know(name)
        given = Result(result, "", Origin.ANNOTATION)
        self.signatures.append(Signature(name, parameters, given, of_object=of_object))
        return self

    def model(self, table: str, cls: str, key: Shape = UNKNOWN) -> Cut:
        """Let a table, whose owner is the service of the class, hold the rows of a mapped class."""
        self._know(cls)
        self.classes.add(cls)
        self.owners[table] = service_of(cls)
        self.models[table] = cls
        fields = (DataField("id", key, key=True),)
        self.types.append(DataType(cls, DataKind.ENTITY, fields, path_of(cls), 1, table=table))
        return self

    def serve(self, name: str, entry: str, *inputs: RequestInput, result: Shape = UNKNOWN) -> Cut:
        """Let an entry point take something from requests, and answer."""
        self.served.append(Served(name, entry, inputs, Result(result)))
        return self

    def derive_outside(self, name: str, base: str) -> Cut:
        """Let a class derive from one of a library."""
        self._know(name)
        self.classes.add(name)
        self.outside.append(Inheritance(name, base, path_of(name), 1))
        return self

    def runs(self, caller: str, callee: str, line: int = 1) -> Cut:
        """Let a library run a method for what a definition calls."""
        self._know(caller, callee)
        self.behind.append(Behind(caller, path_of(caller), line, callee))
        return self

    def access(self, name: str, operation: str, table: str, line: int = 1, *, certainty: str = "typed") -> Cut:
        """Let a definition select, insert, update or delete rows of a table."""
        self._know(name)
        place = (path_of(name), name.partition(".")[2], line)
        self.accesses.append(
            Access(*place, table, OPERATIONS[operation], "sql", Certainty(certainty), "default", service_of(name))
        )
        return self

    def any_row(self, name: str, operation: str) -> Cut:
        """Let a definition change a row of any of many tables."""
        self._know(name)
        line = self.definitions[name] * 10 + 1
        self.unresolved.append(Unresolved("row", operation, path_of(name), line, "of any of many", service_of(name)))
        return self

    def key(self, column: str, to_table: str, line: int = 1) -> Cut:
        """Let ``table.column`` refer to another table."""
        table, _, name = column.rpartition(".")
        self.keys.append(ForeignKey(table, name, to_table, "id", "models.py", line))
        return self

    def use(self, name: str, operation: str, kind: str, resource: str, line: int = 1) -> Cut:
        """Let a definition read, write, publish to or consume a resource."""
        self._know(name)
        place = (path_of(name), name.partition(".")[2], line)
        self.resources.append(
            ResourceUse(ResourceKind(kind), resource, ResourceOperation(operation), *place, "python", service_of(name))
        )
        return self

    def hold(self, name: str, what: str, parameter: str = "", *, certainty: str = "literal", kept: bool = False) -> Cut:
        """Let a definition take a live object as a parameter, or return one; or an object that keeps one."""
        self._know(name)
        role = LiveRole.PARAMETER if parameter else LiveRole.RESULT
        sure = Certainty(certainty)
        self.live.append(LiveValue(name, role, parameter, LiveKind(what), what, path_of(name), 1, sure, kept))
        return self

    def raises(self, name: str, exception: str, line: int = 1, **said: Any) -> Cut:
        """Let a definition raise an exception, which derives from ``Exception``; the rest as of a ``Raise``."""
        self._know(name)
        self.raised.append(Raise(name, path_of(name), line, exception, **said))
        return self

    def guards(self, name: str, first: int, last: int, *catches: str, again: tuple[str, ...] = ()) -> Cut:
        """Let a definition catch exceptions around some of its lines."""
        self._know(name)
        self.guarded.append(Guard(name, path_of(name), first, last, catches, again))
        return self

    def derive(self, name: str, base: str, line: int = 1) -> Cut:
        """Let a class derive from another at a line of its file."""
        self._know(name, base)
        self.classes |= {name, base}
        self.inherits.append(Inheritance(name, base, path_of(name), line))
        return self

    def entry(self, name: str, kind: str = "http", line: int = 1, *, said: str = "") -> Cut:
        """Let a definition be called from outside, by its name or as is ``said``."""
        self._know(name)
        at = EntryPoint(EntryKind(kind), said or name, name, "urls.py", line, "django", service_of(name))
        self.entries.append(at)
        return self

    def busy(self) -> Cut:
        """Let every definition read a table."""
        for name in self.definitions:
            self.access(name, "select", "rows")
        return self

    def evidence(self) -> Evidence:
        """Return what the checks judge."""
        return Evidence(self.candidates())

    def promises(self) -> Told:
        """Return who tells of the signatures and data types that were written down."""
        return Told(self.signatures, self.types, self.given)

    def candidates(self) -> Candidates:
        """Return the program with everything in its service."""
        facts = self.facts()
        names = sorted({service_of(name) for name in self.definitions} - {KERNEL} | {*self.owners.values()} - {""})
        return Candidates(
            facts,
            tuple(_service(name, self.owners) for name in names),
            service_edges(facts),
            (),
            Partition("", 0, 1.0, (), ()),
            (),
            modules_to_split=tuple(self.splits),
            kernel=tuple(self.kernel),
        )

    def facts(self) -> Facts:
        """Return the facts, sorted."""
        return Facts(
            modules=tuple(_module(name) for name in sorted({name.partition(".")[0] for name in self.definitions})),
            definitions=tuple(
                _definition(name, line, name in self.classes) for name, line in sorted(self.definitions.items())
            ),
            imports=(),
            calls=tuple(sorted(self.calls, key=lambda call: (call.path, call.line, call.callee))),
            inherits=tuple(sorted(self.inherits)),
            type_uses=(),
            tables=tuple(self._table(name, owner) for name, owner in sorted(self.owners.items())),
            foreign_keys=tuple(sorted(self.keys)),
            accesses=tuple(sorted(self.accesses, key=lambda one: (one.path, one.line, one.table, one.operation))),
            statements=tuple(sorted(self.statements)),
            transactions=tuple(sorted(self.transactions)),
            resources=tuple(sorted(self.resources)),
            entry_points=tuple(sorted(self.entries)),
            unresolved=tuple(sorted(self.unresolved)),
            properties=tuple(sorted(self.properties)),
            live_values=tuple(sorted(self.live)),
            interfaces=self._interfaces(),
            library_heirs=tuple(sorted(self.outside)),
            changing=tuple(sorted(self.changing)),
        )

    def _interfaces(self) -> Interfaces:
        names = {one.exception for one in self.raised} | {name for one in self.guarded for name in one.catches}
        return Interfaces(
            served=tuple(sorted(self.served)),
            own_calls=tuple(sorted(self.own_calls)),
            overriding=tuple(sorted(self.overriding)),
            adding=tuple(sorted(self.adding)),
            behind=tuple(sorted(self.behind)),
            field_reads=tuple(sorted(self.reads)),
            raises=tuple(sorted(self.raised)),
            guards=tuple(sorted(self.guarded)),
            exceptions=tuple(ExceptionClass(name, ("Exception", "BaseException")) for name in sorted(names)),
        )

    def _table(self, name: str, owner: str) -> Table:
        is_association = name in self.associations
        model = self.models.get(name, "")
        return Table(name, model, "models.py", 1, ("id",), "default", Certainty.LITERAL, "sql", owner, is_association)

    def _know(self, *names: str) -> None:
        for name in names:
            self.definitions.setdefault(name, len(self.definitions) + 1)


def path_of(name: str) -> str:
    """Return the file of a definition."""
    return f"{name.partition('.')[0]}.py"


def service_of(name: str) -> str:
    """Return the service of a definition."""
    module = name.partition(".")[0].partition("__")[0]
    return KERNEL if module == "kernel" else module


def places(evidence: Iterable[object]) -> list[str]:
    """Return places as they are printed."""
    return [str(place) for place in evidence]


def _module(name: str) -> Module:
    service = service_of(name)
    return Module(name, f"{name}.py", 100, ModuleKind.CODE, ModuleStatus.PARSED, "", service, service)


def _definition(name: str, line: int, is_class: bool) -> Definition:
    module, _, qualname = name.partition(".")
    kind = DefinitionKind.METHOD if "." in qualname else DefinitionKind.FUNCTION
    kind = DefinitionKind.CLASS if is_class else kind
    return Definition(name, kind, module, qualname, path_of(name), line * 10, line * 10 + 9, service_of(name))


def _service(name: str, owners: Mapping[str, str]) -> Service:
    tables = tuple(sorted(table for table, owner in owners.items() if owner == name))
    return Service(name, name, (), 1, 1, 100, tables, 0, 0, 1.0, 1.0, 1.0)
