"""What changed in the messages that services send and receive?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analyzer.compare.rules import BY_NAME
from analyzer.compare.shapes import Difference, Fitting, Misfit, Types
from analyzer.model.contract_changes import ContractChange
from analyzer.model.contracts import Contract, EventMessage

_Key = tuple[str, str, str, str]
_SENT = "send"
_OPAQUE = frozenset({Misfit.GIVEN_OPAQUE, Misfit.WANTED_OPAQUE})
_HARM = frozenset({Misfit.OUTSIDE, Misfit.NULL, Misfit.MISSING, Misfit.PERHAPS})


def message_changes(
    old: Sequence[Contract], new: Sequence[Contract], renamed: Mapping[str, str]
) -> Iterator[ContractChange]:
    """Yield what changed in messages of the same service, direction, kind and address."""
    before, after = _messages(old, renamed), _messages(new, {})
    old_types = {renamed.get(one.service, one.service): {type_.definition: type_ for type_ in one.types} for one in old}
    new_types = {one.service: {type_.definition: type_ for type_ in one.types} for one in new}
    for key in sorted(before.keys() | after.keys()):
        then, now = before.get(key), after.get(key)
        if now is None and then is not None:
            yield _change("message-removed", key[0], then[0])
        elif then is None and now is not None:
            yield _change("message-added", key[0], now[0])
        elif then is not None and now is not None:
            for one, other in _same(then, now):
                yield from _content(key[0], one, other, old_types[key[0]], new_types[key[0]])


def _messages(contracts: Sequence[Contract], renamed: Mapping[str, str]) -> dict[_Key, list[EventMessage]]:
    found: dict[_Key, list[EventMessage]] = defaultdict(list)
    for contract in contracts:
        for one in sorted(contract.messages):
            found[renamed.get(contract.service, contract.service), one.direction, one.kind, one.name].append(one)
    return dict(found)


def _same(old: list[EventMessage], new: list[EventMessage]) -> Iterator[tuple[EventMessage, EventMessage]]:
    """Match those of one definition; one alone with one alone."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    there = {one.definition: one for one in reversed(new)}
    for one in old:
        if one.definition in there:
            yield one, there.pop(one.definition)


def _content(
    service: str, old: EventMessage, new: EventMessage, old_types: Types, new_types: Types
) -> Iterator[ContractChange]:
    sent = old.direction == _SENT
    if sent:
        found = Fitting(new_types, old_types).differences(new.shape, old.shape)
    else:
        found = Fitting(old_types, new_types).differences(old.shape, new.shape)
    for one in found:
        texts = (one.wanted, one.given) if sent else (one.given, one.wanted)
        yield _change(_rule(one, sent=sent), service, new, f"content{one.path}", *texts)


def _rule(one: Difference, *, sent: bool) -> str:
    if one.misfit in _OPAQUE:
        return "type-lost" if (one.misfit is Misfit.GIVEN_OPAQUE) == sent else "type-found"
    if sent and (one.misfit in _HARM or one.misfit is Misfit.MISSING_OPTIONAL):
        return "message-widened"
    return "message-narrowed" if one.misfit in _HARM else "message-changed"


def _change(rule: str, service: str, message: EventMessage, subject: str = "", *texts: str) -> ContractChange:
    old, new = texts or ("", "")
    name = f"{message.direction} {message.kind} {message.name}"
    kind = BY_NAME[rule]
    return ContractChange(service, name, kind.grade, rule, kind.says, subject, old, new, message.at)
