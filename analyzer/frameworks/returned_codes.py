"""Which responses with a code of failure does a handler return, itself or through a function whose result it returns?

``return HttpResponseForbidden()``, ``return JsonResponse(…, status=400)``, ``return {…}, 404``. The code may be a
constant, or a parameter with what the caller gives, else its default: that of the function itself, or of one around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from analyzer.frameworks.response_makers import content_of, exception_of, given_status, message_of, own_code
from analyzer.frameworks.status_codes import error_code
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External, Function, Type
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Refusal
from analyzer.model.syntax import Attribute, Await, Call, Choice, Expression, Items, Name, Scope, Statement

_DEEPEST = 5
_MOST_RETURNS = 40
_PAIR = (2, 3)
_EMPTY = Scope((), ())


class _Found(msgspec.Struct, frozen=True):
    """A response; its code is that of a parameter of a function where that is ``named``."""

    status: int
    exception: str
    path: str
    line: int
    message: str = ""
    owner: int = -1
    named: str = ""


class ReturnedCodes:
    """Answers for functions and methods; answers are remembered."""

    def __init__(self, names: Names, *, pairs: bool = False) -> None:
        """With ``pairs`` a tuple of content and code is a response."""
        self._names = names
        self._program = names.program
        self._pairs = pairs
        self._known: dict[tuple[int, int], tuple[tuple[int, _Found], ...]] = {}

    def of(
        self,
        definition: int,
        cls: int = -1,
        ruled_out: Iterable[tuple[str, int, int]] = (),
        calls: Mapping[int, Call | None] | None = None,
    ) -> Iterator[Refusal]:
        """Yield what is returned but on lines that are ruled out; ``calls`` are those of functions around it."""
        name = self._program.definitions[definition].name
        skipped = [(first, last) for method, first, last in ruled_out if method == name]
        for line, one in self._returned(definition, cls):
            if any(first <= line <= last for first, last in skipped):
                continue
            call = (calls or {}).get(one.owner)
            status = self._bound(one, call, is_bound=False)[0] if call is not None and one.named else one.status
            if status:
                yield Refusal(status, one.exception or exception_of(status), one.path, one.line, one.message)

    def _returned(self, definition: int, cls: int, depth: int = 0) -> tuple[tuple[int, _Found], ...]:
        key = definition, cls
        if key not in self._known and depth <= _DEEPEST:
            self._known[key] = ()  # a circle
            place = self._program.definitions[definition]
            body = self._program.scopes(place.module).get(place.scope, _EMPTY).statements
            returns = [one for one in body if one.kind == "return"][:_MOST_RETURNS]
            reading = _Reading(self, definition, cls, body, depth)
            self._known[key] = tuple(
                [(one.line, found) for one in returns for found in reading.of(one.value, one.line)]
            )
        return self._known.get(key, ())

    def around(self, definition: int) -> Iterator[Refusal]:
        """Yield what the decorators of a function return in its place."""
        calls = self.decorating(definition)
        for function in calls:
            first = self._program.definitions[function]
            for number in range(function + 1, len(self._program.definitions)):
                inner = self._program.definitions[number]
                if inner.module != first.module or inner.head.line > first.head.end_line:
                    break
                if inner.head.kind == "function":
                    yield from self.of(inner.id, calls=calls)

    def decorating(self, definition: int) -> Mapping[int, Call | None]:
        """Return the functions of the program that decorate a function, with the calls that make the decorators."""
        one = self._program.definitions[definition]
        found: dict[int, Call | None] = {}
        for decorator in one.head.decorators:
            call = decorator if isinstance(decorator, Call) else None
            meaning = self._names.resolve(one.module, one.head.scope, call.function if call is not None else decorator)
            if isinstance(meaning, Function):
                found[meaning.definition] = call
        return found

    def through(self, call: Call, callee: tuple[int, int], depth: int, *, is_bound: bool) -> Iterator[_Found]:
        """Yield what a function returns that is called, with the codes that the call gives."""
        for _, one in self._returned(*callee, depth + 1):
            if one.owner != callee[0]:
                yield one
                continue
            status, passed = self._bound(one, call, is_bound=is_bound)
            if status or passed:
                yield msgspec.structs.replace(one, status=status, owner=-1, named=passed)

    def _bound(self, one: _Found, call: Call, *, is_bound: bool) -> tuple[int, str]:
        """Return the code that a call gives for a parameter, or the name that it hands on."""
        head = self._program.definitions[one.owner].head
        takes_object = is_bound and head.kind == "method" and not is_static_method(head.decorators)
        positional = [each.name for each in head.parameters if each.kind == "positional"][takes_object:]
        given = dict(zip(positional, call.args, strict=False)) | {each.name: each.value for each in call.keywords}
        if one.named not in given:
            return one.status, ""
        value = given[one.named]
        return (0, value.id) if isinstance(value, Name) and not error_code(value) else (error_code(value), "")

    def code(self, expression: Expression, definition: int) -> tuple[int, int, str]:
        """Return the code that an expression gives; where a parameter does, its default, its function and its name."""
        found = error_code(expression)
        if found or not isinstance(expression, (Name, Attribute)):
            return found, -1, ""
        place = self._program.definitions[definition]
        owner = definition if isinstance(expression, Name) else -1
        while owner >= 0:
            for one in self._program.definitions[owner].head.parameters:
                if isinstance(expression, Name) and one.name == expression.id:
                    return error_code(one.default), owner, one.name
            owner = self._program.definitions[owner].parent
        meaning = self._names.resolve(place.module, place.scope, expression)
        return (error_code(meaning.binding.value) if isinstance(meaning, Value) else 0), -1, ""

    def called(self, function: Expression, definition: int, cls: int) -> tuple[Type | None, int]:
        """Return what is called, and for objects of which class."""
        place = self._program.definitions[definition]
        match function:
            case Attribute(value=Name(id="self"), name=name) if cls >= 0:
                member = self._names.member(cls, name)
            case Attribute(value=Call(function=Name(id="super")), name=name) if cls >= 0:
                member = self._names.member_after(cls, place.parent, name)
            case Name() | Attribute():
                meaning = self._names.resolve(place.module, place.scope, function)
                return (meaning if isinstance(meaning, (Function, ClassOf, External)) else None), -1
            case _:
                return None, -1
        binding = member[1] if member is not None else None
        return (Function(binding.definition) if isinstance(binding, DefinitionBinding) else None), cls

    def code_of_class(self, cls: int) -> int:
        """Return the code that a class of responses of the program has: its own, or its library's."""
        for name in ("status_code", "status"):
            member = self._names.member(cls, name)
            if member is not None and isinstance(member[1], ValueBinding):
                return error_code(member[1].value)
        return next((code for base in self._names.external_bases(cls) if (code := own_code(base))), 0)

    def is_response(self, cls: int) -> bool:
        """Return whether a class of the program is one of responses."""
        return any("Response" in base.rpartition(".")[2] for base in self._names.external_bases(cls))

    def path_of(self, definition: int) -> str:
        """Return the file of a definition."""
        return self._program.modules[self._program.definitions[definition].module].path

    def name_of(self, definition: int) -> str:
        """Return the dotted name of a definition."""
        return self._program.definitions[definition].name

    @property
    def pairs(self) -> bool:
        """Whether a tuple of content and code is a response."""
        return self._pairs


class _Reading:
    """Reads the returned expressions of one body."""

    def __init__(self, codes: ReturnedCodes, definition: int, cls: int, body: Iterable[Statement], depth: int) -> None:
        self._codes = codes
        self._definition = definition
        self._cls = cls
        self._depth = depth
        self._given: dict[str, list[tuple[Expression, int]]] = {}
        for one in body:
            if one.kind == "assign" and len(one.targets) == 1 and isinstance(one.targets[0], Name):
                self._given.setdefault(one.targets[0].id, []).append((one.value, one.line))

    def of(self, value: Expression, line: int, depth: int = 0) -> Iterator[_Found]:
        """Yield the responses of failure that an expression may be."""
        if depth > _DEEPEST:
            return
        match value:
            case Await(value=inner):
                yield from self.of(inner, line, depth + 1)
            case Choice(options=options):
                for one in options:
                    yield from self.of(one, line, depth + 1)
            case Name(id=name):
                for one, at in self._given.get(name, ()):
                    if isinstance(one, (Call, Items)):
                        yield from self.of(one, at, depth + 1)
            case Items(kind="tuple", items=items) if self._codes.pairs and len(items) in _PAIR:
                yield from self._made(items[1], items[0], "", line)
            case Call():
                yield from self._of_call(value, depth)

    def _of_call(self, call: Call, depth: int) -> Iterator[_Found]:
        meaning, cls = self._codes.called(call.function, self._definition, self._cls)
        if isinstance(meaning, Function):
            if meaning.definition != self._definition:
                is_bound = cls >= 0
                for one in self._codes.through(call, (meaning.definition, cls), self._depth, is_bound=is_bound):
                    yield from self._handed_on(one)
        elif isinstance(meaning, ClassOf):
            if self._codes.is_response(meaning.definition):
                code = self._codes.code_of_class(meaning.definition)
                yield from self._response(call, self._codes.name_of(meaning.definition), code)
        else:
            name = meaning.name if isinstance(meaning, External) else last_name(call.function)
            if isinstance(meaning, External) or isinstance(call.function, Attribute):
                yield from self._response(call, name, own_code(name) if isinstance(meaning, External) else 0)
            if last_name(call.function) == "make_response" and len(call.args) == 1:
                yield from self.of(call.args[0], call.line, depth + 1)

    def _handed_on(self, one: _Found) -> Iterator[_Found]:
        """Give a code that the call takes from a parameter of this function the default of that."""
        if not one.named or one.owner >= 0:
            yield one
            return
        status, owner, named = self._codes.code(Name(one.named, one.line), self._definition)
        if status or named:
            yield msgspec.structs.replace(one, status=status, owner=owner, named=named)

    def _response(self, call: Call, name: str, code: int) -> Iterator[_Found]:
        given = given_status(call, name, is_class=bool(code))
        if given is not None:
            yield from self._made(given, content_of(call, name), "", call.line)
        elif code:
            yield from self._told(code, content_of(call, name), exception_of(code, name), call.line)

    def _made(self, status: Expression, content: Expression | None, exception: str, line: int) -> Iterator[_Found]:
        code, owner, named = self._codes.code(status, self._definition)
        if code or named:
            for one in self._told(code, content, exception, line):
                yield msgspec.structs.replace(one, owner=owner, named=named)

    def _told(self, code: int, content: Expression | None, exception: str, line: int) -> Iterator[_Found]:
        yield _Found(code, exception, self._codes.path_of(self._definition), line, message_of(content))
