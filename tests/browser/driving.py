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
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    return list(browser.execute_async_script(_AXE, rules))


def said(browser: Chrome) -> list[str]:
    """Return what the console says since it was last asked."""
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
