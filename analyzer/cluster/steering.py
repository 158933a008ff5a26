"""Where did the architect say that definitions, modules and tables belong?"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

import msgspec

from analyzer.cluster.nearest import Nearest
from analyzer.cluster.patterns import Pattern, Patterns
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Graph, Node
from analyzer.model.options import Options
from analyzer.model.services import KERNEL

_HINTS = 100  # looking for the nearest name is slow
_SAYS = {"pin": "pinned to", "seed": "seeded for", "never_with": "kept from", "shared_kernel": "put into"}


class Steering(msgspec.Struct, frozen=True):
    """What the architect said about the nodes of a graph.

    ``service_of`` holds: what is pinned, an owned table, a definition seeded by its whole name, the shared kernel.
    ``seed_of`` draws: the node starts in the service and may leave when the evidence pulls it elsewhere; no node stands
    in both. ``apart`` are pairs of steered services that never join, also not in the first view; each pair and all of
    them are sorted. ``kept_from`` are the services that a node that is not held never joins. ``notes`` say what of the
    steering fits nothing.
    """

    service_of: dict[Node, str]
    notes: tuple[str, ...] = ()
    seed_of: dict[Node, str] = {}
    apart: tuple[tuple[str, str], ...] = ()
    kept_from: dict[Node, frozenset[str]] = {}


class _Word(msgspec.Struct, frozen=True):
    """What was said about one node."""

    service: str
    holds: bool = False
    kept_from: frozenset[str] = frozenset()


_NOTHING = _Word("")


def steer(graph: Graph, options: Options) -> Steering:
    """Return what the options say about the nodes of a graph.

    Of the patterns that fit a node the one that fixes more characters wins, whatever it is written for, so that one
    class can be taken out of a pinned package. What fits nothing is noted, with the nearest name, because code is
    renamed more often than configuration. Raises BadInputError where patterns of the same exactness contradict each
    other, or more services are steered than wanted.
    """
    patterns = list(_patterns(options))
    index = Patterns(patterns)
    tables = {node for node in graph.nodes if node.kind == "table"}
    held = {
        node: one.name for one in options.service for table in one.tables if (node := Node("table", table)) in tables
    }
    drawn: dict[Node, str] = {}
    kept: dict[Node, frozenset[str]] = {}
    used: set[Pattern] = set()
    for node in graph.nodes if patterns else ():
        fitting = index.fitting(node) if node.kind != "table" else ()
        used.update(fitting)
        word = _word(node, fitting, options) if fitting else _NOTHING
        if word.service:
            (held if word.holds else drawn)[node] = word.service
        if word.kept_from:
            kept[node] = word.kept_from
    _check_number(options, {*held.values(), *drawn.values()} - {KERNEL})
    unused = sorted((pattern for pattern in patterns if pattern not in used), key=lambda pattern: pattern.order)
    notes = _misses(options, Nearest(graph.nodes), unused, tables)
    return Steering(held, tuple(notes), drawn, _apart(options), kept)


def _patterns(options: Options) -> Iterator[Pattern]:
    """Yield every pattern; what names a steered service in ``never_with`` is none."""
    yield from (Pattern(KERNEL, "shared_kernel", text) for text in options.shared_kernel)
    services = {service.name for service in options.service}
    for service in options.service:
        yield from (Pattern(service.name, "pin", text) for text in service.pin)
        yield from (Pattern(service.name, "seed", text) for text in service.seed)
        yield from (Pattern(service.name, "never_with", text) for text in service.never_with if text not in services)


def _apart(options: Options) -> tuple[tuple[str, str], ...]:
    services = {service.name for service in options.service}
    pairs = {
        (min(service.name, other), max(service.name, other))
        for service in options.service
        for other in service.never_with
        if other in services
    }
    return tuple(sorted(pairs))


def _word(node: Node, fitting: Sequence[Pattern], options: Options) -> _Word:
    """Return what the patterns that fit a node, the most exact first, say about it."""
    bans: dict[str, Pattern] = {}
    for pattern in fitting:
        if pattern.key == "never_with":
            bans.setdefault(pattern.service, pattern)
    claims = [
        pattern
        for pattern in fitting
        if pattern.key != "never_with"
        and (pattern.service not in bans or bans[pattern.service].exactness <= pattern.exactness)
    ]
    if not claims:
        return _Word("", kept_from=frozenset(bans))
    best = claims[0]
    _agree(node, best, [one for one in (*claims, *bans.values()) if one.exactness == best.exactness], options)
    named = node.kind == "definition" and best.text == node.name
    if named or any(one.service == best.service and one.key != "seed" for one in claims):
        return _Word(best.service, holds=True)
    return _Word(best.service, kept_from=frozenset(bans) - {best.service})


def _agree(node: Node, best: Pattern, against: list[Pattern], options: Options) -> None:
    """Raise BadInputError where another pattern contradicts the best; one service's ban says nothing about another."""
    for other in against:
        if (other.service == best.service) == (other.key == "never_with"):
            raise BadInputError(
                f"{options.written(best.path, other.path)}{node.name} is {_says(best)} and {_says(other)}: "
                "make one of the two patterns more exact"
            )


def _says(pattern: Pattern) -> str:
    return f"{_SAYS[pattern.key]} {pattern.service} by {pattern.text!r}"


def _check_number(options: Options, steered: set[str]) -> None:
    wanted = options.services
    if not wanted.automatic and len(steered) > wanted.most:
        where = options.written(("services",), ("service", sorted(steered)[wanted.most]))
        raise BadInputError(
            f"{where}services = {wanted.most}, but {len(steered)} are steered: raise the number or drop some"
        )


def _misses(options: Options, nearest: Nearest, unused: list[Pattern], tables: set[Node]) -> Iterator[str]:
    hints = _HINTS
    for pattern in unused:
        lacking, near = "fits", ""
        if pattern.key == "never_with":
            lacking, near = "names no steered service and fits", _nearest_service(options, pattern.text)
        hint = _hint(near or nearest.name(pattern.text)) if hints > 0 else ""
        hints -= 1
        yield f"{pattern}: {pattern.text!r} {lacking} no definition or module{hint}"
    for service in options.service:
        for table in service.tables:
            if Node("table", table) not in tables:
                hint = _hint(nearest.table(table)) if hints > 0 else ""
                hints -= 1
                yield f"tables of service {service.name}: there is no table {table!r}{hint}"
        if not (service.pin or service.seed or service.tables):
            yield f"service {service.name}: it has no pin, seed or tables, so that nothing ties it to code"


def _nearest_service(options: Options, text: str) -> str:
    near = difflib.get_close_matches(text, [service.name for service in options.service], n=1)
    return near[0] if near else ""


def _hint(name: str) -> str:
    return f"; the nearest name is {name!r}" if name else ""
