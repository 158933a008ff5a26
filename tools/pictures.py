"""Takes the pictures of the guide anew: analyses the ride-hailing sample and photographs its report in Chromium.

``python tools/pictures.py`` writes ``docs/images/*.png``; run it when the report looks different.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver

HOME = Path(__file__).parent.parent
SAMPLE = HOME / "sample_monolith" / "ridehailing"
IMAGES = HOME / "docs" / "images"
WIDTH = 1200
SETTLE = 0.6  # seconds until fonts and cards stand


@dataclass(frozen=True)
class Picture:
    """A picture: its file, the report's page, its height, the element to bring to the top, and what to click before."""

    name: str
    page: str
    height: int
    top: str = ""
    click: str = ""
    steered: bool = False


PICTURES = (
    Picture("services", "#/services", 800),
    Picture("service", "#/service/trips", 900, top="[id='/service/trips']"),
    Picture("shared-data", "#/data", 800),
    Picture("table", "#/table/trips", 760, top="[id='/table/trips']"),
    Picture("transactions", "#/transactions", 760),
    Picture("risks", "#/risks", 760),
    Picture("mandate", "#/mandate", 760),
    Picture("findings", "#/findings", 760),
    Picture("unseen", "#/unseen", 900),
    Picture("shared-data-steered", "#/data", 760, steered=True),
)


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as folder:
        reports = {steered: _report(Path(folder), steered=steered) for steered in (False, True)}
        browser = _browser(Path(folder) / "profile")
        try:
            for picture in PICTURES:
                _take(browser, reports[picture.steered], picture)
                print(IMAGES / f"{picture.name}.png")
        finally:
            browser.quit()


def _report(folder: Path, *, steered: bool) -> Path:
    target = folder / f"report-{steered}.html"
    steering = ["--config", str(SAMPLE / "cut.toml")] if steered else []
    command = [
        sys.executable,
        "-m",
        "seamline",
        "analyze",
        str(SAMPLE),
        "-q",
        "--no-git",
        "--output",
        f"html={target}",
        *steering,
    ]
    subprocess.run(command, cwd=HOME, check=True)
    return target


def _browser(profile: Path) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}")
    for flag in flags:
        options.add_argument(flag)
    driver = shutil.which("chromedriver")
    service = webdriver.ChromeService(driver) if driver else None
    return webdriver.Chrome(options=options, service=service) if service else webdriver.Chrome(options=options)


def _take(browser: webdriver.Chrome, report: Path, picture: Picture) -> None:
    browser.set_window_size(WIDTH, picture.height)
    browser.get("about:blank")
    browser.get(f"{report.as_uri()}{picture.page}")
    time.sleep(SETTLE)
    if picture.click:
        browser.execute_script("document.querySelector(arguments[0]).click()", picture.click)
        time.sleep(SETTLE)
    if picture.top:
        browser.execute_script("document.querySelector(arguments[0]).scrollIntoView()", picture.top)
        time.sleep(SETTLE)
    browser.save_screenshot(str(IMAGES / f"{picture.name}.png"))


if __name__ == "__main__":
    main()
