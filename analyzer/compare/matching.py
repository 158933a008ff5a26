"""Which operation of today is which of then?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from analyzer.model.contracts import Contract, Operation, OperationKind

Pair = tuple[Operation | None, Operation | None]
_Key = Callable[[Operation], Hashable]

_PARAMETER = re.compile(r"\{[^{}]*\}")
_MOST = 0.5
"""A service is another one's new name if it offers more than this share of what that one offered."""


def address(operation: Operation) -> str:
    """Return the path of an operation with every parameter alike, for their names are nothing to callers."""
    return _PARAMETER.sub("{}", operation.path)


def renamed_services(old: Sequence[Contract], new: Sequence[Contract]) -> dict[str, str]:
    """Return the services that have another name today: gone by name, while most of their operations are together."""
    before, after = {one.service for one in old}, {one.service for one in new}
    home = {key: one.service for one in new for key in _own(one)}
    found: dict[str, str] = {}
    for contract in sorted(old, key=lambda one: one.service):
        if contract.service in after or not contract.operations:
            continue
        lead = Counter(home[key] for key in _own(contract) if home.get(key, contract.service) not in before)
        for service, number in sorted(lead.items(), key=lambda one: (-one[1], one[0]))[:1]:
            if number > _MOST * len(contract.operations) and service not in found.values():
                found[contract.service] = service
    return found


def _own(contract: Contract) -> list[Hashable]:
    return [(one.definitions[:1], one.name) for one in contract.operations]


def pairs(old: Iterable[Operation], new: Iterable[Operation], renamed: Mapping[str, str]) -> list[Pair]:
    """Return who is whom: by service and definitions, address or name, then by definitions or address elsewhere."""
    left, right = list(old), list(new)
    found: list[Pair] = []
    for key in _keys(renamed):
        there: dict[Hashable, list[Operation]] = defaultdict(list)
        for one in right:
            there[key(one)].append(one)
        rest, taken = [], set()
        for one in left:
            mates = there.get(key(one)) if key(one) is not None else None
            if mates:
                mate = mates.pop(0)
                found.append((one, mate))
                taken.add(id(mate))
            else:
                rest.append(one)
        left, right = rest, [one for one in right if id(one) not in taken]
    return [*found, *((one, None) for one in left), *((None, one) for one in right)]


def _keys(renamed: Mapping[str, str]) -> tuple[_Key, ...]:
    def service(one: Operation) -> str:
        return renamed.get(one.service, one.service)

    return (
        lambda one: (service(one), one.definitions, one.channel, one.method, address(one)),
        lambda one: (service(one), one.definitions, one.channel, one.method),
        lambda one: (service(one), one.definitions),
        lambda one: (service(one), one.definitions[:1]) if one.definitions else None,
        lambda one: (service(one), one.channel, one.method, address(one)) if one.path else None,
        lambda one: (service(one), one.name, one.kind),
        lambda one: (service(one), one.name),
        lambda one: one.definitions or None,
        lambda one: (one.channel, one.method, address(one)) if _is_public(one) else None,
    )


def _is_public(operation: Operation) -> bool:
    """Whether its address is one that callers outside know."""
    return operation.kind is OperationKind.ENDPOINT and bool(operation.path)
