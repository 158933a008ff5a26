"""Which names speak for each node of the graph: its folders, its table or class, its function, its routes?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from analyzer.extract.words import split_words
from analyzer.graph.weighted import Graph, Node
from analyzer.model.code import DefinitionKind
from analyzer.model.entry_points import EntryKind
from analyzer.model.facts import Facts

_MISHAPS = ("Error", "Exception", "Warning")
_NEARLY_ALL = 0.8
_SEVERAL = 3
_PARAMETER = re.compile(r"[<{(\[:*?\\^$]")


class Source(StrEnum):
    """Where a name stands; the first ones are best to name a service after."""

    PACKAGE = "package"
    TABLE = "table"
    CLASS = "class"
    ROUTE = "route"
    FUNCTION = "function"


class Extra(msgspec.Struct, frozen=True):
    """What the facts know beyond the graph.

    ``routes`` holds the names by which nodes are reached from outside, ``silent`` the definitions whose own name says
    nothing of the business, ``entities`` the classes that are mapped to tables, ``verbs`` words that say what is done.
    """

    routes: tuple[tuple[Node, str], ...] = ()
    silent: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()


class Said(msgspec.Struct, frozen=True):
    """A name that stands for a node."""

    source: Source
    name: str


def extra_evidence(facts: Facts) -> Extra:
    """Return the names that the facts add to those of the graph: routes, tasks and commands."""
    outermost = {d.name: Node("definition", d.within or d.name) for d in facts.definitions}
    routes = [
        (node, name)
        for entry in facts.entry_points
        if (node := outermost.get(entry.definition)) is not None
        for name in _segments(entry.kind, entry.name)
    ]
    entities = frozenset(table.model for table in facts.tables if table.model)
    return Extra(tuple(sorted(routes)), _mishaps(facts), entities, _verbs(facts))


def names_of_nodes(graph: Graph, extra: Extra) -> list[tuple[Said, ...]]:
    """Return for every node of the graph the names that stand for it."""
    routes: dict[Node, tuple[Said, ...]] = defaultdict(tuple)
    for node, name in extra.routes:
        routes[node] += (Said(Source.ROUTE, name),)
    packages = graph.packages or ("",) * len(graph.nodes)
    words = graph.words or ((),) * len(graph.nodes)
    paths = [_path(node, package) for node, package in zip(graph.nodes, packages, strict=True)]
    everywhere = _everywhere(paths)
    folders = {path: tuple(_folders(path, everywhere)) for path in sorted(set(paths))}
    return [
        folders[path] + (() if node.name in extra.silent else _own(node, known)) + routes[node]
        for node, path, known in zip(graph.nodes, paths, words, strict=True)
    ]


def _segments(kind: EntryKind, name: str) -> Iterator[str]:
    """The fixed segments of an address; of a task or command its last name."""
    if kind is EntryKind.HTTP:
        address = name.partition(" ")[2] or name
        yield from (one for one in address.split("/") if one and not _PARAMETER.search(one))
    else:
        yield name.rpartition(".")[2]


def _mishaps(facts: Facts) -> frozenset[str]:
    """The classes that name what can go wrong, and whatever derives from them."""
    found = {d.name for d in facts.definitions if d.kind is DefinitionKind.CLASS and d.name.endswith(_MISHAPS)}
    children: dict[str, list[str]] = defaultdict(list)
    for edge in facts.inherits:
        children[edge.base].append(edge.definition)
    pending = sorted(found)
    while pending:
        for child in children[pending.pop()]:
            if child not in found:
                found.add(child)
                pending.append(child)
    return frozenset(found)


def _verbs(facts: Facts) -> frozenset[str]:
    """The words that functions' names begin with, that name no folder or table, and that hardly any name ends with."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for name in (d.name.rpartition(".")[2] for d in facts.definitions):
        words = split_words(name)
        if len(words) > 1 and not name[:1].isupper():
            first[words[0]] += 1
        last.update(words[-1:])
    things = {name for module in facts.modules for name in module.name.split(".")[:-1]}
    things |= {table.name for table in facts.tables}
    nouns = {word for thing in things for word in split_words(thing)}
    often = {word for word, times in first.items() if times >= _SEVERAL and times > 2 * last[word]}
    return frozenset(often - nouns)


def _path(node: Node, package: str) -> str:
    """The folders that a node lies in, a module's own file included; a table lies in none."""
    if node.kind == "table":
        return ""
    if node.kind == "module":
        return node.name
    return package or node.name.rpartition(".")[0]


def _everywhere(paths: list[str]) -> frozenset[str]:
    """The packages that hold nearly the whole program."""
    counted: Counter[str] = Counter()
    for path, nodes in Counter(path for path in paths if path).items():
        segments = path.split(".")
        counted.update({".".join(segments[:depth]): nodes for depth in range(1, len(segments) + 1)})
    least = _NEARLY_ALL * sum(map(bool, paths))
    return frozenset(prefix for prefix, nodes in counted.items() if nodes >= least)


def _folders(path: str, everywhere: frozenset[str]) -> Iterator[Said]:
    """The segments of a path, without those that nearly the whole program stands in."""
    prefix = ""
    for segment in path.split("."):
        prefix = f"{prefix}.{segment}" if prefix else segment
        if segment and prefix not in everywhere:
            yield Said(Source.PACKAGE, segment)


def _own(node: Node, known: tuple[str, ...]) -> tuple[Said, ...]:
    last = node.name.rpartition(".")[2]
    if node.kind == "module" or last.endswith(_MISHAPS):
        return ()
    if last.strip("_") and not any(letter.isalpha() for letter in last):
        last = "_".join(known)  # a number that another tool gave
    if node.kind == "table":
        return (Said(Source.TABLE, last),)
    is_class = node.kind == "class" or (node.kind == "definition" and last[:1].isupper())
    return (Said(Source.CLASS if is_class else Source.FUNCTION, last),)
