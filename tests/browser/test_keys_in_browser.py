"""Can the whole report be used by keys alone, and is it always seen where one is?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import ROUTES, press, turn_to
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
FOCUS = (
    "const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);"
    "const strip = document.querySelector('.strip').getBoundingClientRect().bottom;"
    "const inStrip = one.closest('.strip, nav, dialog') !== null || one.matches('.skip');"
    "const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;"
    "const led = one.tabIndex < 0 && /^H\\d$/.test(one.tagName);"  # a heading, where a key led to its page
    "return [one.outerHTML.slice(0, 120), led || outlined || style.boxShadow !== 'none',"
    " box.width > 0 && box.bottom > (inStrip ? 0 : strip) && box.top < innerHeight"
    " && box.right > 0 && box.left < innerWidth]"
)
REACHABLE = (
    "return [...document.querySelectorAll('a[href], button:enabled, input, select, summary, [tabindex=\"0\"]')]"
    ".filter(one => one.checkVisibility()).length"
)


def _see(browser: Chrome, where: str) -> str:
    """Hold that what has the focus is in sight and marked; say what it is."""
    html, is_marked, is_in_sight = browser.execute_script(FOCUS)
    assert is_marked, f"{where}: no outline around {html}"
    assert is_in_sight, f"{where}: out of sight: {html}"
    return str(html)


def test_from_the_start_to_the_evidence_of_a_shared_table(visit: Opener) -> None:
    browser = visit("shop")
    press(browser, Keys.TAB)
    assert "skip" in _see(browser, "start")
    press(browser, "g", "d")
    _see(browser, "page")
    press(browser, "j")
    _see(browser, "row")
    press(browser, Keys.ENTER)
    assert browser.current_url.endswith("#/table/orders")
    _see(browser, "card")
    card = browser.find_element(By.ID, "/table/orders")
    for _ in range(30):
        press(browser, Keys.TAB)
        _see(browser, "in the card")
        inside = "return arguments[0].contains(document.activeElement)"
        assert browser.execute_script(inside, card)
        reached = browser.switch_to.active_element
        if reached.tag_name == "summary":
            press(browser, Keys.ENTER)
        if reached.get_attribute("href") == "https://git.example/shop/shipping.py#L4":
            return
    pytest.fail("no key led to shop/shipping.py:4")


@pytest.mark.parametrize("page", ROUTES)
def test_tab_goes_to_all_there_is_on_a_page(page: str, visit: Opener) -> None:
    browser = visit("shop")
    turn_to(browser, page)
    browser.execute_script("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0);")
    wanted = browser.execute_script(REACHABLE)
    mark = "document.activeElement.dataset.reached = '1';"
    browser.execute_script(
        "document.querySelector('.skip').focus(); window.seen = [];"
        f"const see = () => {{ {FOCUS} }};"
        f"document.addEventListener('keydown', () => {{ {mark} seen.push(see()); }}, true);"
    )
    press(browser, *[Keys.TAB] * wanted)  # each says where it is before it goes on
    for html, is_marked, is_in_sight in browser.execute_script("return seen")[1:]:
        assert is_marked, f"{page}: no outline around {html}"
        assert is_in_sight, f"{page}: out of sight: {html}"
    assert browser.execute_script("return document.querySelectorAll('[data-reached]').length") == wanted


def test_the_help_holds_the_focus_and_gives_it_back(visit: Opener) -> None:
    browser = visit("shop", "#/data")
    press(browser, "j")
    row = browser.execute_script("return document.activeElement.outerHTML")
    press(browser, "?")
    shown = browser.find_element(By.ID, "help")
    assert shown.is_displayed()
    press(browser, "g", "s")
    assert browser.current_url.endswith("#/data")  # keys of the report behind it do nothing
    press(browser, Keys.TAB)
    where = "const one = document.activeElement; return one === document.body || shown.contains(one)"
    assert browser.execute_script(f"const shown = document.getElementById('help'); {where}")
    press(browser, Keys.ESCAPE)
    assert not shown.is_displayed()
    assert browser.execute_script("return document.activeElement.outerHTML") == row


def test_search_is_left_as_it_was_entered(visit: Opener) -> None:
    browser = visit("shop")
    press(browser, "/", "zzz", Keys.ENTER)
    assert "#" not in browser.current_url
    assert not browser.find_element(By.ID, "hits").is_displayed()
    browser.find_element(By.ID, "search").clear()
    press(browser, "/", "ship")
    field = browser.find_element(By.ID, "search")
    assert field.get_attribute("aria-expanded") == "true"
    press(browser, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_UP)
    chosen = browser.execute_script("return document.querySelector('#hits [aria-selected=true]').id")
    assert field.get_attribute("aria-activedescendant") == chosen
    press(browser, Keys.ESCAPE)
    assert field.get_attribute("aria-expanded") == "false"
    press(browser, Keys.ESCAPE, "g", "s")
    assert browser.current_url.endswith("#/services")
