"""Read packed columns back, as ``reports/assets/report.js`` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

Packed = Any


def values(packed: Packed, paths: list[str]) -> list[Any]:
    """Give the values of a packed column; tuples have become lists."""
    kind, *parts = packed
    match kind:
        case "v":
            return list(parts[0])
        case "+":
            return list(accumulate(parts[0]))
        case "d":
            new = iter(parts[0])
            return [parts[0][number - 1] if number else next(new) for number in values(parts[1], paths)]
        case "p":
            pairs = zip(values(parts[0], paths), values(parts[1], paths), strict=True)
            return [f"{paths[path]}:{line}" for path, line in pairs]
        case "f":
            return [f"{letter}{text}" for letter, text in _dealt(parts[0], parts[1], paths)]
        case "k":
            return [value for _, value in _dealt(parts[0], parts[1], paths)]
        case "l":
            items = iter(values(parts[1], paths))
            return [[next(items) for _ in range(length)] for length in values(parts[0], paths)]
        case "r":
            return [list(row) for row in zip(*(values(part, paths) for part in parts), strict=True)]
    raise ValueError(kind)


def front_decoded(packed: Packed) -> list[str]:
    """Give texts that were written by what each shares with the one before it."""
    found: list[str] = []
    before = b""
    for shared, own in zip(*packed, strict=True):
        before = before[: 2 * shared] + own.encode("utf-16-le")
        found.append(before.decode("utf-16-le"))
    return found


def _dealt(letters: str, of: dict[str, Packed], paths: list[str]) -> Iterable[tuple[str, Any]]:
    piles: dict[str, Iterator[Any]] = {letter: iter(values(packed, paths)) for letter, packed in of.items()}
    return [(letter, next(piles[letter])) for letter in letters]
