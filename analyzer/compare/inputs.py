"""What changed in what an operation takes?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.compare.noting import Noting
from analyzer.compare.shapes import Difference, Fitting, Misfit, Types
from analyzer.compare.wording import words
from analyzer.model.contract_changes import ContractChange
from analyzer.model.contracts import Input, Operation
from analyzer.model.interfaces import Place
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import Origin, ShapeKind

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_STAYS = frozenset({
    LiveKind.SESSION, LiveKind.CONNECTION, LiveKind.LOCK, LiveKind.THREAD, LiveKind.SOCKET, LiveKind.CONTEXT,
    "application",
})  # fmt: skip
"""Live objects that no caller hands over once there is a border: the service has its own."""
_PROMISED = frozenset({Origin.ANNOTATION, Origin.COLUMN})
"""Origins of types that the operation itself promises to take; others tell what today's callers do, or are hearsay."""
_RULES = {
    Misfit.OUTSIDE: "input-narrowed",
    Misfit.NULL: "input-narrowed",
    Misfit.MISSING: "input-required-added",
    Misfit.PERHAPS: "input-became-required",
    Misfit.MISSING_OPTIONAL: "input-added",
    Misfit.SURE: "input-became-optional",
    Misfit.EXTRA: "input-removed",
    Misfit.LOOSE: "input-widened",
    Misfit.GIVEN_OPAQUE: "type-found",
    Misfit.WANTED_OPAQUE: "type-lost",
}


def input_changes(
    old: Operation, new: Operation, old_types: Types, new_types: Types, noting: Noting
) -> Iterator[ContractChange]:
    """Yield what changed in the inputs: what callers give is the old, what is wanted of them the new."""
    fitting = Fitting(old_types, new_types)
    for before, after in _matched(old, new):
        if before is None and after is not None:
            rule = "input-required-added" if after.parameter.required else "input-added"
            yield noting.change(rule, _subject(after), "", words(after.parameter.shape))
        elif after is None and before is not None:
            yield noting.change("input-removed", _subject(before), words(before.parameter.shape), "")
        elif before is not None and after is not None:
            yield from _changed(before, after, fitting, noting)


def _matched(old: Operation, new: Operation) -> list[tuple[Input | None, Input | None]]:
    """Match parameters of the path by their place in it, others by name."""
    left = [one for one in old.inputs if _crosses(one)]
    right = [one for one in new.inputs if _crosses(one)]
    steps, there = _steps(old), {step: name for name, step in _steps(new).items()}
    found: list[tuple[Input | None, Input | None]] = []
    for one in left:
        wanted = there.get(steps.get(one.parameter.name, -1)) if one.place is Place.PATH else None
        mate = _named(right, wanted or one.parameter.name)
        if mate is not None:
            right.remove(mate)
        found.append((one, mate))
    return [*found, *((None, one) for one in right)]


def _crosses(one: Input) -> bool:
    shape = one.parameter.shape
    return (one.live or (shape.name if shape.kind is ShapeKind.LIVE else "")) not in _STAYS


def _steps(operation: Operation) -> dict[str, int]:
    return {name.partition(":")[0]: place for place, name in enumerate(_PARAMETER.findall(operation.path))}


def _named(inputs: Sequence[Input], name: str) -> Input | None:
    return next((one for one in inputs if one.parameter.name == name), None)


def _changed(before: Input, after: Input, fitting: Fitting, noting: Noting) -> Iterator[ContractChange]:
    subject = _subject(after)
    old, new = before.parameter, after.parameter
    if before.place is not after.place:
        yield noting.change("input-moved", subject, before.place.value, after.place.value)
    if old.required != new.required:
        rule = "input-became-required" if new.required else "input-became-optional"
        spoken = [("required" if one.required else "optional") for one in (old, new)]
        yield noting.change(rule, subject, *spoken)
    elif old.default != new.default and not new.required:
        yield noting.change("input-default-changed", subject, old.default, new.default)
    doubtful = new.origin not in _PROMISED
    for one in fitting.differences(old.shape, new.shape):
        yield _fitted(one, subject, noting, doubtful=doubtful)


def _fitted(one: Difference, subject: str, noting: Noting, *, doubtful: bool) -> ContractChange:
    return noting.change(_RULES[one.misfit], f"{subject}{one.path}", one.given, one.wanted, doubtful=doubtful)


def _subject(one: Input) -> str:
    return f"input {one.parameter.name}".rstrip() if one.parameter.name else "input body"
