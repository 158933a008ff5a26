"""Which source roots do the imports of the code ask for?

The packages that are there give a first answer; it is changed where the imports say otherwise: a folder with
``manage.py`` that is itself a package, and namespace packages, whose folders hold no ``__init__.py``. Of all ways to
choose folders the one is taken by which most imports find what they name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from analyzer.model.analysis import SourceRoot
from analyzer.model.syntax import FileFacts
from analyzer.project.roots import Roots, SecondName
from analyzer.project.votes import Layout, Votes, count_votes, folder_of, is_below, join, speaks_for_another, up

_DOUBT = 2  # imports by which a folder inside a package must be ahead to be a root without holding ``manage.py``


def judge_roots(first: Roots, facts: Mapping[str, FileFacts | None]) -> Roots:
    """Return the first answer, corrected by the imports; ``facts`` maps every path of the tree to what was read.

    What the user has given stays.
    """
    if first.given:
        return first
    offset = first.prefix.replace(".", "/")
    files = {join(offset, path): one for path, one in facts.items() if path.endswith(".py")}
    layout = Layout(files)
    before = frozenset("" if root.path == "." else root.path for root in first.roots)
    if not speaks_for_another(layout, before):
        return first
    votes = count_votes(layout, before)
    chosen = _Chosen(layout, votes, before, chosen_roots(layout, votes, before))
    clashing = _clashing(chosen)
    if clashing:
        left = votes.without(clashing)
        chosen = _Chosen(layout, left, before, chosen_roots(layout, left, before))
    if chosen.roots == before | {""}:
        return first
    return _as_roots(first, chosen, offset)


class _Chosen(msgspec.Struct, frozen=True):
    layout: Layout
    votes: Votes
    before: frozenset[str]
    roots: frozenset[str]

    def around(self, folder: str) -> str:
        """Return the root that a folder belongs to."""
        return next(one for one in up(folder) if one in self.roots)


def chosen_roots(layout: Layout, votes: Votes, before: frozenset[str]) -> frozenset[str]:
    """Return the roots by which most votes count, those of before where others are no better; the top is always one."""
    return _Choice(layout, votes, before).chosen()


class _Choice:
    """Chooses among the folders that are voted for, from the deepest up: what does each part gain by each root?"""

    def __init__(self, layout: Layout, votes: Votes, before: frozenset[str]) -> None:
        self._layout = layout
        self._votes = votes
        self._before = before
        self._possible = before | {folder for counter in votes.named.values() for folder in counter} | {""}
        self._children: dict[str, list[str]] = defaultdict(list)
        for folder in sorted(layout.folders - {""}):
            self._children[folder_of(folder)].append(folder)
        self._gains: dict[str, dict[str, int]] = {}

    def chosen(self) -> frozenset[str]:
        """Return the roots."""
        for folder in sorted(self._layout.folders, key=lambda one: (-one.count("/"), one)):
            if folder:
                self._gains[folder] = self._by_root(folder)
        roots = {""}
        left = [(folder, "") for folder in self._children[""]]
        while left:
            folder, root = left.pop()
            if self._is_better(folder, root):
                roots.add(folder)
                root = folder
            left += [(child, root) for child in self._children[folder]]
        return frozenset(roots)

    def _by_root(self, folder: str) -> dict[str, int]:
        """Map each root that a folder could have to the imports that find what they name in it or below."""
        named = self._votes.named.get(folder, Counter())
        relative = self._votes.relative.get(folder, Counter())
        gains = {}
        for root in up(folder):
            if root not in self._possible:
                continue
            gain = named.get(root, 0) + sum(number for base, number in relative.items() if is_below(base, root))
            for child in self._children[folder]:
                own = self._gains[child]
                gain += own[child] - self._doubt(child) if self._is_better(child, root) else own[root]
            gains[root] = gain
        return gains

    def _is_better(self, folder: str, root: str) -> bool:
        """True where a folder had better be a root of its own than belong to one around it."""
        if folder not in self._possible:
            return False
        ahead = self._gains[folder][folder] - self._gains[folder][root] - self._doubt(folder)
        return ahead > 0 or (ahead == 0 and folder in self._before)

    def _doubt(self, folder: str) -> int:
        if folder in self._before or join(folder, "manage.py") in self._layout.files:
            return 0
        return _DOUBT if self._layout.is_in_package(folder) else 0


def _clashing(chosen: _Chosen) -> set[str]:
    """The new roots by which two files would bear one name that is imported: nobody could say which is meant.

    The ``__init__`` of a root's own folder does not count: nobody runs the code below it and means that file.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for module in chosen.layout.modules:
        root = chosen.around(folder_of(module))
        if module not in chosen.roots:
            holders[module[len(root) :].lstrip("/")].append(root)
    return {
        root
        for name, roots in holders.items()
        if len(roots) > 1
        for root in roots
        if root not in chosen.before and name.partition("/")[0] in chosen.votes.tops.get(root, ())
    }


def _as_roots(first: Roots, chosen: _Chosen, offset: str) -> Roots:
    """Say why each root is one; those above PATH come to what its names begin with."""
    reasons = _reasons(first, chosen)
    around = chosen.around(offset)
    inner = sorted(root for root in chosen.roots if is_below(root, around) and (not offset or is_below(root, offset)))
    roots = [SourceRoot(".", reasons[around])]
    roots += [SourceRoot(root[len(offset) :].lstrip("/"), reasons[root]) for root in inner]
    prefix = offset[len(around) :].strip("/").replace("/", ".")
    return Roots(tuple(sorted(roots, key=lambda root: root.path)), prefix, seconds=tuple(_seconds(chosen)))


def _seconds(chosen: _Chosen) -> Iterator[SecondName]:
    """Yield the second names that the new roots give, but for those that could mean something else."""
    holders = Counter(name for root in chosen.roots for name in chosen.layout.contents[root])
    for root in sorted(chosen.roots - chosen.before, key=lambda one: (-len(one), one)):
        path = root[len(chosen.around(folder_of(root))) :].lstrip("/")
        if holders[path.partition("/")[0]] == 1:
            yield SecondName(path.replace("/", "."), tuple(sorted(chosen.layout.contents[root])))


def _reasons(first: Roots, chosen: _Chosen) -> dict[str, str]:
    known = {"" if root.path == "." else root.path: root.reason for root in first.roots}
    numbers: Counter[str] = Counter()
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for folder, counter in chosen.votes.named.items():
        root = chosen.around(folder)
        numbers[root] += counter[root]
        lost = next((one for one in up(folder) if one in chosen.before), "")
        if lost not in chosen.roots:
            taken[root][lost] += counter[root]
    reasons = {}
    for root in sorted(chosen.roots):
        if root not in chosen.before:
            holds = "holds manage.py, and " if join(root, "manage.py") in chosen.layout.files else ""
            reasons[root] = f"{holds}{_imports(numbers[root])} modules below it"
        else:
            reasons[root] = known[root]
            for lost, number in sorted(taken[root].items()):
                reasons[root] += f", and {_imports(number)} modules below {lost} from here"
    return reasons


def _imports(number: int) -> str:
    return "1 import names" if number == 1 else f"{number} imports name"
