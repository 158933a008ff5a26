"""What do the files of SQL in a tree say, and which of them cannot be read?"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import msgspec

from analyzer.source.discovery import LeftOut, Tree

_LARGEST = 4_000_000  # bytes of a file; what is larger holds rows, not a schema
_LARGEST_TOGETHER = 64_000_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CODING = re.compile(rb"\A\s*(?:--|/\*|#).{0,40}?coding[:=]\s*([-\w.]+)")


class SqlFile(msgspec.Struct, frozen=True, order=True):
    """A file of SQL, by its path relative to the root, and its text."""

    path: str
    text: str


def read_sql_files(tree: Tree) -> tuple[tuple[SqlFile, ...], tuple[LeftOut, ...]]:
    """Return the files of SQL of a tree, and those that were left out with the reason; none is fatal."""
    files, left_out = [], []
    read = 0
    for path in tree.sql:
        text, reason = _text(tree.root / path, _LARGEST_TOGETHER - read)
        if reason:
            left_out.append(LeftOut(reason, path))
        else:
            read += len(text)
            files.append(SqlFile(path, text))
    return tuple(files), tuple(left_out)


def _text(path: Path, room: int) -> tuple[str, str]:
    """A file's text, or why there is none."""
    try:
        size = path.stat().st_size
        if size > min(_LARGEST, room):
            return "", f"SQL of more than {_LARGEST // 1_000_000} million bytes" if size > _LARGEST else "too much SQL"
        content = path.read_bytes()
    except OSError as problem:
        return "", f"SQL that cannot be opened: {problem.strerror or problem}"
    return _decoded(content)


def _decoded(content: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    if not encoding and b"\0" in content:
        return "", "not SQL: holds a NUL byte"
    said = _CODING.match(content)
    for name in (encoding,) if encoding else ("utf-8", said[1].decode("ascii") if said else "latin-1", "latin-1"):
        try:
            return content.decode(name).replace("\r\n", "\n").replace("\r", "\n"), ""
        except (UnicodeError, LookupError, ValueError):
            continue
    return "", "SQL that is not text in its encoding"
