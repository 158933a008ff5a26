"""What does linking cost, and which calls does it resolve?

    python benchmarks/linking.py PATH [PATH ...]

For each tree: CPU seconds of facts (cold, one process), of linking (names, types, calls; the frameworks answer for
their types but collect nothing), and of data access (declaring tables, answering while types flow, collecting accesses:
what all that costs more than linking without a framework), their ratios to `ast.parse` over the same files, the largest
process; then the share of call expressions that reach the project, known code outside, and stay unresolved, and why.
Each tree is measured three times, in processes of their own; the medians of the ratios are printed.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from analyzer.accesses import Accesses
from analyzer.link.flow import Flow
from analyzer.link.framework import Framework
from benchmarks.analyze import PARSE  # the same yardstick

ROUNDS = 3


def main() -> None:
    """Measure every tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="+", type=Path)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.path[0])))
        return
    for path in given.path:
        report(path.resolve())


def report(path: Path) -> None:
    """Print the figures of one tree."""
    rounds = []
    for _ in range(ROUNDS):
        command = [sys.executable, __file__, str(path), "--one"]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        rounds.append(json.loads(ran.stdout.splitlines()[-1]))
    figures = [found["figures"] for found in rounds]

    def median(top: str) -> float:
        return statistics.median(one[top] / one["parse"] for one in figures)

    last = rounds[-1]
    counts = last["counts"]
    whole = sum(counts.values())
    print(f"\n{path.name}: {last['files']} files, {last['lines']:,} lines, {whole:,} call expressions")
    costs = ", ".join(f"{name} {median(name):.2f}" for name in ("facts", "linking", "both", "access"))
    parsed = statistics.median(one["parse"] for one in figures)
    print(f"  x ast.parse: {costs}; ast.parse {parsed:.2f} s, {last['mib']:.0f} MiB")
    print("  " + ", ".join(f"{name} {number / whole:.1%}" for name, number in counts.items()))
    for reason, number in last["reasons"]:
        print(f"    {number:6,}  {reason}")


def one(path: Path) -> dict[str, object]:
    """Return the figures of one round."""
    from analyzer.asking import Asking
    from analyzer.interpret import frameworks_in_use
    from analyzer.link.calls import CallCollector
    from analyzer.link.names import Names
    from analyzer.link.schema import Schema
    from analyzer.model.options import Options
    from analyzer.progress import Progress
    from analyzer.project.roots import find_roots
    from analyzer.reading import read_tree
    from analyzer.source.discovery import discover
    from analyzer.source.nesting import LINKING, nesting

    options = Options(jobs=1, cache=False)
    gc.disable()  # as in the pipeline
    with nesting(LINKING):
        tree = discover(path, options)
        roots = find_roots(tree, options.source_roots)
        start = time.process_time()
        read = read_tree(tree, roots, options, Progress())
        facts = time.process_time() - start
        for module in read.program.modules:
            read.program.scopes(module.index)  # decoded once, whoever asks first
        names, schema = Names(read.program), Schema()
        start = time.process_time()
        frameworks = frameworks_in_use(names, schema)
        declaring = time.process_time() - start
        start = time.process_time()
        flow = Flow(names, frameworks)
        flow.run()
        linking = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        collector = CallCollector(names, flow.members())
        for events in flow.events():
            collector.add(events)
        access = declaring + linking + collecting(flow, frameworks, Accesses(names, schema, Asking(frameworks), flow))
        start = time.process_time()
        Flow(Names(read.program), ()).run()
        access -= time.process_time() - start
    counted = [module for module in read.modules if module.status.value in ("parsed", "lowered")]
    parse = parsing([path / module.path for module in counted])
    reasons = [(count.what, count.number) for count in collector.reasons()]
    return {
        "files": len(counted),
        "lines": sum(module.lines for module in counted),
        "figures": {
            "parse": parse,
            "facts": facts,
            "linking": linking,
            "both": facts + linking,
            "access": access,
        },
        "counts": {
            "project": collector.project,
            "outside": collector.external,
            "unresolved": sum(number for _, number in reasons),
        },
        "reasons": reasons,
        "mib": memory,
    }


def collecting(flow: Flow, frameworks: list[Framework], accesses: Accesses) -> float:
    """Return the CPU seconds that collecting accesses takes."""
    start = time.process_time()
    for events in flow.events():
        accesses.add(events)
    accesses.finish(frameworks)
    return time.process_time() - start


def parsing(paths: list[Path]) -> float:
    """Return the CPU seconds of `ast.parse` over some files, in a process of its own with nothing else in memory."""
    given = json.dumps([str(path) for path in paths])
    ran = subprocess.run([sys.executable, "-c", PARSE], input=given, capture_output=True, text=True, check=True)
    return float(ran.stdout)


if __name__ == "__main__":
    main()
