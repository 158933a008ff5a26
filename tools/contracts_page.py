"""Write the tables of docs/guide/contracts.md: what crosses, which codes errors become, what breaks callers.

python tools/contracts_page.py           writes the tables into the page
python tools/contracts_page.py --check   says whether they are what it would write
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from page_tables import table, write_or_check

from analyzer.compare.rules import RULES
from analyzer.contracts.inputs import INSTEAD
from analyzer.contracts.statuses import BY_WORDS, OF_LIBRARIES, OF_PYTHON

PAGE = Path(__file__).parent.parent / "docs" / "guide" / "contracts.md"


def _instead() -> str:
    return table(("live object", "what crosses instead"), INSTEAD.items())


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


if __name__ == "__main__":
    write_or_check(PAGE, {"instead": _instead, "codes": _codes, "changes": _changes})
