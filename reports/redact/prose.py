"""How does a sentence of ours read when the names in it are others?

A word stays where it is ours: where one of our phrases has it and nothing in the source has this name; or, if
something has, where the words beside it are those of the phrase (``tables of {} and {} together``), or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reports.redact.names import Names
from reports.redact.vocabulary import CHUNK, END, HOLE, PLAIN, START, Vocabulary

_ENDS = ".:!?"
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_PLACE = re.compile(r"(.+?)((?::\d+)+)")
_BREAKS = frozenset(".:;(—")
"""Signs after which a phrase may begin, and before which one may end."""

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
        if PLAIN.fullmatch(chunk):
            ours = chunk.lower() in self._known.words
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
        if before is not None and before.kind == "number":
            return True
        begins = before is None or bool(_BREAKS & set(text[before.end : chunk.start]))
        ends = after is None or bool(_BREAKS & set(text[chunk.end : after.start]))
        for left, right in self._known.beside.get(word, ()):
            said = left == _said(before) or right == _said(after)
            fits = begins if left == START else _fills(left, before)
            if fits and (ends if right == END else _fills(right, after)) and (said or HOLE in (left, right)):
                return True
        return False


def _said(chunk: _Chunk | None) -> str:
    return chunk.text.lower() if chunk is not None and PLAIN.fullmatch(chunk.text) else ""


def _fills(wanted: str, chunk: _Chunk | None) -> bool:
    if chunk is None:
        return False
    return chunk.kind in ("name", "number", "doubtful") if wanted == HOLE else wanted == _said(chunk)


def _gaps(spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return what lies between spans."""
    edges = [0, *(edge for span in spans for edge in span), length]
    return list(zip(edges[::2], edges[1::2], strict=True))
