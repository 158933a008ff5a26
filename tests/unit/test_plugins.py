"""Frameworks of other distributions: found by their entry point, named in the result, harmless when they fail."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from analyzer.model.analysis import Analysis
from trees import accesses, analysed

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "frameworks.md"
PROGRAM = {
    "m.py": """
        import letterbox

        @letterbox.on("orders")
        def take(body):
            letterbox.post("bills." + body.kind, body)

        def send(channel, body):
            letterbox.post(channel, body)

        def order(connection):
            send("orders", connection.execute("SELECT * FROM carts"))
        """
}


def install(folder: Path, name: str, source: str) -> None:
    """Put a distribution with one plug-in on the path of this process."""
    module = f"seamline_{name}"
    (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{module}-2.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: seamline-{name}\nVersion: 2.5\n", encoding="utf-8")
    entry = f"[seamline.frameworks]\n{name} = {module}:Plugin\n"
    (info / "entry_points.txt").write_text(entry, encoding="utf-8")


def run_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str) -> Analysis:
    """Analyse the program beside an installed plug-in."""
    site = tmp_path / "site"
    site.mkdir()
    install(site, name, source)
    monkeypatch.delitem(sys.modules, f"seamline_{name}", raising=False)
    monkeypatch.syspath_prepend(str(site))
    return analysed(tmp_path / "tree", PROGRAM)


def test_the_plug_in_of_the_guide_works_and_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]
    assert source.count("\n") < 100
    result = run_with(tmp_path, monkeypatch, "letterbox", source.replace("class Letterbox(", "class Plugin("))
    assert {(use.kind.value, use.name, use.operation.value, use.qualname) for use in result.resources} == {
        ("topic", "bills.*", "publish", "take"),
        ("topic", "orders", "publish", "order"),
    }
    assert [(one.kind.value, one.name, one.definition, one.framework) for one in result.entry_points] == [
        ("consumer", "orders", "m.take", "letterbox")
    ]
    assert [(one.name, one.distribution, one.version, one.failed) for one in result.project.plugins] == [
        ("letterbox", "seamline-letterbox", "2.5", "")
    ]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("raise OSError('no disk')", "OSError: no disk"),
        ("Plugin = 3", "TypeError: seamline_failing:Plugin is no subclass of seamline.frameworks.Framework"),
        (
            "from seamline.frameworks import Framework\nclass Plugin(Framework):\n    api_version = 99\n",
            "TypeError: it was written for version 99 of the interface; this is version 1",
        ),
        (
            "from seamline.frameworks import *\nclass Plugin(Framework):\n    api_version = 1\n"
            "    watched = frozenset({'post'})\n"
            "    def accesses(self, call):\n"
            "        yield FoundResource(ResourceKind.TOPIC, 'x', ResourceOperation.READ)\n"
            "    def entry_points(self):\n        raise KeyError('later')\n",
            "KeyError: 'later'",
        ),
    ],
)
def test_one_that_fails_costs_its_own_facts_and_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, error: str
) -> None:
    result = run_with(tmp_path, monkeypatch, "failing", source)
    assert accesses(result) == {("order", "carts", "select")}
    assert result.resources == ()
    assert [one.failed for one in result.project.plugins] == [error]
    assert result.project.notes == (f"plug-in failing of seamline-failing 2.5 failed, its facts are left out: {error}",)
