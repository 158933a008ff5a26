"""Which Python files are there below PATH, and which of them are read? And which documents stand beside them?"""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec
import pathspec

from analyzer.errors import BadInputError, NothingToAnalyseError
from analyzer.model.code import ModuleKind
from analyzer.model.options import Options
from analyzer.source.ignored import Ignored
from analyzer.source.places import Places

_NEVER = {"__pycache__", "node_modules", "site-packages", "dist-packages", "__pypackages__"}
_ENVIRONMENT = ("pyvenv.cfg", "conda-meta")
_SQL = re.compile(
    r"[^.].*\.(?:sql|ddl)(?:\.(?:postgres(?:ql)?|pgsql|psql|pg|sqlite3?|mysql|mariadb|oracle|mssql|jinja2?|j2|tmpl|tpl"
    r"|template|in))?$",
    re.IGNORECASE,
)
_DATA = (".yaml", ".yml", ".json")
_PACKAGING = {"pyproject.toml", "setup.cfg"}
_BUILDS = {"setup.py", "setup.cfg", "pyproject.toml"}


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """A Python file: path relative to the root, what it is for, and why it is passed over ("" if it is read).

    ``is_doubtful`` says that it is a test by its name alone.
    """

    path: str
    kind: ModuleKind
    skipped: str = ""
    is_doubtful: bool = False


class LeftOut(msgspec.Struct, frozen=True, order=True):
    """A folder (ending in a slash) or file that was not looked at, and why."""

    reason: str
    path: str


class Tree(msgspec.Struct, frozen=True):
    """The folder analysed, its files in order, the folders (relative) that hold an ``__init__.py``, and the rest.

    ``documents`` are the paths of files of SQL, YAML and JSON that no test owns, in order; they are no modules.
    ``packaging`` are those of files that say how the tree is packaged, whatever is included.
    """

    root: Path
    files: tuple[SourceFile, ...]
    packages: frozenset[str]
    left_out: tuple[LeftOut, ...] = ()
    documents: tuple[str, ...] = ()
    packaging: tuple[str, ...] = ()


def discover(path: Path, options: Options) -> Tree:
    """Return the Python files below ``path`` (a folder or one file), sorted.

    Raises BadInputError if it is missing or unreadable, NothingToAnalyseError if it holds no Python file.
    """
    walk = _listing(path)
    places = Places(name for name, _ in walk.files)
    wanted = pathspec.GitIgnoreSpec.from_lines(options.include) if options.include else None
    unwanted = pathspec.GitIgnoreSpec.from_lines(options.exclude)
    files = []
    for name, is_link in sorted(walk.files):
        if not _is_chosen(name, wanted, unwanted):
            continue
        kind = places.kind(name)
        skipped = "symbolic link, not followed" if is_link else _skipped(name, kind, places, options)
        is_doubtful = places.is_doubtful(name) and not is_link and not places.is_copy(name)
        files.append(SourceFile(name, kind, skipped, is_doubtful))
    if not files:
        among = " that --include and --exclude leave" if walk.files else ""
        raise NothingToAnalyseError(f"no Python file{among} below {path}; give the folder that holds the source")
    packages = frozenset(name.rpartition("/")[0] for name, _ in walk.files if name.rpartition("/")[2] == "__init__.py")
    documents = tuple(
        name
        for name in sorted(walk.documents)
        if _is_chosen(name, wanted, unwanted) and (options.with_tests or places.kind(name) is not ModuleKind.TEST)
    )
    left_out, packaging = tuple(sorted(walk.left_out)), tuple(sorted(walk.packaging))
    return Tree(walk.root, tuple(files), packages, left_out, documents, packaging)


def is_sql(path: str) -> bool:
    """Return whether a file holds SQL, by its name."""
    return _SQL.match(path.rpartition("/")[2]) is not None


def _is_chosen(name: str, wanted: pathspec.GitIgnoreSpec | None, unwanted: pathspec.GitIgnoreSpec) -> bool:
    return not unwanted.match_file(name) and (wanted is None or wanted.match_file(name))


class _Walk:
    """Collects the Python files, notebooks and documents below a folder, and what is not looked at."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[tuple[str, bool]] = []
        self.documents: list[str] = []
        self.packaging: list[str] = []
        self.left_out: list[LeftOut] = []

    def read(self, folder: str, prefix: str, ignored: Ignored) -> None:
        """Read a folder; links to folders are never entered."""
        try:
            entries = list(os.scandir(folder))
        except OSError as problem:
            self.left_out.append(LeftOut(f"cannot be opened: {problem.strerror or problem}", prefix))
            return
        names = {entry.name for entry in entries}
        if ".gitignore" in names:
            ignored = ignored.within(Path(folder), prefix)
        for entry in entries:
            way = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                reason = self._closed(entry, names, ignored.leaves_out(f"{way}/"))
                if reason:
                    self.left_out.append(LeftOut(reason, f"{way}/"))
                elif not entry.name.startswith(".") and entry.name not in _NEVER:
                    self.read(entry.path, f"{way}/", ignored)
            elif entry.name.endswith((".py", ".ipynb")) and _is_file(entry):
                if ignored.leaves_out(way):
                    self.left_out.append(LeftOut("ignored by git", way))
                else:
                    self.files.append((way, entry.is_symlink()))
            elif _is_document(entry.name) and _is_file(entry):
                self._document(way, "ignored by git" if ignored.leaves_out(way) else "", is_link=entry.is_symlink())
            elif _is_packaging(prefix, entry.name) and _is_file(entry):
                self.packaging.append(way)
            elif entry.is_symlink() and entry.is_dir():
                self.left_out.append(LeftOut("symbolic link to a folder", f"{way}/"))

    def _document(self, way: str, reason: str, *, is_link: bool) -> None:
        """Keep a document; of those that are not looked at, SQL is listed, for all of it is read."""
        if is_sql(way) and is_link:
            reason = reason or "symbolic link, not followed"
        if not reason:
            self.documents.append(way)
        elif is_sql(way):
            self.left_out.append(LeftOut(reason, way))

    @staticmethod
    def _closed(entry: os.DirEntry[str], beside: set[str], ignored: bool) -> str:
        """Why a folder is not entered although its name would not forbid it."""
        if entry.name.startswith(".") or entry.name in _NEVER:
            return ""
        if any(os.path.exists(f"{entry.path}/{mark}") for mark in _ENVIRONMENT):  # noqa: PTH110  # a Path per folder doubles the walk
            return "virtual environment"
        if entry.name == "build" and not _BUILDS.isdisjoint(beside) and os.path.isdir(f"{entry.path}/lib"):  # noqa: PTH112  # as above
            return "copy made by a build"
        return "ignored by git" if ignored else ""


def _listing(path: Path) -> _Walk:
    if not path.exists():
        raise BadInputError(f"{path} does not exist; give a folder or a .py file")
    if path.is_file():
        if path.suffix != ".py":
            raise BadInputError(f"{path} is not a .py file; give a folder or a .py file")
        walk = _Walk(path.parent)
        walk.files.append((path.name, False))
        walk.packaging += [name for name in sorted(_PACKAGING) if (path.parent / name).is_file()]
        return walk
    if not os.access(path, os.R_OK | os.X_OK):
        raise BadInputError(f"{path} cannot be read; check its permissions")
    walk = _Walk(path)
    walk.read(str(path), "", Ignored.around(path))
    return walk


def _is_packaging(prefix: str, name: str) -> bool:
    """Return whether a file says how the tree, or a package that was unpacked into it, is packaged."""
    return name in _PACKAGING or (name == "entry_points.txt" and prefix.endswith(".dist-info/"))


def _is_document(name: str) -> bool:
    return (name.endswith(_DATA) and not name.startswith(".")) or is_sql(name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() or entry.is_file(follow_symlinks=False)


def why_skipped(kind: ModuleKind, options: Options) -> str:
    """Return why a file of a kind is not analysed under the options; "" if it is."""
    if kind is ModuleKind.TEST and not options.with_tests:
        return "test; --with-tests reads it"
    if kind is ModuleKind.MIGRATION and not options.with_migrations:
        return "migration; --with-migrations reads it"
    return ""


def _skipped(name: str, kind: ModuleKind, places: Places, options: Options) -> str:
    if name.endswith(".ipynb"):
        return "notebook"
    return why_skipped(kind, options) or ("copy of a third party's code" if places.is_copy(name) else "")
