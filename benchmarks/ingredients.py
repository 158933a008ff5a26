"""What is each ingredient of data access worth? Analyse again without it, and count the traced facts that are lost.

    python benchmarks/ingredients.py PATH TRUTH.json [PATH TRUTH.json ...]

TRUTH.json holds accesses that were traced while a program ran: ``innermost`` is a list of
``[path, qualname, table, operation]``. Printed are, for each ingredient and tree, the share of (path, qualname, table)
that is still found, and how much of that is lost. An ingredient is left out by putting something that knows nothing in
its place; what builds on it goes with it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent.parent))
from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.lookups import Lookups
from analyzer.frameworks.django.managers import Managers
from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.django.relations import Relations
from analyzer.frameworks.django.rows import Rows
from analyzer.frameworks.guesses import Guesses
from analyzer.frameworks.sqlalchemy.loading import Eager, Loading
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.frameworks.sqlalchemy.relationships import Relationships
from analyzer.frameworks.sqlalchemy.writing import Writing
from analyzer.link.asked import Asked
from analyzer.link.contexts import Contexts
from analyzer.link.functions import Functions
from analyzer.link.names import Names
from analyzer.model.options import Options
from analyzer.pipeline import analyze

FRAME = re.compile(r"(\.<locals>)?\.<(listcomp|genexpr|dictcomp|setcomp|lambda)>.*$")
Patch = tuple[type, str, Callable[..., Any]]


def nothing(*args: object, **keywords: object) -> None:
    """Know nothing."""
    del args, keywords


def none_of_many(*args: object, **keywords: object) -> tuple[()]:
    """Find nothing."""
    del args, keywords
    return ()


def no_kinds(*args: object, **keywords: object) -> frozenset[str]:
    """Know no class that a library runs."""
    del args, keywords
    return frozenset()


def nothing_of(*args: object, **keywords: object) -> dict[str, object]:
    """Know no relationships."""
    del args, keywords
    return {}


def no_loads(*args: object, **keywords: object) -> Eager:
    """Load nothing eagerly."""
    del args, keywords
    return Eager({}, [])


INGREDIENTS: dict[str, tuple[Patch, ...]] = {
    "relations and relationships": (
        (Relations, "find", nothing),
        (Relations, "lookup", nothing),
        (Relationships, "find", nothing),
        (Relationships, "of", nothing_of),
    ),
    "what functions return": ((Functions, "_returned", nothing),),
    "what runs where it is read": ((Django, "used", none_of_many), (SqlAlchemy, "used", none_of_many)),
    "paths between `__`, and conditions": ((Lookups, "along", none_of_many),),
    "helpers read again for one caller": ((Contexts, "interpreted", nothing), (Contexts, "of_receiver", nothing)),
    "classes loaded by two texts": ((Names, "loaded", nothing), (Asked, "loaded", nothing), (Names, "label", nothing)),
    "generic views, forms, admin": ((Kinds, "of", no_kinds),),
    "names of parameters": ((Guesses, "of", nothing),),
    "one reading per concrete subclass": ((Django, "receivers", none_of_many), (SqlAlchemy, "receivers", none_of_many)),
    "eager loads": (
        (Loading, "eager", no_loads),
        (Loading, "of_object", no_loads),
        (Lookups, "followed", none_of_many),
    ),
    "managers and querysets of the project": (
        (Managers, "querysets", none_of_many),
        (Managers, "models_of", none_of_many),
    ),
    "assignments": ((SqlAlchemy, "assigned", none_of_many),),
    "cascades": ((Rows, "cascade", none_of_many), (Writing, "beside", none_of_many)),
}
"""What is put in the place of what, to leave an ingredient out."""


def main() -> None:
    """Measure every tree with all ingredients, then without each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("given", nargs="+", type=Path, metavar="PATH TRUTH")
    given = parser.parse_args().given
    pairs = list(zip(given[::2], given[1::2], strict=True))
    names = [path.name for path, _ in pairs]
    print("| without | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    whole = [recall(path, truth) for path, truth in pairs]
    print("| nothing (recall) | " + " | ".join(f"{share:.3f}" for share in whole) + " |")
    for ingredient, patches in INGREDIENTS.items():
        with without(patches):
            lost = [before - recall(path, truth) for before, (path, truth) in zip(whole, pairs, strict=True)]
        print(f"| {ingredient} | " + " | ".join(f"{share:.3f}" for share in lost) + " |", flush=True)


@contextmanager
def without(patches: tuple[Patch, ...]) -> Iterator[None]:
    """Leave an ingredient out."""
    running = [mock.patch.object(owner, name, instead) for owner, name, instead in patches]
    for one in running:
        one.start()
    try:
        yield
    finally:
        for one in running:
            one.stop()


def recall(path: Path, truth: Path) -> float:
    """Return the share of the traced (path, qualname, table) that an analysis finds."""
    traced = {(one[0], one[1], one[2]) for one in json.loads(truth.read_text(encoding="utf-8"))["innermost"]}
    found = {
        (access.path, FRAME.sub("", access.qualname), access.table) for access in analyze(path, Options()).accesses
    }
    return len(traced & found) / len(traced)


if __name__ == "__main__":
    main()
