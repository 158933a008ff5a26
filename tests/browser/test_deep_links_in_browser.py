"""Deep links in a real browser: what a link leads to is in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome

from reports.render.pages import PAGES

PAGES_IN_ORDER = [page.key for page in PAGES]
FEW = ["decision", "findings", "unseen"]  # the first, the longest, the last: titles are placed alike


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "pages"),
    [(400, FEW), (1050, PAGES_IN_ORDER), (1280, FEW)],  # the strip scrolls away, has two lines, has one
)
def test_a_link_to_a_page_shows_its_title_below_the_strip(
    browser: Chrome, visit: Callable[..., Chrome], width: int, pages: list[str]
) -> None:
    metrics = {"width": width, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    for page in pages:
        visit("shop", f"#/{page}")
        title, strip = browser.execute_script(
            "const box = (selector) => document.querySelector(selector).getBoundingClientRect();"
            "return [box(arguments[0]).top, box('.strip').bottom]",
            f"#title-{page}",
        )
        assert title >= max(strip, 0), page
