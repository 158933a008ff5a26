"""Which module-level value or class attribute does a chain of names lead to?

A place is the name that holds a value: of a module, or of a class. It is told from the names alone, so a name that
the function or one around it binds by itself leads nowhere.
"""

from __future__ import annotations

import msgspec

from analyzer.link.names import Meaning, Names, Value
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf, External, ModuleOf
from analyzer.model.bound import bound_names, declared
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Expression, Head, Name, Subscript

_CLASS = "__class__"
_NOTHING = Head("", "", "class", 0, 0, 0).returns


class Place(msgspec.Struct, frozen=True, order=True):
    """``name`` in a module, or in a class body of it (``scope`` is the index of its head; 0: the module)."""

    module: int
    scope: int
    name: str


class Reached(msgspec.Struct, frozen=True):
    """A place, and the rest of the chain behind it: ``.name`` and ``[]``.

    ``receiver`` is the class of the object it was reached through (``self``; -1: none): a store into that attribute
    makes one of the object.
    """

    place: Place
    rest: tuple[str, ...]
    receiver: int = -1

    @property
    def by_object(self) -> bool:
        """True where it was reached through ``self``."""
        return self.receiver >= 0


class Receiver(msgspec.Struct, frozen=True):
    """The first parameter of a method: an object of a class of the project, or (``is_class``) the class."""

    definition: int
    is_class: bool


class Places:
    """Looks chains up; what functions bind is remembered.

    ``rebound`` are the places that a ``global`` statement binds: there an import of the same name no longer counts.
    """

    def __init__(self, names: Names, rebound: frozenset[Place]) -> None:
        self._names = names
        self._program = names.program
        self._bound: dict[tuple[int, int], tuple[set[str], set[str]]] = {}
        self._rebound = rebound
        self._of_object: dict[tuple[int, str], bool] = {}

    def reach(self, module: int, scope: int, target: Expression) -> Reached | None:
        """Return the place that a chain in a function leads to."""
        root, steps = unfold(target)
        if root is None:
            return None
        start = self.root(module, scope, root.id)
        by_object = isinstance(start, Receiver) and not start.is_class
        if isinstance(start, Receiver):
            if steps[:1] == [f".{_CLASS}"]:
                if start.is_class:
                    return None
                steps, by_object = steps[1:], False
            return self._of_class(start.definition, steps, by_object)
        if isinstance(start, Place):
            return Reached(start, tuple(steps))
        return self._follow(start, steps)

    def root(self, module: int, scope: int, name: str) -> Meaning | Place | Receiver | None:
        """Return what the first name of a chain is: what it means outside all functions, or the first parameter."""
        program = self._program
        heads = program.modules[module].facts.heads
        current = scope
        while current:
            head = heads[current - 1]
            if head.kind != "class":
                bound, everywhere = self.bound(module, current)
                if name in everywhere:
                    return self.of_module(module, name)
                if name in bound:
                    return self._receiver(module, head, name)
                if name in program.namespaces.get((module, current), {}):
                    return self._names.lookup(module, current, name)
            current = head.scope
        return self.of_module(module, name)

    def of_module(self, module: int, name: str) -> Meaning | Place | None:
        """Return what a name of a module is, the names that functions bind included."""
        place = Place(module, 0, name)
        return place if place in self._rebound else self._names.lookup(module, 0, name)

    def bound(self, module: int, scope: int) -> tuple[set[str], set[str]]:
        """Return the names that a function binds, and those that it declares global."""
        key = (module, scope)
        if key not in self._bound:
            body = self._program.scopes(module)[scope]
            head = self._program.modules[module].facts.heads[scope - 1]
            self._bound[key] = bound_names(head, body), declared(body, "global")
        return self._bound[key]

    def is_of_object(self, reached: Reached) -> bool:
        """Return whether objects have an attribute of their own where their class has one of that name.

        Some method binds it through its first parameter, or the class declares it as a field.
        """
        key = (reached.receiver, reached.place.name)
        if key not in self._of_object:
            place = reached.place
            binding = self._program.namespaces.get((place.module, place.scope), {}).get(place.name)
            annotation = binding.annotation if isinstance(binding, ValueBinding) else _NOTHING
            named = annotation.value if isinstance(annotation, Subscript) else annotation
            is_field = annotation != _NOTHING and last_name(named) != "ClassVar"
            self._of_object[key] = is_field or any(
                self._is_bound_by_method(cls, place.name) for cls in self._names.mro(reached.receiver)
            )
        return self._of_object[key]

    def _is_bound_by_method(self, cls: int, name: str) -> bool:
        found = self._program.definitions[cls]
        bodies = self._program.scopes(found.module)
        for scope, head in enumerate(self._program.modules[found.module].facts.heads, start=1):
            if head.scope == found.scope and head.kind == "method" and head.parameters:
                for statement in bodies[scope].statements:
                    for target in statement.targets if statement.kind in ("assign", "annotate") else ():
                        if (
                            isinstance(target, Attribute)
                            and target.name == name
                            and last_name(target.value) == head.parameters[0].name
                        ):
                            return True
        return False

    def _receiver(self, module: int, head: Head, name: str) -> Receiver | None:
        first = head.parameters[0].name if head.parameters else ""
        decorators = {one.id for one in head.decorators if isinstance(one, Name)}
        if head.kind != "method" or name != first or "staticmethod" in decorators:
            return None
        is_class = "classmethod" in decorators or head.name in ("__new__", "__init_subclass__")
        return Receiver(self._program.modules[module].first + head.scope - 1, is_class or name == "cls")

    def _follow(self, meaning: Meaning | None, steps: list[str]) -> Reached | None:
        for taken, step in enumerate(steps):
            if isinstance(meaning, Value):
                return Reached(place_of(meaning), tuple(steps[taken:]))
            if not step.startswith("."):
                return None
            if isinstance(meaning, ModuleOf):
                index = self._program.module_index.get(meaning.name)
                inner = self._names.attribute_of_module(meaning.name, step[1:])
                if index is not None and (inner is None or Place(index, 0, step[1:]) in self._rebound):
                    return Reached(Place(index, 0, step[1:]), tuple(steps[taken + 1 :]))
                meaning = inner
            elif isinstance(meaning, ClassOf):
                return self._of_class(meaning.definition, steps[taken:], by_object=False)
            else:
                return None
        return Reached(place_of(meaning), ()) if isinstance(meaning, Value) else None

    def _of_class(self, definition: int, steps: list[str], by_object: bool) -> Reached | None:
        if not steps or not steps[0].startswith("."):
            return None
        name = steps[0][1:]
        found = self._names.member(definition, name)
        if found is None:
            if by_object:
                return None
            found = definition, ValueBinding(name, _NOTHING, _NOTHING, 0)
        owner, binding = found
        if not isinstance(binding, ValueBinding):
            return None
        cls = self._program.definitions[owner]
        return Reached(Place(cls.module, cls.scope, name), tuple(steps[1:]), definition if by_object else -1)

    def external(self, module: int, scope: int, target: Expression) -> str:
        """Return the dotted name outside the project that a chain of plain names leads to; empty for any other."""
        root, steps = unfold(target)
        start = None if root is None else self.root(module, scope, root.id)
        if not isinstance(start, External) or not all(step.startswith(".") for step in steps):
            return ""
        return start.name + "".join(steps)


def place_of(value: Value) -> Place:
    """Return the place of a value that a name was found to mean."""
    return Place(value.module, value.scope, value.binding.name)


def unfold(target: Expression) -> tuple[Name | None, list[str]]:
    """Return the first name of a chain and the steps behind it; ``type(x)`` is ``x.__class__``."""
    steps: list[str] = []
    while True:
        match target:
            case Name():
                steps.reverse()
                return target, steps
            case Attribute(value=target, name=name):
                steps.append(f".{name}")
            case Subscript(value=target):
                steps.append("[]")
            case Call(function=Name(id="type"), args=(target,)):
                steps.append(f".{_CLASS}")
            case _:
                return None, []
