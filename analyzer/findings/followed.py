"""For which calls does a caller surely wait, so that what is behind them runs before it returns?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from analyzer.findings.heirs import Heirs
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.entry_points import EntryKind
from analyzer.model.facts import Facts
from analyzer.model.resources import ResourceOperation

_BY_MESSAGE = (EntryKind.TASK, EntryKind.CONSUMER)
_MOST_MEANT = 3
_NESTED = ".<locals>."


def followed_calls(facts: Facts, service: Callable[[str], str], heirs: Heirs) -> dict[str, tuple[CallEdge, ...]]:
    """Return the calls of each caller that is waited for, in the order of the facts.

    Left out is what is guessed, what is sent as a message, what a wrapper calls (who calls it calls what is wrapped),
    what a base class calls of its subclasses, and a call that may go to several services, or to many definitions: for
    which of them one waits is not known.
    """
    wrappers = {call.through for call in facts.calls if call.through}
    receivers = {one.definition for one in facts.entry_points if one.kind is EntryKind.SIGNAL}
    tasks = {one.definition for one in facts.entry_points if one.kind in _BY_MESSAGE}
    published = {(one.path, one.line) for one in facts.resources if one.operation is ResourceOperation.PUBLISH}
    lines: dict[tuple[str, int], list[CallEdge]] = defaultdict(list)
    for call in facts.calls:
        by_message = call.callee in receivers or (call.callee in tasks and (call.path, call.line) in published)
        if call.certainty is not Certainty.GUESSED and call.caller not in wrappers and not by_message:
            lines[call.caller, call.line].append(call)
    found: dict[str, list[CallEdge]] = defaultdict(list)
    for (caller, _), calls in lines.items():
        known = calls if len(calls) == 1 else _known(calls, service)
        found[caller] += [call for call in known if not _dispatches(call, heirs)]
    return {caller: tuple(calls) for caller, calls in found.items() if calls}


def _known(calls: list[CallEdge], service: Callable[[str], str]) -> Iterator[CallEdge]:
    """Yield the calls of a line that surely go to one service.

    What a nested function calls is often what was handed to the outer one: there names tell nothing apart.
    """
    meant: dict[str, set[str]] = defaultdict(set)
    for call in calls:
        meant[_said(call)].add(call.callee)
    for call in calls:
        callees = meant[_said(call)]
        if len(callees) == 1 or (len(callees) <= _MOST_MEANT and len({service(one) for one in callees}) == 1):
            yield call


def _said(call: CallEdge) -> str:
    return "" if _NESTED in call.caller else call.callee.rpartition(".")[2]


def _dispatches(call: CallEdge, heirs: Heirs) -> bool:
    """Return whether a method calls one of a class that derives from its own."""
    return heirs.derives(call.callee.rpartition(".")[0], call.caller.rpartition(".")[0])
