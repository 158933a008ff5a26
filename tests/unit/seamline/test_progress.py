"""What a user sees while it runs, and what Ctrl-C leaves."""

from __future__ import annotations

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trees import write

COMMAND = [sys.executable, "-m", "seamline", "analyze", "app", "--output", "json=out.json"]


def modules(count: int, functions: int) -> dict[str, str]:
    body = "".join(f"def f{number}(x):\n    return x.a{number}\n" for number in range(functions))
    return {f"app/m{number}.py": f"{body}x = {number}\n" for number in range(count)}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write(tmp_path, modules(120, functions=2))


def on_terminal(tree: Path, *flags: str) -> bytes:
    """Run with stderr on a terminal and return what stood there."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    run = subprocess.Popen([*COMMAND, *flags], cwd=tree, stderr=theirs, stdout=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert run.wait() == 0
    return seen


def test_a_terminal_sees_the_stage_the_count_and_then_the_outcome_alone(tmp_path: Path) -> None:
    seen = on_terminal(write(tmp_path, modules(120, functions=60)), "--no-cache")
    assert b"reading" in seen or b"linking" in seen
    assert b"/120" in seen
    assert seen.rstrip().endswith(b"wrote out.json")


def test_quiet_says_nothing_and_verbose_says_it_in_lines(tree: Path) -> None:
    assert on_terminal(tree, "-q") == b""
    assert b"reading 120 files" in on_terminal(tree, "-v", "--no-cache", "--color", "never")


def test_a_pipe_sees_the_outcome_alone(tree: Path) -> None:
    ran = subprocess.run(COMMAND, cwd=tree, capture_output=True, check=True)
    assert ran.stderr == b"wrote out.json\n"


def test_ctrl_c_ends_it_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    tree = write(tmp_path, modules(1000, functions=200))
    environment = os.environ | {"SEAMLINE_CACHE": str(tree / "cache")}
    run = subprocess.Popen(
        [*COMMAND, "--jobs", "2"], cwd=tree, stderr=subprocess.PIPE, env=environment, start_new_session=True
    )
    until = time.monotonic() + 30
    while not (tree / "cache" / "files.sqlite").exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 130
    assert said.strip() == b"seamline: interrupted; nothing was written"
    assert sorted(path.name for path in tree.iterdir()) == ["app", "cache"]
    with sqlite3.connect(tree / "cache" / "files.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
