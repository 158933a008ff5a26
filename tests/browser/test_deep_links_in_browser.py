"""Deep links in a real browser: what a link leads to is in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome

from reports.render.pages import PAGES


@pytest.mark.browser
@pytest.mark.parametrize("width", [400, 1050, 1280])  # the strip scrolls away, has two lines, has one
def test_a_link_to_a_page_shows_its_title_below_the_strip(
    browser: Chrome, visit: Callable[..., Chrome], width: int
) -> None:
    metrics = {"width": width, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    for page in PAGES:
        browser.get("about:blank")
        visit("shop", f"#/{page.key}")
        title, strip = browser.execute_script(
            "const box = (selector) => document.querySelector(selector).getBoundingClientRect();"
            "return [box(arguments[0]).top, box('.strip').bottom]",
            f"#title-{page.key}",
        )
        assert title >= max(strip, 0), page.key
