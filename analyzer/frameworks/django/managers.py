"""Which managers do models have, and of which classes of the project are their methods?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.syntax import Attribute, Call, Expression, Name, Subscript

BUILT_IN = frozenset(("objects", "_default_manager", "_base_manager"))
_ENDINGS = ("Manager", "QuerySet", "from_queryset()", "as_manager()")
_DEEPEST = 4  # names of names of managers


class Managers:
    """The managers of some models, looked up from either side."""

    def __init__(self, names: Names, models: Iterable[int], concrete: Iterable[int]) -> None:
        """``models`` are all model classes, abstract ones too; ``concrete`` those that have a table."""
        self._names = names
        self._program = names.program
        self._own: dict[int, dict[str, tuple[int, ...]]] = {}
        self._querysets: dict[int, tuple[int, ...]] = {}
        self._is_one: dict[int, bool] = {}
        for model in models:
            self._own[model] = self._declared(model)
        self._users: dict[int, list[int]] = {}
        for model in concrete:
            for cls in self._classes_of(model):
                self._users.setdefault(cls, []).append(model)

    def of(self, model: int, name: str) -> tuple[int, ...] | None:
        """Return the classes whose methods ``Model.name`` has; None where that is no manager."""
        for ancestor in self._names.mro(model):
            found = self._own.get(ancestor, {}).get(name)
            if found is not None:
                return found
            place = self._program.definitions[ancestor]
            if name in self._program.namespaces.get((place.module, place.scope), {}):
                return None
        return self.default(model) if name in BUILT_IN else None

    def default(self, model: int) -> tuple[int, ...]:
        """Return the classes of the manager that related objects are reached through."""
        for ancestor in self._names.mro(model):
            own = self._own.get(ancestor, {})
            if own:
                return own.get("objects") or next(iter(own.values()))
        return ()

    def is_plain(self, model: int) -> bool:
        """Return whether nothing gives a model another manager than Django's."""
        if model < 0 or any(self._own.get(ancestor) for ancestor in self._names.mro(model)):
            return False
        return all(base.startswith("django.db.models.") for base in self._names.external_bases(model))

    def models_of(self, cls: int) -> tuple[int, ...]:
        """Return the models whose managers have the methods of a class."""
        return tuple(self._users.get(cls, ()))

    def is_one(self, cls: int) -> bool:
        """Return whether a class is a manager or a queryset."""
        if cls not in self._is_one:
            self._is_one[cls] = False  # a class that is made of itself
            self._is_one[cls] = any(base.endswith(_ENDINGS) for base in self._names.external_bases(cls)) or any(
                self._in_bases(ancestor) for ancestor in self._names.mro(cls)
            )
        return self._is_one[cls]

    def _classes_of(self, model: int) -> list[int]:
        found: dict[int, None] = {}
        seen: set[str] = set()
        for ancestor in self._names.mro(model):
            for name, classes in self._own.get(ancestor, {}).items():
                if name not in seen:
                    seen.add(name)
                    for cls in classes:
                        found.update(dict.fromkeys(self._names.mro(cls)))
        return list(found)

    def _declared(self, model: int) -> dict[str, tuple[int, ...]]:
        place = self._program.definitions[model]
        found: dict[str, tuple[int, ...]] = {}
        for name, binding in self._program.namespaces.get((place.module, place.scope), {}).items():
            if isinstance(binding, ValueBinding):
                made = self._made(place.module, place.scope, binding.value, 0)
                if made is not None:
                    found[name] = made
                elif name in BUILT_IN and isinstance(binding.value, Call):
                    found[name] = ()  # whatever makes it, it is a manager
        return found

    def _made(self, module: int, scope: int, value: Expression, depth: int) -> tuple[int, ...] | None:
        """``Manager()``, ``Query.as_manager()`` or ``Manager.from_queryset(Query)()``, of Django or derived from it."""
        match value:
            case Call(function=Attribute(value=made_of, name="as_manager")):
                return self._named(module, scope, made_of, depth)
            case Call(function=Attribute(value=made_of, name="from_queryset"), args=args):
                first = self._named(module, scope, made_of, depth)
                others = (self._named(module, scope, arg, depth) or () for arg in args)
                return None if first is None else (*first, *(cls for other in others for cls in other))
            case Call(function=function, args=args):
                found = self._named(module, scope, function, depth)
                return self._wrapped(module, scope, args) if found is None else found
            case _:
                return None

    def _wrapped(self, module: int, scope: int, args: tuple[Expression, ...]) -> tuple[int, ...] | None:
        """A function that is given the class of a manager makes one of it."""
        for arg in args:
            meaning = self._names.resolve(module, scope, arg) if isinstance(arg, (Name, Attribute)) else None
            if isinstance(meaning, ClassOf) and self.is_one(meaning.definition):
                return (meaning.definition, *self.querysets(meaning.definition))
        return None

    def _named(self, module: int, scope: int, expression: Expression, depth: int) -> tuple[int, ...] | None:
        if not isinstance(expression, (Name, Attribute, Call, Subscript)):
            return None
        meaning = self._names.resolve(module, scope, expression)
        if isinstance(expression, Call) and not isinstance(meaning, ClassOf):
            return self._made(module, scope, expression, depth)
        match meaning:
            case ClassOf(definition=cls) if self.is_one(cls):
                return (cls, *self.querysets(cls))
            case Value(module=home, scope=inner, binding=binding) if depth < _DEEPEST:
                return self._named(home, inner, binding.value, depth + 1)
            case External(name=outside) if outside.removesuffix("()").endswith(_ENDINGS):
                return ()
            case _:
                return None

    def querysets(self, manager: int) -> tuple[int, ...]:
        """Return the queryset classes that a manager says its querysets are of."""
        if manager not in self._querysets:
            self._querysets[manager] = ()  # a manager that mentions itself
            found: dict[int, None] = {}
            for ancestor in self._names.mro(manager):
                for cls in (*self._in_bases(ancestor), *self._in_body(ancestor)):
                    found[cls] = None
            found.pop(manager, None)
            self._querysets[manager] = tuple(found)
        return self._querysets[manager]

    def _in_bases(self, manager: int) -> list[int]:
        """``class Shelves(Manager.from_queryset(ShelfQuerySet))``, or a name that holds such a class."""
        found = self._program.definitions[manager]
        place = (found.module, found.head.scope)
        made: dict[int, None] = {}
        for base in found.head.bases:
            if not isinstance(base, Call):
                continue
            made.update(dict.fromkeys(self._made(*place, base, 0) or ()))
        return list(made)

    def _in_body(self, manager: int) -> Iterable[int]:
        place = self._program.definitions[manager]
        own = self._program.namespaces.get((place.module, place.scope), {})
        binding = own.get("get_queryset")
        if not isinstance(binding, DefinitionBinding):
            return
        found = self._program.definitions[binding.definition]
        for statement in self._program.scopes(found.module)[found.scope].statements:
            called = first_call(statement.value)
            if called is not None and isinstance(called.function, (Name, Attribute)):
                meaning = self._names.resolve(found.module, found.scope, called.function)
                if isinstance(meaning, ClassOf) and self.is_one(meaning.definition):
                    yield meaning.definition


def first_call(expression: Expression) -> Call | None:
    """The call with which a chain begins: ``Query(self.model)`` of ``Query(self.model).filter(…)``."""
    found: Call | None = None
    while isinstance(expression, (Call, Attribute)):
        if isinstance(expression, Call):
            found = expression
            expression = expression.function
        else:
            expression = expression.value
    return found
