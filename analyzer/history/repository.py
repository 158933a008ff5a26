"""Where does the git repository around a tree keep its objects, and which commit is checked out?

The repository may be hostile. Nothing of it is obeyed: its configuration, attributes and hooks are never looked at, for
git itself is never run in it. Read here are ``HEAD`` and what it points to; git gets no more than the objects.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REFERENCES = 5  # how many references may lead to one another, as in git
_SHORT = 4096
_LONG = 1 << 26

NO_REPOSITORY = "the analysed folder lies in no git repository"
NO_HEAD = "it cannot be told which commit of the git repository is checked out"
NO_COMMIT = "the git repository has no commit yet"
REFTABLE = "the git repository keeps its references in a table, which this version does not read"


class Repository(msgspec.Struct, frozen=True):
    """A git repository: its folder of objects, the commit that is checked out, and the way from its top to the tree.

    ``inner`` is empty or ends in a slash. ``shallow`` is the content of the file that lists where a shallow clone ends;
    ``is_partial`` says that contents of files may be missing.
    """

    objects: Path
    commit: str
    inner: str = ""
    shallow: bytes = b""
    is_partial: bool = False


def find_repository(root: Path) -> Repository | str:
    """Return the repository that holds a tree, or the reason why it cannot be read."""
    root = root.resolve()
    top = repository_top(root)
    if top is None:
        return NO_REPOSITORY
    own = _own_folder(top / ".git")
    shared = own / _line(own / "commondir")
    commit = _commit(own, shared)
    if not _COMMIT.fullmatch(commit):
        return commit
    inner = "".join(f"{name}/" for name in root.relative_to(top).parts)
    objects = shared / "objects"
    return Repository(objects, commit, inner, _content(shared / "shallow", _LONG), _is_partial(objects))


def repository_top(root: Path) -> Path | None:
    """Return the top of the work tree that holds a tree."""
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)


def _own_folder(git: Path) -> Path:
    """Follow the file ``.git`` of a linked work tree or submodule."""
    line = "" if git.is_dir() else _line(git)
    return git.parent / line.removeprefix("gitdir:").strip() if line else git


def _commit(own: Path, shared: Path) -> str:
    """Return the commit that is checked out, or why it is not known."""
    line = _line(own / "HEAD")
    for _ in range(_REFERENCES):
        if not line.startswith("ref:"):
            break
        name = line.removeprefix("ref:").strip()
        if not name.startswith("refs/") or ".." in name:
            return NO_HEAD
        line = _line(own / name) or _line(shared / name) or _packed(shared / "packed-refs", name)
        if not line:
            return REFTABLE if (shared / "reftable").exists() else NO_COMMIT
    return line if _COMMIT.fullmatch(line) else NO_HEAD


def _packed(file: Path, name: str) -> str:
    wanted = b" " + os.fsencode(name)
    lines = _content(file, _LONG).splitlines()
    return next((os.fsdecode(line.removesuffix(wanted)) for line in lines if line.endswith(wanted)), "")


def _is_partial(objects: Path) -> bool:
    try:
        return any(name.endswith(".promisor") for name in os.listdir(objects / "pack"))  # noqa: PTH208  # names will do
    except OSError:
        return False


def _line(file: Path) -> str:
    """Return the first line of a file, "" if there is none."""
    return os.fsdecode(_content(file, _SHORT)).partition("\n")[0].strip()


def _content(file: Path, most: int) -> bytes:
    """Return the beginning of a file, nothing if it cannot be read; a pipe or device is never opened."""
    try:
        if not file.is_file():
            return b""
        with file.open(mode="rb") as handle:
            return handle.read(most)
    except (OSError, ValueError):  # ValueError: what should be a path has a NUL in it
        return b""
