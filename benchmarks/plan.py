"""What does it cost to say what should become of a monolith?

    python benchmarks/plan.py PATH [PATH ...]

For each tree: CPU seconds of `decide` (options, verdict, readiness, steps) and of the whole plan, remedies, mandate and
scorecard included, after checks and contracts have been made, from whose evidence they draw; the ratios to `ast.parse`
over the files that were read. Both are made three times, of fresh evidence each; medians are printed.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer import pipeline
from analyzer.cluster.services import candidate_services
from analyzer.contracts.contracts import make_contracts
from analyzer.findings.evidence import Evidence
from analyzer.findings.find import find
from analyzer.graph.weighted import build_graph
from analyzer.model.options import Options
from analyzer.plan import plan
from analyzer.source.nesting import LINKING, nesting
from benchmarks.analyze import parse  # the same yardstick
from benchmarks.clock import Clock

ROUNDS = 3


def main() -> None:
    """Measure every tree given and print what it costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="+", type=Path)
    gc.disable()  # as in the pipeline
    for path in parser.parse_args().path:
        for line in measure(path.resolve()):
            print(line)


def measure(path: Path) -> Iterator[str]:
    """Yield the lines of one tree."""
    options = Options(jobs=1, git=False, cache=False)
    meanings, interpret = [], pipeline.interpret

    def interpreted(*given):
        meanings.append(interpret(*given))
        return meanings[-1]

    pipeline.interpret = interpreted
    try:
        with nesting(LINKING):
            facts = pipeline.facts_of(path, options)
    finally:
        pipeline.interpret = interpret
    candidates = candidate_services(facts, build_graph(facts), options)
    rounds = [_once(candidates, meanings[-1].promises, options) for _ in range(ROUNDS)]
    parsing = parse([str(path / one.path) for one in facts.modules if one.status.value in ("parsed", "lowered")])
    made = rounds[-1][2].decision
    yield (
        f"{path.name}: {len(facts.definitions)} definitions, {len(facts.calls)} calls, {len(candidates.services)} "
        f"services, {len(made.steps)} steps, {made.verdict.option}; ast.parse {parsing:.2f} s"
    )
    for name, place in (("decide", 0), ("plan", 1)):
        cost = statistics.median(one[place] for one in rounds)
        yield f"  {name:8s}{cost:7.2f} s{cost / parsing:8.3f} x ast.parse"


def _once(candidates, promises, options):
    """Return what deciding costs, what the plan costs with it, and the plan."""
    evidence = Evidence(candidates)
    findings = find(evidence)
    contracts = make_contracts(evidence, promises)
    deciding, planning, decide = Clock(), Clock(), plan.decide
    plan.decide = deciding.around(decide)
    try:
        made = planning.around(plan.make_plan)(evidence, findings, contracts, options)
    finally:
        plan.decide = decide
    return deciding.cost, planning.cost, made


if __name__ == "__main__":
    main()
