"""Every sample of ``tests/samples``: a tiny tree for one pattern of a framework, and what must be found in it.

A file per framework, named after its module. ``why`` says what the sample is about; ``files`` is the tree; each ``row``
must stand in a CSV file, no ``no`` may, and ``count`` is how many rows of the framework a file has.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from analyzer.model.analysis import Analysis
from analyzer.registry import FRAMEWORKS
from trees import analysed, understood
from truth import rows, stands

HOME = Path(__file__).parents[3]
FOLDER = HOME / "tests" / "samples"
SAMPLES = [
    pytest.param(path.stem, sample, id=f"{path.stem}: {sample['why']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for sample in tomllib.loads(path.read_text(encoding="utf-8"))["sample"]
]
FACTS = ("accesses", "entry_points", "foreign_keys", "resources", "statements", "tables", "transactions", "unresolved")
ELSEWHERE = {"django", "sqlalchemy"}  # whose patterns stand in the other files of this folder


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Analyse a tree with nothing in it, to put facts into the result."""
    return analysed(tmp_path_factory.mktemp("nothing"), {"m.py": ""})


@pytest.mark.parametrize(("framework", "sample"), SAMPLES)
def test_sample(tmp_path: Path, nothing: Analysis, framework: str, sample: dict[str, Any]) -> None:
    facts = understood(tmp_path, sample["files"])
    found = rows(msgspec.structs.replace(nothing, **{kind: getattr(facts, kind) for kind in FACTS}))
    for wanted in sample.get("row", ()):
        assert stands(found[wanted["file"]], wanted["row"]), (wanted["row"], found[wanted["file"]])
    for unwanted in sample.get("no", ()):
        assert not stands(found[unwanted["file"]], unwanted["row"]), unwanted["row"]
    for file, number in sample.get("count", {}).items():
        own = [row for row in found[file] if row.get("framework", framework) == framework]
        assert len(own) == number, own


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)
def test_every_framework_has_samples_and_says_what_it_understands(framework: type) -> None:
    module = framework.__module__.removeprefix("analyzer.frameworks.")
    package = module.partition(".")[0]
    if package not in ELSEWHERE:
        assert (FOLDER / f"{package}.toml").is_file()
    documented = inspect.getmodule(framework).__doc__ or ""  # type: ignore[union-attr]
    assert "\nUnderstands:" in documented
    assert "\nDoes not understand:" in documented


def test_the_page_about_frameworks_says_what_they_say_of_themselves() -> None:
    ran = subprocess.run(
        [sys.executable, str(HOME / "tools" / "frameworks_page.py"), "--check"],
        cwd=HOME, env={**os.environ, "PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
