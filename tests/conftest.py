"""What every test can use, and the list of what did not run."""

from __future__ import annotations

from pathlib import Path

import pytest

NOT_RUN = Path(__file__).parent.parent / "build" / "not-run.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the goldens anew instead of comparing")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write down every skipped test with its reason; the Makefile and CI look at the list."""
    skipped = terminalreporter.stats.get("skipped", [])
    lines = sorted({f"{report.nodeid}: {_reason(report)}" for report in skipped})
    if lines and NOT_RUN.parent.is_dir():
        with NOT_RUN.open("a", encoding="utf-8") as handle:
            handle.writelines(f"{line}\n" for line in lines)


def _reason(report: pytest.TestReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
