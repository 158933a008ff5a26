"""What is the type of an expression, and what does it call?

One walk over an expression: names by the local environment, then by scope; attributes and calls by what ``members``
and ``invoke`` know of the type. This runs for every expression of the analysed code, two or three times: a table from
the kind of expression to its handler, and no more work than the kind needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.link.annotations import Annotations
from analyzer.link.asked import Asked
from analyzer.link.binding import Binder
from analyzer.link.cells import Cells
from analyzer.link.choices import Choices
from analyzer.link.contents import Contents
from analyzer.link.contexts import Contexts
from analyzer.link.decorators import Decorated
from analyzer.link.displays import Displays
from analyzer.link.frame import NOTED, Frame
from analyzer.link.functions import Functions
from analyzer.link.heap import Heap
from analyzer.link.invoke import Invoker
from analyzer.link.members import Members
from analyzer.link.names import Meaning, Names, Value
from analyzer.link.operators import Operators
from analyzer.link.protocol import FrameworkTypes, TypedCall
from analyzer.link.scopes import Scopes
from analyzer.link.types import (
    ClassOf,
    Collection,
    Container,
    External,
    Function,
    Literal,
    Method,
    ModuleOf,
    Type,
    Union,
    join,
    options,
    union,
)
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Constant,
    Expression,
    Items,
    Lambda,
    Mapping,
    Name,
    Operation,
    Star,
    Subscript,
    Text,
    Unknown,
    Walrus,
)

_MISSING: object = object()
_BOOL, _STR = External("builtins.bool()"), External("builtins.str()")
_CONSTANTS: dict[type, Type] = {cls: External(f"builtins.{cls.__name__}()") for cls in (int, float, bool)}
_SETATTR = External("builtins.setattr")


class Evaluator:
    """Evaluates expressions in the current ``frame``; what is found goes into the frame, the cells and the heap."""

    def __init__(self, names: Names, frameworks: Sequence[FrameworkTypes], scopes: Scopes) -> None:
        self.names = names
        self.program = names.program
        self.frameworks = tuple(framework for framework in frameworks if framework.answers)
        self.answered = frozenset(name for framework in frameworks for name in framework.answers)
        self.discarded: Expression | None = None
        self.place = 0  # identifies what is being called, for the collections that it makes
        self.scopes = scopes
        self.cells = Cells()
        self.heap = Heap(self.cells.dirty)
        self.frame = Frame(0, 0, -1, 0)
        self.annotations = Annotations(names)
        self.decorated = Decorated(self)
        self.contexts = Contexts(self)
        self.functions = Functions(self)
        self.invoker = Invoker(self)
        self.members = Members(self)
        self.contents = Contents(self)
        self.operators = Operators(self)
        self.binder = Binder(self)
        self.displays = Displays(self)
        self._stable: dict[tuple[int, int, str], Type] = {}
        self._meanings: dict[tuple[int, int, str], Meaning | None] = {}
        self.asked = Asked(self)
        self._handlers = self._table()
        for framework in frameworks:
            framework.meet(self.asked)

    def _table(self) -> dict[type, Callable[..., Type | None]]:
        return {
            Name: self._name,
            Attribute: self._attribute,
            Call: self._call,
            Constant: self._constant,
            Subscript: self._subscript,
            Items: self.displays.items,
            Choice: Choices(self).of,
            Text: self.operators.text,
            Operation: self.operators.operation,
            Await: self._await,
            Star: lambda star: self.type_of(star.value),
            Walrus: self._walrus,
            Mapping: self.displays.mapping,
            Comprehension: self.displays.comprehension,
            Lambda: self.displays.lambda_of,
            Unknown: _unknown,
        }

    def type_of(self, expression: Expression) -> Type | None:
        """Return the type of an expression, noting what it calls."""
        return self._handlers[expression.__class__](expression)

    def plain(self, value: Type | None) -> Type | None:
        """Return a type as frameworks know it: what the program collects is a container of one kind of item."""
        if value.__class__ is Collection:
            held = self.heap.any(value.site, self.frame.reader)
            kind = self.heap.sites[value.site].kind
            if held is None:
                return External(f"builtins.{kind}()")
            return Container(held, kind)
        if value.__class__ is Union:
            return union([plain for one in value.options if (plain := self.plain(one)) is not None])
        return value

    def global_name(self, module: int, scope: int, name: str) -> Type | None:
        """Return what a name means that no function around binds."""
        key = (module, scope, name)
        found = self._stable.get(key)
        if found is not None:
            return found
        if name == "__name__":
            return Literal(self.program.modules[module].name, 0)
        if key in self._meanings:
            return self.settle(self._meanings[key])
        meaning = self.names.lookup(module, scope, name)
        if self.is_stable(meaning):
            self._stable[key] = meaning  # type: ignore[assignment]  # a Type
            return meaning  # type: ignore[return-value]  # a Type
        self._meanings[key] = meaning
        return self.settle(meaning)

    def is_stable(self, meaning: Meaning | None) -> bool:
        """Return whether a name means the same whatever else is learnt: a module, or an undecorated definition."""
        if meaning.__class__ is Function or meaning.__class__ is ClassOf:
            return not self.decorated.changes(meaning.definition)
        return meaning is not None and meaning.__class__ is not Value

    def settle(self, meaning: Meaning | None) -> Type | None:
        """Return the type of what a name means: a value as the scope that binds it leaves it."""
        if meaning is None:
            return None
        if meaning.__class__ is Value:
            return self.value(meaning.module, meaning.scope, meaning.binding.name)
        if meaning.__class__ is Function or meaning.__class__ is ClassOf:
            return self.decorated.outcome(meaning.definition)
        return meaning  # type: ignore[return-value]  # a Type: Value is handled above

    def value(self, module: int, scope: int, name: str) -> Type | None:
        """Return what a name of a module or class holds, in the end or, while its scope is being read, so far."""
        unit = self.program.unit(module, scope)
        self.scopes.ensure(unit)
        frame = self.scopes.running(unit)
        known = self.cells.read("name", unit, name, self.frame.reader)
        return known if frame is None else join(frame.locals.get(name), known)

    def receiver(self) -> Type | None:
        """Return what ``self`` is in the method that is being read."""
        definition = self.frame.definition
        head = self.program.definitions[definition].head if definition >= 0 else None
        return self.frame.locals.get(head.parameters[0].name) if head is not None and head.parameters else None

    def item(self, container: Type | None) -> Type | None:
        """Return the type of what a value yields when it is iterated over."""
        if container is None:
            return None
        if container.__class__ is not Union:
            return self.contents.item(container)
        found: Type | None = None
        for option in options(container):
            found = join(found, self.contents.item(option))
        return found

    def _name(self, expression: Name) -> Type | None:
        frame = self.frame
        frame.line = expression.line
        name = expression.id
        found = frame.locals.get(name, _MISSING)
        if found is not _MISSING:
            return found  # type: ignore[return-value]  # not _MISSING
        for around in frame.outer:
            found = around.locals.get(name, _MISSING)
            if found is not _MISSING:
                return found  # type: ignore[return-value]  # not _MISSING
        frame.named.setdefault(name, expression.line)
        return self.global_name(frame.module, frame.scope, name)

    def _attribute(self, expression: Attribute) -> Type | None:
        value = expression.value
        frame = self.frame
        if frame.has_paths and value.__class__ is Name:
            found = frame.locals.get(f"{value.id}.{expression.name}")
            if found is not None:
                return found
        receiver = self._handlers[value.__class__](value)
        if receiver is None:
            return None
        if receiver.__class__ in NOTED:
            frame.note(receiver, expression.name)
        return self.members.read(receiver, expression.name)

    def _call(self, call: Call) -> Type | None:
        function = call.function
        if function.__class__ is Attribute:
            callee = self._method(function)
        else:
            callee = self._handlers[function.__class__](function)
        frame = self.frame
        handlers = self._handlers
        args = tuple([handlers[arg.__class__](arg) for arg in call.args]) if call.args else ()
        keywords: tuple[tuple[str, Type | None], ...] = ()
        if call.keywords:
            keywords = tuple([(one.name, handlers[one.value.__class__](one.value)) for one in call.keywords])
        if callee == _SETATTR:
            self.binder.set_named(call, args)
        typed = TypedCall(call, callee, args, keywords, frame.module, frame.definition, frame.in_loop)
        frame.calls.append(typed)
        found = self.invoker.call(typed)
        if len(args) > 1 and args[0].__class__ is Literal:
            return self.asked.by_texts(args[0].value, args[1], found)
        return found

    def _method(self, function: Attribute) -> Type | None:
        """An attribute of a type that no class explains is a framework's or a library's method, by name."""
        value, name = function.value, function.name
        frame = self.frame
        if frame.has_paths and value.__class__ is Name:
            found = frame.locals.get(f"{value.id}.{name}")
            if found is not None:
                return found
        receiver = self._handlers[value.__class__](value)
        if receiver is None:
            return None
        if receiver.__class__ is ModuleOf:
            frame.named.setdefault((receiver.name, name), frame.line)
        if receiver.__class__ is not Union:
            return self.members.read(receiver, name) or Method(receiver, name)
        found = None
        for option in receiver.options:
            found = join(found, self.members.read(option, name) or Method(option, name))
        return found

    def _constant(self, constant: Constant) -> Type | None:
        value = constant.value
        cls = value.__class__
        if cls is str:
            return Literal(value, constant.line)  # type: ignore[arg-type]  # a text
        return _CONSTANTS.get(cls)

    def _subscript(self, expression: Subscript) -> Type | None:
        index = self.type_of(expression.index)
        container = self.type_of(expression.value)
        if container is None:
            return None
        found: Type | None = None
        for option in options(container):
            found = join(found, self.contents.get_item(option, index, expression.index))
        return found

    def _await(self, expression: Await) -> Type | None:
        value = self.type_of(expression.value)
        if expression.kind == "await":
            self.operators.dunder(value, "__await__")
            return value
        frame = self.frame
        frame.yields = True
        frame.yielded = join(frame.yielded, self.item(value) if expression.kind == "yield from" else value)
        return None

    def _walrus(self, walrus: Walrus) -> Type | None:
        found = self.type_of(walrus.value)
        self.binder.bind(Name(walrus.name, walrus.line), found)
        return found


def _unknown(expression: Expression) -> Type | None:
    del expression
    return None
