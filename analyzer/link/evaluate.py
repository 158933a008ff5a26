"""What is the type of an expression, and which calls does it make?

One walk over an expression: names by the local environment, then by scope; attributes by class, module or framework;
each call is recorded once, with the types known at that place.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.link.annotations import annotated
from analyzer.link.decorators import is_property
from analyzer.link.names import Meaning, Names, Value
from analyzer.link.program import DefinitionBinding, ValueBinding
from analyzer.link.protocol import FrameworkTypes, TypedAssignment, TypedCall
from analyzer.link.types import (
    ClassOf,
    Container,
    External,
    Function,
    Instance,
    Literal,
    Method,
    ModuleOf,
    Super,
    Type,
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
    Walrus,
)

Environment = dict[str, Type | None]
_DEEPEST_VALUE = 8


class Evaluator:
    """Evaluates expressions of one function, class body or module; ``calls`` collects the calls in order."""

    def __init__(self, names: Names, frameworks: Sequence[FrameworkTypes]) -> None:
        self.names = names
        self.program = names.program
        self.frameworks = frameworks
        self.calls: list[TypedCall] = []
        self.assignments: list[TypedAssignment] = []
        self.line = 0
        self.environments: list[Environment] = [{}]
        self.module = 0
        self.scope = 0
        self.definition = -1
        self.in_loop = False
        self._value_depth = 0
        self._values: dict[int, Type | None] = {}

    def enter(self, module: int, scope: int, definition: int, environments: list[Environment]) -> None:
        """Start on a scope; ``environments`` hold the local names, innermost first."""
        self.module, self.scope, self.definition = module, scope, definition
        self.environments = environments
        self.calls = []
        self.assignments = []
        self.in_loop = False

    def type_of(self, expression: Expression) -> Type | None:
        """Return the type of an expression, recording the calls in it."""
        match expression:
            case Name():
                return self._name(expression)
            case Attribute(value=value, name=name):
                receiver = self.type_of(value)
                return None if receiver is None else self.attribute(receiver, name)
            case Call():
                return self._call(expression)
            case Constant(value=str() as text, line=line):
                return Literal(text, line)
            case Constant(value=value):
                return None if value is None else External(f"builtins.{type(value).__name__}()")
            case Subscript(value=value, index=index):
                self.type_of(index)
                return self.item(self.type_of(value))
            case Items(items=items):
                return self._items(items)
            case Choice(options=options, tests=tests):
                for test in tests:
                    self.type_of(test)
                return self._first_known(options)
            case _:
                return self._rarer(expression)

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return the type of an attribute: by the class or module, else as a framework says."""
        match receiver:
            case External(name=outside):
                found: Type | None = External(f"{outside}.{name}")
            case ModuleOf(name=module):
                return self._settle(self.names.attribute_of_module(module, name))
            case ClassOf(definition=cls) | Instance(definition=cls):
                found = self._member(cls, name, receiver)
            case Super(definition=cls):
                found = self._member(cls, name, receiver)
            case _:
                found = None
        for framework in self.frameworks:
            known = framework.attribute(receiver, name)
            if known is not None:
                return known
        return found

    def _name(self, name: Name) -> Type | None:
        for environment in self.environments:
            if name.id in environment:
                return environment[name.id]
        return self._settle(self.names.lookup(self.module, self.scope, name.id))

    def _settle(self, meaning: Meaning | None) -> Type | None:
        """A module-level value is evaluated where it stands; a chain of aliases is followed a few steps."""
        if not isinstance(meaning, Value):
            return meaning
        binding = meaning.binding
        if id(binding) in self._values:
            return self._values[id(binding)]
        if self._value_depth >= _DEEPEST_VALUE:
            return None
        self._values[id(binding)] = None  # a value that needs itself
        place = (self.module, self.scope, self.definition, self.in_loop)
        doing = (self.environments, self.calls, self.assignments)
        self._value_depth += 1
        try:
            self.enter(meaning.module, meaning.scope, -1, [{}])
            declared = annotated(self.names, meaning.module, meaning.scope, binding.annotation)
            found = declared if declared is not None else self.type_of(binding.value)
            self._values[id(binding)] = found
            return found
        finally:
            self._value_depth -= 1
            self.module, self.scope, self.definition, self.in_loop = place
            self.environments, self.calls, self.assignments = doing

    def _member(self, cls: int, name: str, receiver: Type) -> Type | None:
        found = self.names.member(cls, name, after=isinstance(receiver, Super))
        if found is None:
            return self._outside_member(cls, name)
        owner, binding = found
        if isinstance(binding, DefinitionBinding):
            head = self.program.definitions[binding.definition].head
            if isinstance(receiver, (Instance, Super)) and is_property(head.decorators):
                return self.returned(binding.definition)
            return self.names.as_type(binding.definition, typed=True)
        if isinstance(binding, ValueBinding):
            place = self.program.definitions[owner]
            return self._settle(Value(place.module, place.scope, binding))
        return None

    def _outside_member(self, cls: int, name: str) -> Type | None:
        """A member that no ancestor in the project has belongs to the first ancestor outside, if there is one."""
        outside = self.names.external_bases(cls)
        return External(f"{outside[0]}.{name}") if outside else None

    def returned(self, definition: int) -> Type | None:
        """Return what a function is declared to return."""
        found = self.program.definitions[definition]
        return annotated(self.names, found.module, found.head.scope, found.head.returns)

    def _call(self, call: Call) -> Type | None:
        callee = self._callee(call.function)
        args = tuple([self.type_of(arg) for arg in call.args])
        keywords = tuple([(keyword.name, self.type_of(keyword.value)) for keyword in call.keywords])
        typed = TypedCall(call, callee, args, keywords, self.module, self.definition, self.in_loop)
        self.calls.append(typed)
        for framework in self.frameworks:
            known = framework.result(typed)
            if known is not None:
                return known
        match callee:
            case ClassOf(definition=cls):
                return Instance(cls, fresh=True)
            case Function(definition=definition):
                return self.returned(definition)
            case External(name="builtins.super") if not args:
                return self._super()
            case External(name=name):
                return External(f"{name}()")
        return None

    def _callee(self, function: Expression) -> Type | None:
        """An attribute of a type that no class explains is a framework's method, by name."""
        if isinstance(function, Attribute):
            receiver = self.type_of(function.value)
            if receiver is None:
                return None
            return self.attribute(receiver, function.name) or Method(receiver, function.name)
        return self.type_of(function)

    def _super(self) -> Type | None:
        current = self.definition
        while current >= 0:
            found = self.program.definitions[current]
            if found.head.kind == "class":
                return Super(current)
            current = found.parent
        return None

    def item(self, container: Type | None) -> Type | None:
        """Return the type of what a value yields when it is iterated over or indexed."""
        if container is None:
            return None
        if isinstance(container, Container):
            return container.item
        for framework in self.frameworks:
            known = framework.item(container)
            if known is not None:
                return known
        return External(f"{container.name}[]") if isinstance(container, External) else None

    def _items(self, items: tuple[Expression, ...]) -> Type | None:
        known = [self.type_of(item) for item in items]
        first = next((found for found in known if found is not None), None)
        return External("builtins.list()") if first is None else Container(first)

    def _first_known(self, options: tuple[Expression, ...]) -> Type | None:
        known = [self.type_of(option) for option in options]
        return next((found for found in known if found is not None), None)

    def _rarer(self, expression: Expression) -> Type | None:
        match expression:
            case Text(parts=parts):
                for part in parts:
                    self.type_of(part)
                return External("builtins.str()")
            case Operation(operands=operands):
                known = [self.type_of(operand) for operand in operands]
                return None if any(found is None for found in known) else External("builtins.object()")
            case Await(value=value) | Star(value=value):
                return self.type_of(value)
            case Walrus(name=name, value=value):
                self.environments[0][name] = found = self.type_of(value)
                return found
            case Mapping(keys=keys, values=values):
                for part in (*keys, *values):
                    self.type_of(part)
                return External("builtins.dict()")
            case Comprehension():
                return self._comprehension(expression)
            case Lambda(parameters=parameters, body=body):
                self.environments.insert(0, dict.fromkeys(parameters))
                self.type_of(body)
                self.environments.pop(0)
                return External("builtins.function")
            case _:
                return None

    def _comprehension(self, node: Comprehension) -> Type | None:
        outer_loop = self.in_loop
        self.environments.insert(0, {})
        for place, (target, iterable) in enumerate(zip(node.targets, node.iterables, strict=True)):
            self.in_loop = outer_loop or place > 0
            self.bind(target, self.item(self.type_of(iterable)))
        self.in_loop = True
        for test in node.tests:
            self.type_of(test)
        known = [self.type_of(element) for element in node.elements]
        self.environments.pop(0)
        self.in_loop = outer_loop
        first = known[0]
        return Container(first) if first is not None and node.kind != "dict" else External(f"builtins.{node.kind}()")

    def bind(self, target: Expression, value: Type | None) -> None:
        """Bind a target of an assignment, loop or ``with`` to a type in the innermost environment."""
        match target:
            case Name(id=name):
                self.environments[0][name] = value
            case Items(items=items):
                inner = value.item if isinstance(value, Container) else None
                for item in items:
                    self.bind(item.value if isinstance(item, Star) else item, inner)
            case Attribute(value=value_of, name=name):
                receiver = self.type_of(value_of)
                if receiver is not None:
                    place = (self.line, self.module, self.definition)
                    self.assignments.append(TypedAssignment(receiver, name, *place))
            case Subscript(value=container, index=index):
                self.type_of(container)
                self.type_of(index)
            case _:
                pass
