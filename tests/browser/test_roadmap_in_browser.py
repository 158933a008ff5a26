"""Can the roadmap be read, opened, narrowed, linked to and printed in a browser?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]


def test_a_step_of_the_chart_leads_to_its_card(visit: Opener) -> None:
    browser = visit("shop", "#/roadmap")
    browser.find_element(By.LINK_TEXT, "2. Extract shipping").click()
    assert browser.current_url.endswith("#/step/2")
    assert browser.switch_to.active_element.get_attribute("aria-label") == "Step 2: Extract shipping"


def test_a_deep_link_opens_the_page_of_the_step(visit: Opener) -> None:
    browser = visit("shop", "#/step/2")
    assert browser.find_element(By.ID, "/roadmap").is_displayed()
    assert not browser.find_element(By.ID, "/services").is_displayed()


def test_the_data_step_is_open_and_the_other_work_opens_by_key(visit: Opener) -> None:
    browser = visit("shop", "#/step/2")
    card = browser.find_element(By.ID, "/step/2")
    groups = card.find_elements(By.CSS_SELECTOR, "details.work")
    assert [group.get_attribute("open") for group in groups] == ["true", None]
    assert "take its writes to orders out of the transaction" in card.text
    assert "start it as a process of its own" not in card.text
    browser.execute_script("arguments[0].focus()", groups[1].find_element(By.TAG_NAME, "summary"))
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert "start it as a process of its own" in card.text


def test_readiness_narrows_to_who_is_ready(visit: Opener) -> None:
    browser = visit("medium", "#/roadmap")
    kept = browser.execute_script(
        "const s = document.querySelector('[data-grid=readiness] select[aria-label=Ready]');"
        "s.value = 'ready'; s.dispatchEvent(new Event('change'));"
        "return [...document.querySelectorAll('[data-grid=readiness] tbody td:nth-child(2)')].map(c => c.textContent)"
    )
    assert kept == ["ready"] * 4


def test_steps_read_without_script(visit: Opener) -> None:
    browser = visit("shop", script=False)
    page = browser.find_element(By.ID, "/roadmap").text
    for word in ("Extract shipping", "9–28", "table orders", "step 1", "roadmap.csv"):
        assert word in page


def test_bars_are_as_long_as_their_share(visit: Opener) -> None:
    browser = visit("shop", "#/roadmap")
    bars = browser.execute_script(
        "return [...document.querySelectorAll('.course tr:nth-child(3) i')].map(i => i.style.getPropertyValue('--v'))"
    )
    assert bars == ["67%", "50%", "100%", "67%", "100%", "100%", "67%", "1%"]


@pytest.mark.parametrize("name", ["ridehailing", "large"])
def test_the_days_of_each_item_stay_inside_its_card(name: str, visit: Opener) -> None:
    browser = visit(name, "#/roadmap")
    days, outside = browser.execute_script(
        "document.querySelectorAll('.step details').forEach((one) => { one.open = true; });"
        "const range = document.createRange();"
        "const right = (one) => (range.selectNodeContents(one), range.getBoundingClientRect().right);"
        "const days = [...document.querySelectorAll('.step .tasks .num')].filter((one) => one.offsetWidth);"
        "const inner = (one) => one.closest('.tasks').getBoundingClientRect().right + 1;"
        "return [days.length, days.filter((one) => right(one) > inner(one)).map((one) => one.textContent)];"
    )
    assert days > 10
    assert outside == []
