"""Which module imports which?

Modules, not names: ``from pkg import mod`` is an edge to ``pkg.mod``, ``from pkg.mod import name`` one to ``pkg.mod``.
"""

from __future__ import annotations

from analyzer.link.program import LinkedModule, Program, absolute
from analyzer.model.code import Import, ImportKind
from analyzer.model.data import Unresolved
from analyzer.model.syntax import ImportFact


def import_edges(program: Program, present: frozenset[str]) -> tuple[Import, ...]:
    """Return every import edge of the program once per (importer, imported, kind), with its first line, sorted.

    ``present`` names every file of the tree, those that were passed over included: they can be imported all the same.
    """
    first: dict[tuple[str, str, ImportKind], Import] = {}
    for module in program.modules:
        for fact in module.facts.imports:
            imported = _target(present, module, fact)
            if not imported:
                continue
            kind = ImportKind(fact.kind)
            key = (module.name, imported, kind)
            if key not in first or fact.line < first[key].line:
                first[key] = Import(module.name, imported, module.path, fact.line, kind)
    return tuple(sorted(first.values()))


def missing_modules(program: Program, present: frozenset[str]) -> tuple[Unresolved, ...]:
    """Return the imports of modules that the project's own packages do not hold, sorted.

    ``present`` names every file of the tree, those that were passed over included.
    """
    tops = {name.partition(".")[0] for name in program.module_index}
    leading = {".".join(name.split(".")[:length]) for name in present for length in range(1, name.count(".") + 2)}
    found = set()
    for module in program.modules:
        for fact in module.facts.imports:
            source = absolute(module, fact)
            if source and source.partition(".")[0] in tops and source not in leading:
                reason = "no file of the project has this name"
                found.add(Unresolved("import", source, module.path, fact.line, reason))
    return tuple(sorted(found))


def _target(present: frozenset[str], module: LinkedModule, fact: ImportFact) -> str:
    source = absolute(module, fact)
    if fact.name and fact.name != "*":
        inner = f"{source}.{fact.name}" if source else fact.name
        if inner in present:
            return inner
    elif source not in present and source.rpartition(".")[0] in present:
        return source.rpartition(".")[0]  # ``import package.name`` of a name that is no file loads the package
    return source
