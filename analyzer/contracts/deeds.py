"""What does each definition do by itself, to rows, resources and objects?

Values in memory that a definition reads as well as writes are remembered answers, and those of the shared kernel each
service has: neither is a deed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import msgspec

from analyzer.findings.evidence import Evidence
from analyzer.findings.touching import around
from analyzer.model.code import Certainty
from analyzer.model.contracts import Effect
from analyzer.model.data import Access, RowOperation
from analyzer.model.resources import ResourceKind, ResourceOperation

SOME = ""
"""The name of a table where a line may use one of several, by whose object it is called on."""
OBJECT = "object"
UPSERT = "upsert"
_ROW = "row"
ADD = "add"
_STORED = (RowOperation.INSERT.value, RowOperation.UPDATE.value, UPSERT)


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


class OwnDeeds:
    """The deeds of definitions: ``of`` each, with their ``lines``, and those ``beside`` what a library does.

    Beside are those that do not store the row for which a library runs a method: the method that it overrides does.
    """

    def __init__(self, evidence: Evidence) -> None:
        """Take the facts."""
        self._evidence = evidence
        self.of: dict[str, set[Deed]] = defaultdict(set)
        self.lines: dict[str, list[tuple[int, Deed]]] = defaultdict(list)
        self.beside: dict[str, set[Deed]] = defaultdict(set)
        own = evidence.facts.interfaces.own_calls
        storing = {(one.definition, one.line) for one in own if one.above and one.name == last(one.definition)}
        for name, line, deed in (*self._of_tables(), *self._of_resources()):
            self.of[name].add(deed)
            self.lines[name].append((line, deed))
            if deed.does not in _STORED or (name, line) not in storing:
                self.beside[name].add(deed)

    def _of_tables(self) -> Iterator[tuple[str, int, Deed]]:
        name_at, alternatives = self._evidence.name_at, self._evidence.data.alternatives
        adding = frozenset(self._evidence.facts.interfaces.adding)
        rows: dict[tuple[str, str, int, str], list[Access]] = defaultdict(list)
        for access in self._evidence.facts.accesses:
            several = access.generic or access in alternatives
            rows[access.path, _place(access), access.line, SOME if several else access.table].append(access)
        for (path, qualname, line, table), those in rows.items():
            name = name_at.get((path, qualname), "")
            for deed in _of_rows(table, {one.operation for one in those}, adds=name in adding):
                yield name, line, deed
        yield from self._of_any_table(adding)

    def _of_any_table(self, adding: frozenset[str]) -> Iterator[tuple[str, int, Deed]]:
        """Yield what is done to rows of which of many tables is not known: ``session.delete(self)`` in a mixin."""
        does: dict[tuple[str, int], set[RowOperation]] = defaultdict(set)
        for one in self._evidence.facts.unresolved:
            if one.kind == _ROW:
                does[one.path, one.line].add(RowOperation(one.what))
        definitions = around(self._evidence.facts, (_ROW,)) if does else {}
        for (path, line), those in does.items():
            if (path, line) in definitions:
                name = definitions[path, line].name
                for deed in _of_rows(SOME, those, adds=name in adding):
                    yield name, line, deed

    def _of_resources(self) -> Iterator[tuple[str, int, Deed]]:
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
            yield name, use.line, Deed(use.kind.value, use.name, use.operation.value)


def _place(access: Access) -> str:
    """Return in which definition rows are used; what a library's handlers change belongs to the class of the view.

    It is known where a view hands a request to one of them, and not for every request.
    """
    is_handed = access.certainty in (Certainty.IMPLICIT, Certainty.CASCADE) and last(access.qualname) == "dispatch"
    is_change = access.operation is not RowOperation.SELECT
    return access.qualname.rpartition(".")[0] if is_handed and is_change else access.qualname


def changes(deed: Deed) -> bool:
    """Return whether a deed changes what outlives the operation; to fill a cache does not."""
    if deed.kind == "table":
        return deed.does != RowOperation.SELECT
    return _writes(deed) and deed.kind != ResourceKind.CACHE


def changing(deeds: Collection[Deed]) -> tuple[Deed, ...]:
    """Return what is changed; a cache that is read as well is filled with answers, which is no change."""
    filled = {one.name for one in deeds if one.kind == ResourceKind.CACHE and one.does == ResourceOperation.READ}
    return tuple(
        one
        for one in deeds
        if (changes(one) if one.kind != ResourceKind.CACHE else _writes(one) and one.name not in filled)
    )


def last(name: str) -> str:
    """Return the last part of a dotted name."""
    return name.rpartition(".")[2]


def _writes(deed: Deed) -> bool:
    return deed.does != ResourceOperation.READ


def _of_rows(table: str, does: Collection[RowOperation], *, adds: bool) -> Iterator[Deed]:
    """Yield what one line does to a table: an insert beside a select or an update there finds the row first.

    An update of a definition that ``adds`` may make a value of the one before.
    """
    finds = RowOperation.INSERT in does and (RowOperation.SELECT in does or RowOperation.UPDATE in does)
    for one in sorted(does):
        if one is RowOperation.UPDATE and adds:
            yield Deed("table", table, ADD)
        else:
            yield Deed("table", table, UPSERT if finds and one is RowOperation.INSERT else one.value)
