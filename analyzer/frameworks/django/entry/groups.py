"""Which named groups of regular expressions take digits alone?"""

from __future__ import annotations

import re

from analyzer.frameworks.django.entry.routes import of_regex

_GROUP = re.compile(r"\(\?P<(\w+)>([^()]*)\)")
_DIGITS = re.compile(r"(?:\\d|\[0-9\]|\[\\d\])(?:[+*]|\{[\d,]+\})?")


class Groups:
    """Takes note of the groups of all addresses."""

    def __init__(self) -> None:
        self._only_digits: dict[str, bool] = {}

    def shown(self, regex: str) -> str:
        """Return an address as it is shown."""
        for name, inside in _GROUP.findall(regex):
            self._only_digits[name] = self._only_digits.get(name, True) and _DIGITS.fullmatch(inside) is not None
        return of_regex(regex)

    def of_digits(self) -> frozenset[str]:
        """Return the names of groups that take nothing but digits wherever they stand."""
        return frozenset(name for name, only in self._only_digits.items() if only)
