"""Which failures of an entry point are responses that it returns, and raises nothing for?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from analyzer.model.contracts import Failure
from analyzer.model.interfaces import Refusal
from analyzer.model.location import Location

_GIVEN = "given where it is returned"
_MOST_PLACES = 3
_MOST_MESSAGES = 5


def with_refusals(failures: tuple[Failure, ...], refused: Iterable[Refusal]) -> tuple[Failure, ...]:
    """Return failures with the responses that are returned among them, each class once, sorted by name."""
    found = {one.exception: one for one in failures}
    returned: dict[str, list[Refusal]] = defaultdict(list)
    for one in refused:
        returned[one.exception].append(one)
    for name, those in returned.items():
        message, *others = [*dict.fromkeys(one.message for one in those if one.message)][:_MOST_MESSAGES] or [""]
        at = sorted({Location(one.path, one.line) for one in those})[:_MOST_PLACES]
        reason = _GIVEN if name.startswith("http.") else f"known of {name}"
        made = Failure(name, those[0].status, reason, message, False, tuple(at), tuple(others))
        found.setdefault(name, made)
    return tuple(one for _, one in sorted(found.items()))
