"""Which candidate services are there, how well does each stand alone, and what crosses its border?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzer.model.analysis import Analysis
from analyzer.model.services import Service, ServiceEdge
from reports.views.beside import besides, kernel_line
from reports.views.concerned import KindCount, findings_by_service
from reports.views.contract_line import contract_lines
from reports.views.entrances import NO_ENTRANCES, Entrances, entrances
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.leaning import Leaning, leaning_modules
from reports.views.neighbourhood import neighbourhood
from reports.views.page import Diagram
from reports.views.resources import NO_RESOURCES, Resources, resources
from reports.views.rich import Line
from reports.views.scores import ScoreLine, score_lines
from reports.views.service_map import ServiceMap, service_map
from reports.views.shared_kernel import SharedKernel, shared_kernel
from reports.views.splits import splits_grid
from reports.views.table_diagram import TableDiagrams
from reports.views.unresolved import unresolved_data
from reports.views.upkeep import upkeep_lines
from reports.views.uses import table_uses
from reports.views.weak import Weak, weakly_placed

EDGES_PER_CARD = 10
PLACES_PER_EDGE = 3
TABLES_PER_CARD = 24


@dataclass(frozen=True, slots=True)
class Crossing:
    """What crosses between a service and one neighbour, in one direction; ``outward`` if the neighbour is used."""

    neighbour: str
    outward: bool
    what: tuple[tuple[int, str], ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """Everything about one service; ``tied`` draws its tables, unless nothing ties them or crosses to them."""

    name: str
    service: Service
    around: Diagram
    tied: Diagram | None
    tables: tuple[str, ...]
    crossings: tuple[Crossing, ...]
    more_crossings: int
    leaning: tuple[Leaning, ...] = ()
    more_leaning: int = 0
    unresolved: tuple[tuple[str, int], ...] = ()
    entrances: Entrances = NO_ENTRANCES
    resources: Resources = NO_RESOURCES
    weak: tuple[Weak, ...] = ()
    more_weak: int = 0
    scores: tuple[ScoreLine, ...] = ()
    findings: tuple[KindCount, ...] = ()
    contract: str = ""
    upkeep: tuple[str, ...] = ()
    kernel: Line = ()
    """That the shared kernel calls it, which is no call from a service."""


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """The map, the ranked services, the modules to split between them, and a card for each.

    ``definitions`` counts those of all services, ``outermost`` those of them that stand in no other. ``idle`` own no
    table, have no entry point, and no other service calls them.
    """

    map: ServiceMap
    overview: Grid
    splits: Grid
    cards: tuple[ServiceCard, ...]
    definitions: int
    outermost: int
    largest: float
    kernel: SharedKernel
    idle: tuple[str, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return self.map.groups, self.overview, self.splits, self.kernel.modules

    @property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The maps, and those of the cards."""
        of_cards = (one for card in self.cards for one in (card.around, card.tied) if one)
        return (*self.map.diagrams, *of_cards)


def services_page(analysis: Analysis) -> ServicesPage:
    """Rank the services by their number of definitions and describe each."""
    ranked = sorted(analysis.services, key=lambda s: (-s.definitions, s.name))
    entered, names = entrances(analysis), {one.name for one in ranked}
    definitions = sum(service.definitions for service in ranked)
    return ServicesPage(
        service_map(analysis, entered),
        _overview(ranked, entered),
        splits_grid(analysis),
        _cards(analysis, ranked, entered),
        definitions,
        sum(not one.within and one.service in names for one in analysis.definitions),
        ranked[0].definitions / definitions if definitions else 0.0,
        shared_kernel(analysis),
        tuple(one.name for one in ranked if not (one.tables or one.inbound_calls or entered.get(one.name))),
    )


def _cards(analysis: Analysis, ranked: list[Service], entered: dict[str, Entrances]) -> tuple[ServiceCard, ...]:
    used, unseen = resources(analysis), unresolved_data(analysis)
    leaning, weak = leaning_modules(analysis), weakly_placed(analysis)
    scores, found = score_lines(analysis), findings_by_service(analysis.findings)
    contracts, upkeep = contract_lines(analysis), upkeep_lines(analysis)
    beside = besides(analysis)
    return tuple(
        replace(
            drawn,
            leaning=leaning.get(drawn.name, ())[:EDGES_PER_CARD],
            more_leaning=max(0, len(leaning.get(drawn.name, ())) - EDGES_PER_CARD),
            unresolved=unseen.get(drawn.name, ()),
            entrances=entered.get(drawn.name, NO_ENTRANCES),
            resources=used.get(drawn.name, NO_RESOURCES),
            weak=weak.get(drawn.name, ())[:EDGES_PER_CARD],
            more_weak=max(0, len(weak.get(drawn.name, ())) - EDGES_PER_CARD),
            scores=scores.get(drawn.name, ()),
            findings=found.get(drawn.name, ()),
            contract=contracts.get(drawn.name, ""),
            upkeep=upkeep.get(drawn.name, ()),
            kernel=kernel_line(beside.get(drawn.name)),
        )
        for drawn in _drawn_cards(analysis, ranked)
    )


def _drawn_cards(analysis: Analysis, ranked: list[Service]) -> Iterator[ServiceCard]:
    """Begin the card of each service with its diagrams and what crosses its border."""
    edges: defaultdict[str, list[ServiceEdge]] = defaultdict(list)
    for edge in analysis.service_edges:
        edges[edge.source].append(edge)
        edges[edge.target].append(edge)
    uses = table_uses(analysis)
    owners = {table.name: table.owner for table in analysis.tables}
    tables = TableDiagrams(analysis, uses)
    for number, service in enumerate(ranked):
        around = neighbourhood(f"around-{number}", service, edges[service.name], uses, owners)
        yield _card(service, edges[service.name], around, tables.of(service, f"tables-{number}"))


def _overview(ranked: list[Service], entered: dict[str, Entrances]) -> Grid:
    is_grouped = any(service.group not in ("", service.name) for service in ranked)
    columns = (
        Column("Service", Kind.SERVICE),
        *((Column("Group", Kind.GROUP, choose=True),) * is_grouped),
        Column("Definitions", Kind.NUMBER, "Classes, functions and methods, nested ones too."),
        Column("Modules", Kind.NUMBER, "Python files placed in it."),
        Column("Lines", Kind.NUMBER, "Lines of its definitions."),
        Column("Tables", Kind.NUMBER, "Tables it owns."),
        Column("Entry points", Kind.NUMBER, "Routes, commands, tasks, consumers … where outside control enters."),
        Column(
            "Calls in",
            Kind.NUMBER,
            "Calls from other services that would cross its border; what the shared kernel calls is told in its card.",
        ),
        Column("Calls out", Kind.NUMBER, "Calls to other services."),
        Column("Cohesion", Kind.SHARE, "Share of the edge weight touching it that stays inside."),
        Column("Stability", Kind.SHARE, "Share of the runs in which its definitions were together, in the mean."),
        Column("Exclusive code", Kind.SHARE, "Share of the calls to its definitions that it makes itself."),
        Column("Exclusive data", Kind.SHARE, "Share of the accesses to its tables that it makes itself."),
    )
    return Grid(
        "services",
        "Candidate services, largest first",
        columns,
        tuple(_overview_row(service, entered.get(service.name, NO_ENTRANCES), is_grouped) for service in ranked),
        "No candidate service was found: there are no definitions to group, or all of them belong to the shared "
        "kernel. Check under “What we could not see” that the files were read and the source roots are right.",
        "services.csv",
    )


def _overview_row(service: Service, entered: Entrances, is_grouped: bool) -> tuple[Cell, ...]:
    return (
        service.name,
        *((service.group or service.name,) * is_grouped),
        service.definitions,
        service.modules,
        service.lines,
        len(service.tables),
        entered.number,
        service.inbound_calls,
        service.outbound_calls,
        service.cohesion,
        service.stability,
        service.exclusivity_code,
        service.exclusivity_data,
    )


def _card(service: Service, edges: list[ServiceEdge], around: Diagram, tied: Diagram | None) -> ServiceCard:
    ranked = sorted(edges, key=lambda e: (-_size(e), e.source, e.target))
    crossings = tuple(_crossing(service.name, edge) for edge in ranked[:EDGES_PER_CARD])
    return ServiceCard(
        service.name,
        service,
        around,
        tied,
        service.tables[:TABLES_PER_CARD],
        crossings,
        len(edges) - len(crossings),
    )


def _size(edge: ServiceEdge) -> int:
    return edge.calls + edge.imports + edge.inherits + edge.reads + edge.writes + edge.foreign_keys


def _crossing(name: str, edge: ServiceEdge) -> Crossing:
    outward = edge.source == name
    counts = (
        (edge.calls, "calls"),
        (edge.writes, "writes"),
        (edge.reads, "reads"),
        (edge.foreign_keys, "foreign keys"),
        (edge.inherits, "base classes"),
        (edge.imports, "imports"),
    )
    return Crossing(
        edge.target if outward else edge.source,
        outward,
        tuple((number, word if number > 1 else _ONE[word]) for number, word in counts if number),
        tuple(map(str, edge.evidence[:PLACES_PER_EDGE])),
    )


_ONE = {
    "calls": "call",
    "writes": "write",
    "reads": "read",
    "foreign keys": "foreign key",
    "base classes": "base class",
    "imports": "import",
}
