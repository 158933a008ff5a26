"""What does it cost to find what a cut costs?

    python benchmarks/findings.py PATH [PATH ...]

For each tree: CPU seconds of all checks, each with what it asks the evidence for first, and of looking for names that
stand nowhere; their ratio to `ast.parse` over the files that were read; and the share and findings of every check.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer import pipeline
from analyzer.cluster.services import candidate_services
from analyzer.findings.evidence import Evidence
from analyzer.findings.find import CHECKS
from analyzer.graph.weighted import build_graph
from analyzer.model.options import Options
from analyzer.source.nesting import LINKING, nesting
from benchmarks.analyze import parse  # the same yardstick
from benchmarks.clock import Clock


def main() -> None:
    """Measure every tree given and print what it costs, the dearest check first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="+", type=Path)
    gc.disable()  # as in the pipeline
    for path in parser.parse_args().path:
        for line in measure(path.resolve()):
            print(line)


def measure(path: Path) -> Iterator[str]:
    """Yield the lines of one tree."""
    options = Options(jobs=1, git=False, cache=False)
    naming, unnamed = Clock(), pipeline.unnamed
    pipeline.unnamed = naming.around(unnamed)
    try:
        with nesting(LINKING):
            facts = pipeline.facts_of(path, options)
    finally:
        pipeline.unnamed = unnamed
    candidates = candidate_services(facts, build_graph(facts), options)
    evidence = Evidence(candidates)
    rows = [("names that stand nowhere", naming.cost, len(facts.unnamed))]
    for check in CHECKS:
        start = time.process_time()
        number = sum(1 for _ in check(evidence))
        rows.append((check.__module__.rpartition(".")[2].replace("_", "-"), time.process_time() - start, number))
    cost = sum(row[1] for row in rows)
    parsing = parse([str(path / one.path) for one in facts.modules if one.status.value in ("parsed", "lowered")])
    yield (
        f"{path.name:16s}{len(facts.definitions):7d} definitions{len(facts.calls):8d} calls"
        f"{len(candidates.services):5d} services  {sum(row[2] for row in rows[1:])} findings in {cost:.2f} s, "
        f"ast.parse {parsing:.2f} s, ratio {cost / parsing:.2f}"
    )
    for name, spent, number in sorted(rows, key=lambda row: -row[1]):
        yield f"  {name:28s}{spent / cost:6.0%}{spent:8.2f} s{number:7d}"


if __name__ == "__main__":
    main()
