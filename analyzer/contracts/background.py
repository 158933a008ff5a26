"""What do the parts of this stage ask of the facts? Indexes, each made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from analyzer.contracts.failures import Failures
from analyzer.contracts.own_objects import OwnObjects
from analyzer.contracts.refused import with_refusals
from analyzer.findings.evidence import Evidence
from analyzer.model.code import Definition, DefinitionKind
from analyzer.model.contracts import Failure
from analyzer.model.data import Table
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.interfaces import Promises, Served, Signature
from analyzer.model.live_values import LiveKind, LiveRole, LiveValue
from analyzer.model.location import Location
from analyzer.model.shapes import DataKind, Shape, ShapeKind

_FIRST = (LiveKind.SESSION, LiveKind.CONNECTION, LiveKind.QUERY, LiveKind.ENTITY, LiveKind.FILE, LiveKind.GENERATOR)
"""Where a value may be of several kinds, the one that says most of what is to cross instead."""


class Background:
    """The facts of a cut program by what they belong to."""

    def __init__(self, evidence: Evidence, promises: Promises) -> None:
        """Take what is judged, and who tells of signatures and data types."""
        self.evidence = evidence
        self.promises = promises
        self.facts = evidence.facts
        self._failing: dict[tuple[tuple[str, ...], str, bool], tuple[Failure, ...]] = {}

    def failures_of(self, definitions: tuple[str, ...], owner: str = "", *, today: bool = False) -> tuple[Failure, ...]:
        """Return what escapes definitions that run for objects of a class; many entry points have the same ones."""
        key = definitions, owner, today
        if key not in self._failing:
            self._failing[key] = self._failures.of(definitions, owner, today=today)
        return self._failing[key]

    def failures_of_entry(self, entry: EntryPoint) -> tuple[Failure, ...]:
        """Return what escapes an entry point, of a view's class what runs for its name, and what it returns for it."""
        served = self.served.get((entry.definition, entry.name))
        escaping = self._escaping(entry, served)
        return with_refusals(escaping, served.refused) if served is not None and served.refused else escaping

    def _escaping(self, entry: EntryPoint, served: Served | None) -> tuple[Failure, ...]:
        if served is None or not (served.runs or served.fails or served.ruled_out or served.behind):
            owner, around = (served.owner, served.around) if served is not None else ("", ())
            return self.failures_of((entry.definition, *around), owner, today=entry.kind is EntryKind.HTTP)
        at = self.at(entry.definition)
        return self._failures.of_request(entry.definition, served, at, self.evidence.heirs.derives)

    @cached_property
    def objects(self) -> OwnObjects:
        """Tells for objects of which class a method runs."""
        return OwnObjects(self.facts.interfaces)

    @cached_property
    def _failures(self) -> Failures:
        return Failures(self.facts, self.objects)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """The definitions by name; of several that bear one, the first in the source counts."""
        found: dict[str, Definition] = {}
        for one in self.facts.definitions:
            found.setdefault(one.name, one)
        return found

    @cached_property
    def methods(self) -> dict[str, tuple[str, ...]]:
        """The methods of each class."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.facts.definitions:
            if one.kind is DefinitionKind.METHOD:
                found[one.name.rpartition(".")[0]].append(one.name)
        return {name: tuple(those) for name, those in found.items()}

    def signature(self, definitions: Iterable[str]) -> Signature | None:
        """Return the first signature that is known of some definitions."""
        return next((known for one in definitions if (known := self.promises.signature(one)) is not None), None)

    @cached_property
    def served(self) -> dict[tuple[str, str], Served]:
        """What entry points take and give, by definition and name."""
        return {(one.definition, one.name): one for one in self.facts.interfaces.served}

    @cached_property
    def live(self) -> dict[tuple[str, str], LiveValue]:
        """The live value of each parameter by definition and name, and of each result by the empty name."""
        found: dict[tuple[str, str], LiveValue] = {}
        for one in self.facts.live_values:
            key = one.definition, "" if one.role is LiveRole.RESULT else one.name
            if key not in found or _rank(one) < _rank(found[key]):
                found[key] = one
        return found

    def live_kind(self, name: str, parameter: str = "") -> str:
        """Return the kind of live object that a parameter, or the result, of a definition holds; mostly nothing."""
        one = self.live.get((name, parameter))
        return one.what.value if one is not None else ""

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by their names."""
        return {one.name: one for one in self.facts.tables}

    @cached_property
    def models(self) -> dict[str, Table]:
        """The tables by their mapped classes."""
        return {one.model: one for one in self.facts.tables if one.model}

    @cached_property
    def rows(self) -> dict[str, str]:
        """The mapped class of each class whose methods are called on rows: itself, or the one that derives from it."""
        found: dict[str, set[str]] = defaultdict(set)
        for model in self.models:
            for above in self.evidence.heirs.ancestors(model):
                found[above].add(model)
        alone = {name: min(those) for name, those in found.items() if len(those) == 1}
        return alone | {model: model for model in self.models}

    @cached_property
    def made_by(self) -> dict[str, frozenset[str]]:
        """Who makes objects of each class, by the class."""
        classes = {name for name, one in self.definitions.items() if one.kind is DefinitionKind.CLASS}
        found: dict[str, set[str]] = defaultdict(set)
        for call in self.facts.calls:
            if call.callee in classes:
                found[call.callee].add(call.caller)
        return {name: frozenset(callers) for name, callers in found.items()}

    @cached_property
    def entries(self) -> dict[str, tuple[EntryPoint, ...]]:
        """The entry points by definition."""
        found: dict[str, list[EntryPoint]] = defaultdict(list)
        for one in self.facts.entry_points:
            found[one.definition].append(one)
        return {name: tuple(those) for name, those in found.items()}

    def at(self, name: str) -> Location:
        """Return where a definition stands."""
        one = self.definitions[name]
        return Location(one.path, one.line)

    def entity(self, shape: Shape) -> str:
        """Return the mapped class that a shape is, or is a list of, or may be; nothing for any other."""
        if shape.kind is ShapeKind.DATA:
            known = self.promises.data_type(shape.name)
            is_entity = shape.name in self.models or (known is not None and known.kind is DataKind.ENTITY)
            return shape.name if is_entity else ""
        if shape.kind in (ShapeKind.ARRAY, ShapeKind.UNION):
            return next((name for part in shape.of if (name := self.entity(part))), "")
        return ""


def _rank(one: LiveValue) -> tuple[int, str, str]:
    return _FIRST.index(one.what) if one.what in _FIRST else len(_FIRST), one.what.value, one.type
