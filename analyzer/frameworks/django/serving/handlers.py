"""What does the body of a view make of the request?"""

from __future__ import annotations

from collections.abc import Hashable

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.answers import Answers
from analyzer.frameworks.django.serving.called_sets import CalledSets
from analyzer.frameworks.django.serving.handed_forms import HandedForms, Taken
from analyzer.frameworks.django.serving.made_sets import MadeSet
from analyzer.frameworks.django.serving.records import Records
from analyzer.frameworks.request_reads.method_branches import Lines, MethodBranches
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf, Function, Type, options
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.interfaces import FIRST_ERROR, Place, Result
from analyzer.model.parts import parts
from analyzer.model.shapes import Shape
from analyzer.model.syntax import Attribute, Call, Choice, Expression, Name, Statement, Subscript

_PLACES = {"POST": Place.FORM, "FILES": Place.FILE, "GET": Place.QUERY, "query_params": Place.QUERY, "data": Place.BODY}
_DEEPEST = 5
_MOST_RETURNS = 12
_MOST = 4000  # expressions of one body
_ACTIONS = ("list", "create", "retrieve", "update", "partial_update", "destroy")


class Seen(msgspec.Struct, frozen=True):
    """What a body shows: forms and serializers of the request, answers, and more.

    ``asks_library`` where it calls what it overrides, ``super().create(…)``.

    ``sets`` are sets of forms of the request; ``unclear`` lines where what is called is chosen at run time.

    ``data`` where it calls ``get_serializer`` with ``data=``, ``form`` where it calls ``get_form``.
    """

    taken: tuple[Taken, ...] = ()
    results: tuple[Result, ...] = ()
    statuses: tuple[int, ...] = ()
    asks_library: bool = False
    data: bool = False
    form: bool = False
    sets: tuple[MadeSet, ...] = ()
    unclear: tuple[int, ...] = ()


class Handlers:
    """Reads bodies; answers are remembered."""

    def __init__(self, names: Names, kinds: Kinds, records: Records, values: Values, sets: CalledSets) -> None:
        self._names = names
        self._kinds = kinds
        self._sets = sets
        self.sets = sets.made
        self._records = records
        self._values = values
        self._bodies = Bodies(names.program)
        self._handed = HandedForms(names)
        self._calls: dict[int, tuple[Call, ...]] = {}
        self._given: dict[int, dict[str, Expression]] = {}
        self._answers: dict[Hashable, list[tuple[Result | None, int]]] = {}
        self._branches = MethodBranches(names.program)
        self._known: dict[tuple[int, int, Shape | None, tuple[Lines, ...]], Seen] = {}
        self._named: dict[tuple[int, int], tuple[int, ...]] = {}
        self._active: set[int] = set()

    def of(self, definition: int, cls: int, serializer: Shape | None = None, method: str = "") -> Seen:
        """Return what a function, or a method for objects of a class, shows.

        ``serializer`` is what ``get_serializer`` makes in it, ``method`` that of the request, where it may rule out
        some lines.
        """
        key = (definition, cls, serializer, self._branches.of(definition, method))
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def calls(self, definition: int, name: str) -> bool:
        """Return whether a body calls something of a name."""
        calls = self._calls_in(definition, self._bodies.statements(definition))
        return any(last_name(one.function) == name for one in calls)

    def fills_from_query(self, definition: int) -> bool:
        """Return whether a body stores ``request.GET`` under ``data``, or gives it so."""
        body = self._bodies.statements(definition)
        stored = any(
            isinstance(target, Subscript) and text_of(target.index) == "data" and _place(one.value, {}) is Place.QUERY
            for one in body
            for target in one.targets
        )
        calls = self._calls_in(definition, body)
        return stored or any(_place(keyword(one, "data"), {}) is Place.QUERY for one in calls)

    def _read(self, definition: int, cls: int, serializer: Shape | None, skipped: tuple[Lines, ...]) -> Seen:
        body = self._bodies.statements(definition)
        if skipped:
            body = tuple(one for one in body if not any(first <= one.line <= last for first, last in skipped))
        made: dict[Call, tuple[int, ...]] = {}
        taken: dict[Taken, None] = {}
        given = self._given_in(definition, body) if not skipped else _last_given(body)
        calls = self._calls_in(definition, body) if not skipped else _called(body)
        for call in calls:
            kept = self._made(call.function, definition, cls, given)
            if kept:
                made[call] = kept
                handed = self._handed.arguments(call, definition, cls)
                place = _given_place(call, handed.get("data"), given)
                prefix = self._handed.prefix(handed.get("prefix"), cls)
                taken |= {Taken(one, place, _is_many(call), prefix): None for one in kept if place is not None}
        returned = [one.value for one in body if one.kind == "return"][:_MOST_RETURNS]
        key = (definition, serializer, skipped, tuple(made.values()), tuple([id(one) for one in made]))
        if key not in self._answers:
            reader = Answers(self._records, made, given, serializer)
            self._answers[key] = [found for value in returned if (found := reader.of(value)) is not None]
        answers = self._answers[key]
        inner = [one for value in returned if (one := self._followed(value, definition, cls, given)) is not None]
        own = self._names.program.definitions[definition].head.name
        results = [result for result, status in answers if status < FIRST_ERROR and result is not None]
        statuses = {status for _, status in answers if status < FIRST_ERROR}
        return Seen(
            tuple(taken),
            tuple(dict.fromkeys((*results, *(result for one in inner for result in one.results)))),
            tuple(sorted(statuses.union(*(one.statuses for one in inner)))),
            any(_asks_library(one, own) for one in calls) or any(one.asks_library for one in inner),
            any(last_name(one.function) == "get_serializer" and keyword(one, "data") is not None for one in calls),
            any(last_name(one.function) == "get_form" for one in calls),
            *self._called_sets([one for one in calls if not made or one not in made], definition, cls, given),
        )

    def _called_sets(
        self, calls: list[Call], definition: int, cls: int, given: dict[str, Expression]
    ) -> tuple[tuple[MadeSet, ...], tuple[int, ...]]:
        """The sets of forms that calls make of the request, and the lines where that is chosen at run time."""
        sets: dict[MadeSet, None] = {}
        unclear: dict[int, None] = {}
        for call in calls if self.sets.are_used else ():
            handed = self._handed.arguments(call, definition, cls) if call.args or call.keywords else {}
            if _given_place(call, handed.get("data"), given) is Place.FORM:
                called = self._sets.of(call, definition, cls, given)
                sets |= dict.fromkeys(called.sets)
                unclear |= {} if called.is_known else {call.line: None}
        return tuple(sets), tuple(unclear)

    def _followed(self, value: Expression, definition: int, cls: int, given: dict[str, Expression]) -> Seen | None:
        """What a function or method of the program shows whose result is returned."""
        if isinstance(value, Name) and value.id in given:
            value = given[value.id]
        if not isinstance(value, Call):
            return None
        place = self._names.program.definitions[definition]
        match value.function:
            case Attribute(value=Name(id="self"), name=name) if cls >= 0:
                member = self._names.member(cls, name)
                binding = member[1] if member is not None else None
                found, owner = (binding.definition, cls) if isinstance(binding, DefinitionBinding) else (-1, -1)
            case Name() | Attribute():
                meaning = self._names.resolve(place.module, place.scope, value.function)
                found, owner = (meaning.definition, -1) if isinstance(meaning, Function) else (-1, -1)
            case _:
                found, owner = -1, -1
        if found < 0 or found == definition or found in self._active or len(self._active) > _DEEPEST:
            return None
        self._active.add(found)
        try:
            return self.of(found, owner)
        finally:
            self._active.discard(found)

    def _given_in(self, definition: int, body: tuple[Statement, ...]) -> dict[str, Expression]:
        """What the names of a body are given last."""
        if definition not in self._given:
            self._given[definition] = _last_given(body)
        return self._given[definition]

    def _calls_in(self, definition: int, body: tuple[Statement, ...]) -> tuple[Call, ...]:
        if definition not in self._calls:
            self._calls[definition] = _called(body)
        return self._calls[definition]

    def _made(
        self, function: Expression, definition: int, cls: int, given: dict[str, Expression], depth: int = 0
    ) -> tuple[int, ...]:
        """The forms and serializers that a call makes, by what is called."""
        if isinstance(function, Name) and function.id in given and depth < _DEEPEST:
            inner = given[function.id]
            return () if inner == function else self._made(inner, definition, cls, given, depth + 1)
        match function:
            case Attribute(value=Name(id="self"), name=name) if cls >= 0:
                return self._classes(self._held(cls, name))
            case Name() | Attribute():
                key = (definition, id(function))
                if key not in self._named:
                    self._named[key] = self._classes(self._meant(function, definition))
                return self._named[key]
        return ()

    def _held(self, cls: int, name: str) -> Type | None:
        """What ``self.name`` holds, unless that is a method."""
        member = self._names.member(cls, name)
        if member is not None and isinstance(member[1], DefinitionBinding):
            head = self._names.program.definitions[member[1].definition].head
            if head.kind == "method" and not head.decorators:
                return None
        return self._values.read(ClassOf(cls), name)

    def _meant(self, function: Expression, definition: int) -> Type | None:
        place = self._names.program.definitions[definition]
        meaning = self._names.resolve(place.module, place.scope, function)
        if isinstance(meaning, Value):
            held = self._values.value_at(meaning.module, meaning.scope, meaning.binding.value)
            return held if self._classes(held) else self._values.value_at(place.module, 0, function)
        return meaning

    def _classes(self, found: Type | None) -> tuple[int, ...]:
        classes = [one.definition for one in options(found) if isinstance(one, ClassOf)]
        return tuple(one for one in classes if not self._kinds.of(one).isdisjoint(("form", "serializer")))


def _last_given(body: tuple[Statement, ...]) -> dict[str, Expression]:
    """What names are given last."""
    return {
        target.id: one.value
        for one in body
        if one.kind == "assign"
        for target in one.targets[:1]
        if isinstance(target, Name)
    }


def _called(body: tuple[Statement, ...]) -> tuple[Call, ...]:
    found: list[Call] = []
    pending = [expression for one in reversed(body) for expression in (one.value, *one.targets)]
    for _ in range(_MOST):
        if not pending:
            break
        one = pending.pop()
        if isinstance(one, Call):
            found.append(one)
        pending += parts(one)
    return tuple(found)


def _is_many(call: Call) -> bool:
    many = keyword(call, "many")
    return is_true(many)


def _asks_library(call: Call, own: str) -> bool:
    """``super().create(…)``, or in a handler ``self.list(…)``."""
    function = call.function
    if not isinstance(function, Attribute):
        return False
    if isinstance(function.value, Call) and last_name(function.value.function) == "super":
        return function.name == own
    return function.name in _ACTIONS and isinstance(function.value, Name) and function.value.id == "self"


def _given_place(call: Call, data: Expression | None, given: dict[str, Expression]) -> Place | None:
    """Where in the request stands what a form or serializer is made of: its ``data``, else its first such argument."""
    parts = (data,) if data is not None else call.args
    return next((one for part in parts if (one := _place(part, given)) is not None), None)


def _place(expression: Expression | None, given: dict[str, Expression], depth: int = 0) -> Place | None:
    """Where in the request stands what is given: ``request.POST``, ``request.data or None``."""
    match expression:
        case Attribute(name=name) if name in _PLACES:
            return _PLACES[name]
        case Attribute(value=value) if depth < _DEEPEST:
            return None if isinstance(value, Name) else _place(value, given, depth + 1)
        case Choice(options=parts) if depth < _DEEPEST:
            return next((one for part in parts if (one := _place(part, given, depth + 1)) is not None), None)
        case Call(function=function, args=args) if depth < _DEEPEST:
            inner = (*args, *((function.value,) if isinstance(function, Attribute) else ()))
            return next((one for part in inner if (one := _place(part, given, depth + 1)) is not None), None)
        case Name(id=name) if name in given and depth < _DEEPEST:
            return _place(given[name], given, depth + 1)
        case _:
            return None
