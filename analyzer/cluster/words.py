"""Which domain words speak for a set of names?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from analyzer.model.services import Word

_MOST_WORDS = 8
_TECHNICAL = """
    abstract action admin api app application asgi backend base builder class cli client cluster command common conf
    config constant context control controller core custom data default definition driver error event exception
    factory fake field file filter form formset found function generic global handler helper inline interface invalid
    kernel library list main manager middleware misc mixin mock model module name object only option page plugin
    process queryset query request response result route rpcapi schema select serializer server service session
    setting shared signal state tag task template templatetag test tool type update url util value version view web
    widget wsgi
"""
_GRAMMAR = "all and any are but can for from has into not off out over the this too under with without"
RESERVED = frozenset((*_TECHNICAL.split(), *_GRAMMAR.split()))
"""Words that name a technique and no capability; they may stand behind a service but never be its name."""


def speaking_words(counts: Mapping[str, Counter[str]]) -> dict[str, tuple[Word, ...]]:
    """Return for each service the words that occur in it more than elsewhere, best first.

    ``counts`` holds, per service, in how many of its names each word occurs. A word scores ``inside * (share of its
    occurrences that lie inside) * log(1 + services / services that use it)``.
    """
    total: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for words in counts.values():
        total.update(words)
        spread.update(words.keys())
    found: dict[str, tuple[Word, ...]] = {}
    for service, words in counts.items():
        scored = sorted(
            (-inside * (inside / total[word]) * math.log(1 + len(counts) / spread[word]), word)
            for word, inside in words.items()
        )
        best = [word for _, word in scored[:_MOST_WORDS]]
        found[service] = tuple(Word(word, words[word], total[word] - words[word]) for word in best)
    return found


def choose_names(
    words: Mapping[str, tuple[Word, ...]], order: Iterable[str], taken: Iterable[str] = ()
) -> dict[str, str]:
    """Return a unique name for each service, the first in ``order`` choosing first: its best word, or its best two.

    A name in ``taken`` is never chosen.
    """
    taken = set(taken)
    found: dict[str, str] = {}
    for service in order:
        good = [word.word for word in words[service] if word.word not in RESERVED]
        options = [*good[:1], *(f"{good[0]} {other}" for other in good[1:]), *good[1:]]
        name = next((option for option in options if option not in taken), "")
        if not name:
            number = 1 + sum(known.startswith("unnamed") for known in taken)
            name = f"unnamed {number}"
        taken.add(name)
        found[service] = name
    return found
