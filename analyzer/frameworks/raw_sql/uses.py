"""What do the parts of a statement come to: which tables does it read and write, and how does it join them?"""

from __future__ import annotations

from collections import Counter

from analyzer.frameworks.raw_sql.frames import Frame
from analyzer.frameworks.raw_sql.identifiers import is_catalogue
from analyzer.link.patterns import BLANK
from analyzer.model.data import RowOperation

_SELECT = RowOperation.SELECT


class Uses:
    """The tables of one statement so far, and what is done to them.

    ``ways`` are those in which tables come together: ``join``, ``subquery``, ``union``. A statement that is explained,
    and not run, reads its tables.
    """

    def __init__(self) -> None:
        self.explains = False
        self.tables: dict[tuple[str, RowOperation], None] = {}
        self.ways: set[str] = set()
        self._visible: Counter[str] = Counter()

    def show(self, frame: Frame) -> None:
        """Let the common table expression that is being named be seen from here on, until its frame ends."""
        if frame.pending:
            frame.visible.append(frame.pending)
            self._visible[frame.pending] += 1
            frame.pending = ""

    def note(self, frame: Frame, name: str, alias: str, expected: str) -> None:
        """Note a table that a frame reads, or is to write, and the other name that it gets there."""
        last = name.rpartition(".")[2].lower()
        first, dot, _ = name.partition(".")
        is_of_row = bool(dot) and expected == "table" and first.lower() in frame.aliases
        is_shown = not dot and self._visible[last] > 0
        if expected == "target":
            frame.targets.append("" if is_shown else name)
            frame.names[alias or last] = "" if is_shown else name
            return
        frame.joined += 1
        frame.names[alias or last] = "" if is_shown or is_of_row else name
        if alias:
            frame.aliases.add(alias)
        if not is_shown and not is_of_row and not is_catalogue(name):
            frame.reads.append(name)

    def add(self, frame: Frame, *, is_inner: bool) -> None:
        """Add what a frame does to what the statement does."""
        for name in frame.visible:
            self._visible[name] -= 1
        if frame.kind == "derived" and not frame.verb:
            return
        if frame.expects:
            (frame.targets if frame.expects == "target" else frame.reads).append(BLANK)  # the text ends before the name
        elif frame.hides and frame.clause != "from" and not frame.names and (frame.verb or frame.kind):
            frame.reads.append(BLANK)
        written = frame.written()
        operations = [_SELECT] if self.explains and frame.operations else list(frame.operations)
        for name in written:
            for operation in operations if not is_catalogue(name) else ():
                self.tables[name, operation] = None
        drops = frozenset(written if frame.verb in ("UPDATE", "DELETE") else ())
        beside = [name for name in frame.targets if name and name.lower() not in frame.aliases] if drops else []
        for name in (*beside, *frame.reads):
            if name not in drops:
                self.tables[name, _SELECT] = None
        if frame.verb in ("UPDATE", "DELETE", "MERGE"):
            frame.joined += 1
        self._count_joined(frame)
        if is_inner and frame.verb and (frame.reads or written):
            self.ways.add("subquery")

    def end_of_query(self, frame: Frame) -> None:
        """Note that another query follows whose rows are added to, or taken from, those of this one."""
        self.ways.add("union")
        self._count_joined(frame)
        frame.clause = ""

    def _count_joined(self, frame: Frame) -> None:
        if frame.joined > 1:
            self.ways.add("join")
        frame.joined = 0
