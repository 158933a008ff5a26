"""Do links, cards, filters and words lead a reader who sees the report for the first time to the right place?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]


def _route(browser: Chrome, fragment: str) -> None:
    browser.execute_async_script(
        "if (location.hash === arguments[0]) return arguments[1]();"
        "addEventListener('hashchange', () => arguments[1](), {once: true}); location.hash = arguments[0];",
        fragment,
    )


def _shown_cards(browser: Chrome) -> list[str]:
    return list(
        browser.execute_script(
            "return [...document.querySelectorAll('.page:not([hidden]) .card')]"
            ".filter(card => card.offsetParent).map(card => card.id)"
        )
    )


def _hits(browser: Chrome, wanted: str) -> list[list[str]]:
    ActionChains(browser).send_keys("/", wanted).perform()
    return list(
        browser.execute_script(
            "return [...document.querySelectorAll('#hits li')].map(hit => [hit.firstChild.textContent,"
            " hit.lastChild.textContent])"
        )
    )


@pytest.mark.parametrize("card", ["/service/shipping", "/table/orders", "/contract/billing"])
def test_an_opened_card_stands_alone_below_the_heading(card: str, visit: Opener) -> None:
    browser = visit("shop")
    _route(browser, f"#{card}")
    assert _shown_cards(browser) == [card]
    top = browser.execute_script("return document.getElementById(arguments[0]).getBoundingClientRect().top", card)
    assert 0 <= top < 300
    browser.find_element(By.CSS_SELECTOR, ".back a").click()
    assert len(_shown_cards(browser)) >= (1 if card == "/table/orders" else 2)
    assert browser.find_element(By.CSS_SELECTOR, ".back").is_displayed() is False


def test_a_waiting_card_stands_alone_too(visit: Opener) -> None:
    browser = visit("large", "#/services")
    waiting = browser.execute_script(
        "return [...document.querySelectorAll('[data-grid=services] tbody a')].map(a => a.getAttribute('href'))"
        ".find(href => href.startsWith('#/service/') && !document.getElementById(href.slice(1)))"
    )
    _route(browser, waiting)
    assert _shown_cards(browser) == [waiting.removeprefix("#")]
    assert browser.execute_script("return scrollY") == 0


def test_paper_shows_all_cards_though_one_stands_alone(visit: Opener) -> None:
    browser = visit("shop", "#/service/shipping")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert {"/service/shipping", "/service/billing"} <= set(_shown_cards(browser))


@pytest.mark.parametrize("fragment", ["#/table/nowhere", "#/finding/no%3Asuch", "#/service/none"])
def test_what_is_not_there_is_said(fragment: str, visit: Opener) -> None:
    browser = visit("shop")
    _route(browser, fragment)
    banner = browser.find_element(By.ID, "banner")
    assert "Not found" in banner.text
    _route(browser, "#/findings")
    assert banner.is_displayed() is False


def test_the_findings_begin_anew_after_a_link_turned_them(visit: Opener) -> None:
    browser = visit("large")
    _route(browser, "#/finding/shared-table%3Aorder_4992")
    pager = "[data-grid=findings] .pager span"
    turned = browser.find_element(By.CSS_SELECTOR, pager).text
    browser.find_element(By.CSS_SELECTOR, "nav a[data-page=findings]").click()
    assert turned != browser.find_element(By.CSS_SELECTOR, pager).text == "1\u201325 of 6,200"


def test_the_decision_sheet_leads_to_the_blockers_alone(visit: Opener) -> None:
    browser = visit("shop")
    link = browser.find_element(By.CSS_SELECTOR, "a[href='#/findings/blockers']")
    number = link.text.removeprefix("All ")
    link.click()
    shown = browser.execute_script(
        "const rows = [...document.querySelectorAll('[data-grid=findings] tbody tr')];"
        "return [rows.length, [...new Set(rows.map(row => row.children[5].textContent))]]"
    )
    assert shown == [int(number), ["blocker"]]
    browser.find_element(By.CSS_SELECTOR, "nav a[data-page=findings]").click()
    rows = browser.find_elements(By.CSS_SELECTOR, "[data-grid=findings] tbody tr")
    assert len(rows) > int(number)


def test_words_are_one_click_away_from_every_page(visit: Opener) -> None:
    browser = visit("shop", "#/roadmap")
    browser.find_element(By.CSS_SELECTOR, ".page:not([hidden]) .to-words a").click()
    assert browser.switch_to.active_element.get_attribute("id") == "/unseen/words"
    top = browser.execute_script("return document.activeElement.getBoundingClientRect().top")
    assert 0 <= top < 300


def test_open_questions_lead_to_their_part(visit: Opener) -> None:
    browser = visit("shop")
    wanted = browser.find_element(By.XPATH, "//a[text()='Contested owners']")
    wanted.click()
    opened = browser.find_element(By.ID, "/data/contested")
    assert opened.get_attribute("open") == "true"


def test_headings_show_no_frame(visit: Opener) -> None:
    browser = visit("shop")
    _route(browser, "#/services")
    style = "return getComputedStyle(document.activeElement).outlineStyle"
    assert browser.switch_to.active_element.get_attribute("id") == "title-services"
    assert browser.execute_script(style) == "none"


def test_search_finds_contracts_and_operations_by_their_names(visit: Opener) -> None:
    browser = visit("shop")
    assert ["operation", "refund of billing"] in _hits(browser, "refund")
    browser.find_element(By.ID, "search").clear()
    hits = _hits(browser, "billing")
    assert ["contract", "billing"] in hits
    assert len(hits) == len({tuple(hit) for hit in hits})
    assert not any("," in name for kind, name in hits if kind in ("contract", "provider"))


def test_waiting_operations_are_found(visit: Opener) -> None:
    browser = visit("medium", "#/contracts")
    waiting = browser.execute_script(
        "return [...document.querySelectorAll('[data-grid=promises] tbody th a')].map(a => a.textContent)"
        ".find(name => !document.getElementById('/contract/' + encodeURIComponent(name)))"
    )
    assert waiting
    assert any(
        kind == "operation" and name.endswith(f" of {waiting}") for kind, name in _hits(browser, f"of {waiting}")
    )


def test_advice_takes_the_whole_width(visit: Opener) -> None:
    browser = visit("shop", "#/transactions")
    widths = browser.execute_script(
        "const row = document.querySelector('[data-grid=transactions] tbody tr');"
        "return [row.clientWidth, row.lastElementChild.clientWidth]"
    )
    assert widths[1] >= widths[0] - 2


@pytest.mark.parametrize("page", ["findings", "transactions", "risks", "mandate"])
def test_long_tables_fit_a_narrow_window(page: str, visit: Opener) -> None:
    browser = visit("medium")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1024, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    _route(browser, f"#/{page}")
    cut = browser.execute_script(
        "return [...document.querySelectorAll('.page:not([hidden]) .grid > .scroll')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.getAttribute('aria-label'))"
    )
    assert cut == []
