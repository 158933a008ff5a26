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
from analyzer.link.named_like_tests import imported_by_code
from analyzer.link.program import Program
from analyzer.model.code import Module, ModuleKind, ModuleStatus
from analyzer.model.options import Options
from analyzer.model.syntax import FileFacts
from analyzer.progress import Progress
from analyzer.project.judged_roots import judge_roots
from analyzer.project.package_file import read_packages
from analyzer.project.roots import Roots
from analyzer.project.second_names import by_first_names
from analyzer.project.settings import read_settings
from analyzer.source.cache import Cache, cache_file
from analyzer.source.discovery import SourceFile, Tree, why_skipped
from analyzer.source.places import shows_tests, side_folder, side_reason
from analyzer.source.workers import in_order

_FACTS = msgspec.msgpack.Decoder(FileFacts)
_RESULT = msgspec.msgpack.Decoder(FileResult)
_ENCODER = msgspec.msgpack.Encoder()
_MAKERS = ("extract/*.py", "source/parse.py", "source/lowering.py", "source/nesting.py", "model/syntax.py")

_VOTING = (ModuleKind.CODE, ModuleKind.SCRIPT)  # what votes for source roots, whatever else is read


class Read(msgspec.Struct, frozen=True):
    """The program, one record per file, read or not, sorted by path, and the roots that its imports ask for."""

    program: Program
    modules: tuple[Module, ...]
    roots: Roots


def read_tree(tree: Tree, roots: Roots, options: Options, progress: Progress) -> Read:
    """Read every file that is not passed over.

    Raises NothingToAnalyseError if none could be read, and BadInputError for a file of packages that cannot be used.
    """
    packages = read_packages(tree.root / options.packages) if options.packages else ()
    doubtful = frozenset(file.path for file in tree.files if file.is_doubtful and not _shows_tests(tree, file))
    wanted = [file for file in tree.files if not file.skipped or file.path in doubtful]
    results = dict(zip(wanted, _results(tree, wanted, options, progress), strict=True))
    told = _told(tree, roots, results, doubtful)
    skipped = {file.path: _why_skipped(file, told, options) for file in tree.files}
    read = [one for one in told.named if not skipped[one[1]]]
    settings = read_settings(read, options.settings)
    program = Program(read, msgspec.structs.replace(settings, packages=packages))
    unused = frozenset() if options.with_tests else _unused_beside(program)
    if unused and len(unused) < len(read):
        skipped |= {path: side_reason(path) for path in unused}
        program = Program([one for one in read if one[1] not in unused], program.settings)
    modules = tuple(_module(file, told, results.get(file), skipped[file.path]) for file in tree.files)
    if not read:
        raise NothingToAnalyseError(_none_read(tree, modules))
    return Read(program, modules, told.roots)


class _Told(msgspec.Struct, frozen=True):
    """What the content of all files together tells: names, kinds, and who imports what is only named like a test."""

    roots: Roots
    named: list[tuple[str, str, FileFacts]]
    kinds: dict[str, ModuleKind]
    importers: dict[str, str]


def _told(tree: Tree, roots: Roots, results: dict[SourceFile, FileResult], doubtful: frozenset[str]) -> _Told:
    facts = {file.path: _FACTS.decode(result.facts) for file, result in results.items() if result.facts}
    kinds = {file.path: _kind(file, facts.get(file.path), tree.packages) for file in tree.files}
    votes = {path: facts.get(path) if kind in _VOTING else None for path, kind in kinds.items()}
    roots = judge_roots(roots, votes)
    named = [(roots.module_of(path), path, by_first_names(path, one, roots)) for path, one in facts.items()]
    code = frozenset(path for path, kind in kinds.items() if kind is ModuleKind.CODE)
    importers = imported_by_code(named, code, doubtful)
    return _Told(roots, named, kinds | dict.fromkeys(importers, ModuleKind.CODE), importers)


def _results(tree: Tree, wanted: list[SourceFile], options: Options, progress: Progress) -> list[FileResult]:
    paths = [str(tree.root / file.path) for file in wanted]
    progress.stage("reading", len(paths))
    if not options.cache:
        return _counted(in_order(read_file, paths, options.jobs), progress)
    cache = Cache(cache_file(), _maker(), progress.note)
    try:
        return _remembered(paths, cache, options.jobs, progress)
    finally:
        cache.close()


def _shows_tests(tree: Tree, file: SourceFile) -> bool:
    try:
        return shows_tests((tree.root / file.path).read_bytes())
    except OSError:
        return True


def _why_skipped(file: SourceFile, told: _Told, options: Options) -> str:
    by_place = "" if file.path in told.importers else file.skipped
    return by_place or why_skipped(told.kinds[file.path], options)


def _unused_beside(program: Program) -> frozenset[str]:
    """The paths of code in folders of examples and of help for tests from which no other code imports anything."""
    folders = {module.name: side_folder(module.path) for module in program.modules}
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


def _module(file: SourceFile, told: _Told, result: FileResult | None, skipped: str) -> Module:
    name, kind = told.roots.module_of(file.path), told.kinds[file.path]
    lines = result.lines if result is not None else 0
    if skipped or result is None:
        return Module(name, file.path, lines, kind, ModuleStatus.SKIPPED, skipped)
    if not result.facts:
        return Module(name, file.path, lines, kind, ModuleStatus.UNREAD, result.reason)
    status = ModuleStatus.LOWERED if result.lowered else ModuleStatus.PARSED
    importer = told.importers.get(file.path)
    in_spite = f"code in spite of its name: it holds no test, and {importer} imports it" if importer else ""
    return Module(name, file.path, lines, kind, status, "; ".join(filter(None, (result.reason, in_spite))))


def _none_read(tree: Tree, modules: tuple[Module, ...]) -> str:
    unread = [module for module in modules if module.status is ModuleStatus.UNREAD]
    if unread:
        first = f"{unread[0].path}: {unread[0].reason}"
        return f"none of the {len(unread)} Python files below {tree.root} could be read; the first, {first}"
    return (
        f"all Python files below {tree.root} are passed over: {modules[0].path} is a {modules[0].reason}; "
        "--with-tests and --with-migrations read tests and migrations"
    )
