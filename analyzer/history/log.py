"""Which Python files did each commit change? ``git log``, run where the repository can give it no orders.

Git is started in an empty repository of our own that only borrows the objects. So the configuration of the analysed
repository (``core.fsmonitor``, ``core.hooksPath``, ``diff.external``, ``textconv``, includes) is never read, nor is the
user's; no hook, pager, helper or remote is in reach, and it does not matter who owns the folder.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

import msgspec

from analyzer.history.repository import Repository

_CHUNK = 1 << 20
_MOST_CHUNKS = 64
_HEADER = b"\x01"
_SHA1 = 40  # digits

BROKEN = "git could not read all of the repository; commits older than a broken one are missing"
NOT_READ = "git could not read the repository"
TOO_LONG = "the log is too long; older commits are missing"

_LOG = (
    *("--no-pager", "--no-optional-locks", "--no-replace-objects", "log", "-z", "--format=%x01%ae %an"),
    *("--no-merges", "--name-status", "-l400", "--no-color", "--no-decorate", "--no-notes", "--no-show-signature"),
    *("--no-ext-diff", "--no-textconv", "--no-use-mailmap", "--encoding=UTF-8"),
)
_CONFIG = """\
[core]
\trepositoryformatversion = {version}
\tbare = true
\tcommitGraph = false
[log]
\tshowRoot = false
[extensions]
{extension}"""
"""What a first commit brings, or the last one of a shallow clone, is no change."""


class Commit(msgspec.Struct, frozen=True):
    """A commit: its author (mail and name), the Python files whose content it changed, and its renames (old, new).

    Paths begin at the top of the repository; a file that was renamed stands in ``paths`` under its new name.
    """

    author: str
    paths: tuple[str, ...]
    renames: tuple[tuple[str, str], ...] = ()


class Log:
    """The commits of a repository that change Python files, newest first and without merges.

    ``trouble`` says, once the commits were read, why older ones are missing.
    """

    def __init__(self, git: str, repository: Repository) -> None:
        """``git`` is the program, by its full path."""
        self.trouble = ""
        self._git = git
        self._repository = repository

    def commits(self) -> Generator[Commit]:
        """Yield the commits while git finds them; close the iterator to end git early."""
        with tempfile.TemporaryDirectory(prefix="seamline-") as name:
            folder = Path(name)
            _lay_out(folder, self._repository)
            similar = "-M100%" if self._repository.is_partial else "-M"  # likeness is told by contents
            command = [self._git, *_LOG, similar, self._repository.commit, "--", "*.py"]
            with subprocess.Popen(  # noqa: S603  # a fixed command; of the repository there is only a hash in it
                command,
                cwd=folder,
                env=_environment(folder, self._repository.objects),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process:
                try:
                    yield from self._parsed(process)
                finally:
                    process.kill()

    def _parsed(self, process: subprocess.Popen[bytes]) -> Iterator[Commit]:
        last: Commit | None = None
        assert process.stdout is not None
        for commit in _commits(self._tokens(process.stdout)):
            if last is not None:
                yield last
            last = commit
        if not self.trouble and process.wait() != 0:
            self.trouble = BROKEN if last else NOT_READ
        if last is not None and not self.trouble:  # else it may be half of one
            yield last

    def _tokens(self, stream: IO[bytes]) -> Iterator[bytes]:
        rest = b""
        for _ in range(_MOST_CHUNKS):
            chunk = stream.read(_CHUNK)
            if not chunk:
                return
            *whole, rest = (rest + chunk).split(b"\0")
            yield from whole
        self.trouble = TOO_LONG


def _commits(tokens: Iterator[bytes]) -> Iterator[Commit]:
    """Read what ``-z`` separates: a header, then for each file its status and path, or R, its old and its new path."""
    author = None
    paths: list[str] = []
    renames: list[tuple[str, str]] = []
    for token in tokens:
        status = token.lstrip(b"\n")
        if status.startswith(_HEADER):
            if author is not None:
                yield Commit(author, tuple(paths), tuple(renames))
            author, paths, renames = os.fsdecode(status[1:]), [], []
        elif status.startswith(b"R"):
            old, new = os.fsdecode(next(tokens, b"")), os.fsdecode(next(tokens, b""))
            renames.append((old, new))
            if status != b"R100":  # else it was only moved
                paths.append(new)
        elif status:
            paths.append(os.fsdecode(next(tokens, b"")))
    if author is not None:
        yield Commit(author, tuple(paths), tuple(renames))


def _lay_out(folder: Path, repository: Repository) -> None:
    """Make the empty repository that git runs in."""
    is_long = len(repository.commit) > _SHA1
    config = _CONFIG.format(version=int(is_long), extension="\tobjectFormat = sha256\n" if is_long else "")
    (folder / "refs").mkdir()
    (folder / "config").write_text(config, encoding="utf-8")
    (folder / "HEAD").write_text(f"{repository.commit}\n", encoding="utf-8")
    if repository.shallow:
        (folder / "shallow").write_bytes(repository.shallow)


def _environment(folder: Path, objects: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    home = str(folder)
    return kept | {
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "LC_ALL": "C",
        "GIT_DIR": home,
        "GIT_OBJECT_DIRECTORY": str(objects),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
    }
