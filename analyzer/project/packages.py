"""Which classes, tables and functions do installed packages bring along?

Told by ``packages.toml`` beside this file, and by one of the user's own, which beats it. The form of both is
explained in ``docs/guide/packages.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analyzer.model.packages import (
    Package,
    PackageClass,
    PackageEffect,
    PackageFieldKind,
    PackageHistory,
    PackageTable,
)
from analyzer.model.syntax import FileFacts
from analyzer.project.package_file import read_packages

_SHIPPED = Path(__file__).with_name("packages.toml")


class Packages:
    """The packages of both files; what the user says of a class, function or kind of field beats what is shipped."""

    def __init__(self, packages: Iterable[Package]) -> None:
        """``packages`` are those shipped, then the user's."""
        self.packages = tuple(packages)
        self._classes = {one.name: one for package in self.packages for one in package.classes}
        self._by_last: dict[str, list[PackageClass]] = {}
        for one in self._classes.values():
            self._by_last.setdefault(_last(one.name), []).insert(0, one)
        functions = [one for package in self.packages for one in package.functions]
        self._yields = {one.name: one.yields for one in functions if one.yields}
        self._effects = {one.name: one.does for one in functions if one.does}
        self._methods = {one.name: one.does for package in self.packages for one in package.methods}
        self._histories = {one.name: one for package in self.packages for one in package.histories}
        self._fields: dict[str, PackageFieldKind] = {}
        for package in reversed(self.packages):
            self._fields |= {end: kind for end, kind in package.fields if end not in self._fields}

    def find(self, name: str) -> PackageClass | None:
        """Return a class by its dotted name."""
        return self._classes.get(name)

    def near(self, name: str) -> PackageClass | None:
        """Return a class by its dotted name, or one that a module of its package above or below its own exports."""
        found = self._classes.get(name)
        if found is not None:
            return found
        module = _module(name)
        for one in self._by_last.get(_last(name), ()):
            own = _module(one.name)
            inside = f"{module}.".startswith(f"{one.package}.")
            if inside and (f"{own}.".startswith(f"{module}.") or f"{module}.".startswith(f"{own}.")):
                return one
        return None

    def of(self, framework: str) -> tuple[Package, ...]:
        """Return the packages of a framework."""
        return tuple(one for one in self.packages if one.framework == framework)

    def lineage(self, name: str) -> tuple[PackageClass, ...]:
        """Return a class and all it derives from, nearest first, without repeats."""
        found: dict[str, PackageClass] = {}
        pending = [name]
        while pending:
            known = self._classes.get(pending.pop(0))
            if known is not None and known.name not in found:
                found[known.name] = known
                pending += known.parents
        return tuple(found.values())

    def columns(self, name: str) -> PackageTable:
        """Return the table of a class with the columns of all it derives from; without a name for a mixin."""
        lineage = self.lineage(name)
        return PackageTable(
            name=lineage[0].table.name if lineage else "",
            columns=tuple(dict.fromkeys(column for one in lineage for column in one.table.columns)),
            keys=tuple(dict.fromkeys(key for one in lineage for key in one.table.keys)),
            many=tuple(dict.fromkeys(key for one in lineage for key in one.table.many)),
            nullable=tuple(dict.fromkeys(column for one in lineage for column in one.table.nullable)),
        )

    def function(self, name: str) -> str:
        """Return how a function of a package names what it is given; empty for any other."""
        return self._yields.get(name, "")

    def effects_of_function(self, name: str) -> tuple[PackageEffect, ...]:
        """Return what a function does, by its dotted name."""
        return self._effects.get(name, ())

    def effects_of_method(self, name: str) -> tuple[PackageEffect, ...]:
        """Return what a method of a name does, whatever it is called on."""
        return self._methods.get(name, ())

    def effective_methods(self) -> tuple[str, ...]:
        """Return the names of the methods that do something to tables whatever they are called on."""
        return tuple(self._methods)

    def effective_functions(self) -> tuple[str, ...]:
        """Return the dotted names of the functions that do something to tables."""
        return tuple(self._effects)

    def history(self, name: str) -> PackageHistory | None:
        """Return what is known of a class whose objects ask for a table of former rows."""
        return self._histories.get(name)

    def field_kind(self, name: str) -> PackageFieldKind | None:
        """Return the kind of the fields of a class by how its name ends."""
        return next((kind for end, kind in self._fields.items() if name.endswith(end)), None)


@cache
def shipped_packages() -> tuple[Package, ...]:
    """Return the packages of the file that comes with this program."""
    return read_packages(_SHIPPED)


def known_packages(own: Iterable[Package]) -> Packages:
    """Return the packages of the shipped file and the user's own."""
    return Packages((*shipped_packages(), *own))


def import_sites(files: Iterable[tuple[str, FileFacts]], wanted: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return where each package or class that is imported is imported first, or anything in it.

    ``files`` are (path, facts), sorted by path.
    """
    sites: dict[str, tuple[str, int]] = {}
    for path, facts in files:
        for fact in facts.imports:
            if not fact.level and fact.kind == "module":
                sites.setdefault(fact.module, (path, fact.line))
                sites.setdefault(f"{fact.module}.{fact.name}", (path, fact.line))
    found: dict[str, tuple[str, int]] = {}
    names = frozenset(wanted)
    for whole, site in sites.items():
        parts = whole.split(".")
        for length in range(1, len(parts) + 1):
            name = ".".join(parts[:length])
            if name in names:
                found[name] = min(site, found.get(name, site))
    return found


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _module(name: str) -> str:
    return name.rpartition(".")[0]
