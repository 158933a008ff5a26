"""What would a business person call each service?"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence

import msgspec

from analyzer.cluster.naming.evidence import Extra, names_of_nodes
from analyzer.cluster.naming.technical import NEVER, UNLESS_ENTITY
from analyzer.cluster.naming.vocabulary import Vocabulary
from analyzer.extract.words import split_words
from analyzer.graph.weighted import Graph
from analyzer.model.services import KERNEL, Word

_MOST_WORDS = 8
_OPTIONS = 12
_IN_FULL = 0.7  # a word is said with its neighbour where so many of its nodes have both
_MOST = 0.6  # a subject that covers more of a service names it alone
_SECOND = 0.15  # a second subject covers so much of the service beside the first, and half as much as the first
_SHARED = 0.25  # neither of two subjects is one of which more than the rest lies elsewhere
_LAST = 0.01  # a technical word is better than a word that stands for a detail, or than none
_AND = " and "
_BEGINNING = 5  # letters
_CONTRAST = 0.3  # so much more of a service than of its namesake bears the word that tells the two apart


class Name(msgspec.Struct, frozen=True):
    """The name of a service, and the words that speak for it, the best first."""

    name: str
    words: tuple[Word, ...]


def name_services(
    graph: Graph, labels: Sequence[int], given: Mapping[int, str] | None = None, extra: Extra | None = None
) -> dict[int, Name]:
    """Return the name of every service: of each number in ``labels``, one entry per node of the graph.

    ``given`` holds the names that are chosen already. Names are unique, lower case and of at most three words; where
    nothing speaks for a service it is "unnamed 1".
    """
    extra = extra or Extra()
    vocabulary = Vocabulary(names_of_nodes(graph, extra), labels)
    deeds = extra.verbs.union(vocabulary.participles())
    technical = UNLESS_ENTITY - _entities(graph, extra)
    names = _Choice(vocabulary, deeds, technical, dict(given or {})).made()
    return {
        label: Name(names[label], vocabulary.speaking(label, _MOST_WORDS, names[label])) for label in vocabulary.labels
    }


class _Choice:
    """The service with the strongest claim to a name chooses first."""

    def __init__(
        self, vocabulary: Vocabulary, deeds: frozenset[str], technical: frozenset[str], given: dict[int, str]
    ) -> None:
        self._vocabulary = vocabulary
        self._deeds = deeds
        self._chosen = given
        self._holder: dict[str, int | None] = {_key(KERNEL): None} | {_key(name): one for one, name in given.items()}
        self._words: dict[int, list[tuple[float, str]]] = {}
        self._claims: list[tuple[float, int, int, str, str]] = []
        for order, label in enumerate(vocabulary.labels):
            heard = [claim for claim in vocabulary.ranked(label) if claim[1] not in NEVER | deeds]
            self._words[label] = [claim for claim in heard if claim[1] not in technical][:_OPTIONS]
            technical_ones = [(score * _LAST, word) for score, word in heard if word in technical][:_OPTIONS]
            if label not in given:
                self._claims += [
                    (-score, order, label, word, "") for score, word in (*self._words[label], *technical_ones)
                ]
        heapq.heapify(self._claims)

    def made(self) -> dict[int, str]:
        """Return the name of every service."""
        while self._claims:
            score, order, label, word, name = heapq.heappop(self._claims)
            if label in self._chosen:
                continue
            name = name or self._told(label, word, -score)
            key = _key(name)
            if key not in self._holder:
                self._holder |= dict.fromkeys((key, *map(_key, name.split(_AND))), label)
                self._chosen[label] = name
            elif word and (other := self._apart(label, word, self._holder[key])):
                contrast, name = other
                heapq.heappush(self._claims, (score * math.sqrt(contrast), order, label, "", name))
        self._number([label for label in self._vocabulary.labels if label not in self._chosen])
        return self._chosen

    def _told(self, label: int, first: str, score: float) -> str:
        """A word as it is written, with the neighbour it always has, or beside the service's second subject."""
        vocabulary = self._vocabulary
        alone = vocabulary.covered(label, first)
        full = self._in_full(label, first)
        if alone > _MOST or " " in full or not self._is_subject(label, first):
            return full
        for strength, second in self._words[label]:
            more = vocabulary.covered(label, first, second) - alone
            both = more >= max(_SECOND, alone / 2) and strength >= score / 2
            if both and not _akin(first, second) and self._is_subject(label, second):
                pair = sorted((first, second), key=lambda word: (-vocabulary.covered(label, word), word))
                return _AND.join(vocabulary.written(word, label) for word in pair)
        return full

    def _in_full(self, label: int, word: str) -> str:
        """A word as it is written, with the words that it nearly always stands with."""
        for compound, share in self._vocabulary.compounds(word, label):
            if share >= _IN_FULL and self._deeds.isdisjoint(compound.split()):
                return self._vocabulary.written(compound, label)
        return self._vocabulary.written(word, label)

    def _is_subject(self, label: int, word: str) -> bool:
        """True of a word that is free, that much of which is here, and that is not all there is."""
        covered, within = self._vocabulary.covered(label, word), self._vocabulary.within(word, label)
        return word not in self._holder and covered <= _MOST and within >= _SHARED

    def _apart(self, label: int, word: str, holder: int | None) -> tuple[float, str] | None:
        """A second word that tells a service from the holder of its name, and how well it does (0..1)."""
        vocabulary = self._vocabulary
        found: tuple[float, str] | None = None
        for _, other in self._words[label]:
            there = vocabulary.covered(holder, other) if holder is not None else 0.0
            contrast = vocabulary.covered(label, other) - there
            if other != word and contrast >= _CONTRAST and (found is None or contrast > found[0]):
                found = contrast, f"{vocabulary.written(other, label)} {vocabulary.written(word, label)}"
        return found

    def _number(self, nameless: list[int]) -> None:
        number = 0
        for label in nameless:
            number += 1
            while (name := f"unnamed {number}") in self._chosen.values():
                number += 1
            self._chosen[label] = name


def _entities(graph: Graph, extra: Extra) -> frozenset[str]:
    """The words that are a table or a mapped class by themselves."""
    names = [node.name for node in graph.nodes if node.kind == "table"]
    names += [model.rpartition(".")[2] for model in extra.entities]
    return frozenset(words.pop() for name in names if len(words := set(split_words(name))) == 1)


def _akin(first: str, second: str) -> bool:
    """True of words that begin alike and so are forms of one: invoice and invoicing."""
    return first[:_BEGINNING] == second[:_BEGINNING]


def _key(name: str) -> str:
    """What makes two names the same to a reader: singular and plural are."""
    return " ".join(split_words(name)) or name
