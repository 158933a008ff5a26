"""How is a name of the source written with other words, so that its form stays?

A name is cut at everything that is no letter or digit, and where small letters meet capitals. Each word becomes its
pseudonym in the same case; what stands between words stays. So ``OrderLine``, ``order_lines`` and ``/order-lines/<id>``
still belong together, ``a.b.c`` still lies in ``a.b``, and a path still fits the name of its module.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import get_args

from analyzer.model.findings import Finding
from reports.redact.vocabulary import Vocabulary

Writer = Callable[[str], str]

_LETTER = r"[A-Za-z0-9]|[^\x00-\x7f…“”]"
"""A sign of which names are made; what is beyond ASCII is none of our signs but those that we write ourselves."""
_TOKEN = re.compile(rf"(?:{_LETTER})+")
_PIECE = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_FEW_DIGITS = 2
"""A longer number in a name may be one by which people know something."""
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "ANY"))
_CONVERTERS = "int|str|slug|uuid|path|string|float|any|default|re"
_ROUTE = re.compile(
    rf"(?P<ours>\\[A-Za-z](?![a-z])|\(\?P?|\b(?:{'|'.join(sorted(METHODS))})\b(?=[ ,|]|$)"
    rf"|(?<=<)(?:{_CONVERTERS})(?=[:(])|(?<=:)(?:{_CONVERTERS})(?=\}}))|(?:{_LETTER})+"
)
_CODE = re.compile(
    r"""(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<number>[0-9][0-9._]*)"""
    rf"|(?P<name>(?:{_LETTER}|_)(?:{_LETTER}|[_.])*)"
)
_SHORT_TEXT = 3
_SHORT_NUMBER = 4
_LEFT_OUT = "…"
_KINDS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Finding))


def pieces(text: str) -> list[str]:
    """Return the words of a name, as keys for their pseudonyms: in small letters where the case can be told again."""
    return [key for token in _TOKEN.findall(text) for key, _, known in _cut(token) if not known]


def run_together(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return which words could be words of other names run together, the first of several readings."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in texts:
        for name in re.split(r"[\W]+", text):
            parts = tuple(pieces(name))
            if len(parts) > 1 and all(part.isascii() and part.isalpha() for part in parts):
                found["".join(parts)].append(parts)
    return {word: min(readings) for word, readings in found.items()}


class Names:
    """Writes names with the pseudonyms of their words.

    ``own`` are the first parts of the names of the project's modules, ``classes`` the last parts of its definitions:
    where one of them is called like something public, the project's is meant.
    """

    def __init__(
        self, words: Mapping[str, str], known: Vocabulary, own: frozenset[str], classes: frozenset[str]
    ) -> None:
        self._words = words
        self._known = known
        self._own = own
        self._classes = classes
        self._tokens: dict[str, str] = {}

    @property
    def used(self) -> dict[str, str]:
        """Which word was written how so far, without those that stay."""
        keys = {key for token in self._tokens for key, _, stays in _cut(token) if not stays}
        return {key: self._words[key] for key in sorted(keys) if self._words[key] != key}

    def name(self, text: str) -> str:
        """Write any name: dotted, of a table, a service, a team, a file."""
        return _TOKEN.sub(lambda found: self._token(found[0]), text)

    def module(self, text: str) -> str:
        """Write the name of a module, which stays as far as it is one of Python's or of a library that we know."""
        first, _, rest = text.partition(".")
        if first in self._own or first not in self._known.roots:
            return self.name(text)
        others = rest.split(".") if rest else ()
        return ".".join([first, *(one if one in self._known.names else self.name(one) for one in others)])

    def dotted(self, text: str) -> str:
        """Write the name of a definition, which may be a public one as well; without a dot, a type of Python."""
        if "." in text:
            return self.module(text)
        return text if text in self._known.single and text not in self._classes else self.name(text)

    def route(self, text: str) -> str:
        """Write the name of an entry point: methods, converters and the signs of expressions stay."""
        return _ROUTE.sub(lambda found: found["ours"] or self._token(found[0]), text)

    def code(self, text: str) -> str:
        """Write an expression; of its texts only short ones are kept, with other words."""
        return _CODE.sub(self._part, text)

    def constant(self, text: str) -> str:
        """Write a constant that stands as JSON; a long number becomes a text, so that two never become one."""
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        if value is None or isinstance(value, bool) or (not isinstance(value, str) and len(text) <= _SHORT_NUMBER):
            return text
        return json.dumps(self.name(value if isinstance(value, str) else text), ensure_ascii=False)

    def finding(self, text: str) -> str:
        """Write the id of a finding: its kind stays."""
        kind, colon, subject = text.partition(":")
        return f"{kind}{colon}{self.name(subject)}" if kind in _KINDS else self.name(text)

    def _part(self, found: re.Match[str]) -> str:
        text = found[0]
        if found["name"]:
            return self._chain(text)
        if found["number"]:
            return text if len(text) <= _SHORT_NUMBER else _LEFT_OUT
        return self.name(text) if len(_TOKEN.findall(text)) <= _SHORT_TEXT else f"{text[0]}{_LEFT_OUT}{text[0]}"

    def _chain(self, text: str) -> str:
        """Write a chain of names in an expression, whose first may be any alias: ``db.String``."""
        first, dot, rest = text.partition(".")
        if not dot or first in self._known.roots:
            return self.dotted(text)
        types = (one if one[:1].isupper() and self._is_type(one) else self.name(one) for one in rest.split("."))
        return ".".join([self.name(first), *types])

    def _is_type(self, name: str) -> bool:
        return name in self._known.names and name not in self._classes

    def _token(self, token: str) -> str:
        known = self._tokens.get(token)
        if known is None:
            known = "".join(key if stays else case(self._words[key]) for key, case, stays in _cut(token))
            self._tokens[token] = known
        return known


@lru_cache(maxsize=1 << 16)
def _cut(token: str) -> list[tuple[str, Writer, bool]]:
    """Cut a run of letters and digits into words: the key of each, how its case is written, whether it stays."""
    digits = _DIGITS.findall(token)
    if not token.isascii():
        case = _case(token)
        return [(token.lower(), case, False)] if case is not None else [(token, str, False)]
    if len(digits) > 1 or any(len(one) > _FEW_DIGITS for one in digits):
        return [(token, str, False)]
    found: list[tuple[str, Writer, bool]] = []
    for piece in _PIECE.findall(token):
        case = _case(piece)
        found.append((piece, str, True) if piece.isdigit() else (piece.lower(), case or str, False))
    return found


def _case(word: str) -> Writer | None:
    """Return how the case of a word is made of small letters; None where it cannot be told again."""
    small = word.lower()
    for case in (str.lower, str.upper, str.capitalize):
        if case(small) == word:
            return case
    return None
