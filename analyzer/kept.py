"""Was exactly this analysed before, by exactly this code? Then the result is there already.

The key is a hash of all that a run looks at (its options, the files that discovery finds with their bytes, what lies
around them, the commit that is checked out) and of everything that makes a result of it. Times of files mean nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import zlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import msgspec

from analyzer.errors import AnalyzerError
from analyzer.history.log import BROKEN, NOT_READ
from analyzer.history.repository import find_repository, repository_top
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from analyzer.progress import Progress
from analyzer.project.code_owners import PLACES
from analyzer.project.roots import packages_around
from analyzer.source.cache import Cache, cache_file
from analyzer.source.discovery import Tree, discover
from analyzer.source.state import state_of_code, state_of_file

DISTRIBUTIONS = (
    "graspologic-native",
    "libcst",
    "msgspec",
    "networkx",
    "numpy",
    "pathspec",
    "pyyaml",
    "seamline",
    "sqlglot",
)
"""What a result is made with besides our code and Python; with another version it may be another one."""

LARGE = 4_000_000
"""Bytes above which no document is ever read: that it is large is all that counts."""

MOST = 1_000_000_000
"""Bytes of input above which nothing is kept: to hash them would cost what it is to save."""

_PLUGINS = "seamline.frameworks"
_SILENT = Progress()


class _Kept(msgspec.Struct, frozen=True):
    """A result, with what was noted on the way to it."""

    analysis: Analysis
    notes: tuple[str, ...]


class _Noting(Progress):
    """Passes everything on, and remembers the notes."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)
        self._progress.note(text)

    def stage(self, name: str, steps: int = 0) -> None:
        self._progress.stage(name, steps)

    def step(self) -> None:
        self._progress.step()


def analyze(path: Path, options: Options, progress: Progress = _SILENT) -> Analysis:
    """Return what ``pipeline.analyze`` returns, without the work where nothing has changed; raises what it raises."""
    before = _state(path, options)
    if not before:
        return _analyzed(path, options, progress)
    key = hashlib.sha256(_maker() + before).digest()
    kept = _found(key)
    if kept is not None:
        for note in kept.notes:
            progress.note(note)
        progress.note("nothing has changed since this was analysed; --no-cache does it again all the same")
        return kept.analysis
    noting = _Noting(progress)
    analysis = _analyzed(path, options, noting)
    lasts = analysis.coverage.history.reason not in (BROKEN, NOT_READ)  # git may do better the next time
    if lasts and _state(path, options) == before:  # else a file was changed while it ran
        _keep(key, _Kept(analysis, tuple(noting.notes)))
    return analysis


def _analyzed(path: Path, options: Options, progress: Progress) -> Analysis:
    from analyzer.pipeline import analyze as run  # loading it takes half a second, which a result that is there saves

    return run(path, options, progress)


def _found(key: bytes) -> _Kept | None:
    cache = Cache(cache_file(), b"")
    try:
        content = cache.get(key)
        return None if content is None else msgspec.msgpack.decode(zlib.decompress(content), type=_Kept)
    except (zlib.error, msgspec.DecodeError):
        return None
    finally:
        cache.close()


def _keep(key: bytes, kept: _Kept) -> None:
    cache = Cache(cache_file(), b"")
    cache.put(key, zlib.compress(msgspec.msgpack.encode(kept), 1))
    cache.close()


def _state(path: Path, options: Options) -> bytes:
    """Return a hash of all that a run on ``path`` looks at; nothing where it cannot be told, or is not wanted."""
    if not options.cache or entry_points(group=_PLUGINS):  # a plugin's code may change without its version
        return b""
    digest = hashlib.sha256()
    try:
        tree = discover(path, options)
        for part in _parts(tree, options):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    except (AnalyzerError, OSError, ValueError, OverflowError):
        return b""
    return digest.digest()


def _parts(tree: Tree, options: Options) -> Iterator[bytes]:
    asked = msgspec.structs.replace(options, jobs=0)
    listed = (tree.files, sorted(tree.packages), tree.left_out, tree.documents, tree.packaging)
    yield msgspec.msgpack.encode((asked, str(tree.root.resolve()), packages_around(tree), listed))
    yield from _around(tree, options)
    room = MOST
    for name in (*(file.path for file in tree.files), *tree.documents, *tree.packaging):
        content = state_of_file(tree.root / name, LARGE if not name.endswith(".py") else MOST)
        room -= len(content)
        if room < 0:
            raise OverflowError
        yield name.encode("utf-8", "surrogateescape")
        yield content


def _around(tree: Tree, options: Options) -> Iterator[bytes]:
    """Yield what a run looks at besides the files that discovery lists."""
    if options.packages:
        yield state_of_file(tree.root / options.packages, MOST)
    top = None
    if options.git:
        yield repr((shutil.which("git"), find_repository(tree.root))).encode("utf-8", "surrogateescape")
        top = repository_top(tree.root)
    for folder in filter(None, (tree.root, top)):
        for place in PLACES:
            yield state_of_file(folder / place, LARGE)


def _maker() -> bytes:
    """Identify what makes a result: our code, and the versions of Python and of what it is made with."""
    versions = "\n".join((sys.version, *(f"{name} {_version(name)}" for name in DISTRIBUTIONS)))
    return versions.encode() + state_of_code(Path(__file__).parent)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
