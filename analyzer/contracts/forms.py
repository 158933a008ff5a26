"""What kind of exchange is an operation?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.contracts.deeds import Deeds
from analyzer.contracts.inputs import Taken, keys
from analyzer.model.contracts import Caller, Effect, Failure, Form
from analyzer.model.interfaces import Result
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import Shape, ShapeKind

_FILES = (LiveKind.FILE,)
_LISTS = (LiveKind.QUERY,)
_MANY = (ShapeKind.ARRAY,)
_THEIR_MISTAKE, _OUR_MISTAKE = 400, 500
_ONE = (ShapeKind.DATA, ShapeKind.MAP)


class Exchange(msgspec.Struct, frozen=True):
    """What the choice of a form asks of an operation; ``caught`` where a caller catches one of the failures."""

    service: str
    deeds: Deeds
    taken: tuple[Taken, ...]
    result: Result
    live_result: str
    failures: tuple[Failure, ...]
    callers: tuple[Caller, ...]
    caught: bool = False


def form_of(one: Exchange) -> Form:
    """Return the form: streams and files first, then what changes state, then what reads."""
    shape = one.result.shape
    if one.live_result in _FILES or _is_of(shape, ShapeKind.BINARY):
        return Form.FILE
    if one.result.streams or one.live_result == LiveKind.GENERATOR:
        return Form.STREAM
    if one.deeds.effect is Effect.CHANGES:
        return Form.FIRE_AND_FORGET if _is_forgotten(one) else Form.COMMAND
    if shape.kind in _MANY or one.live_result in _LISTS:
        return Form.LIST
    if _is_object(shape) or one.live_result == LiveKind.ENTITY:
        return Form.READ_BY_KEY if _by_key_alone(one.taken) else Form.QUESTION
    return Form.QUESTION


def _is_forgotten(one: Exchange) -> bool:
    """Return whether other services may go on before a change is done: nothing comes back, no mistake is theirs."""
    if one.result.shape.kind is not ShapeKind.NULL or one.caught:
        return False
    others = [caller for caller in one.callers if caller.service != one.service]
    told = any(_THEIR_MISTAKE <= failure.status < _OUR_MISTAKE for failure in one.failures)
    return bool(others) and not told and not any(caller.in_transaction for caller in one.callers)


def _by_key_alone(those: Sequence[Taken]) -> bool:
    """Return whether the keys are all that must be said: the rest has defaults, or does not cross."""
    named = keys(those)
    rest = [one for one in those if one.crosses and one not in named and one.parameter.required]
    return bool(named) and all(one.parameter.kind in ("args", "kwargs") for one in rest)


def _is_object(shape: Shape) -> bool:
    if shape.kind is ShapeKind.UNION:
        rest = [part for part in shape.of if part.kind is not ShapeKind.NULL]
        return len(rest) == 1 and _is_object(rest[0])
    return shape.kind in _ONE


def _is_of(shape: Shape, kind: ShapeKind) -> bool:
    return shape.kind is kind or (shape.kind is ShapeKind.UNION and any(part.kind is kind for part in shape.of))
