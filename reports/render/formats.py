"""Which output formats are there, and what does each make of a result?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.errors import ReportError
from reports.render.options import RenderOptions

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis

Content = bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """An output format; a folder format renders to relative file names with their content."""

    name: str
    description: str
    is_folder: bool
    render: Callable[[Analysis, RenderOptions], Content]


def render(analysis: Analysis, format_name: str, options: RenderOptions | None = None) -> Content:
    """Render the result as the content of one file, or of a folder by relative file name.

    Raises ReportError for an unknown format.
    """
    if format_name not in FORMATS:
        raise ReportError(f"there is no output format {format_name!r}; choose one of {', '.join(FORMATS)}")
    make = FORMATS[format_name].render
    chosen = options or RenderOptions()
    try:
        return make(analysis, chosen)
    except UnicodeEncodeError:  # rare, so that looking for it beforehand would cost more than starting again
        from reports.render.spelling import spell_out

        return make(spell_out(analysis), chosen)


def _html(analysis: Analysis, options: RenderOptions) -> Content:
    from reports.render.html import render_html

    return render_html(analysis, options)


def _json(analysis: Analysis, _options: RenderOptions) -> Content:
    from reports.render.as_json import write_json

    return write_json(analysis)


def _csv(analysis: Analysis, _options: RenderOptions) -> Content:
    from reports.render.as_csv import write_csv

    return write_csv(analysis)


def _openapi(analysis: Analysis, _options: RenderOptions) -> Content:
    from reports.render.openapi import write_openapi

    return write_openapi(analysis)


def _asyncapi(analysis: Analysis, _options: RenderOptions) -> Content:
    from reports.render.asyncapi import write_asyncapi

    return write_asyncapi(analysis)


def _portal(analysis: Analysis, options: RenderOptions) -> Content:
    from reports.render.portal import write_portal

    return write_portal(analysis, options)


def _boundaries(analysis: Analysis, _options: RenderOptions) -> Content:
    from reports.render.boundaries import write_boundaries

    return write_boundaries(analysis)


def _summary(analysis: Analysis, options: RenderOptions) -> Content:
    from reports.render.summary import write_summary

    return write_summary(analysis, options)


def _adr(analysis: Analysis, options: RenderOptions) -> Content:
    from reports.render.adr import write_adr

    return write_adr(analysis, options)


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("html", "the report for the review meeting, one file", is_folder=False, render=_html),
        Format("json", "the whole result, to be rendered again by `seamline report`", is_folder=False, render=_json),
        Format("md", "a summary in Markdown, for a comment or a wiki", is_folder=False, render=_summary),
        Format("csv", "a folder with one table per kind of fact", is_folder=True, render=_csv),
        Format("openapi", "a folder with an OpenAPI 3.1 file per service", is_folder=True, render=_openapi),
        Format(
            "asyncapi",
            "a folder with an AsyncAPI 3 file per service that has messages",
            is_folder=True,
            render=_asyncapi,
        ),
        Format("portal", "a folder with a Markdown page per service, and an index", is_folder=True, render=_portal),
        Format(
            "boundaries",
            "a folder with import-linter and tach configuration that keeps the services apart from today on",
            is_folder=True,
            render=_boundaries,
        ),
        Format("adr", "a folder with decision records: the verdict, and each step", is_folder=True, render=_adr),
    )
}
