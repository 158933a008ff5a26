"""How sure is a contract, and what lowers it?

The product of stated factors: the share of parameters whose shape is known, whether the result is, whether calls were
typed or guessed, live objects that have to become data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.contracts.forms import Exchange
from analyzer.contracts.inputs import Taken
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.contracts import Effect
from analyzer.model.interfaces import Result
from analyzer.model.shapes import Origin, ShapeKind

_NOTHING = "its parameters and its result are not known"
_NO_SIGNATURE = 0.5
_COMPLETES = 0.9
_COPIED = 0.8
_UNKNOWN_SHARE = 0.5
_UNKNOWN_RESULT = 0.8
_SAID_BY_TEXT = 0.95
_GUESSED = 0.5
_LIVE = 0.9
_SILENT = 0.7


def confidence(what: Exchange, calls: Sequence[CallEdge], *, is_known: bool) -> tuple[float, tuple[str, ...]]:
    """Return a number from 0 to 1, and a short sentence for each factor below 1; ``is_known`` of a signature."""
    factors = list(_of_shapes(what.taken, what.result)) if is_known else [(_NO_SIGNATURE, _NOTHING)]
    factors += _of_deeds(what)
    live = sorted({one.live for one in what.taken if one.live} | ({what.live_result} - {""}))
    if live:
        factors.append((_LIVE, f"live objects have to become data: {', '.join(live)}"))
    if calls and all(one.certainty is Certainty.GUESSED for one in calls):
        factors.append((_GUESSED, "that it is called is guessed from names"))
    product = 1.0
    for factor, _ in factors:
        product *= factor
    return round(product, 2), tuple(doubt for _, doubt in factors)


def _of_deeds(what: Exchange) -> Iterable[tuple[float, str]]:
    changes = what.deeds.effect is Effect.CHANGES
    if what.deeds.changing and what.deeds.completes:
        yield _COMPLETES, "it asks, and what it calls may insert what is missing"
    elif not changes and what.result.shape.kind is ShapeKind.NULL and not what.failures:
        yield _SILENT, "it gives nothing back, fails of nothing and changes no row: perhaps what it is given"
    elif what.deeds.effect is Effect.NONE:
        yield _COPIED, "it uses no data: its code may be copied instead"


def _of_shapes(taken: Sequence[Taken], result: Result) -> Iterable[tuple[float, str]]:
    named = [one for one in taken if one.crosses and one.parameter.kind in ("positional", "keyword")]
    unknown = [one.parameter.name for one in named if one.parameter.shape.kind is ShapeKind.UNKNOWN and not one.live]
    if unknown:
        share = len(unknown) / len(named)
        yield (
            1 - _UNKNOWN_SHARE * share,
            f"nothing says what {', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'}",
        )
    if any(one.parameter.kind == "kwargs" for one in taken):
        yield _SAID_BY_TEXT, "it takes any further arguments by name"
    if any(one.parameter.origin is Origin.DOCSTRING for one in named):
        yield _SAID_BY_TEXT, "parameters are known by the docstring alone"
    if result.shape.kind is ShapeKind.UNKNOWN:
        yield _UNKNOWN_RESULT, "nothing says what it returns"
