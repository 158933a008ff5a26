"""The figures of options and steps, made once more of the other CSV files and the table of coefficients alone.

Nothing here asks the analyzer: rows are read as text, and counted as the columns are described in the guide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
NOBODY = ("", "shared kernel")
MERGE = "merge services"
RESOURCES = ("queue", "topic", "cache", "file", "bucket", "index", "state")


class ByHand:
    """Counts over the rows of one result."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables
        self.service = {row["module"]: row["service"] for row in tables["modules"]}
        self.service |= {row["definition"]: row["service"] for row in tables["definitions"]}
        self.services = sorted({row["service"] for row in tables["services"]})
        modules = {(row["path"], "<module>"): row["service"] for row in tables["modules"]}
        self.at = modules | {(row["path"], row["qualname"]): row["service"] for row in tables["definitions"]}
        self.owner = {row["table"]: row["owner"] for row in tables["tables"] if row["owner"] not in NOBODY}
        self.cost = {row["coefficient"]: (float(row["low"]), float(row["high"])) for row in tables["coefficients"]}
        self.calls = [
            (row, *ends)
            for row in tables["calls"]
            if (ends := (self.service.get(row["caller"], ""), self.service.get(row["callee"], "")))
            and ends[0] != ends[1]
            and not set(ends) & set(NOBODY)
        ]
        self.accesses: dict[str, list[Row]] = defaultdict(list)
        for row in tables["accesses"]:
            looked_at = row["certainty"] == "cascade" and row["operation"] == "select"
            if row["service"] not in NOBODY and not row["generic"] and not looked_at:
                self.accesses[row["table"]].append(row)
        self.findings = {row["id"]: row for row in tables["findings"]}
        self.remedies: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(tables["remedies"], key=lambda row: row["recommended"] != "yes"):
            self.remedies[row["finding"]].append(row)

    def figures(self, left: Iterable[str]) -> dict[str, int]:
        """Return what crosses when these services have left."""
        gone = set(left)
        process = {name: name if name in gone else "" for name in self.services}
        if not gone:
            return dict.fromkeys(FIGURES, 0)
        cut = [row for row, source, target in self.calls if process[source] != process[target]]
        return {
            "calls_cut": len(cut),
            "shared_tables": sum(self._is_shared(table, process) for table in self.accesses),
            "crossing_transactions": sum(
                len({process[one] for one in row["services"].split(";")}) > 1
                for row in self._rows["findings"]
                if row["kind"] == "transaction"
            ),
            "synchronous_depth": self._depth(process),
            "calls_in_loops": sum(row["in_loop"] == "true" for row in cut),
            "modules_to_split": sum(len({process[one] for one in held}) > 1 for held in self.held().values()),
            "operations": sum(
                len({process[one] for one in (row["service"], *row["consumers"].split(";"))}) > 1
                for row in self._rows["operations"]
                if row["consumers"]
            ),
        }

    def held(self) -> dict[str, set[str]]:
        """Return the services that hold outermost definitions of each module, of those that have several."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._rows["definitions"]:
            if not row["within"] and row["kind"] != "method" and row["service"] not in NOBODY:
                found[row["module"]].add(row["service"])
        return {module: held for module, held in found.items() if len(held) > 1}

    def days(self, counted: Mapping[str, int]) -> tuple[float, float]:
        """Return what counted things cost, to a tenth."""
        low, high = (sum(number * self.cost[name][end] for name, number in counted.items()) for end in (0, 1))
        return round(low, 1), round(high, 1)

    def way_out(self, finding: str) -> Row | None:
        """Return the remedy that a step carries out."""
        return next((row for row in self.remedies[finding] if row["remedy"] != MERGE), None)

    def _is_shared(self, table: str, process: Mapping[str, str]) -> bool:
        users = {process[row["service"]] for row in self.accesses[table] if not row["for_others"]}
        owner = self.owner.get(table)
        return bool(users - {process[owner]}) if owner else len(users) > 1

    def _depth(self, process: Mapping[str, str]) -> int:
        """Grow the longest chain from nothing; circles are counted by the processes in them."""
        callees: dict[str, set[str]] = defaultdict(set)
        for row in self._rows["calls"]:
            callees[row["caller"]].add(row["callee"])
        reached = {name: _reached(name, callees) for name in list(callees)}
        circle = {
            name: frozenset({name} | {one for one in ahead if name in reached.get(one, ())})
            for name, ahead in reached.items()
        }
        known: dict[frozenset[str], int] = {}

        def deepest(name: str) -> int:
            ring = circle.get(name, frozenset({name}))
            if ring not in known:
                away = [(one, callee) for one in ring for callee in callees.get(one, ()) if callee not in ring]
                inside = len({process[self.service[one]] for one in ring if self._stands(one)})
                behind = max((deepest(callee) + self._border(one, callee, process) for one, callee in away), default=0)
                known[ring] = max(inside - 1, 0) + behind
            return known[ring]

        return max((deepest(name) for name in sorted(callees)), default=0)

    def _stands(self, name: str) -> bool:
        return self.service.get(name, "") not in NOBODY

    def _border(self, caller: str, callee: str, process: Mapping[str, str]) -> int:
        known = self._stands(caller) and self._stands(callee)
        return int(known and process[self.service[caller]] != process[self.service[callee]])


FIGURES = (
    "calls_cut",
    "shared_tables",
    "crossing_transactions",
    "synchronous_depth",
    "calls_in_loops",
    "modules_to_split",
    "operations",
)


def _reached(start: str, callees: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for callee in callees.get(waiting.pop(), ()):
            if callee not in found:
                found.add(callee)
                waiting.append(callee)
    return found


Worked = dict[tuple[str, str], tuple[float, float, frozenset[str]]]
"""Kind and name of an item -> its person-days, and its places."""


_LINES = {"saga step": "step ", "compensation": "compensation of step ", "outbox": "outbox of ", "event": "event: "}
"""How what is made of each kind begins, one after the other in ``making``."""


def made(row: Row) -> dict[str, int]:
    """Count what an item about a transaction says is to be made; the definitions that ask must be taken from it."""
    lines = row["making"].split("; ")
    found = {name: sum(line.startswith(start) for line in lines) for name, start in _LINES.items()}
    found["consumer"] = len({line.partition(": ")[2].partition(" is to ")[0] for line in lines if "event: " in line})
    found["operation"] = sum(line.startswith("operation of ") for line in lines)
    return found | {"saga": int(found["saga step"] > 0)}


class StepsByHand:
    """The items of work, counted over the rows of one result."""

    def __init__(self, hand: ByHand, tables: Tables) -> None:
        self._hand = hand
        self._rows = tables
        self._found: Worked = {}

    def modular(self) -> Worked:
        """Return the items of the step that makes a modular monolith."""
        self._found = {}
        self._count("boundary", "boundaries", {"boundaries enforced": 1})
        for module, held in self._hand.held().items():
            finding = self._hand.findings[f"module-to-split:{module}"]
            self._count("module", f"split {module}", {"module split": len(held) - 1}, _places(finding["evidence"]))
        for provider in self._hand.services:
            offered = [row for row in self._offered() if row["service"] == provider]
            self._count("facade", f"interface of {provider}", {"interface": len(offered)}, _files(offered))
        for finding in self._hand.findings.values():
            if finding["kind"] == "call-cycle":
                self._count("cycle", f"circle {finding['subject']}", {"cycle": 1}, _places(finding["evidence"]))
        for source in self._hand.services:
            for owner in self._hand.services:
                writes = [row for row in self._crossing(source, owner) if row["operation"] != "select"]
                changed = {(row["path"], row["qualname"]) for row in writes}
                name = f"writes from {source} to tables of {owner}"
                self._count("write", name, {"call site": len(changed)}, _lines(writes))
        return self._found

    def extraction(self, service: str, there: set[str], *, after_modular: bool) -> Worked:
        """Return the items of the step in which a service leaves those that are there."""
        self._found = {}
        for module, held in self._hand.held().items():
            if service in held and held & there and not after_modular:
                parts = [row for row in self._rows["modules_to_split"] if row["module"] == module]
                mine = next(row for row in parts if row["service"] == service)
                starts = {f"{mine['path']}:{part.split('-')[0]}" for part in mine["ranges"].split(";")}
                self._count("module", f"split {module}", {"module split": 1}, starts)
        for provider in self._hand.services:
            wanted = [row for row in self._offered() if row["service"] == provider and self._new(row, service, there)]
            self._count("facade", f"interface of {provider}", {"operation": len(wanted)}, _files(wanted))
        for other in sorted(there):
            self._asking(service, other)
            self._asking(other, service)
            self._keys(service, other)
        self._of_findings(service, there, after_modular=after_modular)
        own = [row for row in self._rows["tables"] if row["owner"] == service]
        self._count("tables", f"tables of {service}", {"table moved": len(own)}, _lines(own))
        self._count("process", f"process of {service}", {"service": 1})
        self._found["rollback", "way back"] = (0, 0, frozenset())
        return self._found

    def _offered(self) -> list[Row]:
        return [row for row in self._rows["operations"] if row["consumers"]]

    def _new(self, row: Row, service: str, there: set[str]) -> bool:
        parties = {row["service"], *row["consumers"].split(";")}
        return service in parties and parties - {service} <= there

    def _asking(self, source: str, target: str) -> None:
        calls = [row for row, one, other in self._hand.calls if (one, other) == (source, target)]
        loops = {(row["caller"], row["callee"]) for row in calls if row["in_loop"] == "true"}
        counted = {"call site": len({row["caller"] for row in calls}), "batch call": len(loops)}
        self._count("calls", f"calls from {source} to {target}", counted, _lines(calls))

    def _crossing(self, source: str, owner: str) -> list[Row]:
        if source == owner:
            return []
        return [
            row
            for table, rows in self._hand.accesses.items()
            if self._hand.owner.get(table) == owner
            for row in rows
            if row["service"] == source
        ]

    def _keys(self, service: str, other: str) -> None:
        ends = {service, other}
        keys = [
            row
            for row in self._rows["foreign_keys"]
            if {self._hand.owner.get(row["table"]), self._hand.owner.get(row["to_table"])} == ends
        ]
        columns = {(row["table"], row["column"]) for row in keys}
        self._count("foreign key", f"keys between {service} and {other}", {"foreign key": len(columns)}, _lines(keys))

    def _of_findings(self, service: str, there: set[str], *, after_modular: bool) -> None:
        for finding in self._hand.findings.values():
            services, subject = set(finding["services"].split(";")), finding["subject"]
            places, kind = _places(finding["evidence"]), finding["kind"]
            if kind in ("shared-table", "direct-access"):
                self._table(finding, service, there)
            elif service not in services or not services & there:
                continue
            elif kind == "call-cycle" and services - {service} <= there and not after_modular:
                self._count("cycle", f"circle {subject}", {"cycle": 1}, places)
            elif kind == "inheritance":
                self._count("inheritance", f"class {subject}", {"inheritance": 1}, places)
            elif kind == "transaction" and self._hand.way_out(finding["id"]):
                self._found["transaction", f"transaction {subject}"] = (0, 0, frozenset(places))  # see ``made``
            elif kind.removeprefix("shared-") in RESOURCES:
                what = kind.removeprefix("shared-")
                self._count("resource", f"{what} {subject}", {"shared resource": 1}, places)

    def _table(self, finding: Row, service: str, there: set[str]) -> None:
        table = finding["subject"]
        owner = self._hand.owner.get(table, "")
        foreign = [row for row in self._hand.accesses[table] if row["service"] != owner]
        leaving = there if owner == service else {service} if owner in there or not owner else set()
        crossing = [row for row in foreign if row["service"] in leaving]
        if crossing:
            share = len(_definitions(crossing)) / len(_definitions(foreign))
            self._share("data", f"table {table}", finding["id"], share, _lines(crossing))

    def _share(self, kind: str, name: str, finding: str, share: float, places: Iterable[str]) -> None:
        remedy = self._hand.way_out(finding)
        if remedy is not None:
            low, high = float(remedy["effort_low"]), float(remedy["effort_high"])
            exact = round(share, 4)
            self._found[kind, name] = (round(exact * low, 1), round(exact * high, 1), frozenset(places))

    def _count(self, kind: str, name: str, counted: Mapping[str, int], places: Iterable[str] = ()) -> None:
        if any(counted.values()):
            self._found[kind, name] = (*self._hand.days(counted), frozenset(places))


def _places(evidence: str) -> set[str]:
    return set(evidence.split(";"))


def _lines(rows: Iterable[Row]) -> set[str]:
    return {f"{row['path']}:{row['line']}" for row in rows}


def _files(rows: Iterable[Row]) -> set[str]:
    return {f"{row['file']}:{row['line']}" for row in rows}


def _definitions(rows: Iterable[Row]) -> set[tuple[str, str]]:
    return {(row["path"], row["qualname"]) for row in rows}
