"""The spell checker: it listens to the sheet and marks what it does not know."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wordprocessor import history, styles, words
from wordprocessor.paper import Mark, Paragraph

if TYPE_CHECKING:
    from wordprocessor.sheet import Sheet

WORD_LIST = Path(__file__).with_name("words.txt")
LEXICON: set[str] = set(WORD_LIST.read_text(encoding="utf-8").split())
USER_WORDS: set[str] = set()
FARTHEST = 2


class Misspelling(Mark):
    """A word that neither the list nor the user knows."""


def is_known(word: str) -> bool:
    lower = word.lower().replace("’", "'")
    return lower in LEXICON or lower.removesuffix("'s") in LEXICON


def learn(word: str) -> None:
    cleaned = word.strip().lower()
    if not cleaned.isalpha():
        raise ValueError(f"not a word: {word!r}")
    USER_WORDS.add(cleaned)
    LEXICON.add(cleaned)


def unlearn(word: str) -> None:
    if word.lower() in USER_WORDS:
        USER_WORDS.discard(word.lower())
        LEXICON.discard(word.lower())


def suggest(word: str, count: int = 3) -> list[str]:
    lower = word.lower()
    limit = FARTHEST if len(lower) > 4 else 1
    ranked = sorted(
        (words.edit_distance(lower, known, limit), abs(len(known) - len(lower)), known) for known in LEXICON
    )
    near = [known for distance, _, known in ranked[:count] if distance <= limit]
    return [known.capitalize() for known in near] if word[:1].isupper() else near


class Checker:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.listen(self.edited)
        for paragraph in sheet.paragraphs:
            self.edited(paragraph)

    def edited(self, paragraph: Paragraph) -> None:
        """Marks a paragraph anew; runs in a style for code are left alone."""
        for run in paragraph.runs:
            run.marks[:] = [mark for mark in run.marks if not isinstance(mark, Misspelling)]
            if not styles.is_checked(run.style):
                continue
            for start, end in words.word_spans(run.text):
                if not is_known(run.text[start:end]):
                    run.marks.append(Misspelling(start, end, run.text[start:end]))

    def misspelled(self) -> list[str]:
        return [mark.note for _, run in self.sheet.walk() for mark in run.marks if isinstance(mark, Misspelling)]

    def correct(self) -> int:
        """Takes the first suggestion for every marked word; words without one stay marked."""
        corrected = 0
        for paragraph in self.sheet.paragraphs:
            for start, end, word in reversed(_places(paragraph)):
                better = suggest(word)
                if better:
                    self.sheet.replace(paragraph, start, end, better[0], "correct")
                    corrected += 1
        return corrected

    def accept(self, word: str) -> None:
        """Adds a word for good and takes its marks away."""
        learn(word)
        history.record(f"learn {word}", partial(self._reject, word))
        self._check_all()

    def _reject(self, word: str) -> None:
        unlearn(word)
        self._check_all()

    def _check_all(self) -> None:
        for paragraph in self.sheet.paragraphs:
            self.edited(paragraph)


def _places(paragraph: Paragraph) -> list[tuple[int, int, str]]:
    """Start, end and text of the marked words, counted from the beginning of the paragraph."""
    base, places = 0, []
    for run in paragraph.runs:
        places += [(base + mark.start, base + mark.end, mark.note) for mark in run.marks]
        base += len(run.text)
    return places
