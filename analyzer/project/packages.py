"""Which base classes, models and tables do installed packages bring along?

Told by ``packages.toml`` beside this file, and by one of the user's own.

Each entry of either file is one ``[[package]]``:

    [[package]]
    name = "billing_lib"                  # what is imported
    framework = "sqlalchemy"              # or "django"
    [[package.base]]                      # mapped classes derive from it
    classes = ["billing_lib.db.Base"]
    naming = "snake_case"                 # names tables after classes: snake_case, lower, or left out
    [[package.mixin]]                     # adds columns to the classes that derive from it
    classes = ["billing_lib.db.Audited"]  # table = "audited_{class}" would name their tables
    columns = ["created_on", "created_by -> users.id"]
    [[package.model]]                     # has a table of its own
    classes = ["billing_lib.models.Account"]
    parents = ["billing_lib.db.Audited"]
    table = "billing_account"
    columns = ["id", "owner_id -> users.id"]
    many = ["tags -> tags via account_tags"]
    [[package.table]]                     # a table without a class
    table = "account_tags"
    columns = ["account_id -> billing_account.id", "tag_id -> tags.id"]
    [[package.function]]                  # names what it is given
    name = "billing_lib.naming.underscored"
    yields = "snake_case"

The names in ``classes`` of one entry are those under which one class can be imported. ``AUTH_USER_MODEL`` as the table
of a key is that of the project's user model.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.packages import Kind, Naming, Package, PackageClass, PackageKey, PackageTable
from analyzer.model.syntax import FileFacts

_SHIPPED = Path(__file__).with_name("packages.toml")
_COLUMN = re.compile(r"^([\w$]+)(?:\s*->\s*([\w.$]+?)\.([\w$]+))?$")
_MANY = re.compile(r"^(\w+)\s*->\s*([\w.$]+?)(?:\s+via\s+([\w.$]+))?$")
_FRAMEWORKS = ("django", "sqlalchemy")


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """An entry of the file; an unknown key is the user's mistake."""


class _Class(_Strict):
    classes: list[str]
    table: str = ""
    columns: list[str] = []
    many: list[str] = []
    parents: list[str] = []
    naming: Naming = ""
    option: str = ""
    annotated: bool = False


class _Table(_Strict):
    table: str
    columns: list[str] = []


class _Function(_Strict):
    name: str
    yields: Naming


class _Package(_Strict):
    name: str
    framework: str
    base: list[_Class] = []
    mixin: list[_Class] = []
    model: list[_Class] = []
    table: list[_Table] = []
    function: list[_Function] = []


class _File(_Strict):
    package: list[_Package] = []


class Packages:
    """The packages of both files; what the user says of a class beats what is shipped."""

    def __init__(self, packages: Iterable[Package]) -> None:
        """``packages`` are those shipped, then the user's."""
        self.packages = tuple(packages)
        self._classes = {one.name: one for package in self.packages for one in package.classes}

    def find(self, name: str) -> PackageClass | None:
        """Return a class by its dotted name."""
        return self._classes.get(name)

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
        )

    def function(self, name: str) -> str:
        """Return how a function of a package names what it is given; empty for any other."""
        return next((yields for one in self.packages for known, yields in one.functions if known == name), "")


@cache
def shipped_packages() -> tuple[Package, ...]:
    """Return the packages of the file that comes with this program."""
    return read_packages(_SHIPPED)


def read_packages(file: Path) -> tuple[Package, ...]:
    """Read a file of packages; raises BadInputError for one that cannot be used."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        entries = msgspec.convert(document, _File)
    except OSError as problem:
        raise BadInputError(f"cannot read the packages in {file}: {problem.strerror or problem}") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadInputError(f"{file} is not valid TOML: {problem}") from problem
    except msgspec.ValidationError as problem:
        raise BadInputError(f"{file}: {problem}") from problem
    return tuple(_package(file, one) for one in entries.package)


def import_sites(files: Iterable[tuple[str, FileFacts]], packages: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return where each package that is imported is imported first; ``files`` are (path, facts), sorted by path."""
    sites: dict[str, tuple[str, int]] = {}
    for path, facts in files:
        for fact in facts.imports:
            if not fact.level and fact.kind == "module":
                sites.setdefault(fact.module, (path, fact.line))
                sites.setdefault(f"{fact.module}.{fact.name}", (path, fact.line))
    found: dict[str, tuple[str, int]] = {}
    for package in sorted(packages):
        inside = [site for name, site in sites.items() if name == package or name.startswith(f"{package}.")]
        if inside:
            found[package] = min(inside)
    return found


def _package(file: Path, entry: _Package) -> Package:
    if entry.framework not in _FRAMEWORKS:
        known = " or ".join(_FRAMEWORKS)
        raise BadInputError(f"{file}: package {entry.name}: framework is {known}, not {entry.framework!r}")
    kinds: tuple[tuple[Kind, list[_Class]], ...] = (
        ("base", entry.base),
        ("mixin", entry.mixin),
        ("model", entry.model),
    )
    where = f"{file}: package {entry.name}"
    return Package(
        name=entry.name,
        framework=entry.framework,
        classes=tuple(known for kind, some in kinds for one in some for known in _classes(where, entry, kind, one)),
        tables=tuple(_table(where, one.table, one.columns, []) for one in entry.table),
        functions=tuple((one.name, one.yields) for one in entry.function),
    )


def _classes(where: str, entry: _Package, kind: Kind, one: _Class) -> Iterable[PackageClass]:
    if kind == "model" and not one.table:
        raise BadInputError(f"{where}: the model {', '.join(one.classes)} needs a table")
    for name in one.classes:
        yield PackageClass(
            name=name,
            kind=kind,
            framework=entry.framework,
            package=entry.name,
            table=_table(where, one.table, one.columns, one.many),
            parents=tuple(one.parents),
            naming=one.naming,
            option=one.option,
            annotated=one.annotated,
        )


def _table(where: str, name: str, columns: list[str], many: list[str]) -> PackageTable:
    stated = [_matched(where, _COLUMN, column, "column -> table.column") for column in columns]
    fields = [_matched(where, _MANY, field, "field -> table via table") for field in many]
    return PackageTable(
        name=name,
        columns=tuple(found[1] for found in stated),
        keys=tuple(PackageKey(found[1], found[2], found[3]) for found in stated if found[2]),
        many=tuple(PackageKey(found[1], found[2], "id", found[3] or "") for found in fields),
    )


def _matched(where: str, form: re.Pattern[str], text: str, shown: str) -> re.Match[str]:
    found = form.match(text)
    if found is None:
        raise BadInputError(f"{where}: {text!r} is not of the form {shown!r}")
    return found
