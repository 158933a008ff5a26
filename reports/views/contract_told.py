"""How is one operation told in a row: what it takes, gives and fails with, who asks, and what must change first?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.contracts import Caller, Channel, Effect, Input, Operation
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import Origin, ShapeKind
from reports.views.cannot_cross import INSTEAD, cannot_cross, given_live, is_stuck
from reports.views.portal import Change, in_loops, in_transactions, openers, others, places_of
from reports.views.rich import Line, code, joined, place, service, soft, strong, table, text
from reports.views.shape_words import crosses, spelled

LINES_SHOWN = 6
PLACES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Told:
    """An operation; ``mark`` tells it apart in its service, ``how`` opens on demand."""

    operation: Operation
    mark: str
    takes: tuple[Line, ...]
    gives: tuple[Line, ...]
    asked: tuple[Line, ...]
    first: tuple[Line, ...]
    how: tuple[Line, ...]


def told(one: Operation, mark: str) -> Told:
    """Tell an operation that other services call."""
    return Told(one, mark, _shown(_takes(one)), _shown(_gives(one)), _shown(_asked(one)), tuple(_first(one)), _how(one))


def asking(one: Operation) -> dict[str, list[Caller]]:
    """Give the callers in other services by service, in the order of their names."""
    found: defaultdict[str, list[Caller]] = defaultdict(list)
    for caller in others(one):
        found[caller.service].append(caller)
    return dict(sorted(found.items()))


def must_change(one: Operation) -> bool:
    """Tell whether something about an operation must change before the service can stand alone."""
    return any(True for _ in _first(one))


def ways_to_change(one: Operation) -> Iterator[str]:
    """Yield in a few words each what must be done about an operation before the service can stand alone."""
    if cannot_cross(one):
        yield INSTEAD
        return
    for each in one.inputs:
        if each.live and not is_key(each):
            yield f"data for the {_called(each.live)} it takes" if each.crosses else f"no {each.live} handed over"
    if one.live_result:
        yield f"data for the {_called(one.live_result)} it gives"
    yield from (change.instead for change in in_loops(one))
    if any(True for _ in in_transactions(one)):
        yield "a call before or after the transaction"


def _called(live: str) -> str:
    return "ORM object" if live == LiveKind.ENTITY else live


def how_called(callers: list[Caller]) -> Line:
    """Say of some callers whether one calls in a loop or inside a transaction, and whose that is."""
    further = openers(callers)
    said = (
        *(("in a loop",) * any(one.in_loop for one in callers)),
        *(("in its transaction",) * any(one.in_transaction and not one.transaction for one in callers)),
        *((f"in the transaction of {further}",) * bool(further)),
    )
    return (soft(f" {', '.join(said)}"),) if said else ()


def located(places: tuple[str, ...], most: int = PLACES_SHOWN) -> Line:
    """Name the first places, and count the others."""
    shown = tuple(fragment for at in places[:most] for fragment in (text(" "), place(at)))
    left = len(places) - most
    return (*shown, soft(f" and {left:,} more")) if left > 0 else shown


def taken(one: Operation) -> tuple[Line, ...]:
    """Tell each input that crosses the border."""
    return tuple(_taken(each) for each in one.inputs if crosses(each))


def is_key(one: Input) -> bool:
    """Tell whether an input is only the key of the row that a method is called on."""
    return one.of_object and one.parameter.origin is Origin.COLUMN


def _shown(lines: list[Line]) -> tuple[Line, ...]:
    left = len(lines) - LINES_SHOWN
    return (*lines[:LINES_SHOWN], *(((soft(f"and {left:,} more"),),) * (left > 0)))


def _takes(one: Operation) -> list[Line]:
    return list(taken(one)) or [(soft("nothing"),)]


def _taken(one: Input) -> Line:
    given = one.parameter
    kind = spelled(given.shape)
    remarks = (*(("not known",) * (not kind)), *(("may be left out",) * (not given.required)))
    return (
        code(given.name) if given.name else text("the body"),
        *((text(f": {kind}"),) * bool(kind)),
        *((soft(f" {', '.join(remarks)}"),) * bool(remarks)),
    )


def _gives(one: Operation) -> list[Line]:
    result = one.result
    if one.channel is Channel.EVENTS:
        answer: Line = (text("nothing: nobody waits"),)
    elif result.shape.kind is ShapeKind.NULL:
        answer = (strong(f"{one.status}"), text(" nothing"))
    elif kind := spelled(result.shape):
        answer = (strong(f"{one.status}"), text(f" {kind}"))
    else:
        answer = (strong(f"{one.status}"), soft(" not known"))
    failures = sorted(one.failures, key=lambda each: (each.implied, each.status, each.exception))
    return [
        answer,
        *(
            (
                text(f"{each.status} "),
                code(each.exception.rpartition(".")[2]),
                *((soft(f" {each.message}"),) * bool(each.message)),
            )
            for each in failures
        ),
    ]


def _asked(one: Operation) -> list[Line]:
    return [(service(name), *located(places_of(calls)), *how_called(calls)) for name, calls in asking(one).items()]


def _first(one: Operation) -> Iterator[Line]:
    """Yield what must change before the service can stand alone; in the words of the portal, where it has them."""
    if reasons := cannot_cross(one):
        yield (strong("cannot cross"), text(f": {'; '.join(reasons)}: to be {INSTEAD}"))
    yield from _live(one)
    for change in in_loops(one):
        yield _changed(change)
    for change in in_transactions(one):
        yield _changed(change)


def _changed(change: Change) -> Line:
    return (strong(change.instead), text(f": {change.what.removeprefix('is ')}"), *located(change.places))


def _live(one: Operation) -> Iterator[Line]:
    taken: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for given in one.inputs:
        if given.live and not is_key(given) and not is_stuck(given):
            taken[given.live, given.instead].append(given.parameter.name or "the body")
    for (live, instead), names in taken.items():
        if live == LiveKind.ENTITY:
            yield (strong("passes a live ORM object"), *_named(names), text(": needs a data type"))
        else:
            yield (strong(f"passes a live {live}"), *_named(names), text(f"; instead {instead}" if instead else ""))
    if given_live(one):
        return
    if one.live_result == LiveKind.ENTITY:
        yield (strong("gives a live ORM object"), text(": needs a data type"))
    elif one.live_result:
        yield (strong(f"gives a live {one.live_result}"), text(": data instead"))


def _named(names: list[str]) -> Line:
    return (text(" ("), *joined(map(code, names)), text(")"))


def _how(one: Operation) -> tuple[Line, ...]:
    failures = tuple(
        (
            text(f"{each.status} "),
            code(each.exception),
            soft(f" {each.reason}"),
            *located(tuple(map(str, each.evidence))),
        )
        for each in one.failures[:LINES_SHOWN]
    )
    return (
        *(((text(one.about),),) if one.about else ()),
        (strong(one.channel.value), text(f": {one.channel_reason or one.form.value}")),
        _effect(one),
        (strong("may be repeated"), text(f": {one.idempotent.value}"), *_because(one.idempotent_reason)),
        (strong("stands for"), text(" "), *joined(map(code, one.definitions[:LINES_SHOWN]))),
        *failures,
        *((strong("doubt"), text(f": {doubt}")) for doubt in one.doubts),
    )


def _because(reason: str) -> Line:
    return (text(f", because {reason}"),) if reason else ()


def _effect(one: Operation) -> Line:
    if one.effect is Effect.NONE:
        return (text("neither reads nor changes state"),)
    parts: list[Line] = [
        (strong(word), text(" "), *joined(map(table, names[:LINES_SHOWN])), *_more(names))
        for word, names in (("changes", one.changes), ("reads", one.reads))
        if names
    ]
    if not parts:
        return (strong(one.effect.value), text(" state"))
    return (*parts[0], *(fragment for part in parts[1:] for fragment in (text("; "), *part)))


def _more(names: tuple[str, ...]) -> Line:
    left = len(names) - LINES_SHOWN
    return (soft(f" and {left:,} more"),) if left > 0 else ()
