"""The whole output for the sample monolith, byte for byte; ``make golden`` renews it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.model.options import Options
from analyzer.pipeline import analyze
from reports.render.formats import FORMATS, render
from reports.render.options import RenderOptions

HERE = Path(__file__).parent
SAMPLES = Path(__file__).parents[2] / "sample_monolith"


@pytest.fixture(scope="module")
def outputs() -> dict[str, bytes]:
    """Relative file name -> content, of every format."""
    result = analyze(SAMPLES / "ridehailing", Options(git=False))  # else every commit of this project changes them
    found: dict[str, bytes] = {}
    for name in FORMATS:
        content = render(result, name, RenderOptions(diagrams=False))
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
