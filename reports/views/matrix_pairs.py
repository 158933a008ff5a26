"""What couples one service with another, of every kind, and where is it seen?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from analyzer.model.analysis import Analysis
from analyzer.model.data_findings import TransactionAcross
from analyzer.model.location import Location
from analyzer.model.services import ServiceEdge
from reports.views import rich
from reports.views.findings import ranked_findings
from reports.views.rich import Line

NAMED = 100
"""Of so many pairs, those with most couplings, the lines name what is used; of the others the places alone."""

LINES_PER_KIND = 3
PLACES = 2
ONLY_CHANGED = 1_000
"""Pairs that are tied by nothing but their history; those changed together most often are kept."""

_Ends = tuple[str, str]
_Use = tuple[_Ends, str, Line, Location]
_Used = dict[str, dict[Line, list[Location]]]
"""By kind of use, by what is used: the places."""

_KINDS = {
    "call": "of what it calls",
    "write": "of the tables it writes",
    "read": "of the tables it reads",
    "key": "of the keys",
    "import": "of what it imports",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """What ``source`` needs of ``target``; ``transactions`` and ``commits`` are of both, and equal either way."""

    source: str
    target: str
    calls: int
    imports: int
    inherits: int
    reads: int
    writes: int
    foreign_keys: int
    transactions: int
    commits: int
    lines: tuple[Line, ...] = ()

    @property
    def ends(self) -> tuple[str, str]:
        """The two services, the one that needs the other first."""
        return self.source, self.target

    @property
    def directed(self) -> int:
        """How many couplings lead from the one to the other."""
        return self.calls + self.imports + self.inherits + self.reads + self.writes + self.foreign_keys


def coupled_pairs(analysis: Analysis) -> tuple[Pair, ...]:
    """Return every pair that something couples, the one with most couplings first."""
    edges = {(one.source, one.target): one for one in analysis.service_edges}
    crossing = _transactions(analysis)
    commits = {(one.service, o.service): o.commits for one in analysis.changes for o in one.others}
    ends = set(edges) | _new_ends(crossing, edges)
    ends |= _new_ends(_most_changed(commits, ends), ends)
    pairs = [_pair(one, edges.get(one), len(crossing.get(_sorted(one), ())), commits.get(one, 0)) for one in ends]
    pairs.sort(key=lambda one: (-one.directed - one.transactions, -one.commits, one.source, one.target))
    used = _used(analysis, {(one.source, one.target) for one in pairs[:NAMED]})
    return tuple(
        replace(one, lines=tuple(_lines(edges.get(one.ends), used.get(one.ends), crossing.get(_sorted(one.ends), ()))))
        for one in pairs
    )


def _pair(ends: _Ends, edge: ServiceEdge | None, transactions: int, commits: int) -> Pair:
    if edge is None:
        return Pair(*ends, 0, 0, 0, 0, 0, 0, transactions, commits)
    data = (edge.reads, edge.writes, edge.foreign_keys)
    return Pair(*ends, edge.calls, edge.imports, edge.inherits, *data, transactions, commits)


def _transactions(analysis: Analysis) -> dict[_Ends, list[TransactionAcross]]:
    """Collect by two services, in the order of their names, the transactions that write tables of both."""
    services = {one.name for one in analysis.services}
    found: defaultdict[_Ends, list[TransactionAcross]] = defaultdict(list)
    for one in ranked_findings(analysis.findings):
        if isinstance(one, TransactionAcross):
            for ends in combinations(sorted({write.owner for write in one.writes} & services), 2):
                found[ends].append(one)
    return found


def _most_changed(commits: dict[_Ends, int], known: set[_Ends]) -> list[_Ends]:
    fresh = [one for one in commits if one == _sorted(one) and one not in known and one[::-1] not in known]
    return sorted(fresh, key=lambda one: (-commits[one], one))[:ONLY_CHANGED]


def _new_ends(found: Iterable[_Ends], known: Iterable[_Ends]) -> set[_Ends]:
    """Leave out what is known in either direction."""
    seen = set(known)
    return {one for one in found if one not in seen and one[::-1] not in seen}


def _sorted(ends: _Ends) -> _Ends:
    return min(ends, ends[::-1])


def _used(analysis: Analysis, wanted: set[_Ends]) -> dict[_Ends, _Used]:
    """Collect what the wanted pairs call, write, read, refer to and import."""
    found: defaultdict[_Ends, _Used] = defaultdict(lambda: {kind: defaultdict(list) for kind in _KINDS})
    for ends, kind, said, at in chain(_code(analysis), _data(analysis)):
        if ends in wanted:
            found[ends][kind][said].append(at)
    return found


def _code(analysis: Analysis) -> Iterator[_Use]:
    service = {one.name: one.service for one in analysis.modules}
    service |= {one.name: one.service for one in analysis.definitions}
    for call in analysis.calls:
        ends = service.get(call.caller, ""), service.get(call.callee, "")
        verb = "comes, through a wrapper, to " if call.through else "calls "
        yield ends, "call", (rich.text(verb), rich.code(call.callee)), Location(call.path, call.line)
    for one in analysis.imports:
        ends = service.get(one.importer, ""), service.get(one.imported, "")
        yield ends, "import", (rich.text("imports "), rich.code(one.imported)), Location(one.path, one.line)


def _data(analysis: Analysis) -> Iterator[_Use]:
    owner = {table.name: table.owner for table in analysis.tables}
    for access in analysis.accesses:
        if not access.generic:
            kind = "write" if access.operation.writes else "read"
            said = (rich.text(f"{kind}s "), rich.table(access.table))
            yield (access.service, owner.get(access.table, "")), kind, said, Location(access.path, access.line)
    for key in analysis.foreign_keys:
        ends = owner.get(key.table, ""), owner.get(key.to_table, "")
        refers = (rich.code(f"{key.table}.{key.column}"), rich.text(" refers to "), rich.table(key.to_table))
        yield ends, "key", refers, Location(key.path, key.line)


def _lines(edge: ServiceEdge | None, used: _Used | None, together: Sequence[TransactionAcross]) -> Iterator[Line]:
    if used:
        for kind, uses in used.items():
            yield from _most_used(uses, _KINDS[kind])
    elif edge:
        other = tuple(at for at in edge.evidence if at not in edge.call_evidence)
        for word, places in (("calls", edge.call_evidence), ("also" if edge.call_evidence else "seen", other)):
            if places:
                yield rich.text(f"{word} at"), *rich.places(places[:PLACES])
    for one in together[:LINES_PER_KIND]:
        yield rich.text("one transaction: "), rich.finding(one.id), *rich.places(one.evidence, 1)
    yield from _left(len(together), "of such transactions")


def _most_used(uses: dict[Line, list[Location]], word: str) -> Iterator[Line]:
    ranked = sorted(uses.items(), key=lambda item: (-len(item[1]), item[0]))
    for said, places in ranked[:LINES_PER_KIND]:
        yield (*said, *rich.places(sorted(places), PLACES))
    yield from _left(len(ranked), word)


def _left(number: int, what: str) -> Iterator[Line]:
    if number > LINES_PER_KIND:
        yield (rich.soft(f"and {number - LINES_PER_KIND:,} more {what}"),)
