"""A try at the heat map on the next Python; not wired in yet."""

from collections.abc import Sequence

type Cell = tuple[int, int]
type Heat = dict[Cell, float]


def first[T](items: Sequence[T], default: T) -> T:
    return items[0] if items else default


class Grid[K]:
    def __init__(self) -> None:
        self.cells: dict[K, float] = {}

    def warm(self, cell: K, by: float = 1.0) -> None:
        self.cells[cell] = self.cells.get(cell, 0.0) + by


def caption(heat: Heat) -> str:
    return f"{", ".join(f"{x}/{y}" for x, y in heat)} hot"
