"""A result that is there already: the same to the byte, and only where nothing has changed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import msgspec
import pytest

from analyzer import kept, pipeline
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from analyzer.progress import Progress
from analyzer.source.cache import cache_file
from reports.render.as_json import write_json
from tests.trees import write

FILES = {
    "shop/__init__.py": "",
    "shop/bills.py": "from shop.tools import tidy\n\n\ndef bill():\n    tidy()\n",
    "shop/tools.py": "def tidy():\n    pass\n",
    "tests/test_bills.py": "from shop.bills import bill\n\n\ndef test_bill():\n    bill()\n",
    "schema.sql": "CREATE TABLE bill (id integer);\n",
    "pyproject.toml": "[project]\nname = 'shop'\n",
}
OPTIONS = Options(jobs=1)
HOME = Path(__file__).parent.parent


class Heard(Progress):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEAMLINE_CACHE", str(tmp_path / "cache"))
    return write(tmp_path / "tree", FILES)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was analysed and not taken from the cache."""
    seen: list[Path] = []
    run = pipeline.analyze

    def watched(path: Path, options: Options, progress: Progress) -> Analysis:
        seen.append(path)
        return run(path, options, progress)

    monkeypatch.setattr(pipeline, "analyze", watched)
    return seen


def test_the_second_run_is_the_first_to_the_byte(tree: Path, runs: list[Path]) -> None:
    first, again = Heard(), Heard()
    fresh = kept.analyze(tree, OPTIONS, first)
    there = kept.analyze(tree, msgspec.structs.replace(OPTIONS, jobs=2), again)
    assert runs == [tree]
    assert write_json(there) == write_json(fresh)
    assert again.notes[:-1] == first.notes
    assert again.notes[-1].startswith("nothing has changed")


def test_a_large_result_is_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of every record come back as they went: no 0 becomes 0.0."""
    monkeypatch.setenv("SEAMLINE_CACHE", str(tmp_path / "cache"))
    sample = HOME / "sample_monolith" / "shop"
    fresh = kept.analyze(sample, Options(git=False))
    assert write_json(kept.analyze(sample, Options(git=False))) == write_json(fresh)


def _edit(name: str, text: str) -> Callable[[Path], None]:
    return lambda tree: write(tree, {name: text}) and None


def _link(tree: Path) -> None:
    (tree / "shop/tools.py").rename(tree.parent / "tools.py")
    (tree / "shop/tools.py").symlink_to(tree.parent / "tools.py")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_edit("shop/tools.py", "def tidy():\n    return 1\n"), id="code"),
        pytest.param(_edit("tests/test_bills.py", "def test_nothing():\n    pass\n"), id="a test"),
        pytest.param(_edit("schema.sql", "CREATE TABLE bills (id integer);\n"), id="a document"),
        pytest.param(_edit("pyproject.toml", "[project]\nname = 'shopping'\n"), id="packaging"),
        pytest.param(_edit("CODEOWNERS", "* @shop/billing\n"), id="owners"),
        pytest.param(_edit("shop/late.py", ""), id="a new file"),
        pytest.param(_edit(".gitignore", "schema.sql\n"), id="what is ignored"),
        pytest.param(_edit("../__init__.py", ""), id="a package around"),
        pytest.param(lambda tree: (tree / "schema.sql").unlink(), id="a file gone"),
        pytest.param(lambda tree: (tree / "shop/tools.py").rename(tree / "shop/tool.py"), id="a new name"),
        pytest.param(_link, id="a link in its place"),
    ],
)
def test_whatever_a_run_looks_at_counts(tree: Path, runs: list[Path], change: Callable[[Path], None]) -> None:
    kept.analyze(tree, OPTIONS)
    change(tree)
    there = kept.analyze(tree, OPTIONS)
    assert len(runs) == 2
    assert write_json(there) == write_json(pipeline.analyze(tree, OPTIONS, Progress()))


@pytest.mark.parametrize("other", [Options(jobs=1, seed=1), Options(jobs=1, git=False), Options(jobs=1, packages="p")])
def test_options_count(tree: Path, runs: list[Path], other: Options) -> None:
    write(tree, {"p": ""})
    kept.analyze(tree, OPTIONS)
    kept.analyze(tree, other)
    assert len(runs) == 2


def test_the_commit_counts(tree: Path, runs: list[Path]) -> None:
    git = shutil.which("git")
    assert git
    run = [git, "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(tree)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*run, *command], check=True)
    kept.analyze(tree, OPTIONS)
    kept.analyze(tree, OPTIONS)
    assert len(runs) == 1
    subprocess.run([*run, "commit", "-q", "--allow-empty", "-m", "two"], check=True)
    kept.analyze(tree, OPTIONS)
    assert len(runs) == 2


def test_the_code_that_makes_the_result_counts(tree: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    kept.analyze(tree, OPTIONS)
    monkeypatch.setattr(kept, "_maker", lambda: b"another version")
    kept.analyze(tree, OPTIONS)
    assert len(runs) == 2


def test_a_file_that_changes_during_the_run_keeps_it_from_being_kept(
    tree: Path, monkeypatch: pytest.MonkeyPatch, runs: list[Path]
) -> None:
    run = pipeline.analyze

    def interrupted(path: Path, options: Options, progress: Progress) -> Analysis:
        write(tree, {"shop/tools.py": f"def tidy():\n    return {len(runs)}\n"})
        return run(path, options, progress)

    monkeypatch.setattr(pipeline, "analyze", interrupted)
    kept.analyze(tree, OPTIONS)
    kept.analyze(tree, OPTIONS)
    assert len(runs) == 2


def test_without_the_cache_nothing_is_looked_up_or_kept(tree: Path, runs: list[Path]) -> None:
    without = msgspec.structs.replace(OPTIONS, cache=False)
    kept.analyze(tree, without)
    assert not cache_file().exists()
    kept.analyze(tree, OPTIONS)
    kept.analyze(tree, without)
    assert len(runs) == 3


def test_a_plugin_keeps_results_from_being_kept(tree: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "entry_points", lambda group: [group])
    kept.analyze(tree, OPTIONS)
    kept.analyze(tree, OPTIONS)
    assert len(runs) == 2


def test_what_is_damaged_costs_its_help(tree: Path, runs: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.kept.zlib.compress", lambda content, level: content[:level])
    fresh = kept.analyze(tree, OPTIONS)
    assert write_json(kept.analyze(tree, OPTIONS)) == write_json(fresh)
    assert len(runs) == 2


def test_every_library_that_the_analyzer_imports_counts() -> None:
    """One that is not in the list could be renewed, and results of the older one would still be taken."""
    owners = packages_distributions()
    texts = [file.read_text(encoding="utf-8") for file in (HOME / "analyzer").rglob("*.py")]
    names = {name for text in texts for name in re.findall(r"^\s*(?:import|from) ([\w.]+)", text, re.MULTILINE)}
    used = {owner.lower() for name in names for owner in owners.get(name.partition(".")[0], ())}
    assert "networkx" in used
    assert used <= {*kept.DISTRIBUTIONS, "platformdirs"}  # which says where the cache lies
