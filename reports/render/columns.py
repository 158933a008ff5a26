"""How are many values written by column, so that what is alike stands together and packs well?

A packed column is a list that begins with a letter: ``v`` values as they are, ``+`` numbers by their differences, ``d``
distinct texts and which of them each value is (0: the next that is new), ``p`` the path and line of places, ``f``
fragments of text by their letter, ``l`` the lengths of lists and what is in them, ``r`` records part by part, and ``k``
values of several kinds, each kind by itself. ``reports/assets/report.js`` reads them back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise

from reports.views.grid import Cell

Packed = list[object]
Paths = Mapping[str, int]
"""The number of each path that places may be in."""

FRAGMENTS = frozenset("tblcsdpfingh")
"""The letters of ``reports.views.rich`` and ``reports.render.fragments``."""

_PLACE = re.compile(r"(.+):(0|[1-9]\d{0,8})", re.DOTALL)
_TIMES = 2
"""Texts are numbered if each stands this often on average."""
_PARTS = 12
"""Longer lists are no records, even if all have the same length."""


def paths_in(values: Iterable[Cell], known: AbstractSet[str]) -> set[str]:
    """Collect the paths of all places; ``known`` tells the ``p`` of a fragment from the first letter of a path."""
    matches = map(_PLACE.fullmatch, _texts(values))
    found: set[str] = set()
    for path in {match[1] for match in matches if match}:
        rest = path.removeprefix("p")
        found |= {path} if path in known else {rest} if rest in known else {path, rest}
    return found


def front_coded(texts: Sequence[str]) -> Packed:
    """Write sorted texts as how much each shares with the one before it, in UTF-16 units, and what is its own."""
    shared: list[int] = []
    own: list[str] = []
    before = ""
    for text in texts:
        most = min(len(before), len(text))
        same = next((index for index in range(most) if before[index] != text[index]), most)
        shared.append(len(text[:same].encode("utf-16-le", "surrogatepass")) // 2)
        own.append(text[same:])
        before = text
    return [shared, own]


def pack(values: Sequence[Cell], paths: Paths) -> Packed:
    """Write values by column."""
    if values and _are_fragments(values):
        return _fragments([str(value) for value in values], paths)
    return _pack(values, paths)


def _pack(values: Sequence[Cell], paths: Paths) -> Packed:
    letters = [_letter(value, paths) for value in values]
    kinds = set(letters)
    if len(kinds) > 1:
        return ["k", "".join(letters), {kind: _PACK[kind](some, paths) for kind, some in _sorted_out(values, letters)}]
    return _PACK[kinds.pop()](values, paths) if kinds else ["v", []]


def _texts(values: Iterable[Cell]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _texts(value)


def _sorted_out(values: Sequence[Cell], letters: Iterable[str]) -> list[tuple[str, list[Cell]]]:
    found: defaultdict[str, list[Cell]] = defaultdict(list)
    for value, letter in zip(values, letters, strict=True):
        found[letter].append(value)
    return sorted(found.items())


def _letter(value: Cell, paths: Paths) -> str:
    if isinstance(value, tuple):
        return "l"
    if not isinstance(value, str):
        return "n"
    place = _PLACE.fullmatch(value)
    return "p" if place and place[1] in paths else "t"


def _tuples(values: Sequence[Cell], paths: Paths) -> Packed:
    lists = [value for value in values if isinstance(value, tuple)]
    lengths = [len(one) for one in lists]
    if 0 < lengths[0] <= _PARTS and lengths.count(lengths[0]) == len(lengths):
        return ["r", *(pack(part, paths) for part in zip(*lists, strict=True))]
    return ["l", _numbers(lengths, paths), pack(list(chain.from_iterable(lists)), paths)]


def _numbers(values: Sequence[Cell], _paths: Paths) -> Packed:
    """Write numbers, by their differences if these are smaller; fractions stay as they are."""
    whole = [value for value in values if isinstance(value, int)]
    if len(whole) < len(values):
        return ["v", list(values)]
    steps = [whole[0], *(after - one for one, after in pairwise(whole))] if whole else []
    return ["+", steps] if 2 * sum(map(abs, steps)) < sum(map(abs, whole)) else ["v", whole]


def _places(values: Sequence[Cell], paths: Paths) -> Packed:
    found = [str(value).rpartition(":") for value in values]
    return ["p", _numbers([paths[path] for path, _, _ in found], paths), _numbers([int(n) for *_, n in found], paths)]


def _fragments(texts: Sequence[str], paths: Paths) -> Packed:
    letters = [text[0] for text in texts]
    of = {letter: _pack([str(text)[1:] for text in some], paths) for letter, some in _sorted_out(texts, letters)}
    return ["f", "".join(letters), of]


def _strings(values: Sequence[Cell], paths: Paths) -> Packed:
    texts = [str(value) for value in values]
    distinct = list(dict.fromkeys(texts))
    if len(distinct) * _TIMES > len(texts):
        return ["v", texts]
    number: dict[str, int] = {}
    chosen = []
    for text in texts:
        chosen.append(number.get(text, 0))
        number.setdefault(text, len(number) + 1)
    return ["d", distinct, _numbers(chosen, paths)]


def _are_fragments(values: Iterable[Cell]) -> bool:
    """Whether the first letters are those of fragments; a text that is none may be cut behind its first as well."""
    return all(isinstance(value, str) and value[:1] in FRAGMENTS for value in values)


_PACK: dict[str, Callable[[Sequence[Cell], Paths], Packed]] = {
    "l": _tuples,
    "n": _numbers,
    "p": _places,
    "t": _strings,
}
