"""What an expert wrote about a sample in ``expected.toml``, and how much of it the analyzer sees.

``python tests/truth.py [SAMPLE …]`` prints the tables; ``--floors`` prints what ``tests/floors.toml`` should say.
"""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from analyzer.model.analysis import Analysis
from analyzer.model.options import Options, SteeredService
from analyzer.pipeline import analyze
from reports.render.as_csv import write_csv

SAMPLES = Path(__file__).parent.parent / "sample_monolith"
EXHAUSTIVE = {"tables": ("table",), "foreign_keys": ("table", "column", "to_table")}
"""Files of which the truth lists every row, with the columns that tell rows apart: what is beyond it is invented."""

Row = dict[str, str]


@dataclass
class Score:
    """How one kind of planted things fares; ``partial`` are those found with something that differs."""

    planted: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)


Scores = dict[str, Score]


def names() -> list[str]:
    """Return the names of the samples that have a truth."""
    return sorted(path.parent.name for path in SAMPLES.glob("*/expected.toml"))


def load(sample: str) -> dict[str, Any]:
    """Return the truth of a sample."""
    return tomllib.loads((SAMPLES / sample / "expected.toml").read_text(encoding="utf-8"))


def expert_cut(truth: dict[str, Any]) -> Options:
    """Return options that place everything as the expert did."""
    services = tuple(
        SteeredService(name, tuple(service["definitions"]), tuple(service.get("tables", ())))
        for name, service in sorted(truth["service"].items())
    )
    return Options(jobs=1, service=services, shared_kernel=tuple(truth.get("shared_kernel", {}).get("definitions", ())))


@cache
def analysed(sample: str, options: Options) -> Analysis:
    """Analyse a sample, once a process; the history around it is that of this project and not its own."""
    return analyze(SAMPLES / sample, msgspec.structs.replace(options, git=False))


def compare(truth: dict[str, Any], result: Analysis) -> Scores:
    """Return the scores of couplings by kind, facts by file, operations, and traps that stayed out."""
    tables = rows(result)
    scores = _couplings(truth["coupling"], tables["findings"])
    scores |= _facts(truth["fact"], tables)
    if "operation" in truth:
        scores["operation"] = _operations(truth["operation"], tables["operations"])
    scores["trap"] = _traps(truth["trap"], tables)
    return scores


def rows(result: Analysis) -> dict[str, list[Row]]:
    """Return the rows of every CSV file by its name."""
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
        for name, content in write_csv(result).items()
    }


def _couplings(planted: list[dict[str, Any]], findings: list[Row]) -> Scores:
    """A coupling is found by a finding of its kind and subject; a call cycle, named after services, by its places."""
    scores: Scores = {}
    used: set[str] = set()
    for item in planted:
        score = scores.setdefault(item["kind"], Score())
        score.planted += 1
        name = f"{item['kind']}:{item['subject']}"
        hits = [row for row in findings if row["kind"] == item["kind"] and _is_subject(row, item)]
        if hits:
            score.found += 1
            used |= {row["id"] for row in hits}
            if set(hits[0]["services"].split(";")) != set(item["services"]):
                score.partial.append(f"{name} names {hits[0]['services']} for {';'.join(sorted(item['services']))}")
            elif item.get("severity", hits[0]["severity"]) != hits[0]["severity"]:
                score.partial.append(f"{name} is {hits[0]['severity']}, not {item['severity']}")
        else:
            score.missed.append(name)
    for row in findings:
        if row["id"] not in used:
            scores.setdefault(row["kind"], Score()).invented.append(row["id"])
    return dict(sorted(scores.items()))


def _is_subject(row: Row, item: dict[str, Any]) -> bool:
    same_place = item["kind"] == "call-cycle" and set(row["evidence"].split(";")) & set(item["at"])
    return row["subject"] == item["subject"] or bool(same_place)


def _facts(planted: list[dict[str, Any]], tables: dict[str, list[Row]]) -> Scores:
    scores: Scores = {}
    for fact in planted:
        score = scores.setdefault(f"{fact['file']}.csv", Score())
        score.planted += 1
        if stands(tables[fact["file"]], fact["row"]):
            score.found += 1
        else:
            score.missed.append(_spelled(fact["row"]))
    for file, columns in EXHAUSTIVE.items():
        known = {tuple(fact["row"][c] for c in columns) for fact in planted if fact["file"] == file}
        there = {tuple(row[c] for c in columns) for row in tables[file]}
        scores.setdefault(f"{file}.csv", Score()).invented = [", ".join(one) for one in sorted(there - known)]
    return dict(sorted(scores.items()))


def _operations(planted: Iterable[dict[str, Any]], found: list[Row]) -> Score:
    """An operation is found by its service and its definitions; with other inputs, output or errors it differs."""
    score = Score()
    there = {(row["service"], row["definitions"]): row for row in found}
    for item in planted:
        score.planted += 1
        key = item["service"], ";".join(item["definitions"])
        row = there.pop(key, None)
        if row is None:
            score.missed.append(": ".join(key))
            continue
        score.found += 1
        for what in ("inputs", "output", "errors"):
            wanted = item[what] if isinstance(item[what], str) else ";".join(item[what])
            if row[what] != wanted:
                score.partial.append(f"{': '.join(key)} has {what} {row[what]!r}, not {wanted!r}")
    score.invented = [": ".join(key) for key in sorted(there)]
    return score


def _traps(traps: list[dict[str, Any]], tables: dict[str, list[Row]]) -> Score:
    """A trap is a row or a finding that must not be there; one that is there counts as invented."""
    score = Score(planted=len(traps))
    for trap in traps:
        file = trap.get("file", "findings")
        row = trap["row"] if "row" in trap else {"kind": trap["kind"], "subject": trap["subject"]}
        if stands(tables[file], row):
            score.invented.append(f"{file}: {_spelled(row)} ({trap['why']})")
        else:
            score.found += 1
    return score


def stands(found: list[Row], wanted: dict[str, Any]) -> bool:
    """True where a row has all the wanted values."""
    return any(all(row[key] == str(value) for key, value in wanted.items()) for row in found)


def _spelled(row: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in row.items())


def table(sample: str, expert: Scores, own: Scores) -> str:
    """Return one readable table: the expert's cut, which the floors hold, and beside it our own."""
    lines = [
        f"{sample:24}{'expert cut':>28}{'own cut':>28}",
        f"{'':24}" + f"{'planted':>10}{'found':>9}{'invented':>9}" * 2,
    ]
    for kind in [*expert, *(kind for kind in own if kind not in expert)]:
        cells = [one.get(kind, Score()) for one in (expert, own)]
        lines.append(f"{kind:24}" + "".join(f"{c.planted:>10}{c.found:>9}{len(c.invented):>9}" for c in cells))
    return "\n".join(lines) + "\n"


def details(scores: Scores) -> str:
    """Return every miss, every difference and every invention, a line each."""
    return "".join(
        f"{word}: {item}\n"
        for score in scores.values()
        for word, items in (("missed", score.missed), ("differs", score.partial), ("invented", score.invented))
        for item in items
    )


def floors(sample: str, scores: Scores) -> str:
    """Return what ``floors.toml`` would say of a sample."""
    said = (
        f'"{kind}" = {{ found = {score.found}, partial = {len(score.partial)}, invented = {len(score.invented)} }}\n'
        for kind, score in scores.items()
    )
    return f"[{sample}]\n{''.join(said)}"


def main(arguments: list[str]) -> None:
    """Print tables, or with ``--floors`` the floors, of the samples given or all."""
    chosen = [one for one in arguments if not one.startswith("--")] or names()
    for sample in chosen:
        truth = load(sample)
        expert = compare(truth, analysed(sample, expert_cut(truth)))
        if "--floors" in arguments:
            print(floors(sample, expert))  # noqa: T201
        else:
            print(table(sample, expert, compare(truth, analysed(sample, Options(jobs=1)))))  # noqa: T201
            print(details(expert))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
