"""Which parts of an address does a request fill in, and with what?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from analyzer.frameworks.plain_shapes import INTEGER, STRING, UUID
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import UNKNOWN, Origin, Shape

_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
_CONVERTERS = {"int": INTEGER, "uuid": UUID}
_UNNAMED = "var"


def path_inputs(
    name: str, digits: frozenset[str], key: Callable[[str], Shape], unnamed: Iterable[str], at: tuple[str, int]
) -> Iterator[RequestInput]:
    """Yield the parts of an address, ``GET /orders/<int:pk>/``, in their order.

    ``digits`` are the groups of regular expressions that take digits alone, ``key`` says what a part is compared with,
    ``unnamed`` are the parameters of the view that groups without a name go to, ``at`` is where the address stands.
    """
    parts = _PART.findall(name)
    are_unnamed = all(part == _UNNAMED for _, part in parts)  # beside named ones they go nowhere
    others = iter(unnamed if are_unnamed else ())
    seen: set[str] = set()
    for converter, part in parts:
        called = next(others, part) if part == _UNNAMED and not converter else part
        if called in seen:
            continue
        seen.add(called)
        shape = _CONVERTERS.get(converter) if converter else INTEGER if part in digits else None
        origin = Origin.ANNOTATION
        if shape is None and not converter:
            shape = key(part)
            origin = Origin.ANNOTATION if shape == UNKNOWN else Origin.COLUMN
        if shape is None or shape == UNKNOWN:
            shape = STRING
        yield RequestInput(called, Place.PATH, shape, True, *at, written=converter, origin=origin)
