"""The finished sheet for the printer and for the browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TextIO

from wordprocessor import layout, spelling

if TYPE_CHECKING:
    from wordprocessor.paper import Run
    from wordprocessor.sheet import Sheet

FORM_FEED = "\f"


def as_text(sheet: Sheet, width: int = layout.WIDTH) -> str:
    pages = layout.paginate(sheet, width)
    return f"\n{FORM_FEED}".join("\n".join(page) for page in pages) + "\n"


def write_html(sheet: Sheet, out: TextIO) -> None:
    open_paragraph = None
    tag = ""
    for paragraph, run in sheet.walk():
        if paragraph is not open_paragraph:
            out.write(f"</{tag}>\n" if tag else "")
            tag = layout.style_of(paragraph).tag
            out.write(f"<{tag}>")
            open_paragraph = paragraph
        out.write(_marked(run))
    out.write(f"</{tag}>\n" if tag else "")


def _marked(run: Run) -> str:
    """The text of a run; a misspelled word shows what it may mean."""
    done, parts = 0, []
    for mark in run.marks:
        hints = ", ".join(spelling.suggest(mark.note))
        parts.append(escape(run.text[done : mark.start]))
        parts.append(f'<u title="{escape(hints)}">{escape(run.text[mark.start : mark.end])}</u>')
        done = mark.end
    return "".join(parts) + escape(run.text[done:])
