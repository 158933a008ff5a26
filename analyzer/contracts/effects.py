"""What does an operation do to state that outlives it, and may it be called twice?

What definitions do is gathered with what they call, callees first, in sets of bits: one for each table or resource and
what is done to it. What a method calls of its own object is followed for the class of the object. Tables are those that
are used in the operation's own service. Values in memory that a definition reads as well as writes are remembered
answers, and those of the shared kernel each service has: neither is an effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from analyzer.circles import circles
from analyzer.contracts.guarded import numbers
from analyzer.contracts.own_objects import OwnObjects
from analyzer.contracts.wording import asks
from analyzer.findings.evidence import Evidence
from analyzer.findings.gathering import gathered
from analyzer.model.contracts import Effect
from analyzer.model.data import Access, RowOperation
from analyzer.model.resources import ResourceKind, ResourceOperation

SOME = ""
"""The name of a table where a line may use one of several, by whose object it is called on."""
OBJECT = "object"
UPSERT = "upsert"
ADD = "add"


class Deed(msgspec.Struct, frozen=True, order=True):
    """One thing that is done: to rows of a table, to a resource, or to the object of a method."""

    kind: str
    name: str
    does: str


class Deeds(msgspec.Struct, frozen=True):
    """What an operation does: by itself, with what it calls in its own service, and with everything it calls.

    ``changing`` is what is changed of all that; ``asked`` where its name says that it answers a question.
    """

    itself: tuple[Deed, ...]
    own: tuple[Deed, ...]
    every: tuple[Deed, ...]
    changing: tuple[Deed, ...]
    asked: bool = False

    @property
    def effect(self) -> Effect:
        """The strongest of what is done, wherever."""
        if self.changing and not self.completes:
            return Effect.CHANGES
        return Effect.READS if self.every else Effect.NONE

    @property
    def completes(self) -> bool:
        """True for a question behind which rows are inserted, and nothing else is changed: those that are missing."""
        inserts = (RowOperation.INSERT, UPSERT)
        deep = self.asked and not any(changes(one) for one in self.itself)
        return deep and all(one.kind == "table" and one.does in inserts for one in self.changing)

    def tables(self, *, changed: bool) -> tuple[str, ...]:
        """Return the tables that are changed, or selected from, in the own service, sorted."""
        rows = (one for one in self.own if one.kind == "table" and one.name != SOME)
        return tuple(sorted({one.name for one in rows if changes(one) == changed}))


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
        roots = sorted({objects.key(name) for name in operations})
        self._callees: dict[str, tuple[str, ...]] = {}
        order = tuple(circles(roots, self._called, frozenset()))
        self._inside = {caller: self._within(caller, those) for caller, those in self._callees.items()}
        self._deeds = sorted(set(self._all()))
        self._own = self._own_bits()
        self._every_bits = gathered(order, self._callees, self._bits)
        self._inside_bits = gathered(order, self._inside, self._bits)
        self._known: dict[tuple[tuple[str, ...], frozenset[str]], Deeds] = {}

    def _called(self, key: str) -> tuple[str, ...]:
        """Return what a definition calls, itself for objects of one class where that matters; it is kept."""
        those = self._objects.calls(key, self._evidence.reach.followed.get(self._objects.name(key), ()))
        found = self._callees[key] = tuple(dict.fromkeys([callee for _, _, callee, _ in those]))
        return found

    def _bits(self, key: str) -> int:
        return self._own.get(self._objects.name(key), 0)

    def of(self, definitions: tuple[str, ...], shown: frozenset[str] = frozenset()) -> Deeds:
        """Return what some definitions do together; of those that are ``shown`` only what they read counts."""
        if (definitions, shown) not in self._known:
            self._known[definitions, shown] = self._found(definitions, shown)
        return self._known[definitions, shown]

    def _found(self, keys: Sequence[str], shown: frozenset[str]) -> Deeds:
        itself = inside = every = 0
        definitions = tuple(map(self._objects.name, keys))
        for key, name in zip(map(self._objects.key, keys), definitions, strict=True):
            if name in shown:
                own = self._own.get(name, 0) & ~self._changing_bits
                itself, inside, every = itself | own, inside | own, every | own
                continue
            itself |= self._own.get(name, 0)
            inside |= self._inside_bits.get(key, 0)
            every |= self._every_bits.get(key, 0)
        objects = tuple(Deed(OBJECT, name.rpartition(".")[0], "write") for name in definitions if name in self._keeping)
        known = self._read(every)
        if not known and not self._evidence.reach.touching.isdisjoint(definitions):
            known = (Deed("table", SOME, RowOperation.SELECT.value),)  # something is used, and not known what for
        mine = (*self._read(itself), *objects)
        asked = asks(definitions[0].rpartition(".")[2])
        changing = _changing(dict.fromkeys((*known, *mine)))
        if asked:  # answers of functions, which are forgotten when what was missing is inserted
            changing = tuple(one for one in changing if one.kind != ResourceKind.CACHE or one.name not in self._named)
        return Deeds(mine, self._read(inside), known, changing, asked)

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
        here = service_of.get(self._objects.name(caller), "")
        found = []
        for one in callees:
            there = service_of.get(self._objects.name(one), "")
            if there == here or not self._evidence.is_service(there):
                found.append(one)
        return tuple(found)

    def _all(self) -> Iterator[Deed]:
        self._by: dict[str, set[Deed]] = defaultdict(set)
        for name, deed in (*self._of_tables(), *self._of_resources()):
            self._by[name].add(deed)
            yield deed

    def _of_tables(self) -> Iterator[tuple[str, Deed]]:
        name_at, alternatives = self._evidence.name_at, self._evidence.data.alternatives
        adding = frozenset(self._evidence.facts.interfaces.adding)
        rows: dict[tuple[str, str, int, str], list[Access]] = defaultdict(list)
        for access in self._evidence.facts.accesses:
            several = access.generic or access in alternatives
            rows[access.path, access.qualname, access.line, SOME if several else access.table].append(access)
        for (path, qualname, _, table), those in rows.items():
            name = name_at.get((path, qualname), "")
            for deed in _of_rows(table, those, adds=name in adding):
                yield name, deed

    def _of_resources(self) -> Iterator[tuple[str, Deed]]:
        name_at = self._evidence.name_at
        entered = {one.definition for one in self._evidence.facts.entry_points}
        read = {
            (one.name, one.path, one.qualname)
            for one in self._evidence.facts.resources
            if one.kind is ResourceKind.STATE and one.operation is ResourceOperation.READ
        }
        for use in self._evidence.facts.resources:
            writes = use.operation is ResourceOperation.WRITE
            remembers = not self._evidence.is_service(use.service) or (use.name, use.path, use.qualname) in read
            if (use.kind is ResourceKind.SETTING and not writes) or (use.kind is ResourceKind.STATE and remembers):
                continue
            name = name_at.get((use.path, use.qualname), "")
            if use.operation is ResourceOperation.CONSUME and name in entered:
                continue  # it is run with the message, and takes none itself
            yield name, Deed(use.kind.value, use.name, use.operation.value)

    def _own_bits(self) -> dict[str, int]:
        place = {deed: 1 << number for number, deed in enumerate(self._deeds)}
        return {name: sum(place[deed] for deed in those) for name, those in sorted(self._by.items())}

    @cached_property
    def _changing_bits(self) -> int:
        return sum(1 << number for number, deed in enumerate(self._deeds) if changes(deed))

    def _read(self, bits: int) -> tuple[Deed, ...]:
        return tuple([self._deeds[number] for number in numbers(bits)])


def changes(deed: Deed) -> bool:
    """Return whether a deed changes what outlives the operation; to fill a cache does not."""
    if deed.kind == "table":
        return deed.does != RowOperation.SELECT
    return _writes(deed) and deed.kind != ResourceKind.CACHE


def _changing(deeds: Collection[Deed]) -> tuple[Deed, ...]:
    """Return what is changed; a cache that is read as well is filled with answers, which is no change."""
    filled = {one.name for one in deeds if one.kind == ResourceKind.CACHE and one.does == ResourceOperation.READ}
    return tuple(
        one
        for one in deeds
        if (changes(one) if one.kind != ResourceKind.CACHE else _writes(one) and one.name not in filled)
    )


def _writes(deed: Deed) -> bool:
    return deed.does != ResourceOperation.READ


def _of_rows(table: str, accesses: Iterable[Access], *, adds: bool) -> Iterator[Deed]:
    """Yield what one line does to a table: an insert beside a select or an update there finds the row first.

    An update of a definition that ``adds`` may make a value of the one before.
    """
    does = {one.operation for one in accesses}
    finds = RowOperation.INSERT in does and bool(does & {RowOperation.SELECT, RowOperation.UPDATE})
    for one in sorted(does):
        if one is RowOperation.UPDATE and adds:
            yield Deed("table", table, ADD)
        else:
            yield Deed("table", table, UPSERT if finds and one is RowOperation.INSERT else one.value)
