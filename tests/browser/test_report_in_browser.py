"""Does the report work where it is read: in a browser, by keyboard, without script, in the dark, on paper?"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import all_of
from example import shop
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from reports.render.formats import render
from reports.render.pages import PAGES

pytestmark = pytest.mark.browser
ROUTES = [f"/{page.key}" for page in reversed(PAGES)]
Opener = Callable[..., Chrome]
SAMPLES = ("ridehailing", "shop sample", "businessplatform", "wordprocessor")
SHEETS = ("shop", *SAMPLES, "empty", "one service", "no tables", "hostile", "large", "full", "long")
A4 = (595, 842)  # points


def _keys(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def _route(browser: Chrome, fragment: str) -> None:
    browser.execute_async_script(
        "if (location.hash === arguments[0]) return arguments[1]();"
        "addEventListener('hashchange', () => arguments[1](), {once: true}); location.hash = arguments[0];",
        fragment,
    )


def _text(browser: Chrome, selector: str) -> str:
    return browser.find_element(By.CSS_SELECTOR, selector).text


def _visible_page(browser: Chrome) -> list[str]:
    shown = "return [...document.querySelectorAll('.page:not([hidden])')].map(page => page.dataset.page)"
    return list(browser.execute_script(shown))


def test_reads_without_script(visit: Opener) -> None:
    browser = visit("shop", script=False)
    text = _text(browser, "main")
    for word in (
        "Extract shipping;",
        "postpone",
        "billing",
        "orders",
        "Remedy: single owner",
        "saga",
        "fails",
        "NUL byte in line 3",
        "TurboMQ",
    ):
        assert word in text
    assert browser.find_element(By.CSS_SELECTOR, ".tools").is_displayed() is False


def test_links_work_without_script(visit: Opener) -> None:
    browser = visit("shop", script=False)
    targets = set(all_of(browser, "main a[href^='#']", "href"))
    ids = set(all_of(browser, "[id]", "id"))
    assert targets
    assert {target.removeprefix("#") for target in targets} <= ids


def test_pages_one_at_a_time_and_by_key(visit: Opener) -> None:
    browser = visit("shop")
    assert _visible_page(browser) == ["decision"]
    for letter, page in [(page.letter, page.key) for page in reversed(PAGES)]:
        _keys(browser, "g", letter)
        assert _visible_page(browser) == [page]
        assert browser.current_url.endswith(f"#/{page}")
        assert browser.find_element(By.CSS_SELECTOR, "[aria-current=page]").get_attribute("data-page") == page


def test_rows_by_key_and_enter_opens(visit: Opener) -> None:
    browser = visit("shop", "#/services")
    _keys(browser, "j", "j", "k", Keys.ENTER)
    assert browser.current_url.endswith("#/service/billing")
    assert browser.switch_to.active_element.get_attribute("aria-label") == "Service billing"


def test_search_by_key(visit: Opener) -> None:
    browser = visit("shop")
    _keys(browser, "/", "orders", Keys.ENTER)
    assert browser.current_url.endswith("#/table/orders")
    assert browser.find_element(By.ID, "/table/orders").get_attribute("open") == "true"


def test_help_opens_and_closes(visit: Opener) -> None:
    browser = visit("shop")
    _keys(browser, "?")
    assert browser.find_element(By.ID, "help").is_displayed()
    _keys(browser, Keys.ESCAPE)
    assert not browser.find_element(By.ID, "help").is_displayed()


def test_sorting_says_so_and_returns_to_rank(visit: Opener) -> None:
    browser = visit("shop", "#/services")
    head = browser.find_elements(By.CSS_SELECTOR, "[data-grid=services] thead th")[0]
    names = "return [...document.querySelectorAll('[data-grid=services] tbody th')].map(x => x.textContent)"
    ranked = browser.execute_script(names)
    states = []
    for _ in range(3):
        head.find_element(By.TAG_NAME, "button").click()
        states.append((head.get_attribute("aria-sort"), browser.execute_script(names)))
    assert states == [
        ("ascending", sorted(ranked)),
        ("descending", sorted(ranked, reverse=True)),
        ("none", ranked),
    ]


@pytest.mark.parametrize("name", ["shop", "hostile", "large"])
def test_script_draws_rows_as_the_document_does(name: str, visit: Opener, reports: dict[str, Path]) -> None:
    browser = visit(name)
    rows = (
        "return Object.fromEntries([...PLACE.querySelectorAll('.grid tbody')].map("
        "b => [b.closest('.grid').dataset.grid,"
        " b.innerHTML.replace(/\\s*\\n\\s*| aria-rowindex=\"\\d+\"/g, '')]))"
    )
    written = browser.execute_script(
        "const whole = new DOMParser().parseFromString(arguments[0], 'text/html');" + rows.replace("PLACE", "whole"),
        reports[name].read_text(encoding="utf-8"),
    )
    for page in ROUTES:
        _route(browser, f"#{page}")
        browser.execute_script(
            "document.querySelectorAll('.page:not([hidden]) thead th:first-child .sort:enabled')"
            ".forEach(button => { button.click(); button.click(); button.click(); })"
        )
        drawn = browser.execute_script(rows.replace("PLACE", "document.querySelector('.page:not([hidden])')"))
        assert drawn == {grid: written[grid] for grid in drawn}, page


def test_rows_of_hidden_pages_are_not_kept(visit: Opener) -> None:
    browser = visit("medium", "#/data")
    rows = "return [...document.querySelectorAll('.grid tbody tr')].map(row => row.closest('.page').id)"
    assert set(browser.execute_script(rows)) == {"/data"}
    _route(browser, "#/findings")
    assert set(browser.execute_script(rows)) == {"/findings"}
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert {"/data", "/findings", "/services", "/mandate"} <= set(browser.execute_script(rows))
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert set(browser.execute_script(rows)) == {"/findings"}


def test_choice_narrows_findings(visit: Opener) -> None:
    browser = visit("medium", "#/findings")
    browser.execute_script(
        "const s = document.querySelector('[data-grid=findings] select[aria-label=Services]');"
        "s.selectedIndex = 1; s.dispatchEvent(new Event('change'));"
    )
    shown = browser.execute_script(
        "const s = document.querySelector('[data-grid=findings] select[aria-label=Services]');"
        "return [...document.querySelectorAll('[data-grid=findings] tbody tr')]"
        ".map(row => row.children[3].textContent.includes(s.value))"
    )
    assert shown
    assert all(shown)


@pytest.mark.parametrize(
    ("choice", "value", "shown"),
    [("Kind", "transaction", ["transaction"]), ("Status", "accepted", ["direct-access"]), ("Severity", "high", None)],
)
def test_findings_are_chosen_by_kind_status_and_severity(
    choice: str, value: str, shown: list[str] | None, visit: Opener
) -> None:
    browser = visit("shop", "#/findings")
    kinds = browser.execute_script(
        "const s = document.querySelector(`[data-grid=findings] select[aria-label=${arguments[0]}]`);"
        "s.value = arguments[1]; s.dispatchEvent(new Event('change'));"
        "return [...document.querySelectorAll('[data-grid=findings] tbody tr')].map(r => r.children[1].textContent)",
        choice,
        value,
    )
    assert kinds == (shown or ["shared-table", "shared-state", "transaction"])


def test_checks_are_chosen_by_their_verdict(visit: Opener) -> None:
    browser = visit("medium", "#/mandate")
    names = "return [...document.querySelectorAll('[data-grid=mandate] tbody th')].map(x => x.textContent)"
    everyone = browser.execute_script(names)
    chosen = browser.execute_script(
        "const s = document.querySelectorAll('[data-grid=mandate] select')[1];"
        "const values = [...s.options].map(o => o.value); s.value = 'fails'; s.dispatchEvent(new Event('change'));"
        "return values"
    )
    assert chosen == ["", "fails", "passes"]
    assert 0 < len(browser.execute_script(names)) < len(everyone)


def test_a_page_leads_to_the_finding_that_it_tells_of(visit: Opener) -> None:
    browser = visit("shop", "#/transactions")
    browser.find_element(By.CSS_SELECTOR, "[data-grid=transactions] tbody th a").click()
    assert _visible_page(browser) == ["findings"]
    assert browser.switch_to.active_element.get_attribute("id") == "/finding/transaction%3Ashop.shipping.send"


def test_a_finding_opens_its_detail_and_its_remedies(visit: Opener) -> None:
    browser = visit("shop", "#/finding/shared-table%3Aorders")
    row = browser.switch_to.active_element
    assert "Shipping writes one column" not in row.text
    for summary in row.find_elements(By.TAG_NAME, "summary"):
        summary.click()
    assert "catalog 1 read" in row.text
    assert "Shipping writes one column, and two definitions read." in row.text


def test_large_pages_filters_and_reveals(visit: Opener) -> None:
    browser = visit("large", "#/findings")
    grid = "[data-grid=findings] "
    assert _text(browser, grid + ".pager span") == "1\u201325 of 6,200"
    browser.find_element(By.CSS_SELECTOR, grid + ".pager button:last-child").click()
    assert _text(browser, grid + ".pager span") == "26\u201350 of 6,200"
    browser.find_element(By.CSS_SELECTOR, grid + ".bar input").send_keys("ledger_1309")
    assert _text(browser, grid + "output") == "1 of 6,200"
    _route(browser, "#/finding/shared-table%3Aorder_4992")
    assert browser.switch_to.active_element.get_attribute("id") == "/finding/shared-table%3Aorder_4992"


def test_waiting_card_opens_by_deep_link(visit: Opener) -> None:
    browser = visit("large", "#/services")
    waiting = browser.execute_script(
        "return [...document.querySelectorAll('[data-grid=services] tbody a')].map(a => a.getAttribute('href'))"
        ".find(href => !document.getElementById(href.slice(1)))"
    )
    _route(browser, waiting)
    assert browser.switch_to.active_element.get_attribute("id") == waiting.removeprefix("#")
    assert browser.execute_script("return document.querySelectorAll('*').length") < 8_000


def test_budgets_of_the_large_report(visit: Opener, reports: dict[str, Path]) -> None:
    browser = visit("large")
    assert reports["large"].stat().st_size <= 2_500_000
    assert browser.execute_script("return document.querySelectorAll('*').length") < 8_000


def test_hostile_names_are_text(visit: Opener) -> None:
    browser = visit("hostile", "#/services")
    assert "<img src=x onerror=alert(1)>" in _text(browser, "[data-grid=services]")
    _keys(browser, "/", "img")
    assert browser.execute_script("return document.querySelectorAll('img, iframe, object').length") == 0
    assert "<img" in _text(browser, "#hits")
    _keys(browser, Keys.ENTER)
    assert browser.execute_script("return document.querySelectorAll('img').length") == 0


def test_theme_is_kept(visit: Opener) -> None:
    browser = visit("shop")
    background = "return getComputedStyle(document.body).backgroundColor"
    light = browser.execute_script(background)
    browser.find_element(By.ID, "theme").click()
    dark = browser.execute_script(background)
    browser.refresh()
    kept = browser.execute_script(background)
    browser.execute_script("localStorage.clear()")
    assert light != dark == kept


def test_download_gives_the_result(visit: Opener) -> None:
    browser = visit("shop")
    text = browser.execute_async_script(
        "const done = arguments[0]; const keep = URL.createObjectURL;"
        "URL.createObjectURL = blob => { blob.text().then(done); return keep.call(URL, blob); };"
        "HTMLAnchorElement.prototype.click = () => {};"
        "document.getElementById('download').dispatchEvent(new Event('click'));"
    )
    assert text.startswith('{\n"schema_version": 1')


def test_old_browser_is_told(browser: Chrome, reports: dict[str, Path]) -> None:
    script = browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.DecompressionStream"}
    )
    try:
        browser.get(reports["large"].as_uri())
        assert "cannot unpack" in _text(browser, "#banner")
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_prints_all_pages_opened_and_light(visit: Opener) -> None:
    browser = visit("shop")
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert browser.execute_script(
        "return [...document.querySelectorAll('.page')].every(p => p.getBoundingClientRect().height > 0)"
    )
    assert browser.execute_script("return document.querySelectorAll('details:not([open])').length") == 0
    assert browser.execute_script("return getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 33, 36)"
    assert browser.find_element(By.CSS_SELECTOR, ".tools").is_displayed() is False
    pdf = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("name", SHEETS)
def test_the_decision_sheet_is_one_sheet_of_paper(name: str, visit: Opener) -> None:
    browser = visit(name)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert _text(browser, ".strip h1")
    assert _text(browser, "#title-decision") == "Decision sheet"
    browser.execute_script(
        "document.head.append(Object.assign(document.createElement('style'),"
        "{textContent: '.page:not([data-page=decision]), .foot { display: none !important }'}))"
    )
    assert _sheets(browser) == 1
    if name == "shop":
        browser.execute_script(
            "document.querySelector('.decision').insertAdjacentHTML('beforeend', '<h3>x</h3>'.repeat(60))"
        )
        assert _sheets(browser) > 1  # so that the count would tell


def test_the_page_after_the_decision_sheet_begins_a_new_one(visit: Opener) -> None:
    browser = visit("shop")
    browser.execute_script(
        "document.head.append(Object.assign(document.createElement('style'), {textContent:"
        "'.page:not([data-page=decision], [data-page=services]), .foot, [data-page=services] > :not(h2)"
        " { display: none !important }'}))"
    )
    assert _sheets(browser) == 2


def _sheets(browser: Chrome) -> int:
    """Print, and count the sheets of paper, all of which are A4."""
    pdf = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    sizes = re.findall(rb"/MediaBox *\[ *0 0 ([\d.]+) ([\d.]+) *\]", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {A4}
    return len(re.findall(rb"/Type */Page\b", pdf))


@pytest.mark.parametrize("name", ["shop", "medium", "large"])
def test_nothing_is_wider_than_the_paper(name: str, visit: Opener) -> None:
    browser = visit(name)
    width = 695  # A4 less margins of 13 mm, at 96 dots per inch
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_window_never_scrolls_sideways_on_a_tablet(visit: Opener) -> None:
    width = 768
    browser = visit("medium")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    for page in ROUTES:
        _route(browser, f"#{page}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page


def test_targets_are_large_enough(visit: Opener) -> None:
    browser = visit("shop")
    small = browser.execute_script(
        "return [...document.querySelectorAll('button, input, select, nav a, summary')]"
        ".filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])"
        ".filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"
    )
    assert small == []


def test_a_cell_of_the_contracts_opens_the_operations_that_are_called(visit: Opener) -> None:
    browser = visit("shop", "#/contracts")
    browser.find_element(By.CSS_SELECTOR, "[data-grid=promises] td.heat a[href$=shipping]").click()
    assert browser.current_url.endswith("#/contract/billing/from/shipping")
    line = browser.switch_to.active_element
    assert "shipping refund from 1 place, in a loop, in its transaction" in line.text
    line.find_element(By.CSS_SELECTOR, "a[href*=operation]").click()
    row = browser.switch_to.active_element
    assert row.get_attribute("id") == "/contract/billing/operation/refund"
    assert "passes a live ORM object (order): needs a data type" in row.text


def test_a_waiting_contract_opens_by_its_cell(visit: Opener) -> None:
    browser = visit("medium", "#/contracts")
    waiting = browser.execute_script(
        "return [...document.querySelectorAll('[data-grid=promises] td.heat a')].map(a => a.getAttribute('href'))"
        ".find(href => !document.getElementById(href.slice(1)))"
    )
    _route(browser, waiting)
    assert browser.switch_to.active_element.get_attribute("id") == waiting.removeprefix("#")


def test_an_openapi_document_is_given(visit: Opener) -> None:
    browser = visit("shop", "#/contract/billing")
    text = browser.execute_async_script(
        "const done = arguments[0]; const keep = URL.createObjectURL;"
        "URL.createObjectURL = blob => { blob.text().then(text => done([name, text])); return keep.call(URL, blob); };"
        "let name = ''; HTMLAnchorElement.prototype.click = function () { name = this.download; };"
        "document.querySelector('[data-document]').click();"
    )
    written = render(shop(), "openapi")
    assert isinstance(written, dict)
    name = browser.execute_script("return document.querySelector('[data-document]').dataset.document")
    assert text == [name, written[name].decode()]


def test_contracts_are_sorted_by_what_a_consumer_calls(visit: Opener) -> None:
    browser = visit("shop", "#/contracts")
    names = "return [...document.querySelectorAll('[data-grid=promises] tbody th')].map(x => x.textContent)"
    heads = browser.find_elements(By.CSS_SELECTOR, "[data-grid=promises] thead th.across button")
    heads[1].click()
    assert browser.execute_script(names) == ["billing", "shipping"]
    heads[0].click()
    assert browser.execute_script(names) == ["shipping", "billing"]
