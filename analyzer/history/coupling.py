"""Which files are changed together, and how closely?

Change coupling is counted in commits (Gall, Hajek, Jazayeri: Detection of logical coupling based on product release
history, ICSM 1998; support as in Zimmermann et al.: Mining version histories to guide software changes, ICSE 2004). A
commit of n files gives each pair of them 1 / (n - 1), so that all pairs of a file share one change of it (Newman:
Scientific collaboration networks II, Phys. Rev. E 64, 2001, equation 2); large commits are left out, for they are about
something else than their files. The sum is divided by the commits that change either file (Jaccard's index), as what is
changed often meets everything (why Beyer and Noack weigh by degree: Clustering software artifacts based on frequent
common changes, IWPC 2005).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from analyzer.history.authors import is_bot
from analyzer.history.log import Commit
from analyzer.model.history import ChangeSet, CoChange

LARGEST = 30  # Python files in a commit that counts
LEAST = 3  # commits that a pair shares
NEWEST = 5_000  # commits that count
FARTHEST = 25_000  # commits that are looked at
_DIGITS = 6


class Coupling:
    """Counts commits, newest first."""

    def __init__(self, files: Collection[str], apart: Collection[str]) -> None:
        """``files`` are the paths of which pairs are wanted, ``apart`` those that make no commit larger: tests."""
        self.commits = 0
        self.is_full = False
        self._files = frozenset(files)
        self._apart = frozenset(apart)
        self._present: dict[str, str] = {}
        """What a path of older commits is called today, where that is another name."""
        self._changes: Counter[str] = Counter()
        self._shared: Counter[tuple[str, str]] = Counter()
        self._weights: dict[tuple[str, str], float] = {}
        self._sets: Counter[tuple[str, ...]] = Counter()

    def read(self, commits: Iterable[Commit]) -> None:
        """Count the commits, to the bound."""
        for seen, commit in enumerate(commits):
            if seen == FARTHEST or self.commits == NEWEST:
                self.is_full = True
                return
            changed = {self._present.get(path, path) for path in commit.paths}
            self._present |= {old: self._present.get(new, new) for old, new in commit.renames}
            if not is_bot(commit.author):
                self._count(changed - self._apart)

    def pairs(self) -> tuple[CoChange, ...]:
        """Return the pairs that share enough commits, sorted."""
        found = []
        for (a, b), shared in self._shared.items():
            if shared >= LEAST:
                either = self._changes[a] + self._changes[b] - shared
                found.append(CoChange(a, b, round(self._weights[a, b] / either, _DIGITS), shared))
        return tuple(sorted(found))

    def sets(self) -> tuple[ChangeSet, ...]:
        """Return the commits that count, by what they change of the wanted files, sorted."""
        return tuple(ChangeSet(paths, self._sets[paths]) for paths in sorted(self._sets))

    def _count(self, changed: set[str]) -> None:
        mine = sorted(changed & self._files)
        if not mine or len(changed) > LARGEST:
            return
        self.commits += 1
        self._changes.update(mine)
        self._sets[tuple(mine)] += 1
        for pair in combinations(mine, 2):
            self._shared[pair] += 1
            self._weights[pair] = self._weights.get(pair, 0.0) + 1 / (len(changed) - 1)
