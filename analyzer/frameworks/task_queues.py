"""Tasks that workers run, and the queues that carry them.

Understands: Celery (``@shared_task``, ``@app.task``, subclasses of ``Task``; ``delay``, ``apply_async``, signatures,
``send_task("name")``), Dramatiq actors, tasks of ``django.tasks``, Huey tasks that are scheduled by a method, and
jobs of RQ's decorator. Who calls such a method publishes, the task consumes. The queue is the one that the call, the
decorator or ``task_routes`` names, else it is called after the task: its registered name.
Does not understand: tasks out of a registry, Huey tasks that are called like functions, routers that are functions. A
task that is not known is reported as unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate

import msgspec

from analyzer.frameworks.call_texts import PUBLISH, argument, texts_of, uses
from analyzer.link.found import Found, FoundResource, Gap, ImplicitAccess
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import family, says_nothing
from analyzer.link.program import ProgramDefinition
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External, Function, Instance, Method, Type
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.resources import ResourceKind, ResourceOperation
from analyzer.model.syntax import Attribute, Call, Expression, Mapping, Statement

NAME = "task_queues"
_QUEUE = ResourceKind.QUEUE
_ROUTES = {"task_routes", "CELERY_TASK_ROUTES", "CELERY_ROUTES"}
_LIKE_CELERY = re.compile(r"(^|_)(celery|app)$")
_TASK_CLASS = re.compile(r"celery(\.\w+)*\.Task$")
_MOST_ROUTES = 200


class _Library(msgspec.Struct, frozen=True):
    """How a library makes tasks: by which decorators, which of their keywords name the task and its queue."""

    decorator: re.Pattern[str]
    methods: frozenset[str]
    name: str
    queue: str
    first: str = ""


_LIBRARIES = (
    _Library(
        re.compile(r"celery\..*task$"),
        frozenset({"delay", "apply_async", "s", "si", "subtask", "signature", "map", "starmap", "chunks"}),
        "name",
        "queue",
    ),
    _Library(
        re.compile(r"dramatiq\.(\w+\.)*actor$"),
        frozenset({"send", "send_with_options", "message"}),
        "actor_name",
        "queue_name",
    ),
    _Library(
        re.compile(r"(django_tasks|django\.tasks)\.(\w+\.)*task$"), frozenset({"enqueue", "aenqueue"}), "", "queue_name"
    ),
    _Library(re.compile(r"huey\..*task$"), frozenset({"schedule", "s", "delay", "map"}), "name", "queue"),
    _Library(
        re.compile(r"(rq|django_rq|flask_rq2?)\..*job$"),
        frozenset({"delay", "queue", "schedule"}),
        "",
        "queue",
        "queue",
    ),
)
_LIKE_DECORATOR = re.compile(r"(task|actor|job)$")


class _Task(msgspec.Struct, frozen=True):
    library: _Library
    resource: str
    name: str


class TaskQueues(Framework):
    """The plug-in."""

    name = NAME
    answers = frozenset({"delay", "apply_async", "subtask", "signature"})
    watched = frozenset({method for library in _LIBRARIES for method in library.methods} | {"send_task", "signature"})

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._values: Values | None = None
        self._classes: dict[int, int] = {}
        self._tasks: dict[int, _Task] | None = None
        self._named: dict[str, int] = {}
        self._routes: list[tuple[re.Pattern[str], str]] = []
        self._called_for: dict[tuple[int, str], None] = {}

    def is_used(self) -> bool:
        """Return whether the program imports one of the libraries."""
        return self.imports(
            "celery", "dramatiq", "huey", "rq", "django_rq", "flask_rq2", "django_tasks", "django.tasks"
        )

    def declare(self) -> None:
        """Read the routes that settings give to tasks, and find the classes that are tasks."""
        for definition in self.names.program.definitions:
            if definition.head.kind == "class" and definition.head.bases:
                outside = self.names.external_bases(definition.id)
                run = self.names.member(definition.id, "run")
                if run is not None and any(_TASK_CLASS.match(base) for base in outside):
                    own = run[1].definition if isinstance(run[1], DefinitionBinding) else definition.id
                    self._classes[definition.id] = own if run[0] == definition.id else definition.id
        for module in self.names.program.modules:
            for scope in module.facts.scopes.values():
                for statement in scope.statements:
                    if statement.kind in ("assign", "annotate") and _is_routes(statement):
                        self._routes += _routes_of(statement.value)
        del self._routes[_MOST_ROUTES:]

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return a method that publishes a task of a class."""
        if name in self.answers and isinstance(receiver, (Instance, ClassOf)) and receiver.definition in self._classes:
            return Method(receiver, name)
        return None

    def meet(self, values: Values) -> None:
        """Keep the linker's side, for what decorators are."""
        self._values = values

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return to which queue a call publishes a task."""
        method = last_name(call.call.function)
        match call.callee:
            case Method(receiver=Function(definition=definition) | Instance(definition=definition), name=method):
                task = self._known().get(definition)
                if task is not None and method in task.library.methods:
                    yield from self._published(call, definition, task)
            case Method(receiver=ClassOf(definition=definition), name=method):
                task = self._known().get(definition)
                if task is not None and method in task.library.methods:
                    yield from self._published(call, definition, task)
            case External(name=name) if method in ("send_task", "signature") and name.startswith("celery."):
                yield from self._sent(call)
            case None if method == "send_task":
                yield from self._sent(call)
            case None if method in ("delay", "apply_async") and isinstance(call.call.function, Attribute):
                what = f"{last_name(call.call.function.value)}.{method}"
                yield Gap("resource", what, "the task that is published is not known")

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return that tasks consume their queues."""
        consumed = {(definition, task.resource): None for definition, task in self._known().items()}
        for definition, name in consumed | self._called_for:
            yield ImplicitAccess(
                self._classes.get(definition, definition), FoundResource(_QUEUE, name, ResourceOperation.CONSUME)
            )

    def _published(self, call: TypedCall, definition: int, task: _Task) -> Iterator[Found]:
        queues = [text for text in texts_of(argument(call, -1, task.library.queue)) if not says_nothing(text)]
        for queue in queues:
            self._called_for[definition, family(queue)] = None
        yield from uses(_QUEUE, PUBLISH, queues or [task.resource], call)

    def _sent(self, call: TypedCall) -> Iterator[Found]:
        """A task by its name, which may be one of another program."""
        tasks = self._known()
        texts = []
        for text in texts_of(argument(call, 0, "name", "varies")):
            known = self._named.get(text)
            texts.append(tasks[known].resource if known is not None else self._routed(text) or text)
        queues = [text for text in texts_of(argument(call, -1, "queue")) if not says_nothing(text)]
        yield from uses(_QUEUE, PUBLISH, queues or texts, call)

    def _known(self) -> dict[int, _Task]:
        """Return the tasks of the program by their definitions."""
        if self._tasks is None:
            self._tasks = {}
            for definition in self.names.program.definitions:
                if definition.id in self._classes:
                    task = self._tasks[definition.id] = self._of_class(definition)
                    self._named[task.name] = definition.id
                for decorator in definition.head.decorators:
                    library = self._library(definition, decorator)
                    if library is not None:
                        task = self._tasks[definition.id] = self._task(definition, decorator, library)
                        self._named[task.name] = definition.id
        return self._tasks

    def _of_class(self, definition: ProgramDefinition) -> _Task:
        """A class of which the objects are tasks says its name and queue in its body."""
        said = {}
        for statement in self.names.program.modules[definition.module].facts.scopes[definition.scope].statements:
            if statement.kind in ("assign", "annotate"):
                said[last_name(statement.targets[0])] = text_of(statement.value)
        name = said.get("name") or definition.name
        return _Task(_LIBRARIES[0], said.get("queue") or self._routed(name) or name, name)

    def _library(self, definition: ProgramDefinition, decorator: Expression) -> _Library | None:
        function = decorator.function if isinstance(decorator, Call) else decorator
        if not _LIKE_DECORATOR.search(last_name(function)) or self._values is None:
            return None
        kind = self._values.value_at(definition.module, definition.head.scope, function)
        if isinstance(kind, External):
            return next((one for one in _LIBRARIES if one.decorator.match(kind.name)), None)
        is_plain = (
            isinstance(function, Attribute)
            and function.name == "task"
            and _LIKE_CELERY.search(last_name(function.value))
        )
        return _LIBRARIES[0] if kind is None and is_plain and self.imports("celery") else None

    def _task(self, definition: ProgramDefinition, decorator: Expression, library: _Library) -> _Task:
        name = self._option(definition, decorator, library.name) or definition.name
        queue = self._option(definition, decorator, library.queue)
        if not queue and library.first and isinstance(decorator, Call) and decorator.args:
            queue = self._text(definition, decorator.args[0])
        return _Task(library, queue or self._routed(name) or name, name)

    def _option(self, definition: ProgramDefinition, decorator: Expression, name: str) -> str:
        written = keyword(decorator, name) if isinstance(decorator, Call) and name else None
        return "" if written is None else self._text(definition, written)

    def _text(self, definition: ProgramDefinition, expression: Expression) -> str:
        if self._values is None or text_of(expression):
            return text_of(expression)
        found = texts_of(self._values.value_at(definition.module, definition.head.scope, expression))
        return family(found[0]) if len(found) == 1 and not says_nothing(found[0]) else ""

    def _routed(self, name: str) -> str:
        return next((queue for pattern, queue in self._routes if pattern.match(name)), "")


def _is_routes(statement: Statement) -> bool:
    return bool(statement.targets) and last_name(statement.targets[0]) in _ROUTES


def _routes_of(value: Expression) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield (names of tasks, queue) of ``{"shop.mail.*": {"queue": "mail"}}``."""
    if not isinstance(value, Mapping):
        return
    for key, route in zip(value.keys, value.values, strict=True):
        queue = text_of(route)
        if isinstance(route, Mapping):
            named = (value for key, value in zip(route.keys, route.values, strict=True) if text_of(key) == "queue")
            queue = text_of(next(named, None))
        if text_of(key) and queue:
            yield re.compile(translate(text_of(key)[:200])), queue
