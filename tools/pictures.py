"""Takes the pictures of the guide anew: analyses the samples and photographs their reports in Chromium.

``python tools/pictures.py [NAME …]`` writes ``docs/images/*.png``, all or those that are named; run it when the report
looks different.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver

HOME = Path(__file__).parent.parent
SAMPLES = HOME / "sample_monolith"
IMAGES = HOME / "docs" / "images"
WIDTH = 1280
SETTLE = 0.6  # seconds until fonts and cards stand
LARGEST = 200_000  # bytes of a picture
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
STEERED = "ridehailing, steered"


@dataclass(frozen=True)
class Picture:
    """A picture: its file, the report's page, its height, the element to bring to the top, and what to click before.

    ``report`` is the sample whose report it shows, ``dark`` whether by the dark colours.
    """

    name: str
    page: str
    height: int
    top: str = ""
    click: str = ""
    report: str = "ridehailing"
    dark: bool = False


PICTURES = (
    Picture("unseen", "#/unseen", 900),
    Picture("decision", "#/decision", 960, report=STEERED),
    Picture("services", "#/services", 800),
    Picture("service", "#/service/trips", 840, top="[id='/service/trips']"),
    Picture("matrix", "#/matrix", 1240),
    Picture("matrix-cell", "#/matrix", 860, click=".matrix td[title^='wallet and payments'][title$='invoicing']"),
    Picture("shared-data", "#/data", 800),
    Picture("table", "#/table/trips", 720, top="[id='/table/trips']"),
    Picture("contracts", "#/contracts", 980, report=STEERED),
    Picture("contract", "#/contract/notifications", 900, top="[id='/contract/notifications']", report=STEERED),
    Picture("transactions", "#/transactions", 760),
    Picture("risks", "#/risks", 760),
    Picture("mandate", "#/mandate", 760),
    Picture("findings", "#/findings", 760),
    Picture("shared-data-steered", "#/data", 760, report=STEERED),
    Picture("roadmap", "#/roadmap", 620, report=STEERED),
    Picture("step", "#/step/2", 920, top="[id='/step/2']", report=STEERED),
    Picture("gallery/ridehailing", "#/services", 900, dark=True),
    Picture("gallery/shop", "#/decision", 860, report="shop"),
    Picture("gallery/businessplatform", "#/data", 760, report="businessplatform"),
    Picture("gallery/wordprocessor", "#/decision", 860, report="wordprocessor"),
)


def main(names: Sequence[str]) -> int:
    """Write the pictures of these names, or every one; 1 if one is too large for the guide."""
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    with tempfile.TemporaryDirectory() as folder:
        reports = {name: _report(Path(folder), name) for name in sorted({picture.report for picture in wanted})}
        browser = _browser(Path(folder) / "profile")
        try:
            files = [_take(browser, reports[picture.report], picture) for picture in wanted]
        finally:
            browser.quit()
    for file in files:
        print(f"{file.stat().st_size:>9,}  {file}")
    return int(any(file.stat().st_size > LARGEST for file in files))


def _report(folder: Path, name: str) -> Path:
    target = folder / f"{name}.html"
    sample = SAMPLES / name.partition(",")[0]
    steering = ["--config", str(sample / "cut.toml")] if name == STEERED else []
    outputs = ["--output", f"html={target}"]
    command = [sys.executable, "-m", "seamline", "analyze", str(sample), "-q", "--no-git", *outputs, *steering]
    subprocess.run(command, cwd=HOME, check=True)
    return target


def _browser(profile: Path) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = shutil.which("chromedriver")
    service = webdriver.ChromeService(driver) if driver else None
    return webdriver.Chrome(options=options, service=service) if service else webdriver.Chrome(options=options)


def _take(browser: webdriver.Chrome, report: Path, picture: Picture) -> Path:
    size = {"width": WIDTH, "height": picture.height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    colours = [{"name": "prefers-color-scheme", "value": "dark" if picture.dark else "light"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": colours})
    browser.get("about:blank")
    browser.get(f"{report.as_uri()}{picture.page}")
    time.sleep(SETTLE)
    if picture.click:
        browser.execute_script("document.querySelector(arguments[0]).click()", picture.click)
        time.sleep(SETTLE)
    if picture.top:
        browser.execute_script("document.querySelector(arguments[0]).scrollIntoView()", picture.top)
        time.sleep(SETTLE)
    file = IMAGES / f"{picture.name}.png"
    file.parent.mkdir(exist_ok=True)
    browser.save_screenshot(str(file))
    return file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
