"""The whole output for the sample monoliths, byte for byte; ``make golden`` renews it.

All formats of one are kept whole; of the reports of the others the hashes, which say that something changed, not what.
Diagrams are placed without ``dot``: its places depend on its version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.model.options import Options
from analyzer.pipeline import analyze
from reports.render.formats import FORMATS, render
from reports.render.options import RenderOptions

HERE = Path(__file__).parent
SAMPLES = Path(__file__).parents[2] / "sample_monolith"
HASHES = HERE / "reports.sha256"
OTHERS = ("businessplatform", "shop", "wordprocessor")
OPTIONS = Options(git=False)  # else every commit of this project changes them


@pytest.fixture(scope="module", autouse=True)
def _without_dot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
        yield


@pytest.fixture(scope="module")
def outputs() -> dict[str, bytes]:
    """Relative file name -> content, of every format."""
    result = analyze(SAMPLES / "ridehailing", OPTIONS)
    found: dict[str, bytes] = {}
    for name in FORMATS:
        content = render(result, name, RenderOptions())
        if isinstance(content, bytes):
            found[f"ridehailing.{name}"] = content
        else:
            found |= {f"ridehailing-{name}/{file}": data for file, data in content.items()}
    return found


def test_outputs_are_what_they_were(outputs: dict[str, bytes], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--renew-golden"):
        for name, content in outputs.items():
            (HERE / name).parent.mkdir(parents=True, exist_ok=True)
            (HERE / name).write_bytes(content)
    kept = {path.relative_to(HERE).as_posix() for path in HERE.rglob("ridehailing*") if path.is_file()}
    kept |= {path.relative_to(HERE).as_posix() for path in HERE.glob("ridehailing*/*")}
    assert kept == set(outputs), "an output file came or went; `make golden` renews"
    changed = [name for name, content in outputs.items() if (HERE / name).read_bytes() != content]
    assert not changed, "outputs changed; look at `git diff` after `make golden`"


def test_reports_of_the_other_samples_are_what_they_were(request: pytest.FixtureRequest) -> None:
    lines = []
    for sample in OTHERS:
        content = render(analyze(SAMPLES / sample, OPTIONS), "html", RenderOptions())
        assert isinstance(content, bytes)
        assert b"were placed by the report itself" in content
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {sample}.html\n")
    if request.config.getoption("--renew-golden"):
        HASHES.write_text("".join(lines), encoding="utf-8")
    assert HASHES.read_text(encoding="utf-8") == "".join(lines), "reports changed; `make golden` renews"
