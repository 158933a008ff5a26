"""What happens when a value is called: which definitions run, what their parameters get, what comes back?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from analyzer.link.arguments import Passing
from analyzer.link.construct import Constructor
from analyzer.link.decorators import is_class_method, is_static_method
from analyzer.link.framework import overriding
from analyzer.link.library import Library
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.signature import NO_ARGUMENTS, Arguments
from analyzer.link.types import (
    CallableOf,
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
    Method,
    Partial,
    Pattern,
    Query,
    Row,
    Super,
    TableOf,
    Type,
    Union,
    join,
    options,
)
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.syntax import Attribute, Call, Name

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_EXPRESSIONS = frozenset((Column, Query, TableOf))
_NOT_THEIRS = frozenset((External, Literal, Pattern, Collection, Container, Row, Keyed, Function, LambdaOf, Partial))


class Invoker:
    """Calls values for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._program = evaluator.program
        self._cells = evaluator.cells
        self._scopes = evaluator.scopes
        self._typing = overriding(evaluator.frameworks, "result")
        self._library = Library(evaluator)
        self.passing = Passing(evaluator)
        self._functions = evaluator.functions
        self._constructor = Constructor(evaluator)

    def call(self, typed: TypedCall) -> Type | None:
        """Return what a call expression yields, noting what it reaches."""
        callee = typed.callee
        if callee is None:
            return self._framework(typed, None)
        evaluator = self._evaluator
        frame = evaluator.frame
        before, frame.line = frame.line, typed.call.line
        evaluator.place = id(typed.call)
        wanted = typed.call is not evaluator.discarded
        if callee.__class__ is not Union:
            found = self._one(callee, typed, wanted=wanted)
            frame.line = before
            return found
        found = None
        for option in options(callee):
            made = self._one(option, typed, wanted=wanted)
            found = made if found is None else join(found, made)
        frame.line = before
        return found

    def apply(self, callee: Type | None, positional: tuple[Type | None, ...]) -> Type | None:
        """Return what a library yields that calls a value; the scope that called the library reaches it."""
        found: Type | None = None
        for option in options(callee):
            found = join(found, self._run(option, Arguments(positional)))
        return found

    def construct(self, cls: int, arguments: Arguments) -> Type | None:
        """Make an object where a library does."""
        return self._constructor.make(cls, arguments, Certainty.TYPED)

    def invoke_bound(self, definition: int, receiver: Type, positional: tuple[Type | None, ...]) -> Type | None:
        """Call a method that Python calls by itself: an operator, a descriptor, a context manager."""
        decorators = self._program.definitions[definition].head.decorators
        bound: Type | None = receiver
        if decorators:
            if is_static_method(decorators):
                bound = None
            elif is_class_method(decorators) and isinstance(receiver, Instance):
                bound = ClassOf(receiver.definition)
        return self._functions.call(Function(definition, True, bound), Arguments(positional))

    def get_property(self, definition: int, receiver: Type) -> Type | None:
        """Read a property of an object."""
        return self._functions.call(Function(definition, True, receiver), NO_ARGUMENTS)

    def property_value(self, functions: Type, receiver: Type, *values: Type | None) -> Type | None:
        """Read (or write) an attribute made by ``property(getter, setter)``."""
        first = functions.items[0] if isinstance(functions, Row) and functions.items else functions
        found: Type | None = None
        for option in options(first):
            if isinstance(option, Function) and not isinstance(receiver, ClassOf):
                bound = Function(option.definition, True, receiver, option.captured)
                found = join(found, self._functions.call(bound, Arguments(values)))
            elif isinstance(option, LambdaOf):
                found = join(found, self._run(option, Arguments((receiver, *values))))
        return found

    def rebind(self, name: str, value: Type | None) -> None:
        """A function assigns a name that it declared global."""
        frame = self._evaluator.frame
        if not frame.quiet:
            self._cells.add("name", self._program.unit(frame.module, 0), name, value)

    def _one(self, callee: Type, typed: TypedCall, *, wanted: bool) -> Type | None:
        cls = callee.__class__
        if cls is ClassOf:
            certainty = self._certainty(typed)
            return self._constructor.make(callee.definition, self.passing.of(typed), certainty)  # type: ignore[union-attr]
        if cls is Function:
            known = self._framework(typed, callee)
            found = self._functions.call(callee, self.passing.of(typed), wanted=wanted)  # type: ignore[arg-type]
            return found if known is None else known
        known = self._framework(typed, callee)
        if cls is External:
            plain = self._library.plain(callee)  # type: ignore[arg-type]
            if plain is not None:
                return plain if known is None else known
        found = self._run(callee, self.passing.of(typed))
        return found if known is None else known

    def _run(self, callee: Type, arguments: Arguments) -> Type | None:
        """Call any kind of value."""
        match callee:
            case ClassOf(definition=cls):
                return self._constructor.make(cls, arguments, Certainty.TYPED)
            case Function():
                return self._functions.call(callee, arguments)
            case CallableOf(result=result):
                return result
            case LambdaOf(site=site):
                return self._lambda(site, arguments)
            case Partial(function=function, args=args, keywords=keywords):
                positional = (*args, *arguments.positional)
                named = (*keywords, *arguments.keywords)
                return self._run(function, Arguments(positional, named, arguments.rest, arguments.keyword_rest))
            case Instance(definition=cls):
                return self._instance(callee, cls, arguments)
            case External(name="builtins.super"):
                return self._super(arguments)
            case External() | Method() | Literal() | Pattern():
                return self._library.call(callee, arguments)
            case _:
                return None

    def _instance(self, callee: Instance, cls: int, arguments: Arguments) -> Type | None:
        member = self._names.member(cls, "__call__")
        if member is not None and isinstance(member[1], DefinitionBinding):
            return self._functions.call(Function(member[1].definition, True, callee), arguments)
        outside = self._names.external_bases(cls)
        return External(f"{outside[0]}()()") if outside else None

    def _framework(self, typed: TypedCall, callee: Type | None) -> Type | None:
        """Ask the frameworks about a call of their own types' methods, or by a name that means something to them."""
        is_theirs = callee.__class__ is Method and callee.receiver.__class__ not in _NOT_THEIRS
        is_theirs = is_theirs or callee.__class__ is Query  # a manager that is called
        if callee.__class__ is External and not _EXPRESSIONS.isdisjoint([arg.__class__ for arg in typed.args]):
            is_theirs = True  # a function of a library, called with columns
        if not is_theirs and last_name(typed.call.function) not in self._evaluator.answered:
            return None
        asked = self.for_frameworks(typed, callee)
        for framework in self._typing:
            known = framework.result(asked)
            if known is not None:
                return known
        return None

    def for_frameworks(self, typed: TypedCall, callee: Type | None) -> TypedCall:
        """Return a call as frameworks know it: one callee, and containers instead of collections."""
        plain = self._evaluator.plain
        args, keywords = typed.args, typed.keywords
        for arg in args:
            if arg.__class__ is Collection or arg.__class__ is Union:
                args = tuple([plain(one) for one in args])
                break
        for _, value in keywords:
            if value.__class__ is Collection or value.__class__ is Union:
                keywords = tuple([(name, plain(one)) for name, one in keywords])
                break
        if args is typed.args and keywords is typed.keywords and (callee is None or callee is typed.callee):
            return typed
        return msgspec.structs.replace(typed, callee=callee or typed.callee, args=args, keywords=keywords)

    def operator(self, left: Type, name: str, right: Type | None) -> Type | None:
        """Return what an operator of a framework's expression yields."""
        frame = self._evaluator.frame
        call = Call(Attribute(Name("", frame.line), name), (Name("", frame.line),), (), frame.line)
        typed = TypedCall(call, Method(left, name), (right,), (), frame.module, frame.definition, frame.in_loop)
        return self._framework(typed, typed.callee)

    def _certainty(self, typed: TypedCall) -> Certainty:
        """A class reached by its own name is literal; one that a variable holds is typed."""
        node = typed.call.function
        while isinstance(node, Attribute):
            node = node.value
        if not isinstance(node, Name) or typed.callee.__class__ is Union:
            return Certainty.TYPED
        frame = self._evaluator.frame
        found = frame.locals.get(node.id)
        if found is None:
            return Certainty.LITERAL
        itself = isinstance(found, ClassOf) and self._program.definitions[found.definition].head.name == node.id
        return Certainty.LITERAL if itself else Certainty.TYPED

    def _lambda(self, site: int, arguments: Arguments) -> Type | None:
        """Call a lambda: its parameters learn what they get, and its body is read with it."""
        evaluator = self._evaluator
        node, home = evaluator.displays.lambdas[site]
        frame = evaluator.frame
        names = [one.name for one in node.parameters]
        positional = [*arguments.positional]
        if arguments.rest is not None:
            positional += [arguments.rest] * (len(names) - len(positional))
        if not frame.quiet:
            for place, value in enumerate(positional[: len(names)]):
                self._cells.add("lambda", site, str(place), value)
            for name, value in arguments.keywords:
                if name in names:
                    self._cells.add("lambda", site, str(names.index(name)), value)
        given = dict(zip(names, positional, strict=False)) | dict(arguments.keywords)
        return self._scopes.inside(home, {name: given.get(name) for name in names}, node.body)

    def _super(self, arguments: Arguments) -> Type | None:
        frame = self._evaluator.frame
        positional = arguments.positional
        if len(positional) > 1 and isinstance(positional[0], ClassOf) and positional[1] is not None:
            found: Type | None = None
            for option in options(positional[1]):
                found = join(found, Super(positional[0].definition, option))
            return found
        current = frame.definition
        while current >= 0:
            definition = self._program.definitions[current]
            if definition.parent >= 0 and self._program.definitions[definition.parent].head.kind == "class":
                return self._super_of(
                    definition.parent, definition.head.parameters[0].name if definition.head.parameters else ""
                )
            current = definition.parent
        return None

    def _super_of(self, cls: int, first: str) -> Type | None:
        frame = self._evaluator.frame
        bound = frame.locals.get(first)
        for around in frame.outer:
            bound = bound if bound is not None else around.locals.get(first)
        found: Type | None = None
        for option in options(bound):
            if isinstance(option, (Instance, ClassOf, Query)):
                found = join(found, Super(cls, option))
        return found or Super(cls, Instance(cls))
