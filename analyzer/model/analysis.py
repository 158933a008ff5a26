"""The one result: everything the reports show, and nothing that needs the source again."""

from __future__ import annotations

import msgspec

from analyzer.model.code import CallEdge, Definition, Import, Module
from analyzer.model.contracts import Contract
from analyzer.model.data import Access, ForeignKey, Table, TableStatement, Transaction, Unresolved
from analyzer.model.decision import Decision
from analyzer.model.entry_points import EntryPoint
from analyzer.model.findings import Finding
from analyzer.model.history import HistoryRead
from analyzer.model.location import Location
from analyzer.model.options import Options
from analyzer.model.placements import Placement
from analyzer.model.plan import Coefficient, MandateCheck, Remedy, Score
from analyzer.model.resources import ResourceUse
from analyzer.model.services import KernelMember, ModuleToSplit, Pull, Service, ServiceEdge, TableOwnership
from analyzer.model.teams import ServiceChange, ServiceTeams, TeamServices

SCHEMA_VERSION = 1


class Count(msgspec.Struct, frozen=True, order=True):
    """How often something occurred."""

    what: str
    number: int


class Coverage(msgspec.Struct, frozen=True):
    """How much of the tree the analysis could see.

    ``calls_project``, ``calls_external`` and ``calls_unresolved`` partition the call expressions of the files read;
    ``accesses_resolved`` counts places of data access whose table is known, ``accesses_unresolved`` those whose table
    is not. ``documents`` are the files of SQL and of packaging, and those of YAML and JSON that the code names.
    """

    files: int
    files_read: int
    files_lowered: int
    files_unread: int
    files_skipped: int
    lines_read: int
    calls_project: int
    calls_external: int
    calls_unresolved: int
    call_reasons: tuple[Count, ...]
    accesses_resolved: int
    accesses_unresolved: int
    documents: int = 0
    documents_unread: int = 0
    history: HistoryRead = HistoryRead()


class SourceRoot(msgspec.Struct, frozen=True):
    """A folder from which modules are named, relative to the analysed path (``.`` for itself), and why it is one."""

    path: str
    reason: str


class SettingsModule(msgspec.Struct, frozen=True):
    """A settings module that was found; the one that was chosen says why."""

    module: str
    path: str
    reason: str
    chosen: bool


class PluginUse(msgspec.Struct, frozen=True, order=True):
    """A framework of another distribution that was there; ``failed`` says why nothing of it stands in the result."""

    name: str
    distribution: str
    version: str
    failed: str = ""


class UnreadDocument(msgspec.Struct, frozen=True, order=True):
    """A file of SQL or of packaging, or a document that the code names, of which nothing is in the result; and why."""

    path: str
    reason: str


class Project(msgspec.Struct, frozen=True):
    """What the analysed tree is: its name, source roots, frameworks in use, and choices worth a note.

    ``frameworks`` are those whose tables or accesses were found, ``others`` those that the code imports and this
    version does not interpret; ``plugins`` are those of other distributions that were asked. ``unmet`` says which parts
    of the steering fit nothing in it.
    """

    name: str
    roots: tuple[SourceRoot, ...]
    frameworks: tuple[str, ...]
    notes: tuple[str, ...]
    unmet: tuple[str, ...] = ()
    settings: tuple[SettingsModule, ...] = ()
    databases: tuple[str, ...] = ()
    routers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    plugins: tuple[PluginUse, ...] = ()
    unread_documents: tuple[UnreadDocument, ...] = ()


class EdgeWeight(msgspec.Struct, frozen=True):
    """A kind of graph edge: its weight in the partition, how many there are, and what it says."""

    kind: str
    weight: float
    edges: int
    meaning: str


class SetWeight(msgspec.Struct, frozen=True):
    """A kind of sets of nodes that counts as evidence: a module, a folder, a word in names.

    A membership weighs from ``least`` to ``most``, by how cohesive and how rare its set is; ``counted`` of all ``sets``
    weigh something.
    """

    kind: str
    least: float
    most: float
    counted: int
    sets: int
    meaning: str


class PartitionRow(msgspec.Struct, frozen=True):
    """A way to cut the same graph, by the figures of ``analyzer.cluster.figures``.

    ``largest`` is the share of definitions and modules in the largest service, ``modularity`` Newman's Q,
    ``structural_modularity`` SM, ``crossing_calls`` ICP, ``interfaces`` IFN, ``extreme`` NED where lower is better,
    relative to the mean size, ``turbo_mq`` TurboMQ by service, ``table_entropy`` DTP in nats. A figure that nothing in
    the graph speaks for (no table, no call) is None.
    """

    name: str
    services: int
    largest: float
    modularity: float
    structural_modularity: float
    crossing_calls: float
    interfaces: float
    extreme: float
    turbo_mq: float
    table_entropy: float | None
    exclusive_code: float | None
    exclusive_data: float | None


class Partition(msgspec.Struct, frozen=True):
    """How the services were found; ``rows`` holds our cut first and the trivial ones beside it.

    ``weights`` are those of edges, ``sets`` those of what nodes share.
    """

    method: str
    seed: int
    resolution: float
    weights: tuple[EdgeWeight, ...]
    rows: tuple[PartitionRow, ...]
    sets: tuple[SetWeight, ...] = ()


class Snippet(msgspec.Struct, frozen=True):
    """A line of source quoted as evidence, at most 200 characters."""

    at: Location
    text: str


class Analysis(msgspec.Struct, frozen=True):
    """The result of one run; ``seamline report`` renders it again without the source.

    ``redacted`` where its names are pseudonyms, and what was quoted from the source is gone.
    """

    schema_version: int
    version: str
    project: Project
    options: Options
    coverage: Coverage
    modules: tuple[Module, ...]
    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]
    calls: tuple[CallEdge, ...]
    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    accesses: tuple[Access, ...]
    statements: tuple[TableStatement, ...]
    transactions: tuple[Transaction, ...]
    resources: tuple[ResourceUse, ...]
    entry_points: tuple[EntryPoint, ...]
    unresolved: tuple[Unresolved, ...]
    services: tuple[Service, ...]
    service_edges: tuple[ServiceEdge, ...]
    pulls: tuple[Pull, ...]
    partition: Partition
    findings: tuple[Finding, ...]
    snippets: tuple[Snippet, ...]
    placements: tuple[Placement, ...] = ()
    ownership: tuple[TableOwnership, ...] = ()
    modules_to_split: tuple[ModuleToSplit, ...] = ()
    kernel: tuple[KernelMember, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    mandate: tuple[MandateCheck, ...] = ()
    scorecard: tuple[Score, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    contracts: tuple[Contract, ...] = ()
    decision: Decision | None = None
    teams: tuple[ServiceTeams, ...] = ()
    team_services: tuple[TeamServices, ...] = ()
    changes: tuple[ServiceChange, ...] = ()
    redacted: bool = False
