"""What do the attributes of a value yield?

Classes answer by Python's rules, modules by their names, frameworks for their own types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.decorators import is_class_method, is_static_method, kind_of
from analyzer.link.framework import overriding
from analyzer.link.namespaces import Binding, DefinitionBinding, ImportBinding
from analyzer.link.types import (
    ClassOf,
    External,
    Function,
    Instance,
    Literal,
    Method,
    ModuleOf,
    Partial,
    Query,
    Super,
    TableOf,
    Type,
    Union,
    join,
    options,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

ENUMS = ("enum.", "django.db.models.TextChoices", "django.db.models.IntegerChoices", "django.db.models.Choices")
_STR = External("builtins.str()")
_ROWS = frozenset((Instance, TableOf, External))  # what an object of a table is known as, with or without its class
_MOST_SUBCLASSES = 4
_LONGEST_NAME = 200


class Members:
    """Reads and writes the parts of values for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._program = evaluator.program
        self._typing = overriding(evaluator.frameworks, "attribute")
        self._cells = evaluator.cells
        self._heap = evaluator.heap
        self.patched: set[str] = set()  # names of methods that are assigned on a class from outside
        self._kinds: dict[int, str] = {}
        self._stable: dict[tuple[str, str], Type] = {}
        self._subclasses: dict[int, list[int]] | None = None

    def read(self, receiver: Type, name: str) -> Type | None:
        """Return the type of ``receiver.name``; a property is called."""
        cls = receiver.__class__
        if cls is Instance or cls is ClassOf:
            return self._of_class(receiver, receiver.definition, name)  # type: ignore[union-attr]
        if cls is External:
            return self._outside(receiver, name)
        if cls is ModuleOf:
            return self._of_module(receiver.name, name)  # type: ignore[union-attr]
        if cls is not Union:
            return self._rarer(receiver, name)
        found: Type | None = None
        for option in options(receiver):
            found = join(found, self.read(option, name))
        return found

    def _rarer(self, receiver: Type, name: str) -> Type | None:
        if isinstance(receiver, Super):
            return self._of_super(receiver, name)
        if isinstance(receiver, Function):
            return self._of_function(receiver, name)
        if isinstance(receiver, Partial) and name == "func":
            return receiver.function
        return self._framework(receiver, name)

    def _of_function(self, function: Function, name: str) -> Type | None:
        if name in ("__func__", "__wrapped__"):
            return Function(function.definition, function.typed)
        if name == "__self__":
            return function.receiver
        return self._cells.read("attribute", function.definition, name, self._evaluator.frame.reader)

    def _framework(self, receiver: Type, name: str) -> Type | None:
        for framework in self._typing:
            known = framework.attribute(receiver, name)
            if known is not None:
                return self._of_framework(receiver, name, known)
        return None

    def _of_framework(self, receiver: Type, name: str, known: Type) -> Type | None:
        """A method that the project writes for a framework's values is bound; anything else but a method is a use."""
        if known.__class__ is Method:
            return known
        if known.__class__ is Function:
            return self._defined(known.receiver or receiver, known.definition)
        if receiver.__class__ in _ROWS:
            self._evaluator.frame.use(receiver, name)
        return known

    def _outside(self, receiver: Type, name: str) -> Type | None:
        answered = self._evaluator.answered
        if name in answered or receiver.name in answered:  # type: ignore[union-attr]
            known = self._framework(receiver, name)
            if known is not None:
                return known
        outside = f"{receiver.name}.{name}"  # type: ignore[union-attr]
        made, about = receiver.made, receiver.about  # type: ignore[union-attr]
        return External(outside, made, about) if len(outside) < _LONGEST_NAME else receiver

    def _of_module(self, module: str, name: str) -> Type | None:
        key = (module, name)
        stable = self._stable.get(key)
        if stable is not None:
            return stable
        evaluator = self._evaluator
        meaning = self._names.attribute_of_module(module, name)
        index = self._program.module_index.get(module)
        again = index is not None and (index, 0, name) in self._program.rebound
        if not again and meaning.__class__ is not External and evaluator.is_stable(meaning):
            self._stable[key] = meaning  # type: ignore[assignment]  # a Type
            return meaning  # type: ignore[return-value]
        found = evaluator.settle(meaning)
        if found is None and index is not None:
            hook = self._names.member_of_module(index, "__getattr__")
            if isinstance(hook, Function):
                return evaluator.invoker.apply(hook, (Literal(name, 0),))
        if index is None or (found is not None and found.__class__ is not External and not again):
            return found
        return join(found, self._cells.read("name", self._program.unit(index, 0), name, evaluator.frame.reader))

    def _of_class(self, receiver: Type, cls: int, name: str) -> Type | None:
        member = self._names.member(cls, name)
        if member is not None and member[1].__class__ is DefinitionBinding:
            if name in self.patched:
                instead = self._bound(self._assigned(cls, name), receiver)
                if instead is not None:
                    return instead
            return self._defined(receiver, member[1].definition)
        known = self._framework(receiver, name)
        if known is not None:
            return known
        found = self._assigned(cls, name)
        if member is not None:
            found = join(found, self._bound(self.class_value(*member, name), receiver))
        if found is None:
            found = self._special(receiver, cls, name) or self._below(receiver, cls, name, known=member is not None)
        return found

    def _defined(self, receiver: Type, definition: int) -> Type | None:
        """Return a method bound to its receiver, the value of a property, or a nested class."""
        head = self._program.definitions[definition].head
        if head.kind == "class":
            return ClassOf(definition)
        if not head.decorators:
            return Function(definition, True, receiver if receiver.__class__ is not ClassOf else None)
        kind = self._kinds.get(definition)
        if kind is None:
            kind = self._kinds[definition] = kind_of(head.decorators)
        if kind == "property":
            if isinstance(receiver, ClassOf):
                return Function(definition, True)
            return self._evaluator.invoker.get_property(definition, receiver)
        if kind == "static":
            bound: Type | None = None
        elif kind == "class":
            bound = ClassOf(receiver.definition) if isinstance(receiver, (Instance, ClassOf)) else receiver
        else:
            bound = None if isinstance(receiver, ClassOf) else receiver
        outcome = self._evaluator.decorated.outcome(definition)
        found: Type | None = None
        for option in options(outcome):
            if isinstance(option, Function):
                found = join(found, Function(option.definition, True, bound, option.captured))
            elif isinstance(option, Instance):
                found = join(found, self._descriptor(option, receiver))
            else:
                found = join(found, option)
        return found

    def _descriptor(self, value: Instance, receiver: Type) -> Type | None:
        getter = self._names.member(value.definition, "__get__")
        if getter is None or not isinstance(getter[1], DefinitionBinding):
            return value
        return self._evaluator.invoker.invoke_bound(getter[1].definition, value, (receiver, None))

    def _bound(self, value: Type | None, receiver: Type) -> Type | None:
        """A function that a class holds is a method; an object with ``__get__`` is asked."""
        found: Type | None = None
        for option in options(value):
            if isinstance(option, Function) and isinstance(receiver, Instance) and option.receiver is None:
                head = self._program.definitions[option.definition].head
                static = is_static_method(head.decorators)
                bound: Type | None = None if static else receiver
                found = join(found, Function(option.definition, True, bound, option.captured))
            elif isinstance(option, Instance):
                found = join(found, self._descriptor(option, receiver))
            elif isinstance(option, Method) and option.name == "property":
                found = join(found, self._evaluator.invoker.property_value(option.receiver, receiver))
            else:
                found = join(found, option)
        return found

    def class_value(self, owner: int, binding: Binding, name: str) -> Type | None:
        """Return what the body of a class leaves under a name."""
        place = self._program.definitions[owner]
        if isinstance(binding, ImportBinding):
            return self._evaluator.global_name(place.module, place.scope, name)
        return self._evaluator.value(place.module, place.scope, name)

    def _assigned(self, cls: int, name: str) -> Type | None:
        """What assignments anywhere leave in the attribute, of the class or its ancestors."""
        found: Type | None = None
        reader = self._evaluator.frame.reader
        read = self._cells.read
        for ancestor in self._names.mro(cls):
            held = read("attribute", ancestor, name, reader)
            if held is not None:
                found = held if found is None else join(found, held)
        return found

    def _special(self, receiver: Type, cls: int, name: str) -> Type | None:
        if name == "__class__":
            return ClassOf(cls)
        if name in ("__dict__", "__name__", "__module__", "__doc__"):
            return _STR
        if isinstance(receiver, Instance):
            getter = self._names.member(cls, "__getattr__")
            if getter is not None and isinstance(getter[1], DefinitionBinding):
                return self._evaluator.invoker.invoke_bound(getter[1].definition, receiver, (Literal(name, 0),))
        return None

    def _below(self, receiver: Type, cls: int, name: str, *, known: bool) -> Type | None:
        """Look where subclasses and what they mix in have what the class itself lacks; last, outside the project."""
        found: Type | None = None
        if not known and not name.startswith("__"):
            below = self.below(cls)
            if len(below) <= _MOST_SUBCLASSES:
                for other in below:
                    member = self._names.member(other, name)
                    mine = Instance(other) if isinstance(receiver, Instance) else ClassOf(other)
                    if member is not None or self._cells.holds("attribute", other, name):
                        found = join(found, self._of_class(mine, other, name))
        if found is not None:
            return found
        outside = self._names.external_bases(cls)
        if not outside:
            return None
        if isinstance(receiver, ClassOf) and outside[0].startswith(ENUMS) and known:
            return Instance(cls)
        return External(f"{outside[0]}.{name}")

    def below(self, cls: int) -> list[int]:
        """Return the subclasses of a class, direct and further down."""
        if self._subclasses is None:
            self._subclasses = {}
            for definition in self._program.definitions:
                if definition.head.kind == "class":
                    for ancestor in self._names.mro(definition.id)[1:]:
                        self._subclasses.setdefault(ancestor, []).append(definition.id)
        return self._subclasses.get(cls, [])

    def _of_super(self, receiver: Super, name: str) -> Type | None:
        bound = receiver.bound
        actual = bound.definition if isinstance(bound, (Instance, ClassOf)) else receiver.definition
        if isinstance(bound, Query):
            actual = next((cls for cls in bound.managers if receiver.definition in self._names.mro(cls)), actual)
        found = self._names.member_after(actual, receiver.definition, name)
        if found is None:
            beside = None if isinstance(bound, Query) else self._beside(receiver, name)
            if beside is not None:
                return beside
            known = self._framework(receiver, name)
            outside = self._names.external_bases(receiver.definition)
            return known or (External(f"{outside[0]}.{name}") if outside else External(f"builtins.object.{name}"))
        owner, binding = found
        if isinstance(binding, DefinitionBinding):
            head = self._program.definitions[binding.definition].head
            if isinstance(bound, ClassOf) and not is_class_method(head.decorators) and name != "__new__":
                return Function(binding.definition, True, bound)
            return self._defined(bound, binding.definition)
        return self._bound(self.class_value(owner, binding, name), bound)

    def _beside(self, receiver: Super, name: str) -> Type | None:
        """``super()`` in a mixin means what stands after it in the classes that mix it in."""
        bound = receiver.bound
        below = self.below(receiver.definition)
        if len(below) > _MOST_SUBCLASSES:
            return None
        found: Type | None = None
        for other in below:
            after = self._names.member_after(other, receiver.definition, name)
            if after is not None and isinstance(after[1], DefinitionBinding):
                mine = Instance(other) if isinstance(bound, Instance) else ClassOf(other)
                found = join(found, self._defined(mine, after[1].definition))
        return found
