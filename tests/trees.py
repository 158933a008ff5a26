"""Small source trees for tests: written to a folder, analysed for real."""

from __future__ import annotations

import textwrap
from pathlib import Path

from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from analyzer.pipeline import analyze


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files, given as indented text, below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return root


def analysed(root: Path, files: dict[str, str], options: Options | None = None) -> Analysis:
    """Write files and analyse them."""
    return analyze(write(root, files), options or Options(jobs=1))


def accesses(result: Analysis) -> set[tuple[str, str, str]]:
    """Return (qualname, table, operation) of every access."""
    return {(access.qualname, access.table, access.operation.value) for access in result.accesses}


def calls(result: Analysis) -> set[tuple[str, str]]:
    """Return (caller, callee) of every call."""
    return {(call.caller, call.callee) for call in result.calls if not call.through}
