"""What is known of models that are not in the source: their tables, and the fields that they hand down?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from analyzer.frameworks.django.apps import Given
from analyzer.frameworks.django.fields import Field, FieldKind
from analyzer.frameworks.django.known import known
from analyzer.frameworks.django.relations import DeclaredRelation, without_class
from analyzer.link.program import ImportBinding, Program, ProgramDefinition
from analyzer.model.syntax import Constant, Name

_ABSTRACT = ("Abstract", "Base", "Mixin")  # parts of the names of Django's own abstract models

_NO_MODELS = ("Manager", "QuerySet")


def table_of_label(label: str, name: str) -> str:
    """``auth`` and ``Group`` give ``auth_group``, by Django's naming where nothing else is known."""
    return known().tables.get(f"{label}.{name}".lower(), f"{label}_{name}".lower())


def table_outside(name: str) -> str:
    """``django.contrib.auth.models.Group`` is ``auth_group``; empty for what cannot be the name of a model."""
    parts = name.split(".")
    if "models" not in parts[1:-1] or not parts[-1].isidentifier() or not parts[-1][0].isupper():
        return ""
    if parts[-1].endswith(_NO_MODELS) or (parts[0] == "django" and not is_stored(name)):
        return ""
    return table_of_label(parts[parts.index("models", 1) - 1], parts[-1])


def relations_outside(table: Callable[[str], int]) -> Iterator[DeclaredRelation]:
    """Yield the relations between models outside; ``table`` returns the index of a table by its name."""
    for label, models in known().relations.items():
        for name, relations in models.items():
            for attribute, one in relations.items():
                yield DeclaredRelation(
                    model=without_class(table(table_of_label(label, name))),
                    attribute=attribute,
                    target=without_class(table(table_of_label(*one.to.split(".")))),
                    kind="many" if one.between else "one",
                    accessor=one.accessor,
                    related_query_name=one.query,
                    on_delete="CASCADE",
                    between=table(one.between) if one.between else -1,
                )


def models_imported(program: Program) -> frozenset[str]:
    """Return the names of the classes that modules of a program import from modules of models outside."""
    bindings = (one for names in program.namespaces.values() for one in names.values())
    found = (f"{one.module}.{one.name}" for one in bindings if isinstance(one, ImportBinding) and one.name)
    return frozenset(name.rpartition(".")[2] for name in found if ".models." in name and table_outside(name))


def is_known(base: str) -> bool:
    """Return whether the name is that of a model whose fields are known."""
    return known().model(base) is not None


def is_stored(base: str) -> bool:
    """Return whether a class outside is a model with a table, which its subclasses keep a part of their rows in."""
    found = known().model(base)
    if found is not None:
        return found.stored
    parts = base.split(".")
    own = parts[:2] == ["django", "contrib"] and parts[3:-1] == ["models"]
    return own and not any(part in parts[-1] for part in _ABSTRACT)


def handed_down(base: str, owner: ProgramDefinition) -> list[Field]:
    """Return the fields that a class gets from a base class outside; ``owner`` is the class that names the base."""
    found = known().model(base)
    if found is None:
        return []
    package = base.partition(".")[0]
    fields = [Field(name, "column", base, owner.head.line, owner, {}) for name in found.columns]
    for name, given in found.relations.items():
        kind = msgspec.convert(given["kind"], FieldKind)
        arguments = {key: Given(_written(key, text, owner), owner.module, 0) for key, text in given.items()}
        fields.append(Field(name, kind, base, owner.head.line, owner, arguments))
    return fields + [field for other in found.bases for field in handed_down(f"{package}.{other}", owner)]


def _written(key: str, text: str, owner: ProgramDefinition) -> Name | Constant:
    return Name(text, owner.head.line) if key == "on_delete" else Constant(text, owner.head.line)
