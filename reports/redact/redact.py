"""What does a result look like that people outside may see?

Names, paths and words of the source become pseudonyms, the same ones everywhere; what is quoted from it is left out;
structure, places by line, and all figures stay. It is a result like any other, so every output can be made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from analyzer.model.analysis import Analysis
from analyzer.model.live_values import LiveKind
from reports.redact.names import METHODS, Names, pieces, run_together
from reports.redact.prose import Prose
from reports.redact.pseudonyms import coin
from reports.redact.records import Rewriting
from reports.redact.rules import LEFT_OUT, Text
from reports.redact.vocabulary import CHUNK, vocabulary

WITHHELD = "withheld"
"""Stands for words that somebody wrote."""

_LIVE = frozenset(LiveKind)
_NAMING = (Text.NAME, Text.MODULE, Text.DOTTED, Text.SHAPE, Text.ROUTE)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A result without names of the source, and for its owner which word stands for which."""

    analysis: Analysis
    words: Mapping[str, str]


def redact(analysis: Analysis, key: str = "") -> Redacted:
    """Replace all names; with the same ``key`` the same word becomes the same in another result of the same code."""
    if analysis.redacted:
        return Redacted(analysis, {})
    texts = _texts(analysis)
    called = [text for what in _NAMING for text in texts[what]]
    names = _names(analysis, texts, called, key)
    prose = Prose(names, vocabulary(), frozenset(called), texts[Text.NAME])
    rewriting = Rewriting({what: _Remembered(write).__getitem__ for what, write in _writers(names, prose).items()})
    made: Analysis = rewriting.record(Analysis)(analysis)
    findings = tuple(sorted(made.findings, key=lambda one: one.rank))
    made = msgspec.structs.replace(made, redacted=True, findings=findings, **dict.fromkeys(LEFT_OUT, ()))
    return Redacted(made, names.used)


def word_list(words: Mapping[str, str]) -> bytes:
    """Write for the owner which word stands for which, as CSV."""
    rows = sorted((name, word) for word, name in words.items())
    return "".join(f"{name},{word}\n" for name, word in [("pseudonym", "word"), *rows]).encode(
        "utf-8", "backslashreplace"
    )


def _texts(analysis: Analysis) -> dict[Text, set[str]]:
    """Collect all texts by what they are."""
    found: dict[Text, set[str]] = {what: set() for what in Text}

    def collecting(into: set[str]) -> Callable[[str], str]:
        def note(text: str) -> str:
            into.add(text)
            return text

        return note

    Rewriting({what: collecting(into) for what, into in found.items()}).record(Analysis)(analysis)
    return found


def _names(analysis: Analysis, texts: Mapping[Text, set[str]], called: Iterable[str], key: str) -> Names:
    known = vocabulary()
    said = [chunk for text in texts[Text.SENTENCE] for chunk in CHUNK.findall(text)]
    others = [text for what in Text if what not in (*_NAMING, Text.SENTENCE, Text.NOTHING) for text in texts[what]]
    keys = {piece for text in {*called, *said, *others} for piece in pieces(text)}
    words = coin(keys, run_together(called), known.taken, known.kept, key.encode("utf-8", "surrogatepass"))
    own = frozenset(module.name.partition(".")[0] for module in analysis.modules)
    classes = frozenset(one.name.rpartition(".")[2] for one in analysis.definitions)
    return Names(words, known, own, classes)


def _writers(names: Names, prose: Prose) -> dict[Text, Callable[[str], str]]:
    known = vocabulary()

    def ours(text: str) -> str:
        return text if text in METHODS or all(piece in known.taken for piece in pieces(text)) else names.name(text)

    return {
        Text.SAME: str,
        Text.OURS: ours,
        Text.NAME: names.name,
        Text.MODULE: names.module,
        Text.DOTTED: names.dotted,
        Text.SHAPE: lambda text: text if text in _LIVE else names.dotted(text),
        Text.ROUTE: names.route,
        Text.CODE: names.code,
        Text.CONSTANT: names.constant,
        Text.FINDING: names.finding,
        Text.SENTENCE: prose.sentence,
        Text.WORDS: lambda text: WITHHELD if text else "",
        Text.NOTHING: lambda _: "",
    }


class _Remembered(dict[str, str]):
    """Remembers what became of a text."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, text: str) -> str:
        self[text] = made = self._write(text)
        return made
