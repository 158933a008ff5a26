"""Does the analyzer see what experts wrote down about the samples, from their code alone, in ``expected.toml``?

On the expert's cut the floors hold every kind, missed and invented apart; on our own cut the same table is printed
beside it. A floor may only rise: what got better is written down in ``floors.toml`` at once.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import truth as written
from analyzer.cluster.steering import steer
from analyzer.graph.weighted import Graph, Node
from analyzer.model.findings import Finding
from analyzer.model.options import Options
from seamline.config.load import load_options

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
TABLES = HERE.parent / "build" / "truth"
SAMPLES = written.names()


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_kind_falls_below_its_floor(sample: str) -> None:
    truth = written.load(sample)
    expert = written.compare(truth, written.analysed(sample, written.expert_cut(truth)))
    own = written.compare(truth, written.analysed(sample, Options(jobs=1)))
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / f"{sample}.txt").write_text(written.table(sample, expert, own), encoding="utf-8")
    reached = tomllib.loads(written.floors(sample, expert))[sample]
    details = written.details(expert)
    floor = FLOORS[sample]
    assert set(reached) == set(floor), "a kind came or went: `python tests/truth.py --floors`"
    for kind, row in reached.items():
        assert row["found"] >= floor[kind]["found"], f"{kind} fell\n{details}"
        assert row["partial"] <= floor[kind]["partial"], f"{kind}: more findings name other services\n{details}"
        assert row["invented"] <= floor[kind]["invented"], f"{kind}: more is invented\n{details}"
    assert reached == floor, "better than the floors: write that down (`python tests/truth.py --floors`)"


def test_every_sample_has_floors() -> None:
    assert set(FLOORS) == set(SAMPLES)


def test_the_samples_plant_enough() -> None:
    truths = [written.load(sample) for sample in SAMPLES]
    assert sum(len(truth["coupling"]) for truth in truths) >= 60
    assert sum(len(truth["trap"]) for truth in truths) >= 25


def _places(truth: dict[str, Any]) -> list[str]:
    return [place for kind in ("coupling", "trap") for item in truth[kind] for place in item.get("at", ())]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_place_is_a_line_of_the_sample(sample: str) -> None:
    lengths: dict[str, int] = {}
    for place in _places(written.load(sample)):
        path, _, line = place.rpartition(":")
        if path not in lengths:
            lengths[path] = len((written.SAMPLES / sample / path).read_text(encoding="utf-8").splitlines())
        assert 1 <= int(line) <= lengths[path], place


def _modules(sample: str) -> dict[str, Path]:
    """Every module of the sample's package."""
    home = written.SAMPLES / sample
    paths = sorted((home / sample).rglob("*.py"))
    return {".".join(path.relative_to(home).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def _definitions(sample: str) -> list[str]:
    """Every class and function of the sample's package, by a walk of our own."""
    found: list[str] = []
    for module, path in _modules(sample).items():
        todo: list[tuple[str, ast.AST]] = [(module, ast.parse(path.read_text(encoding="utf-8")))]
        while todo:
            prefix, node = todo.pop()
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    found.append(f"{prefix}.{child.name}")
                    if isinstance(child, ast.ClassDef):
                        todo.append((f"{prefix}.{child.name}", child))
                elif not isinstance(child, ast.expr):
                    todo.append((prefix, child))
    return found


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_cut_places_every_definition_once_and_names_only_what_is_there(sample: str) -> None:
    truth = written.load(sample)
    definitions = _definitions(sample)
    nodes = [Node("definition", name) for name in sorted(set(definitions))]
    modules = [Node("module", name) for name in _modules(sample)]
    steering = steer(Graph((*nodes, *modules), ()), written.expert_cut(truth))
    migrations = {name for name in definitions if ".migrations." in name}
    assert {node.name for node in nodes} - {node.name for node in steering.service_of} - migrations == set()
    assert [note for note in steering.notes if f"'{sample}." in note] == []
    owners = Counter(table for service in truth["service"].values() for table in service.get("tables", ()))
    assert set(owners) == {fact["row"]["table"] for fact in truth["fact"] if fact["file"] == "tables"}
    assert set(owners.values()) <= {1}
    for operation in truth.get("operation", ()):
        assert set(operation["definitions"]) <= set(definitions), operation
        assert operation["service"] in truth["service"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_couplings_are_told_apart_and_name_known_services(sample: str) -> None:
    truth = written.load(sample)
    ids = Counter((item["kind"], item["subject"]) for item in truth["coupling"])
    assert [one for one, number in ids.items() if number > 1] == []
    for item in truth["coupling"]:
        assert set(item["services"]) <= set(truth["service"]), item


def test_the_cut_that_the_guide_shows_is_the_experts() -> None:
    home = written.SAMPLES / "ridehailing"
    expert = written.expert_cut(written.load("ridehailing"))
    given = load_options(home, home / "cut.toml", {"jobs": 1})
    kernel = tuple(pattern for pattern in expert.shared_kernel if ".migrations." not in pattern)
    assert msgspec.structs.replace(given, origins=()) == msgspec.structs.replace(expert, shared_kernel=kernel)


UNPLANTED = {
    "kernel-too-large": "an expert's kernel is small",
    "shared-bucket": "no sample has an object store",
    "shared-index": "no sample has a search engine",
    "shared-topic": "no sample has a message broker",
    "unowned-table": "an expert gives every table an owner",
}
"""Kinds that only unit tests hold, with the reason."""


def test_a_finding_of_every_kind_we_have_is_planted_somewhere() -> None:
    planted = {item["kind"] for sample in SAMPLES for item in written.load(sample)["coupling"]}
    assert planted.isdisjoint(UNPLANTED)
    assert {str(kind.__struct_config__.tag) for kind in get_args(Finding)} == planted | UNPLANTED.keys()
