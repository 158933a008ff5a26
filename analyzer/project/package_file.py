"""What does a file of packages say? Its form is explained in ``docs/guide/packages.md``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.data import RowOperation
from analyzer.model.packages import (
    Kind,
    Naming,
    OnDelete,
    Package,
    PackageClass,
    PackageEffect,
    PackageFieldKind,
    PackageFunction,
    PackageHistory,
    PackageKey,
    PackageMethods,
    PackageRelation,
    PackageTable,
)

_COLUMN = re.compile(r"^([\w$]+)(\??)(?:\s*->\s*([\w.$]+?)\.([\w$]+))?$")
_MANY = re.compile(r"^(\w+)\s*->\s*([\w.$]+?)(?:\s+via\s+([\w.$]+))?$")
_EFFECT = re.compile(rf"^({'|'.join(RowOperation)})((?:\s+[\w.$]+)+)$")
_FRAMEWORKS = ("django", "sqlalchemy")


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """An entry of the file; an unknown key is the user's mistake."""


class _Relation(_Strict):
    on_delete: OnDelete = ""
    related_name: str = ""
    related_query_name: str = ""
    one_to_one: bool = False


class _Class(_Strict):
    classes: list[str]
    table: str = ""
    columns: list[str] = []
    many: list[str] = []
    parents: list[str] = []
    naming: Naming = ""
    option: str = ""
    annotated: bool = False
    relations: dict[str, _Relation] = {}
    methods: PackageMethods = PackageMethods()


class _Table(_Strict):
    table: str
    columns: list[str] = []


class _Function(_Strict):
    name: str
    yields: Naming = ""
    does: list[str] = []


class _Method(_Strict):
    name: str
    does: list[str]


class _Field(_Strict):
    ending: str
    kind: PackageFieldKind


class _History(_Strict):
    classes: list[str]
    prefix: str
    columns: list[str] = []
    table_argument: str = ""


class _Package(_Strict):
    name: str
    framework: str
    label: str = ""
    base: list[_Class] = []
    mixin: list[_Class] = []
    model: list[_Class] = []
    table: list[_Table] = []
    function: list[_Function] = []
    method: list[_Method] = []
    field: list[_Field] = []
    history: list[_History] = []


class _File(_Strict):
    package: list[_Package] = []


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


def _package(file: Path, entry: _Package) -> Package:
    where = f"{file}: package {entry.name}"
    if entry.framework not in _FRAMEWORKS:
        known = " or ".join(_FRAMEWORKS)
        raise BadInputError(f"{where}: framework is {known}, not {entry.framework!r}")
    for framework, key in _foreign(entry):
        raise BadInputError(f"{where}: {key!r} is for {framework} only")
    kinds: tuple[tuple[Kind, list[_Class]], ...] = (
        ("base", entry.base),
        ("mixin", entry.mixin),
        ("model", entry.model),
    )
    return Package(
        name=entry.name,
        framework=entry.framework,
        label=entry.label,
        classes=tuple(known for kind, some in kinds for one in some for known in _classes(where, entry, kind, one)),
        tables=tuple(_table(where, one.table, one.columns) for one in entry.table),
        functions=tuple(PackageFunction(one.name, one.yields, _effects(where, one.does)) for one in entry.function),
        methods=tuple(PackageFunction(one.name, "", _effects(where, one.does)) for one in entry.method),
        histories=tuple(history for one in entry.history for history in _histories(where, one)),
        fields=tuple((one.ending, one.kind) for one in entry.field),
    )


def _foreign(entry: _Package) -> Iterator[tuple[str, str]]:
    """Yield (framework, key) of what an entry says that means nothing for its own framework."""
    classes = (*entry.base, *entry.mixin, *entry.model)
    if entry.framework == "django":
        said = {"base": entry.base, "yields": [one.yields for one in entry.function if one.yields]}
        yield from (("sqlalchemy", key) for key, value in said.items() if value)
    else:
        said = {"label": entry.label, "method": entry.method, "field": entry.field, "history": entry.history}
        said["relations"] = [one for one in classes if one.relations]
        said["methods"] = [one for one in classes if one.methods != PackageMethods()]
        said["does"] = [one for one in entry.function if one.does]
        yield from (("django", key) for key, value in said.items() if value)


def _classes(where: str, entry: _Package, kind: Kind, one: _Class) -> Iterable[PackageClass]:
    if kind == "model" and not one.table:
        raise BadInputError(f"{where}: the model {', '.join(one.classes)} needs a table")
    table = _table(where, one.table, one.columns, one.many)
    fields = {key.field for key in table.keys} | {key.column for key in table.many}
    for name in one.relations:
        if name not in fields:
            raise BadInputError(f"{where}: the relation {name!r} is neither a key in 'columns' nor in 'many'")
    for name in one.classes:
        yield PackageClass(
            name=name,
            kind=kind,
            framework=entry.framework,
            package=entry.name,
            table=table,
            parents=tuple(one.parents),
            naming=one.naming,
            option=one.option,
            annotated=one.annotated,
            relations=tuple(
                PackageRelation(field, told.on_delete, told.related_name, told.related_query_name, told.one_to_one)
                for field, told in one.relations.items()
            ),
            methods=one.methods,
        )


def _histories(where: str, one: _History) -> Iterator[PackageHistory]:
    for name in one.classes:
        yield PackageHistory(name, one.prefix, _table(where, "", one.columns), one.table_argument)


def _effects(where: str, texts: list[str]) -> tuple[PackageEffect, ...]:
    found = (_matched(where, _EFFECT, text, "select table table") for text in texts)
    return tuple(PackageEffect(RowOperation(one[1]), tuple(one[2].split())) for one in found)


def _table(where: str, name: str, columns: list[str], many: Iterable[str] = ()) -> PackageTable:
    stated = [_matched(where, _COLUMN, column, "column -> table.column") for column in columns]
    fields = [_matched(where, _MANY, field, "field -> table via table") for field in many]
    return PackageTable(
        name=name,
        columns=tuple(found[1] for found in stated),
        keys=tuple(PackageKey(found[1], found[3], found[4]) for found in stated if found[3]),
        many=tuple(PackageKey(found[1], found[2], "id", found[3] or "") for found in fields),
        nullable=tuple(found[1] for found in stated if found[2]),
    )


def _matched(where: str, form: re.Pattern[str], text: str, shown: str) -> re.Match[str]:
    found = form.match(text)
    if found is None:
        raise BadInputError(f"{where}: {text!r} is not of the form {shown!r}")
    return found
