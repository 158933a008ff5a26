"""What does the report cost: to render, to open and to use?

    python benchmarks/report.py [TREE ...] [--results FOLDER]

Prints a line each for the empty report, the generated large one (20,000 modules, 200 services, 5,000 tables, 120,000
calls) and every tree: bytes, elements, milliseconds in headless Chromium until something is painted and until the
script is ready, and the slowest click with what was clicked, to the frame after it. For a tree also the CPU seconds of
rendering, diagrams and `dot` included, beside `ast.parse` over its files. A figure over its budget is marked with `!`.
Medians of three rounds; FOLDER may hold TREE.json with the result of a tree, which saves analysing it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

HOME = Path(__file__).parent.parent
sys.path.insert(0, str(HOME))
sys.path.insert(0, str(HOME / "tests"))
sys.path.insert(0, str(HOME / "tests" / "unit" / "reports"))

from benchmarks.analyze import parse  # noqa: E402 - the same yardstick

ROUNDS = 3
SIZE, EMPTY_SIZE, ELEMENTS, PAINT_MS, READY_MS, CLICK_MS = 2_500_000, 150_000, 8_000, 1_000, 2_000, 100
PARSES, BESIDE = 1.0, 1.0  # rendering may take so many times `ast.parse`, and so many seconds more
ANALYZE = (sys.executable, "-m", "seamline", "analyze", "-q", "--no-cache")
READING = 1.0  # seconds that a reader looks at the first page before the first click
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900")
WATCH = """
new MutationObserver((_, watch) => {
  if (!document.documentElement?.classList.contains("ready")) return;
  window.readyAt = performance.now();
  watch.disconnect();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""
PAINTED = """
const done = arguments[0];
const wait = () => {
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  if (first && window.readyAt) done([first.startTime, window.readyAt, document.querySelectorAll("*").length]);
  else setTimeout(wait, 20);
};
wait();
"""
CLICKS = """
const done = arguments[0];
const one = (selector) => document.querySelector(selector);
const type = (field, text) => { field.value = text; field.dispatchEvent(new Event("input")); };
const frame = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
const times = {};
const time = async (name, act) => {
  await frame();
  const start = performance.now();
  act();
  await frame();
  times[name] = Math.max(times[name] ?? 0, performance.now() - start);
};
(async () => {
  const links = [...document.querySelectorAll("nav.pages a")];
  for (const link of [...links, ...links]) {
    const page = link.dataset.page;
    await time(`page ${page}`, () => link.click());
    for (const grid of document.querySelectorAll(".page:not([hidden]) .grid")) {
      const what = grid.dataset.grid;
      for (const [index, sort] of [...grid.querySelectorAll("th .sort:enabled")].entries()) {
        await time(`sort ${what} by column ${index + 1}`, () => sort.click());
      }
      const next = grid.querySelector(".pager button:last-child");
      if (next) await time(`next rows of ${what}`, () => next.click());
      const filter = grid.querySelector(".bar input");
      if (!filter) continue;
      await time(`filter of ${what}`, () => type(filter, "a"));
      await time(`end of the filter of ${what}`, () => type(filter, ""));
    }
  }
  for (const text of ["a", "part_19", "no such name"]) await time("search", () => type(one("#search"), text));
  for (const kind of ["service", "table"]) {
    links.find((link) => link.dataset.page === (kind === "table" ? "data" : "services"))?.click();
    const waits = [...document.querySelectorAll(`.grid a[href^="#/${kind}/"]`)]
      .find((link) => !document.getElementById(link.hash.slice(1)));
    if (waits) await time(`waiting ${kind}`, () => waits.click());
  }
  for (const details of [...document.querySelectorAll(".page:not([hidden]) details")].slice(0, 5)) {
    await time("details", () => details.firstElementChild.click());
  }
  done([times, document.querySelectorAll("*").length]);
})();
"""
RENDER = """
import gc, json, pathlib, resource, sys, time
gc.disable()  # as the command does
from reports.render.as_json import read_json
analysis = read_json(pathlib.Path(sys.argv[1]).read_bytes())
start = time.process_time()
from reports.render.formats import render
pathlib.Path(sys.argv[2]).write_bytes(render(analysis, "html"))
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.process_time() - start + children.ru_utime + children.ru_stime)
"""


@dataclass(frozen=True)
class Opened:
    """What one round in the browser took, in milliseconds, and the most elements there were."""

    paint: float
    ready: float
    elements: int
    clicks: dict[str, float]


def main() -> None:
    """Measure every report and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="*", type=Path)
    parser.add_argument("--results", type=Path, help="folder with results to take instead of analysing")
    given = parser.parse_args()
    titles = (("bytes", 11), ("elements", 10), ("paint ms", 10), ("ready ms", 10), ("click ms", 10))
    print(f"{'report':16s}" + "".join(title.rjust(width) for title, width in titles) + "  slowest click")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        browser = start_browser(scratch / "profile")
        try:
            for name, make, size in generated():
                (scratch / "report.html").write_bytes(make())
                print(line(name, browser, scratch / "report.html", size))
            for path in given.path:
                print(tree(path.resolve(), given.results, browser, scratch))
        finally:
            browser.quit()


def generated() -> list[tuple[str, Callable[[], bytes], int]]:
    """Return the reports that need no tree: name, what makes it, and the most bytes it may have."""
    from example import EMPTY
    from large import large

    from reports.render.formats import render

    def html(make: Callable[[], object]) -> Callable[[], bytes]:
        return lambda: bytes(render(make(), "html"))  # type: ignore[arg-type]

    return [("(empty)", html(lambda: EMPTY), EMPTY_SIZE), ("(large)", html(large), SIZE)]


def tree(path: Path, results: Path | None, browser: Chrome, scratch: Path) -> str:
    """Return the lines of one tree."""
    result = results / f"{path.name}.json" if results else scratch / "result.json"
    if not result.exists():
        command = [
            sys.executable,
            "-m",
            "seamline",
            "analyze",
            str(path),
            "-q",
            "--no-cache",
            "--output",
            f"json={result}",
        ]
        subprocess.run(command, cwd=HOME, check=True)
    modules = [one for one in json.loads(result.read_bytes())["modules"] if one["status"] in ("parsed", "lowered")]
    report, rows = scratch / "report.html", []
    for _ in range(ROUNDS):
        ran = subprocess.run(
            [sys.executable, "-c", RENDER, str(result), str(report)],
            cwd=HOME,
            capture_output=True,
            text=True,
            check=True,
        )
        rows.append((float(ran.stdout), parse([str(path / one["path"]) for one in modules])))
    rendering, parsing = (statistics.median(column) for column in zip(*rows, strict=True))
    over = "!" if rendering > PARSES * parsing + BESIDE else ""
    cost = f"{rendering:.2f}{over} s CPU to render, ast.parse {parsing:.2f} s, ratio {rendering / parsing:.2f}"
    return f"{line(path.name, browser, report, SIZE)}\n{'':16s}{cost}"


def line(name: str, browser: Chrome, report: Path, size: int) -> str:
    """Open a report some times and return its line."""
    rounds = [opened(browser, report) for _ in range(ROUNDS)]
    clicks = {what: statistics.median(one.clicks[what] for one in rounds) for what in rounds[0].clicks}
    slowest = max(clicks, key=lambda what: (clicks[what], what))
    return (
        f"{name:16s}"
        + marked(report.stat().st_size, size, 11)
        + marked(max(one.elements for one in rounds), ELEMENTS, 10)
        + marked(statistics.median(one.paint for one in rounds), PAINT_MS, 10)
        + marked(statistics.median(one.ready for one in rounds), READY_MS, 10)
        + marked(clicks[slowest], CLICK_MS, 10)
        + f"  {slowest}"
    )


def marked(figure: float, budget: float, width: int) -> str:
    """Write a figure, marked if it is over its budget."""
    return f"{figure:,.0f}{'!' * (figure >= budget)}".rjust(width)


def opened(browser: Chrome, report: Path) -> Opened:
    """Open a report anew and use it."""
    browser.get("about:blank")
    browser.get(report.as_uri())
    paint, ready, elements = browser.execute_async_script(PAINTED)
    time.sleep(READING)
    clicks, after = browser.execute_async_script(CLICKS)
    return Opened(paint, ready, max(elements, after), clicks)


def start_browser(profile: Path) -> Chrome:
    """Start Chromium with a profile of its own."""
    options = ChromeOptions()
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary:
        options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    browser = Chrome(options=options, service=Service(driver) if driver else None)  # type: ignore[arg-type]
    browser.set_script_timeout(300)
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    return browser


if __name__ == "__main__":
    main()
