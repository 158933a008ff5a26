"""The samples are systems that run: their own tests pass, and a server answers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
SAMPLES = sorted(path.parent.name for path in (HOME / "sample_monolith").glob("*/expected.toml"))
SUITE = ("-m", "pytest", "-q", "-c", os.devnull, "--rootdir", ".", "-p", "no:cacheprovider", "tests")
MEMORY = Path("/dev/shm")  # where it is, databases need not wait for a disk


def run(*arguments: str, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, *arguments]
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        environment["TMPDIR"] = folder
        ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.parametrize("sample", SAMPLES)
def test_its_own_suite_passes(sample: str) -> None:
    assert " passed" in run(*SUITE, cwd=HOME / "sample_monolith" / sample)


@pytest.mark.parametrize(
    ("sample", "answer"),
    [
        ("ridehailing", "Ada Holm"),
        ("shop", "assam-second-flush"),
        ("businessplatform", "<form"),
    ],
)
def test_the_demo_answers_a_request(sample: str, answer: str) -> None:
    said = run("tools/demo.py", sample, cwd=HOME)
    assert "\n200\n" in said
    assert answer in said


def test_the_word_processor_edits_a_text() -> None:
    assert "A quiet morning" in run("tools/demo.py", "wordprocessor", cwd=HOME)
