"""What does an operation do to state that outlives it, and may it be called twice?

What definitions do is gathered with what they call, callees first, in sets of bits: one for each table or resource and
what is done to it. What a method calls of its own object is followed for the class of the object. Tables are those that
are used in the operation's own service. What a library runs behind a call counts, but for the row that it was asked to
store: that is told where it was asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from analyzer.circles import circles
from analyzer.contracts.deeds import OBJECT, SOME, Deed, Deeds, OwnDeeds, changes, changing, last
from analyzer.contracts.guarded import numbers
from analyzer.contracts.own_objects import OwnObjects
from analyzer.contracts.skipped import Lines, is_within
from analyzer.contracts.wording import asks
from analyzer.findings.evidence import Evidence
from analyzer.findings.gathering import gathered
from analyzer.model.code import CallEdge
from analyzer.model.data import RowOperation
from analyzer.model.resources import ResourceKind

_BEHIND = "+"
"""Before the key of a method that a library runs to store an object."""


class Effects:
    """Answers what operations do."""

    def __init__(
        self, evidence: Evidence, objects: OwnObjects, operations: Iterable[str], keeps: Callable[[str], bool]
    ) -> None:
        """Gather what is behind the definitions of operations; ``keeps`` where objects of a class may live long.

        Operations may be keys that ``objects`` made.
        """
        self._keeps = keeps
        self._evidence = evidence
        self._objects = objects
        roots = sorted({self._key(name) for name in operations})
        self._callees: dict[str, tuple[str, ...]] = {}
        order = tuple(circles(roots, self._called, frozenset()))
        self._inside = {caller: self._within(caller, those) for caller, those in self._callees.items()}
        self._mine = OwnDeeds(evidence)
        self._deeds = sorted({deed for those in self._mine.of.values() for deed in those})
        self._own = self._own_bits()
        self._every_bits = gathered(order, self._callees, self._bits)
        self._inside_bits = gathered(order, self._inside, self._bits)
        self._known: dict[tuple[tuple[str, ...], frozenset[str], tuple[Lines, ...]], Deeds] = {}

    def _called(self, key: str) -> tuple[str, ...]:
        """Return what a definition calls, itself for objects of one class where that matters; it is kept."""
        name = self._name(key)
        those = [one for _, _, one, _ in self._calls(key, name)]
        if key.startswith(_BEHIND):  # the method that it overrides stores the same row
            those = [behind(one) if last(self._name(one)) == last(name) else one for one in those]
        found = self._callees[key] = tuple(dict.fromkeys([*those, *[one for _, one in self._behind.get(name, ())]]))
        return found

    def _calls(self, key: str, name: str) -> Iterable[tuple[int, str, str, CallEdge | None]]:
        return self._objects.calls(key.removeprefix(_BEHIND), self._evidence.reach.followed.get(name, ()))

    @cached_property
    def _behind(self) -> dict[str, list[tuple[int, str]]]:
        """The keys of what libraries run for what definitions call, with the line of the call."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for one in self._evidence.facts.interfaces.behind:
            found[one.definition].append((one.line, behind(self._objects.key(one.callee))))
        return found

    def _key(self, name: str) -> str:
        return name if name.startswith(_BEHIND) else self._objects.key(name)

    def _name(self, key: str) -> str:
        return self._objects.name(key.removeprefix(_BEHIND))

    def _bits(self, key: str) -> int:
        found = self._own.get(self._name(key), 0)
        return found & ~self._stored.get(self._name(key), 0) if key.startswith(_BEHIND) else found

    def of(
        self, definitions: tuple[str, ...], shown: frozenset[str] = frozenset(), ruled_out: tuple[Lines, ...] = ()
    ) -> Deeds:
        """Return what some definitions do together, but for lines that are ruled out.

        Of those that are ``shown`` only what they read counts.
        """
        key = definitions, shown, ruled_out
        if key not in self._known:
            self._known[key] = self._found(*key)
        return self._known[key]

    def _found(self, keys: Sequence[str], shown: frozenset[str], ruled_out: tuple[Lines, ...]) -> Deeds:
        itself = inside = every = 0
        definitions = tuple(map(self._name, keys))
        for key, name in zip(map(self._key, keys), definitions, strict=True):
            if name in shown:
                own = self._own.get(name, 0) & ~self._changing_bits
                itself, inside, every = itself | own, inside | own, every | own
                continue
            skipped = [(first, last) for method, first, last in ruled_out if method == name]
            found = self._partly(key, name, skipped) if skipped else self._whole(key)
            itself, inside, every = itself | found[0], inside | found[1], every | found[2]
        objects = tuple(Deed(OBJECT, name.rpartition(".")[0], "write") for name in definitions if name in self._keeping)
        known = self._read(every)
        if not known and not self._evidence.reach.touching.isdisjoint(definitions):
            known = (Deed("table", SOME, RowOperation.SELECT.value),)  # something is used, and not known what for
        mine = (*self._read(itself), *objects)
        asked = asks(definitions[0].rpartition(".")[2])
        changed = changing(dict.fromkeys((*known, *mine)))
        if asked:  # answers of functions, which are forgotten when what was missing is inserted
            changed = tuple(one for one in changed if one.kind != ResourceKind.CACHE or one.name not in self._named)
        return Deeds(mine, self._read(inside), known, changed, asked)

    def _whole(self, key: str) -> tuple[int, int, int]:
        """Return what a definition does itself, with what it calls in its own service, and with all it calls."""
        return self._bits(key), self._inside_bits.get(key, 0), self._every_bits.get(key, 0)

    def _partly(self, key: str, name: str, skipped: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
        """Return the same of a definition of which some lines do not run."""
        place = {deed: 1 << number for number, deed in enumerate(self._deeds)}
        itself = 0
        for line, deed in self._mine.lines.get(name, ()):
            itself |= 0 if is_within(line, skipped) else place[deed]
        inside = every = itself
        own = frozenset(self._inside.get(key, ()))
        called = [(line, callee) for line, _, callee, _ in self._calls(key, name)]
        for line, callee in (*called, *self._behind.get(name, ())):
            if not is_within(line, skipped):
                every |= self._every_bits.get(callee, 0)
                inside |= self._inside_bits.get(callee, 0) if callee in own else 0
        return itself, inside, every

    @cached_property
    def _named(self) -> frozenset[str]:
        """The names of all definitions: a cache that is named after one remembers its answers."""
        return frozenset(one.name for one in self._evidence.facts.definitions)

    @cached_property
    def _keeping(self) -> frozenset[str]:
        """The methods that change an object that is no row, and that nobody makes for the call alone."""
        facts, keep = self._evidence.facts, self._keeps
        changing = [name for name in facts.changing if not name.endswith("__") and keep(name.rpartition(".")[0])]
        callers: dict[str, set[str]] = {one: set() for name in changing for one in (name, name.rpartition(".")[0])}
        for call in facts.calls:
            if call.callee in callers:
                callers[call.callee].add(call.caller)
        return frozenset(name for name in changing if callers[name].isdisjoint(callers[name.rpartition(".")[0]]))

    def _within(self, caller: str, callees: Sequence[str]) -> tuple[str, ...]:
        service_of = self._evidence.service_of
        here = service_of.get(self._name(caller), "")
        found = []
        for one in callees:
            there = service_of.get(self._name(one), "")
            if there == here or not self._evidence.is_service(there):
                found.append(one)
        return tuple(found)

    def _own_bits(self) -> dict[str, int]:
        place = {deed: 1 << number for number, deed in enumerate(self._deeds)}
        beside = self._mine.beside
        self._stored = {
            name: sum(place[deed] for deed in those - beside.get(name, set()))
            for name, those in sorted(self._mine.of.items())
        }
        return {name: sum(place[deed] for deed in those) for name, those in sorted(self._mine.of.items())}

    @cached_property
    def _changing_bits(self) -> int:
        return sum(1 << number for number, deed in enumerate(self._deeds) if changes(deed))

    def _read(self, bits: int) -> tuple[Deed, ...]:
        return tuple([self._deeds[number] for number in numbers(bits)])


def behind(key: str) -> str:
    """Return the key of a method that a library runs to store an object, by its own."""
    return key if key.startswith(_BEHIND) else f"{_BEHIND}{key}"
