"""How does a claim point at its evidence, and how does one part of the report link to another?"""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup, escape

from reports.errors import ReportError


def check_source_url(template: str) -> None:
    """Raise ReportError unless the template is empty or names the file."""
    if template and "{path}" not in template:
        raise ReportError(
            f"the source URL {template!r} does not say where the file goes; "
            "write {path} and {line} in it, as in https://git.example/shop/blob/main/{path}#L{line}"
        )


def route(*parts: str) -> str:
    """Give the id of a part of the report, which is also the fragment of its deep link."""
    return "".join("/" + quote(part, safe="", errors="backslashreplace") for part in parts)


def finding_html(identifier: str, text: str) -> Markup:
    """Name a finding, as a link to its row."""
    return Markup('<a href="#{}">{}</a>').format(route("finding", identifier), text)


def contract_html(text: str, provider: str, *within: str) -> Markup:
    """Lead to a contract, or to a part of it; text alone where the report does not tell it."""
    return (
        Markup('<a href="#{}">{}</a>').format(route("contract", provider, *within), text) if provider else escape(text)
    )


def place_html(place: str, template: str) -> Markup:
    """Draw ``path:line``, as a link if there is a template; line 0 means the file as a whole and is not shown."""
    path, _, line = place.rpartition(":")
    text = path if line == "0" else place
    if not template:
        return Markup('<span class="at">{}</span>').format(text)
    url = template.replace("{path}", quote(path, errors="backslashreplace")).replace(
        "{line}", line if line != "0" else "1"
    )
    return Markup('<a class="at" href="{}">{}</a>').format(url, text)
