"""The blank sheet: a cursor, typing, deleting, and a listener that hears of every edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from wordprocessor import history, layout, words
from wordprocessor.paper import Paragraph, Run

Listener = Callable[[Paragraph], None]


@dataclass
class Cursor:
    paragraph: int = 0
    offset: int = 0


class Sheet:
    def __init__(self, text: str = "") -> None:
        self.paragraphs: list[Paragraph] = [Paragraph([Run(line)]) for line in text.split("\n")]
        self.cursor = Cursor()
        self.on_edit: Listener | None = None

    def listen(self, listener: Listener) -> None:
        self.on_edit = listener

    def text(self) -> str:
        return "\n".join(paragraph.text() for paragraph in self.paragraphs)

    def walk(self) -> Iterator[tuple[Paragraph, Run]]:
        for paragraph in self.paragraphs:
            for run in paragraph.runs:
                yield paragraph, run

    def move(self, paragraph: int, offset: int) -> None:
        if not 0 <= paragraph < len(self.paragraphs):
            raise IndexError(f"the sheet has no paragraph {paragraph}")
        self.cursor = Cursor(paragraph, max(0, min(offset, len(self.paragraphs[paragraph].text()))))

    def type(self, text: str) -> None:
        """Types at the cursor; a line feed opens a paragraph."""
        first, *others = text.split("\n")
        self._put(first)
        for line in others:
            self.split()
            self._put(line)

    def _put(self, text: str) -> None:
        if text:
            place = self.cursor
            self.replace(self.paragraphs[place.paragraph], place.offset, place.offset, text, "type")
            self.move(place.paragraph, place.offset + len(text))

    def split(self) -> None:
        here = self.paragraphs[self.cursor.paragraph]
        run, _ = here.locate(self.cursor.offset)
        tail = here.splice(self.cursor.offset, len(here.text()), "")
        following = Paragraph([Run(tail, run.style)])
        self.paragraphs.insert(self.cursor.paragraph + 1, following)
        history.record("new paragraph", partial(self._join, here, following))
        self.move(self.cursor.paragraph + 1, 0)
        self._tell(here)
        self._tell(following)

    def _join(self, here: Paragraph, following: Paragraph) -> None:
        self.paragraphs.remove(following)
        here.runs.extend(run for run in following.runs if run.text)
        self.move(self.paragraphs.index(here), len(here.text()))
        self._tell(here)

    def replace(self, paragraph: Paragraph, start: int, end: int, text: str, label: str = "replace") -> None:
        gone = paragraph.splice(start, end, text)
        history.record(label, partial(self._restore, paragraph, start, start + len(text), gone))
        self._tell(paragraph)

    def _restore(self, paragraph: Paragraph, start: int, end: int, gone: str) -> None:
        paragraph.splice(start, end, gone)
        self.move(self.paragraphs.index(paragraph), start + len(gone))
        self._tell(paragraph)

    def delete(self, count: int = 1) -> None:
        """Deletes to the left of the cursor, inside its paragraph."""
        place = self.cursor
        start = max(0, place.offset - count)
        self.replace(self.paragraphs[place.paragraph], start, place.offset, "", "delete")
        self.move(place.paragraph, start)

    def delete_word(self) -> None:
        text = self.paragraphs[self.cursor.paragraph].text()[: self.cursor.offset]
        spans = words.word_spans(text)
        self.delete(len(text) - spans[-1][0] if spans else len(text))

    def replace_all(self, old: str, new: str) -> int:
        if not old:
            raise ValueError("nothing to look for")
        found = 0
        for paragraph in self.paragraphs:
            at = paragraph.text().find(old)
            while at >= 0:
                self.replace(paragraph, at, at + len(old), new)
                found += 1
                at = paragraph.text().find(old, at + len(new))
        return found

    def page(self) -> int:
        """The page the cursor is on."""
        return layout.page_of(self, self.cursor.paragraph)

    def _tell(self, paragraph: Paragraph) -> None:
        if self.on_edit is not None:
            self.on_edit(paragraph)
