"""What live things do the objects of a class keep in their attributes?

What methods assign to an attribute of their object, and what the fields of a class with a generated ``__init__`` are
annotated with. Callables do not count: methods do not make an object live either. Of an object that is live only by
what it holds nothing more is said: the evidence gets thin.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.annotations import Annotations as Fields
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.settled import Settled
from analyzer.live.annotations import Annotations, Said
from analyzer.live.held import Held
from analyzer.live.values import Values
from analyzer.model.live_values import LiveKind

_NO_STATE = (LiveKind.CALLABLE, LiveKind.CONTEXT)


class Kept:
    """Answers for one class at a time, without its ancestors."""

    def __init__(self, names: Names, settled: Settled, values: Values, annotations: Annotations) -> None:
        self._names = names
        self._settled = settled
        self._values = values
        self._annotations = annotations
        self._fields = Fields(names)

    def of(self, cls: int) -> Iterator[Held]:
        """Yield what objects keep by the class itself."""
        for value in self._settled.assigned(cls):
            yield from _state(self._values.held(value))
        for _, said in self.fields(cls):
            yield from _state(said.held)

    def fields(self, cls: int) -> Iterator[tuple[str, Said]]:
        """Yield the fields that the generated ``__init__`` of a class takes, with what their annotations say."""
        for name in self._fields.fields(cls) or ():
            member = self._names.member(cls, name)
            if member is not None and isinstance(member[1], ValueBinding):
                owner = self._names.program.definitions[member[0]]
                yield name, self._annotations.said(owner.module, owner.scope, member[1].annotation)


def _state(held: tuple[Held, ...]) -> Iterator[Held]:
    return (one for one in held if not one.kept and one.what not in _NO_STATE)
