"""What would the services owe each other: who promises what to whom, and what must the first to leave promise?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Contract, Operation
from analyzer.model.decision import PlanOption
from reports.views.across import Across, crossing_operations
from reports.views.beside import besides
from reports.views.cannot_cross import cannot_cross
from reports.views.contract_card import Around, ContractCard, contract_card, offered
from reports.views.contract_told import asking
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.page import Diagram
from reports.views.portal import mean_confidence
from reports.views.rich import counted
from reports.views.to_write import to_write

ROWS = 20
NEXT_SHOWN = 3
COLUMNS = 10
"""Consumers with a column of their own; the others share one."""
MANY = 1_000
"""Of more operations than these fewer are told, because the report has to stay small."""
Offered = dict[str, list[Operation]]
Linked = dict[str, frozenset[str]]
"""The services with a card, and the consumers that it names."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How many operations the report tells in full, in all and of each service; operations.csv has them all."""

    told: int
    per_card: int


_ROOM, _ROOM_OF_MANY = _Room(400, 25), _Room(60, 8)


@dataclass(frozen=True, slots=True)
class ContractsPage:
    """Who promises what to whom, and a card for each of the first services; those that leave first come first.

    ``operations`` counts those that cross, ``providers`` the services that offer them, ``untold`` the services that
    have a contract and no card.
    """

    matrix: Grid
    cards: tuple[ContractCard, ...]
    operations: int
    providers: int
    services: int
    looped: int
    live: int
    held: int
    stuck: int
    untold: int
    quiet: int = 0
    """Services of the matrix that offer nothing to others: they have entry points or messages alone."""
    way: str = ""
    """Whose the operations are that cross on the chosen way."""
    to_write: int = 0
    """Operations that sagas of the roadmap need and that are not written yet; they are not among the others."""
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.matrix,)

    @property
    def first(self) -> ContractCard | None:
        """The first service to leave, if any should."""
        return self.cards[0] if self.cards and self.cards[0].place == 1 else None

    @property
    def next(self) -> tuple[ContractCard, ...]:
        """The others that leave, first to last."""
        return tuple(card for card in self.cards if card.place > 1)[:NEXT_SHOWN]


def contracts_page(analysis: Analysis) -> ContractsPage:
    """Rank the contracts: services that leave first, then those of which others ask most."""
    chosen = _chosen(analysis)
    leaving = {name: number for number, name in enumerate(chosen.extracted if chosen else (), 1)}
    contracts = {one.service: one for one in analysis.contracts}
    offers = {name: offered(one) for name, one in contracts.items()}
    ranked = sorted(contracts, key=lambda name: (leaving.get(name, len(leaving) + 1), -len(offers[name]), name))
    around = _around(analysis, leaving)
    telling = [name for name in ranked if leaving.get(name) or _says_something(contracts[name], around[name])]
    crossing = [one for several in offers.values() for one in several]
    room = _ROOM if len(crossing) <= MANY else _ROOM_OF_MANY
    cards = _cards([contracts[name] for name in telling], around, room)
    leaves = {
        name: f"step {step}" if (step := around[name].step) else f"{leaving[name]}."
        for name in leaving
        if name in around
    }
    linked = {card.name: frozenset(one.service for one in card.consumers) for card in cards}
    return ContractsPage(
        _matrix([contracts[name] for name in telling], offers, leaves, linked, _empty(analysis, len(crossing))),
        cards,
        len(crossing),
        sum(bool(several) for several in offers.values()),
        len(analysis.services),
        sum(any(caller.in_loop and caller.service != one.service for caller in one.callers) for one in crossing),
        sum(one.is_live for one in crossing),
        sum(any(caller.in_transaction and caller.service != one.service for caller in one.callers) for one in crossing),
        sum(bool(cannot_cross(one)) for one in crossing),
        len(telling) - len(cards),
        sum(not offers[name] for name in telling),
        _way(crossing_operations(analysis, chosen)),
        to_write=sum(len(one.to_write) for one in around.values()),
    )


def _way(across: Across) -> str:
    if not across.all:
        return ""
    theirs, rest = len(across.theirs), len(across.of_rest)
    return (
        f"On the chosen way {counted(theirs + rest, 'operation')} would cross a border: what leaves promises "
        f"{theirs:,}, the rest must offer it {rest:,}."
    )


def _around(analysis: Analysis, leaving: dict[str, int]) -> dict[str, Around]:
    steps = _steps(analysis)
    entries = Counter(one.service for one in analysis.entry_points)
    beside, missing = besides(analysis), to_write(analysis)
    return {
        one.service: Around(
            leaving.get(one.service, 0),
            steps.get(one.service, 0),
            entries[one.service],
            beside.get(one.service),
            missing.get(one.service, ()),
        )
        for one in analysis.contracts
    }


def _steps(analysis: Analysis) -> dict[str, int]:
    steps = analysis.decision.steps if analysis.decision else ()
    return {one.service: one.number for one in steps if not one.optional}


def _chosen(analysis: Analysis) -> PlanOption | None:
    options: tuple[PlanOption, ...] = analysis.decision.options if analysis.decision else ()
    return next((option for option in options if option.chosen), None)


def _says_something(one: Contract, around: Around) -> bool:
    return bool(one.operations or one.messages or around.to_write)


def _cards(contracts: list[Contract], around: dict[str, Around], room: _Room) -> tuple[ContractCard, ...]:
    cards: list[ContractCard] = []
    left = room.told
    for one in contracts:
        if left <= 0:
            break
        cards.append(contract_card(one, around[one.service], room.per_card))
        left -= max(1, len(cards[-1].operations))
    return tuple(cards)


def _matrix(contracts: list[Contract], offers: Offered, leaves: dict[str, str], linked: Linked, empty: str) -> Grid:
    called = {one.service: _by_consumer(offers[one.service]) for one in contracts}
    consumers = _busiest(called, list(leaves))
    shown, rest = consumers[:COLUMNS], frozenset(consumers[COLUMNS:])
    rows = tuple(
        (*_figures(one, offers, leaves, linked), *_cells(one.service, called[one.service], shown, rest, linked))
        for one in contracts
    )
    crossing = any(called.values())
    caption = "Operations that each service would offer (rows) to each other (columns)"
    columns = _columns(shown, rest, leaves=bool(leaves))
    return Grid(
        "promises", caption, columns, rows if crossing else (), empty, "contracts.csv and operations.csv", page=ROWS
    )


def _columns(shown: list[str], rest: frozenset[str], *, leaves: bool) -> tuple[Column, ...]:
    return (
        Column("Provider", Kind.CONTRACT, "Who promises; a click leads to its contract."),
        *((Column("Leaves", Kind.TEXT, "The step of the roadmap in which it leaves."),) * leaves),
        Column("Operations", Kind.NUMBER, "What other services call."),
        Column("Of these in loops", Kind.NUMBER, "Operations that are called once for each turn of a loop."),
        Column("Of these live", Kind.NUMBER, "Operations that take or give an object which cannot leave the process."),
        Column("Fields", Kind.NUMBER, "Leaves of all that these operations take and give."),
        Column("Callers", Kind.NUMBER, "Definitions of other services that call them."),
        Column("Confidence", Kind.SHARE, "How sure all its operations and entry points are, in the mean."),
        *(Column(name, Kind.ACROSS) for name in shown),
        *((Column(f"{len(rest)} more", Kind.ACROSS, "All other consumers together."),) if rest else ()),
    )


def _figures(one: Contract, offers: Offered, leaves: dict[str, str], linked: Linked) -> tuple[Cell, ...]:
    border = one.for_others
    return (
        (one.service, int(one.service in linked)),
        *((leaves.get(one.service, ""),) * bool(leaves)),
        *(len(offers[one.service]), border.chatty, border.live, border.fields, border.callers),
        mean_confidence(one.operations) or 0.0,
    )


def _by_consumer(operations: list[Operation]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for one in operations:
        for name in asking(one):
            found.setdefault(name, []).append(one)
    return found


def _busiest(called: dict[str, dict[str, list[Operation]]], leaving: Sequence[str]) -> list[str]:
    """Order the consumers: first who calls what leaves, then by how many operations they call."""
    turn = {name: number for number, name in enumerate(leaving)}
    weight: dict[str, int] = {}
    soonest: dict[str, int] = {}
    for provider, by_consumer in called.items():
        for name, several in by_consumer.items():
            weight[name] = weight.get(name, 0) + len(several)
            place = turn.get(provider, len(turn))
            soonest[name] = min(place, soonest.get(name, place))
    return sorted(weight, key=lambda name: (soonest[name], -weight[name], name))


def _cells(
    provider: str,
    called: dict[str, list[Operation]],
    shown: list[str],
    rest: frozenset[str],
    linked: Linked,
) -> list[Cell]:
    """Write number, loop, provider and consumer per column, empty where nothing is called.

    Without a card there is no provider to lead to; all other consumers together have no name.
    """
    names = [(name,) for name in shown] + [tuple(sorted(rest))] * bool(rest)
    cells: list[Cell] = []
    for several in names:
        operations = [one for name in several for one in called.get(name, ())]
        looped = any(caller.in_loop and caller.service in several for one in operations for caller in one.callers)
        to = several[0] if several[0] in linked.get(provider, ()) and not (rest and several == names[-1]) else ""
        number = len({id(one) for one in operations})
        cells.append((number, int(looped), provider if provider in linked else "", to) if number else "")
    return cells


def _empty(analysis: Analysis, crossing: int) -> str:
    if len(analysis.services) < 2:  # noqa: PLR2004 (a promise takes two)
        return "There are fewer than two services, so none has to promise another anything."
    if not analysis.contracts:
        return "This result holds no contracts; run `seamline analyze` again to have them."
    if not crossing:
        return "No service calls another, so none would have to promise another anything."
    return ""
