"""Where did the architect say that definitions, modules and tables belong?"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from analyzer.errors import BadInputError
from analyzer.graph.weighted import Graph, Node
from analyzer.model.options import Options
from analyzer.model.services import KERNEL


class Steering(msgspec.Struct, frozen=True):
    """The service, or the shared kernel, of every node that was placed by hand, and what the steering missed."""

    service_of: dict[Node, str]
    notes: tuple[str, ...]


class _Pattern(msgspec.Struct, frozen=True):
    service: str
    text: str
    matches: re.Pattern[str]

    @property
    def exactness(self) -> int:
        """How many characters it fixes; the more exact of two patterns wins."""
        return len(self.text.replace("*", ""))


def steer(graph: Graph, options: Options) -> Steering:
    """Return what the options place by hand.

    The pattern that fixes more characters wins, so that one class can be taken out of a pinned package. A pattern or
    table that fits nothing is noted, because code is renamed more often than configuration. Raises BadInputError
    where two services claim a definition with patterns of the same exactness.
    """
    patterns = [_pattern(service.name, text) for service in options.service for text in service.pin]
    patterns += [_pattern(KERNEL, text) for text in options.shared_kernel]
    patterns.sort(key=lambda pattern: (-pattern.exactness, pattern.service, pattern.text))
    placed: dict[Node, str] = {}
    used: set[_Pattern] = set()
    for node in graph.nodes if patterns else ():
        if node.kind != "table":
            fitting = [pattern for pattern in patterns if pattern.matches.fullmatch(_full_name(node))]
            used.update(fitting)
            if fitting:
                placed[node] = _winner(node, fitting)
    tables = {node for node in graph.nodes if node.kind == "table"}
    for service in options.service:
        placed |= {node: service.name for name in service.tables if (node := Node("table", name)) in tables}
    return Steering(placed, tuple(_misses(options, placed, patterns, used)))


def _pattern(service: str, text: str) -> _Pattern:
    any_run = ".*".join(re.escape(part) for part in re.split(r"\*+", text))
    return _Pattern(service, text, re.compile(any_run if text.endswith("*") else rf"{any_run}(\..*)?"))


def _full_name(node: Node) -> str:
    """A module stands for its code outside definitions, so that ``package.module.*`` holds it too."""
    return f"{node.name}.<module>" if node.kind == "module" else node.name


def _winner(node: Node, fitting: list[_Pattern]) -> str:
    best = [pattern for pattern in fitting if pattern.exactness == fitting[0].exactness]
    rivals = [pattern for pattern in best if pattern.service != best[0].service]
    if rivals:
        raise BadInputError(
            f"{node.name} is pinned to {best[0].service} by {best[0].text!r} and to {rivals[0].service} by "
            f"{rivals[0].text!r}: make one of the two patterns more exact"
        )
    return best[0].service


def _misses(options: Options, placed: dict[Node, str], patterns: list[_Pattern], used: set[_Pattern]) -> Iterable[str]:
    for pattern in patterns:
        if pattern not in used:
            where = "shared_kernel" if pattern.service == KERNEL else f"pin of service {pattern.service}"
            yield f"{where}: {pattern.text!r} fits no definition or module"
    for service in options.service:
        for table in service.tables:
            if Node("table", table) not in placed:
                yield f"tables of service {service.name}: there is no table {table!r}"
