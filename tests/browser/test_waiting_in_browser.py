"""Is what waits in the data the same as what stands in the document: cards, their diagrams, rows beyond the first?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from large import hostile, large
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from analyzer.model.analysis import Analysis
from reports.render import html
from reports.render.formats import render
from reports.render.options import RenderOptions

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
LINKED = RenderOptions(source_url="https://git.example/{path}#L{line}")
CARDS = "[...PLACE.querySelectorAll('.card')].map(card => [card.id, card.outerHTML])"


def _medium() -> Analysis:
    return large(services=20, tables=200, modules=500, calls=2_000)


def _keys(browser: Chrome, *keys: str) -> None:
    ActionChains(browser).send_keys(*keys).perform()


def _search(browser: Chrome, text: str) -> list[list[str]]:
    _keys(browser, "/", text)
    found = browser.execute_script(
        "return [...document.querySelectorAll('#hits li')]"
        ".map(hit => [hit.firstChild.textContent, hit.lastChild.textContent])"
    )
    return list(found)


@pytest.mark.parametrize(
    ("make", "options"), [(_medium, RenderOptions()), (hostile, RenderOptions()), (hostile, LINKED)]
)
def test_a_waiting_card_is_the_same_as_in_the_document(
    make: Callable[[], Analysis],
    options: RenderOptions,
    browser: Chrome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = []
    for room in (1, 1_000_000):
        monkeypatch.setattr(html, "PAGES", tuple(dataclasses.replace(page, nodes=room) for page in html.PAGES))
        content = render(make(), "html", options)
        assert isinstance(content, bytes)
        texts.append(content)
    (tmp_path / "waiting.html").write_bytes(texts[0])
    browser.get((tmp_path / "waiting.html").as_uri() + "#/services")
    written, drawn = browser.execute_async_script(
        "const [text, done] = arguments;"
        "const whole = new DOMParser().parseFromString(text, 'text/html');"
        f"const written = {CARDS.replace('PLACE', 'whole')};"
        "const kinds = Map.groupBy(written, ([id]) => id.split('/')[1]);"
        "const chosen = [...kinds.values()].flatMap(all => [...new Set([...all.slice(0, 5), ...all.slice(-3)])]);"
        "const drawn = {};"
        "const turn = () => new Promise(then => addEventListener('hashchange', () => then(), {once: true}));"
        "(async () => {"
        "  while (!document.documentElement.classList.contains('ready')) await new Promise(r => setTimeout(r, 20));"
        "  for (const [id] of chosen) {"
        "    const turned = turn(); location.hash = id; await turned;"
        "    const card = document.getElementById(id); card.open = false;"
        "    drawn[id] = card.outerHTML.replaceAll(' open=\"\"', '').replace(' alone\"', '\"'); card.open = true;"
        "  }"
        "  done([Object.fromEntries(chosen), drawn]);"
        "})();",
        texts[1].decode(),
    )
    assert any("<svg" in card for card in drawn.values())
    assert drawn == {name: card.replace(' open=""', "") for name, card in written.items()}


def test_keys_go_beyond_the_rows_that_are_there(visit: Opener) -> None:
    browser = visit("medium", "#/findings")
    row = "return document.activeElement.getAttribute('aria-rowindex')"
    pager = "[data-grid=findings] .pager span"
    browser.execute_script("document.querySelector('[data-grid=findings] tbody').lastElementChild.tabIndex = -1")
    browser.execute_script("document.querySelector('[data-grid=findings] tbody').lastElementChild.focus()")
    assert browser.execute_script(row) == "26"
    _keys(browser, "j")
    assert browser.execute_script(row) == "27"
    assert browser.find_element(By.CSS_SELECTOR, pager).text.startswith("26\u201350 of")
    _keys(browser, "k")
    assert browser.execute_script(row) == "26"
    table = browser.find_element(By.CSS_SELECTOR, "[data-grid=findings] table")
    assert table.get_attribute("aria-rowcount") == "1401"


FOUND = [
    ("findings", "page", "Findings", "#/findings"),
    ("order_4992", "finding", "shared-table:order_4992", "#/finding/shared-table%3Aorder_4992"),
    ("part_19641", "module", "app.card.route.part_19641", "#/service/"),
    ("certainty", "term", "certainty", "#/unseen"),
    ("shared kernel", "part", "Shared kernel", "#/services"),
    ("app/old/m1999", "file", "app/old/m1999.py", "#/unseen"),
]


def test_search_finds_what_any_page_holds(visit: Opener) -> None:
    browser = visit("large")
    for wanted, kind, name, where in FOUND:
        browser.execute_script("document.activeElement.blur()")
        browser.find_element(By.ID, "search").clear()
        hits = _search(browser, wanted)
        assert [kind, name] in hits
        for _ in range(hits.index([kind, name])):
            _keys(browser, Keys.ARROW_DOWN)
        _keys(browser, Keys.ENTER)
        assert where in browser.current_url
        assert browser.execute_script("return document.activeElement !== document.body"), wanted


def test_the_filter_looks_at_words_alone(visit: Opener) -> None:
    browser = visit("medium", "#/findings")
    filtered = browser.find_element(By.CSS_SELECTOR, "[data-grid=findings] .bar input")
    status = "[data-grid=findings] output"
    filtered.send_keys("merge services")
    assert browser.find_element(By.CSS_SELECTOR, status).text.endswith(" of 1,400")
    filtered.clear()
    filtered.send_keys("bmerge")
    assert browser.find_element(By.CSS_SELECTOR, status).text == "0 of 1,400"
