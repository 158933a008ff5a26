"""What is known of models that are not in the source: their tables, and the fields that they hand down?"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from analyzer.frameworks.django.apps import Given
from analyzer.frameworks.django.fields import Field, FieldKind
from analyzer.link.program import ProgramDefinition
from analyzer.model.syntax import Constant, Name

_ABSTRACT = ("Abstract", "Base", "Mixin")  # parts of the names of Django's own abstract models


class _Handed(msgspec.Struct, frozen=True):
    """What a model hands down to the classes that derive from it."""

    bases: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    relations: dict[str, dict[str, str]] = {}
    stored: bool = False


class _Known(msgspec.Struct, frozen=True):
    """The file beside this module."""

    tables: dict[str, str]
    models: dict[str, dict[str, _Handed]]


def table_of_label(label: str, name: str) -> str:
    """``auth`` and ``Group`` give ``auth_group``, by Django's naming where nothing else is known."""
    return _known().tables.get(f"{label}.{name}".lower(), f"{label}_{name}".lower())


def table_outside(name: str) -> str:
    """``django.contrib.auth.models.Group`` is ``auth_group``; empty for what cannot be the name of a model."""
    parts = name.split(".")
    if "models" not in parts[1:-1]:
        return ""
    return table_of_label(parts[parts.index("models", 1) - 1], parts[-1])


def is_known(base: str) -> bool:
    """Return whether the name is that of a model whose fields are known."""
    package, _, _ = base.partition(".")
    return base.rpartition(".")[2] in _known().models.get(package, {})


def is_stored(base: str) -> bool:
    """Return whether a class outside is a model with a table, which its subclasses keep a part of their rows in."""
    package, _, _ = base.partition(".")
    last = base.rpartition(".")[2]
    known = _known().models.get(package, {}).get(last)
    if known is not None:
        return known.stored
    return base.startswith("django.contrib.") and ".models." in base and not any(part in last for part in _ABSTRACT)


def handed_down(base: str, owner: ProgramDefinition) -> list[Field]:
    """Return the fields that a class gets from a base class outside; ``owner`` is the class that names the base."""
    package, _, _ = base.partition(".")
    last = base.rpartition(".")[2]
    found = _known().models.get(package, {}).get(last)
    if found is None:
        return []
    fields = [Field(name, "column", base, owner.head.line, owner, {}) for name in found.columns]
    for name, given in found.relations.items():
        kind = msgspec.convert(given["kind"], FieldKind)
        arguments = {key: Given(_written(key, text, owner), owner.module, 0) for key, text in given.items()}
        fields.append(Field(name, kind, base, owner.head.line, owner, arguments))
    return fields + [field for other in found.bases for field in handed_down(f"{package}.{other}", owner)]


def _written(key: str, text: str, owner: ProgramDefinition) -> Name | Constant:
    return Name(text, owner.head.line) if key == "on_delete" else Constant(text, owner.head.line)


@cache
def _known() -> _Known:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Known)
