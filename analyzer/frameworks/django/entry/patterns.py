"""Which routes does an expression of a URL configuration hold?

Lists, what is added to them, ``include`` and ``path``, and what functions of the project return. A call of what is not
the project's own (``i18n_patterns``, ``format_suffix_patterns``) holds what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from analyzer.frameworks.django.entry.groups import Groups
from analyzer.frameworks.django.entry.hooks import OUTSIDE, Hooks
from analyzer.frameworks.django.entry.reading import Reading
from analyzer.frameworks.django.entry.routers import Routers
from analyzer.frameworks.django.entry.routes import LONGEST, Frame, Local, Mount, Node, Route
from analyzer.frameworks.django.entry.statements import run
from analyzer.link.names import Meaning, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External, Function, Instance, ModuleOf, Type, options
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Expression,
    Items,
    Name,
    Operation,
    Star,
    Subscript,
    Unknown,
    Walrus,
)

URLPATTERNS = "urlpatterns"
_ROUTES = {"path": False, "re_path": True, "url": True}  # functions that make routes: of regular expressions?
_DEEPEST = 60  # calls in calls
_MOST_STEPS = 50_000  # expressions that are read in one module
_MOST_ITEMS = 100  # items of a list that a comprehension is unrolled over
_NOTHING = Unknown()
_OWN = ("builtins.", "django.", "rest_framework.")
_VIEWS = ("as_view", "as_asgi")


class Patterns:
    """Reads expressions; remembers which modules and classes were included in others."""

    def __init__(self, reading: Reading, admin: Callable[[], list[Node]]) -> None:
        """``admin`` returns the routes that the project adds to Django's admin site."""
        self.reading = reading
        self.names = reading.names
        self._program = reading.names.program
        self.routers = Routers(reading, self.name_bound)
        self.modules: set[int] = set()
        self.classes: set[int] = set()
        self.groups = Groups()
        self._hooks = Hooks(self._program)
        self._admin = admin
        self._frames: dict[int, Frame] = {}
        self._active: set[tuple[int, Type | None]] = set()
        self._depth = 0
        self._steps: dict[int, int] = {}
        self.unknown: dict[tuple[int, int], None] = {}

    @property
    def is_cut(self) -> bool:
        """True where there was more to read in a module than is read of one."""
        return any(steps > _MOST_STEPS for steps in self._steps.values())

    def of_module(self, index: int) -> list[Node]:
        """Return the routes in the ``urlpatterns`` of a module."""
        return self.of_name(index, URLPATTERNS)

    def of_name(self, module: int, name: str) -> list[Node]:
        """Return the routes in a name of a module."""
        return held.nodes if (held := self.frame(module).locals.get(name)) is not None else []

    def frame(self, module: int) -> Frame:
        """Return a module's frame, once its statements were read."""
        if module not in self._frames:
            self._frames[module] = Frame(module, 0)
            run(self, self._frames[module])
        return self._frames[module]

    def name_bound(self, expression: Expression, frame: Frame) -> Local | None:
        """Return what a name holds that this frame or a module has bound."""
        held = self.reading.local(expression, frame)
        if held is not None:
            return held
        meaning = self.reading.meaning(expression, frame) if isinstance(expression, (Name, Attribute)) else None
        if isinstance(meaning, Value) and not meaning.scope:
            return self.frame(meaning.module).locals.get(meaning.binding.name)
        return None

    def of(self, expression: Expression, frame: Frame) -> list[Node]:
        """Return the routes that an expression holds."""
        steps = self._steps[frame.module] = self._steps.get(frame.module, 0) + 1
        if self._depth > _DEEPEST or steps > _MOST_STEPS:
            return []
        self._depth += 1
        try:
            return self._of(expression, frame)
        finally:
            self._depth -= 1

    def _of(self, expression: Expression, frame: Frame) -> list[Node]:
        match expression:
            case Items(items=parts) | Operation(operator="+", operands=parts) | Choice(options=parts):
                return self._all(parts, frame)
            case Star(value=value) | Subscript(value=value) | Await(value=value) | Walrus(value=value):
                return self.of(value, frame)
            case Call():
                return self._of_call(expression, frame)
            case Comprehension():
                return self._of_comprehension(expression, frame)
            case Name() | Attribute():
                return self._of_name(expression, frame)
            case _:
                return []

    def _all(self, parts: Iterable[Expression], frame: Frame) -> list[Node]:
        found = dict.fromkeys(node for part in parts for node in self.of(part, frame))
        return list(found if len(found) <= LONGEST else islice(found, LONGEST))

    def _of_name(self, expression: Name | Attribute, frame: Frame) -> list[Node]:
        held = self.name_bound(expression, frame)
        if held is not None:
            return held.nodes
        match self.reading.meaning(expression, frame):
            case Value() as value:
                return self.of(value.binding.value, Frame(value.module, value.scope))
            case ModuleOf(name=name):
                return self._of_text(name)
            case External(name=name) if name in OUTSIDE:
                return self._of_text(name)
            case External(name=name) if name.startswith("django.contrib.admin.") and name.endswith("site.urls"):
                return self._admin()
        if isinstance(expression, Attribute):
            router = self.routers.of(expression.value, frame) if expression.name == "urls" else None
            return [router] if router is not None else self._of_member(expression, (), frame)
        return []

    def note_unknown(self, value: Expression, frame: Frame) -> None:
        """Take note of routes that a call makes, if nothing of the project or of Django makes them."""
        meaning = self._function(value.function, frame) if isinstance(value, Call) else None
        if isinstance(value, Call) and isinstance(meaning, External) and not meaning.name.startswith(_OWN):
            self.unknown[frame.module, value.line] = None

    def module_named(self, name: str) -> int | None:
        """Return the module of a name, also of one that is told from a folder inside the tree."""
        return self._program.module_index.get(self._program.module_ending(name))

    def _of_text(self, name: str) -> list[Node]:
        """The routes of a module by its name."""
        index = self.module_named(name)
        if index is None:
            return self._of_functions(self._hooks.registered(OUTSIDE.get(name, "")))
        self.modules.add(index)
        return self.of_module(index)

    def _of_functions(self, definitions: Sequence[int]) -> list[Node]:
        return [node for one in definitions for node in self._of_function(one, None, (), Frame(0, 0))]

    def _of_member(self, member: Attribute, args: tuple[Expression, ...], frame: Frame) -> list[Node]:
        """``config.urls``, ``self.get_urls()``, ``super().get_urls()``."""
        value = member.value
        if isinstance(value, Call) and last_name(value.function) == "super":
            if isinstance(frame.receiver, (Instance, ClassOf)) and frame.cls >= 0:
                return self._of_class(frame.receiver, member.name, (args, frame), after=frame.cls)
            return []
        found: list[Node] = []
        for one in options(self.reading.type_of(value, frame)):
            if isinstance(one, (Instance, ClassOf)):
                if one != frame.receiver:
                    self.classes.update(self.names.mro(one.definition))
                found += self._of_class(one, member.name, (args, frame))
        return found

    def of_class(self, receiver: Instance | ClassOf, name: str) -> list[Node]:
        """Return the routes that an attribute or method of an object or class holds."""
        return self._of_class(receiver, name, ((), Frame(0, 0)))

    def _of_class(
        self,
        receiver: Instance | ClassOf,
        name: str,
        given: tuple[tuple[Expression, ...], Frame],
        after: int = -1,
    ) -> list[Node]:
        cls = receiver.definition
        found = self.names.member(cls, name) if after < 0 else self.names.member_after(cls, after, name)
        if found is None:
            is_site = any(base.endswith("AdminSite") for base in self.names.external_bases(cls))
            return self._admin() if is_site and name in ("urls", "get_urls") else []
        if isinstance(found[1], DefinitionBinding):
            return self._of_function(found[1].definition, receiver, *given)
        if isinstance(found[1], ValueBinding):
            owner = self._program.definitions[found[0]]
            return self.of(found[1].value, Frame(owner.module, owner.scope))
        return []

    def _of_function(
        self, definition: int, receiver: Type | None, args: tuple[Expression, ...], outer: Frame
    ) -> list[Node]:
        """What a function of the project returns, with the routes that it is given in the places of its parameters."""
        key = (definition, receiver)
        found = self._program.definitions[definition]
        if key in self._active or found.head.kind == "class":
            return []
        parameters = [one.name for one in found.head.parameters if one.kind == "positional"]
        is_method = found.head.kind == "method" and not any(
            last_name(one) == "staticmethod" for one in found.head.decorators
        )
        own = parameters.pop(0) if is_method and parameters else ""
        frame = Frame(found.module, found.scope, receiver, found.parent, own)
        for name, given in zip(parameters, args, strict=False):
            frame.locals[name] = Local(self.of(given, outer), given, outer)
        self._active.add(key)
        try:
            return run(self, frame)
        finally:
            self._active.discard(key)

    def _of_call(self, call: Call, frame: Frame) -> list[Node]:
        name = last_name(call.function)
        if name in _VIEWS:
            return []
        meaning = self._function(call.function, frame)
        found = self._of_project(call, meaning, frame)
        if found:
            return found
        name = meaning.name.rpartition(".")[2] if isinstance(meaning, External) else name
        if name in _ROUTES:
            return self._of_route(call, frame, is_regex=_ROUTES[name])
        if name.endswith("include"):
            texts = (text_of(arg) for arg in call.args)
            return [node for text in texts if text for node in self._of_text(text)] or self._all(_given(call), frame)
        found = self._all(_given(call), frame)
        return [Mount(self.reading.language(), found)] if found and name == "i18n_patterns" else found

    def _function(self, function: Expression, frame: Frame) -> Meaning | None:
        meaning = self.reading.meaning(function, frame)
        if isinstance(meaning, Value):  # ``url = re_path``
            return self.reading.meaning(meaning.binding.value, Frame(meaning.module, meaning.scope))
        return meaning

    def _of_project(self, call: Call, meaning: Meaning | None, frame: Frame) -> list[Node]:
        """What a function or method of the project returns."""
        hooked = self._hooks.called(call.function, frame)
        if hooked:
            return self._of_functions(hooked)
        if isinstance(meaning, Function) and self._program.definitions[meaning.definition].head.kind == "function":
            return self._of_function(meaning.definition, None, call.args, frame)
        is_outside = isinstance(meaning, External) and not meaning.name.startswith("builtins.super()")
        if isinstance(call.function, Attribute) and not is_outside and not isinstance(meaning, ClassOf):
            return self._of_member(call.function, call.args, frame)
        return []

    def _of_route(self, call: Call, frame: Frame, *, is_regex: bool) -> list[Node]:
        route = call.args[0] if call.args else keyword(call, "route") or keyword(call, "regex")
        view = call.args[1] if len(call.args) > 1 else keyword(call, "view")
        if route is None or view is None:
            return []
        text = self.reading.text(route, frame)
        text = self.groups.shown(text) if is_regex else text
        inner = self.of(view, frame)
        if inner or (isinstance(view, Call) and last_name(view.function).endswith("include")):
            return [Mount(text, inner)]
        return [Route(text, view, frame, call.line)]

    def _of_comprehension(self, expression: Comprehension, frame: Frame) -> list[Node]:
        """What it yields for each item of a list that stands there, else once."""
        target, iterable = expression.targets[0], expression.iterables[0]
        turns: tuple[Expression | None, ...] = (None,)
        if isinstance(iterable, Items) and len(iterable.items) <= _MOST_ITEMS and len(expression.targets) == 1:
            turns = iterable.items
        found: list[Node] = []
        for item in turns:
            inner = frame.copy()
            if item is not None:
                self.bind(target, item, inner)
            elif isinstance(target, Name):
                inner.locals[target.id] = Local(self.of(iterable, frame), _NOTHING, frame)
            found += self._all(expression.elements, inner)
        return found

    def bind(self, target: Expression, value: Expression, frame: Frame) -> None:
        """Give a name, or the names of a tuple, a value."""
        if isinstance(target, Name):
            frame.locals[target.id] = Local(self.of(value, frame), value, frame, self.routers.of(value, frame))
        elif isinstance(target, Items) and isinstance(value, Items):
            for inner, given in zip(target.items, value.items, strict=False):
                self.bind(inner, given, frame)


def _given(call: Call) -> tuple[Expression, ...]:
    return (*call.args, *(one.value for one in call.keywords))
