"""Do the maps open groups and services: by mouse, by key, by deep link, and back; without script and on paper?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
GROUP = "#/group/order%20order%200"
SEEN = (
    "return [...document.querySelectorAll('.level')].filter(level => level.offsetParent)"
    ".map(level => level.getAttribute('aria-label') ?? 'all')"
)
FOCUSED = "return document.activeElement.getAttribute('aria-label')"


def _turned(browser: Chrome, act: str) -> None:
    """Do something that changes the deep link, and wait until it has."""
    browser.execute_async_script(
        f"addEventListener('hashchange', () => setTimeout(arguments[0]), {{once: true}}); {act}"
    )


def test_a_box_opens_its_group_and_back_leads_back(visit: Opener) -> None:
    browser = visit("medium", "#/services")
    assert browser.execute_script(SEEN) == ["all"]
    browser.find_element(By.CSS_SELECTOR, f".level a.group[href='{GROUP}']").click()
    assert browser.current_url.endswith(GROUP)
    assert browser.execute_script(SEEN) == ["Group order order 0"]
    assert browser.execute_script(FOCUSED) == "Group order order 0"
    _turned(browser, "history.back();")
    assert browser.execute_script(SEEN) == ["all"]


def test_a_box_of_a_group_opens_the_card_alone_and_back_is_the_group(visit: Opener) -> None:
    browser = visit("medium", GROUP)
    box = browser.find_element(By.CSS_SELECTOR, f"[id='{GROUP[1:]}'] a.service")
    link = box.get_dom_attribute("href")
    box.click()
    assert browser.current_url.endswith(str(link))
    assert browser.execute_script("return document.activeElement.id") == str(link)[1:]
    assert browser.execute_script(SEEN) == []
    browser.back()
    assert browser.execute_script(SEEN) == ["Group order order 0"]


def test_a_deep_link_opens_a_group_and_its_way_out_all(visit: Opener) -> None:
    browser = visit("medium", GROUP)
    assert browser.execute_script(SEEN) == ["Group order order 0"]
    browser.find_element(By.CSS_SELECTOR, f"[id='{GROUP[1:]}'] a[href='#/services']").click()
    assert browser.execute_script(SEEN) == ["all"]


def test_boxes_are_reached_and_opened_by_key(visit: Opener) -> None:
    browser = visit("medium", "#/services")
    browser.execute_script("document.querySelector('.level .scroll').focus()")
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.execute_script("return document.activeElement.getAttribute('class')") == "group"
    width = "return getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth"
    assert browser.execute_script(width) == "2.5px"
    target = browser.execute_script("return document.activeElement.getAttribute('href')")
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    assert browser.current_url.endswith(target)
    assert len(browser.execute_script(SEEN)) == 1


def test_a_row_and_the_search_open_a_group(visit: Opener) -> None:
    browser = visit("medium", "#/services")
    ActionChains(browser).send_keys("j", Keys.ENTER).perform()
    assert "#/group/" in browser.current_url
    ActionChains(browser).send_keys("/", "order order 0").perform()
    hits = browser.find_elements(By.CSS_SELECTOR, "#hits li")
    assert "group" in [hit.text.split("\n")[0].split(" ")[0] for hit in hits]


def test_without_script_all_groups_stand_below_each_other(visit: Opener) -> None:
    browser = visit("medium", "#/services", script=False)
    levels = browser.find_elements(By.CSS_SELECTOR, ".level")
    assert len(levels) == 8
    assert all(level.is_displayed() for level in levels)
    targets = {link.get_dom_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, ".diagram a.group")}
    ids = {level.get_dom_attribute("id") for level in levels}
    assert targets
    assert {str(target)[1:] for target in targets} <= ids


def test_paper_shows_all_groups(visit: Opener) -> None:
    browser = visit("medium", GROUP)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    drawn = "return document.querySelectorAll('.level svg').length"
    assert browser.execute_script(drawn) == 1
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert len(browser.execute_script(SEEN)) == 8
    assert browser.execute_script(drawn) == 8
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert browser.execute_script(drawn) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_map_of_a_group(scheme: str, visit: Opener, axe: str) -> None:
    browser = visit("medium", GROUP)
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = browser.execute_async_script(
        "axe.run('.level:not([hidden])', {resultTypes: ['violations']})"
        ".then(result => arguments[0](result.violations.map(one => one.id + ': ' + one.nodes[0].html)));"
    )
    assert found == []
