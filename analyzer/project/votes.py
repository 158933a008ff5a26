"""From which folders do the imports of the code name its modules?

An absolute import is a vote for every folder around the importing file from which all of it is there: the file, and in
it the name. An import that is only half there (``from redis import Redis`` beside a ``redis.py`` without one) speaks
against the folder. A relative import is a vote for every folder far enough above the file.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from analyzer.model.bound import names_in
from analyzer.model.syntax import FileFacts, ImportFact

_DEEPEST = 32  # folders below the top; nobody runs code from deeper ones
_IMPORTS = ("module", "type_checking")
_MOST = 8  # folders elsewhere that one name may mean; where more do, it says nothing


class Layout:
    """Which modules and folders of Python files are there; paths are relative, the top folder is empty."""

    def __init__(self, files: Mapping[str, FileFacts | None]) -> None:
        """``files`` maps every path of the tree to its facts, None where it was not read."""
        self.files = files
        self.modules = {_module_path(path): path for path in files}
        self.packages = frozenset(folder_of(path) for path in files if path.rpartition("/")[2] == "__init__.py")
        self.folders = {folder for path in files for folder in up(folder_of(path))}
        self.contents: dict[str, set[str]] = defaultdict(set)
        for path in (*self.modules, *self.folders):
            if path:
                self.contents[folder_of(path)].add(path.rpartition("/")[2])
        self._bound: dict[str, dict[str, str]] = {}

    def is_in_package(self, folder: str) -> bool:
        """True for a package and for every folder inside one."""
        return any(one in self.packages for one in up(folder))

    def target(self, folder: str, fact: ImportFact, *, is_root: bool) -> str | None:
        """Return the folder in which the module stands that an import means from a folder, None where it is missing.

        Of a root it is taken for granted that its modules bind what is imported from them.
        A package stands in the folder around it: the name of its ``__init__`` is that of its folder.
        """
        base = join(folder, fact.module.replace(".", "/"))
        path = self.modules.get(base)
        if not fact.name or fact.name == "*":
            return folder_of(base) if path is not None else None
        if f"{base}/{fact.name}" in self.modules and (path is None or path == f"{base}/__init__.py"):
            return base
        return folder_of(base) if path is not None and (is_root or self._binds(path, fact)) else None

    def first_module(self, folder: str, fact: ImportFact) -> str:
        """Return the path of the first part of an import's name that is no namespace, empty where all are."""
        for part in (*fact.module.split("."), fact.name):
            folder = join(folder, part)
            if folder in self.modules:
                return folder
        return ""

    def _binds(self, path: str, fact: ImportFact) -> bool:
        """True if a file binds a name, by more than an import of something that bears the file's own name."""
        facts = self.files[path]
        if facts is None:
            return True
        if path not in self._bound:
            self._bound[path] = _bound(facts)
        bound = self._bound[path]
        source = bound.get(fact.name, bound.get("*", bound.get("__getattr__")))
        return source is not None and source != fact.module.partition(".")[0]


class Votes(msgspec.Struct, frozen=True):
    """``named`` counts, by folder of the named file, the imports that name it from each folder.

    ``relative`` counts, by folder of the importing file, what its relative imports start from; ``tops`` are the first
    parts of the names that count from each folder.
    """

    named: dict[str, Counter[str]]
    relative: dict[str, Counter[str]]
    tops: dict[str, set[str]]

    def without(self, folders: set[str]) -> Votes:
        """Return what is left without the votes for some folders."""
        named = {
            target: Counter({one: n for one, n in counter.items() if one not in folders})
            for target, counter in self.named.items()
        }
        return Votes(named, self.relative, self.tops)


def count_votes(layout: Layout, roots: frozenset[str]) -> Votes:
    """Count what the imports of all files that were read say; ``roots`` are candidates for files elsewhere, too."""
    hits: Counter[tuple[str, str, str]] = Counter()
    misses: Counter[tuple[str, str]] = Counter()
    relative: dict[str, Counter[str]] = defaultdict(Counter)
    candidates = _Candidates(layout, roots)
    for path, facts in layout.files.items():
        home = folder_of(path)
        for fact in facts.imports if facts is not None else ():
            if fact.kind not in _IMPORTS:
                continue
            if fact.level:
                relative[home][_above(home, fact.level - 1)] += 1
                continue
            top = fact.module.partition(".")[0]
            for folder, found in candidates.of(home, fact):
                first = layout.first_module(folder, fact) if folder not in roots else ""
                if found is None:
                    misses[folder, first] += first != ""
                elif path != layout.modules.get(join(folder, top)):
                    hits[folder, first, found] += 1
    return _kept(hits, misses, relative)


def speaks_for_another(layout: Layout, roots: frozenset[str]) -> bool:
    """True if any import could mean something from a folder that is no root; much cheaper than a count."""
    if roots - {""}:
        return True
    candidates = _Candidates(layout, roots)
    for path, facts in layout.files.items():
        home = folder_of(path)
        for fact in facts.imports if facts is not None else ():
            if (
                fact.level
                or fact.kind not in _IMPORTS
                or not any(candidates.around(home, fact.module.partition(".")[0]))
            ):
                continue
            if any(folder and found is not None for folder, found in candidates.of(home, fact)):
                return True
    return False


class _Candidates:
    """Tells from which folders an import could be meant, and the folder of what it would name."""

    def __init__(self, layout: Layout, roots: frozenset[str]) -> None:
        self._layout = layout
        self._roots = roots
        self._around: dict[tuple[str, str], list[str]] = {}
        self._elsewhere: dict[str, list[str]] = defaultdict(list)
        for root in sorted(roots - {""}):
            for name in sorted(layout.contents[root]):
                dotted = name
                for folder in up(root):
                    self._elsewhere[dotted].append(folder)
                    dotted = f"{folder.rpartition('/')[2]}.{dotted}"

    def around(self, home: str, top: str) -> list[str]:
        """Return the folders around a file that hold something of a name, the innermost first."""
        if (home, top) not in self._around:
            contents = self._layout.contents
            holding = (one for one in up(home) if top in contents.get(one, ()))
            self._around[home, top] = [one for one in holding if one.count("/") < _DEEPEST]
        return self._around[home, top]

    def of(self, home: str, fact: ImportFact) -> Iterator[tuple[str, str | None]]:
        is_found = False
        for folder in self.around(home, fact.module.partition(".")[0]):
            if not self._is_loose(folder, fact):
                found = self._layout.target(folder, fact, is_root=folder in self._roots)
                is_found = is_found or found is not None
                yield folder, found
        if not is_found:
            yield from self._of_others(fact)

    def _of_others(self, fact: ImportFact) -> Iterator[tuple[str, str | None]]:
        if not self._elsewhere:
            return
        dotted = f"{fact.module}.{fact.name}" if fact.name else fact.module
        parts = dotted.split(".")
        for length in range(1, len(parts) + 1):
            folders = self._elsewhere.get(".".join(parts[:length]), [])
            for folder in folders if len(folders) <= _MOST else ():
                found = self._layout.target(folder, fact, is_root=folder in self._roots)
                if found is not None:
                    yield folder, found

    def _is_loose(self, folder: str, fact: ImportFact) -> bool:
        """``import redis`` names no more than one word, which may mean what is installed."""
        if fact.name or "." in fact.module or folder in self._roots:
            return False
        return fact.module in sys.stdlib_module_names or self._layout.is_in_package(folder)


def _kept(
    hits: Counter[tuple[str, str, str]], misses: Counter[tuple[str, str]], relative: dict[str, Counter[str]]
) -> Votes:
    """Leave out the names from a folder that are more often not there than there.

    Where a namespace holds no part of a name, another folder may: that says nothing.
    """
    found: Counter[tuple[str, str]] = Counter()
    for (folder, first, _), number in hits.items():
        found[folder, first] += number
    named: dict[str, Counter[str]] = defaultdict(Counter)
    tops: dict[str, set[str]] = defaultdict(set)
    for (folder, first, target), number in hits.items():
        if found[folder, first] > misses[folder, first]:
            named[target][folder] += number
            tops[folder].add(first[len(folder) :].lstrip("/").partition("/")[0])
    return Votes(named, relative, tops)


def folder_of(path: str) -> str:
    """Return the folder of a path, empty for the top."""
    return path.rpartition("/")[0]


def up(folder: str) -> Iterator[str]:
    """Yield a folder and all around it, the empty top last."""
    while folder:
        yield folder
        folder = folder_of(folder)
    yield ""


def join(folder: str, path: str) -> str:
    """Return a path below a folder."""
    return f"{folder}/{path}" if folder else path


def is_below(path: str, folder: str) -> bool:
    """True for what stands inside a folder, and not for the folder itself."""
    return path != folder and (not folder or path.startswith(f"{folder}/"))


def _above(folder: str, levels: int) -> str:
    for _ in range(levels):
        if not folder:
            break
        folder = folder_of(folder)
    return folder


def _module_path(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__")


def _bound(facts: FileFacts) -> dict[str, str]:
    """Map the names that a file binds to the first part of the module they are imported from, empty for its own."""
    bound: dict[str, str] = {}
    for fact in facts.imports:
        if fact.kind not in ("string", "dynamic"):
            name = fact.alias or fact.name or fact.module.partition(".")[0]
            bound[name] = "" if fact.level else fact.module.partition(".")[0]
    for head in facts.heads:
        if head.scope == 0:
            bound[head.name] = ""
    for statement in facts.scopes[0].statements:
        for target in statement.targets:
            bound.update(dict.fromkeys(names_in(target), ""))
    return bound
