"""What is each operation: everything that is said of one, put together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from analyzer.contracts.addresses import Address, Addresses, Subject, status_of
from analyzer.contracts.background import Background
from analyzer.contracts.callers import Callers
from analyzer.contracts.catching import Catching
from analyzer.contracts.channels import Channels
from analyzer.contracts.confidence import confidence
from analyzer.contracts.deeds import Deeds
from analyzer.contracts.effects import Effects
from analyzer.contracts.existing import Existing, shown
from analyzer.contracts.forms import Exchange, form_of
from analyzer.contracts.grouping import Group
from analyzer.contracts.hidden import may_be_null
from analyzer.contracts.idempotence import idempotence
from analyzer.contracts.inputs import APPLICATION, Taken, is_application, keys, needs_body, placed, taken
from analyzer.contracts.offers import offers
from analyzer.contracts.routes import address_of
from analyzer.contracts.wording import kebab, topic, words
from analyzer.model.contracts import Channel, Effect, Form, Operation, OperationKind
from analyzer.model.data import RowOperation
from analyzer.model.entry_points import EntryPoint
from analyzer.model.interfaces import Result
from analyzer.model.shapes import Origin, Shape, ShapeKind

_READ = "GET"
_WITHOUT_BODY = (_READ, "DELETE")


class Operations:
    """Makes the operations that are calls."""

    def __init__(self, back: Background, groups: Sequence[Group], effects: Effects, addresses: Addresses) -> None:
        """Take all that are to be made: addresses are given in their order."""
        self._back = back
        self._groups = groups
        self._effects = effects
        self._addresses = addresses
        self._existing = Existing(back, groups)
        self._channels = Channels(back.facts.entry_points)
        self._callers = Callers(back.evidence)
        self._catching = Catching(back.facts.interfaces)
        self._names = _names(groups, back)
        self.absorbed: set[EntryPoint] = set()

    def made(self) -> list[Operation]:
        """Return the operations, in the order of their definitions: those with an address of today come first."""
        kept = {group: self._of_today(group) for group in self._groups}
        return [self._operation(group, kept[group]) for group in self._groups]

    def _operation(self, group: Group, today: Address | None) -> Operation:
        back, first = self._back, group.definitions[0]
        signature = back.signature(group.definitions)
        result = signature.result if signature is not None else Result()
        what, deeds = self._exchange(group, result), self._effects.of(group.definitions)
        form = Form.READ_BY_KEY if group.gets else form_of(what)
        leading, alone = self._existing.of(group), self._existing.alone(group)
        channel, reason = self._channels.of(what.service, form, shown(alone))
        address = self._address(self._subject(group, what, form), channel, today, alone)
        sure, doubts = confidence(what, group.calls, is_known=signature is not None)
        may_repeat, why = idempotence(deeds, by_key=bool(keys(what.taken)))
        return Operation(
            service=what.service,
            name=self._names[first],
            kind=OperationKind.CALL,
            definitions=group.definitions,
            at=back.at(first),
            form=form,
            channel=channel,
            channel_reason=reason,
            method=address.method,
            path=address.path,
            inputs=placed(what.taken, address.variables, reads=address.method in _WITHOUT_BODY),
            result=what.result,
            status=status_of(form, what.result, address.method, creates=_creates(deeds)),
            failures=what.failures,
            effect=deeds.effect,
            idempotent=may_repeat,
            idempotent_reason=why,
            reads=deeds.tables(changed=False),
            changes=deeds.tables(changed=True),
            callers=what.callers,
            endpoints=shown(leading),
            confidence=sure,
            doubts=doubts,
            offers=tuple(offers(what.service, form, what.callers)),
            about=signature.about if signature is not None else "",
            live_result=what.live_result,
        )

    def _exchange(self, group: Group, result: Result) -> Exchange:
        """Return what passes between callers and an operation."""
        back = self._back
        callers = self._callers.of(group.calls)
        failures = back.failures_of(group.definitions)
        result = _result(group, result)
        return Exchange(
            back.evidence.service_of[group.definitions[0]],
            self._effects.of(group.definitions),
            taken(group.definitions, back, group.calls),
            result,
            "" if group.gets else _live_result(group, result, back),
            failures,
            callers,
            self._catching.is_caught(failures, callers),
        )

    def _subject(self, group: Group, what: Exchange, form: Form) -> Subject:
        """Return what an address is made of."""
        first = group.definitions[0]
        owner, _, last = first.rpartition(".")
        module, row = self._back.definitions[first].module, self._back.rows.get(owner, "")
        name = self._names[first]
        return Subject(what.service, name, last, module, form, what.taken, what.result, what.deeds, row)

    def _of_today(self, group: Group) -> Address | None:
        """Return the address of the entry point that hands over to an operation alone, where its variables fit."""
        leading = self._existing.alone(group)
        if not leading:
            return None
        those = taken(group.definitions, self._back, group.calls)
        effect = self._effects.of(group.definitions).effect
        service = self._back.evidence.service_of[group.definitions[0]]
        for entry in leading:
            address = address_of(entry.name)
            if address is None or (address.method == _READ) != (effect is not Effect.CHANGES):
                continue
            if address.method in _WITHOUT_BODY and needs_body(those):
                continue
            fitting = _fitted(address, those)
            if fitting is not None and self._addresses.claim(service, fitting):
                self.absorbed.add(entry)
                return fitting
        return None

    def _address(
        self, subject: Subject, channel: Channel, today: Address | None, alone: Iterable[EntryPoint]
    ) -> Address:
        if channel is Channel.GRAPHQL:
            field = next(one.name for one in alone if one.kind.value == channel.value)
            method, _, path = field.rpartition(" ")
            return Address(method or "query", path)
        if channel is Channel.EVENTS:
            about = subject.of_row.rpartition(".")[2] or topic(subject.module) or subject.service
            return Address("receive", f"{kebab(about)}.{kebab(subject.name)}")
        if channel is Channel.RPC:
            return Address("call", subject.name)
        return today or self._addresses.derived(subject)


def _fitted(address: Address, those: Sequence[Taken]) -> Address | None:
    """Return an address whose variables are parameters; one alone may bear another name than the key it holds.

    What may be nothing stands in no path: others call the operation without it.
    """
    if any(one.parameter.name in address.variables and may_be_null(one.parameter.shape) for one in those):
        return None
    named = {one.parameter.name for one in those if one.crosses}
    unknown = address.variables - named
    if not unknown:
        return address
    free = [
        one.parameter.name
        for one in keys(those)
        if one.parameter.name not in address.variables and not may_be_null(one.parameter.shape)
    ]
    if len(unknown) == 1 and len(free) == 1:
        (variable,) = unknown
        return Address(address.method, address.path.replace(f"{{{variable}}}", f"{{{free[0]}}}"))
    return None


def _result(group: Group, result: Result) -> Result:
    if not group.gets:
        return result
    return Result(Shape(ShapeKind.DATA, name=group.gets), group.gets.rpartition(".")[2], Origin.ANNOTATION)


def _live_result(group: Group, result: Result, back: Background) -> str:
    known = next((kind for name in group.definitions if (kind := back.live_kind(name))), "")
    if not known and is_application(group.definitions[0], result.shape):
        return APPLICATION
    return known or (result.shape.name if result.shape.kind is ShapeKind.LIVE else "")


def _creates(deeds: Deeds) -> bool:
    return any(one.kind == "table" and one.does == RowOperation.INSERT for one in deeds.itself)


def _names(groups: Iterable[Group], back: Background) -> dict[str, str]:
    """Return a name for each operation, by its first definition, that no other of its service has."""
    groups = list(groups)
    service_of = back.evidence.service_of
    longer: dict[str, list[str]] = {}
    for group in groups:
        first = group.definitions[0]
        parts = first.split(".")
        if group.gets:
            parts = [*parts[:-1], "get_" + "_".join(words(group.gets.rpartition(".")[2]))]
        longer[first] = [parts[-1], *("_".join(parts[-size:]) for size in range(2, len(parts) + 1))]
    found: dict[str, str] = {}
    used: set[tuple[str, str]] = set()
    counted = Counter((service_of[first], names[0]) for first, names in longer.items())
    for first, names in longer.items():
        service = service_of[first]
        tries = names if counted[service, names[0]] == 1 else names[1:]
        found[first] = next((one for one in tries if (service, one) not in used), "_".join(first.split(".")))
        used.add((service, found[first]))
    return found
