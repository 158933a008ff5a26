"""Which imports name a module by another name than the one it has here?

A root inside a package gives its modules two names: run from the root they are ``users.models``, imported through the
package ``shop.users.models``. Imports by the second are read as imports by the first.
"""

from __future__ import annotations

import msgspec

from analyzer.model.syntax import FileFacts, ImportFact
from analyzer.project.roots import Roots


def by_first_names(path: str, facts: FileFacts, roots: Roots) -> FileFacts:
    """Return the facts of a file with its imports by first names; ``import a.b`` that binds ``a`` stays."""
    if not roots.seconds:
        return facts
    name = roots.module_of(path)
    package = name if path.endswith("__init__.py") else name.rpartition(".")[0]
    changed = tuple(_by_first_name(fact, package, roots) for fact in facts.imports)
    return msgspec.structs.replace(facts, imports=changed) if changed != facts.imports else facts


def _by_first_name(fact: ImportFact, package: str, roots: Roots) -> ImportFact:
    if not fact.name and not fact.alias and fact.kind not in ("string", "dynamic"):
        return fact
    source = _absolute(fact, package)
    first = roots.first_name(source)
    if first != source:
        return msgspec.structs.replace(fact, module=first, level=0)
    inner = roots.first_name(f"{source}.{fact.name}") if fact.name not in ("", "*") else ""
    if inner and inner != f"{source}.{fact.name}":
        return msgspec.structs.replace(fact, module=inner, level=0, name="")
    return fact


def _absolute(fact: ImportFact, package: str) -> str:
    if not fact.level:
        return fact.module
    parts = package.split(".") if package else []
    above = parts[: len(parts) - fact.level + 1]
    return ".".join([*above, fact.module] if fact.module else above)
