"""Which controllers stand below a controller, and under which parts of a path?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from analyzer.frameworks.given import Given
from analyzer.frameworks.written import Reader
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import (
    Attribute,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Mapping,
    Name,
    Operation,
    Scope,
    Statement,
    Subscript,
)

_MOST = 2000  # controllers below one
_DEEPEST = 6  # names that stand for names


class Child(msgspec.Struct, frozen=True):
    """A controller below another: the parts of the path that lead to it; ``is_attribute`` where its name is one."""

    parts: tuple[str, ...]
    cls: int
    is_attribute: bool = False


class Children:
    """Finds attributes that hold controllers, and what ``_lookup`` returns."""

    def __init__(self, names: Names, reader: Reader, class_value: Callable[[int, str], Given | None]) -> None:
        """``class_value`` returns what a class assigns to a name in its body."""
        self._class_value = class_value
        self._names = names
        self._reader = reader
        self._known: dict[int, tuple[Child, ...]] = {}
        self._added: dict[int, list[Child]] = {}

    def add(self, cls: int, path: str, child: int) -> None:
        """Put a controller below another as ``pecan.route`` does."""
        self._added.setdefault(cls, []).append(Child(tuple(filter(None, path.split("/"))), child, True))

    def of_class(self, cls: int) -> tuple[Child, ...]:
        """Return the controllers below a class."""
        if cls not in self._known:
            self._reader.begin()
            found: dict[tuple[str, ...], Child] = {}
            for child in self._written(cls):
                found.setdefault(child.parts, child)  # a class before its ancestors
            own = dict.fromkeys([*found.values(), *self._added.get(cls, ()), *self._looked_up(cls)])
            self._known[cls] = tuple(own)[:_MOST]
        return self._known[cls]

    def named(self, given: Given, depth: int = 0) -> int | None:
        """Return the class of a controller that an expression makes, names, or takes from a name."""
        if depth > _DEEPEST:
            return None
        followed = self._reader.followed(given)
        expression = followed.expression
        function = expression.function if isinstance(expression, Call) else expression
        if not isinstance(function, (Name, Attribute)):
            return None
        meaning = self._names.resolve(followed.module, followed.scope, function)
        if isinstance(meaning, ClassOf):
            return meaning.definition
        if function is not expression:
            return self.named(followed.at(function), depth + 1)
        return None

    def _written(self, cls: int) -> Iterator[Child]:
        """Attributes in the bodies of a class and its ancestors, and those that ``__init__`` sets."""
        for one in self._names.mro(cls):
            found = self._names.program.definitions[one]
            body = self._reader.body(found.module, found.scope)
            for statement in body.statements if body is not None else ():
                if statement.kind in ("assign", "annotate"):
                    for target in statement.targets[:1] if statement.kind == "annotate" else statement.targets:
                        # the name may be that of the module that the value is taken from
                        around = Given(statement.value, found.module, found.head.scope)
                        yield from self._attribute(last_name(target), (around, self._in_class(around, found.scope)))
        maker = self._names.member(cls, "__init__")
        if maker is not None and isinstance(maker[1], DefinitionBinding):
            yield from self._set(maker[1].definition)

    @staticmethod
    def _in_class(given: Given, scope: int) -> Given:
        return Given(given.expression, given.module, scope)

    def _attribute(self, name: str, values: tuple[Given, ...]) -> Iterator[Child]:
        """A controller is made, or is named by a name of another module; a class by itself is none."""
        if not name or name.startswith("_"):
            return
        for value in values:
            if isinstance(self._reader.followed(value).expression, Call):
                child = self.named(value)
                if child is not None:
                    yield Child((name,), child, True)
                    return

    def _set(self, definition: int) -> Iterator[Child]:
        """``self.orders = Orders()``, ``setattr(self, "orders", Orders())``, the latter also in loops over mappings."""
        found = self._names.program.definitions[definition]
        body = self._reader.body(found.module, found.scope)
        statements = body.statements if body is not None else ()
        has_loop = any(statement.kind == "for" for statement in statements)
        for statement in statements:
            value = Given(statement.value, found.module, found.scope)
            for target in statement.targets if statement.kind == "assign" else ():
                if isinstance(target, Attribute) and isinstance(target.value, Name):
                    yield from self._attribute(target.name, (value,))
            match statement.value:
                case Call(function=Name(id="setattr"), args=(Name(), Constant(value=str() as name), held)):
                    yield from self._attribute(name, (value.at(held),))
                case Mapping() if has_loop and any(map(_is_setting, statements)):
                    yield from self._mapped(value, (), is_attribute=True)

    def _mapped(self, given: Given, before: tuple[str, ...], *, is_attribute: bool = False) -> Iterator[Child]:
        """The values of a mapping that are controllers, below their keys."""
        mapping = self._reader.followed(given)
        if not isinstance(mapping.expression, Mapping):
            return
        for key, value in zip(mapping.expression.keys, mapping.expression.values, strict=True):
            child = self.named(mapping.at(value)) if text_of(key) else None
            if child is not None:
                yield Child((*before, text_of(key)), child, is_attribute)

    def _looked_up(self, cls: int) -> Iterator[Child]:
        """What ``_lookup`` returns: a controller that it makes, or one of a mapping in the class."""
        member = self._names.member(cls, "_lookup")
        if member is None or not isinstance(member[1], DefinitionBinding):
            return
        found = self._names.program.definitions[member[1].definition]
        names = [one.name for one in found.head.parameters[1:] if one.kind == "positional"]
        parts = tuple(f"<{name}>" for name in names)
        body = self._reader.body(found.module, found.scope)
        for statement in body.statements if body is not None else ():
            if statement.kind == "return" and isinstance(statement.value, Items) and statement.value.items:
                returned = Given(statement.value.items[0], found.module, found.scope)
                child = self.named(returned)
                if child is not None and body is not None:
                    yield Child(_told(statement, body, names), child)
            for mapping, key in _taken(statement):
                given = self._class_value(cls, mapping)
                if given is not None:
                    is_first = isinstance(key, Name) and key.id in names
                    yield from self._mapped(given, parts[:-1] if is_first else parts)


def _is_setting(statement: Statement) -> bool:
    return isinstance(statement.value, Call) and last_name(statement.value.function) == "setattr"


def _told(statement: Statement, body: Scope, names: list[str]) -> tuple[str, ...]:
    """Return the parts of the path that lead to a ``return controller, remainder``: what an ``if`` says of them counts.

    ``if name == "text"`` is about a parameter, ``if remainder[0] == "text"`` about what ``remainder[1:]`` leaves out.
    """
    said: dict[str, str] = {}
    block = statement.block
    while block:
        test = body.blocks[block]
        tests = test.head.options if isinstance(test.head, Choice) and test.head.kind == "and" else (test.head,)
        for one in tests if test.kind == "if" else ():
            if isinstance(one, Operation) and one.operator == "==" and text_of(one.operands[-1]):
                of = one.operands[0]
                said.setdefault(of.id if isinstance(of, Name) else "", text_of(one.operands[-1]))
        block = test.parent
    rest = statement.value.items[1:2] if isinstance(statement.value, Items) else ()
    is_shorter = any(isinstance(one, Subscript) for one in rest)
    return (*(said.get(name) or f"<{name}>" for name in names), *((said.get("") or "*",) if is_shorter else ()))


def _taken(statement: Statement) -> Iterator[tuple[str, Expression]]:
    """Yield the attribute and the key of ``self.attribute.get(key)`` or ``self.attribute[key]``."""
    match statement.value:
        case Call(function=Attribute(value=Attribute(value=Name(id="self"), name=name), name="get"), args=(key, *_)):
            yield name, key
        case Subscript(value=Attribute(value=Name(id="self"), name=name), index=key):
            yield name, key
