"""Which definitions serve a view, and for which HTTP methods?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.django.entry.methods import HANDLERS, of_decorator, of_function, of_library
from analyzer.frameworks.django.entry.reading import Reading
from analyzer.frameworks.django.entry.routes import Frame
from analyzer.link.names import Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, Function, Instance, Partial, Type, options
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Keyword, Mapping, Name

_DEEPEST = 12  # decorators around a view, names of names
_REQUESTS = ("request", "req", "_request", "http_request", "_", "_req")
_SOCKET = ("connect", "receive", "receive_json", "disconnect")


class Around(msgspec.Struct, frozen=True):
    """A call that wraps a view where its address names it, and where that stands."""

    expression: Call
    module: int
    scope: int


class Served(msgspec.Struct, frozen=True):
    """A definition that serves an HTTP method; the method is empty where it serves a socket.

    ``cls`` is the class behind the address, -1 for a function; ``handler`` is the name of the method that runs, and
    ``given`` what ``as_view`` is given; ``around`` are the calls that wrap the view.
    """

    method: str
    definition: int
    cls: int = -1
    handler: str = ""
    given: tuple[Keyword, ...] = ()
    around: tuple[Around, ...] = ()


class View(msgspec.Struct, frozen=True):
    """A function or class behind an address.

    ``actions`` are the methods of a viewset by HTTP method, where ``as_view({"get": "list"})`` names them; ``only`` are
    the methods that decorators around it let through; ``kind`` is function, class, object (called like a function) or
    socket.
    """

    definition: int
    kind: str
    actions: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    given: tuple[Keyword, ...] = ()
    around: tuple[Around, ...] = ()


class Views:
    """Finds views by the expressions that name them; what libraries bring is none of the project's."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._names = reading.names
        self._program = reading.names.program

    def served(self, expression: Expression, frame: Frame) -> tuple[Served, ...]:
        """Return what serves the view that an expression names; nothing for one of a library."""
        view = self.view(expression, frame)
        if view is None:
            return ()
        if view.kind == "function":
            methods = view.only or of_function(self._names, view.definition)
            return tuple(Served(method, view.definition, around=view.around) for method in methods)
        if view.kind == "socket":
            return self._of_socket(view.definition)
        if view.kind == "object":
            return self._of_object(view)
        found = self._of_actions(view) if view.actions else self._of_class(view.definition)
        kept = (one for one in found if not view.only or one.method in view.only)
        if not view.given and not view.around:
            return tuple(kept)
        return tuple(msgspec.structs.replace(one, given=view.given, around=view.around) for one in kept)

    def class_of(self, expression: Expression, frame: Frame) -> int | None:
        """Return the class that an expression names."""
        view = self._named(expression, frame, 0)
        return view.definition if view is not None and view.kind == "class" else None

    def view(self, expression: Expression, frame: Frame, depth: int = 0) -> View | None:
        """Return the function or class that an expression names, decorated at the place or not."""
        if depth > _DEEPEST:
            return None
        match expression:
            case Call():
                return self._of_call(expression, frame, depth)
            case Constant(value=str() as text):
                found = self._names.attribute_of_module(*_split(text))
                return _of_type(found) if isinstance(found, (Function, ClassOf)) else None
            case Name() | Attribute():
                return self._named(expression, frame, depth)
            case _:
                return None

    def _named(self, expression: Expression, frame: Frame, depth: int) -> View | None:
        held = self._reading.local(expression, frame)
        if held is not None and held.expression != expression:
            return self.view(held.expression, held.frame, depth + 1)
        meaning = self._reading.meaning(expression, frame)
        if isinstance(meaning, Value):
            found = self.view(meaning.binding.value, Frame(meaning.module, meaning.scope), depth + 1)
            if found is not None:
                return found
        if isinstance(meaning, (Function, ClassOf)):
            return _of_type(meaning)
        return self._typed(expression, frame)

    def _typed(self, expression: Expression, frame: Frame) -> View | None:
        found = (_of_type(one) for one in options(self._reading.type_of(expression, frame)))
        return next((one for one in found if one is not None), None)

    def _of_call(self, call: Call, frame: Frame, depth: int) -> View | None:
        function = call.function
        name = last_name(function)
        if name in ("as_view", "as_asgi") and isinstance(function, Attribute):
            found = self._named(function.value, frame, depth + 1)
            if found is None or (found.kind != "class" and self._names.member(found.definition, name) is not None):
                return self._typed(call, frame)  # a method of the project's own has that name
            if name == "as_asgi":
                return View(found.definition, "socket")
            return View(found.definition, "class", _actions(call), given=call.keywords)
        if name.endswith("include"):
            return None
        inner = [(arg, one) for arg in call.args if (one := self.view(arg, frame, depth + 1)) is not None]
        found = next((one for arg, one in inner if self._is_view(arg, one)), None)
        if found is None and not isinstance(self._reading.meaning(function, frame), ClassOf):
            found = self._typed(call, frame) or next((one for _, one in inner if one.kind == "function"), None)
        if found is None:
            made = self.class_of(function, frame)
            return None if made is None else View(made, "object")
        decorator = function if isinstance(function, Call) else call
        only = of_decorator(self._names, frame.module, frame.scope, decorator)
        around = (Around(call, frame.module, frame.scope), *found.around)
        return msgspec.structs.replace(found, only=only or found.only, around=around)

    def _is_view(self, written: Expression, view: View) -> bool:
        """Whether what stands in a call is a view, and no argument of a function that makes one."""
        if view.kind != "function":
            return isinstance(written, Call)
        head = self._program.definitions[view.definition].head
        return any(one.name in _REQUESTS for one in head.parameters[:2])

    def _of_class(self, cls: int) -> tuple[Served, ...]:
        """One row for each handler; the class stands for those of a library."""
        allowed = self.allowed(cls)
        found = {}
        for handler in HANDLERS:
            definition = self.method(cls, handler)
            if definition is not None:
                found[handler.upper()] = definition
        outside = self._names.external_bases(cls)
        for base in outside:
            for method in of_library(base):
                if self.method(cls, method.lower(), missing=cls) is not None:
                    found.setdefault(method, cls)
        if not found:
            dispatch = self.method(cls, "dispatch")
            if dispatch is not None:
                found = dict.fromkeys(of_function(self._names, dispatch), dispatch)
        order = {handler.upper(): place for place, handler in enumerate(HANDLERS)}
        return tuple(
            Served(method, found[method], cls, method.lower())
            for method in sorted(found, key=lambda one: order.get(one, len(order)))
            if not allowed or method in allowed
        )

    def _of_actions(self, view: View) -> tuple[Served, ...]:
        """``as_view({"get": "list"})``."""
        found = (
            (method, action, self.method(view.definition, action, missing=view.definition))
            for method, action in view.actions
        )
        return tuple(
            Served(method, definition, view.definition, action)
            for method, action, definition in found
            if definition is not None
        )

    def _of_object(self, view: View) -> tuple[Served, ...]:
        """An object that is called like a function: a feed, an old form wizard."""
        called = self.method(view.definition, "__call__")
        if called is not None:
            return tuple(Served(method, called) for method in view.only or of_function(self._names, called))
        outside = self._names.external_bases(view.definition)
        methods = next((found for base in outside if (found := of_library(base))), ())
        return tuple(Served(method, view.definition) for method in view.only or methods)

    def _of_socket(self, cls: int) -> tuple[Served, ...]:
        found = [self.method(cls, name) for name in _SOCKET]
        served = tuple(Served("", definition) for definition in found if definition is not None)
        return served or (Served("", cls),)

    def method(self, cls: int, name: str, missing: int | None = None) -> int | None:
        """Return a method of a class of the project; ``missing`` where it binds no such name, None where it is none."""
        found = self._names.member(cls, name)
        if found is None:
            return missing
        if isinstance(found[1], DefinitionBinding):
            return found[1].definition
        if isinstance(found[1], ValueBinding):  # ``post = get``
            place = self._program.definitions[found[0]]
            meaning = self._names.resolve(place.module, place.scope, found[1].value)
            return meaning.definition if isinstance(meaning, Function) else None
        return None

    def allowed(self, cls: int) -> tuple[str, ...]:
        """Return the methods in ``http_method_names``; empty where the class does not say."""
        found = self._names.member(cls, "http_method_names")
        value = found[1].value if found is not None and isinstance(found[1], ValueBinding) else None
        return tuple(text_of(item).upper() for item in value.items) if isinstance(value, Items) else ()


def _of_type(value: Type) -> View | None:
    match value:
        case Function(definition=definition):
            return View(definition, "function")
        case ClassOf(definition=definition):
            return View(definition, "class")
        case Instance(definition=definition):
            return View(definition, "object")
        case Partial(function=function):
            return _of_type(function)
        case _:
            return None


def _actions(call: Call) -> tuple[tuple[str, str], ...]:
    given = call.args[0] if call.args else next((one.value for one in call.keywords if one.name == "actions"), None)
    if not isinstance(given, Mapping):
        return ()
    pairs = zip(given.keys, given.values, strict=False)
    return tuple((text_of(key).upper(), text_of(value)) for key, value in pairs if text_of(key) and text_of(value))


def _split(text: str) -> tuple[str, str]:
    module, _, name = text.rpartition(".")
    return module, name
