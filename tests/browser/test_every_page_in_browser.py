"""Does every page open, of every sort of report: without a message, a request, a wide window, or a fault of access?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import ROUTES, emulate, resize, said, turn_to, violations
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
SAMPLES = ("ridehailing", "shop sample", "businessplatform", "wordprocessor")
EDGES = ("empty", "one service", "no tables", "history", "no dot", "unreadable")
ALL = ("shop", *SAMPLES, *EDGES, "hostile", "texts", "redacted", "large")
FOREIGN = "img, iframe, object, embed, base, [onclick], [onerror], [onfocus], [onmouseover]"
SHOW_ALL = (
    "document.querySelectorAll('.page').forEach(page => { page.hidden = false; });"
    "dispatchEvent(new Event('beforeprint'));"  # draws the rows of all pages, and opens all that is closed
    "document.querySelectorAll('.page details').forEach(one => { one.open = true; });"
    # rows of a table are drawn alike: the first and the last tell of all, in a tenth of the time
    "document.querySelectorAll('.grid tbody').forEach("
    "body => [...body.rows].slice(8, -1).forEach(row => row.remove()));"
)
TURNED = (
    "const [routes, done] = arguments;"
    "(async () => {"
    "  const shown = [];"
    "  for (const route of routes) {"
    "    if (location.hash !== route) await new Promise(then => {"
    "      addEventListener('hashchange', then, {once: true}); location.hash = route; });"
    "    const page = document.querySelectorAll('.page:not([hidden])');"
    "    shown.push([page.length, '#' + page[0].id, page[0].querySelector('h2').offsetHeight > 0,"
    "      document.documentElement.scrollWidth]);"
    "  }"
    "  done(shown);"
    "})();"
)
# what these rules say of a page depends on what else is shown
OF_A_PAGE = (
    "bypass",
    "document-title",
    "empty-heading",
    "heading-order",
    "landmark-banner-is-top-level",
    "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level",
    "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main",
    "landmark-one-main",
    "landmark-unique",
    "page-has-heading-one",
    "region",
    "scrollable-region-focusable",
    "skip-link",
)


@pytest.mark.parametrize("name", ALL)
def test_every_page_opens_quietly_and_fits(name: str, visit: Opener, requests: Callable[[], list[str]]) -> None:
    browser = visit(name)
    for width in (1280, 360):
        resize(browser, width)
        for page, shown in zip(ROUTES, browser.execute_async_script(TURNED, ROUTES), strict=True):
            assert shown[:3] == [1, page, True]
            assert shown[3] <= width, page
    assert browser.execute_script(f"return document.querySelectorAll({FOREIGN!r}).length") == 0
    assert browser.execute_script("return document.querySelectorAll('script:not([type])').length") == 1
    assert browser.execute_script("return document.getElementById('banner').hidden")
    assert said(browser) == []
    assert requests() == []


@pytest.mark.parametrize("name", [*SAMPLES, "empty", "no tables", "unreadable", "large"])
def test_axe_finds_nothing(name: str, visit: Opener, axe: str) -> None:
    browser = visit(name)
    browser.execute_script(SHOW_ALL)
    emulate(browser, scheme="light")
    assert violations(browser, axe) == []
    emulate(browser, scheme="dark")
    assert violations(browser, axe, "color-contrast", "link-in-text-block") == []


def test_axe_finds_nothing_on_a_page_by_itself(visit: Opener, axe: str) -> None:
    browser = visit("shop")
    for page in ROUTES:
        turn_to(browser, page)
        assert violations(browser, axe, *OF_A_PAGE) == [], page
