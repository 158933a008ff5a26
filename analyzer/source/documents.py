"""What do the files say that are not Python and belong to the program: SQL, packaging, documents that the code names?

Discovery lists them; each is opened when somebody asks for it, once, and what cannot be read is kept with its reason.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from analyzer.source.discovery import LeftOut, is_sql

_LARGEST = 4_000_000  # bytes of a file; what is larger holds rows, not a schema
_LARGEST_TOGETHER = 64_000_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SLOW = ("idna", "punycode")  # encodings whose decoders take the square of the length
_CODING = re.compile(rb"\A\s*(?:--|/\*|#).{0,40}?coding[:=]\s*([-\w.]+)")


class Documents:
    """The documents of a tree; nothing is fatal, and nothing outside the tree is opened: links are not followed."""

    def __init__(self, root: Path = Path(), paths: Iterable[str] = ()) -> None:
        """``paths`` are those that discovery listed, relative to the root."""
        self._root = root
        self._texts: dict[str, str | None] = dict.fromkeys(paths)
        self._asked: set[str] = set()
        self._left_out: dict[str, str] = {}
        self._room = _LARGEST_TOGETHER

    def __contains__(self, path: object) -> bool:
        """Return whether a path, relative to the root, is one of the documents."""
        return path in self._texts

    def read(self, path: str) -> str | None:
        """Return the text of a document; None for what is none or cannot be read."""
        if path not in self._asked and path in self._texts:
            self._asked.add(path)
            self._texts[path] = self._opened(path)
        return self._texts.get(path)

    @cached_property
    def sql(self) -> dict[str, str]:
        """The texts of all files of SQL that can be read, by their paths, in order."""
        found = ((path, self.read(path)) for path in self._texts if is_sql(path))
        return {path: text for path, text in found if text is not None}

    def leave_out(self, path: str, reason: str) -> None:
        """Say that a document is of no use, and why."""
        self._left_out.setdefault(path, reason)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The documents that somebody asked for and that say nothing, with the reason."""
        return tuple(sorted(LeftOut(reason, path) for path, reason in self._left_out.items()))

    @property
    def number_asked(self) -> int:
        """How many documents were asked for."""
        return len(self._asked)

    def _opened(self, path: str) -> str | None:
        text, reason = _text(self._root / path, self._room, is_sql(path))
        if reason:
            self.leave_out(path, reason)
            return None
        self._room -= len(text)
        return text


def _text(place: Path, room: int, holds_sql: bool) -> tuple[str, str]:
    """Return the text of a document, and why there is none."""
    what = "SQL" if holds_sql else "document"
    try:
        if place.is_symlink():
            return "", "symbolic link, not followed"
        size = place.stat().st_size
        if size > _LARGEST:
            return "", f"{what} of more than {_LARGEST // 1_000_000} million bytes"
        if size > room:
            return "", f"{what} beyond the first {_LARGEST_TOGETHER // 1_000_000} million bytes of documents"
        content = place.read_bytes()
    except OSError as problem:
        return "", f"{what} that cannot be opened: {problem.strerror or problem}"
    if b"\0" in content and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", f"not {'SQL' if holds_sql else 'a document'}: holds a NUL byte"
    text = _decoded(content, holds_sql)
    return ("", f"{what} that is not text in its encoding") if text is None else (text, "")


def _decoded(content: bytes, any_bytes: bool) -> str | None:
    """Decode by the mark at its beginning, as UTF-8, as the text itself says, or, where any bytes will do, as Latin-1.

    None where it is no such text.
    """
    encodings = [name for mark, name in _MARKS if content.startswith(mark)][:1]
    if not encodings:
        said = _CODING.match(content)
        encodings = ["utf-8", said[1].decode("ascii")] if said else ["utf-8"]
        encodings += ["latin-1"] if any_bytes else []
    for name in encodings:
        try:
            if codecs.lookup(name).name in _SLOW:
                continue
            return content.decode(name).replace("\r\n", "\n").replace("\r", "\n")
        except (UnicodeError, LookupError, ValueError):
            continue
    return None
