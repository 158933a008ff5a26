"""How is a service or a table named, so that its name leads to its card?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from reports.render.links import route


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What parts refer to: which services, tables, contracts and groups can be opened, snippets, the form of links."""

    services: frozenset[str]
    tables: frozenset[str]
    snippets: Mapping[str, str]
    source_url: str
    contracts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


def service_html(name: str, around: Surroundings) -> Markup:
    """Name a service, as a link to its card if it has one."""
    if name in around.services:
        return Markup('<a href="#{}">{}</a>').format(route("service", name), name)
    return escape(name)


def group_html(name: str, around: Surroundings) -> Markup:
    """Name a group of services, as a link to its map if it has one."""
    if name in around.groups:
        return Markup('<a href="#{}">{}</a>').format(route("group", name), name)
    return escape(name)


def table_html(name: str, around: Surroundings, shown: Markup | None = None) -> Markup:
    """Name a table, as a link to its card if it has one; ``shown`` is the name with the places where it may break."""
    code = Markup("<code>{}</code>").format(name if shown is None else shown)
    return Markup('<a href="#{}">{}</a>').format(route("table", name), code) if name in around.tables else code
