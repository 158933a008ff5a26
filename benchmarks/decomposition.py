"""How near are our services to what experts and teams decided, and to what anyone gets for nothing?

    python -m benchmarks.decomposition --graphs DIR --extractions DIR --corpus CASE=PATH … [--samples]
                                       [--anonymous] [--leave-one-out]

One table: a reference and a measure a line, a cut a column. Graphs are those of ``seamline cluster`` with ``truth`` and
perhaps ``published``; extractions say which files of a monolith went into which service (``case``, ``extracted``,
``stayed``), and ``--corpus`` where the monolith of a case is unpacked (or ``--corpora`` a folder with one folder a
case). ``Leiden`` is one run at resolution 1 and seed 0 on edges that weigh their counts, over the imports between
modules (of a graph: its links between code), and over the whole graph of ours. ``published`` is the best MoJoFM of
another tool that the graph tells. ``--anonymous`` replaces every name by a number first.

``--leave-one-out`` tells how much the weights of edges are fitted: each is halved and doubled in turn, and every
reference is scored with the weights that are best, on average, for all the *others*.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analyzer.graph.weighted import WEIGHTS
from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from benchmarks.anonymous import Pseudonyms, anonymous, anonymous_graph
from benchmarks.cuts import COLUMNS, OURS, Cuts, graph_cuts, our_graph_cut, our_program_cut, program_cuts
from benchmarks.references import (
    GraphReference,
    Reference,
    extraction_reference,
    graph_references,
    sample_reference,
)

SAMPLES = Path(__file__).parent.parent / "sample_monolith"
PUBLISHED = "published"
PERCENT = 100


def main() -> None:
    """Print the table of the references given."""
    given = arguments()
    references = list(find_references(given))
    table: dict[str, dict[str, dict[str, float]]] = {}
    for reference in references:
        start = time.process_time()
        table[reference.name] = judged(reference, anonymised=given.anonymous)
        print(f"{reference.name}: cut in {time.process_time() - start:.1f} CPU s", file=sys.stderr)
    print("\n".join(lines(table, {one.name: one.published for one in references})))
    if given.leave_one_out:
        print("\n".join(left_out(references, anonymised=given.anonymous)))


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graphs", type=Path, help="a folder of graphs in the exchange format")
    parser.add_argument("--extractions", type=Path, help="a folder of what was extracted from which monolith")
    parser.add_argument("--corpora", type=Path, help="a folder with the unpacked monolith of each case")
    parser.add_argument("--corpus", action="append", default=[], metavar="CASE=PATH", help="where a monolith lies")
    parser.add_argument("--samples", action="store_true", help="the samples of this project")
    parser.add_argument("--anonymous", action="store_true", help="replace every name by a number")
    parser.add_argument("--leave-one-out", action="store_true", help="score with weights chosen on the others")
    return parser.parse_args()


def find_references(given: argparse.Namespace) -> Iterator[Reference]:
    """Read the references; an extraction whose monolith is not given is passed over."""
    if given.graphs:
        yield from graph_references(given.graphs)
    folders = dict(one.split("=", 1) for one in given.corpus)
    for path in sorted(given.extractions.glob("*.json")) if given.extractions else ():
        folder = Path(folders.get(path.stem, given.corpora / path.stem if given.corpora else ""))
        if path.stem in folders or (given.corpora and folder.is_dir()):
            yield extraction_reference(path, facts_of(folder, Options(jobs=1)))
        else:
            print(f"{path.stem}: passed over, its monolith is not given", file=sys.stderr)
    for path in sorted(SAMPLES.glob("*/expected.toml")) if given.samples else ():
        # the history around a sample is that of this project
        yield sample_reference(path.parent, facts_of(path.parent, Options(jobs=1, git=False)))


def judged(reference: Reference, *, anonymised: bool) -> dict[str, dict[str, float]]:
    """Return column -> measure -> figure of every cut of a reference."""
    names = Pseudonyms() if anonymised else None
    if isinstance(reference, GraphReference):
        cuts = graph_cuts(anonymous_graph(reference.document, names) if names else reference.document)
    else:
        cuts = program_cuts(anonymous(reference.facts, names) if names else reference.facts)
    return {column: reference.judge(labels) for column, labels in back(reference, cuts, names).items()}


def back(reference: Reference, cuts: Cuts, names: Pseudonyms | None) -> Cuts:
    """Return the cuts with the names that the reference knows its items by."""
    if names is None:
        return cuts
    if isinstance(reference, GraphReference):
        known = {names.dotted(node["id"]): node["id"] for node in reference.document["nodes"]}
    else:
        known = {names.path(one.path): one.path for one in reference.facts.modules}
        known |= {names.dotted(one.name): one.name for one in reference.facts.definitions}
    return {column: {known[item]: label for item, label in cut.items()} for column, cut in cuts.items()}


def lines(table: Mapping[str, Mapping[str, Mapping[str, float]]], published: Mapping[str, float | None]) -> list[str]:
    """Return the lines of the table, and below it the means of the first measure of each (F1 or MoJoFM ÷ 100)."""
    columns = [*COLUMNS, PUBLISHED]
    found = [f"{'reference':26}{'measure':10}" + "".join(f"{column:>17}" for column in columns)]
    for name, cuts in table.items():
        for measure in cuts[OURS]:
            figures: list[float | None] = [cuts[column][measure] for column in COLUMNS]
            figures.append(published[name] if measure == "MoJoFM" else None)
            cells = "".join(f"{spelled(measure, figure):>17}" for figure in figures)
            found.append(f"{name:26}{measure:10}{cells}")
    means = (
        [statistics.mean(main_figure(cuts[column]) for cuts in table.values()) for column in COLUMNS] if table else []
    )
    return [*found, f"{'mean of the first':36}" + "".join(f"{mean:17.3f}" for mean in means)]


def spelled(measure: str, figure: float | None) -> str:
    """Return a figure as the table shows it."""
    if figure is None:
        return "-"
    return f"{figure:.0f}" if measure == "services" else f"{figure:.1f}" if measure == "MoJoFM" else f"{figure:.3f}"


def main_figure(measures: Mapping[str, float]) -> float:
    """Return the figure by which a reference counts, 0 to 1: its F1, else its MoJoFM."""
    return measures["F1"] if "F1" in measures else measures["MoJoFM"] / PERCENT


def left_out(references: list[Reference], *, anonymised: bool) -> list[str]:
    """Return a line for each reference: its figure with our weights, and with those chosen on the others."""
    figures = {variant: scores(references, variant, anonymised=anonymised) for variant in variants()}
    ours = figures[()]
    found = [f"\n{'weights chosen on the others':36}{'as they are':>13}{'left out':>10}  weights"]
    held: list[float] = []
    for place, reference in enumerate(references):
        others = {variant: sum(row) - row[place] for variant, row in figures.items()}
        best = max(others, key=lambda variant: (round(others[variant], 9), variant == ()))
        held.append(figures[best][place])
        said = "".join(f"{kind} x {factor:g}" for kind, factor in best) or "as they are"
        found.append(f"{reference.name:36}{ours[place]:13.3f}{held[-1]:10.3f}  {said}")
    return [*found, f"{'mean':36}{statistics.mean(ours):13.3f}{statistics.mean(held):10.3f}"] if held else found


def variants() -> list[tuple[tuple[str, float], ...]]:
    """Return the weights to try: those we have, then each kind of edge at half and at twice its weight."""
    return [(), *(((kind, factor),) for kind in WEIGHTS for factor in (0.5, 2.0))]


def scores(references: list[Reference], variant: tuple[tuple[str, float], ...], *, anonymised: bool) -> list[float]:
    """Return the figure of our cut of every reference with other weights."""
    with weighing(dict(variant)):
        return [main_figure(reference.judge(our_cut(reference, anonymised=anonymised))) for reference in references]


def our_cut(reference: Reference, *, anonymised: bool) -> dict[str, str]:
    """Return our cut of a reference alone."""
    names = Pseudonyms() if anonymised else None
    if isinstance(reference, GraphReference):
        cut = our_graph_cut(anonymous_graph(reference.document, names) if names else reference.document)
    else:
        cut = our_program_cut(anonymous(reference.facts, names) if names else reference.facts)
    return back(reference, {OURS: cut}, names)[OURS]


@contextmanager
def weighing(factors: Mapping[str, float]) -> Iterator[None]:
    """Multiply the weights of some kinds of edge for as long as the block runs."""
    before = dict(WEIGHTS)
    WEIGHTS.update({kind: (before[kind][0] * factor, before[kind][1]) for kind, factor in factors.items()})
    try:
        yield
    finally:
        WEIGHTS.update(before)


if __name__ == "__main__":
    main()
