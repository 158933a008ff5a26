"""What changed in what an operation gives?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.compare.noting import Noting, Standing
from analyzer.compare.shapes import Difference, Fitting, Misfit, Types
from analyzer.compare.wording import words
from analyzer.model.contract_changes import ContractChange
from analyzer.model.contracts import Operation
from analyzer.model.shapes import NULL, DataKind, Origin, Shape, ShapeKind

_HEARSAY = frozenset({Origin.DOCSTRING, Origin.UNKNOWN})
"""Origins of results that the code itself does not show."""
_RULES = {
    Misfit.OUTSIDE: "result-widened",
    Misfit.NULL: "result-nullable",
    Misfit.MISSING: "result-field-removed",
    Misfit.MISSING_OPTIONAL: "result-field-removed",
    Misfit.PERHAPS: "result-field-optional",
    Misfit.SURE: "result-narrowed",
    Misfit.EXTRA: "result-field-added",
    Misfit.LOOSE: "result-narrowed",
}


def result_changes(
    old: Operation, new: Operation, types: tuple[Types, Types], standing: Standing, noting: Noting
) -> Iterator[ContractChange]:
    """Yield what changed in the result: what is given is the new, what callers want of it the old."""
    before, after = old.result, new.result
    if _is_none(before.shape) != _is_none(after.shape) and ShapeKind.UNKNOWN not in (
        before.shape.kind,
        after.shape.kind,
    ):
        rule = "result-removed" if _is_none(after.shape) else "result-added"
        yield noting.change(rule, "result", words(before.shape), words(after.shape))
        return
    if before.streams != after.streams:
        spoken = [("a stream" if one.streams else "one answer") for one in (before, after)]
        yield noting.change("result-widened", "result", *spoken)
    doubtful = after.origin in _HEARSAY
    for one in Fitting(types[1], types[0]).differences(after.shape, before.shape):
        if one.misfit in (Misfit.PERHAPS, Misfit.SURE) and not one.partial:
            continue  # it says whether who makes the object must give the field; whoever reads it finds it
        yield _fitted(one, standing, noting, doubtful=doubtful)


def _is_none(shape: Shape) -> bool:
    return shape == NULL


def _fitted(one: Difference, standing: Standing, noting: Noting, *, doubtful: bool) -> ContractChange:
    place = f"result{one.path}"
    if one.misfit is Misfit.OPAQUE:
        rule = "type-lost" if one.given == ShapeKind.UNKNOWN.value else "type-found"
        return noting.change(rule, place, one.wanted, one.given)
    if one.misfit in (Misfit.MISSING, Misfit.MISSING_OPTIONAL) and _stands(one, standing):
        return noting.change("result-field-unread", place, one.wanted, one.given)
    vague = doubtful or (one.partial and one.misfit is Misfit.MISSING)
    return noting.change(_RULES[one.misfit], place, one.wanted, one.given, doubtful=vague)


def _stands(one: Difference, standing: Standing) -> bool:
    """Whether a field of an entity is left out only because no caller reads it any more."""
    field, owner = one.field, one.owner
    if field is None or owner is None or owner.kind is not DataKind.ENTITY:
        return False
    return (field.column or field.name) in standing.columns.get(owner.table, ())
