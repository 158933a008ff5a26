"""What should become of the monolith: the options on the same figures, the verdict, and the steps that lead there."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.location import Location


class OptionKind(StrEnum):
    """The four things that can be done, least first."""

    STAY = "stay"
    MODULAR = "modular"
    EXTRACT = "extract"
    SPLIT = "split"


class CutFigures(msgspec.Struct, frozen=True):
    """What crosses a process border when some services have left, and what stays beside each other is one process.

    ``calls_cut`` counts the rows of calls.csv between two processes, ``calls_in_loops`` those of them that are made in
    a loop; ``shared_tables`` the tables that several processes use, ``crossing_transactions`` the transactions of
    services that write tables of several; ``synchronous_depth`` is the most borders that one chain of calls crosses in
    a row; ``modules_to_split`` counts the modules whose definitions go to several processes (of the modular monolith:
    to several services); ``operations`` those that one process offers another (of the modular monolith: one service
    another, as functions).
    """

    calls_cut: int = 0
    shared_tables: int = 0
    crossing_transactions: int = 0
    synchronous_depth: int = 0
    calls_in_loops: int = 0
    modules_to_split: int = 0
    operations: int = 0


class PlanOption(msgspec.Struct, frozen=True):
    """One option on the figures that all share.

    ``extracted`` are the services that leave, first to last. The effort is a range in person-days: the sum of that of
    its steps. ``stability`` is the mean over the services whose borders it draws, each weighted by its definitions
    (0..1; 1 where it draws none). Exactly one option is ``chosen``: the verdict.
    """

    kind: OptionKind
    extracted: tuple[str, ...]
    figures: CutFigures
    effort_low: float
    effort_high: float
    stability: float
    chosen: bool = False


RULES = {
    "no data to part": "there is one service at most; or fewer than two own tables, and none but for that is "
    "ready to leave",
    "they are parted already": "two services or more own tables, all but the one that would leave last are ready, "
    "no transaction crosses, and no table has two writing services",
    "nothing is ready": "no service is ready to leave, or fewer than four own tables",
    "one transaction ties them": "a transaction writes tables of half or more of the services that own some",
    "the best can leave": "some services are ready to leave, and no transaction ties half of those with tables",
}
"""The name of each rule, in the order in which they are asked, and when it holds."""


class Verdict(msgspec.Struct, frozen=True):
    """Which option is chosen, in one sentence, by which of ``RULES``, for which reasons, and what would change it."""

    option: OptionKind
    sentence: str
    rule: str
    reasons: tuple[str, ...]
    would_change: tuple[str, ...]


class BorderEdges(msgspec.Struct, frozen=True):
    """The edges between a service and the others, in one direction; each is something to be broken.

    ``calls`` are distinct pairs of a calling definition and what it calls, ``reads`` and ``writes`` distinct places of
    access to a table of the other, ``foreign_keys`` keys from a table of the one to a table of the other.
    """

    calls: int = 0
    reads: int = 0
    writes: int = 0
    foreign_keys: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.calls + self.reads + self.writes + self.foreign_keys


class Readiness(msgspec.Struct, frozen=True):
    """How ready a service is to leave, fewest edges first.

    ``share`` is that of its edges in all edges between services (0..1). ``transactions`` are those that cross its
    border; ``operations`` those that others call; ``changes`` the commits that touch it, ``alone`` those of them that
    touch no other service (both 0 without history). ``against`` says why it is not ready, and is empty where it is.
    """

    service: str
    inbound: BorderEdges
    outbound: BorderEdges
    share: float
    transactions: int
    operations: int
    stability: float
    changes: int
    alone: int
    against: tuple[str, ...]

    @property
    def edges(self) -> int:
        """All edges that must be broken when it leaves first."""
        return self.inbound.total + self.outbound.total

    @property
    def is_ready(self) -> bool:
        """True where nothing speaks against it."""
        return not self.against


class WorkKind(StrEnum):
    """What kind of work an item is, in the order in which the items of a step are done."""

    BOUNDARY = "boundary"
    MODULE = "module"
    FACADE = "facade"
    CALLS = "calls"
    CYCLE = "cycle"
    WRITE = "write"
    RESOURCE = "resource"
    INHERITANCE = "inheritance"
    TRANSACTION = "transaction"
    DATA = "data"
    FOREIGN_KEY = "foreign key"
    TABLES = "tables"
    PROCESS = "process"
    ROLLBACK = "rollback"


class Undoing(msgspec.Struct, frozen=True, order=True):
    """An operation that a service must offer and that is not written yet: it undoes what a saga did.

    It undoes ``definition``, an operation of the service, or where that is empty writes to its ``tables`` that no
    definition of it makes today.
    """

    service: str
    definition: str
    tables: tuple[str, ...]


class WorkItem(msgspec.Struct, frozen=True):
    """Work that one team can take: what is to be done, where, and after which other items or steps.

    ``name`` tells it apart within its step. ``findings`` are the ids of those that it answers. The effort is a range in
    person-days: the sum of ``counted`` (name of a coefficient, how often) times these coefficients; of the remedy of a
    table ``share`` (0..1) of the effort of the one that ``remedy`` names for its finding.

    Of a transaction ``remedy`` is what is done between those that are processes after the step: ``reason`` says why,
    ``making`` what has to be made, in order, ``consistency`` what becomes of the guarantees of today, and ``undoing``
    which operations have to be written. What earlier steps made is not counted again.
    """

    name: str
    kind: WorkKind
    about: str
    preconditions: tuple[str, ...]
    sites: tuple[Location, ...]
    effort_low: float
    effort_high: float
    findings: tuple[str, ...] = ()
    counted: tuple[tuple[str, int], ...] = ()
    remedy: str = ""
    share: float = 0.0
    reason: str = ""
    making: tuple[str, ...] = ()
    consistency: str = ""
    undoing: tuple[Undoing, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One step of the roadmap: a service leaves, or (``service`` empty) the monolith is put in order.

    ``number`` begins at 1. ``reason`` says why now; ``preconditions`` what must hold before; ``rollback`` how to come
    back. ``after`` are the figures of the system when it is done. ``optional`` where the verdict does not ask for it.
    """

    number: int
    service: str
    title: str
    reason: str
    preconditions: tuple[str, ...]
    items: tuple[WorkItem, ...]
    rollback: str
    effort_low: float
    effort_high: float
    after: CutFigures
    optional: bool = False


class Decision(msgspec.Struct, frozen=True):
    """The plan as a whole: options least first, readiness most ready first, steps first to last."""

    verdict: Verdict
    options: tuple[PlanOption, ...]
    readiness: tuple[Readiness, ...]
    steps: tuple[Step, ...]
