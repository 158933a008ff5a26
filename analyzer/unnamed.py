"""Which functions does nothing name, so that only somebody who guesses their names could call them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analyzer.link.program import Program
from analyzer.model.code import ImportKind, ModuleKind
from analyzer.model.facts import Facts
from analyzer.source.discovery import Tree
from analyzer.source.mentions import mentions, without_mention

_IMPORTED = (ImportKind.MODULE, ImportKind.TYPE_CHECKING)


def unnamed(tree: Tree, program: Program, facts: Facts) -> tuple[str, ...]:
    """Return the functions outside all classes, sorted, whose names stand nowhere in the tree but where they begin.

    A module that no other one imports may be started by hand or loaded by its name, and a decorator may register what
    it is given: neither is told. Tests, migrations, comments and texts count as naming, and so do the tree's documents.
    """
    code = {module.path for module in facts.modules if module.kind is ModuleKind.CODE}
    known = {call.callee for call in facts.calls}
    known.update(use.used for use in facts.type_uses)
    known.update(entry.definition for entry in facts.entry_points)
    imported = {one.imported for one in facts.imports if one.kind in _IMPORTED}
    often = Counter(one.head.name for one in program.definitions)
    wanted = {
        one.head.name: one.name
        for one in program.definitions
        if one.parent < 0
        and one.head.kind == "function"
        and not one.head.decorators
        and often[one.head.name] == 1
        and one.name not in known
        and one.head.name.isascii()
        and program.modules[one.module].path in code
        and program.modules[one.module].name in imported
    }
    read = {module.path: None for module in program.modules}
    counted = mentions(tree.root, read, wanted)
    once = [name for name in wanted if counted[name] == 1]
    others = (path for path in _paths(tree) if path not in read)
    return tuple(sorted(wanted[name] for name in without_mention(tree.root, others, once)))


def _paths(tree: Tree) -> Iterator[str]:
    yield from (file.path for file in tree.files)
    yield from tree.documents
    yield from tree.packaging
