"""What is known of parameters, results, attributes and collections once types have flowed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.link.evaluate import Evaluator
from analyzer.link.frame import Frame
from analyzer.link.signature import Signature
from analyzer.link.types import Collection, Type, join


class Settled:
    """Reads what flow left behind, and changes nothing of it."""

    def __init__(self, evaluator: Evaluator, frames: Mapping[int, Frame]) -> None:
        """``frames`` are the last reading of each scope, by its number in the program."""
        self._evaluator = evaluator
        self._frames = frames
        self._attributes: dict[int, list[Type]] | None = None

    def frame(self, definition: int) -> Frame:
        """Return what the last reading of a definition left."""
        return self._frames[self._evaluator.program.unit_of(definition)]

    def signature(self, definition: int) -> Signature:
        """Return the parameters of a function, with what their annotations say."""
        return self._evaluator.functions.signature(definition)

    def given(self, definition: int, name: str) -> Type | None:
        """Return what callers give a parameter, or what it holds where they give nothing."""
        cells = self._evaluator.cells
        return join(cells.read("parameter", definition, name, -1), cells.read("default", definition, name, -1))

    def attributes(self, cls: int) -> Iterator[Type]:
        """Yield what is assigned to the attributes of a class, or of its objects, one by one."""
        if self._attributes is None:
            self._attributes = {}
            for owner, value in self._evaluator.cells.of_attributes():
                self._attributes.setdefault(owner, []).append(value)
        yield from self._attributes.get(cls, ())

    def kind(self, collection: Collection) -> str:
        """Return whether a collection is a list, set or dict."""
        return self._evaluator.heap.sites[collection.site].kind

    def item(self, collection: Collection) -> Type | None:
        """Return what any item, or any value of a dict, may be."""
        return self._evaluator.heap.any(collection.site, -1)

    def below(self, cls: int) -> list[int]:
        """Return the subclasses of a class, direct and further down."""
        return self._evaluator.members.below(cls)
