"""Which names of a module lead to something of which some function changes the value?

A function that has none of the words that would speak of it is not looked through: most of a program never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.link.names import Meaning, Names, Value
from analyzer.link.program import LinkedModule, absolute
from analyzer.link.types import ClassOf, ModuleOf
from analyzer.model.syntax import ImportFact
from analyzer.state.places import Place, place_of
from analyzer.state.settings import DJANGO, ENVIRONMENT_WORDS, FLASK_WORDS, SOURCES


class Ways(msgspec.Struct):
    """``roots`` are the names with which a chain begins, ``words`` those of which a function must have one."""

    roots: set[str]
    words: set[str]

    def add(self, root: str, words: Iterable[str]) -> None:
        """Add a name that leads on, if there are words to look for behind it."""
        wanted = set(words)
        if wanted:
            self.roots.add(root)
            self.words |= wanted


class Readers:
    """Finds the names that lead to places, module by module; ``settings`` are the names of those that are written."""

    def __init__(self, names: Names, places: Iterable[Place], settings: Iterable[str]) -> None:
        self._names = names
        self._program = names.program
        self._places = frozenset(places)
        written = sorted(settings)
        self._django = tuple(name.rpartition(".")[2] for name in written if "." in name)
        self._keyed = any("." not in name for name in written)
        self._own: dict[int, set[str]] = {}
        self._members: dict[tuple[int, int], set[str]] = {}
        self._leads: dict[int, frozenset[str]] = {}
        for place in sorted(self._places):
            if place.scope:
                self._members.setdefault((place.module, place.scope), set()).add(place.name)
            else:
                self._own.setdefault(place.module, set()).add(place.name)

    def ways(self, module: LinkedModule) -> Ways:
        """Return the names in a module that lead to a place, or to a setting that is written somewhere."""
        found = Ways(set(), set())
        for name in sorted(self._own.get(module.index, ())):
            found.add(name, (name,))
        for fact in module.facts.imports:
            if fact.name == "*":
                source = self._program.module_index.get(absolute(module, fact))
                for name in () if source is None else sorted(self._reachable(source)):
                    found.add(name, self._present(module, (name,)))
            elif fact.kind not in ("string", "dynamic"):
                found.add(fact.alias or fact.module.partition(".")[0], self._behind(module, fact))
        for scope, members in self._classes_of(module):
            for head in module.facts.heads:
                if head.scope == scope and head.kind == "method" and head.parameters:
                    found.add(head.parameters[0].name, members)
            found.add(module.facts.heads[scope - 1].name, members)
        return found

    def _classes_of(self, module: LinkedModule) -> Iterator[tuple[int, set[str]]]:
        """Yield the classes of a module that have such an attribute, or inherit one."""
        if not self._members:
            return
        for scope, head in enumerate(module.facts.heads, start=1):
            members = self._held(module.first + scope - 1) if head.kind == "class" else None
            if members:
                yield scope, members

    def _held(self, definition: int) -> set[str]:
        definitions = self._program.definitions
        found: set[str] = set()
        for one in self._names.mro(definition):
            found |= self._members.get((definitions[one].module, definitions[one].scope), set())
        return found

    def _behind(self, module: LinkedModule, fact: ImportFact) -> Iterable[str]:
        """Return the words that a function has which reaches something by an import."""
        if not fact.level and fact.module in SOURCES:
            return self._outside(module, fact)
        if not fact.name:
            named = absolute(module, fact)
            return self._words(module, ModuleOf(named) if self._program.has_module(named) else None, named)
        return self._words(module, self._names.lookup(module.index, fact.scope, fact.alias), fact.alias)

    def _outside(self, module: LinkedModule, fact: ImportFact) -> Iterable[str]:
        if f"{fact.module}.{fact.name}" == DJANGO:
            return self._present(module, self._django)
        if not self._keyed:
            return ()
        if fact.module == "os":
            return ENVIRONMENT_WORDS if not fact.name else (fact.alias,)
        return FLASK_WORDS if fact.module == "flask" else ()

    def _words(self, module: LinkedModule, meaning: Meaning | None, name: str) -> Iterable[str]:
        if isinstance(meaning, Value):
            return (name,) if place_of(meaning) in self._places else ()
        if isinstance(meaning, ClassOf):
            return self._held(meaning.definition) if self._members else ()
        if isinstance(meaning, ModuleOf):
            index = self._program.module_index.get(meaning.name)
            return () if index is None else self._present(module, self._reachable(index))
        return ()

    def _reachable(self, module: int) -> frozenset[str]:
        """Return the names of a module that are places, or classes with places, its own or imported."""
        if module not in self._leads:
            found = set(self._own.get(module, ()))
            for name in self._program.namespaces.get((module, 0), {}):
                meaning = self._names.member_of_module(module, name)
                if isinstance(meaning, Value):
                    if place_of(meaning) in self._places:
                        found.add(name)
                elif isinstance(meaning, ClassOf) and self._members and self._held(meaning.definition):
                    found.add(name)
            self._leads[module] = frozenset(found)
        return self._leads[module]

    def _present(self, module: LinkedModule, wanted: Iterable[str]) -> set[str]:
        """Return those of some names that the functions of a module speak of."""
        return {name for name in wanted if name.encode() in module.facts.bodies}
