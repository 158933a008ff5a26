"""Write the tables of docs/guide/findings.md: what each kind of finding holds and costs, as the code says.

python tools/findings_page.py           writes the tables into the page
python tools/findings_page.py --check   says whether they are what it would write
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import get_args

import msgspec
from page_tables import table, write_or_check

from analyzer.findings.severity import SEVERITIES, SeverityRow
from analyzer.model.finding import FindingBase, Severity
from analyzer.model.findings import Finding

PAGE = Path(__file__).parent.parent / "docs" / "guide" / "findings.md"
_COMMON = frozenset(FindingBase.__struct_fields__)
_KINDS = {kind.__struct_config__.tag: kind for kind in get_args(Finding)}


def _columns() -> str:
    rows = []
    for row in SEVERITIES:
        kind = _KINDS.get(row.kind)
        if kind is None:
            rows.append((f"[{row.kind}](#{row.kind})", "", ""))
            continue
        first = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " ").replace("``", "`")
        own = ", ".join(f"`{field.name}`" for field in msgspec.structs.fields(kind) if field.name not in _COMMON)
        rows.append((f"[{row.kind}](#{row.kind})", first, own))
    return table(("kind", "what it is", "columns of its own"), rows)


def _severities() -> str:
    heads = ("kind", "at least", "a write", "in a transaction", "in a loop", "three services or more", "which means")
    return table(heads, map(_severity, SEVERITIES))


def _severity(row: SeverityRow) -> tuple[str, ...]:
    cells = (row.read, row.write, row.transaction, row.loop, row.wide)
    return row.kind, *map(_word, cells), row.note


def _word(one: Severity | None) -> str:
    return one.value if one else ""


if __name__ == "__main__":
    write_or_check(PAGE, {"columns": _columns, "severities": _severities})
