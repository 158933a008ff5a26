"""AsyncAPI's own parser, in a process of Node that answers line by line."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Parse = Callable[[Any], list[str]]


@pytest.fixture(scope="session")
def parse_asyncapi() -> Iterator[Parse]:
    """Give the errors and warnings of a document."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules").is_dir():
        pytest.skip("node, or the packages of tests/contracts, are not installed")
    command = [node, str(HERE / "parse.cjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def parse(document: Any) -> list[str]:
            asked.write(json.dumps(json.dumps(document)) + "\n")
            asked.flush()
            said: list[str] = json.loads(answers.readline())
            return said

        yield parse
        asked.close()
