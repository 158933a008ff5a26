"""Whose is each module, which imports cross from one service to another, and what crosses that no import shows?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.code import ImportKind
from analyzer.model.services import KERNEL

BESIDE = ""
"""Stands where a service stands for a module that has none: a test, a migration, a file that was not read."""

CHECKED = frozenset({ImportKind.MODULE, ImportKind.TYPE_CHECKING})
"""The imports that stand as such in the code; a checker of imports sees no other."""


@dataclass(frozen=True, slots=True, order=True)
class ModuleImport:
    """A module imports another one of the tree."""

    importer: str
    imported: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What one service takes from another.

    ``imports`` are pairs of modules. What no checker of imports sees: ``calls`` are pairs of definitions of which no
    import of the one module by the other tells, ``accesses`` places where the other's tables are used, ``by_name``
    pairs of modules of which one loads the other by a text.
    """

    source: str
    target: str
    imports: int
    calls: int
    accesses: int
    by_name: int


def placed(analysis: Analysis) -> dict[str, str]:
    """Say of each module, by name, which service it is in; the kernel counts as one, and ``BESIDE`` is none."""
    found: dict[str, str] = {}
    for module in sorted(analysis.modules, key=lambda one: (not one.service, one.path)):
        found.setdefault(module.name, module.service)
    return {name: found[name] for name in sorted(found) if name}


def module_imports(analysis: Analysis, places: Mapping[str, str]) -> tuple[ModuleImport, ...]:
    """Return the imports between modules of the tree, each once, sorted.

    What is no module, a name that a package holds or a folder in it, is imported of the package.
    """
    found = set()
    for one in analysis.imports:
        imported = nearest(one.imported, places)
        if one.kind in CHECKED and one.importer in places and imported and imported != one.importer:
            found.add(ModuleImport(one.importer, imported))
    return tuple(sorted(found))


def nearest(name: str, among: Iterable[str]) -> str:
    """Return the name, or the nearest above it, that is among those given; empty if none is."""
    while name and name not in among:
        name = name.rpartition(".")[0]
    return name


def differ(one: str, other: str) -> bool:
    """Tell two services from each other; the kernel and what is beside the services are none."""
    return one != other and not {one, other} & {KERNEL, BESIDE}


def pairs(analysis: Analysis) -> tuple[Pair, ...]:
    """Count what crosses, by pair of services, most imports first."""
    places = placed(analysis)
    made = module_imports(analysis, places)
    counts = (
        Counter(_crossing((places[one.importer], places[one.imported]) for one in made)),
        Counter(_crossing(_calls(analysis, frozenset(made)))),
        Counter(_crossing(_accesses(analysis))),
        Counter(_crossing(_by_name(analysis, places))),
    )
    keys = {key for counter in counts for key in counter}
    rows = [Pair(*key, *(counter[key] for counter in counts)) for key in keys]
    return tuple(sorted(rows, key=lambda one: (-one.imports, one.source, one.target)))


def _crossing(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (one for one in found if differ(*one))


def _calls(analysis: Analysis, made: frozenset[ModuleImport]) -> Iterator[tuple[str, str]]:
    homes = {one.name: (one.module, one.service) for one in analysis.definitions}
    homes.update((one.name, (one.name, one.service)) for one in analysis.modules if one.name not in homes)
    for caller, callee in {(one.caller, one.callee) for one in analysis.calls if not one.through}:
        (from_module, source), (to_module, target) = homes.get(caller, ("", "")), homes.get(callee, ("", ""))
        if ModuleImport(from_module, to_module) not in made:
            yield source, target


def _accesses(analysis: Analysis) -> Iterator[tuple[str, str]]:
    owners = {one.name: one.owner for one in analysis.tables}
    places = {
        (one.path, one.line, one.table, one.operation, one.service) for one in analysis.accesses if not one.generic
    }
    return ((service, owners.get(table, "")) for _, _, table, _, service in places)


def _by_name(analysis: Analysis, places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    named = {(one.importer, nearest(one.imported, places)) for one in analysis.imports if one.kind not in CHECKED}
    return ((places.get(importer, BESIDE), places.get(imported, BESIDE)) for importer, imported in named)
