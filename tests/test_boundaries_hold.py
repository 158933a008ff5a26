"""import-linter and tach take the boundaries as they are exported, and fail on one violation more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from analyzer.model.services import KERNEL
from analyzer.pipeline import analyze
from reports.render.formats import render
from reports.render.output import write as write_out
from trees import write

SCRIPTS = Path(sys.executable).parent
SAMPLES = Path(__file__).parent.parent / "sample_monolith"

LINTER = ("lint-imports", "--no-cache", "--config", "importlinter.toml")
TACH = ("tach", "check")

DEPOT = {
    "src/depot/__init__.py": "",
    "src/depot/clock.py": "NOW = 0\n",
    "src/depot/orders/__init__.py": "from .lines import Line\n",
    "src/depot/orders/lines.py": "from depot import clock\nfrom depot.stock import shelf\n\nclass Line: ...\n",
    "src/depot/orders/month-end.py": "from depot.stock.shelf import count\n",
    "src/depot/orders/tests/__init__.py": "",
    "src/depot/orders/tests/test_lines.py": "from depot.stock import places\n\ndef test_it(): ...\n",
    "src/depot/stock/__init__.py": "",
    "src/depot/stock/places.py": "PLACES = ()\n",
    "src/depot/stock/shelf.py": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from depot.orders import Line
        def count():
            from depot.orders.lines import Line
            return Line
    """,
    "src/run.py": "import depot.orders\n",
}
HOLDERS = {"src/depot/orders/": "or[d]ers", "src/depot/stock/": 'sto"ck', "src/depot/": KERNEL, "src/run.py": 'sto"ck'}
"""Whose each file is, by the first beginning of its path that fits; what was not read is nobody's."""


def placed(result: Analysis) -> Analysis:
    """Place the modules as ``HOLDERS`` says."""
    modules = []
    for module in result.modules:
        holder = next(one for start, one in HOLDERS.items() if module.path.startswith(start))
        modules.append(msgspec.structs.replace(module, service=holder if module.service else ""))
    return msgspec.structs.replace(result, modules=tuple(modules))


def depot(root: Path) -> Path:
    """The tree with its boundaries beside it, as an architect puts them there."""
    write(root, DEPOT)
    write_out(str(root), render(placed(analyze(root, Options(jobs=1, source_roots=("src",)))), "boundaries"))
    return root


def ran(tool: tuple[str, ...], tree: Path, search: str = ".") -> tuple[int, str]:
    """Run a tool in a tree; both write where they run."""
    command = [str(SCRIPTS / tool[0]), *tool[1:]]
    environment = os.environ | {"PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "300"}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return depot(tmp_path_factory.mktemp("depot"))


@pytest.mark.parametrize("tool", [LINTER, TACH])
def test_the_tree_of_today_passes(tree: Path, tool: tuple[str, ...]) -> None:
    code, said = ran(tool, tree, "src")
    assert code == 0, said
    assert "No matches" not in said


def test_each_import_of_the_baseline_is_there(tree: Path) -> None:
    """tach warns of every import that it lets pass; import-linter counts them."""
    _, warned = ran(TACH, tree, "src")
    assert warned.count("is deprecated") == 5
    _, counted = ran(LINTER, tree, "src")
    assert "No other service imports or(d)ers KEPT (2 ignored imports)" in counted
    assert 'No other service imports sto"ck KEPT (1 ignored import)' in counted


@pytest.mark.parametrize("tool", [LINTER, TACH])
@pytest.mark.parametrize(
    ("path", "added"),
    [
        ("src/depot/orders/lines.py", "import depot.stock.places\n"),
        ("src/depot/orders/lines.py", "def added():\n    from depot.stock import places\n"),
        ("src/depot/orders/__init__.py", "import typing\nif typing.TYPE_CHECKING:\n    from ..stock import shelf\n"),
        ("src/depot/orders/new.py", "from depot.stock.shelf import *\n"),
        ("src/depot/stock/places.py", "from depot.orders import Line\n"),
    ],
)
def test_one_violation_more_fails(tree: Path, tmp_path: Path, tool: tuple[str, ...], path: str, added: str) -> None:
    changed = shutil.copytree(tree, tmp_path / "changed")
    file = changed / path
    file.write_text((file.read_text() if file.exists() else "") + added)
    code, said = ran(tool, changed, "src")
    assert code == 1, said
    assert "BROKEN" in said or "[FAIL]" in said


@pytest.mark.parametrize("tool", [LINTER, TACH])
def test_the_kernel_tests_and_ones_own_may_be_imported(tree: Path, tmp_path: Path, tool: tuple[str, ...]) -> None:
    changed = shutil.copytree(tree, tmp_path / "changed")
    (changed / "src/depot/stock/new.py").write_text("from depot import clock\nfrom depot.stock import shelf\n")
    (changed / "src/depot/orders/tests/test_new.py").write_text("from depot.stock import shelf\n")
    (changed / "src/depot/clock.py").write_text("from depot.stock import shelf\n")
    code, said = ran(tool, changed, "src")
    assert code == 0, said


def test_the_plain_module_is_tachs_alone(tree: Path) -> None:
    page = (tree / "README.md").read_text()
    assert "- `run`: import-linter knows no module outside of a package." in page
    assert "PYTHONPATH=src lint-imports" in page


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if (path / "expected.toml").exists()))
def test_the_samples_pass_and_fail_on_one_violation_more(sample: str, tmp_path: Path) -> None:
    copy = shutil.copytree(SAMPLES / sample, tmp_path / sample, ignore=shutil.ignore_patterns("__pycache__"))
    result = analyze(copy, Options(jobs=1, git=False))
    write_out(str(copy), render(result, "boundaries"))
    for tool in (LINTER, TACH):
        code, said = ran(tool, copy)
        assert code == 0, said
        assert "No matches" not in said
    importer, imported = _added(result, sample)
    file = copy / importer
    file.write_text(f"{file.read_text()}\nimport {imported}\n")
    for tool in (LINTER, TACH):
        code, said = ran(tool, copy)
        assert code == 1, said
        assert imported in said


def _added(result: Analysis, sample: str) -> tuple[str, str]:
    """A file, and a module of another service that it does not import: the first in the alphabet."""
    made = {(one.path, one.imported) for one in result.imports}
    code = [one for one in result.modules if one.service not in {"", KERNEL} and one.name.startswith(f"{sample}.")]
    return next(
        (one.path, other.name)
        for one in code
        for other in code
        if one.service != other.service and (one.path, other.name) not in made
    )
