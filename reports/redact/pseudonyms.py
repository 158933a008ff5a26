"""Which invented word stands for which word of the source?

A pseudonym is drawn by a keyed hash of the word, so nobody can try words out without the key, and its place in the
alphabet says nothing. Without a key of the user's the words of the result are the key: the same result gives the same
pseudonyms, and one who could make the key knows all words already. Words that belong together keep together:
a plural is the plural of the pseudonym, and a word that is two words run together (``orderline``) is both pseudonyms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

_FIRST = ("b", "d", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "kr", "tr", "pl", "kl")
_VOWELS = ("a", "e", "i", "o", "u")
_MIDDLE = ("lv", "nd", "rk", "lt", "mb", "rm", "sk", "zn", "vr", "lm", "rt", "nz", "rv", "ln", "dr", "lk", "mp", "v")
_AGAIN = ("a", "i", "o", "u")
_LAST = ("", "", "n", "k", "x", "v")
_MEANING = frozenset(
    ("bravo", "delta", "diva", "drama", "karma", "kilo", "mamba", "manta", "panda", "pasta", "rumba", "samba")
)
"""Words that the syllables make and that would be taken for names."""


def coin(
    words: Iterable[str], joined: Mapping[str, tuple[str, ...]], taken: frozenset[str], kept: frozenset[str], key: bytes
) -> dict[str, str]:
    """Give each word its pseudonym, no two the same; none is a word of the source or ``taken``.

    ``joined`` says of words that are others run together which these are; words of ``kept`` stay as they are.
    """
    wanted = frozenset(words)
    stems = _stems(wanted - kept)
    secret = blake2b(key or _bytes("\n".join(sorted(wanted))), digest_size=32).digest()
    found = {word: word for word in kept}
    own = [word for word in wanted if word not in kept and word not in stems]
    used = set(wanted | taken | _MEANING)
    for digest, word in sorted((blake2b(_bytes(word), key=secret, digest_size=32).digest(), word) for word in own):
        found[word] = next(one for one in _drawn(digest) if one not in used and f"{one}s" not in used)
        used |= {found[word], f"{found[word]}s"}
    _join(found, joined, stems, used)
    return found | {word: f"{found[stem]}s" for word, stem in stems.items()}


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _stems(words: frozenset[str]) -> dict[str, str]:
    """Lead plurals to their singular where both are there, at most one plural to each."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for ending, instead in (("s", ""), ("ies", "y"), ("es", "")):
        for word in sorted(words):
            stem = word.removesuffix(ending) + instead
            if word.endswith(ending) and len(stem) > 1 and stem in words and word not in found and stem not in several:
                found[word] = stem
                several.add(stem)
    return {word: stem for word, stem in found.items() if stem not in found}


def _drawn(digest: bytes) -> Iterator[str]:
    """Yield the words that a hash speaks for, without end."""
    while True:
        number, text = int.from_bytes(digest, "big"), ""
        for letters in (_FIRST, _VOWELS, _MIDDLE, _AGAIN, _LAST):
            number, index = divmod(number, len(letters))
            text += letters[index]
        yield text
        digest = blake2b(digest, digest_size=32).digest()


def _join(
    found: dict[str, str], joined: Mapping[str, tuple[str, ...]], stems: Mapping[str, str], used: set[str]
) -> None:
    """Let words that are others run together be their pseudonyms run together, where that leaves no doubt."""
    single = {**found, **{word: f"{found[stem]}s" for word, stem in stems.items()}}
    for word, parts in sorted(joined.items()):
        made = "".join(single.get(part, "") for part in parts)
        if word in found and found[word] != word and made not in used and all(part in single for part in parts):
            found[word] = made
            used |= {made, f"{made}s"}
