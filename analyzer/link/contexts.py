"""What does a function return for one caller's arguments, where that differs from caller to caller?

Helpers that return what they were given, or look something up with it, are interpreted once more; wrappers of
decorators are known by what they wrap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analyzer.link.cells import stored
from analyzer.link.signature import NO_ARGUMENTS, Bound, Signature
from analyzer.link.texts import TEXTS, spellings
from analyzer.link.types import (
    ClassOf,
    Collection,
    Column,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    LambdaOf,
    Literal,
    Partial,
    Query,
    Row,
    Type,
    Union,
    join,
    options,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_MOST_CONTEXTS = 6
_LARGEST_HELPER = 60
_MOST_STATEMENTS = 160  # that the contexts of a helper may read where they are more than a few
_TELLING = (ClassOf, Column, Function, Instance, LambdaOf, Partial, Collection, Query, Row, Keyed, Container, Union)
_OPEN = (Union, LambdaOf, Collection, Container, Row)
_PLAIN = ("builtins.bool", "builtins.dict", "builtins.int", "builtins.list", "builtins.set", "builtins.str")


class Contexts:
    """Interprets functions for single callers; what was found is remembered for a sweep."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program
        self._cells = evaluator.cells
        self._scopes = evaluator.scopes
        self._contexts: dict[tuple[object, ...], Type | None] = {}
        self._asked: dict[int, int] = {}
        self.returns_call_of: dict[int, str] = {}
        self.returns_parameter: dict[int, set[str]] = {}
        self.returns_unknown: set[int] = set()

    def forget(self) -> None:
        """Interpret helpers anew: more is known of what they use."""
        self._contexts = {key: found for key, found in self._contexts.items() if found is not None}
        self._asked.clear()

    def parameters_of(self, definition: int) -> frozenset[str]:
        """Return the names of a function's parameters that take one value; of methods, without the first."""
        if definition < 0:
            return frozenset()
        head = self._program.definitions[definition].head
        named = [one.name for one in head.parameters if one.kind in ("positional", "keyword")]
        return frozenset(named[1:] if head.kind == "method" else named)

    def handed_back(self, function: Function, known: Signature, derived: Type | None, bound: Bound) -> Type | None:
        """Return what a function yields that returns its parameters: what this caller passed, and nobody else.

        A query that is narrowed on the way is no longer the one that was passed: it is made once more of this caller's.
        """
        definition = function.definition
        found: Type | None = None
        theirs: list[Type] = []
        for name in sorted(self.returns_parameter[definition]):
            found = join(found, bound.known.get(name))
            theirs += options(self._cells.read("parameter", definition, name, self._evaluator.frame.reader))
        rest = [option for option in options(derived) if option not in theirs]
        if _has_query(rest) and _has_query(options(found)) and set(options(found)) != set(theirs):
            narrowed = self.interpreted(function, known, bound)
            if narrowed is not None:
                return narrowed
        for option in rest:
            if not isinstance(option, ClassOf) or found is None:
                found = join(found, option)
        return found

    def is_closure(self, definition: int, derived: Type) -> bool:
        """True for a decorator and its like: all that comes back are functions made inside."""
        for one in options(derived):
            if not isinstance(one, Function) or not self._is_within(one.definition, definition):
                return False
        return True

    def depends(self, function: Function, derived: Type | None, bound: Bound) -> bool:
        """Does what comes back depend on what this caller passes, and does the caller say more than all together?"""
        definition = function.definition
        if self._evaluator.frame.textual and _is_text(derived) and any(map(spellings, bound.known.values())):
            return True
        if derived is None:
            if definition not in self.returns_unknown:
                return False
        elif not (
            isinstance(derived, _OPEN)
            or _is_empty(derived)
            or _is_about(derived)
            or is_of_another(derived, bound)
            or is_object_of_another(derived, bound)
        ):
            return False
        cells = self._cells
        by_text = _is_about(derived) or (derived is None and self._program.unit_of(definition) in cells.by_text)
        kinds = (*_TELLING, Literal) if by_text else _TELLING
        reader = self._evaluator.frame.reader if derived is None else -1  # the first of several callers reads again
        skip = 1 if function.receiver is not None else 0
        for place, (name, value) in enumerate(bound.known.items()):
            if place < skip:
                seen = cells.read("self", definition, "", -1)
                several = isinstance(value, Query) or isinstance(seen, Union) or cells.is_wide("self", definition, "")
                telling = several and (derived is None or isinstance(derived, Union) or _is_empty(derived))
            else:
                tells = isinstance(value, kinds) or _is_about(value)
                telling = tells and cells.read("parameter", definition, name, reader) != stored(value)  # type: ignore[arg-type]  # no None
            if telling:
                return True
        return any(isinstance(value, _TELLING) for value in bound.rest) or bool(bound.keywords)

    def of_wrapper(self, function: Function, known: Signature, given: dict[str, Type | None]) -> Type | None:
        """What a wrapper returns, for the function it wraps and whatever arguments."""
        passed = self.returns_call_of.get(function.definition, "")
        if passed:
            return self._of_wrapped(dict(function.captured).get(passed), function.receiver)
        key = (function.definition, function.captured)
        if key not in self._contexts:
            self._contexts[key] = None
            first = known.slots[0].name if known.slots else ""
            values = {first: given.get(first)} if function.receiver is not None and first else {}
            frame = self._scopes.interpret(function, values)
            if frame is not None:
                self._contexts[key] = self.enclosed(function.definition, frame.returned, dict(function.captured))
        return self._contexts[key]

    def of_expressions(self, function: Function, known: Signature, bound: Bound) -> Type | None:
        """What a nested function makes of the columns or queries of one caller has nothing of the others'."""
        if any(isinstance(value, (Column, Query)) for value in bound.known.values()):
            return self.interpreted(function, known, bound)
        return None

    def _of_wrapped(self, wrapped: Type | None, receiver: Type | None) -> Type | None:
        found: Type | None = None
        for option in options(wrapped):
            if isinstance(option, Function):
                bound = Function(option.definition, True, receiver or option.receiver, option.captured)
                found = join(found, self._evaluator.functions.result(bound, NO_ARGUMENTS))
            elif isinstance(option, ClassOf):
                found = join(found, Instance(option.definition))
        return found

    def is_vague(self, definition: int, derived: Type | None) -> bool:
        """True for a method of a query where no more is known than that it yields something of what is outside."""
        if derived is None:
            return definition in self.returns_unknown
        return all(isinstance(one, External) and not one.name.startswith(_PLAIN) for one in options(derived))

    def of_receiver(self, function: Function, first: str) -> Type | None:
        """Read a method once more for what it is called on, whatever its arguments."""
        key = (function.definition, function.receiver)
        if key not in self._contexts:
            self._contexts[key] = None
            frame = self._scopes.interpret(function, {first: function.receiver})
            if frame is not None:
                self._contexts[key] = frame.returned
        return self._contexts[key]

    def interpreted(self, function: Function, known: Signature, bound: Bound) -> Type | None:
        """Read a helper once more with what one caller passes."""
        definition = function.definition
        key = (definition, function.captured, tuple(bound.known.items()), bound.rest, bound.keywords)
        if key in self._contexts:
            return self._contexts[key]
        size = len(self._scopes.body(self._program.unit_of(definition)).statements)
        asked = self._asked.get(definition, 0)
        if asked >= _MOST_CONTEXTS and (asked + 1) * size > _MOST_STATEMENTS:
            is_query = function.receiver.__class__ is Query and known.slots
            return self.of_receiver(function, known.slots[0].name) if is_query else None
        if size > _LARGEST_HELPER:
            return None
        self._asked[definition] = self._asked.get(definition, 0) + 1
        self._contexts[key] = None
        values: dict[str, Type | None] = {}
        for slot in known.all_slots:
            if slot.name in bound.known:
                values[slot.name] = bound.known[slot.name] or slot.declared
        if known.rest:
            values[known.rest] = Row(bound.rest) if bound.more is None else Container(bound.more, "tuple")
        if known.keyword_rest:
            values[known.keyword_rest] = Keyed(bound.keywords)
        frame = self._scopes.interpret(function, values)
        if frame is None:
            return None
        found = self.enclosed(definition, frame.returned, values)
        self._contexts[key] = found
        return found

    def enclosed(self, definition: int, returned: Type | None, values: dict[str, Type | None]) -> Type | None:
        """A nested function that is returned remembers what the one around it was called with."""
        captured = tuple((name, value) for name, value in values.items() if value is not None)
        found: Type | None = None
        for option in options(returned):
            if isinstance(option, Function) and self._is_within(option.definition, definition):
                merged = dict(captured) | dict(option.captured)
                found = join(found, Function(option.definition, True, option.receiver, tuple(merged.items())))
            else:
                found = join(found, option)
        return found

    def _is_within(self, definition: int, outer: int) -> bool:
        parent = self._program.definitions[definition].parent
        while parent >= 0 and parent != outer:
            parent = self._program.definitions[parent].parent
        return parent == outer


def _is_text(derived: Type | None) -> bool:
    """What is put together of texts is another text for each caller."""
    return all(isinstance(one, TEXTS) or one == External("builtins.str()") for one in options(derived))


def is_of_another(derived: Type, bound: Bound) -> bool:
    """A query that lacks tables of the one this caller passes may be that of the first caller."""
    if not isinstance(derived, Query):
        return False
    known = set(derived.tables)
    return any(isinstance(one, Query) and set(one.tables) - known for v in bound.known.values() for one in options(v))


def is_object_of_another(derived: Type, bound: Bound) -> bool:
    """An object is that of the first caller where this one passes another class."""
    if not isinstance(derived, Instance):
        return False
    passed = {one.definition for one in bound.known.values() if isinstance(one, ClassOf)}
    return bool(passed) and derived.definition not in passed


def _is_empty(derived: Type | None) -> bool:
    """A query of nothing known is one over what some caller passes."""
    return isinstance(derived, Query) and not derived.tables


def _is_about(value: Type | None) -> bool:
    """Return whether a value is from outside the project and knows the name that it was made with."""
    return isinstance(value, External) and bool(value.about)


def _has_query(types: Iterable[Type]) -> bool:
    return any(isinstance(one, Query) for one in types)
