"""How is a text written of which parts are not known?

Where a part is unknown, or is what the function around it is given, a single character of Unicode's private use stands
for it: ``BLANK``, or one for each parameter. So a text put together at run time is a text like any other to whatever
reads it.
"""

from __future__ import annotations

import re

BLANK = "\uf8ff"
_FIRST_PARAMETER = 0xF0000
_PARAMETER = re.compile("[\U000f0000-\U0010fffd]")
_UNKNOWN = re.compile("[\uf8ff\U000f0000-\U0010fffd]+")


def parameter_mark(number: int) -> str:
    """Return the character that stands for a parameter."""
    return chr(_FIRST_PARAMETER + number)


def parameter_marks(text: str) -> frozenset[int]:
    """Return the numbers of the parameters that stand in a text."""
    return frozenset(ord(mark) - _FIRST_PARAMETER for mark in _PARAMETER.findall(text))


def is_known(text: str) -> bool:
    """Return whether every part of a text is known."""
    return text.isascii() or _UNKNOWN.search(text) is None


def family(text: str) -> str:
    """Return a text with ``*`` for each part that is not known: ``price:*``."""
    return _UNKNOWN.sub("*", text)


def says_nothing(text: str) -> bool:
    """Return whether no letter or digit of a text is known, so that it names nothing yet."""
    return not any(character.isalnum() for character in _UNKNOWN.sub("", text))


def shown(text: str) -> str:
    """Return a text for people, with an ellipsis for each part that is not known."""
    return _UNKNOWN.sub("…", text)


def is_computed(text: str) -> bool:
    """Return whether a text has parts that are not known, and nothing beside them."""
    return BLANK in text and says_nothing(text)
