"""What does a call pass, once ``*`` and ``**`` are spread?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.protocol import TypedCall
from analyzer.link.signature import Arguments
from analyzer.link.types import Collection, Container, Keyed, Row, Type, join, options
from analyzer.model.syntax import Call, Star

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Passing:
    """Reads the arguments of calls for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def of(self, typed: TypedCall) -> Arguments:
        """Return what a call passes; ``*`` and ``**`` are spread where their items are known."""
        call = typed.call
        if not _spreads(call):
            return Arguments(typed.args, typed.keywords)
        contents = self._evaluator.contents
        positional: list[Type | None] = []
        rest: Type | None = None
        for written, value in zip(call.args, typed.args, strict=True):
            parts = contents.parts(value, -1) if isinstance(written, Star) and value is not None else None
            if not isinstance(written, Star):
                positional.append(value)
            elif parts is not None:
                positional += parts
            else:
                rest = join(rest, self._spread(value, positional))
        keywords: list[tuple[str, Type | None]] = []
        keyword_rest: Type | None = None
        for name, value in typed.keywords:
            if name:
                keywords.append((name, value))
            else:
                keyword_rest = join(keyword_rest, self._spread_keywords(value, keywords))
        return Arguments(tuple(positional), tuple(keywords), rest, keyword_rest)

    def _spread(self, value: Type | None, positional: list[Type | None]) -> Type | None:
        """``*value`` where it is one of several tuples: place by place what any of them holds there."""
        rows = [option for option in options(value) if isinstance(option, Row)]
        if rows and len(rows) == len(options(value)):
            for place in range(max(len(row.items) for row in rows)):
                found: Type | None = None
                for row in rows:
                    found = join(found, row.items[place] if place < len(row.items) else None)
                positional.append(found)
            return None
        return self._evaluator.item(value)

    def _spread_keywords(self, value: Type | None, keywords: list[tuple[str, Type | None]]) -> Type | None:
        evaluator = self._evaluator
        rest: Type | None = None
        for option in options(value):
            if isinstance(option, Keyed):
                keywords += option.items
            elif isinstance(option, Collection):
                reader = evaluator.frame.reader
                for key in evaluator.heap.keys(option.site):
                    keywords.append((str(key), evaluator.heap.get(option.site, key, reader)))
                site = evaluator.heap.sites[option.site]
                rest = join(rest, join(site.rest, site.rest_of_others))
            elif isinstance(option, Container) and option.kind == "dict":
                rest = join(rest, option.item)
        return rest


def _spreads(call: Call) -> bool:
    for arg in call.args:
        if arg.__class__ is Star:
            return True
    return any(not one.name for one in call.keywords) if call.keywords else False
