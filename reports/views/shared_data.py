"""Which tables do several services use, and who writes them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.model.analysis import Analysis
from analyzer.model.services import KERNEL
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.page import Diagram
from reports.views.table_card import TableCard, table_cards
from reports.views.uses import Use, table_uses, unwritten_tables

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = 12
CARDS = 800
NAMED = 40
_WRITERS = (
    "Services that insert, update or delete its rows, and do not only delete what they hang on; 0 where no writer was "
    "seen."
)


@dataclass(frozen=True, slots=True)
class SharedDataPage:
    """The heat map of shared tables, a card per table, and what no service owns or uses.

    ``contested`` are the tables whose owner is, ``unwritten`` the shared ones without a writer that was seen,
    ``neglected`` those that others use and their owner does not.
    """

    heat: Grid
    cards: tuple[TableCard, ...]
    tables: int
    shared: int
    written_by_several: int
    unowned: int
    unused: int
    unowned_names: tuple[str, ...]
    unused_names: tuple[str, ...]
    contested: tuple[str, ...]
    unwritten: tuple[str, ...]
    neglected: tuple[str, ...]
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.heat,)


def shared_data_page(analysis: Analysis) -> SharedDataPage:
    """Rank the shared tables by the number of services that write them, then by users, writes and name."""
    uses = table_uses(analysis)
    owners = {table.name: table.owner for table in analysis.tables if table.owner != KERNEL}
    ranked = _ranked(uses, owners)
    names = [str(name) for name in ranked.index]
    unowned = tuple(sorted(table.name for table in analysis.tables if not table.owner))
    unused = tuple(sorted({table.name for table in analysis.tables} - {a.table for a in analysis.accesses}))
    return SharedDataPage(
        _heat(ranked, uses, owners, _empty(analysis)),
        table_cards(analysis, names[:CARDS], uses),
        len(analysis.tables),
        len(names),
        int((ranked["writers"] > 1).sum()),
        len(unowned),
        len(unused),
        unowned[:NAMED],
        unused[:NAMED],
        tuple(sorted(one.table for one in analysis.ownership if one.contested)),
        unwritten_tables(analysis),
        tuple(sorted(name for name in names if owners.get(name) and owners[name] not in uses[name])),
    )


def _ranked(uses: dict[str, dict[str, Use]], owners: dict[str, str]) -> pd.DataFrame:
    """Give one row per shared table, indexed by its name, with numbers of writers, users and writes.

    A table is shared if two services use it or if one uses it that does not own it; the shared kernel is no service.
    """
    import pandas as pd

    rows = [
        (table, service, bool(use.writes), use.writes, bool(owners.get(table)) and service != owners[table])
        for table, by_service in uses.items()
        for service, use in by_service.items()
        if service != KERNEL
    ]
    frame = pd.DataFrame(rows, columns=["table", "service", "writer", "writes", "foreign"])
    tables = frame.groupby("table").agg(
        writers=("writer", "sum"), users=("service", "count"), writes=("writes", "sum"), foreign=("foreign", "any")
    )
    shared = tables[(tables["users"] > 1) | tables["foreign"].astype(bool)]
    return shared.sort_index().sort_values(["writers", "users", "writes"], ascending=False, kind="stable")


def _heat(ranked: pd.DataFrame, uses: dict[str, dict[str, Use]], owners: dict[str, str], empty: str) -> Grid:
    names = [str(name) for name in ranked.index]
    services = _busiest(names, uses)
    shown = services[:COLUMNS]
    rest = frozenset(services[COLUMNS:])
    columns = (
        Column("Table", Kind.TABLE),
        Column("Owner", Kind.SERVICE, "The service that should keep the table.", choose=True),
        Column("Writers", Kind.NUMBER, _WRITERS),
        Column("Users", Kind.NUMBER, "Services that read or write it."),
        *(Column(service, Kind.HEAT) for service in shown),
        *((Column(f"{len(rest)} more", Kind.HEAT, "All other services together."),) if rest else ()),
    )
    numbers = zip(names, ranked["writers"].tolist(), ranked["users"].tolist(), strict=True)
    rows = tuple(
        (name, owners.get(name, ""), int(writers), int(users), *_cells(uses[name], owners.get(name, ""), shown, rest))
        for name, writers, users in numbers
    )
    return Grid("heat", "Shared tables by service", columns, rows, empty, "accesses.csv")


def _busiest(names: list[str], uses: dict[str, dict[str, Use]]) -> list[str]:
    """Order the services by how often they use the shared tables, so that the columns shown hold most accesses."""
    weight: dict[str, int] = {}
    for name in names:
        for service, use in uses[name].items():
            weight[service] = weight.get(service, 0) + use.whole
    return sorted(weight, key=lambda service: (-weight[service], service))


def _cells(by_service: dict[str, Use], owner: str, shown: list[str], rest: frozenset[str]) -> list[Cell]:
    """Write ``reads writes along owns`` per column, empty where the service does not use the table."""
    cells: list[Cell] = []
    for service in shown:
        use = by_service.get(service)
        cells.append(f"{use.reads} {use.writes} {use.along} {int(service == owner)}" if use else "")
    if rest:
        others = [use for service, use in by_service.items() if service in rest]
        counts = (sum(use.reads for use in others), sum(use.writes for use in others), sum(use.along for use in others))
        cells.append(f"{' '.join(map(str, counts))} {int(owner in rest and owner in by_service)}" if others else "")
    return cells


def _empty(analysis: Analysis) -> str:
    if not analysis.tables:
        return (
            "No table was found, so nothing can be shared through a database. If this system does keep data, check "
            "under “What we could not see” that its models were read and that its framework is among those in use."
        )
    if not analysis.accesses:
        return (
            "Tables were found, but no access to any of them; check the unresolved accesses under "
            "“What we could not see”."
        )
    if len(analysis.services) < 2:  # noqa: PLR2004 (sharing takes two)
        return "There are fewer than two services, so none can share a table. Ask for more with --services."
    return "No table is used by more than one service: each service keeps its own data."
