"""Small git repositories for tests, with fixed authors and dates."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from analyzer.history.read import read_history
from analyzer.model.code import Module, ModuleKind, ModuleStatus
from analyzer.model.history import History

_ANN = ("Ann Example", "ann@people.example")
_NO_CONFIG = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class Repository:
    """A repository that commits what it is told; its first commit holds nothing but a note."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top
        self._number = 0
        self._by = _ANN
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)
        (top / "NOTE").write_text("first\n")
        self.git("add", "-A")
        self._commit()

    def change(self, *paths: str, by: str = _ANN[0], mail: str = _ANN[1]) -> None:
        """Change files a little, or make them, in one commit."""
        for path in paths:
            self.write(path)
        self.git("add", "-A")
        self._by = (by, mail)
        self._commit()
        self._by = _ANN

    def write(self, path: str) -> None:
        """Add a line to a file; a new one begins with lines of its own, by which git knows it again."""
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        known = file.read_text() if file.exists() else "".join(f"x{n} = {path!r}, {n}\n" for n in range(20))
        file.write_text(f"{known}y = {self._number}\n")

    def move(self, *ways: tuple[str, str], change: tuple[str, ...] = ()) -> None:
        """Rename files (old, new) and change some, in one commit."""
        for old, new in ways:
            (self.top / new).parent.mkdir(parents=True, exist_ok=True)
            (self.top / old).rename(self.top / new)
        self.change(*change)

    def git(self, *arguments: str) -> str:
        """Run git in the repository."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=self._environment(), check=True, capture_output=True, text=True
        )
        return done.stdout

    def _commit(self) -> None:
        self._number += 1
        self.git("commit", "-q", "-m", "a secret message")

    def _environment(self) -> dict[str, str]:
        date = f"{1_700_000_000 + 60 * self._number} +0000"
        name, mail = self._by
        author = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_AUTHOR_DATE": date}
        return os.environ | _NO_CONFIG | author | {key.replace("AUTHOR", "COMMITTER"): v for key, v in author.items()}


def history(root: Path, *apart: str) -> History:
    """Read the history of the Python files that are there; those named are tests."""
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))
    return read_history(root, [module(path, ModuleKind.TEST if path in apart else ModuleKind.CODE) for path in paths])


def module(path: str, kind: ModuleKind = ModuleKind.CODE) -> Module:
    """Return the record of a file that was read."""
    name = path.removesuffix(".py").replace("/", ".")
    return Module(name, path, 1, kind, ModuleStatus.PARSED)


def pairs(root: Path, *apart: str) -> dict[tuple[str, str], tuple[float, int]]:
    """Return weight and commits of each pair."""
    return {(pair.a, pair.b): (pair.weight, pair.commits) for pair in history(root, *apart).pairs}
