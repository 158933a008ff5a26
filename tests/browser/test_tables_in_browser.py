"""Is every table of every page sorted by every column, filtered and chosen from, and back as it was?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from driving import ROUTES, turn_to
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser
Opener = Callable[..., Chrome]
SORTED = """
const page = document.querySelector('.page:not([hidden])'), wrong = [];
for (const grid of page.querySelectorAll('.grid')) {
  const body = grid.querySelector('tbody'), heads = [...grid.querySelectorAll('thead th')];
  const text = () => [...body.rows].map(row => row.innerHTML);
  const before = text().join();
  const one = heads.findIndex(head => head.querySelector('button:disabled'));
  if (one >= 0 || text().length < 2) continue;
  heads.forEach((head, column) => {
    const where = `${grid.dataset.grid} by ${head.textContent}`;
    const states = [], orders = [];
    for (let turn = 0; turn < 3; turn += 1) {
      head.querySelector('button').click();
      states.push(head.getAttribute('aria-sort'));
      orders.push(text());
    }
    if (states[2] !== 'none' || new Set(states).size !== 3) wrong.push(`${where}: ${states}`);
    if (orders[2].join() !== before) wrong.push(`${where}: not back`);
    const cells = rows => rows.map(row => {
      const holder = document.createElement('table');
      holder.innerHTML = `<tr>${row}</tr>`;
      return holder.rows[0].cells[column].textContent.replace(' \u21bb', '');
    });
    const whole = orders[0].length === orders[1].length && !grid.querySelector('.pager');
    if (!whole) return;
    const [up, down] = [cells(orders[0]), cells(orders[1]).reverse()];
    if (up.join('\\n') !== down.join('\\n')) wrong.push(`${where}: one order is not the other turned round`);
    const numbers = up.map(value => parseFloat(value.replaceAll(',', '')));
    const plain = head.matches('.number, .share') && numbers.every(value => !Number.isNaN(value));
    if (plain && numbers.some((value, at) => at && value > numbers[at - 1])) wrong.push(`${where}: ${up}`);
    const others = heads.filter(other => other !== head && other.getAttribute('aria-sort') !== 'none');
    if (others.length) wrong.push(`${where}: two are said to be sorted`);
  });
}
return wrong;
"""
FILTERED = """
const page = document.querySelector('.page:not([hidden])'), wrong = [];
let seen = 0;
for (const grid of page.querySelectorAll('.grid')) {
  const field = grid.querySelector('.bar input');
  if (!field) continue;
  const body = grid.querySelector('tbody'), before = body.innerHTML;
  const type = text => { field.value = text; field.dispatchEvent(new Event('input')); };
  const word = body.rows[body.rows.length - 1].querySelector('th').textContent;
  type(word.toUpperCase());
  const kept = [...body.rows];
  seen += 1;
  if (!kept.length || !kept.some(row => row.querySelector('th')?.textContent === word)) {
    wrong.push(`${grid.dataset.grid}: ${word} is lost`);
  }
  type('no such words at all');
  const none = body.rows.length === 1 && body.textContent.includes('No row fits');
  if (!none) wrong.push(`${grid.dataset.grid}: not empty`);
  type('');
  if (body.innerHTML !== before) wrong.push(`${grid.dataset.grid}: not back`);
  for (const select of grid.querySelectorAll('.bar select')) {
    let rows = 0;
    for (const option of [...select.options].slice(1)) {
      select.value = option.value;
      select.dispatchEvent(new Event('change'));
      if (body.textContent.includes('No row fits')) wrong.push(`${grid.dataset.grid}: nobody has ${option.value}`);
      rows += body.rows.length;
    }
    select.value = '';
    select.dispatchEvent(new Event('change'));
    if (body.innerHTML !== before) wrong.push(`${grid.dataset.grid}: not back from ${select.ariaLabel}`);
    if (rows < body.rows.length) wrong.push(`${grid.dataset.grid}: ${select.ariaLabel} loses rows`);
  }
}
return [seen, wrong];
"""


@pytest.mark.parametrize("name", ["shop", "ridehailing", "markup"])
def test_every_column_sorts_both_ways_and_back(name: str, visit: Opener) -> None:
    browser = visit(name)
    for page in ROUTES:
        turn_to(browser, page)
        assert browser.execute_script(SORTED) == [], page


@pytest.mark.parametrize("name", ["ridehailing", "medium"])
def test_every_filter_and_choice_narrows_and_lets_go(name: str, visit: Opener) -> None:
    browser = visit(name)
    filtered = 0
    for page in ROUTES:
        turn_to(browser, page)
        seen, wrong = browser.execute_script(FILTERED)
        assert wrong == [], page
        filtered += seen
    assert filtered >= 5
