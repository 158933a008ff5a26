"""Write the tables of docs/guide/findings.md: what each kind of finding holds and costs, as the code says.

python tools/findings_page.py           writes the tables into the page
python tools/findings_page.py --check   says whether they are what it would write
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import msgspec

from analyzer.findings.severity import SEVERITIES, SeverityRow
from analyzer.model.finding import FindingBase, Severity
from analyzer.model.findings import Finding

PAGE = Path(__file__).parent.parent / "docs" / "guide" / "findings.md"
_COMMON = frozenset(FindingBase.__struct_fields__)
_KINDS = {kind.__struct_config__.tag: kind for kind in get_args(Finding)}


def page(text: str) -> str:
    """Return the page with its tables made anew."""
    for name, make in _TABLES.items():
        begin, end = f"<!-- {name}: made by tools/findings_page.py -->", f"<!-- end of {name} -->"
        before, after = text.partition(begin)[0], text.partition(end)[2]
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


def _columns() -> str:
    rows = ["| kind | what it is | columns of its own |", "|---|---|---|"]
    for row in SEVERITIES:
        kind = _KINDS.get(row.kind)
        if kind is None:
            rows.append(f"| [{row.kind}](#{row.kind}) | | |")
            continue
        first = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " ").replace("``", "`")
        own = ", ".join(f"`{field.name}`" for field in msgspec.structs.fields(kind) if field.name not in _COMMON)
        rows.append(f"| [{row.kind}](#{row.kind}) | {first} | {own} |")
    return "\n".join(rows)


def _severities() -> str:
    heads = ("kind", "at least", "a write", "in a transaction", "in a loop", "three services or more", "which means")
    rows = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*rows, *map(_severity, SEVERITIES)])


def _severity(row: SeverityRow) -> str:
    cells = (row.read, row.write, row.transaction, row.loop, row.wide)
    return f"| {row.kind} | {' | '.join(map(_word, cells))} | {row.note} |"


def _word(one: Severity | None) -> str:
    return one.value if one else ""


_TABLES: dict[str, Callable[[], str]] = {"columns": _columns, "severities": _severities}


def main() -> None:
    """Write the tables, or compare them."""
    old = PAGE.read_text(encoding="utf-8")
    made = page(old)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if old == made else f"{PAGE.name} is not current: run {__file__}")
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
