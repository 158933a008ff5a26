"""How does a sentence of ours read when the names in it are others?

A word stays where it is ours: where one of our phrases has it and nothing in the source has this name; or, if
something has, where the words beside it are those of the phrase (``tables of {} and {} together``), or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reports.redact.names import METHODS, Names
from reports.redact.vocabulary import CHUNK, END, HOLE, PLAIN, START, Vocabulary

_ENDS = ".:!?"
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_PLACE = re.compile(r"(.+?)((?::\d+)+)")
_BREAKS = frozenset(".:;(—")
"""Signs after which a phrase may begin."""

Kind = Literal["ours", "doubtful", "number", "name"]


@dataclass(slots=True)
class _Chunk:
    text: str
    start: int
    end: int
    kind: Kind


class Prose:
    """Writes our sentences.

    ``called`` are all names of the source; of ``spaced`` those that hold spaces are looked for first.
    """

    def __init__(self, names: Names, known: Vocabulary, called: frozenset[str], spaced: Iterable[str]) -> None:
        self._names = names
        self._known = known
        self._called = called
        longest = sorted((one for one in spaced if " " in one.strip()), key=lambda one: (-len(one), one))
        self._spaced = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None

    def sentence(self, text: str) -> str:
        """Write a sentence."""
        chunks = self._chunks(text)
        parts, end = [], 0
        for index, chunk in enumerate(chunks):
            parts += [text[end : chunk.start], self._written(text, chunks, index)]
            end = chunk.end
        return "".join([*parts, text[end:]])

    def _chunks(self, text: str) -> list[_Chunk]:
        whole = [found.span() for found in self._spaced.finditer(text)] if self._spaced else []
        found = [_Chunk(text[start:end], start, end, "name") for start, end in whole]
        for one in CHUNK.finditer(text):
            start, end = one.span()
            pieces = [(max(start, last), min(end, first)) for last, first in _gaps(whole, len(text))]
            found += [self._chunk(text, *piece) for piece in pieces if piece[0] < piece[1]]
        return sorted((one for one in found if one.text), key=lambda one: one.start)

    def _chunk(self, text: str, start: int, end: int) -> _Chunk:
        bare = text[start:end].rstrip(_ENDS)
        return _Chunk(bare, start, start + len(bare), self._kind(bare))

    def _kind(self, chunk: str) -> Kind:
        is_called = chunk in self._called
        if chunk in METHODS:
            return "ours"
        if PLAIN.fullmatch(chunk):
            small = chunk.lower()
            ours = small in self._known.words or small.removesuffix("s") in self._known.words
            return "name" if not ours else "doubtful" if is_called else "ours"
        if is_called:
            return "name"
        if _NUMBER.fullmatch(chunk) or not PLAIN.search(chunk):
            return "number"
        return "ours" if chunk in self._known.chunks else "name"

    def _written(self, text: str, chunks: list[_Chunk], index: int) -> str:
        chunk = chunks[index]
        if chunk.kind in ("ours", "number") or (chunk.kind == "doubtful" and self._fits(text, chunks, index)):
            return chunk.text
        place = _PLACE.fullmatch(chunk.text)
        if place is not None:
            return self._names.name(place[1]) + place[2]
        return self._names.dotted(chunk.text) if "." in chunk.text else self._names.name(chunk.text)

    def _fits(self, text: str, chunks: list[_Chunk], index: int) -> bool:
        """Tell whether a word stands where a phrase has it."""
        chunk, word = chunks[index], chunks[index].text.lower()
        before = chunks[index - 1] if index else None
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        if before is not None and before.kind == "number" and text[before.end : chunk.start].isspace():
            return True
        is_counted = index > 1 and chunks[index - 2].kind == "number"
        beside = self._known.beside.get
        for left, right in (*beside(word, ()), *beside(word.removesuffix("s"), ())):
            said_before, said_after = left == _said(before), right == _said(after)
            if said_before and (said_after or right == END or (right == HOLE and _filled(after))):
                return True
            if said_after and (left == START or (left == HOLE and (_filled(before) or is_counted))):
                return True
            if left == right == HOLE and after is not None and after.kind == "number":
                return True
            if left == right == HOLE and _filled(after) and (_filled(before) or _touch(text, chunk, after)):
                return True
            if (left, right) == (START, HOLE) and _filled(after) and _begins(text, before, chunk):
                return True
        return False


def _begins(text: str, before: _Chunk | None, chunk: _Chunk) -> bool:
    return before is None or bool(_BREAKS & set(text[before.end : chunk.start]))


def _said(chunk: _Chunk | None) -> str:
    return "" if chunk is None or chunk.kind in ("name", "number") else chunk.text.lower()


def _touch(text: str, chunk: _Chunk, after: _Chunk | None) -> bool:
    return after is not None and text[chunk.end : after.start].isspace()


def _filled(chunk: _Chunk | None) -> bool:
    return chunk is not None and chunk.kind != "ours"


def _gaps(spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return what lies between spans."""
    edges = [0, *(edge for span in spans for edge in span), length]
    return list(zip(edges[::2], edges[1::2], strict=True))
