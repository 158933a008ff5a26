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
_MISSING = (Misfit.MISSING, Misfit.MISSING_OPTIONAL)
_RULES = {
    Misfit.OUTSIDE: "result-widened",
    Misfit.NULL: "result-nullable",
    Misfit.MISSING: "result-field-removed",
    Misfit.MISSING_OPTIONAL: "result-field-removed",
    Misfit.PERHAPS: "result-field-optional",
    Misfit.SURE: "result-narrowed",
    Misfit.EXTRA: "result-field-added",
    Misfit.LOOSE: "result-narrowed",
    Misfit.GIVEN_OPAQUE: "type-lost",
    Misfit.WANTED_OPAQUE: "type-found",
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
    stands = _column_stands(one, standing) if one.misfit in _MISSING else None
    if stands:
        return noting.change("result-field-unread", place, one.wanted, one.given)
    vague = doubtful or (one.misfit in _MISSING and one.partial and stands is None)
    return noting.change(_RULES[one.misfit], place, one.wanted, one.given, doubtful=vague)


def _column_stands(one: Difference, standing: Standing) -> bool | None:
    """Whether the column of a field is still there, so that only nobody reads it; None where it is not known."""
    field, owner = one.field, one.owner
    if field is None or owner is None or owner.kind is not DataKind.ENTITY or owner.table not in standing.columns:
        return None
    return field.column in standing.columns[owner.table] if field.column else None
