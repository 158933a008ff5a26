"""Which views read a request alike, so that a method they inherit need be read once for all of them?"""

from __future__ import annotations

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.serving.filled_forms import reads_form
from analyzer.frameworks.request_reads.reader import Reads, RequestReader
from analyzer.frameworks.request_reads.touching import is_getter
from analyzer.link.names import Names
from analyzer.link.namespaces import Binding, DefinitionBinding, ValueBinding
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Mapping, Name

_DEEPEST = 8  # calls in calls
_HANDED = 2  # parameters of a method that is handed something
_Own = tuple[tuple[str, bool], ...]
_Alike = tuple[tuple[str, str | int], ...]
_NOTHING: tuple[_Alike, bool, bool] = ((), False, False)


class SharedReads:
    """Reads a method once for all classes for which the members that it uses are the same."""

    def __init__(self, names: Names, reader: RequestReader) -> None:
        self._names = names
        self._reader = reader
        self._bodies = Bodies(names.program)
        self._own: dict[int, tuple[_Own, bool]] = {}
        self._kept: dict[int, Binding] = {}
        self._known: dict[tuple[int, _Alike, str], Reads] = {}
        self._used: dict[tuple[int, int], tuple[_Alike, bool, bool]] = {}

    def read(self, definition: int, cls: int, method: str) -> Reads:
        """Return what a handler, or another method of a view, reads."""
        alike, asks_method, _ = self._uses(definition, cls)
        key = (definition, alike, method if asks_method else "")
        if key not in self._known:
            self._known[key] = self._reader.read(definition, cls, method)
        return self._known[key]

    def touches(self, definition: int, cls: int) -> bool:
        """Return whether a method is given the request, or a form that holds it, or may read that of its object."""
        parameters = self._names.program.definitions[definition].head.parameters
        if self._uses(definition, cls)[2] or any(one.name in ("request", "req") for one in parameters):
            return True
        return reads_form(self._names.program, self._bodies.of(definition), definition)

    def _uses(self, definition: int, cls: int, depth: int = 0) -> tuple[_Alike, bool, bool]:
        """The members that a method uses, and whether the method of the request, and the request, are among them.

        Methods that are handed nothing and do not come to the request make no difference, but for what names something.
        """
        if (definition, cls) in self._used or depth > _DEEPEST:
            return self._used.get((definition, cls), _NOTHING)
        self._used[definition, cls] = _NOTHING  # a circle
        found: dict[tuple[str, str | int], None] = {}
        own, asks_method = self._mentioned(definition)
        touches = False
        for name, above in own:
            touches = touches or name == "request"
            member = self._member(definition, cls, name, above=above)
            if member is None:
                continue
            inner = member[1].definition if isinstance(member[1], DefinitionBinding) else -1
            if inner >= 0 and self._names.program.definitions[inner].head.kind == "method":
                alike, inner_asks, inner_touches = self._uses(inner, cls, depth + 1)
                takes = len(self._names.program.definitions[inner].head.parameters)
                if not inner_touches and takes < _HANDED and not is_getter(self._names.program, inner):
                    continue
                found.update(dict.fromkeys(alike))
                asks_method, touches = asks_method or inner_asks, touches or inner_touches
            found[name, self._number(member[1])] = None
        self._used[definition, cls] = tuple(found), asks_method, touches
        return self._used[definition, cls]

    def _number(self, binding: Binding) -> str | int:
        """What tells a member from another: of what is neither a method nor written out, only that it is there."""
        if isinstance(binding, ValueBinding) and isinstance(binding.value, Constant):
            return repr(binding.value.value)
        if isinstance(binding, ValueBinding) and not isinstance(binding.value, (Items, Mapping)):
            return 0
        self._kept[id(binding)] = binding  # so that its number stays its own
        return id(binding)

    def _member(self, definition: int, cls: int, name: str, *, above: bool) -> tuple[int, Binding] | None:
        if cls < 0:
            return None
        parent = self._names.program.definitions[definition].parent
        return self._names.member_after(cls, parent, name) if above else self._names.member(cls, name)

    def _mentioned(self, definition: int) -> tuple[_Own, bool]:
        """The attributes of ``self`` and of ``super()`` in a body, and whether it asks for a method of requests."""
        if definition not in self._own:
            head = self._names.program.definitions[definition].head
            first = head.parameters[0].name if head.parameters else ""
            own: dict[tuple[str, bool], None] = {}
            asks_method = False
            pending: list[Expression] = []
            body = self._bodies.of(definition)
            for statement in body.statements:
                pending += (statement.value, *statement.targets)
            pending += [block.head for block in body.blocks]
            while pending:
                one = pending.pop()
                if isinstance(one, Attribute):
                    asks_method = asks_method or one.name == "method"
                    if isinstance(one.value, Name) and one.value.id == first:
                        own[one.name, False] = None
                    elif isinstance(one.value, Call) and _is_super(one.value):
                        own[one.name, True] = None
                pending += parts(one)
            self._own[definition] = tuple(own), asks_method
        return self._own[definition]


def _is_super(call: Call) -> bool:
    return isinstance(call.function, Name) and call.function.id == "super"
