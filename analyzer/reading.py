"""How do the files of a tree become one program?

Files that were read before come from the cache, the others from worker processes; what could not be read is kept with
its reason.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec

from analyzer.errors import NothingToAnalyseError
from analyzer.extract.contents import kind_by_content
from analyzer.extract.read_file import FileResult, read_file
from analyzer.link.imports import import_edges
from analyzer.link.program import Program
from analyzer.model.code import Module, ModuleKind, ModuleStatus
from analyzer.model.options import Options
from analyzer.model.syntax import FileFacts
from analyzer.progress import Progress
from analyzer.project.package_file import read_packages
from analyzer.project.roots import Roots
from analyzer.project.settings import read_settings
from analyzer.source.cache import Cache, cache_file
from analyzer.source.discovery import SourceFile, Tree, why_skipped
from analyzer.source.places import example_folder
from analyzer.source.workers import in_order

_FACTS = msgspec.msgpack.Decoder(FileFacts)
_RESULT = msgspec.msgpack.Decoder(FileResult)
_ENCODER = msgspec.msgpack.Encoder()
_MAKERS = ("extract/*.py", "source/parse.py", "source/lowering.py", "source/nesting.py", "model/syntax.py")


class Read(msgspec.Struct, frozen=True):
    """The program, and one record per file, read or not, sorted by path."""

    program: Program
    modules: tuple[Module, ...]


def read_tree(tree: Tree, roots: Roots, options: Options, progress: Progress) -> Read:
    """Read every file that is not passed over.

    Raises NothingToAnalyseError if none could be read, and BadInputError for a file of packages that cannot be used.
    """
    packages = read_packages(tree.root / options.packages) if options.packages else ()
    wanted = [file for file in tree.files if not file.skipped]
    paths = [str(tree.root / file.path) for file in wanted]
    progress.stage("reading", len(paths))
    if options.cache:
        cache = Cache(cache_file(), _maker(), progress.note)
        try:
            found = _remembered(paths, cache, options.jobs, progress)
        finally:
            cache.close()
    else:
        found = _counted(in_order(read_file, paths, options.jobs), progress)
    results = dict(zip(wanted, found, strict=True))
    facts = {file.path: _FACTS.decode(result.facts) for file, result in results.items() if result.facts}
    kinds = {file.path: _kind(file, facts.get(file.path), tree.packages) for file in tree.files}
    skipped = {file.path: file.skipped or why_skipped(kinds[file.path], options) for file in tree.files}
    read = [(roots.module_of(path), path, one) for path, one in facts.items() if not skipped[path]]
    settings = read_settings(read, options.settings)
    program = Program(read, msgspec.structs.replace(settings, packages=packages))
    unused = frozenset() if options.with_tests else _unused_examples(program)
    if unused and len(unused) < len(read):
        skipped |= dict.fromkeys(unused, "example from which nothing is imported; --with-tests reads it")
        program = Program([one for one in read if one[1] not in unused], program.settings)
    modules = tuple(_module(file, roots, results.get(file), kinds, skipped) for file in tree.files)
    if not read:
        raise NothingToAnalyseError(_none_read(tree, modules))
    return Read(program, modules)


def _unused_examples(program: Program) -> frozenset[str]:
    """The paths of code in folders of examples from which no other code imports anything."""
    folders = {module.name: example_folder(module.path) for module in program.modules}
    if not any(folders.values()):
        return frozenset()
    edges = import_edges(program, frozenset(program.module_index))
    used = {folders.get(edge.imported, "") for edge in edges if not folders[edge.importer]}
    return frozenset(
        module.path for module in program.modules if folders[module.name] and folders[module.name] not in used
    )


def _kind(file: SourceFile, facts: FileFacts | None, packages: frozenset[str]) -> ModuleKind:
    """What stands in a place for code may be a test or migration by its content, or a script outside every package."""
    if file.kind is not ModuleKind.CODE or facts is None:
        return file.kind
    kind = kind_by_content(facts)
    in_package = file.path.rpartition("/")[0] in packages
    return ModuleKind.CODE if kind is ModuleKind.SCRIPT and in_package else kind


def _remembered(paths: list[str], cache: Cache, jobs: int, progress: Progress) -> list[FileResult]:
    """Return what became of each file, from the cache where its bytes were read before."""
    found: dict[str, FileResult] = {}
    keys: dict[str, bytes] = {}

    def unknown() -> Iterator[str]:
        for path in paths:
            key = _key(path, cache)
            kept = cache.get(key) if key else None
            result = _decoded(kept) if kept is not None else None
            if result is None:
                keys[path] = key
                yield path
            else:
                found[path] = result
                progress.step()

    fresh = _counted(in_order(read_file, unknown(), jobs), progress)
    for (path, key), result in zip(keys.items(), fresh, strict=True):
        found[path] = result
        if key:
            cache.put(key, _ENCODER.encode(result))
    return [found[path] for path in paths]


def _counted(results: Iterator[FileResult], progress: Progress) -> list[FileResult]:
    found = []
    for result in results:
        found.append(result)
        progress.step()
    return found


def _key(path: str, cache: Cache) -> bytes:
    """The cache's key of a file, empty where it cannot be opened: ``read_file`` says why."""
    try:
        return cache.key(Path(path).read_bytes())
    except OSError:
        return b""


def _decoded(kept: bytes) -> FileResult | None:
    try:
        return _RESULT.decode(kept)
    except msgspec.DecodeError:
        return None


def _maker() -> bytes:
    """Identify the code that makes facts: its text, Python's version and libcst's."""
    digest = hashlib.sha256(sys.version.encode())
    home = Path(__file__).parent
    makers = sorted(path for pattern in _MAKERS for path in home.glob(pattern))
    libcst = find_spec("libcst")  # finds it without loading it
    if libcst is not None and libcst.origin:
        makers += sorted(Path(libcst.origin).parent.glob("_version.py"))
    for path in makers:
        digest.update(path.read_bytes())
    return digest.digest()


def _module(
    file: SourceFile, roots: Roots, result: FileResult | None, kinds: dict[str, ModuleKind], skipped: dict[str, str]
) -> Module:
    name, kind, reason = roots.module_of(file.path), kinds[file.path], skipped[file.path]
    lines = result.lines if result is not None else 0
    if reason or result is None:
        return Module(name, file.path, lines, kind, ModuleStatus.SKIPPED, reason)
    if not result.facts:
        return Module(name, file.path, lines, kind, ModuleStatus.UNREAD, result.reason)
    status = ModuleStatus.LOWERED if result.lowered else ModuleStatus.PARSED
    return Module(name, file.path, lines, kind, status, result.reason)


def _none_read(tree: Tree, modules: tuple[Module, ...]) -> str:
    unread = [module for module in modules if module.status is ModuleStatus.UNREAD]
    if unread:
        first = f"{unread[0].path}: {unread[0].reason}"
        return f"none of the {len(unread)} Python files below {tree.root} could be read; the first, {first}"
    return (
        f"all Python files below {tree.root} are passed over: {modules[0].path} is a {modules[0].reason}; "
        "--with-tests and --with-migrations read tests and migrations"
    )
