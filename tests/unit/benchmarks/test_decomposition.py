"""The table of references: how cuts are made and judged."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from analyzer.graph.weighted import WEIGHTS
from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from benchmarks import decomposition
from benchmarks.cuts import COLUMNS, OURS, graph_cuts, graph_of, program_cuts
from benchmarks.references import (
    ExtractionReference,
    GraphReference,
    SampleReference,
    extraction_reference,
    graph_references,
    sample_reference,
    sizes,
)
from trees import write


def two_cliques() -> dict[str, Any]:
    ids = [f"app.{part}.C{n}" for part in ("left", "right") for n in range(5)]
    edges = [
        {"source": a, "target": b, "kind": "call", "weight": 3}
        for half in (ids[:5], ids[5:])
        for a in half
        for b in half
        if a < b
    ]
    edges += [
        {"source": ids[0], "target": ids[5], "kind": "call", "weight": 1},
        {"source": ids[0], "target": "t", "kind": "write", "weight": 2},
    ]
    return {
        "name": "cliques",
        "nodes": [*({"id": one, "kind": "class"} for one in ids), {"id": "t", "kind": "table"}],
        "edges": edges,
        "truth": {one: one.split(".")[1] for one in ids},
        "published": {
            "ground_truth@class": {"MoJoFM": 100.0},
            "a@class": {"MoJoFM": 61.5},
            "b@method": {"MoJoFM": 90.0},
        },
    }


PROGRAM = {
    "app/__init__.py": "",
    "app/bills/__init__.py": "",
    "app/bills/a.py": "from app.bills import b\n\ndef total():\n    return b.tax()\n",
    "app/bills/b.py": "def tax():\n    return 1\n",
    "app/trips/__init__.py": "",
    "app/trips/c.py": "from app.trips import d\n\ndef ride():\n    return d.way()\n",
    "app/trips/d.py": "def way():\n    return 2\n",
}


def test_a_graph_is_read_with_its_packages_and_counts() -> None:
    graph = graph_of(two_cliques())
    assert [node.kind for node in graph.nodes] == ["definition"] * 10 + ["table"]
    assert graph.packages[:6] == ("app.left",) * 5 + ("app.right",)
    assert {edge.count for edge in graph.edges} == {1, 2, 3}


def test_every_cut_of_a_graph_is_judged() -> None:
    reference = GraphReference("cliques", two_cliques())
    cuts = graph_cuts(reference.document)
    assert set(cuts) == set(COLUMNS)
    assert all("t" not in cut for cut in cuts.values())
    assert reference.judge(cuts["package"]) == {
        "MoJoFM": 100.0, "ARI": 1.0, "services": 2, "largest": 0.5, "DTP": 0.0
    }  # fmt: skip
    assert reference.judge(cuts["Leiden, imports"])["MoJoFM"] == 100.0
    assert reference.judge(cuts["all in one"])["ARI"] == 0.0
    assert "DTP" not in reference.judge(dict.fromkeys(cuts["package"], "shared kernel"))  # the table has no user left
    assert reference.published == 61.5  # of classes, and not of the truth


def test_every_cut_of_a_program_names_modules_and_definitions(tmp_path: Path) -> None:
    cuts = program_cuts(facts_of(write(tmp_path, PROGRAM), Options(jobs=1, cache=False)))
    assert set(cuts) == set(COLUMNS)
    for cut in cuts.values():
        assert set(cut) >= {"app/bills/a.py", "app/__init__.py", "app.bills.a.total", "app.trips.d.way"}
    package = cuts["package"]
    assert package["app/bills/a.py"] == package["app.bills.b.tax"] != package["app.trips.c.ride"]
    imports = cuts["Leiden, imports"]
    assert imports["app/bills/a.py"] == imports["app.bills.b.tax"] != imports["app.trips.c.ride"]


def test_a_file_in_the_kernel_or_in_no_service_is_missed(tmp_path: Path) -> None:
    facts = facts_of(write(tmp_path, PROGRAM), Options(jobs=1, cache=False))
    reference = ExtractionReference("case", facts, {"s": ["a", "b", "c"]}, ["d", "e"])
    found = reference.judge({"a": "x", "b": "x", "c": "shared kernel", "d": "x"})
    assert found == {"F1": pytest.approx(2 / 3), "services": 1, "largest": 1.0}
    many = ExtractionReference("case", facts, {"s": ["a"], "t": ["b"], "u": ["c"]}, ["d"])
    assert many.judge({one: one for one in "abcd"})["MoJoFM"] == 100.0


def test_a_sample_is_judged_on_what_its_expert_placed(tmp_path: Path) -> None:
    write(
        tmp_path,
        PROGRAM
        | {
            "expected.toml": """
                [service.billing]
                definitions = ["app.bills.*"]
                [service.travel]
                definitions = ["app.trips.c.*"]
                [shared_kernel]
                definitions = ["app.bills.b.*", "app.trips.d.*"]
            """
        },
    )
    reference = sample_reference(tmp_path, facts_of(tmp_path, Options(jobs=1, cache=False)))
    assert reference.truth == {"app.bills.a.total": "billing", "app.trips.c.ride": "travel"}
    assert isinstance(reference, SampleReference)
    assert reference.judge({})["services"] == 0


def test_sizes_leave_the_kernel_out() -> None:
    assert sizes({"a": "x", "b": "x", "c": "y", "d": "shared kernel"}) == {
        "services": 2,
        "largest": pytest.approx(2 / 3),
    }
    assert sizes({}) == {"services": 0, "largest": 0.0}


def test_graphs_without_a_truth_are_no_references(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(two_cliques()), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(two_cliques() | {"truth": {}}), encoding="utf-8")
    assert [one.name for one in graph_references(tmp_path)] == ["cliques"]


def test_an_extraction_is_read(tmp_path: Path) -> None:
    truth = tmp_path / "case.json"
    truth.write_text(json.dumps({"case": "c", "extracted": {"s": ["x.py"]}, "stayed": ["y.py"]}), encoding="utf-8")
    found = extraction_reference(truth, facts_of(write(tmp_path / "p", PROGRAM), Options(jobs=1, cache=False)))
    assert (found.name, found.extracted, found.stayed) == ("c", {"s": ["x.py"]}, ["y.py"])


def test_weights_are_as_they_were_after_a_trial() -> None:
    before = dict(WEIGHTS)
    with decomposition.weighing({"call": 2.0}):
        assert WEIGHTS["call"][0] == 2 * before["call"][0]
    assert before == WEIGHTS


def test_weights_are_chosen_on_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doubled calls are best for the second reference alone, so the first is scored with them."""
    heavy = (("call", 2.0),)
    figures = {(): [0.8, 0.5], heavy: [0.2, 0.9]}

    def scored(_references: object, variant: tuple[tuple[str, float], ...], *, anonymised: bool) -> list[float]:
        return figures[variant]

    monkeypatch.setattr(decomposition, "variants", lambda: [(), heavy])
    monkeypatch.setattr(decomposition, "scores", scored)
    references = [GraphReference(name, two_cliques()) for name in ("one", "two")]
    found = [line.split() for line in decomposition.left_out(list(references), anonymised=False)]
    assert found[1:] == [
        ["one", "0.800", "0.200", "call", "x", "2"],
        ["two", "0.500", "0.500", "as", "they", "are"],
        ["mean", "0.650", "0.350"],
    ]


@pytest.mark.parametrize("anonymised", [False, True])
def test_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], anonymised: bool
) -> None:
    graphs, truths, program = tmp_path / "graphs", tmp_path / "truths", write(tmp_path / "program", PROGRAM)
    graphs.mkdir()
    truths.mkdir()
    (graphs / "g.json").write_text(json.dumps(two_cliques()), encoding="utf-8")
    truth = {"case": "c", "extracted": {"bills": ["app/bills/a.py", "app/bills/b.py"]}, "stayed": ["app/trips/c.py"]}
    (truths / "c.json").write_text(json.dumps(truth), encoding="utf-8")
    (truths / "missing.json").write_text(json.dumps(truth), encoding="utf-8")
    given = ["--graphs", str(graphs), "--extractions", str(truths), "--corpus", f"c={program}"]
    monkeypatch.setattr(sys, "argv", ["decomposition", *given, *(["--anonymous"] if anonymised else [])])
    decomposition.main()
    printed = capsys.readouterr()
    rows = {tuple(line.split()[:2]): line.split()[2:] for line in printed.out.splitlines()}
    package, all_in_one = COLUMNS.index("package"), COLUMNS.index("all in one")
    assert rows["cliques", "MoJoFM"][package] == "100.0"
    assert rows["cliques", "MoJoFM"][-1] == "61.5"
    assert rows["c", "F1"][package] == "1.000"
    assert rows["c", "F1"][all_in_one] == "0.800"
    assert rows["c", "F1"][-1] == "-"
    assert rows["c", "services"][COLUMNS.index(OURS)].isdigit()
    assert "missing: passed over" in printed.err
