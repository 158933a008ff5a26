"""What may stand in a redacted report: words of ours, of Python, and of the libraries that we know?"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOLE = "{}"
"""Stands in a phrase for what is filled in."""
START, END = "<", ">"
"""Stand beside the first and the last word of a phrase, and of a sentence."""

CHUNK = re.compile(r"""[^\s,;()“”"'`…]+""")
PLAIN = re.compile(r"[^\W\d_]+")
_ENDS = ".:!?"
_WITHOUT_MODULE = ("builtins.", "typing.", "collections.abc.", "datetime.", "decimal.", "uuid.", "enum.")
_HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``words`` stand in our phrases, ``chunks`` are what else does (``path:line``, ``call-in-loop``).

    ``beside`` holds for each word what stands before and after it in phrases. ``names`` are the parts of those that
    Python and libraries give to things, ``single`` those that are known without a module, ``roots`` the modules that
    they begin with; ``kept`` are words of programming, which stay where they are a part of a name. ``taken`` are the
    words of all of these, in small letters: no pseudonym is one of them.
    """

    words: frozenset[str]
    chunks: frozenset[str]
    beside: dict[str, frozenset[tuple[str, str]]]
    names: frozenset[str]
    single: frozenset[str]
    roots: frozenset[str]
    kept: frozenset[str]
    taken: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Read the lists beside this file."""
    words: set[str] = set()
    chunks: set[str] = set()
    beside: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for phrase in _lines("phrases.txt"):
        found = [_bare(one) for one in CHUNK.findall(phrase)]
        spoken = [HOLE if HOLE in one else one.lower() if PLAIN.fullmatch(one) else one for one in found]
        for before, word, after in zip([START, *spoken], spoken, [*spoken[1:], END], strict=False):
            if PLAIN.fullmatch(word):
                words.add(word)
                beside[word].add((before, after))
            elif word != HOLE:
                chunks.add(word)
    python = _lines("python.txt")
    known = {*_lines("names.txt"), *python}
    single = {name for name in known if "." not in name} - set(python)
    single |= {name.rpartition(".")[2] for name in python if name.startswith(_WITHOUT_MODULE)}
    names = {part for name in known for part in name.split(".")}
    kept = set(" ".join(_lines("kept.txt")).split())
    return Vocabulary(
        frozenset(words),
        frozenset(chunks),
        {word: frozenset(pairs) for word, pairs in beside.items()},
        frozenset(names),
        frozenset(single),
        frozenset({name.partition(".")[0] for name in python} | set(_lines("libraries.txt"))),
        frozenset(kept),
        frozenset(words | kept | {word.lower() for name in names | chunks for word in PLAIN.findall(name)}),
    )


def _bare(chunk: str) -> str:
    return chunk.rstrip(_ENDS)


def _lines(name: str) -> list[str]:
    return (_HOME / name).read_text(encoding="utf-8").splitlines()
