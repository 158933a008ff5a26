"""What is known of parameters, results, attributes and collections once types have flowed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.link.evaluate import Evaluator
from analyzer.link.frame import Frame
from analyzer.link.protocol import TypedCall
from analyzer.link.signature import Signature
from analyzer.link.types import Collection, Instance, Type, join
from analyzer.model.syntax import Mapping as Display


class Settled:
    """Reads what flow left behind, and changes nothing of it."""

    def __init__(self, evaluator: Evaluator, frames: Mapping[int, Frame]) -> None:
        """``frames`` are the last reading of each scope, by its number in the program."""
        self._evaluator = evaluator
        self._frames = frames
        self._assigned: dict[int, list[Type]] | None = None

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

    def decorated(self, definition: int) -> Type | None:
        """Return what the decorators of the project made of a definition; None where it is what it was."""
        return self._evaluator.cells.read("decorated", definition, "", -1)

    def calls_of(self, definition: int) -> Sequence[TypedCall]:
        """Return the calls of a function of the project, in the order of the program."""
        return self._evaluator.scopes.calls_of(definition)

    def assigned(self, cls: int) -> Sequence[Type]:
        """Return what the methods of a class assign to attributes of its objects, one by one."""
        if self._assigned is None:
            self._assigned = {}
            for frame in self._frames.values():
                if frame.assignments and frame.definition >= 0:
                    self._add(frame, self._assigned)
        return self._assigned.get(cls, ())

    def _add(self, frame: Frame, assigned: dict[int, list[Type]]) -> None:
        owner = self._evaluator.program.definitions[frame.definition].parent
        mro = self._evaluator.names.mro
        for one in frame.assignments:
            if one.value is not None and isinstance(one.receiver, Instance) and owner in mro(one.receiver.definition):
                assigned.setdefault(owner, []).append(one.value)

    def kind(self, collection: Collection) -> str:
        """Return whether a collection is a list, set or dict."""
        return self._evaluator.heap.sites[collection.site].kind

    def item(self, collection: Collection) -> Type | None:
        """Return what any item, or any value of a dict, may be, by the scope that builds the collection.

        What others put in is left out: a place in a helper stands for the collections of all its callers.
        """
        site = self._evaluator.heap.sites[collection.site]
        found = site.rest
        for value in site.own.values():
            found = join(found, value)
        return found

    def entries(self, collection: Collection) -> tuple[Mapping[int | str, Type | None], bool]:
        """Return what a dict holds by its keys, by the scope that builds it, and whether these are all."""
        site = self._evaluator.heap.sites[collection.site]
        return site.own, site.rest is None and site.rest_of_others is None and not site.others

    def made(self, display: Display) -> Collection | None:
        """Return the dict that a display builds, where it was read."""
        site = self._evaluator.heap.number(id(display), "dict")
        return None if site is None else Collection(site)

    def builder(self, collection: Collection) -> int:
        """Return the number of the scope that builds a collection."""
        return self._evaluator.heap.sites[collection.site].owner

    def place(self, unit: int) -> tuple[int, int] | None:
        """Return the module and the index of a scope by its number in the program."""
        frame = self._frames.get(unit)
        return None if frame is None else (frame.module, frame.scope)

    def attribute(self, cls: int, name: str) -> Type | None:
        """Return what objects of a class hold in an attribute, by what is assigned to it anywhere."""
        return self._evaluator.cells.read("attribute", cls, name, -1)

    def below(self, cls: int) -> list[int]:
        """Return the subclasses of a class, direct and further down."""
        return self._evaluator.members.below(cls)
