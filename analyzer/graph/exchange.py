"""Which graph did another tool write down? The form is ``GraphDocument``; what cannot be meant is an error."""

from __future__ import annotations

import codecs
import difflib
import json
import math
import re
from collections import defaultdict
from typing import Any

import msgspec

from analyzer.errors import BadInputError
from analyzer.graph.weighted import PLACE, Graph, Node, weighted_graph, words_of
from analyzer.model.exchange import GraphDocument, GraphEdge, GraphEdgeKind, GraphNode, GraphNodeKind

_PLACE = re.compile(r"at `\$\.(nodes|edges)\[(\d+)\](?:\.(\w+))?")
_SEPARATOR = re.compile(r"[/\\#]|::")
_SEGMENTS = re.compile(r"[./\\#:]+")
_SHOWN = 80  # characters of an id in a message
_NODE_KIND = {GraphNodeKind.MODULE: "module", GraphNodeKind.TABLE: "table"}


def read_graph(content: bytes, source: str) -> Graph:
    """Return the graph in a JSON document; ``source`` names it in messages.

    Raises BadInputError for what is no such document, an unknown kind, an edge to a node that is not there, two nodes
    of one id, and a weight that is no number of 0 or more.
    """
    document = _decoded(content.removeprefix(codecs.BOM_UTF8), source)
    told: dict[str, GraphNode] = {}
    for one in document.nodes:
        if told.setdefault(one.id, one) is not one:
            raise BadInputError(f"{source}: two nodes have the id {_quoted(one.id)}; give each its own")
    nodes = tuple(sorted(Node(_NODE_KIND.get(node.kind, "definition"), node.id) for node in document.nodes))
    place = {node.name: number for number, node in enumerate(nodes)}
    packages = [_package(told[node.name]) for node in nodes]
    counted = _counted(document, place, source)
    for number, node in enumerate(nodes):
        around = place.get(packages[number])
        if node.kind == "definition" and around is not None and nodes[around].kind == "module":
            counted[number, around, PLACE] = 1.0
    dotted = tuple(_SEPARATOR.sub(".", package).strip(".") for package in packages)
    return weighted_graph(Graph(nodes, (), dotted, tuple(_words(told[node.name]) for node in nodes)), counted)


def _decoded(content: bytes, source: str) -> GraphDocument:
    try:
        return msgspec.json.decode(content, type=GraphDocument)
    except msgspec.ValidationError as problem:
        place = _PLACE.search(str(problem))
        mistake = _mistake(msgspec.json.decode(content), place) if place else ""
        raise BadInputError(f"{source}: {mistake or _no_graph(str(problem))}") from problem
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise BadInputError(f"{source}: {_not_a_number(content) or f'not valid JSON: {problem}'}") from problem
    except RecursionError as problem:
        raise BadInputError(f"{source}: not a graph: it is nested too deeply") from problem


def _no_graph(problem: str) -> str:
    return f"not a graph: {problem}; the form is in docs/guide/graph-exchange.md"


def _mistake(document: dict[str, list[Any]], place: re.Match[str]) -> str:
    """Say what is wrong with a node or an edge, by its name; empty where the place alone says it."""
    item = document[place[1]][int(place[2])]
    if not isinstance(item, dict) or place[3] not in item:
        return ""
    known = GraphNodeKind if place[1] == "nodes" else GraphEdgeKind
    if place[3] == "kind" and isinstance(item["kind"], str):
        near = difflib.get_close_matches(item["kind"], list(known), n=1)
        hint = f"did you mean {str(near[0])!r}?" if near else f"known are {', '.join(known)}"
        return f"{_shown(item)} has the unknown kind {_quoted(item['kind'])}; {hint}"
    if place[3] == "weight":
        return _bad_weight(item, json.dumps(item["weight"])[:_SHOWN])
    return ""


def _not_a_number(content: bytes) -> str:
    """Say which edge has the weight NaN or Infinity, which JSON does not know and some tools write; or nothing."""
    if b"NaN" not in content and b"Infinity" not in content:
        return ""
    try:
        edges = json.loads(content, parse_constant=_Constant)["edges"]
        bad = next(edge for edge in edges if isinstance(edge.get("weight"), _Constant))
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration, RecursionError):
        return ""
    return _bad_weight(bad, str(bad["weight"]))


class _Constant(str):
    """A number that is none, by its name."""

    __slots__ = ()


def _bad_weight(edge: dict[str, Any], weight: str) -> str:
    return f"{_shown(edge)} has the weight {weight}; a weight is a number from 0 to 1e15"


def _counted(document: GraphDocument, place: dict[str, int], source: str) -> dict[tuple[int, int, str], float]:
    """How much of each kind of edge there is between two nodes; an edge of weight 0 or to itself says nothing."""
    counted: dict[tuple[int, int, str], float] = {}
    again: dict[tuple[int, int, str], list[float]] = defaultdict(list)
    known = {kind: (kind.value, kind.directed) for kind in GraphEdgeKind}
    for edge in document.edges:
        first, second = place.get(edge.source), place.get(edge.target)
        if first is None or second is None:
            raise BadInputError(f"{source}: {_dangling(edge, 'starts' if first is None else 'ends')}")
        kind, directed = known[edge.kind]
        if first != second and edge.weight:
            key = (first, second, kind) if directed or first < second else (second, first, kind)
            if key in counted:
                again[key].append(edge.weight)
            else:
                counted[key] = edge.weight
    for key, more in again.items():
        counted[key] = math.fsum((counted[key], *more))  # exact, so that their order says nothing
    return counted


def _dangling(edge: GraphEdge, what: str) -> str:
    shown = _shown({"source": edge.source, "target": edge.target})
    end = edge.source if what == "starts" else edge.target
    return f"{shown} {what} at {_quoted(end)}, but there is no node of that id"


def _shown(item: dict[str, Any]) -> str:
    if "source" not in item and "target" not in item:
        return f"the node {_quoted(item.get('id'))}"
    return f"the edge {_quoted(item.get('source'))} -> {_quoted(item.get('target'))}"


def _quoted(text: object) -> str:
    whole = repr(text)
    return whole if len(whole) <= _SHOWN else f"{whole[:_SHOWN]}…"


def _split(name: str) -> tuple[str, str]:
    """Part the package and the last segment of an id."""
    marks = list(_SEPARATOR.finditer(name))
    if marks:
        return name[: marks[-1].start()], name[marks[-1].end() :]
    package, _, last = name.rpartition(".")
    return package, last


def _package(node: GraphNode) -> str:
    if node.package is None:
        return "" if node.kind is GraphNodeKind.TABLE else _split(node.id)[0]
    return node.package


def _words(node: GraphNode) -> tuple[str, ...]:
    return words_of(_SEGMENTS.split(node.id) if node.words is None else node.words)
