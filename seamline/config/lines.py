"""In which line of a TOML file does a key, or an element of a list, stand?

``tomllib`` tells no positions. This reads only so much of the grammar as positions need, of a text that ``tomllib`` has
accepted; where it loses its way, what comes after has no line.
"""

from __future__ import annotations

import bisect
import contextlib
import re
import tomllib
from typing import Any

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)
_PLAIN = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str, document: dict[str, Any]) -> dict[Path, int]:
    """Return the line, from 1 on, of every key and list element, by the keys and places that lead to it.

    ``document`` is what ``tomllib`` made of ``text``; a path that leads nowhere in it is dropped.
    """
    scanner = _Scanner(text)
    with contextlib.suppress(_LostError, RecursionError, tomllib.TOMLDecodeError):
        scanner.read()
    return {path: line for path, line in scanner.found.items() if _leads_somewhere(document, path)}


class _LostError(Exception):
    """The text is not as expected."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._tables: dict[Path, int] = {}  # array of tables -> how many of its tables have begun
        self.found: dict[Path, int] = {}

    def read(self) -> None:
        """Read the whole text."""
        table: Path = ()
        self._skip()
        while self._at < len(self._text):
            if self._next("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _header(self) -> Path:
        several = self._text.startswith("[", self._at)
        self._at += several
        line = self._line()
        keys = self._keys()
        path = self._current(keys[:-1])
        path = (*path, keys[-1]) if several else self._current(keys)
        if several:
            self._tables[path] = self._tables.get(path, -1) + 1
            path = (*path, self._tables[path])
        self._enter((), path, line)
        self._expect("]]" if several else "]")
        return path

    def _current(self, keys: list[str]) -> Path:
        """Keys with the place of the last table in every array of tables on the way."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._tables:
                path = (*path, self._tables[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._keys())
        self._enter(table, path, line)
        self._expect("=")
        self._skip()
        self._value(path)

    def _keys(self) -> list[str]:
        found: list[str] = []
        while not found or self._next("."):
            self._skip()
            match = _KEY.match(self._text, self._at)
            if match is None:
                raise _LostError
            self._at = match.end()
            quoted = match[0][0] in "\"'"
            found.append(tomllib.loads(f"key = {match[0]}")["key"] if quoted else match[0])
            self._skip()
        return found

    def _value(self, path: Path) -> None:
        if self._next("["):
            place = 0
            self._skip()
            while not self._next("]"):
                self.found[*path, place] = self._line()
                self._value((*path, place))
                place += 1
                self._between("]")
        elif self._next("{"):
            self._skip()
            while not self._next("}"):
                self._pair(path)
                self._between("}")
        else:
            match = (_TEXT if self._text[self._at : self._at + 1] in ("'", '"') else _PLAIN).match(self._text, self._at)
            if match is None:
                raise _LostError
            self._at = match.end()

    def _between(self, closing: str) -> None:
        self._skip()
        if not self._next(",") and not self._text.startswith(closing, self._at):
            raise _LostError
        self._skip()

    def _enter(self, above: Path, path: Path, line: int) -> None:
        """Note the line of a path and of those on the way that were not seen before."""
        for length in range(len(above) + 1, len(path)):
            self.found.setdefault(path[:length], line)
        self.found[path] = line

    def _line(self) -> int:
        return bisect.bisect_left(self._ends, self._at) + 1

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _next(self, sign: str) -> bool:
        found = self._text.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def _expect(self, sign: str) -> None:
        if not self._next(sign):
            raise _LostError


def _leads_somewhere(document: Any, path: Path) -> bool:
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True
