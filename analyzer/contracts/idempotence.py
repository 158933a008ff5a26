"""Does calling an operation twice do what calling it once does?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.contracts.deeds import ADD, OBJECT, UPSERT, Deed, Deeds
from analyzer.model.contracts import Effect, Idempotence
from analyzer.model.data import RowOperation
from analyzer.model.resources import ResourceKind, ResourceOperation

_REPLACED = (
    ResourceKind.CACHE.value,
    ResourceKind.BUCKET.value,
    ResourceKind.INDEX.value,
    ResourceKind.SETTING.value,
    ResourceKind.FILE.value,
)


def idempotence(deeds: Deeds, *, by_key: bool) -> tuple[Idempotence, str]:
    """Return whether an operation may be repeated, and why; ``by_key`` where a parameter says which row is meant."""
    if deeds.completes and deeds.changing:
        return Idempotence.YES, "it is asked, and what it inserts is what was missing"
    if deeds.effect is not Effect.CHANGES:
        return Idempotence.YES, "it changes nothing"
    changing = deeds.changing
    for one in changing:
        if one.kind == "table" and one.does == RowOperation.INSERT:
            return Idempotence.NO, f"it inserts rows{f' into {one.name}' if one.name else ''}"
        if one.does == ResourceOperation.PUBLISH:
            return Idempotence.NO, f"it publishes to the {one.kind} {one.name}"
        if one.does == ResourceOperation.CONSUME:
            return Idempotence.NO, f"it takes messages from the {one.kind} {one.name}"
    return _of_the_rest(changing, by_key=by_key)


def _of_the_rest(changing: Iterable[Deed], *, by_key: bool) -> tuple[Idempotence, str]:
    words = {UPSERT: "inserts only what is not there", "delete": "deletes", "update": "updates"}
    said: set[str] = set()
    for one in changing:
        if one.does == ADD:
            return Idempotence.UNKNOWN, f"it may add to what {one.name or 'a row'} holds"
        if one.kind == "table":
            said.add(words[one.does])
        elif one.kind in _REPLACED:
            said.add("replaces what was stored")
        elif one.kind == OBJECT:
            return Idempotence.UNKNOWN, "it changes an object in memory"
        else:
            return Idempotence.UNKNOWN, f"it changes the {one.kind} {one.name}"
    what = " and ".join(sorted(said))
    if said <= {words[UPSERT], words["delete"], "replaces what was stored"} or by_key:
        return Idempotence.YES, f"it {what}{' by key' if by_key else ''}"
    return Idempotence.UNKNOWN, f"it {what}, and no parameter is a key"
