"""Every sample of ``tests/samples``: a tiny tree for one pattern of a framework, and what must be found in it.

A file per framework, named after its module. ``why`` says what the sample is about; ``files`` is the tree; each ``row``
must stand in a CSV file, no ``no`` may, and ``count`` is how many rows a file has.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyzer.registry import FRAMEWORKS
from trees import analysed
from truth import rows, stands

FOLDER = Path(__file__).parents[2] / "samples"
SAMPLES = [
    pytest.param(sample, id=f"{path.stem}: {sample['why']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for sample in tomllib.loads(path.read_text(encoding="utf-8"))["sample"]
]
WITHOUT = {"django", "sqlalchemy"}  # whose patterns stand in tests/unit/frameworks


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample(tmp_path: Path, sample: dict[str, Any]) -> None:
    found = rows(analysed(tmp_path, sample["files"]))
    for wanted in sample.get("row", ()):
        assert stands(found[wanted["file"]], wanted["row"]), (wanted["row"], found[wanted["file"]])
    for unwanted in sample.get("no", ()):
        assert not stands(found[unwanted["file"]], unwanted["row"]), unwanted["row"]
    for file, number in sample.get("count", {}).items():
        assert len(found[file]) == number, found[file]


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)
def test_every_framework_has_samples_and_says_what_it_understands(framework: type) -> None:
    module = framework.__module__.removeprefix("analyzer.frameworks.")
    package = module.partition(".")[0]
    if package not in WITHOUT:
        assert (FOLDER / f"{package}.toml").is_file()
        documented = __import__(framework.__module__, fromlist=["__doc__"]).__doc__ or ""
        assert "Understands:" in documented
        assert "Does not understand:" in documented
