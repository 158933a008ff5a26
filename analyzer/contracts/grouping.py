"""Which definitions are one operation, as a caller needs it?

Overriding methods of which a call runs one; what is decorated and its wrapper; the argument-less reading methods of
one class that is data, which are fields of one answer. Everything else is one operation for each function.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from analyzer.contracts.background import Background
from analyzer.findings.meant import meant_together
from analyzer.model.code import CallEdge, Certainty, DefinitionKind
from analyzer.model.shapes import DataKind

_RECORDS = frozenset(DataKind) - {DataKind.CLASS, DataKind.FORM, DataKind.SERIALIZER, DataKind.ENUM}


class Group(msgspec.Struct, frozen=True):
    """The definitions of one operation, the one that is called first; ``gets`` is the class that is read by key."""

    definitions: tuple[str, ...]
    calls: tuple[CallEdge, ...]
    gets: str = ""


def grouped(offered: Mapping[str, Sequence[CallEdge]], back: Background, changing: frozenset[str]) -> list[Group]:
    """Return the operations; ``changing`` are the definitions that change something."""
    wrappers = {call.through for calls in offered.values() for call in calls if call.through}
    names = [name for name in offered if name not in wrappers or not _is_beside(name, offered)]
    of_class: dict[str, list[str]] = defaultdict(list)
    groups = []
    for those in _together(names, offered, back):
        owner = those[0].rpartition(".")[0]
        if len(those) == 1 and those[0] not in changing and _is_data(owner, back) and _takes_nothing(those[0], back):
            of_class[owner].append(those[0])
        else:
            groups.append(_group(those, offered))
    for owner, methods in of_class.items():
        if len(methods) > 1:
            groups.append(_group(methods, offered, owner))
        else:
            groups.append(_group(methods, offered))
    return sorted(groups, key=lambda one: one.definitions)


def _group(names: Sequence[str], offered: Mapping[str, Sequence[CallEdge]], gets: str = "") -> Group:
    calls = dict.fromkeys(call for name in names for call in offered[name])
    return Group(tuple(names), tuple(calls), gets)


def _is_beside(wrapper: str, offered: Mapping[str, Sequence[CallEdge]]) -> bool:
    """Return whether every call of a wrapper stands beside a call of what it wraps."""
    through = {
        (call.path, call.line, call.through) for calls in offered.values() for call in calls if call.through == wrapper
    }
    return all((call.path, call.line, wrapper) in through for call in offered[wrapper])


def _together(
    names: Sequence[str], offered: Mapping[str, Sequence[CallEdge]], back: Background
) -> Iterable[tuple[str, ...]]:
    """Yield the methods of one service of which one call, as it is written, runs one; the base's first."""
    service_of, heirs = back.evidence.service_of, back.evidence.heirs
    methods: dict[str, list[CallEdge]] = defaultdict(list)
    for name in names:
        if back.definitions[name].kind is DefinitionKind.METHOD:
            methods[service_of[name]] += [one for one in offered[name] if one.certainty is not Certainty.GUESSED]
    found: set[str] = set()
    for calls in methods.values():
        for those in meant_together(calls):
            for family in _families(those, back):
                found.update(family)
                owners = [one.rpartition(".")[0] for one in family]
                depth = [sum(heirs.derives(one, other) for other in owners) for one in owners]
                yield tuple(name for _, name in sorted(zip(depth, family, strict=True)))
    yield from ((name,) for name in names if name not in found)


def _families(names: Sequence[str], back: Background) -> list[tuple[str, ...]]:
    """Return those of the methods together whose classes have the same topmost ancestor."""
    heirs = back.evidence.heirs
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        owner = name.rpartition(".")[0]
        top = min({owner, *heirs.ancestors(owner)}, key=lambda one: (len(heirs.ancestors(one)), one))
        found[top].append(name)
    return [tuple(those) for those in found.values()]


def _is_data(cls: str, back: Background) -> bool:
    known = back.promises.data_type(cls)
    return cls in back.models or (known is not None and known.kind in _RECORDS)


def _takes_nothing(name: str, back: Background) -> bool:
    signature = back.promises.signature(name)
    return signature is not None and not signature.parameters and signature.of_object
