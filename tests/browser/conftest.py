"""A real headless Chromium, and reports for it to open."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import edges
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from analyzer.model.analysis import Analysis
from hostile_texts import HOSTILE_TEXTS, hostile_text
from reports.redact.redact import redact
from reports.render.formats import render
from reports.render.options import RenderOptions

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "reports"))

from crowded import full, long_words
from example import EMPTY, shop
from large import hostile, large

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
UNDONE: dict[str, tuple[str, dict[str, object]]] = {
    "Emulation.setScriptExecutionDisabled": ("Emulation.setScriptExecutionDisabled", {"value": False}),
    "Emulation.setEmulatedMedia": ("Emulation.setEmulatedMedia", {"media": "", "features": []}),
    "Emulation.setDeviceMetricsOverride": ("Emulation.clearDeviceMetricsOverride", {}),
}
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
Opener = Callable[..., Chrome]
_VISITS = count()  # an address of its own makes each visit a load


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker of this folder."""
    config.addinivalue_line("markers", "browser: needs chromium and chromedriver")


class Noting(Chrome):
    """A browser that knows what is to be undone after a test."""

    asked: frozenset[str] = frozenset()

    def execute_cdp_cmd(self, cmd: str, cmd_args: dict[str, object]) -> dict[str, object]:
        self.asked |= {cmd}
        return super().execute_cdp_cmd(cmd, cmd_args)  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Noting]:
    """Start one browser with a profile of its own."""
    binary, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not binary or not chromedriver:
        pytest.skip("chromium and chromedriver are not both installed")
    options = ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Noting(options=options, service=Service(chromedriver))
    chrome.set_window_size(1280, 900)
    chrome.set_script_timeout(300)  # how fast a machine is decides nothing
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(driver: Noting) -> Iterator[Chrome]:
    """Give the browser with empty logs, and reset what a test may have changed."""
    driver.get_log("browser")  # type: ignore[no-untyped-call]
    driver.get_log("performance")  # type: ignore[no-untyped-call]
    yield driver
    for command, undone in UNDONE.items():
        if command in driver.asked:
            driver.execute_cdp_cmd(*undone)
    driver.asked = frozenset()


class Reports:
    """A file for each sort of report, rendered when a test of any worker first asks for it."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        own = factory.getbasetemp()
        self._folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "reports"
        self._folder.mkdir(exist_ok=True)

    def __getitem__(self, name: str) -> Path:
        path = self._folder / f"{name}.html"
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                content = self._made(name)
                assert isinstance(content, bytes)
                part = path.with_suffix(".part")
                part.write_bytes(content)
                part.rename(path)
        return path

    def _made(self, name: str) -> object:
        if name in _OF_TREES:
            return render(_OF_TREES[name](self._factory.mktemp(name)), "html")
        if name in HOSTILE_TEXTS:
            return render(hostile_text(shop(), HOSTILE_TEXTS[name]), "html")
        if name == "texts":
            return render(hostile_text(shop(), "".join(HOSTILE_TEXTS.values())), "html")
        if name == "shop":
            return render(shop(), "html", RenderOptions(source_url="https://git.example/{path}#L{line}"))
        if name == "no dot":
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PATH", "")
                return render(edges.sample("ridehailing"), "html")
        return render(_BY_HAND[name]() if name in _BY_HAND else edges.sample(name.removesuffix(" sample")), "html")


_BY_HAND: dict[str, Callable[[], Analysis]] = {
    "empty": lambda: EMPTY,
    "hostile": hostile,
    "full": full,
    "long": long_words,
    "medium": lambda: large(services=20, tables=200, modules=500, calls=2_000),
    "large": large,
    "redacted": lambda: redact(edges.sample("ridehailing")).analysis,
}
_OF_TREES: dict[str, Callable[[Path], Analysis]] = {
    "one service": edges.one_service,
    "no tables": edges.no_tables,
    "unreadable": edges.unreadable,
    "history": edges.with_history,
}


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Give reports by their names."""
    return Reports(tmp_path_factory)


@pytest.fixture
def visit(browser: Chrome, reports: Reports) -> Opener:
    """Open a report at a deep link, loading it anew, and wait until its script is ready."""

    def go(name: str, fragment: str = "", script: bool = True) -> Chrome:
        if not script:
            browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        browser.get(f"{reports[name].as_uri()}?{next(_VISITS)}{fragment}")
        if script:
            browser.execute_async_script(
                "const done = arguments[0];"
                "const ready = () => document.documentElement.classList.contains('ready');"
                "const wait = () => ready() ? done() : setTimeout(wait, 20);"
                "wait();"
            )
        return browser

    return go


@pytest.fixture(scope="session")
def axe() -> str:
    """Read axe-core, which `npm ci` in this folder installs."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `npm ci` in tests/browser")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def requests(browser: Chrome) -> Callable[[], list[str]]:
    """List what the browser asked the network for, the report itself aside."""

    def asked() -> list[str]:
        entries = browser.get_log("performance")  # type: ignore[no-untyped-call]
        events = [json.loads(entry["message"])["message"] for entry in entries]
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("file:", "data:", "about:"))]

    return asked
