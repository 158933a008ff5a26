"""How do the files of a tree become one program? Reads them in worker processes and keeps what could not be read."""

from __future__ import annotations

import msgspec

from analyzer.errors import NothingToAnalyseError
from analyzer.extract.read_file import FileResult, read_file
from analyzer.link.program import Program
from analyzer.model.code import Module, ModuleStatus
from analyzer.model.syntax import FileFacts
from analyzer.project.roots import Roots
from analyzer.source.discovery import SourceFile, Tree
from analyzer.source.workers import in_order

_FACTS = msgspec.msgpack.Decoder(FileFacts)


class Read(msgspec.Struct, frozen=True):
    """The program, and one record per file, read or not, sorted by path."""

    program: Program
    modules: tuple[Module, ...]


def read_tree(tree: Tree, roots: Roots, jobs: int) -> Read:
    """Read every file that is not passed over; raises NothingToAnalyseError if none could be read."""
    wanted = [file for file in tree.files if not file.skipped]
    results = dict(zip(wanted, in_order(read_file, [str(tree.root / file.path) for file in wanted], jobs), strict=True))
    modules = tuple(_module(file, roots, results.get(file)) for file in tree.files)
    read = [
        (roots.module_of(file.path), file.path, _FACTS.decode(result.facts))
        for file, result in results.items()
        if result.facts
    ]
    if not read:
        raise NothingToAnalyseError(_none_read(tree, modules))
    return Read(Program(read), modules)


def _module(file: SourceFile, roots: Roots, result: FileResult | None) -> Module:
    name = roots.module_of(file.path)
    if result is None:
        return Module(name, file.path, 0, file.kind, ModuleStatus.SKIPPED, file.skipped)
    if not result.facts:
        return Module(name, file.path, result.lines, file.kind, ModuleStatus.UNREAD, result.reason)
    status = ModuleStatus.LOWERED if result.lowered else ModuleStatus.PARSED
    return Module(name, file.path, result.lines, file.kind, status, result.reason)


def _none_read(tree: Tree, modules: tuple[Module, ...]) -> str:
    unread = [module for module in modules if module.status is ModuleStatus.UNREAD]
    if unread:
        first = f"{unread[0].path}: {unread[0].reason}"
        return f"none of the {len(unread)} Python files below {tree.root} could be read; the first, {first}"
    return f"all Python files below {tree.root} are tests or migrations; --with-tests and --with-migrations read them"
