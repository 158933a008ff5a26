"""Which service should keep each table, and who else has a claim to it?

Where its class stands, who creates and deletes its rows, who changes and reads them, whose words its name bears, and
what its keys refer to, in that order of weight.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from analyzer.extract.words import split_words
from analyzer.model.code import Certainty, Definition
from analyzer.model.data import RowOperation
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL, TableOwnership

CONTESTED = 0.5
"""A table is contested where the runner-up pulls it at least half as much as its owner."""

_ROWS = {RowOperation.INSERT: 5.0, RowOperation.DELETE: 4.0, RowOperation.UPDATE: 3.0, RowOperation.SELECT: 1.0}
"""Worth of what a service does to the rows, times ``log2(1 + number)``: often says little more than once."""

_MODEL = 6.0
_WORDS = 2.0
_KEY = 1.0

_Pulls = dict[str, dict[str, float]]


def table_owners(facts: Facts, given: Mapping[str, str], clustered: Mapping[str, str]) -> tuple[TableOwnership, ...]:
    """Return the owner of every table, in the order of the facts, whose definitions and modules have their services.

    ``given`` maps tables to the owners that they were given by hand; ``clustered`` to the services that they are in by
    the graph, which hold where nothing else speaks. A table of no service has no owner. The shared kernel owns nothing,
    nor does infrastructure that runs everyone's queries, nor who only deletes what refers to his own rows.
    """
    pulls = _pulls(facts)
    names = dict.fromkeys(table.name for table in facts.tables)
    leading = {table: _first(pulls[table]) for table in names if pulls[table]}
    for table, parents in _keys(facts).items():
        for rank, parent in enumerate(parents):
            if table in leading and leading.get(parent):
                pulls[table][leading[parent]] += _KEY / (rank + 1)
    settled = {table: given.get(table) or _first(pulls[table]) for table in names}
    _follow(settled, _keys(facts))
    return tuple(
        _ownership(table, pulls[table], settled[table] or clustered.get(table, ""), by_hand=table in given)
        for table in names
    )


def _pulls(facts: Facts) -> _Pulls:
    """What draws each table to each service, keys left out."""
    at = {(d.path, d.qualname): d.service for d in facts.definitions}
    at |= {(module.path, "<module>"): module.service for module in facts.modules}
    done: Counter[tuple[str, str, RowOperation]] = Counter()
    for access in facts.accesses:
        if not access.generic and access.certainty is not Certainty.CASCADE:
            done[access.table, at.get((access.path, access.qualname), ""), access.operation] += 1
    pulls: _Pulls = defaultdict(lambda: defaultdict(float))
    for (table, service, operation), number in sorted(done.items()):
        pulls[table][service] += _ROWS[operation] * math.log2(1 + number)
    service_of = {d.name: d.service for d in facts.definitions}
    for one in facts.tables:
        pulls[one.name][service_of.get(one.model, "")] += _MODEL
    words = _Words(facts.definitions)
    for one in facts.tables:
        for service, share in words.of(one.name):
            if service in pulls[one.name]:  # words alone make nobody an owner
                pulls[one.name][service] += _WORDS * share
    for by in pulls.values():
        by.pop("", None)
        by.pop(KERNEL, None)
    return pulls


class _Words:
    """Which services' outermost definitions bear which words."""

    def __init__(self, definitions: tuple[Definition, ...]) -> None:
        self._bearers: dict[str, Counter[str]] = defaultdict(Counter)
        self._size: Counter[str] = Counter()
        for one in definitions:
            if not one.within and one.service not in ("", KERNEL):
                self._size[one.service] += 1
                for word in sorted(set(split_words(one.name))):
                    self._bearers[word][one.service] += 1

    def of(self, table: str) -> Iterator[tuple[str, float]]:
        """Yield the share of each service in the bearers of a table's words, beyond what its size makes likely."""
        known = [self._bearers[word] for word in dict.fromkeys(split_words(table)) if word in self._bearers]
        whole = self._size.total()
        for service, size in sorted(self._size.items()):
            beyond = (max(0.0, by[service] / by.total() - size / whole) for by in known)
            yield service, sum(beyond) / max(len(known), 1)


def _keys(facts: Facts) -> dict[str, list[str]]:
    """Table -> the tables that it refers to, the first key first."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in facts.foreign_keys:
        if key.to_table != key.table and key.to_table not in found[key.table]:
            found[key.table].append(key.to_table)
    return found


def _follow(settled: dict[str, str], keys: dict[str, list[str]]) -> None:
    """What nobody uses, such as an association table, goes with the first that it refers to which has an owner."""
    waiting = [table for table, owner in settled.items() if not owner]
    while waiting:
        found = {table: owner for table in waiting if (owner := _of_first(keys.get(table, ()), settled))}
        if not found:
            return
        settled |= found
        waiting = [table for table in waiting if table not in found]


def _of_first(tables: list[str] | tuple[()], settled: dict[str, str]) -> str:
    return next((settled[table] for table in tables if settled.get(table)), "")


def _first(pull: Mapping[str, float]) -> str:
    return min(pull, key=lambda service: (-round(pull[service], 6), service), default="")


def _ownership(table: str, pull: dict[str, float], owner: str, *, by_hand: bool) -> TableOwnership:
    whole = sum(pull[service] for service in sorted(pull)) or 1.0
    rival = _first({service: weight for service, weight in pull.items() if service != owner})
    own, other = pull.get(owner, 0.0), pull.get(rival, 0.0)
    return TableOwnership(
        table=table,
        owner=owner,
        share=round(own / whole, 3),
        rival=rival,
        rival_share=round(other / whole, 3),
        contested=bool(owner and rival) and not by_hand and other >= CONTESTED * own,
        by_hand=by_hand,
    )
