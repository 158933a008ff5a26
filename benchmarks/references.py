"""What is there to judge a cut by, and how is each cut judged?

Three sorts: graphs with a cut that experts made, monoliths from which a team really extracted services, and the samples
of this project with the cut in their ``expected.toml``. Each gives its *items* (nodes, paths, definitions) and the
measures of a cut of them; a cut is a mapping of items to the names of services.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.cluster.figures.against_truth import adjusted_rand, best_match, mojofm
from analyzer.cluster.figures.arrays import arrays_of, labels_of
from analyzer.cluster.figures.data import table_entropy
from analyzer.cluster.steering import steer
from analyzer.graph.weighted import build_graph
from analyzer.model.facts import Facts
from analyzer.model.options import Options, SteeredService
from analyzer.model.services import KERNEL
from benchmarks.cuts import graph_of, numbered

UNASSIGNED = "(unassigned)"
FEWEST_FOR_MOJOFM = 3  # extracted services; with fewer the cut that is farthest is near

_TRUTH, _OF_METHODS = "ground_truth", "@method"  # among what was published: not by a tool, not of classes

Labels = Mapping[str, str]


@dataclass(frozen=True)
class GraphReference:
    """A graph of another tool, with the experts' cut of its nodes and figures that were published of other tools."""

    name: str
    document: dict[str, Any]

    @property
    def published(self) -> float | None:
        """The best MoJoFM that was published for classes, as the nodes are; not that of the truth itself."""
        rows = self.document.get("published", {}).items()
        by_tools = [row for name, row in rows if not name.startswith(_TRUTH) and not name.endswith(_OF_METHODS)]
        return max((row["MoJoFM"] for row in by_tools if "MoJoFM" in row), default=None)

    def judge(self, labels: Labels) -> dict[str, float]:
        """Return MoJoFM, ARI and, where tables are used, DTP; what is in no service is a cluster of its own.

        DTP leaves the kernel out; it says nothing about the truth.
        """
        truth = self.document["truth"]
        found = {"MoJoFM": mojofm(labels, truth), "ARI": adjusted_rand(labels, truth), **sizes(labels)}
        graph = graph_of(self.document)
        entropy = table_entropy(arrays_of(graph), labels_of(numbered(graph, labels)))
        return found if entropy is None else found | {"DTP": entropy}


@dataclass(frozen=True)
class ExtractionReference:
    """A monolith with the files that a team moved into each service, and those that stayed."""

    name: str
    facts: Facts
    extracted: dict[str, list[str]]
    stayed: list[str]
    published: float | None = None

    def judge(self, labels: Labels) -> dict[str, float]:
        """Return the mean best-match F1 (a file in the kernel counts as missed), and MoJoFM of many services."""
        truth = {path: name for name, paths in self.extracted.items() for path in paths}
        truth |= dict.fromkeys(self.stayed, "(stayed)")
        known = {path: labels.get(path) or UNASSIGNED for path in truth}
        found = {"F1": best_match(known, self.extracted, (KERNEL, UNASSIGNED))}
        if len(self.extracted) >= FEWEST_FOR_MOJOFM:
            found["MoJoFM"] = mojofm(known, truth)
        return found | sizes(known)


@dataclass(frozen=True)
class SampleReference:
    """A sample of this project, with the service of every outermost definition that its expert placed in one."""

    name: str
    facts: Facts
    truth: dict[str, str] = field(repr=False)
    published: float | None = None

    def judge(self, labels: Labels) -> dict[str, float]:
        """Return MoJoFM and ARI; a definition in the kernel is in a cluster of its own."""
        known = {name: labels.get(name) or UNASSIGNED for name in self.truth}
        return {"MoJoFM": mojofm(known, self.truth), "ARI": adjusted_rand(known, self.truth), **sizes(known)}


Reference = GraphReference | ExtractionReference | SampleReference


def sizes(labels: Labels) -> dict[str, float]:
    """Return the number of services among the items, and the share of items in the largest."""
    counted = Counter(label for label in labels.values() if label not in (KERNEL, UNASSIGNED))
    return {"services": len(counted), "largest": max(counted.values(), default=0) / (counted.total() or 1)}


def graph_references(folder: Path) -> Iterator[GraphReference]:
    """Read every graph of a folder that has a truth."""
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_bytes())
        if document.get("truth"):
            yield GraphReference(document["name"], document)


def extraction_reference(path: Path, facts: Facts) -> ExtractionReference:
    """Read what was extracted from a program."""
    document = json.loads(path.read_bytes())
    return ExtractionReference(document["case"], facts, document["extracted"], document["stayed"])


def sample_reference(folder: Path, facts: Facts) -> SampleReference:
    """Read the cut of a sample, whose more exact pattern wins where two fit a definition."""
    truth = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    services = (SteeredService(name, tuple(one["definitions"])) for name, one in sorted(truth["service"].items()))
    kernel = tuple(truth.get("shared_kernel", {}).get("definitions", ()))
    placed = steer(build_graph(facts), Options(service=tuple(services), shared_kernel=kernel)).service_of
    cut = {node.name: service for node, service in placed.items() if node.kind == "definition" and service != KERNEL}
    return SampleReference(folder.name, facts, cut)
