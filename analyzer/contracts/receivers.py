"""What does a service do when a message comes: its tasks, consumers and receivers of signals as operations?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from analyzer.contracts.background import Background
from analyzer.contracts.callers import Callers
from analyzer.contracts.channels import Channels
from analyzer.contracts.confidence import confidence
from analyzer.contracts.effects import Effects
from analyzer.contracts.existing import shown
from analyzer.contracts.forms import Exchange
from analyzer.contracts.idempotence import idempotence
from analyzer.contracts.inputs import keys, placed, taken
from analyzer.contracts.messages import RECEIVE, received
from analyzer.contracts.wording import words
from analyzer.findings.evidence import Evidence
from analyzer.model.code import CallEdge
from analyzer.model.contracts import Form, Operation, OperationKind
from analyzer.model.entry_points import EntryPoint
from analyzer.model.interfaces import Result

_ACCEPTED = 202


class Receivers:
    """Makes the operations that messages run."""

    def __init__(self, back: Background, effects: Effects) -> None:
        """``effects`` are those of all entry points as well."""
        self._back = back
        self._effects = effects
        self._callers = Callers(back.evidence)
        self._channels = Channels(back.facts.entry_points)

    def made(self) -> Iterator[Operation]:
        """Yield an operation for each address at which a service receives messages."""
        named: dict[tuple[str, str], list[EntryPoint]] = defaultdict(list)
        for one in received(self._back):
            named[self._back.evidence.service_of[one.definition], one.name].append(one)
        for (service, name), entries in sorted(named.items()):
            yield self._operation(service, name, entries)

    def _operation(self, service: str, name: str, entries: Sequence[EntryPoint]) -> Operation:
        back = self._back
        definitions = tuple(dict.fromkeys(one.definition for one in entries))
        signature = back.signature(definitions)
        result = signature.result if signature is not None else Result()
        deeds = self._effects.of(definitions)
        those = taken(definitions, back)
        calls = tuple(_sent(definitions, back.evidence))
        failures = back.failures_of(definitions)
        what = Exchange(service, deeds, those, result, "", failures, ())
        sure, doubts = confidence(what, calls, is_known=signature is not None)
        may_repeat, why = idempotence(deeds, by_key=bool(keys(those)))
        form = Form.FIRE_AND_FORGET
        channel, reason = self._channels.of(service, form, (), OperationKind.EVENT)
        return Operation(
            service=service,
            name="_".join(("on", *words(name))),
            kind=OperationKind.EVENT,
            definitions=definitions,
            at=back.at(definitions[0]),
            form=form,
            channel=channel,
            channel_reason=reason,
            method=RECEIVE,
            path=name,
            inputs=placed(those, frozenset(), reads=False),
            result=result,
            status=_ACCEPTED,
            failures=failures,
            effect=deeds.effect,
            idempotent=may_repeat,
            idempotent_reason=why,
            reads=deeds.tables(changed=False),
            changes=deeds.tables(changed=True),
            callers=self._callers.of(calls),
            endpoints=shown(entries),
            confidence=sure,
            doubts=doubts,
            about=signature.about if signature is not None else "",
        )


def _sent(definitions: Sequence[str], evidence: Evidence) -> Iterator[CallEdge]:
    """Yield the calls of other services that send the message."""
    for name in definitions:
        for call in evidence.data.calls_to.get(name, ()):
            source = evidence.service_of.get(call.caller, "")
            if evidence.is_service(source) and source != evidence.service_of.get(name, ""):
                yield call
