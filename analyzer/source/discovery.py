"""Which Python files are there below PATH, and what is each one for?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pathspec

from analyzer.errors import BadInputError, NothingToAnalyseError
from analyzer.model.code import ModuleKind
from analyzer.model.options import Options

_NEVER = {"__pycache__", "node_modules", "site-packages", "dist-packages", "__pypackages__"}
_TEST_FOLDERS = {"test", "tests", "testsuite", "unittests", "functional_tests"}
_TEST_FILE = re.compile(r"^(test_.*|.*_tests?|tests?|conftest)\.py$")
_MIGRATION_FOLDERS = {"migrations", "alembic", "south_migrations", "migrate_repo"}
_NUMBERED = re.compile(r"^[a-z]?_?\d{3,}\w*\.py$")
_SCRIPTS = {"setup.py", "manage.py", "noxfile.py", "fabfile.py", "tasks.py", "wsgi.py", "asgi.py"}


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """A Python file: path relative to the root, what it is for, and why it is passed over ("" if it is read)."""

    path: str
    kind: ModuleKind
    skipped: str = ""


class Tree(msgspec.Struct, frozen=True):
    """The folder analysed, its files in order, and the folders (relative) that hold an ``__init__.py``."""

    root: Path
    files: tuple[SourceFile, ...]
    packages: frozenset[str]


def discover(path: Path, options: Options) -> Tree:
    """Return the Python files below ``path`` (a folder or one file), sorted.

    Raises BadInputError if it is missing or unreadable, NothingToAnalyseError if it holds no Python file.
    """
    root, found = _listing(path)
    migrations = _migration_folders(found)
    wanted = pathspec.GitIgnoreSpec.from_lines(options.include) if options.include else None
    unwanted = pathspec.GitIgnoreSpec.from_lines(options.exclude)
    files = []
    for name, is_link in sorted(found):
        if unwanted.match_file(name) or (wanted is not None and not wanted.match_file(name)):
            continue
        kind = _kind(name, migrations)
        files.append(SourceFile(name, kind, "symbolic link, not followed" if is_link else _skipped(kind, options)))
    if not files:
        among = " that --include and --exclude leave" if found else ""
        raise NothingToAnalyseError(f"no Python file{among} below {path}; give the folder that holds the source")
    packages = frozenset(name.rpartition("/")[0] for name, _ in found if name.rpartition("/")[2] == "__init__.py")
    return Tree(root, tuple(files), packages)


def _listing(path: Path) -> tuple[Path, list[tuple[str, bool]]]:
    if not path.exists():
        raise BadInputError(f"{path} does not exist; give a folder or a .py file")
    if path.is_file():
        if path.suffix != ".py":
            raise BadInputError(f"{path} is not a .py file; give a folder or a .py file")
        return path.parent, [(path.name, False)]
    if not os.access(path, os.R_OK | os.X_OK):
        raise BadInputError(f"{path} cannot be read; check its permissions")
    return path, list(_walk(str(path), ""))


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, bool]]:
    """Yield (relative path, is a symbolic link) of Python files; links to folders are never entered."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            if name.startswith(".") or name in _NEVER or os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):  # noqa: PTH110, PTH118  # a Path per folder doubles the walk
                continue
            yield from _walk(entry.path, f"{prefix}{name}/")
        elif name.endswith(".py") and (entry.is_symlink() or entry.is_file(follow_symlinks=False)):
            yield prefix + name, entry.is_symlink()


def _migration_folders(found: list[tuple[str, bool]]) -> frozenset[str]:
    """Return the folders that are named like migrations *and* look so.

    They hold numbered files, ``versions`` or ``env.py``, or nothing but an ``__init__``; a business package that
    happens to be called ``migrations`` stays code.
    """
    inside: dict[str, list[str]] = {}
    for name, _ in found:
        parts = name.split("/")
        for place, part in enumerate(parts[:-1]):
            if part in _MIGRATION_FOLDERS:
                inside.setdefault("/".join(parts[: place + 1]), []).append("/".join(parts[place + 1 :]))
    return frozenset(folder for folder, names in inside.items() if _looks_like_migrations(names))


def _looks_like_migrations(names: list[str]) -> bool:
    if all(name.endswith("__init__.py") for name in names):
        return True
    marks = [n for n in names if n == "env.py" or n.startswith("versions/") or "/versions/" in n or _NUMBERED.match(n)]
    return bool(marks) or any(_NUMBERED.match(n.rpartition("/")[2]) for n in names)


def _kind(name: str, migrations: frozenset[str]) -> ModuleKind:
    folder, _, file = name.rpartition("/")
    parts = folder.split("/") if folder else []
    if any(part in _TEST_FOLDERS for part in parts) or _TEST_FILE.match(file):
        return ModuleKind.TEST
    if any("/".join(parts[: place + 1]) in migrations for place in range(len(parts))):
        return ModuleKind.MIGRATION
    if file in _SCRIPTS and not folder.count("/"):
        return ModuleKind.SCRIPT
    if parts and parts[0] in {"scripts", "bin", "tools", "docs"}:
        return ModuleKind.SCRIPT
    return ModuleKind.CODE


def _skipped(kind: ModuleKind, options: Options) -> str:
    if kind is ModuleKind.TEST and not options.with_tests:
        return "test; --with-tests reads it"
    if kind is ModuleKind.MIGRATION and not options.with_migrations:
        return "migration; --with-migrations reads it"
    return ""
