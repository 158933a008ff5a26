"""Which routes stand in lists that an app is given, and below which path?

``Route("/a", view)`` in a list is a call of its own; the list says where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.given import Given
from analyzer.frameworks.registrations import Registration, written_call
from analyzer.frameworks.route_tree import ROOT
from analyzer.frameworks.written import Reader

_MOST = 20_000


class Listed:
    """Keeps calls that make routes, and where they are put."""

    def __init__(self) -> None:
        self._calls: list[Registration] = []
        self._places: dict[int, dict[tuple[int, str], None]] = {}
        self._rows: list[tuple[Registration, int, str]] = []
        self._put = 0

    def add(self, made: Registration) -> None:
        """Add a call that makes a route."""
        self._calls.append(made)

    def calls(self, *names: str) -> list[Registration]:
        """Return the calls of some names, in order."""
        return [one for one in self._calls if one.name in names]

    def is_put(self, made: Registration) -> bool:
        """Return whether a list holds a call."""
        return id(made.made.call) in self._places

    def items(self, reader: Reader, given: Given | None) -> list[Registration]:
        """Return the calls in a list."""
        found = (reader.followed(one) for one in reader.items(given) or ()) if given is not None else ()
        return [call for one in found if (call := written_call(one)) is not None]

    def put(self, made: Registration, node: int, prefix: str = "") -> None:
        """Say where a call belongs; one that is made anew for each row of a table is added."""
        if self._put >= _MOST:
            return
        self._put += 1
        places = self._places.setdefault(id(made.made.call), {})
        if made.held:
            self._rows.append((made, node, prefix))
        else:
            places[node, prefix] = None

    def placed(self) -> Iterator[tuple[Registration, int, str]]:
        """Yield each call with the node and the prefix where it belongs; what no list holds stands alone."""
        for made in self._calls:
            for node, prefix in self._places.get(id(made.made.call), {(ROOT, ""): None}):
                yield made, node, prefix
        yield from self._rows
