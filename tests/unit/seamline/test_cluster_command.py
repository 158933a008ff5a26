"""``seamline cluster`` as a user meets it, and the schemas beside its guide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from seamline.cli.main import main

GUIDE = Path(__file__).parents[3] / "docs" / "guide"
GRAPH = {
    "nodes": [{"id": f"{p}.C{n}", "kind": "class"} for p in "ab" for n in range(5)],
    "edges": [
        {"source": f"{p}.C{a}", "target": f"{p}.C{b}", "kind": "call"} for p in "ab" for a in range(5) for b in range(a)
    ],
}


@pytest.fixture(autouse=True)
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.json").write_text(json.dumps(GRAPH), encoding="utf-8")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    (tmp_path / "tables.json").write_text('{"nodes": [], "edges": []}', encoding="utf-8")


def test_services_go_to_stdout_and_nothing_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["cluster", "g.json"]) == 0
    out, err = capfd.readouterr()
    assert [len(one["members"]) for one in json.loads(out)["services"]] == [5, 5]
    assert not err


def test_a_file_holds_the_same_bytes_and_is_said_unless_quiet(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["cluster", "g.json", "--output", "json=a.json", "-o", "json=-"]) == 0
    out, err = capfd.readouterr()
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == out
    assert err == "wrote a.json\n"
    assert main(["cluster", "g.json", "--output", "json=a.json", "-q"]) == 0
    assert capfd.readouterr() == ("", "")


def test_services_by_flag_and_environment(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SEAMLINE_SERVICES", "1")
    assert main(["cluster", "g.json"]) == 0
    assert len(json.loads(capfd.readouterr().out)["services"]) == 1
    assert main(["cluster", "g.json", "--services", "2..3", "--seed", "4"]) == 0
    assert len(json.loads(capfd.readouterr().out)["services"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["none.json"], 2, "cannot read none.json: No such file or directory; give a graph as JSON"),
        (["."], 2, "cannot read .: Is a directory; give a graph as JSON"),
        (
            ["bad.json"],
            2,
            "bad.json: not a graph: Object missing required field `nodes`; the form is in docs/guide/graph-exchange.md",
        ),
        (["tables.json"], 3, "the graph has no class, function or module; there is nothing to cluster"),
        (["g.json", "--output", "csv=x"], 2, "--output csv=x: the services of a graph are written as json only"),
        (
            ["g.json", "--output", "json=no/x"],
            2,
            "cannot write no/x: the folder {here}/no does not exist; create it first",
        ),
        (["g.json", "--services", "0"], 2, "services 0: the range must begin at 1 or more"),
        (["g.json", "--seed", "-1"], 2, "Invalid value for '--seed': -1 is not in the range x>=0"),
        ([], 2, "Missing argument 'GRAPH'; see `seamline cluster --help`"),
    ],
)
def test_errors_are_one_line_and_a_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert main(["cluster", *arguments]) == code
    out, err = capfd.readouterr()
    assert err.startswith(f"seamline: {says.format(here=tmp_path)}")
    assert err.count("\n") == 1
    assert not out


@pytest.mark.parametrize("document", ["graph", "clusters"])
def test_the_schemas_beside_the_guide_are_those_of_the_tool(document: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", document]) == 0
    assert (GUIDE / f"{document}.schema.json").read_text(encoding="utf-8") == capfd.readouterr().out


def test_the_example_of_the_guide_is_read_and_answered_as_it_says(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    given, answer = re.findall(
        r"```json\n(.*?)```", (GUIDE / "graph-exchange.md").read_text(encoding="utf-8"), re.DOTALL
    )
    (tmp_path / "shop.json").write_text(given, encoding="utf-8")
    assert main(["cluster", "shop.json"]) == 0
    found = json.loads(capfd.readouterr().out)
    said = json.loads(answer)
    assert list(found) == list(said)
    assert [(one["members"], one["tables"]) for one in found["services"]] == [
        (one["members"], one["tables"]) for one in said["services"]
    ]
    assert sorted(found["stability"]) == sorted(said["stability"])
