"""Under which names is a command called, given the groups that hold it?"""

from __future__ import annotations

from collections import defaultdict

Key = tuple[int, int, str]
"""Where a command or group is bound: module, scope, and its name there."""

_MOST = 16  # names of one command
_DEEPEST = 12  # groups in groups


class CommandTree:
    """Groups and commands, each with the groups that hold it; the name of the outermost group is no part of a name."""

    def __init__(self) -> None:
        self._names: dict[Key, str] = {}
        self._parents: dict[Key, dict[tuple[Key, str | None], None]] = defaultdict(dict)
        self._groups: dict[Key, None] = {}
        self._spoken: set[Key] = set()

    def add(self, key: Key, name: str, *, is_group: bool = False) -> None:
        """Add a command or group with its own name; a group without one adds nothing to the names of what it holds."""
        self._names[key] = name
        if is_group:
            self._groups[key] = None

    def is_group(self, key: Key) -> bool:
        """Return whether something is a group of commands."""
        return key in self._groups

    def hold(self, parent: Key, child: Key, name: str | None = None) -> None:
        """Put a command or group into a group, under its own name or another."""
        self._parents[child][parent, name] = None

    def unheld(self) -> list[tuple[Key, str]]:
        """Return the groups that no other holds and that hold no groups themselves, with their names."""
        holders = {parent for key in self._groups for parent, _ in self._parents.get(key, ())}
        return [(key, self._names[key]) for key in self._groups if not self._parents.get(key) and key not in holders]

    def speak(self, key: Key) -> None:
        """Let the name of a group be part of names though no other is known to hold it."""
        self._spoken.add(key)

    def paths(self, key: Key) -> list[str]:
        """Return the names that a caller says, in the order they were declared; the outermost group alone has none."""
        found = [" ".join(part for part in path if part) for path in self._paths(key, ())]
        return list(dict.fromkeys(path for path in found if path)) or [self._names.get(key, "")]

    def _paths(self, key: Key, below: tuple[Key, ...]) -> list[tuple[str, ...]]:
        own = self._names.get(key, "")
        parents = self._parents.get(key)
        if not parents:
            return [() if self.is_group(key) and below and key not in self._spoken else (own,)]
        found: list[tuple[str, ...]] = []
        for parent, name in parents:
            if parent in below or parent == key or len(below) >= _DEEPEST or len(found) >= _MOST:
                continue
            last = own if name is None else name
            above = self._paths(parent, (*below, key))
            found += [(*path, last) for path in above]
        return found[:_MOST]
