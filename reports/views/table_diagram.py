"""Which of a service's tables hang together by foreign keys, within and across its border, and who crosses to them?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analyzer.model.analysis import Analysis
from analyzer.model.data import ForeignKey
from analyzer.model.services import KERNEL, Service
from reports.views.flows import Crossing, draw, strongest
from reports.views.page import Diagram, EdgeKind, NodeKind
from reports.views.sketch import Sketch, count
from reports.views.uses import Use

OWNED = 12
FOREIGN = 7
USERS = 6
KEYS = 30
ACCESSES = 20
"""With the boxes that count the rest at most 28 boxes and 50 arrows, below 60 and 150."""

Uses = Mapping[str, Mapping[str, Use]]
Pair = tuple[str, str]
Keys = Mapping[Pair, Sequence[str]]


class TableDiagrams:
    """What is looked up for the diagram of every service."""

    def __init__(self, analysis: Analysis, uses: Uses) -> None:
        self._uses = uses
        self._owners = {table.name: table.owner for table in analysis.tables}
        self._keys = _keys_by_table(analysis.foreign_keys)

    def of(self, service: Service, name: str) -> Diagram | None:
        """Draw up the diagram of that name; None where the service owns no table or nothing ties or crosses to one."""
        keys = {pair: columns for table in service.tables for pair, columns in self._keys[table].items()}
        users = self._users(service)
        owned = self._most_crossed(service, keys, users)
        if not keys and not users:
            return None
        sketch = Sketch()
        places = {table: sketch.node(table, _itself(table, keys), NodeKind.OWNED) for table in owned[:OWNED]}
        _more(sketch, len(owned) - OWNED, "more table")
        crossing = self._accesses(sketch, users, places)
        self._foreign(sketch, keys, places, set(owned))
        tied = [
            Crossing(places[a], places[b], EdgeKind.KEY, len(columns), _key(columns))
            for (a, b), columns in sorted(keys.items())
            if a in places and b in places and a != b
        ]
        said = f"{count(len(service.tables), 'table')} of {service.name}, foreign keys, and the services that use them."
        draw(sketch, strongest(tied, KEYS)[0])
        draw(sketch, strongest(crossing, ACCESSES)[0])
        return sketch.diagram(name, f"Tables of {service.name}", said)

    def _users(self, service: Service) -> dict[str, Counter[str]]:
        """Count the accesses of each other service to each table it owns."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for table in service.tables:
            for user, use in self._uses.get(table, {}).items():
                if user not in (service.name, KERNEL):
                    found[user][table] = use.reads + use.writes
        return dict(found)

    def _most_crossed(self, service: Service, keys: Keys, users: Mapping[str, Counter[str]]) -> list[str]:
        """Rank tables: first those that most other services use or most keys across the border tie, then by keys."""
        crossed: Counter[str] = Counter(table for tables in users.values() for table in tables)
        within: Counter[str] = Counter()
        for pair in keys:
            across = self._owners.get(pair[0], "") != self._owners.get(pair[1], "")
            for table in set(pair):
                (crossed if across else within)[table] += 1
        return sorted(service.tables, key=lambda one: (-crossed[one], -within[one], one))

    def _accesses(self, sketch: Sketch, users: Mapping[str, Counter[str]], places: Mapping[str, int]) -> list[Crossing]:
        """Draw the services that use the tables shown, most accesses first."""
        weights = {user: sum(tables[one] for one in places) for user, tables in users.items()}
        ranked = sorted((user for user in users if weights[user]), key=lambda one: (-weights[one], one))
        made = []
        for user in ranked[:USERS]:
            box = sketch.node(user, "", NodeKind.SERVICE)
            for table in places:
                if users[user][table]:
                    label = self._uses[table][user].text
                    made.append(Crossing(box, places[table], EdgeKind.DATA, users[user][table], label))
        _more(sketch, len(users) - min(len(ranked), USERS), "more service")
        return made

    def _foreign(self, sketch: Sketch, keys: Keys, places: dict[str, int], owned: set[str]) -> None:
        """Draw the tables of others that keys tie to those shown, most tied first."""
        tied: Counter[str] = Counter()
        for pair in keys:
            if not places.keys().isdisjoint(pair):
                tied.update(table for table in pair if table not in owned)
        ranked = sorted(tied, key=lambda one: (-tied[one], one))
        for table in ranked[:FOREIGN]:
            owner = self._owners.get(table, "")
            places[table] = sketch.node(table, f"of {owner}" if owner else "no owner", NodeKind.FOREIGN)
        _more(sketch, len(ranked) - FOREIGN, "more foreign table")


def _keys_by_table(keys: Iterable[ForeignKey]) -> defaultdict[str, dict[Pair, list[str]]]:
    """List the columns of the keys between two tables, under the name of either."""
    pairs: defaultdict[Pair, list[str]] = defaultdict(list)
    for key in sorted(keys):
        if key.column not in pairs[key.table, key.to_table]:
            pairs[key.table, key.to_table].append(key.column)
    found: defaultdict[str, dict[Pair, list[str]]] = defaultdict(dict)
    for pair, columns in pairs.items():
        for table in set(pair):
            found[table][pair] = columns
    return found


def _key(columns: Sequence[str]) -> str:
    return columns[0] if len(columns) == 1 else count(len(columns), "key")


def _itself(table: str, keys: Keys) -> str:
    columns = keys.get((table, table), ())
    return f"refers to itself by {_key(columns)}" if columns else ""


def _more(sketch: Sketch, number: int, word: str) -> None:
    if number > 0:
        sketch.node(count(number, word), "", NodeKind.MORE)
