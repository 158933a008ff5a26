"""Which of the facts that we claim are right? Draws some, shows the lines they stand on, keeps the verdicts.

    python benchmarks/audit.py draw calls PATH [--count 100] [--seed 1] [--sheet FILE] [--besides TRUTH.json]
                                         [--framework NAME] [--in-turns]
    python benchmarks/audit.py show FILE PATH [--context 3]
    python benchmarks/audit.py sum FILE [FILE ...]

`draw` analyses a tree and draws the facts whose hashes with the seed come first: the same tree and seed give the same
facts, and a version that claims a few more or less draws nearly the same. With `--besides`, accesses that a traced
run confirms (`innermost` and `transitive` of TRUTH.json: `[path, qualname, table, operation]`) are not drawn; with
`--framework`, only what that one found; with `--in-turns`, kinds of findings or operations take turns, so that rare
ones are read too. A sheet is a TOML file with one entry a fact: its id (a hash of what it says), its place, what it
says, its certainty, and an empty verdict. Of `operations` (those that are called, endpoints and receivers of messages)
it says what they take, give and fail with, and has a verdict on each of the three. `show` prints each entry of a sheet
with the lines around its place, for a reader who then writes `right` or `wrong` and, where it is wrong or not obvious,
a reason. `sum` prints the share that is right by certainty, or by what of an operation was judged, with the bounds of a
95 % interval (Wilson, J. Am. Stat. Assoc. 22, 1927). Sheets keep no line of the source.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import linecache
import math
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.drawn_operations import JUDGED, claimed_operations, entry

FRAME = re.compile(r"(\.<locals>)?\.<(listcomp|genexpr|dictcomp|setcomp|lambda)>.*$")
"""Parts of a qualname that a traced run counts to the function around them."""
SAYS = {
    "calls": "{caller} -> {callee}",
    "accesses": "{qualname}: {operation} {table}",
    "entry_points": "{kind} {name} -> {definition}",
    "resources": "{qualname}: {operation} {kind} {name}",
    "findings": "{id}: {message}",
    "operations": "{service} {operation}",
}
"""What a row says, of the kinds of facts that can be drawn: rows of CSV files, and operations."""
PLACES = 12
"""How many places of a finding a sheet names."""


def main() -> None:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("kind", choices=sorted(SAYS))
    drawing.add_argument("path", type=Path)
    drawing.add_argument("--count", type=int, default=100)
    drawing.add_argument("--seed", type=int, default=1)
    drawing.add_argument("--sheet", type=Path)
    drawing.add_argument("--besides", type=Path)
    drawing.add_argument("--framework", default="")
    drawing.add_argument("--in-turns", action="store_true")
    showing = commands.add_parser("show")
    showing.add_argument("sheet", type=Path)
    showing.add_argument("path", type=Path)
    showing.add_argument("--context", type=int, default=3)
    summing = commands.add_parser("sum")
    summing.add_argument("sheet", type=Path, nargs="+")
    given = parser.parse_args()
    if given.command == "draw":
        confirmed = _confirmed(given.besides) if given.besides else frozenset()
        if given.kind == "operations":
            rows = claimed_operations(given.path.resolve())
        else:
            rows = claimed(given.kind, given.path.resolve(), given.framework, confirmed)
        drawn = draw(given.kind, rows, given.count, given.seed, in_turns=given.in_turns)
        text = sheet(given.kind, given.path.resolve().name, len(rows), drawn, given.seed)
        if given.sheet:
            given.sheet.write_text(text, encoding="utf-8")
        else:
            print(text)
    elif given.command == "show":
        show(given.sheet, given.path, given.context)
    else:
        total(given.sheet)


def claimed(kind: str, path: Path, framework: str, besides: frozenset[tuple[str, ...]]) -> list[dict[str, str]]:
    """Return the facts that a fresh analysis claims, of one framework or all, ``besides`` (path, qualname, table)."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "seamline", "analyze", str(path), "--quiet", "--output", f"csv={folder}"]
        subprocess.run(command, check=True, cwd=Path(__file__).parent.parent)
        with (Path(folder) / f"{kind}.csv").open(encoding="utf-8", newline="") as handle:
            rows = [row for row in csv.DictReader(handle) if _key(row) not in besides]
    return [row for row in rows if not framework or row["framework"] == framework]


def draw(kind: str, rows: list[dict[str, str]], count: int, seed: int, *, in_turns: bool) -> list[dict[str, str]]:
    """Return the ``count`` facts whose hashes come first, or in turns those of each kind whose hashes do."""
    ordered = sorted(rows, key=lambda row: _hash(f"{seed} {row.get('id') or _place(row)} {SAYS[kind].format(**row)}"))
    if in_turns:
        turn: Counter[str] = Counter()
        turns = []
        for place, row in enumerate(ordered):
            turn[row["kind"]] += 1
            turns.append((turn[row["kind"]], place))
        ordered = [ordered[place] for _, place in sorted(turns)]
    return ordered[:count]


def sheet(kind: str, tree: str, claimed_count: int, drawn: list[dict[str, str]], seed: int) -> str:
    """Return the text of a sheet with what was drawn of the facts that are claimed of a tree."""
    lines = [f"# {len(drawn)} of {claimed_count} {kind} of {tree}, drawn with seed {seed}."]
    for row in sorted(drawn, key=_order):
        if kind == "operations":
            lines += ["", *entry(row, _hash(f"{_place(row)} {SAYS[kind].format(**row)} {row['definitions']}")[:10])]
            continue
        says = SAYS[kind].format(**row)
        place = _place(row)
        lines += [
            "",
            "[[fact]]",
            f'id = "{_hash(f"{place} {says}")[:10]}"',
            f"at = {json.dumps(place)}",
            f"says = {json.dumps(says, ensure_ascii=False)}",
            f'certainty = "{row.get("certainty", "literal")}"',
            'verdict = ""',
            'reason = ""',
        ]
    return "\n".join(lines) + "\n"


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return row.get("path", ""), FRAME.sub("", row.get("qualname", "")), row.get("table", "")


def _confirmed(truth: Path) -> frozenset[tuple[str, ...]]:
    traced = json.loads(truth.read_text(encoding="utf-8"))
    return frozenset(tuple(one[:3]) for kind in ("innermost", "transitive") for one in traced[kind])


def show(written: Path, path: Path, context: int) -> None:
    """Print each fact of a sheet with the lines around its place."""
    for one in _entries(written, "operation"):
        print("\n== " + "\n   ".join(f"{name}: {_spelled(value)}" for name, value in one.items()))
        for place in one["definitions"]:
            _show_place(place.rpartition(" ")[2], path, context)
    for fact in _entries(written, "fact"):
        print(f"\n== {fact['id']}  {fact['at']}  [{fact['certainty']}]  {fact['verdict']}\n   {fact['says']}")
        for place in fact["at"].split(";"):
            _show_place(place, path, context)


def _show_place(place: str, path: Path, context: int) -> None:
    file, _, line = place.rpartition(":")
    print(f"   {place}")
    for number in range(max(1, int(line) - context), int(line) + context + 1):
        mark = ">" if number == int(line) else " "
        print(f"{mark}{number:6d} {linecache.getline(str(path / file), number).rstrip()}")


def total(sheets: list[Path]) -> None:
    """Print the share that is right, by sheet and certainty."""
    for written in sheets:
        verdicts: dict[str, list[bool]] = defaultdict(list)
        unread = 0
        for fact in judged(written):
            if fact["verdict"] in ("right", "wrong"):
                verdicts[fact["certainty"]].append(fact["verdict"] == "right")
                verdicts["all"].append(fact["verdict"] == "right")
            else:
                unread += 1
        print(written.stem + (f", {unread} not read" if unread else ""))
        for certainty, found in sorted(verdicts.items()):
            low, high = wilson(sum(found), len(found))
            share = sum(found) / len(found)
            print(f"  {certainty:<10}{sum(found):>5} of {len(found):<5}{share:.3f}  ({low:.3f} to {high:.3f})")


def judged(written: Path) -> list[dict[str, str]]:
    """Return what a sheet holds verdicts on: facts, or three parts of each operation."""
    found = list(_entries(written, "fact"))
    for one in _entries(written, "operation"):
        found += [{"certainty": part, "verdict": one[f"{part}_verdict"]} for part in JUDGED]
    return found


def wilson(right: int, whole: int) -> tuple[float, float]:
    """Return the bounds of the 95 % interval of a share."""
    z = 1.96
    share = right / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    spread = z / (1 + z * z / whole) * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, middle - spread), min(1.0, middle + spread)


def _place(row: dict[str, str]) -> str:
    """The place of a fact, or the first ones of a finding, joined by semicolons."""
    if "evidence" in row:
        return ";".join(row["evidence"].split(";")[:PLACES])
    return f"{row['path']}:{row['line']}"


def _order(row: dict[str, str]) -> tuple[object, ...]:
    path, _, line = _place(row).partition(";")[0].rpartition(":")
    return path, int(line or 0), sorted(row.items())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _entries(written: Path, kind: str) -> list[dict[str, Any]]:
    return tomllib.loads(written.read_text(encoding="utf-8")).get(kind, [])


def _spelled(value: object) -> str:
    return "".join(f"\n      {one}" for one in value) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    main()
