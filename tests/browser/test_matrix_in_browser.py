"""Does the coupling matrix count, move and open in a browser?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
CELLS = (
    "return [...PLACE.querySelectorAll('.matrix tbody tr, .matrix tfoot tr')]"
    ".map(row => [...row.cells].map(cell => [cell.className, cell.textContent]))"
)


def _keys(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def _cells(browser: Chrome, mode: str = "") -> list[list[str]]:
    if mode:
        browser.find_element(By.XPATH, f"//button[@data-columns][text()='{mode}']").click()
    found = browser.execute_script(CELLS.replace("PLACE", "document"))
    return [[text for _, text in row] for row in found]


@pytest.mark.parametrize("name", ["shop", "hostile", "large"])
def test_the_script_draws_the_calls_as_the_document_does(name: str, visit: Opener, reports: dict[str, Path]) -> None:
    browser = visit(name, "#/matrix")
    written = browser.execute_script(
        "const whole = new DOMParser().parseFromString(arguments[0], 'text/html');" + CELLS.replace("PLACE", "whole"),
        reports[name].read_text(encoding="utf-8"),
    )
    assert browser.execute_script(CELLS.replace("PLACE", "document")) == written


def test_every_mode_counts_in_its_way(visit: Opener) -> None:
    browser = visit("shop", "#/matrix")
    calls = _cells(browser)
    assert calls == [
        ["billing", "", "1", "", "1"],
        ["shipping", "1", "", "", "1"],
        ["catalog", "", "", "", "0"],
        ["All", "1", "1", "0", ""],
    ]
    assert [row[1:] for row in _cells(browser, "imports")[:2]] == [["", "1", "", "1"], ["", "", "", "0"]]
    assert [row[1:] for row in _cells(browser, "data")] == [
        ["", "", "", "0"],
        ["2", "", "", "2"],
        ["1", "", "", "1"],
        ["3", "0", "0", ""],
    ]
    assert [row[1:] for row in _cells(browser, "transactions")[:2]] == [["", "1", "", "1"], ["1", "", "", "1"]]
    assert "write tables of both" in browser.find_element(By.CSS_SELECTOR, "#\\/matrix .meaning").text
    pressed = browser.find_elements(By.CSS_SELECTOR, ".modes [aria-pressed=true]")
    assert [button.text for button in pressed] == ["transactions"]
    assert _cells(browser, "calls") == calls


def test_a_cell_opens_by_key_and_leads_to_a_finding(visit: Opener) -> None:
    browser = visit("shop", "#/matrix")
    assert browser.execute_script("return document.querySelectorAll('.matrix td[tabindex=\"0\"]').length") == 1
    browser.execute_script("document.querySelector('.matrix td[tabindex=\"0\"]').focus()")
    _keys(browser, Keys.ENTER)
    assert not browser.find_element(By.ID, "pair").is_displayed()
    _keys(browser, Keys.ARROW_UP, Keys.ARROW_LEFT, Keys.END, Keys.HOME, Keys.ARROW_DOWN, Keys.ENTER)
    opened = browser.find_element(By.ID, "pair")
    assert opened.text.startswith("shipping and billing")
    for part in (
        "writes orders",
        "shop/shipping.py:4",
        "calls shop.shipping.send shop/billing.py:5",
        "shared-table:orders",
    ):
        assert part in opened.text
    _keys(browser, Keys.ESCAPE)
    assert browser.switch_to.active_element.get_attribute("title") == "shipping → billing"
    _keys(browser, Keys.SPACE)
    opened.find_element(By.LINK_TEXT, "shared-table:orders").click()
    assert not opened.is_displayed()
    assert browser.switch_to.active_element.get_attribute("id") == "/finding/shared-table%3Aorders"


def test_axe_finds_nothing_in_an_opened_cell(visit: Opener, axe: str) -> None:
    browser = visit("shop", "#/matrix")
    browser.find_element(By.CSS_SELECTOR, ".matrix td.own").click()
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = browser.execute_async_script(
        "axe.run(document, {resultTypes: ['violations']}).then(r => arguments[0](r.violations.map(v => v.id)))"
    )
    assert found == []


def test_a_hostile_cell_opens_as_text(visit: Opener) -> None:
    browser = visit("hostile", "#/matrix")
    browser.find_element(By.CSS_SELECTOR, ".matrix td.own").click()
    assert "<img src=x" in browser.find_element(By.ID, "pair").text
    assert browser.execute_script("return document.querySelectorAll('img').length") == 0


def test_reads_without_script(visit: Opener) -> None:
    browser = visit("shop", "#/matrix", script=False)
    assert browser.find_element(By.CSS_SELECTOR, ".matrix td.own").text == "1"
    assert browser.find_element(By.CSS_SELECTOR, ".modes").is_displayed() is False
    assert "writes orders" in browser.find_element(By.CSS_SELECTOR, "[data-grid=pairs]").text
