"""What does assigning to a name, an attribute, an item or several of them leave behind?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.names import Names
from analyzer.link.namespaces import Binding, DefinitionBinding
from analyzer.link.protocol import TypedAssignment
from analyzer.link.texts import TEXTS
from analyzer.link.types import (
    ClassOf,
    Container,
    External,
    Function,
    Instance,
    Literal,
    Method,
    ModuleOf,
    Row,
    Type,
    join,
    options,
)
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name, Star, Subscript

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Binder:
    """Binds targets for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names: Names = evaluator.names
        self._program = evaluator.program
        self._cells = evaluator.cells

    def bind(self, target: Expression, value: Type | None) -> None:
        """Bind a target of an assignment, loop or ``with`` to a type."""
        frame = self._evaluator.frame
        if target.__class__ is Name:
            if value.__class__ is Function and not value.typed:
                value = Function(value.definition, True, value.receiver, value.captured)
            name = target.id
            if value is None or isinstance(value, External):
                value = self._spoken_of(name, value)
            if frame.declared_global and name in frame.declared_global:
                self._evaluator.invoker.rebind(name, value)
            elif frame.declared_nonlocal and name in frame.declared_nonlocal:
                self._bind_outside(name, value)
            frame.locals[name] = value
            if frame.has_paths and name in frame.path_roots:
                for path in [path for path in frame.locals if path.startswith(f"{name}.")]:
                    del frame.locals[path]
        elif isinstance(target, Attribute):
            self.bind_attribute(target, value)
        elif isinstance(target, Items):
            self._unpack(target, value)
        elif isinstance(target, Subscript):
            container = self._evaluator.type_of(target.value)
            index = self._evaluator.type_of(target.index)
            for option in options(container):
                self._evaluator.contents.put_item(option, index, value, target.index)
        elif isinstance(target, Star):
            self.bind(target.value, value)

    def _spoken_of(self, name: str, value: External | None) -> Type | None:
        """A local name whose value nothing explains may hold what frameworks say of such names."""
        frame = self._evaluator.frame
        if frame.definition < 0 or (value is not None and value.name.startswith("builtins.")):
            return value
        return self._evaluator.asked.passed(frame.definition, name) or value

    def _bind_outside(self, name: str, value: Type | None) -> None:
        """A nested function assigns a name of a function around it."""
        for around in self._evaluator.frame.outer:
            if name in around.locals:
                merged = join(around.locals[name], value)
                if merged != around.locals[name]:
                    around.locals[name] = merged
                    self._cells.dirty.update(self._evaluator.scopes.nested(around.unit))
                return

    def bind_attribute(self, target: Attribute, value: Type | None) -> None:
        """Assign to an attribute; where it is one of a name, what follows in the scope reads the value itself."""
        frame = self._evaluator.frame
        receiver = self._evaluator.type_of(target.value)
        if value is None or isinstance(value, TEXTS):
            self._cells.by_text.add(frame.reader)  # what an object is given may be a text later
        if isinstance(target.value, Name):
            path = f"{target.value.id}.{target.name}"
            if value is not None:
                frame.locals[path] = value
                frame.has_paths = True
                frame.path_roots.add(target.value.id)
            elif frame.has_paths:
                frame.locals.pop(path, None)
        for option in options(receiver):
            self.write(option, target.name, value)
            made = TypedAssignment(option, target.name, frame.line, frame.module, frame.definition, value)
            frame.assignments.append(made)

    def _unpack(self, target: Items, value: Type | None) -> None:
        targets = target.items
        star = next((place for place, item in enumerate(targets) if isinstance(item, Star)), -1)
        found: list[Type | None] = [None] * len(targets)
        for option in options(value):
            parts = self._evaluator.contents.parts(option, len(targets) if star < 0 else -1)
            if parts is None:
                one = self._evaluator.contents.item(option)
                parts = [Container(one) if place == star and one is not None else one for place in range(len(targets))]
            elif star >= 0:
                after = len(targets) - star - 1
                middle = parts[star : len(parts) - after]
                rest = None
                for part in middle:
                    rest = join(rest, part)
                tail = parts[len(parts) - after :] if after else []
                parts = [*parts[:star], None if rest is None else Container(rest), *tail]
            if len(parts) == len(targets):
                found = [join(known, part) for known, part in zip(found, parts, strict=True)]
        for item, part in zip(targets, found, strict=True):
            self.bind(item.value if isinstance(item, Star) else item, part)

    def set_named(self, call: Call, args: tuple[Type | None, ...]) -> None:
        """``setattr(x, "name", value)`` with a name in the text is an assignment."""
        if len(args) == 3 and isinstance(args[1], Literal):  # noqa: PLR2004  # setattr takes three
            self.bind_attribute(Attribute(call.args[0], args[1].value), args[2])

    def write(self, receiver: Type, name: str, value: Type | None) -> None:
        """Assign to ``receiver.name``: a property's setter is called, anything else remembers the value."""
        evaluator = self._evaluator
        if isinstance(receiver, (Instance, ClassOf)):
            member = self._names.member(receiver.definition, name)
            if member is not None and isinstance(receiver, Instance) and self._set(member, receiver, name, value):
                return
            if isinstance(receiver, Instance):
                evaluator.operators.special(receiver, "__setattr__", (Literal(name, 0), value))
            if not evaluator.frame.quiet:
                self._cells.add("attribute", receiver.definition, name, value)
                if isinstance(receiver, ClassOf) and member is not None:
                    evaluator.members.patched.add(name)
        elif evaluator.frame.quiet:
            return
        elif isinstance(receiver, Function):
            self._cells.add("attribute", receiver.definition, name, value)
        elif isinstance(receiver, ModuleOf):
            index = self._program.module_index.get(receiver.name)
            if index is not None:
                self._cells.add("name", self._program.unit(index, 0), name, value)

    def _set(self, member: tuple[int, Binding], receiver: Instance, name: str, value: Type | None) -> bool:
        invoker = self._evaluator.invoker
        if isinstance(member[1], DefinitionBinding):
            setter = self._program.setters.get(member[1].definition)
            if setter is not None:
                invoker.invoke_bound(setter, receiver, (value,))
            return setter is not None
        for option in options(self._evaluator.members.class_value(*member, name)):
            if isinstance(option, Instance):
                setting = self._names.member(option.definition, "__set__")
                if setting is not None and isinstance(setting[1], DefinitionBinding):
                    invoker.invoke_bound(setting[1].definition, option, (receiver, value))
                    return True
            if isinstance(option, Method) and option.name == "property" and isinstance(option.receiver, Row):
                invoker.property_value(Row(option.receiver.items[1:]), receiver, value)
                return True
        return False
