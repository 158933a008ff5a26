"""What stands in a line of the source?"""

from __future__ import annotations

import io
import tokenize
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from analyzer.model.location import Location

_LONGEST = 200


def quote_lines(root: Path, places: Iterable[Location]) -> dict[Location, str]:
    """Return the text of each place that can still be read, stripped, at most 200 characters."""
    by_path: dict[str, list[Location]] = defaultdict(list)
    for place in places:
        by_path[place.path].append(place)
    found: dict[Location, str] = {}
    for path, wanted in by_path.items():
        lines = _lines(root / path)
        for place in wanted:
            if 0 < place.line <= len(lines) and lines[place.line - 1].strip():
                found[place] = _shortened(lines[place.line - 1].strip())
    return found


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding, errors="replace").splitlines()
    except (OSError, SyntaxError, LookupError):
        return []


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
