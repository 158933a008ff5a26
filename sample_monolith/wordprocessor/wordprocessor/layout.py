"""Lines and pages: breaking, hyphens, justification."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wordprocessor import history, words
from wordprocessor.paper import Paragraph
from wordprocessor.styles import STYLES, Style

if TYPE_CHECKING:
    from wordprocessor.sheet import Sheet

WIDTH = 60
HEIGHT = 40
NARROWEST = 12


class PageBreak(Paragraph):
    """A paragraph without words; what follows starts on a new page."""


def insert_break(sheet: Sheet, before: int) -> None:
    mark = PageBreak()
    sheet.paragraphs.insert(before, mark)
    history.record("page break", partial(sheet.paragraphs.remove, mark))


def style_of(paragraph: Paragraph) -> Style:
    name = paragraph.runs[0].style if paragraph.runs else "body"
    return STYLES.get(name, STYLES["body"])


def lines_of(paragraph: Paragraph, width: int = WIDTH) -> list[str]:
    style = style_of(paragraph)
    room = width - style.indent
    if room < NARROWEST:
        raise ValueError(f"a line of {width} is too narrow")
    text = paragraph.text()
    if not text.strip():
        return [""]
    rows = _break(text.split(), room)
    lines = [_align(row, room, style.align, last=row is rows[-1]) for row in rows]
    return [(" " * style.indent + line).rstrip() for line in lines]


def _break(pieces: list[str], room: int) -> list[list[str]]:
    rows: list[list[str]] = []
    row: list[str] = []
    waiting = pieces[::-1]
    while waiting:
        piece = waiting.pop()
        left = room - sum(len(word) + 1 for word in row)
        if len(piece) <= left:
            row.append(piece)
            continue
        head, tail = _hyphenate(piece, left) if row else _cut(piece, room)
        if head:
            row.append(head)
        waiting.append(tail)
        rows.append(row)
        row = []
    return [*rows, row] if row else rows


def _hyphenate(piece: str, left: int) -> tuple[str, str]:
    core = piece.rstrip(".,;:!?")
    fitting = [at for at in words.hyphen_points(core) if at + 1 <= left]
    if not fitting:
        return "", piece
    at = fitting[-1]
    return piece[:at] + "-", piece[at:]


def _cut(piece: str, room: int) -> tuple[str, str]:
    head, tail = _hyphenate(piece, room)
    return (head, tail) if head else (piece[:room], piece[room:])


def _align(row: list[str], room: int, align: str, last: bool) -> str:
    line = " ".join(row)
    if align == "center":
        return line.center(room)
    gaps = len(row) - 1
    if align != "justify" or last or not gaps:
        return line
    wide, wider = divmod(room - sum(len(word) for word in row), gaps)
    spaced = [word + " " * (wide + (1 if place < wider else 0)) for place, word in enumerate(row[:-1])]
    return "".join(spaced) + row[-1]


def paginate(sheet: Sheet, width: int = WIDTH, height: int = HEIGHT) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for paragraph in sheet.paragraphs:
        if isinstance(paragraph, PageBreak):
            pages.append([])
            continue
        lines = lines_of(paragraph, width)
        if len(pages[-1]) + min(2, len(lines)) > height:
            pages.append([])
        for line in lines:
            if len(pages[-1]) >= height:
                pages.append([])
            pages[-1].append(line)
    return pages


def page_of(sheet: Sheet, paragraph: int, width: int = WIDTH) -> int:
    """Counted from one."""
    page, used = 1, 0
    for here in sheet.paragraphs[: paragraph + 1]:
        if isinstance(here, PageBreak):
            page, used = page + 1, 0
            continue
        used += len(lines_of(here, width))
        if used > HEIGHT:
            page, used = page + 1, used - HEIGHT
    return page
