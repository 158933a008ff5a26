"""Which of many patterns of CODEOWNERS is the last that matches a path?

The patterns are those of ``.gitignore`` with differences that pathspec does not know (``docs/*`` holds the files of
``docs`` and not those further below), and they are hostile: no expression made of them tries more than one star again.
Patterns without wildcards, nearly all of them, are looked up by the folders of a path and never tried one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LONGEST = 500  # letters of a pattern
MOST_STARS = 20  # in a pattern
_ANY = "**"
_SPECIAL = re.compile(r"[*?\\]")


def split_pattern(pattern: str, anywhere: bool) -> list[str] | None:
    """Return the segments of a pattern, ``**`` for any folders and what ends in a slash ending in it.

    A name alone matches at every depth, and ``anywhere`` says that so does what only does not begin with a slash. None
    for what matches nothing.
    """
    names = [name for name in pattern.split("/") if name]
    if not names or len(pattern) > LONGEST or pattern.count("*") > MOST_STARS:
        return None
    if not pattern.startswith("/") and (anywhere or len(names) == 1):
        names.insert(0, _ANY)
    if pattern.endswith("/"):
        names.append(_ANY)
    return [name for place, name in enumerate(names) if name != _ANY or names[place - 1 : place] != [_ANY]]


class LastMatch:
    """Patterns by their numbers; ``descends`` says that one that matches a folder holds all below it."""

    def __init__(self, patterns: Iterable[Sequence[str]], descends: bool) -> None:
        """Take the segments of each pattern."""
        self._descends = descends
        self._files: dict[str, int] = {}
        self._folders: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._folder_names: dict[str, int] = {}
        self._wild: dict[str, list[tuple[int, Sequence[str], bool]]] = {}
        """By the folder that the first segments of a pattern name."""
        self._expressions: dict[int, re.Pattern[str]] = {}
        for number, segments in enumerate(patterns):
            self._add(number, segments)

    def of(self, path: str) -> int:
        """Return the number of the last pattern that matches a path; -1 if none does."""
        *folders, name = path.split("/")
        best = max(self._files.get(path, -1), self._names.get(name, -1), self._below("", path, -1))
        way = ""
        for folder in folders:
            way = f"{way}/{folder}" if way else folder
            best = max(best, self._folder_names.get(folder, -1))
            best = self._below(way, path, best)
        return best

    @property
    def most_tried(self) -> int:
        """How many patterns with wildcards a path may have to be tried against, wherever it lies."""
        return max((self._tried(way) for way in self._wild), default=0)

    def _tried(self, way: str) -> int:
        """Count the patterns that hold for a folder and those around it."""
        number = len(self._wild[way])
        while way:
            way = way.rpartition("/")[0]
            number += len(self._wild.get(way, ()))
        return number

    def _below(self, way: str, path: str, best: int) -> int:
        best = max(best, self._folders.get(way, -1))
        for number, names, whole in reversed(self._wild.get(way, ())):
            if number <= best:
                break
            if number not in self._expressions:
                self._expressions[number] = _expression(names, whole, self._descends)
            if self._expressions[number].match(path):
                return number
        return best

    def _add(self, number: int, segments: Sequence[str]) -> None:
        whole = segments[-1] == _ANY
        names = segments[: len(segments) - whole]
        anywhere = names[:1] == [_ANY]
        plain = names[anywhere:]
        literal = [_literal(name) for name in plain]
        if None not in literal and (not anywhere or len(plain) == 1):
            key = "/".join(filter(None, literal))
            if not whole:
                (self._names if anywhere else self._files)[key] = number
            if whole or self._descends:
                (self._folder_names if anywhere else self._folders)[key] = number
            return
        known = 0 if anywhere else literal.index(None)
        way = "/".join(filter(None, literal[:known]))
        self._wild.setdefault(way, []).append((number, names, whole))


def _literal(segment: str) -> str | None:
    """Return what a segment is called that holds no wildcard; None for others."""
    if not _SPECIAL.search(segment):
        return segment
    pieces = _pieces(segment)
    return None if len(pieces) > 1 or "?" in re.sub(r"\\.", "", segment) else re.sub(r"\\(.)", r"\1", segment)


def _expression(names: Sequence[str], whole: bool, descends: bool) -> re.Pattern[str]:
    """Return what matches a path: segments between ``**`` are looked for once, from the left, and kept."""
    blocks: list[list[str]] = [[]]
    for name in names:
        if name == _ANY:
            blocks.append([])
        else:
            blocks[-1].append(name)
    text = ""
    for place, block in enumerate(blocks[:-1]):
        lead = "(?:[^/]+/)*?" if place else ""
        text += f"(?>{lead}{'/'.join(map(_segment, block))}/)" if block else ""
    last = blocks[-1]
    ending = "/." if whole else "(?:/|\\Z)" if descends and last[-1] != "*" else "\\Z"
    lead = "(?:[^/]+/)*?" if len(blocks) > 1 else ""
    return re.compile(f"{text}{lead}{'/'.join(map(_segment, last))}{ending}", re.DOTALL)


def _segment(segment: str) -> str:
    """Return what matches one segment: what stands between stars is looked for once, but for the last."""
    if segment == "*":
        return "[^/]+"
    first, *others = _pieces(segment)
    if not others:
        return first
    return f"{first}{''.join(f'(?>[^/]*?{piece})' for piece in others[:-1])}[^/]*{others[-1]}"


def _pieces(segment: str) -> list[str]:
    """Return what stands between the stars of a segment, as expressions."""
    found = [""]
    for letters in re.findall(r"\\.|.", segment, re.DOTALL):
        if letters != "*":
            found[-1] += "[^/]" if letters == "?" else re.escape(letters[-1])
        elif len(found) == 1 or found[-1]:
            found.append("")
    return found
