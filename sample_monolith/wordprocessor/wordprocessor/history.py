"""One undo stack for everything that happens to a sheet."""

from __future__ import annotations

from collections.abc import Callable

DEPTH = 200
_undo: list[tuple[str, Callable[[], object]]] = []


def record(label: str, revert: Callable[[], object]) -> None:
    _undo.append((label, revert))
    del _undo[:-DEPTH]


def undo() -> str | None:
    if not _undo:
        return None
    label, revert = _undo.pop()
    revert()
    return label


def labels() -> list[str]:
    return [label for label, _ in _undo]


def forget() -> None:
    _undo.clear()
