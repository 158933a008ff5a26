"""What every test can use, and the list of what did not run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# how fast a machine is decides nothing: a busy one draws slowly
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

BUILD = Path(__file__).parent.parent / "build"
NOT_RUN = BUILD / "not-run.txt"


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache out of the tests, and the tests out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEAMLINE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the goldens anew instead of comparing")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Forget the tables of an earlier run."""
    if not hasattr(session.config, "workerinput"):
        for old in (BUILD / "truth").glob("*.txt"):
            old.unlink()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show how the samples fare, and write down every skipped test with its reason for the Makefile and CI."""
    for found in sorted((BUILD / "truth").glob("*.txt")):
        terminalreporter.write_line(f"\n{found.read_text(encoding='utf-8')}")
    skipped = terminalreporter.stats.get("skipped", [])
    lines = sorted({f"{report.nodeid}: {_reason(report)}" for report in skipped})
    if lines and NOT_RUN.parent.is_dir():
        with NOT_RUN.open("a", encoding="utf-8") as handle:
            handle.writelines(f"{line}\n" for line in lines)


def _reason(report: pytest.TestReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
