"""How do the contracts become Markdown pages in the way of a developer portal, one per service, and an index?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analyzer.model.analysis import Analysis
from analyzer.model.shapes import Shape, ShapeKind
from reports.render.contract_evidence import crosses
from reports.render.contract_names import component_keys, file_names
from reports.render.links import check_source_url
from reports.render.markdown import Written, code, escaped
from reports.render.markdown_templates import ROWS_SHOWN, markdown_file, markdown_templates
from reports.render.options import RenderOptions
from reports.render.portal_operations import Sections, asked_by_key, remark
from reports.views.portal import service_pages

OPERATIONS_SHOWN = 500
"""Rows of a table of operations; the CSV files hold them all."""


def write_portal(analysis: Analysis, options: RenderOptions) -> dict[str, bytes]:
    """Render ``index.md`` and a page per service."""
    check_source_url(options.source_url)
    names = file_names(one.service for one in analysis.contracts)
    pages = service_pages(analysis)
    templates = markdown_templates(options.source_url)
    templates.tests.update(crossing=crosses, asked_by_key=asked_by_key)
    templates.filters.update(remark=remark)
    index = templates.get_template("portal_index.md.j2").render(
        project=analysis.project.name, pages=pages, files=names, version=analysis.version
    )
    files = {"index.md": index}
    page_template = templates.get_template("portal_service.md.j2")
    for page in pages:
        keys = component_keys(one.definition for one in page.contract.types)
        sections = Sections(one for _, operations in page.groups for one in operations)
        files[f"{names[page.contract.service]}.md"] = page_template.render(
            page=page,
            contract=page.contract,
            file=names[page.contract.service],
            files=names,
            keys=keys,
            mark=_mark,
            rows=ROWS_SHOWN,
            most=OPERATIONS_SHOWN,
            section=sections.of,
            left_out=sections.left_out,
            headed=sections.headed,
            typed=partial(shape_text, keys=keys),
        )
    return {name: markdown_file(text) for name, text in files.items()}


def shape_text(shape: Shape, keys: Mapping[str, str]) -> Written:
    """Say a shape in words; a data type leads to where the page describes it, under its key in the OpenAPI file."""
    inner = [shape_text(one, keys) for one in shape.of]
    kind = shape.kind
    if kind is ShapeKind.UNKNOWN:
        return Written("*not known*")
    if kind is ShapeKind.DATA:
        key = keys.get(shape.name, "")
        last = code(key or shape.name.rpartition(".")[2] or "data")
        return Written(f"[{last}](#{_mark(key)})" if key else last)
    if kind is ShapeKind.LIVE:
        return Written(f"a live {escaped(shape.name or 'object')}")
    if kind is ShapeKind.ARRAY:
        return Written(f"list of {inner[0] if inner else '*not known*'}")
    if kind is ShapeKind.MAP:
        return Written(f"map of {inner[0] if inner else '*not known*'}")
    if kind is ShapeKind.TUPLE:
        return Written(f"({', '.join(inner)})")
    if kind is ShapeKind.UNION:
        return Written(" or ".join(dict.fromkeys(inner)) or "*not known*")
    if kind is ShapeKind.CONSTANTS:
        return Written("one of " + ", ".join(map(code, shape.values)) if shape.values else "*not known*")
    return escaped(f"{kind.value} ({shape.format})" if shape.format else kind.value)


def _mark(key: str) -> str:
    """Where the page describes a data type."""
    return f"type-{key.lower().replace('_', '-')}"
