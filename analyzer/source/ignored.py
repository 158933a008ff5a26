"""What does git leave out of a tree? The ``.gitignore`` files in it and around it, and ``.git/info/exclude``."""

from __future__ import annotations

from pathlib import Path

import pathspec

_Rule = tuple[str, pathspec.GitIgnoreSpec]


class Ignored:
    """The rules that hold in one folder, outermost first; each with the folder it stands in, from the repository on."""

    def __init__(self, rules: tuple[_Rule, ...] = (), inner: str = "") -> None:
        """``inner`` is the way from the repository to the tree, empty or ending in a slash."""
        self.rules = rules
        self._inner = inner

    @classmethod
    def around(cls, root: Path) -> Ignored:
        """Return the rules that the repository around a tree sets for it.

        There are none where they leave out the tree itself: who names a folder wants it read.
        """
        root = root.resolve()
        repository = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)
        if repository is None:
            return cls()
        found = cls(_rule(repository / ".git" / "info" / "exclude", ""))
        way = ""
        for name in root.relative_to(repository).parts:
            found = found.within(repository / way, way)
            way += f"{name}/"
            if found.leaves_out(way):
                return cls()
        return cls(found.rules, way)

    def within(self, folder: Path, way: str) -> Ignored:
        """Return the rules that hold in a folder; ``way`` leads to it from the tree, empty or ending in a slash."""
        more = _rule(folder / ".gitignore", self._inner + way)
        return Ignored(self.rules + more, self._inner) if more else self

    def leaves_out(self, path: str) -> bool:
        """True where git ignores a path of the tree; a folder's ends in a slash. The innermost rule that says wins."""
        full = self._inner + path
        for base, spec in reversed(self.rules):
            said = spec.check_file(full[len(base) :]).include
            if said is not None:
                return said
        return False


def _rule(file: Path, base: str) -> tuple[_Rule, ...]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return ((base, pathspec.GitIgnoreSpec.from_lines(lines)),)
