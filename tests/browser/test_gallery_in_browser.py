"""The page of the gallery in a real browser: it asks for nothing, fits, and can be read by everyone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from gallery import Entry, Exhibit, page

ENTRIES = (
    Entry(Exhibit("shop", "a shop </p><script>alert(1)</script>", "", Path()), 3_366, 12, 40, "Stay", "Stay.", 10**6),
    Entry(Exhibit("zou", "films " * 20, "zou==1.0.97", Path()), 82_840, 25, 81, "Full split", "Word" * 40, 10**9),
)


@pytest.mark.browser
@pytest.mark.parametrize("seen", [(420, "light"), (420, "dark"), (1280, "light"), (1280, "dark")])
def test_the_page_of_the_gallery(
    browser: Chrome, requests: Callable[[], list[str]], axe: str, tmp_path: Path, seen: tuple[int, str]
) -> None:
    width, scheme = seen
    index = tmp_path / "index.html"
    index.write_text(page(ENTRIES), encoding="utf-8")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(index.as_uri())
    assert requests() == []
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.execute_script("return document.querySelectorAll('script').length") == 0
    assert browser.execute_script("return [...document.links].map(link => link.getAttribute('href'))") == [
        "shop.html",
        "zou.html",
    ]
    browser.execute_script(axe)
    found = browser.execute_async_script("axe.run().then((result) => arguments[0](result.violations))")
    assert found == []
