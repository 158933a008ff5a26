"""How often is a name written in the files of a tree, whatever it means there?"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

_OF_NAMES = (string.ascii_letters + string.digits + "_").encode()
_PARTED = bytes(byte if byte in _OF_NAMES else ord(" ") for byte in range(256))
_LARGEST = 4_000_000  # bytes of a file; what is larger holds rows


def mentions(root: Path, paths: Iterable[str], wanted: Collection[str]) -> Counter[str]:
    """Return how often each of the names, which are ASCII, is written in the files, in comments and texts as well.

    Links are not followed, and what cannot be read or is very large says nothing.
    """
    names = {name.encode() for name in wanted}
    found: Counter[str] = Counter()
    for path in paths if names else ():
        words = _content(root / path).translate(_PARTED).split()
        there = names.intersection(words)
        if there:
            found.update(word.decode() for word in words if word in there)
    return found


def without_mention(root: Path, paths: Iterable[str], wanted: Iterable[str]) -> set[str]:
    """Return the names of which no file holds the text, be it as a part of another word; fast for a few names."""
    left = {name: name.encode() for name in wanted}
    for path in paths:
        if not left:
            break
        content = _content(root / path)
        left = {name: text for name, text in left.items() if text not in content}
    return set(left)


def _content(place: Path) -> bytes:
    try:
        if place.is_symlink() or place.stat().st_size > _LARGEST:
            return b""
        return place.read_bytes()
    except OSError:
        return b""
