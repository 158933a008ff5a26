"""How much does every service need of every other, and which need each other?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.run_findings import CallCycle
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.matrix_order import coupling, most_coupled, near_the_diagonal
from reports.views.matrix_pairs import Pair, coupled_pairs
from reports.views.page import Card, Diagram

SHOWN = 40
NAMED = 40
MUTUAL = 6
ROWS = 10
STEPS = (2, 8, 32)
"""Where a tint deepens, as in the heat map of shared tables."""

_COLUMNS = (
    Column("From", Kind.SERVICE, "Needs the other.", choose=True),
    Column("To", Kind.SERVICE, "Is needed.", choose=True),
    Column("Calls", Kind.NUMBER, "Calls from the one to definitions of the other."),
    Column("Imports", Kind.NUMBER, "Imports of the other's modules."),
    Column("Base classes", Kind.NUMBER, "Classes that inherit from the other's."),
    Column("Reads", Kind.NUMBER, "Places that read the other's tables."),
    Column("Writes", Kind.NUMBER, "Places that insert, update or delete rows of the other's tables."),
    Column("Keys", Kind.NUMBER, "Foreign keys to the other's tables."),
    Column("Transactions", Kind.NUMBER, "Transactions that write tables of both; the same in both directions."),
)
_HISTORY = Column("Commits", Kind.NUMBER, "Commits that changed both; the same in both directions.")
_WHERE = Column("What, and where", Kind.LINES)


@dataclass(frozen=True, slots=True)
class Mode:
    """What a cell counts: the columns of the pairs that are added, the one that tints it, and if it is of both.

    ``tint`` is -1 where every number does; ``meaning`` ends the sentence "A cell counts".
    """

    title: str
    columns: tuple[int, ...]
    meaning: str
    tint: int = -1
    both: bool = False


_MODES = (
    Mode("calls", (2,), "the calls from the service of its row to the one of its column"),
    Mode("imports", (3, 4), "the imports and base classes that the row takes from the column"),
    Mode(
        "data",
        (5, 6, 7),
        "the row's reads and writes of the column's tables, and its foreign keys to them; grey is no write",
        6,
    ),
    Mode("transactions", (8,), "the transactions that write tables of both", both=True),
)
_CHANGE = Mode("change", (9,), "the commits that changed both", both=True)


@dataclass(frozen=True, slots=True)
class Square:
    """A cell that is not empty: its number, how deep its tint is, and whether the opposite cell is filled too."""

    number: int
    level: int
    mutual: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A service with its cells in the order of the columns, None where nothing is; ``begins`` a group."""

    service: str
    cells: tuple[Square | None, ...]
    all_out: int
    all_in: int
    begins: bool


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The matrix of calls, the ways to count, the pairs that call each other, and all pairs as a table.

    ``hidden`` are the services that the matrix has no room for, ``possible`` counts the pairs that there could be.
    """

    rows: tuple[Row, ...]
    modes: tuple[Mode, ...]
    pairs: Grid
    services: int
    possible: int
    calling: int
    mutual: tuple[tuple[str, str, int, int, bool], ...]
    """The first of these pairs, with the calls there and back, and whether each needs data of the other."""
    more_mutual: int
    asking: int
    """How many of all these pairs do: circles of calls among the runtime risks."""
    other_circles: int
    """The other circles there: of more services, or through wrappers and libraries, of which no cell counts calls."""
    hidden: tuple[str, ...]
    grouped: bool
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.pairs,)


def matrix_page(analysis: Analysis) -> MatrixPage:
    """Order the services so that mutual coupling stands near the diagonal, and count calls between them."""
    pairs = coupled_pairs(analysis)
    coupled = coupling((*one.ends, one.directed) for one in pairs)
    shown = most_coupled(analysis.services, coupled, SHOWN)
    order = near_the_diagonal(shown, coupled)
    groups = {one.name: one.group or one.name for one in analysis.services}
    calls = {one.ends: one.calls for one in pairs if one.calls}
    circles = [one.services for one in analysis.findings if isinstance(one, CallCycle)]
    mutual = _mutual(calls, set(circles))
    asking = sum(asks for *_, asks in mutual)
    number = len(analysis.services)
    return MatrixPage(
        _rows(order, calls, groups) if pairs else (),
        (*_MODES, *((_CHANGE,) * bool(analysis.changes))),
        _pairs(pairs, analysis),
        number,
        number * (number - 1),
        len(calls),
        mutual[:MUTUAL],
        max(0, len(mutual) - MUTUAL),
        asking,
        len(circles) - asking,
        tuple(sorted(groups.keys() - set(order))),
        any(group != name for name, group in groups.items()),
    )


def _rows(order: Sequence[str], calls: dict[tuple[str, str], int], groups: dict[str, str]) -> tuple[Row, ...]:
    out: Counter[str] = Counter()
    into: Counter[str] = Counter()
    for (source, target), number in calls.items():
        out[source] += number
        into[target] += number
    several = {group for group, number in Counter(groups.values()).items() if number > 1}
    made = []
    before = ""
    for name in order:
        cells = tuple(_square(name, other, calls) for other in order)
        begins = (
            bool(before) and groups[name] != groups[before] and not several.isdisjoint((groups[name], groups[before]))
        )
        made.append(Row(name, cells, out[name], into[name], begins))
        before = name
    return tuple(made)


def _square(source: str, target: str, calls: dict[tuple[str, str], int]) -> Square | None:
    number = calls.get((source, target), 0)
    if not number:
        return None
    level = 1 + sum(number > step for step in STEPS)
    return Square(number, level, (target, source) in calls)


def _mutual(
    calls: dict[tuple[str, str], int], circles: Container[tuple[str, ...]]
) -> tuple[tuple[str, str, int, int, bool], ...]:
    """Name the pairs that call each other, first those whose weaker direction is strongest."""
    found = [
        (one, other, number, calls[other, one], (min(one, other), max(one, other)) in circles)
        for (one, other), number in calls.items()
        if (other, one) in calls and (-number, one) < (-calls[other, one], other)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair[3], -pair[2], pair[0], pair[1])))


def _pairs(pairs: Sequence[Pair], analysis: Analysis) -> Grid:
    history = bool(analysis.changes)
    rows = tuple(_row(one, history=history) for one in pairs)
    columns = (*_COLUMNS, *((_HISTORY,) * history), _WHERE)
    return Grid(
        "pairs", "Pairs of services, most coupled first", columns, rows, _empty(analysis), "seamline.json", 0, ROWS
    )


def _row(one: Pair, *, history: bool) -> tuple[Cell, ...]:
    return (
        one.source,
        one.target,
        one.calls,
        one.imports,
        one.inherits,
        one.reads,
        one.writes,
        one.foreign_keys,
        one.transactions,
        *((one.commits,) * history),
        one.lines,
    )


def _empty(analysis: Analysis) -> str:
    if len(analysis.services) < 2:  # noqa: PLR2004 (coupling takes two)
        return "There are fewer than two services, so nothing can lie between them. Ask for more with --services."
    return (
        "Nothing lies between the services: no call, no import, no table of another. Check under “What we could not "
        "see” that calls were resolved."
    )
