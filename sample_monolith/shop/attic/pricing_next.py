"""A try at price ladders on the next Python; not wired in yet."""

from collections.abc import Sequence

type Cents = int
type Ladder[K] = dict[K, Cents]


def cheapest[T](rows: Sequence[T], key) -> T | None:
    return min(rows, key=key, default=None)


class Steps[K]:
    def __init__(self) -> None:
        self.rows: Ladder[K] = {}

    def put(self, at: K, cents: Cents) -> None:
        self.rows[at] = min(cents, self.rows.get(at, cents))


def caption(ladder: Ladder[int]) -> str:
    return f"{', '.join(f'from {pieces}: {cents / 100:.2f}' for pieces, cents in ladder.items())} EUR"
