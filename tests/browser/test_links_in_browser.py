"""Does every link lead to what it names, loaded anew or followed, with the script and without?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import all_of
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from reports.render.pages import PAGES

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
MOST = 6  # of each kind
KINDS = {page.key: page.card_kind for page in PAGES} | {"findings": "finding"}
FOLLOWED = (
    "const [most, done] = arguments;"
    "const shown = () => document.querySelectorAll('.page').forEach(page => { page.hidden = false; });"
    "shown(); dispatchEvent(new Event('beforeprint'));"
    'const links = [...new Set([...document.querySelectorAll(\'main a[href^="#"], .strip a[href^="#"]\')]'
    ".map(link => link.getAttribute('href')))];"
    "const kind = href => href.split('/').length > 2 ? href.split('/')[1] : 'page';"
    "const chosen = [...Map.groupBy(links, kind).values()].flatMap(alike => "
    "alike.filter((_, place) => place % Math.ceil(alike.length / most) === 0));"
    "const turn = href => location.hash === href ? Promise.resolve() : new Promise(then => {"
    "  addEventListener('hashchange', () => then(), {once: true}); location.hash = href; });"
    "(async () => {"
    "  const wrong = [], kinds = new Set();"
    "  for (const href of chosen) {"
    "    await turn(href);"
    "    const target = document.getElementById(location.hash.slice(1)) ?? document.getElementById(href.slice(1));"
    "    const pages = document.querySelectorAll('.page:not([hidden])');"
    "    const focus = document.activeElement;"
    "    const has = target && (target.contains(focus) || focus === target);"
    "    if (!has || !target.getClientRects().length || pages.length !== 1) wrong.push(href);"
    "    kinds.add(kind(href));"
    "  }"
    "  done([links.length, [...kinds].sort(), wrong]);"
    "})();"
)


@pytest.mark.parametrize("name", ["shop", "ridehailing", "redacted", "hostile", "texts", "medium"])
def test_every_link_leads_to_what_it_names(name: str, visit: Opener) -> None:
    browser = visit(name)
    number, kinds, wrong = browser.execute_async_script(FOLLOWED, MOST)
    assert wrong == []
    assert number >= 20
    if name == "shop":
        assert kinds == [
            "contract",
            "data",
            "finding",
            "findings",
            "page",
            "risks",
            "service",
            "step",
            "table",
            "unseen",
        ]


@pytest.mark.parametrize(
    ("fragment", "page", "words"),
    [
        ("#/risks", "risks", "Runtime risks"),
        ("#/risks/loops", "risks", "Calls in loops"),
        ("#/service/shipping", "services", "shipping"),
        ("#/table/orders", "data", "orders"),
        ("#/contract/billing", "contracts", "billing"),
        ("#/contract/billing/from/shipping", "contracts", "shipping refund"),
        ("#/contract/billing/operation/refund", "contracts", "refund"),
        ("#/step/2", "roadmap", "Extract shipping"),
        ("#/finding/shared-table%3Aorders", "findings", "orders"),
        ("#/no-such/thing", "decision", ""),
        ("#/service/%E0%A4%A", "services", ""),
    ],
)
def test_a_deep_link_opens_where_it_leads(fragment: str, page: str, words: str, visit: Opener) -> None:
    browser = visit("shop", fragment)
    shown = browser.find_elements(By.CSS_SELECTOR, ".page:not([hidden])")
    assert [one.get_attribute("data-page") for one in shown] == [page]
    if words:
        target = browser.find_element(By.ID, fragment.removeprefix("#"))
        assert words in target.text
        assert browser.execute_script(
            "const box = arguments[0].getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0", target
        )


@pytest.mark.parametrize("name", ["shop", "ridehailing", "one service", "no tables", "empty", "markup", "large"])
def test_the_decision_reads_and_leads_on_without_script(name: str, visit: Opener) -> None:
    browser = visit(name, script=False)
    assert browser.find_element(By.CSS_SELECTOR, ".tools").is_displayed() is False
    sheet = browser.find_element(By.ID, "/decision")
    assert len(sheet.text) > 100
    ids = set(all_of(browser, ".page, .page [id]", "id"))
    links = all_of(browser, "[id='/decision'] a[href^='#']", "href")
    pages = all_of(browser, "nav.pages a", "href")
    assert {link.removeprefix("#") for link in pages} <= ids
    waiting = browser.find_elements(By.CSS_SELECTOR, ".page:has(> .waiting), .page:has(> * > .waiting)")
    kinds = {"finding"} | {
        KINDS.get(str(one.get_attribute("data-page"))) for one in waiting
    }  # whose page says where else they stand
    missing = {link.removeprefix("#") for link in links} - ids
    assert {link.split("/")[1] for link in missing} <= kinds
    assert name in {"ridehailing", "large"} or not missing
