"""What became of one file: its facts, or why there are none? Runs in worker processes."""

from __future__ import annotations

from pathlib import Path

import msgspec

from analyzer.extract.file_facts import file_facts
from analyzer.source.nesting import READING, nesting
from analyzer.source.parse import parse

_ENCODER = msgspec.msgpack.Encoder()


class FileResult(msgspec.Struct, frozen=True, array_like=True):
    """``facts`` is an encoded ``FileFacts``, empty where the file could not be read; ``reason`` then says why."""

    facts: bytes
    lines: int
    reason: str
    lowered: bool


def read_file(path: str) -> FileResult:
    """Read, parse and extract the file at an absolute path; never raises for what the file holds."""
    try:
        content = Path(path).read_bytes()
    except OSError as problem:
        return FileResult(b"", 0, f"cannot be opened: {problem.strerror or problem}", lowered=False)
    lines = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
    with nesting(READING):
        parsed = parse(content)
        if parsed.tree is None:
            return FileResult(b"", lines, parsed.reason, lowered=False)
        try:
            facts = _ENCODER.encode(file_facts(parsed.tree, lines))
        except RecursionError:
            return FileResult(b"", lines, "statements or expressions nested too deeply to follow", lowered=False)
    return FileResult(facts, lines, parsed.reason, parsed.lowered)
