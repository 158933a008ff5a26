"""Can what a module or class holds change while the program runs, and is it its own or a handle of a library?"""

from __future__ import annotations

import sys
from enum import Enum

from analyzer.extract.changed import CONTAINER_METHODS, FUNCTIONS, METHODS
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.syntax import (
    Attribute,
    Call,
    Choice,
    Comprehension,
    Expression,
    Items,
    Lambda,
    Mapping,
    Name,
    Operation,
    Subscript,
    Unknown,
)
from analyzer.state.places import Place, Reached
from analyzer.state.uses import READ, STORE


class Nature(Enum):
    """What a value is: a container, something plain (a number, nothing), not known, or a library's own object."""

    CONTAINER = "container"
    PLAIN = "plain"
    UNKNOWN = "unknown"
    HANDLE = "handle"


_CONTAINERS = (
    "collections.", "weakref.", "queue.", "cachetools.", "sortedcontainers.", "multidict.", "types.SimpleNamespace",
    "threading.local", "itertools.", "array.array", "asyncio.Queue", "asyncio.PriorityQueue", "argparse.Namespace",
    "multiprocessing.Queue", "copy.",
)  # fmt: skip
_BUILTIN_CONTAINERS = frozenset(f"builtins.{name}" for name in ("dict", "list", "set", "bytearray"))
_HANDLES = (
    "logging.", "threading.", "re.", "contextvars.", "typing.", "typing_extensions.", "asyncio.", "multiprocessing.",
    "concurrent.", "socket.", "sqlite3.", "subprocess.", "functools.", "importlib.", "ctypes.", "gettext.", "django.",
    "sqlalchemy.", "flask.", "operator.", "abc.", "enum.", "string.", "ssl.", "http.", "sched.", "types.", "warnings.",
    "tempfile.", "builtins.open", "builtins.type", "builtins.property", "builtins.object", "ast.", "struct.",
)  # fmt: skip
_MAKES = (
    "create", "make", "get_", "connect", "session", "scoped_session", "open", "build", "from_", "import_",
    "try_import",
)  # fmt: skip
_DEEPEST = 4  # names that stand for names
_CONSTRUCTORS = ("__init__", "__new__", "__post_init__", "init", "setup", "configure")  # and late ones: ``init_app``


class Values:
    """Judges the values of places; answers are remembered.

    ``changing`` are the methods that change the object they are called on, by definition.
    """

    def __init__(self, names: Names, changing: frozenset[int]) -> None:
        self._names = names
        self._program = names.program
        self._changing = changing
        self._known: dict[Place, tuple[Nature, int]] = {}
        self._by_class: dict[int, dict[int, list[int]]] = {}
        self.handles: set[Place] = set()

    def of(self, place: Place) -> tuple[Nature, int]:
        """Return the nature of what a place holds, and its class in the project (-1: none)."""
        if place not in self._known:
            binding = self._program.namespaces.get((place.module, place.scope), {}).get(place.name)
            found = (Nature.PLAIN, -1)
            if isinstance(binding, ValueBinding):
                found = self.nature(place.module, place.scope, binding.value, 0)
                if found[0] is not Nature.CONTAINER and self._says_handle(place, binding.annotation):
                    found = (Nature.HANDLE, -1)
            elif binding is not None:
                found = (Nature.HANDLE, -1)
            if place.name.startswith("__") and place.name.endswith("__"):
                found = (Nature.HANDLE, -1)
            self._known[place] = found
        return (Nature.HANDLE, -1) if place in self.handles else self._known[place]

    def is_write(self, reached: Reached, how: str) -> bool:
        """Return whether a use changes what a place holds; a handle of a library is nobody's state."""
        nature, cls = self.of(reached.place)
        if how == READ or nature is Nature.HANDLE:
            return False
        if how == STORE:
            return self._stores(reached)
        if how in FUNCTIONS:
            return nature is not Nature.PLAIN and not (reached.by_object and nature is not Nature.CONTAINER)
        if reached.by_object and nature is not Nature.CONTAINER:
            return False
        if not reached.rest:
            return self._changed_by(nature, cls, how)
        return how in CONTAINER_METHODS or (how in METHODS and reached.rest[-1] == "[]")

    def changes_objects(self, cls: int) -> bool:
        """Return whether a class of the project has a method that changes its objects."""
        return any(
            definition in self._changing
            for one in self._names.mro(cls)
            for definition in self._methods(one)
        )  # fmt: skip

    def is_container_class(self, cls: int) -> bool:
        """Return whether a class of the project is a container, as it derives from one."""
        return any(
            base in _BUILTIN_CONTAINERS or base.startswith(_CONTAINERS) for base in self._names.external_bases(cls)
        )

    def nature(self, module: int, scope: int, value: Expression, depth: int) -> tuple[Nature, int]:
        """Return the nature of an expression, and the class in the project of what it makes."""
        match value:
            case Mapping() | Comprehension() | Items(kind="list" | "set"):
                return Nature.CONTAINER, -1
            case Operation(operands=parts) | Choice(options=parts):
                found = [self.nature(module, scope, part, depth + 1) for part in parts[:_DEEPEST]]
                return next((one for one in found if one[0] is not Nature.PLAIN), (Nature.PLAIN, -1))
            case Call(function=function):
                return self._made(module, scope, function, depth)
            case Lambda():
                return Nature.HANDLE, -1
            case Name() | Attribute():
                return self._named(module, scope, value, depth)
            case Subscript() | Unknown():
                return Nature.UNKNOWN, -1
            case _:
                return Nature.PLAIN, -1

    def _stores(self, reached: Reached) -> bool:
        if not reached.by_object:
            return True
        return bool(reached.rest) and self.of(reached.place)[0] is Nature.CONTAINER

    def _changed_by(self, nature: Nature, cls: int, how: str) -> bool:
        if nature is Nature.CONTAINER:
            return how in METHODS
        if cls < 0:
            return how in CONTAINER_METHODS
        found = self._names.member(cls, how)
        if found is None:
            return how in METHODS and self.is_container_class(cls)
        owner, _ = found
        return not how.startswith(_CONSTRUCTORS) and any(
            one in self._changing for one in self._methods(owner) if self._program.definitions[one].head.name == how
        )

    def _methods(self, cls: int) -> list[int]:
        found = self._program.definitions[cls]
        module = self._program.modules[found.module]
        return self._methods_of(module.index).get(found.scope, [])

    def _methods_of(self, module: int) -> dict[int, list[int]]:
        if module not in self._by_class:
            first = self._program.modules[module].first
            found: dict[int, list[int]] = {}
            for place, head in enumerate(self._program.modules[module].facts.heads):
                if head.kind == "method" and not head.name.startswith(_CONSTRUCTORS):
                    found.setdefault(head.scope, []).append(first + place)
            self._by_class[module] = found
        return self._by_class[module]

    def _made(self, module: int, scope: int, function: Expression, depth: int) -> tuple[Nature, int]:
        meaning = self._names.resolve(module, scope, function)
        if isinstance(meaning, ClassOf):
            return Nature.UNKNOWN, meaning.definition
        if isinstance(meaning, External):
            return _outside(meaning.name), -1
        if isinstance(meaning, Function) and depth < _DEEPEST:
            return self._returned(meaning.definition, depth + 1)
        return Nature.UNKNOWN, -1

    def _returned(self, definition: int, depth: int) -> tuple[Nature, int]:
        """A function of the project gives what the first ``return`` gives that says anything."""
        found = self._program.definitions[definition]
        statements = self._program.scopes(found.module)[found.scope].statements
        assigned = {
            statement.targets[0].id: statement.value
            for statement in statements
            if statement.kind in ("assign", "annotate") and isinstance(statement.targets[0], Name)
        }
        for statement in statements:
            if statement.kind == "return":
                value = statement.value
                value = assigned.get(value.id, value) if isinstance(value, Name) else value
                made = self.nature(found.module, found.scope, value, depth)
                if made[0] is Nature.HANDLE or made[1] >= 0:
                    return made
        return Nature.UNKNOWN, -1

    def _named(self, module: int, scope: int, value: Expression, depth: int) -> tuple[Nature, int]:
        meaning = self._names.resolve(module, scope, value)
        if isinstance(meaning, Value) and depth < _DEEPEST:
            return self.nature(meaning.module, meaning.scope, meaning.binding.value, depth + 1)
        if isinstance(meaning, (ClassOf, Function)):
            return Nature.PLAIN, -1
        if isinstance(meaning, External):
            return (Nature.PLAIN if _is_standard(meaning.name) else Nature.HANDLE), -1
        return Nature.UNKNOWN, -1

    def _says_handle(self, place: Place, annotation: Expression) -> bool:
        match annotation:
            case Operation(operands=options):
                return any(self._says_handle(place, one) for one in options)
            case Subscript(value=value, index=index):
                inner = self._names.resolve(place.module, place.scope, value)
                if isinstance(inner, External) and inner.name in ("typing.Optional", "typing.Final"):
                    return self._says_handle(place, index)
                return isinstance(inner, External) and _outside(inner.name) is Nature.HANDLE and _is_class(inner.name)
            case Name() | Attribute():
                inner = self._names.resolve(place.module, place.scope, annotation)
                return isinstance(inner, External) and _outside(inner.name) is Nature.HANDLE and _is_class(inner.name)
            case _:
                return False


def _is_class(name: str) -> bool:
    return not name.startswith("typing.") and name.rpartition(".")[2][:1].isupper()


def _is_standard(name: str) -> bool:
    top = name.partition(".")[0]
    return top == "builtins" or top in sys.stdlib_module_names


def _outside(name: str) -> Nature:
    """Tell by its dotted name what a call of something outside the project makes."""
    if name in _BUILTIN_CONTAINERS or name.startswith(_CONTAINERS):
        return Nature.CONTAINER
    if name.startswith(_HANDLES):
        return Nature.HANDLE
    if _is_standard(name):
        return Nature.PLAIN
    last = name.removesuffix("()").rpartition(".")[2]
    return Nature.HANDLE if last[:1].isupper() or last.startswith(_MAKES) else Nature.UNKNOWN
