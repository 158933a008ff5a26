"""Does a handler of signals write tables of other services than those whose code fires it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.findings.data import less_sure, surer
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import by_owner, listed
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data_findings import SignalWrite
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.location import Location

_WIDE = 3


def check(evidence: Evidence) -> Iterator[SignalWrite]:
    """Yield one finding per such handler: who fires it does not see what it writes.

    Only calls that a library makes because of what code does are known to fire; who calls a handler by its name knows.
    """
    handlers: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in evidence.facts.entry_points:
        if entry.kind is EntryKind.SIGNAL:
            handlers[entry.definition].append(entry)
    for name in sorted(handlers):
        fired = [
            call
            for call in evidence.data.calls_to.get(name, ())
            if call.through and evidence.is_service(evidence.service_of.get(call.caller, ""))
        ]
        if fired:
            yield from _finding(evidence, name, handlers[name], fired)


def _finding(evidence: Evidence, name: str, entries: list[EntryPoint], fired: list[CallEdge]) -> Iterator[SignalWrite]:
    data = evidence.data
    senders = {evidence.service_of[call.caller] for call in fired}
    written = data.written_by(name)
    others = {
        table: certainty
        for table, certainty in written.items()
        if certainty is not Certainty.GUESSED and data.owner(table) not in ("", *senders)
    }
    if not others:
        return
    services = sorted(senders | data.owners(others))
    places = {Location(one.path, one.line) for one in entries} | {Location(one.path, one.line) for one in fired}
    places |= {
        Location(one.path, one.line)
        for one in data.accesses_of.get(name, ())
        if one.operation.writes and one.table in others
    }
    verb = "sends" if len(senders) == 1 else "send"
    signals = tuple(sorted({entry.name for entry in entries}))
    yield SignalWrite(
        subject=name,
        severity=severity("signal-write", [Circumstance.WIDE] if len(services) >= _WIDE else []),
        certainty=less_sure(surer(*others.values()), surer(*(call.certainty for call in fired))),
        services=tuple(services),
        message=f"{name} runs when {listed(sorted(senders))} {verb} {listed(signals)}, and writes"
        f" {by_owner(data.parts(others))}.",
        evidence=tuple(sorted(places)),
        handler=name,
        signals=signals,
        senders=tuple(sorted(senders)),
        tables=data.parts(others),
    )
