"""How do tests press keys, turn pages and ask axe-core?"""

from __future__ import annotations

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains

from reports.render.pages import PAGES

ROUTES = [f"#/{page.key}" for page in reversed(PAGES)]
_AXE = (
    "const [rules, done] = arguments;"
    "const wanted = rules.length ? {runOnly: {type: 'rule', values: rules}} : {};"
    "const lean = {resultTypes: ['violations'], selectors: false, iframes: false, preload: false};"
    "axe.run(document, {...wanted, ...lean}).then(r => done(r.violations.map("
    "v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html + ' ' + n.failureSummary).join(' | '))));"
)
# the contrast of a text is that of any other with the same styles on the same page: the first and the last of each tell
_EACH_LOOK = (
    "axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]});"
    "const known = new Map(), looks = new Map();"
    "const drawn = ({color, fill, backgroundColor, backgroundImage, opacity, fontSize, fontWeight}) =>"
    "  [color, fill, backgroundColor, backgroundImage, opacity, fontSize, fontWeight];"
    "const look = one => {"
    "  if (one && !known.has(one)) known.set(one, [look(one.parentElement), one.localName, one.getAttribute('class'),"
    "    one.dataset.page, ...drawn(getComputedStyle(one))].join(' '));"
    "  return known.get(one);"
    "};"
    "for (const one of document.querySelectorAll('body *')) {"
    "  one.removeAttribute('data-look');"
    "  if (![...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;"
    "  looks.set(look(one), [(looks.get(look(one)) ?? [one])[0], one]);"
    "}"
    "[...looks.values()].flat().forEach(one => one.setAttribute('data-look', ''));"
)


def press(browser: Chrome, *keys: str) -> None:
    """Press keys one after the other, whatever has the focus."""
    ActionChains(browser).send_keys(*keys).perform()


def turn_to(browser: Chrome, fragment: str) -> None:
    """Follow a link of the report and wait until it has been followed."""
    browser.execute_async_script(
        "if (location.hash === arguments[0]) return arguments[1]();"
        "addEventListener('hashchange', () => arguments[1](), {once: true}); location.hash = arguments[0];",
        fragment,
    )


def emulate(browser: Chrome, media: str = "", scheme: str = "light") -> None:
    """Let the browser be a printer, or prefer the light or the dark."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def resize(browser: Chrome, width: int) -> None:
    """Make the window as wide as that."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def all_of(browser: Chrome, selector: str, attribute: str) -> list[str]:
    """Ask once for an attribute of all elements, script or not."""
    asked = "return [...document.querySelectorAll(arguments[0])].map(one => one.getAttribute(arguments[1]))"
    return list(browser.execute_script(asked, selector, attribute))


def violations(browser: Chrome, axe: str, *rules: str) -> list[str]:
    """Say what axe-core finds in the document as it is; without names of rules, by all of its rules."""
    if not browser.execute_script("return 'axe' in window"):
        browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    if not rules or "color-contrast" in rules:
        browser.execute_script(_EACH_LOOK)
    return list(browser.execute_async_script(_AXE, rules))


def said(browser: Chrome) -> list[str]:
    """Return what the console says since it was last asked."""
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
