"""What of the history reaches the graph and the result, and what never does."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from analyzer.graph.weighted import Node, build_graph
from analyzer.history.read import between_modules
from analyzer.model.facts import Facts
from analyzer.model.history import CoChange, History, HistoryRead
from analyzer.model.options import Options
from analyzer.pipeline import analyze
from reports.render.as_json import write_json
from repositories import Repository, module
from seamline.cli.main import main
from seamline.config.load import load_options


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Two modules below ``src`` that change together, and one that does not."""
    repository = Repository(tmp_path / "repository")
    repository.change("src/shop/__init__.py", "src/shop/other.py", "src/setup.py")
    for _ in range(3):
        repository.change("src/shop/orders.py", "src/shop/bills.py", by="Zoe Unusual", mail="zoe@people.example")
    return repository.top / "src"


def test_the_result_says_how_much_history_counted(shop: Path) -> None:
    result = analyze(shop, Options(jobs=1))
    assert result.coverage.history == HistoryRead(4, 1, "", _checked_out(shop))
    kinds = {kind.kind: kind.edges for kind in result.partition.weights}
    assert kinds["co_change"] == 1


def _checked_out(root: Path) -> str:
    head = root.parent / ".git" / "refs" / "heads" / "main"
    return head.read_text().strip()


def test_no_message_author_or_path_of_the_machine_is_kept(shop: Path) -> None:
    content = write_json(analyze(shop, Options(jobs=1)))
    for text in (b"secret message", b"Zoe", b"zoe@", b"Ann Example", b"repository/"):
        assert text not in content
    assert content == write_json(analyze(shop, Options(jobs=1)))


def test_who_wants_no_history_gets_none(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = analyze(shop, Options(jobs=1, git=False))
    assert result.coverage.history == HistoryRead(0, 0, "--no-git was given")
    assert not {kind.edges for kind in result.partition.weights if kind.kind == "co_change"} - {0}
    monkeypatch.chdir(shop.parent)
    assert main(["analyze", "src", "--no-git", "--quiet", "--output", "json=out.json"]) == 0
    written = json.loads(Path("out.json").read_text())
    assert (written["options"]["git"], written["coverage"]["history"]["reason"]) == (False, "--no-git was given")
    (shop / "seamline.toml").write_text("git = false\n")
    assert load_options(shop, None, {"git": None}).git is False
    assert load_options(shop, None, {"git": True}).git is True


def test_modules_are_named_and_files_of_one_name_are_no_pair() -> None:
    history = History(4, (CoChange("a/b.py", "z.py", 0.5, 4), CoChange("b/x.py", "b/y.py", 0.25, 3)))
    named = {"a/b.py": "zz", "z.py": "a.z", "b/x.py": "same", "b/y.py": "same"}
    modules = [msgspec.structs.replace(module(path), name=name) for path, name in named.items()]
    assert between_modules(history, modules) == (CoChange("a.z", "zz", 0.5, 4),)


def test_an_edge_counts_by_its_commits_and_how_much_they_are_about_the_two() -> None:
    pairs = (CoChange("a", "b", 0.25, 8), CoChange("a", "c", 0.01, 4), CoChange("a", "gone", 1.0, 9))
    empty = {field.name: () for field in msgspec.structs.fields(Facts) if field.required}
    facts = Facts(**empty | {"modules": tuple(module(f"{name}.py") for name in "abc")}, co_changes=pairs)
    graph = build_graph(facts)
    assert graph.nodes == (Node("module", "a"), Node("module", "b"), Node("module", "c"))
    assert [(edge.source, edge.target, edge.kind, edge.count) for edge in graph.edges] == [(0, 1, "co_change", 4)]
