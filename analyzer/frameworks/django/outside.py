"""What are the tables of models called that are not in the source?"""

from __future__ import annotations

from functools import cache

from analyzer.project.packages import Packages, shipped_packages


@cache
def own_tables() -> dict[str, str]:
    """Return the tables of the models of known packages, by ``label.model`` in lower case."""
    return {
        f"{package.name.rpartition('.')[2]}.{one.name.rpartition('.')[2]}".lower(): one.table.name
        for package in Packages(shipped_packages()).of("django")
        for one in package.classes
        if one.table.name
    }


def table_outside(name: str) -> str:
    """``django.contrib.auth.models.Group`` is ``auth_group`` by Django's naming."""
    parts = name.split(".")
    if "models" not in parts[1:-1]:
        return ""
    label = parts[parts.index("models", 1) - 1]
    return own_tables().get(f"{label}.{parts[-1]}".lower(), f"{label}_{parts[-1]}".lower())
