"""Which fields of an entity, or of any data type, cross a border: those that somebody on the other side reads?

What a definition reads is what it reads itself, what the functions inside it read, and what its callees in its own
service or in the shared kernel read, however deep; guessed calls do not count. Of what other services read for it
nothing is known there. A field may be declared on a base, or be read through a parameter of a base class, or of a class
below: reads of the whole family count, as far as the data type has the field.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from analyzer.circles import circles
from analyzer.findings.across import NOBODY
from analyzer.model.code import Certainty
from analyzer.model.facts import Facts
from analyzer.model.interfaces import Promises
from analyzer.model.shapes import DataField, DataType

_KEY = "pk"
"""What mappers call the primary key whatever its field is called."""
_ANY = "*"
"""What is read where names are computed: any field may be."""
_NESTED = ".<locals>."


class Crossing:
    """The reads of a program whose definitions are placed in services."""

    def __init__(self, facts: Facts, service_of: Mapping[str, str], promises: Promises) -> None:
        """``service_of`` is the service of each definition and module; empty or the kernel where it has none."""
        self._facts = facts
        self._service_of = service_of
        self._promises = promises
        self._behind: dict[str, dict[str, int]] = defaultdict(dict)
        self._families: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, dict[str, tuple[str, ...]]] = {}

    def by_callers(self, owner: str, callers: Iterable[str]) -> frozenset[str]:
        """Return the fields of a class that callers read of its objects; of a relation its key, if it has one.

        Empty for what is no data type.
        """
        return self._crossing(owner, self._read(owner, callers))

    def by_provider(self, owner: str, definitions: Iterable[str]) -> frozenset[str]:
        """Return the fields of a class that the definitions of an operation read of the objects that they are given."""
        return self._crossing(owner, self._read(owner, definitions))

    def computed(self, owner: str, callers: Iterable[str]) -> frozenset[str]:
        """Return the properties of a class that callers read: no fields, but values that must cross all the same."""
        properties, family = frozenset(self._facts.properties), self._family(owner)
        read = self._read(owner, callers)
        return frozenset(name for name in read if any(f"{one}.{name}" in properties for one in family))

    def _crossing(self, owner: str, read: Iterable[str]) -> frozenset[str]:
        found = self._promises.data_type(owner)
        if found is None:
            return frozenset()
        if owner not in self._names:
            self._names[owner] = _instead(found)
        names = self._names[owner]
        read = frozenset(read)
        if _ANY in read:
            read = names.keys()
        return frozenset(instead for name in read for instead in names.get(name, ()))

    def _read(self, owner: str, definitions: Iterable[str]) -> Iterator[str]:
        """Yield what definitions come to read of objects of a class, its bases, and classes below it."""
        bits = 0
        for definition in definitions:
            bits |= self._bits(definition)
        for one in self._family(owner) if bits else ():
            for field, bit in self._reads[1].get(one, {}).items():
                if bits & bit:
                    yield field

    def _bits(self, definition: str) -> int:
        """What a definition comes to read, as bits; what was found for a service is remembered."""
        service = self._service_of.get(definition, "")
        here = (service, *NOBODY)
        known = self._behind[service if service not in NOBODY else ""]
        if definition not in known:
            inside: dict[str, tuple[str, ...]] = {}

            def callees(name: str) -> tuple[str, ...]:
                if name not in inside:
                    called = self._callees.get(name, ())
                    inside[name] = tuple(one for one in called if self._service_of.get(one, "") in here)
                return inside[name]

            for circle in circles((definition,), callees, known):
                bits = 0
                for name in circle:
                    bits |= self._reads[0].get(name, 0)
                    for callee in callees(name):
                        bits |= known.get(callee, 0)
                known.update(dict.fromkeys(circle, bits))
        return known[definition]

    @cached_property
    def _reads(self) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
        """What each definition reads itself, as bits; and the bit of each attribute of each class."""
        own: dict[str, int] = defaultdict(int)
        bits: dict[str, dict[str, int]] = defaultdict(dict)
        number = 0
        for one in self._facts.interfaces.field_reads:
            of_owner = bits[one.owner]
            if one.field not in of_owner:
                of_owner[one.field] = 1 << number
                number += 1
            own[one.definition] |= of_owner[one.field]
        return own, bits

    @cached_property
    def _callees(self) -> dict[str, tuple[str, ...]]:
        """What each definition calls surely, and the functions that stand inside it."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for call in self._facts.calls:
            if call.certainty is not Certainty.GUESSED:
                found[call.caller][call.callee] = None
        for definition in self._facts.definitions:
            outer, nested, _ = definition.name.rpartition(_NESTED)
            if nested:
                found[outer][definition.name] = None
        return {name: tuple(callees) for name, callees in found.items()}

    @cached_property
    def _related(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        bases: dict[str, list[str]] = defaultdict(list)
        derived: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.inherits:
            bases[one.definition].append(one.base)
            derived[one.base].append(one.definition)
        return bases, derived

    def _family(self, owner: str) -> tuple[str, ...]:
        """The class, all that it derives from, and all that derive from it."""
        if owner not in self._families:
            found = {owner: None}
            for related in self._related:
                pending = [owner]
                for name in pending:
                    new = [one for one in related.get(name, ()) if one not in found]
                    found.update(dict.fromkeys(new))
                    pending += new
            self._families[owner] = tuple(found)
        return self._families[owner]


def _instead(found: DataType) -> dict[str, tuple[str, ...]]:
    """What crosses for each attribute that is read: the field, or the key of what it leads to."""
    keys: dict[str, str] = {}
    for field in found.fields:
        if field.column and not field.refers:
            keys.setdefault(field.column, field.name)
    names: dict[str, tuple[str, ...]] = {field.name: (_crosses(field, keys),) for field in found.fields}
    names.setdefault(_KEY, tuple(field.name for field in found.fields if field.key))
    return names


def _crosses(field: DataField, keys: Mapping[str, str]) -> str:
    return keys.get(field.column, field.name) if field.refers and field.column else field.name
