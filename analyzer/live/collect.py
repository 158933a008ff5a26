"""Which parameters and results of definitions hold something that cannot leave its process?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.decorators import is_context_manager, is_static_method, runs_generator
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.live.annotations import Annotations
from analyzer.live.classes import Classes
from analyzer.live.held import Held, lazily, told
from analyzer.live.kept import Kept
from analyzer.live.values import Values
from analyzer.model.code import Certainty
from analyzer.model.live_values import LiveKind, LiveRole, LiveValue


class LiveValues:
    """Looks at every definition of a program after types have flowed."""

    def __init__(self, names: Names, schema: Schema, settled: Settled) -> None:
        self._names = names
        self._program = names.program
        self._settled = settled
        self._classes = Classes(names, schema, settled)
        self._values = Values(self._classes, schema, settled, self._of_class)
        self._annotations = Annotations(names, schema, self._of_class)
        self._kept = Kept(names, settled, self._values, self._annotations)

    def found(self) -> tuple[LiveValue, ...]:
        """Return every live value, sorted."""
        return tuple(sorted({one for definition in self._program.definitions for one in self._of(definition)}))

    def _of_class(self, cls: int) -> tuple[Held, ...]:
        return self._classes.of(cls, self._kept.of)

    def _of(self, definition: ProgramDefinition) -> Iterator[LiveValue]:
        if definition.head.kind == "class":
            yield from self._constructed(definition)
            return
        yield from self._parameters(definition)
        if definition.head.name != "__init__":
            said, flowed = self._result(definition)
            if said or flowed:
                yield from self._records(definition, LiveRole.RESULT, "", said, flowed)

    def _parameters(self, definition: ProgramDefinition) -> Iterator[LiveValue]:
        head = definition.head
        taken = [one for one in head.parameters if one.kind in ("positional", "keyword")]
        if head.kind == "method" and not is_static_method(head.decorators):
            taken = taken[1:]
        for parameter in taken:
            said = self._annotations.said(definition.module, head.scope, parameter.annotation)
            given = () if said.known else self._values.held(self._settled.given(definition.id, parameter.name))
            if said.held or given:
                yield from self._records(definition, LiveRole.PARAMETER, parameter.name, said.held, given)

    def _constructed(self, cls: ProgramDefinition) -> Iterator[LiveValue]:
        if self._classes.itself(cls.id) is None:
            for name, said in self._kept.fields(cls.id):
                yield from self._records(cls, LiveRole.PARAMETER, name, said.held, ())

    def _result(self, definition: ProgramDefinition) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
        """Return what a function says that it returns, and what it is seen to return."""
        head, frame = definition.head, self._settled.frame(definition.id)
        annotations = self._annotations
        if frame.yields and not runs_generator(head.decorators):
            if is_context_manager(head.decorators):
                return self._entered(definition)
            written = annotations.items(definition.module, head.scope, head.returns)
            items = written if any(written) else self._values.texts(frame.yielded)
            return (lazily(items),), ()
        said = annotations.said(definition.module, head.scope, head.returns)
        return said.held, () if said.known else self._values.held(frame.returned)

    def _entered(self, definition: ProgramDefinition) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
        """A function that is made a context manager hands over what it yields, while it waits."""
        head = definition.head
        said = self._annotations.yielded(definition.module, head.scope, head.returns)
        yielded = () if said.known else self._values.held(self._settled.frame(definition.id).yielded)
        if said.held or yielded:
            return said.held, yielded
        return (Held(LiveKind.CONTEXT, "context manager"),), ()

    def _records(
        self, definition: ProgramDefinition, role: LiveRole, name: str, said: tuple[Held, ...], flowed: tuple[Held, ...]
    ) -> Iterator[LiveValue]:
        path, line = self._program.modules[definition.module].path, definition.head.line
        for found, certainty in ((said, Certainty.LITERAL), (told(flowed), Certainty.TYPED)):
            for one in found:
                if certainty is Certainty.LITERAL or one not in said:
                    yield LiveValue(definition.name, role, name, one.what, one.type, path, line, certainty, one.kept)
