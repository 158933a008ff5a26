"""Which words speak for a service, how strongly, and how does the code write them?"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from analyzer.cluster.naming.evidence import Said, Source
from analyzer.cluster.naming.technical import NEVER
from analyzer.extract.words import split_words, written_words
from analyzer.model.services import Word

_WEIGHT = {Source.PACKAGE: 4.0, Source.TABLE: 3.0, Source.CLASS: 2.0, Source.ROUTE: 1.0, Source.FUNCTION: 0.5}
_ENTITY = 2  # how often a word counts that is a whole name
_FEW = 2  # what stands on no more names than this counts half
_HOME = 0.5  # a folder that holds more of a service, and lies more than so much in it, is its home
_COMMON = 0.7  # the share a word loses that all services use alike
_MODIFIER = 0.6  # the share a word loses that never stands alone or last: it says which, not what
_SHORTEST_STEM = 4  # letters; shed and bed are nouns
_LONGEST_WORD = 30
_KEPT = 50_000  # names whose words are kept
_LONGEST = 3  # words of a folder's name that make a name
_ENOUGH = 0.15  # a word that less of a service bears is only a detail of it


class Occurrence(msgspec.Struct, frozen=True):
    """A word in a name, as written there; ``noun`` where it stands alone or last, ``whole`` where it is the name."""

    word: str
    written: str
    noun: bool
    whole: bool


class Vocabulary:
    """The words of every service; ``labels`` holds the service of every node, ``said`` its names."""

    def __init__(self, said: Sequence[Sequence[Said]], labels: Sequence[int]) -> None:
        self.labels = list(dict.fromkeys(labels))  # by their first node, whatever their numbers
        self._size = Counter(labels)
        self._named: dict[Source, Counter[int]] = {source: Counter() for source in Source}
        self._found: dict[str, dict[Source, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
        self._nouns: Counter[str] = Counter()
        self._stands: Counter[str] = Counter()
        self._written: dict[str, dict[int, Counter[tuple[Source, str]]]] = defaultdict(lambda: defaultdict(Counter))
        self._bearers: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._compounds: dict[str, dict[int, dict[str, set[int]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(set))
        )
        for place, (names, label) in enumerate(zip(said, labels, strict=True)):
            self._read(names, label, place)
        self._ranked = self._rank()

    def _read(self, names: Sequence[Said], label: int, place: int) -> None:
        seen: set[tuple[Source, str]] = set()
        for source in {name.source for name in names}:
            self._named[source][label] += 1
        for name in names:
            source = name.source
            if source is Source.FUNCTION:
                self._stands.update(split_words(name.name)[:1])
            for phrase, written in compounds(name):
                if (source, phrase) not in seen:
                    seen.add((source, phrase))
                    self._written[phrase][label][source, written] += 1
                    for word in phrase.split():
                        self._compounds[word][label][phrase].add(place)
            for one in occurrences(name):
                if (source, one.word) in seen:
                    continue
                seen.add((source, one.word))
                entity = one.whole and source in (Source.TABLE, Source.CLASS)
                self._found[one.word][source][label] += _ENTITY if entity else 1
                self._nouns[one.word] += one.noun
                self._stands[one.word] += source is not Source.ROUTE
                self._written[one.word][label][source, one.written] += _ENTITY if one.whole else 1
                self._bearers[one.word][label].add(place)

    def _rank(self) -> dict[int, list[tuple[float, str]]]:
        whole = sum(weight for source, weight in _WEIGHT.items() if self._named[source])
        found: dict[int, list[tuple[float, str]]] = {label: [] for label in self.labels}
        for word, by_source in self._found.items():
            bearers = self._bearers[word]
            worth = (1 - _COMMON * self._evenness(bearers)) / whole
            worth *= 1 - _MODIFIER * (1 - self._nouns[word] / max(1, self._stands[word]))
            for label, places in bearers.items():
                detail = min(1.0, len(places) / self._size[label] / _ENOUGH)
                score = worth * detail * self._strength(by_source, label)
                found[label].append((score, word))
        return {label: sorted(scored, key=lambda one: (-one[0], one[1])) for label, scored in found.items()}

    def _strength(self, by_source: dict[Source, Counter[int]], label: int) -> float:
        """Return the sum over the kinds of evidence of weight * sqrt(precision * recall).

        Precision is the share of the names with the word that lie inside, recall the share of the names inside that
        bear it. A folder that is the service's home counts more.
        """
        strengths = []
        for source, by in by_source.items():
            if inside := by[label]:
                recall = min(1.0, inside / (self._named[source][label] + _FEW))
                precision = inside / by.total()
                strengths.append(_WEIGHT[source] * math.sqrt(recall * precision))
                if source is Source.PACKAGE and min(precision, recall) > _HOME:
                    strengths.append(_WEIGHT[source])
        return math.fsum(strengths)  # exact, whatever the order

    def _evenness(self, bearers: dict[int, set[int]]) -> float:
        """Return the entropy of a word's rates in the services, 1 where all use it alike."""
        if len(bearers) == 1:
            return 0.0
        rates = [len(places) / self._size[label] for label, places in bearers.items()]
        whole = math.fsum(rates)
        return -math.fsum(rate / whole * math.log(rate / whole) for rate in rates) / math.log(len(self.labels))

    def participles(self) -> Iterable[str]:
        """Yield the words that end like a participle and that nobody writes in the plural, as one would a noun."""
        for word, by_label in self._written.items():
            ends_so = word.endswith("ed") and not word.endswith("eed") and len(word) > _SHORTEST_STEM
            if ends_so and not any(written.endswith("s") for ways in by_label.values() for _, written in ways):
                yield word

    def ranked(self, label: int) -> list[tuple[float, str]]:
        """Return the words of a service with how well each names it (0..1), the best first.

        A word loses that many services use alike, that only ever modifies others, or that few of the nodes bear.
        """
        return self._ranked[label]

    def written(self, word: str, label: int) -> str:
        """Return a word as the service's best evidence writes it, singular or plural: its folders, tables, classes."""
        ways = self._written[word][label]
        order = list(Source)
        return min(ways, key=lambda way: (order.index(way[0]), -ways[way], way[1]))[1]

    def within(self, word: str, label: int) -> float:
        """Return the share of all nodes with a word that lie in a service."""
        return self._inside(word, label) / sum(map(len, self._bearers[word].values()))

    def covered(self, label: int, *words: str) -> float:
        """Return the share of a service's nodes that bear at least one of the words."""
        bearers = set[int]()
        for word in words:
            bearers |= self._bearers[word].get(label, set())
        return len(bearers) / self._size[label]

    def compounds(self, word: str, label: int) -> list[tuple[str, float]]:
        """Return the compounds with a word, and the share of a service's nodes with the word that bear each."""
        inside = self._inside(word, label)
        found = self._compounds[word][label] if word in self._compounds else {}
        return sorted(((one, len(places) / inside) for one, places in found.items()), key=lambda one: (-one[1], one[0]))

    def _inside(self, word: str, label: int) -> int:
        return len(self._bearers[word].get(label, ()))

    def speaking(self, label: int, most: int, name: str) -> tuple[Word, ...]:
        """Return the words that speak for a service, those of its name first: who bears them, and where they stand."""
        named = set(split_words(name))
        words = [word for _, word in self._ranked[label] if word not in NEVER]
        return tuple(self._word(word, label) for word in sorted(words, key=lambda word: word not in named)[:most])

    def _word(self, word: str, label: int) -> Word:
        inside = self._inside(word, label)
        outside = sum(map(len, self._bearers[word].values())) - inside
        sources = tuple(source.value for source in Source if self._found[word].get(source, Counter())[label])
        return Word(word, inside, outside, sources)


@lru_cache(_KEPT)
def occurrences(said: Said) -> tuple[Occurrence, ...]:
    """Return the words of a name; of a function's all but the first, which says what it does."""
    pairs = _words(said.name)
    if said.source is Source.FUNCTION:
        pairs = pairs[1:]
    last = len(pairs) - 1
    noun = said.source is not Source.ROUTE  # its last word is often a deed
    return tuple(
        Occurrence(word, written, noun and place == last, last == 0) for place, (word, written) in enumerate(pairs)
    )


@lru_cache(_KEPT)
def compounds(said: Said) -> tuple[tuple[str, str], ...]:
    """Return the two or three words of a folder's name, technical ones at its ends left out, and the pairs of others.

    Both are given as singular words and as written.
    """
    pairs = _words(said.name)
    if said.source is Source.PACKAGE:
        while pairs and pairs[-1][0] in NEVER:
            pairs = pairs[:-1]
        while pairs and pairs[0][0] in NEVER:
            pairs = pairs[1:]
        runs = [pairs] if 1 < len(pairs) <= _LONGEST else []
    elif said.source in (Source.TABLE, Source.CLASS):
        runs = [pairs[start : start + 2] for start in range(len(pairs) - 1)]
    else:
        runs = []
    return tuple(
        (" ".join(word for word, _ in run), " ".join(written for _, written in run))
        for run in runs
        if not any(word in NEVER for word, _ in run) and len({word for word, _ in run}) == len(run)
    )


@lru_cache(_KEPT)
def _words(name: str) -> tuple[tuple[str, str], ...]:
    """Each word of a name, singular and as written; what is longer than any word is none."""
    pairs = zip(split_words(name), written_words(name), strict=True)
    return tuple([(word, written) for word, written in pairs if len(written) <= _LONGEST_WORD])
