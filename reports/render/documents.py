"""Which OpenAPI documents does the report carry along for download?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from markupsafe import Markup

from analyzer.model.analysis import Analysis
from reports.render.contract_names import file_names
from reports.render.openapi import document, encoded
from reports.render.payload import is_small, packed

MOST_OF_SMALL, MOST_OF_LARGE = 2_000_000, 100_000
"""Bytes of documents that a report carries, before they are packed to about a twentieth."""

Documents = Mapping[str, tuple[str, bytes]]


def carried(analysis: Analysis, services: Iterable[str]) -> Documents:
    """Give the documents of the first services, each with its file name; the same bytes as ``--output openapi=DIR``."""
    room = MOST_OF_SMALL if is_small(analysis) else MOST_OF_LARGE
    names = file_names(one.service for one in analysis.contracts)
    contracts = {one.service: one for one in analysis.contracts}
    made: dict[str, tuple[str, bytes]] = {}
    for service in services:
        text = encoded(document(contracts[service]))
        room -= len(text)
        if room < 0:
            break
        made[service] = (f"{names[service]}.openapi.json", text)
    return made


def documents_script(documents: Documents) -> Markup:
    """Carry the documents, if there are any, by their file names."""
    if not documents:
        return Markup("")
    texts = {name: text.decode() for name, text in documents.values()}
    return packed("documents", msgspec.json.encode(texts, order="sorted"))
