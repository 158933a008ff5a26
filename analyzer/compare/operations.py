"""What changed in one operation, as its callers see it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.compare.inputs import input_changes
from analyzer.compare.matching import address
from analyzer.compare.noting import Noting, Standing
from analyzer.compare.results import result_changes
from analyzer.compare.shapes import Types
from analyzer.model.contract_changes import ContractChange
from analyzer.model.contracts import Channel, Effect, Failure, Idempotence, Operation


def operation_changes(
    old: Operation, new: Operation, old_types: Types, new_types: Types, standing: Standing
) -> Iterator[ContractChange]:
    """Yield what changed in an operation that is there in both states; moving is not told here."""
    noting = Noting(new, old)
    yield from _reached(old, new, noting)
    yield from input_changes(old, new, old_types, new_types, noting)
    if new.channel is not Channel.EVENTS or old.channel is Channel.EVENTS:
        yield from result_changes(old, new, (old_types, new_types), standing, noting)
        if old.status != new.status and old.channel is new.channel:
            yield noting.change("status-changed", "result", str(old.status), str(new.status))
    yield from _failures(old, new, noting)
    if old.idempotent is Idempotence.YES and new.idempotent is not Idempotence.YES:
        yield noting.change("idempotence-lost", "", old.idempotent.value, new.idempotent.value)
    if new.effect is Effect.CHANGES and old.effect is not Effect.CHANGES:
        yield noting.change("effect-added", "", old.effect.value, new.effect.value)


def _reached(old: Operation, new: Operation, noting: Noting) -> Iterator[ContractChange]:
    """Under another channel all else is another thing as well, so it is not told."""
    if old.channel is not new.channel:
        rule = "became-event" if new.channel is Channel.EVENTS else "channel-changed"
        yield noting.change(rule, "", old.channel.value, new.channel.value)
        return
    if old.method != new.method:
        yield noting.change("method-changed", "", old.method, new.method)
    if address(old) != address(new):
        yield noting.change("path-changed", "", old.path, new.path)


def _failures(old: Operation, new: Operation, noting: Noting) -> Iterator[ContractChange]:
    """Callers tell failures apart by the code; a code that went while another came is one that changed."""
    before, after = _by_status(old), _by_status(new)
    gone, come = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    for failure in old.failures:
        now = next((one for one in new.failures if one.exception == failure.exception), None)
        if now is not None and now.status != failure.status:
            yield noting.change("error-code-changed", f"error {_last(failure)}", str(failure.status), str(now.status))
    moved = {one.exception for one in old.failures} & {one.exception for one in new.failures}
    for status in gone:
        if not all(one.exception in moved for one in before[status]):
            yield noting.change("error-code-removed", f"error {status}", _names(before[status]), "")
    for status in come:
        if not all(one.exception in moved for one in after[status]):
            yield noting.change("error-code-added", f"error {status}", "", _names(after[status]))
    for status in sorted(before.keys() & after.keys()):
        lost = [one for one in before[status] if one.exception not in {two.exception for two in new.failures}]
        if lost:
            yield noting.change("error-renamed", f"error {status}", _names(lost), _names(after[status]))


def _by_status(operation: Operation) -> Mapping[int, list[Failure]]:
    found: dict[int, list[Failure]] = {}
    for one in operation.failures:
        found.setdefault(one.status, []).append(one)
    return found


def _last(failure: Failure) -> str:
    return failure.exception.rpartition(".")[2]


def _names(failures: list[Failure]) -> str:
    return ", ".join(sorted({_last(one) for one in failures}))
