"""Where would another form serve callers better: many at once, or a copy of the rows?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.model.contracts import Caller, Form, Offer
from analyzer.model.location import Location

BATCH = "batch operation"
READ_MODEL = "read model"
_SHOWN = 10
_MANY_READERS = 3
_READS = (Form.LIST, Form.READ_BY_KEY, Form.QUESTION)


def offers(service: str, form: Form, callers: Iterable[Caller]) -> Iterator[Offer]:
    """Yield what callers of other services would be offered beside an operation."""
    others = [one for one in callers if one.service != service]
    loops = [one for one in others if one.in_loop]
    if loops:
        where = _places(loops)
        reason = "called once for each turn of a loop: one request for all of them"
        yield Offer(BATCH, reason, where)
    if form in _READS and form is not Form.LIST and len(loops) > 1:
        yield Offer(READ_MODEL, "several loops read it row by row: a copy of the rows is read in place", _places(loops))
    elif form is Form.LIST and len({one.service for one in others}) >= _MANY_READERS:
        yield Offer(READ_MODEL, "several services read the same rows: copies are kept by events", _places(others))


def _places(callers: Iterable[Caller]) -> tuple[Location, ...]:
    return tuple(sorted({Location(one.path, one.line) for one in callers})[:_SHOWN])
