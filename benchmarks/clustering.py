"""What does it cost to cut a graph into services?

    python benchmarks/clustering.py [PATH ...]

Without a path: cuts a generated graph of 60,000 definitions and 600,000 edges with planted services, and prints CPU
seconds, the largest process and how much of the plan was found, beside one plain run of Leiden on the same graph.
For each tree: CPU seconds of the graph and the candidate services, and their ratio to `ast.parse` over the same files.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from analyzer.graph.weighted import Graph, Node, weighted_graph, words_of
from benchmarks.analyze import parse  # the same yardstick

DEFINITIONS, EDGES, SERVICES, FOLDERS = 60_000, 600_000, 60, 6
IN_MODULE, IN_TABLE = 12, 40  # definitions for a module and for a table
HALF = 0.5
AWAY = 0.25  # of the calls leave the service
KINDS = (("call", 0.75), ("type_use", 0.15), ("read", 0.07), ("write", 0.03))


def main() -> None:
    """Measure the generated graph or every tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="*", type=Path)
    parser.add_argument("--plain", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain or given.ours:
        print(json.dumps(generated(plain=given.plain)))
        return
    for path in given.path:
        print(tree(path.resolve()))
    if not given.path:
        for which in ("--plain", "--ours"):
            ran = subprocess.run([sys.executable, __file__, which], capture_output=True, text=True, check=True)
            figures = json.loads(ran.stdout.splitlines()[-1])
            print(f"{which[2:]:6s}" + "".join(f"  {name} {figure}" for name, figure in figures.items()))


def generated(plain: bool) -> dict[str, float]:
    """Return what one way to cut the generated graph costs."""
    from analyzer.cluster.figures.arrays import arrays_of
    from analyzer.cluster.partition import partition
    from analyzer.cluster.trivial import plain_leiden
    from analyzer.model.options import Options

    graph, plan = planted()
    arrays = arrays_of(graph) if plain else None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    found = plain_leiden(arrays) if arrays else partition(graph, Options()).of_node
    cost = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best: dict[int, Counter[int]] = {}
    for cluster, service in zip(found, plan, strict=True):
        best.setdefault(cluster, Counter())[service] += 1
    pure = sum(counted.most_common(1)[0][1] for counted in best.values()) / len(plan)
    return {
        "nodes": len(graph.nodes),
        "edges": len(graph.edges),
        "cpu_s": round(cost, 2),
        "graph_mib": round(before),
        "peak_mib": round(peak),
        "clusters": len(best),
        "purity": round(pure, 3),
    }


def planted(definitions: int = DEFINITIONS, edges: int = EDGES) -> tuple[Graph, list[int]]:
    """Return a graph with planted services, and the service of every node; the same at every run.

    Every service has folders of its own and a word in half of its names; a quarter of what definitions use is
    anywhere, and a hundredth of it are hubs.
    """
    dice = random.Random(0)  # noqa: S311 - no secret
    at: dict[Node, tuple[str, int]] = {}
    code: list[list[Node]] = [[] for _ in range(SERVICES)]
    within = []
    for number in range(definitions // IN_MODULE):
        service = number % SERVICES
        package = f"app.{_word(service)}.{_word(1000 + dice.randrange(FOLDERS))}"
        module = Node("module", f"{package}.{_word(5000 + number)}")
        at[module] = (package, service)
        for one in range(IN_MODULE):
            topic = _word(service) if dice.random() < HALF else _word(2000 + dice.randrange(400))
            node = Node("definition", f"{module.name}.{topic}_{_word(9000 + dice.randrange(2000))}{one}")
            at[node] = (module.name, service)
            code[service].append(node)
            within.append((node, module))
    tables: list[list[Node]] = [[] for _ in range(SERVICES)]
    for number in range(definitions // IN_TABLE):
        node = Node("table", f"{_word(number % SERVICES)}_{_word(20_000 + number)}")
        at[node] = ("", number % SERVICES)
        tables[number % SERVICES].append(node)
    nodes = tuple(sorted(at))
    place = {node: index for index, node in enumerate(nodes)}
    counted = {(place[node], place[module], "within"): 1.0 for node, module in within}
    everyone = [node for some in code for node in some]
    hubs = dice.sample(everyone, len(everyone) // 100)
    kinds, shares = zip(*KINDS, strict=True)
    while len(counted) < edges:
        source = dice.choice(everyone)
        away = dice.random() < AWAY
        service = dice.randrange(SERVICES) if away else at[source][1]
        kind = dice.choices(kinds, shares)[0]
        if kind in ("read", "write"):
            target = dice.choice(tables[service])
        else:
            target = dice.choice(hubs if away and dice.random() < HALF else code[service])
        if source != target:
            counted[place[source], place[target], kind] = float(dice.randint(1, 3))
    words = tuple(words_of(node.name.split(".")) for node in nodes)
    bare = Graph(nodes, (), tuple(at[node][0] for node in nodes), words)
    return weighted_graph(bare, counted), [at[node][1] for node in nodes]


def _word(number: int) -> str:
    """Return a word that can be spoken, another for every number."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    found = ""
    for _ in range(4):
        number, rest = divmod(number, len(syllables))
        found += syllables[rest]
    return found


def tree(path: Path) -> str:
    """Return the line of one tree."""
    from analyzer.cluster.services import candidate_services
    from analyzer.graph.weighted import build_graph
    from analyzer.model.options import Options
    from analyzer.pipeline import facts_of
    from analyzer.source.nesting import LINKING, nesting

    gc.disable()  # as in the pipeline
    options = Options(jobs=1, git=False, cache=False)
    with nesting(LINKING):
        facts = facts_of(path, options)
    start = time.process_time()
    graph = build_graph(facts)
    built = time.process_time() - start
    found = candidate_services(facts, graph, options)
    cost = time.process_time() - start
    read = [module for module in facts.modules if module.status.value in ("parsed", "lowered")]
    parsing = parse([str(path / module.path) for module in read])
    return (
        f"{path.name:16s}{len(graph.nodes):7d} nodes{len(graph.edges):8d} edges{len(found.services):5d} services  "
        f"graph {built:.2f} s, services {cost - built:.2f} s, ast.parse {parsing:.2f} s, ratio {cost / parsing:.2f}"
    )


if __name__ == "__main__":
    main()
