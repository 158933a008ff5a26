"""Which model does a name speak of where nothing else says what it holds? What is found here is marked as guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.link.program import Program
from analyzer.link.types import Container, Instance, Type

_OF_DJANGO = frozenset(
    {
        *("action", "context", "field", "file", "form", "formset", "key", "message", "model", "option", "queryset"),
        *("request", "response", "serializer", "session", "setting", "template", "token", "type", "value", "view"),
        "widget",
    }
)
"""Words for things that nearly every application has besides a model of that name."""
_OF_NO_OBJECT = frozenset(
    ("allow", "by", "can", "count", "for", "get", "has", "in", "is", "n", "no", "num", "show", "to", "use", "with")
)
"""Words before the name of a model that make it no object of it."""
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Guesses:
    """Models by the names that values of them usually have: ``order_line`` and ``order_lines`` of ``OrderLine``."""

    def __init__(self, program: Program, models: Iterable[int]) -> None:
        """``models`` are the classes with a table; a name that two of them have says nothing."""
        known: dict[str, int] = {}
        twice: set[str] = set(_OF_DJANGO)
        for model in models:
            word = _HUMPS.sub("_", program.definitions[model].head.name).lower()
            if word in known:
                twice.add(word)
            known[word] = model
        self._one = {word: model for word, model in known.items() if word not in twice}
        self._many = {_plural(word): model for word, model in self._one.items()}

    def of(self, name: str) -> Type | None:
        """Return an object, or several, of the model that a name speaks of."""
        model = self._one.get(name)
        if model is not None:
            return Instance(model, guessed=True)
        model = self._many.get(name)
        if model is not None:
            return Container(Instance(model, guessed=True))
        model = self._ending(name)
        return None if model == -1 else Instance(model, guessed=True)

    def _ending(self, name: str) -> int:
        """``billing_address`` is an address, ``has_address`` is not one."""
        first, _, rest = name.partition("_")
        while rest and first not in _OF_NO_OBJECT:
            if rest in self._one:
                return self._one[rest]
            first, _, rest = rest.partition("_")
        return -1


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
