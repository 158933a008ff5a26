"""What does it cost to say what definitions promise, and what services owe each other?

    python benchmarks/contracts.py PATH [PATH ...] [--before CHECKOUT]

For each tree: CPU seconds of collecting interfaces while types flow (all that `InterfaceCollector` is told, and what it
asks the frameworks when types have flowed) and of making contracts, after the checks have been made, from whose
evidence they draw, with the signatures and data types that they ask for; the ratios to `ast.parse` over the files that
were read; operations, messages and data types that come of it. What reading and linking do for interfaces themselves is
seen only beside a version that does not: `--before` names a checkout of it, and the difference of reading, and of
linking without the collector, is printed as well. Each version is measured three times in turn, in processes of their
own; medians are printed.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ROUNDS = 3


def main() -> None:
    """Measure every tree given and print what it costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="+", type=Path)
    parser.add_argument("--before", type=Path, help="a checkout of an older version")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.path[0], given.one)))
        return
    for path in given.path:
        report(path.resolve(), given.before)


def report(path: Path, before: Path | None) -> None:
    """Print the figures of one tree."""
    now: list[dict[str, float]] = []
    then: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        now.append(_run(path, HERE))
        if before:
            then.append(_run(path, before.resolve()))
    last, parsing = now[-1], _median(now, "parse")
    print(
        f"{path.name}: {last['files']} files, {last['lines']:,} lines, {last['operations']} operations, "
        f"{last['messages']} messages, {last['types']} data types; ast.parse {parsing:.2f} s"
    )
    costs = {name: _median(now, name) for name in ("interfaces", "contracts")}
    if before:
        costs |= {f"more {name}": _median(now, name) - _median(then, name) for name in ("reading", "linking")}
    for name, cost in costs.items():
        print(f"  {name:14s}{cost:7.2f} s{cost / parsing:8.3f} x ast.parse")
    print(f"  {'together':14s}{sum(costs.values()):7.2f} s{sum(costs.values()) / parsing:8.3f} x ast.parse")


def _run(path: Path, home: Path) -> dict[str, float]:
    command = [sys.executable, __file__, str(path), "--one", str(home)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=home)
    return json.loads(ran.stdout.splitlines()[-1])


def _median(rounds: list[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in rounds)


def one(path: Path, home: Path) -> dict[str, float]:
    """Return the figures of one round of the version that stands in ``home``."""
    sys.path[:0] = [str(home), str(HERE)]  # the yardsticks are ours, the analyzer is that of the version
    from analyzer import pipeline
    from analyzer.model.options import Options
    from analyzer.source.nesting import LINKING, nesting
    from benchmarks.analyze import parse
    from benchmarks.clock import Clock

    gc.disable()  # as in the pipeline
    reading, linking, collecting = Clock(), Clock(), Clock()
    pipeline.read_tree = reading.around(pipeline.read_tree)
    meanings = []
    interpret = linking.around(pipeline.interpret)

    def interpreted(*given):
        meanings.append(interpret(*given))
        return meanings[-1]

    pipeline.interpret = interpreted
    _count_collector(collecting)
    with nesting(LINKING):
        facts = pipeline.facts_of(path, Options(jobs=1, git=False, cache=False))
    contracts, cost = _contracts(facts, meanings[-1], Clock())
    read = [module for module in facts.modules if module.status.value in ("parsed", "lowered")]
    return {
        "reading": reading.cost,
        "linking": linking.cost - collecting.cost,
        "interfaces": collecting.cost,
        "contracts": cost,
        "parse": parse([str(path / module.path) for module in read]),
        "files": len(read),
        "lines": sum(module.lines for module in read),
        "operations": sum(len(one.operations) for one in contracts),
        "messages": sum(len(one.messages) for one in contracts),
        "types": sum(len(one.types) for one in contracts),
    }


def _count_collector(clock):
    """Count what the collector of interfaces takes, if this version has one."""
    from analyzer import interpret

    if not hasattr(interpret, "InterfaceCollector"):
        return
    make = interpret.InterfaceCollector

    def counted(*given):
        made = clock.around(make)(*given)
        made.add, made.found = clock.around(made.add), clock.around(made.found)
        made.promised = clock.around(made.promised)
        return made

    interpret.InterfaceCollector = counted


def _contracts(facts, meaning, clock):
    from analyzer.cluster.services import candidate_services
    from analyzer.findings.evidence import Evidence
    from analyzer.findings.find import find
    from analyzer.graph.weighted import build_graph
    from analyzer.model.options import Options

    try:
        from analyzer.contracts.contracts import make_contracts
    except ImportError:  # a version before contracts
        return (), 0.0
    evidence = Evidence(candidate_services(facts, build_graph(facts), Options(jobs=1, git=False, cache=False)))
    find(evidence)
    made = clock.around(make_contracts)(evidence, meaning.promises)
    return made, clock.cost


if __name__ == "__main__":
    main()
