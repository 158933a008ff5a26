"""Which module imports which?

Modules, not names: ``from pkg import mod`` is an edge to ``pkg.mod``, ``from pkg.mod import name`` one to ``pkg.mod``.
A text that names a module of the project, or something that one defines, is an import of kind string: settings, routes,
task names and registries load code that way.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.program import LinkedModule, Program, absolute
from analyzer.model.chains import text_of
from analyzer.model.code import Import, ImportKind
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Expression, ImportFact, Items, Name, Operation

_DEEPEST = 2  # names below a module that a text may give: a class and its member


def import_edges(program: Program, present: frozenset[str], commands: tuple[Import, ...] = ()) -> tuple[Import, ...]:
    """Return every import edge of the program once per (importer, imported, kind), with its first line, sorted.

    ``present`` names every file of the tree, those that were passed over included: they can be imported all the same.
    ``commands`` are what the packaging files name; they count where the project has it.
    """
    first: dict[tuple[str, str, ImportKind], Import] = {}
    for edge in (*_edges(program, present), *_commands(program, present, commands)):
        key = (edge.importer, edge.imported, edge.kind)
        if key not in first or edge.line < first[key].line:
            first[key] = edge
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
            if fact.kind != "string" and source and source.partition(".")[0] in tops and source not in leading:
                reason = "no file of the project has this name"
                found.add(Unresolved("import", source, module.path, fact.line, reason))
    return tuple(sorted(found))


def _edges(program: Program, present: frozenset[str]) -> Iterator[Import]:
    for module in program.modules:
        for fact in module.facts.imports:
            named = fact.kind == "string"
            imported = _named(program, present, fact.module) if named else _target(present, module, fact)
            if imported and not (named and imported == module.name):
                yield Import(module.name, imported, module.path, fact.line, ImportKind(fact.kind))
        for app, line in _apps(module):
            if app in present and app != module.name:
                yield Import(module.name, app, module.path, line, ImportKind.STRING)


def _target(present: frozenset[str], module: LinkedModule, fact: ImportFact) -> str:
    source = absolute(module, fact)
    if fact.name and fact.name != "*":
        inner = f"{source}.{fact.name}" if source else fact.name
        if inner in present:
            return inner
    elif source not in present and source.rpartition(".")[0] in present:
        return source.rpartition(".")[0]  # ``import package.name`` of a name that is no file loads the package
    return source


def _named(program: Program, present: frozenset[str], text: str) -> str:
    """The module of the project that a dotted text names, or that binds what it names; empty for other texts."""
    parts = text.split(".")
    for length in range(len(parts), max(0, len(parts) - _DEEPEST - 1), -1):
        module = ".".join(parts[:length])
        if module in present:
            if length == len(parts):
                return module
            index = program.module_index.get(module, -1)
            return module if parts[length] in program.namespaces.get((index, 0), {}) else ""
    return ""


def _apps(module: LinkedModule) -> Iterator[tuple[str, int]]:
    """Yield the plain names in ``INSTALLED_APPS`` and lists that end so: they name packages without a dot."""
    for statement in module.facts.scopes[0].statements:
        targets = statement.targets[:1] if statement.kind in ("assign", "annotate", "augment") else ()
        if any(isinstance(target, Name) and target.id.endswith("_APPS") for target in targets):
            yield from ((text, statement.line) for text in _texts(statement.value) if text.isidentifier())


def _texts(value: Expression) -> Iterator[str]:
    match value:
        case Items(items=items) | Operation(operands=items):
            for item in items:
                yield from _texts(item)
        case _:
            yield text_of(value)


def _commands(program: Program, present: frozenset[str], commands: tuple[Import, ...]) -> Iterator[Import]:
    for command in commands:
        imported = _named(program, present, command.imported)
        if imported:
            yield Import(command.importer, imported, command.path, command.line, command.kind)
