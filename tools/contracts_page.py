"""Write the tables and examples of docs/guide/contracts.md, as the code and a sample have them.

python tools/contracts_page.py           writes them into the page
python tools/contracts_page.py --check   says whether they are what it would write
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from page_tables import table, write_or_check

from analyzer.compare.contracts import compare_contracts
from analyzer.compare.noting import Standing
from analyzer.compare.rules import RULES
from analyzer.contracts.hidden import NUMBERS, OF_PERSONS, PERSONAL, SECRETS
from analyzer.contracts.inputs import INSTEAD
from analyzer.contracts.statuses import BY_WORDS, OF_LIBRARIES, OF_PYTHON
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from analyzer.pipeline import analyze
from reports.render.as_csv import write_csv
from reports.render.contract_changes import changes_text
from reports.render.openapi import write_openapi
from reports.render.options import RenderOptions
from reports.render.portal import write_portal

HOME = Path(__file__).parent.parent
PAGE = HOME / "docs" / "guide" / "contracts.md"
SAMPLE = HOME / "sample_monolith" / "ridehailing"
EDITED = "ridehailing/services/trips.py"
SHOWN = "ridehailing.services.trips.hail"
EDITS = (
    ("def has_open(passenger_id: int) -> bool:", "def has_open(passenger_id: int, product: str) -> bool:"),
    ("def pickup_of(trip_id: int) -> Pickup:", "def pickup_of(trip_id: int) -> Pickup | None:"),
    ("def cancel(trip_id: int, by_passenger: bool = True) -> int:",
     'def cancel(trip_id: int, by_passenger: bool = True, note: str = "") -> int:'),
)  # fmt: skip
"""The change of the sample that the page compares it with."""
_FILES = ("operations", "endpoints", "messages", "data_types", "contracts")
_WIDTH = 110


def _hidden() -> str:
    rows = (
        ("a secret", SECRETS),
        ("a secret for a time, or who somebody is", PERSONAL),
        (f"the same, after {_words(OF_PERSONS)}, or in an operation named so", NUMBERS),
    )
    return table(("what", "last word of the name"), ((what, _words(those)) for what, those in rows))


def _words(those: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in sorted(those))


def _instead() -> str:
    return table(("live object", "what crosses instead"), ((str(kind), text) for kind, text in INSTEAD.items()))


def _codes() -> str:
    libraries: dict[int, list[str]] = defaultdict(list)
    for name, code in OF_LIBRARIES.items():
        libraries[code].append(f"`{name}`")
    words: dict[int, list[str]] = defaultdict(list)
    for those, code in BY_WORDS:
        words[code] += those
    own: dict[int, list[str]] = defaultdict(list)
    for name, code in OF_PYTHON.items():
        own[code].append(f"`{name}`")
    codes = sorted(libraries.keys() | words.keys() | own.keys())
    heads = ("code", "known of libraries", "words of a name", "Python's own")
    return table(heads, ((str(code), *(", ".join(of[code]) for of in (libraries, words, own))) for code in codes))


def _changes() -> str:
    rows = ((rule.grade.value, f"`{rule.name}`", rule.says, rule.why) for rule in RULES)
    return table(("grade", "rule", "it", "because"), rows)


def _columns() -> str:
    files = write_csv(_sample())
    heads = {name: files[f"{name}.csv"].decode().partition("\n")[0].split(",") for name in _FILES}
    return table(("file", "columns"), ((f"`{name}.csv`", ", ".join(columns)) for name, columns in heads.items()))


def _evidence() -> str:
    for file, content in write_openapi(_sample()).items():
        for path, item in json.loads(content)["paths"].items():
            for method, one in item.items():
                evidence = one["x-seamline-evidence"]
                if SHOWN in evidence["definitions"]:
                    return f"`{file}`, `{method.upper()} {path}`:\n\n```json\n{_spelled(evidence)}\n```"
    raise SystemExit(f"{SHOWN} is in no file")


def _spelled(value: dict[str, Any]) -> str:
    """Write an object with a line for each member, and for each item of a list that is long."""
    lines = []
    for name, member in value.items():
        text = f'  "{name}": {json.dumps(member, ensure_ascii=False)}'
        if len(text) > _WIDTH and isinstance(member, list):
            items = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in member)
            text = f'  "{name}": [\n{items}\n  ]'
        lines.append(text)
    return "{\n" + ",\n".join(lines) + "\n}"


def _portal() -> str:
    for page in write_portal(_sample(), RenderOptions()).values():
        for section in page.decode().split("\n#### ")[1:]:
            if f"`{SHOWN}`" in section:
                text = section.partition("\n<a ")[0].partition("\n### ")[0].partition("\n## ")[0]
                return f"~~~markdown\n#### {text.strip()}\n~~~"
    raise SystemExit(f"{SHOWN} is on no page")


def _diff() -> str:
    after = _changed()
    found = compare_contracts(_sample().contracts, after.contracts, Standing.of(after))
    return f"```console\n$ seamline diff main.json branch.json --contracts\n{changes_text(found, whole=False)}```"


@cache
def _sample() -> Analysis:
    return analyze(SAMPLE, Options(jobs=1, git=False, cache=False))


def _changed() -> Analysis:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / SAMPLE.name
        shutil.copytree(SAMPLE, tree)
        text = (tree / EDITED).read_text(encoding="utf-8")
        for old, new in EDITS:
            if old not in text:
                raise SystemExit(f"{EDITED} has no {old}")
            text = text.replace(old, new)
        (tree / EDITED).write_text(text, encoding="utf-8")
        return analyze(tree, Options(jobs=1, git=False, cache=False))


if __name__ == "__main__":
    write_or_check(
        PAGE,
        {
            "hidden": _hidden,
            "instead": _instead,
            "codes": _codes,
            "columns": _columns,
            "evidence": _evidence,
            "portal": _portal,
            "diff": _diff,
            "changes": _changes,
        },
    )
