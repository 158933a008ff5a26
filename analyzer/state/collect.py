"""Which definitions read and write the state and the settings that the functions of a program share?

First what functions change says which values may be state; then only the modules that can reach one are looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.extract.changed import root_of
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.program import LinkedModule
from analyzer.link.types import External
from analyzer.model.code import CallEdge
from analyzer.model.resources import ResourceKind, ResourceOperation, ResourceUse
from analyzer.model.syntax import Call, Change, Expression, Name
from analyzer.state.importing import Importing
from analyzer.state.places import Place, Places, Receiver, unfold
from analyzer.state.readers import Readers, Ways
from analyzer.state.settings import ENVIRONMENT_WORDS, SOURCES, Settings
from analyzer.state.uses import STORE, Use, uses_in
from analyzer.state.values import Nature, Values

_PYTHON = "python"
_BODIES = msgspec.msgpack.Decoder(dict[int, msgspec.Raw])
_READS_ENVIRONMENT = frozenset(ENVIRONMENT_WORDS)


class _Found(msgspec.Struct, frozen=True):
    """A use of a place, or of a setting by its name; ``scope`` is the index of the function's head."""

    what: Place | str
    writes: bool
    module: int
    scope: int
    line: int
    framework: str


class State:
    """Finds the state and settings of a program; ``calls`` say what runs only while modules are imported."""

    def __init__(self, names: Names, calls: Iterable[CallEdge]) -> None:
        self._names = names
        self._program = names.program
        self._importing = Importing(names.program, calls)
        rebound = {
            Place(module.index, 0, change.target.id)
            for module, change in self._changes()
            if isinstance(change.target, Name) and change.how == STORE
        }
        self._places = Places(names, frozenset(rebound))
        self._values = Values(names, frozenset(self._changing_methods()))
        self._settings = Settings(names, self._places)

    def uses(self) -> tuple[ResourceUse, ...]:
        """Return every use of state and settings, once per definition and operation with its first line, sorted."""
        places, writers = self._candidates()
        written = [one for module, ways in sorted(writers.items()) for one in self._read(module, ways) if one.writes]
        names = {one.what for one in written if isinstance(one.what, str)}
        places |= {place for name in names if (place := self._settings.place_named(name)) is not None}
        names |= {name for place in places if (name := self._settings.name_of(place))}
        if not places and not names:
            return ()
        readers = Readers(self._names, places | self._settings.applications, sorted(names))
        found: list[_Found] = []
        for module in self._program.modules:
            ways = readers.ways(module)
            if module.index in writers:
                ways.roots |= writers[module.index].roots
                ways.words |= writers[module.index].words
            found += [one for one in self._read(module.index, ways) if one.what in names or one.what in places]
        return self._rows(found)

    def _changes(self) -> Iterator[tuple[LinkedModule, Change]]:
        for module in self._program.modules:
            for change in module.facts.changes:
                yield module, change

    def _changing_methods(self) -> Iterator[int]:
        """Yield the methods that change the object they are called on; constructors give it what it has at first."""
        for module, change in self._changes():
            root = root_of(change.target)
            if root is not None and root is not change.target:
                heads = module.facts.heads
                scope = change.scope
                while scope and heads[scope - 1].kind == "function":
                    scope = heads[scope - 1].scope
                found = self._places.root(module.index, change.scope, root.id)
                if scope and isinstance(found, Receiver) and not found.is_class:
                    yield module.first + scope - 1

    def _candidates(self) -> tuple[set[Place], dict[int, Ways]]:
        """Return the places that functions change, and the names in modules through which they may write settings."""
        places = set(self._single_objects())
        writers: dict[int, Ways] = {}
        for module, change in self._changes():
            root = root_of(change.target)
            if root is None:
                continue
            if self._is_way_out(module.index, change.scope, change.target):
                writers.setdefault(module.index, Ways(set(), set())).add(root.id, (root.id,))
            reached = self._places.reach(module.index, change.scope, change.target)
            if reached is None or not self._values.is_write(reached, change.how):
                continue
            if change.how == STORE and not reached.rest and self._gets_handle(module, change):
                self._values.handles.add(reached.place)
            places.add(reached.place)
        return places - self._values.handles, writers

    def _single_objects(self) -> Iterator[Place]:
        """Yield the names of modules that hold an object of a class whose methods change it."""
        for module in self._program.modules:
            if self._settings.is_settings(module.name):
                continue  # an object of settings: its methods do not say which of them they change
            for name, binding in self._program.namespaces.get((module.index, 0), {}).items():
                if isinstance(binding, ValueBinding) and isinstance(binding.value, Call):
                    place = Place(module.index, 0, name)
                    _, cls = self._values.of(place)
                    if cls >= 0 and self._values.changes_objects(cls):
                        yield place

    def _gets_handle(self, module: LinkedModule, change: Change) -> bool:
        """Return whether what a name is bound to anew is an object of a library."""
        for statement in self._program.scopes(module.index)[change.scope].statements:
            if statement.line == change.line and change.target in statement.targets:
                made = statement.value.function if isinstance(statement.value, Call) else statement.value
                root = root_of(made)
                if root is not None and root.id in self._places.bound(module.index, change.scope)[0]:
                    return False  # a value of the function's own
                nature, _ = self._values.nature(module.index, change.scope, statement.value, 0)
                return nature is Nature.HANDLE
        return False

    def _read(self, module: int, ways: Ways) -> Iterator[_Found]:
        """Yield how the functions of a module use what some names lead to; module-level code reads the environment."""
        if not ways.roots:
            return
        words = [word.encode() for word in sorted(ways.words)]
        bodies = self._program.scopes(module)
        encoded = _BODIES.decode(self._program.modules[module].facts.bodies)
        if not _READS_ENVIRONMENT.isdisjoint(ways.words):
            for use in uses_in(bodies[0], ways.roots):
                for found in self._used(module, 0, use):
                    if isinstance(found.what, str) and not found.writes:
                        yield found
        for scope, body in encoded.items():
            text = bytes(body)
            if any(word in text for word in words):
                for use in uses_in(bodies[scope], ways.roots):
                    yield from self._used(module, scope, use)

    def _used(self, module: int, scope: int, use: Use) -> Iterator[_Found]:
        if self._is_way_out(module, scope, use.target):
            for setting in self._settings.found(module, scope, use):
                yield _Found(setting.name, setting.writes, module, scope, use.line, setting.framework)
        reached = self._places.reach(module, scope, use.target)
        if reached is None or (reached.by_object and self._places.is_of_object(reached)):
            return
        writes = self._values.is_write(reached, use.how)
        if writes or not (use.how == STORE and reached.by_object):
            what = self._settings.name_of(reached.place) or reached.place
            yield _Found(what, writes, module, scope, use.line, _PYTHON)

    def _is_way_out(self, module: int, scope: int, target: Expression) -> bool:
        """Return whether a chain may lead to settings that stand in no module of the project."""
        root, steps = unfold(target)
        if root is None or ".config" in steps:
            return root is not None
        start = self._places.root(module, scope, root.id)
        return isinstance(start, External) and start.name.startswith(SOURCES)

    def _rows(self, found: list[_Found]) -> tuple[ResourceUse, ...]:
        """A value is state if a function changes it at run time; a setting, if also another definition reads it."""
        writers: dict[Place | str, set[tuple[int, int]]] = {}
        readers: dict[Place | str, set[tuple[int, int]]] = {}
        for one in found:
            if not one.writes:
                readers.setdefault(one.what, set()).add((one.module, one.scope))
            elif not self._importing.only(self._program.modules[one.module].first + one.scope - 1):
                writers.setdefault(one.what, set()).add((one.module, one.scope))
        first: dict[tuple[Place | str, bool, int, int], _Found] = {}
        for one in found:
            others = readers.get(one.what, set())
            if one.what in writers and (isinstance(one.what, Place) or others - writers[one.what] or len(others) > 1):
                key = (one.what, one.writes, one.module, one.scope)
                if key not in first or one.line < first[key].line:
                    first[key] = one
        return tuple(sorted(self._row(one) for one in first.values()))

    def _row(self, found: _Found) -> ResourceUse:
        module = self._program.modules[found.module]
        if isinstance(found.what, str):
            kind, name = ResourceKind.SETTING, found.what
        else:
            owner = self._program.modules[found.what.module]
            inside = f".{owner.facts.heads[found.what.scope - 1].qualname}" if found.what.scope else ""
            kind, name = ResourceKind.STATE, f"{owner.name}{inside}.{found.what.name}"
        qualname = module.facts.heads[found.scope - 1].qualname if found.scope else "<module>"
        operation = ResourceOperation.WRITE if found.writes else ResourceOperation.READ
        return ResourceUse(kind, name, operation, module.path, qualname, found.line, found.framework)
