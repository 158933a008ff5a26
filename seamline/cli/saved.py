"""What stands in a saved result?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis


def read_result(file: Path) -> Analysis:
    """Return a saved result; raises ReportError where it cannot be read."""
    from reports.errors import ReportError
    from reports.render.as_json import read_json

    try:
        content = file.read_bytes()
    except OSError as problem:
        raise ReportError(f"cannot read {file}: {problem.strerror or problem}; give a saved result") from problem
    return read_json(content)
