"""Celery: what workers run when a message names a task, and what the beat sends by the clock.

Understands: ``@app.task`` and ``@shared_task``, with and without arguments, by any name or factory of the application;
``name=``, otherwise the name is ``module.function``; ``app.task(function)``; classes that derive from ``Task`` and
have a ``run``; ``@periodic_task``, ``app.add_periodic_task`` and schedules of the beat: dicts whose items hold a
``task`` and a ``schedule``, at the level of a module or class, or in a function of a module that imports Celery.
Does not understand: tasks registered under names put together at run time, schedules kept in a database, and
``app.task(…)(function)``: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.frameworks.library_objects import brief
from analyzer.link.found import FoundEntryPoint
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedCall
from analyzer.model.chains import text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Mapping, Scope

NAME = "celery"
_DEEPEST = 6  # displays in displays
_SIGNATURES = ("s", "si", "subtask", "signature")


class Celery(DecoratedFramework):
    """The plug-in; what the beat sends is looked up among the tasks."""

    name = NAME
    packages = ("celery",)
    noticed = frozenset(("add_periodic_task",))
    decorators: ClassVar[Kinds] = {
        "celery:shared_task": EntryKind.TASK,
        "celery:task": EntryKind.TASK,
        "celery:*.task": EntryKind.TASK,
        "celery:periodic_task": EntryKind.CRON,
        "celery:*.periodic_task": EntryKind.CRON,
    }

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the tasks, then what the beat sends."""
        tasks: dict[str, int] = {}
        for found in (*super().entry_points(), *self._classes()):
            if found.kind is EntryKind.TASK:
                tasks.setdefault(found.name, found.definition)
            yield found
        for module, index, scope in self._scopes():
            for statement in scope.statements:
                for value in (statement.value, *_arguments(statement.value)):
                    yield from self._scheduled(value, module, index, tasks)

    def named(self, mark: Mark) -> str:
        """Return the name of a task."""
        return self.given(mark, "name") or self.names.program.definitions[mark.definition].name

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """``app.task(function)`` and ``app.add_periodic_task(schedule, task.s())``."""
        name = text_argument(call, "name")
        kinds = {brief(one).rpartition(".")[2] for one in self.callee(call)}
        if "task" in kinds:
            for handler in self.objects.handlers(self.objects.handed(call, "", 0)):
                full = self.names.program.definitions[handler].name
                yield FoundEntryPoint(EntryKind.TASK, name or full, handler, call.module, call.line)
        elif ("add_periodic_task" in kinds or call.callee is None) and len(call.call.args) > 1:
            signature = call.call.args[1]
            made = signature.function if isinstance(signature, Call) else None
            if isinstance(made, Attribute) and made.name in _SIGNATURES:
                signature = made.value
            value = self.objects.value(call.module, 0, signature)
            for handler in self.objects.handlers(value):
                full = self.names.program.definitions[handler].name
                yield FoundEntryPoint(EntryKind.CRON, name or full, handler, call.module, call.line)

    def _classes(self) -> Iterator[FoundEntryPoint]:
        program = self.names.program
        for definition in program.definitions:
            if definition.head.kind != "class":
                continue
            bases = {
                brief(one).rpartition(":")[2].rpartition(".")[2]
                for one in self.names.external_bases(definition.id)
                if one.partition(".")[0] == "celery"
            }
            run = self.objects.method(definition.id, "run") if bases & {"Task", "PeriodicTask"} else -1
            if run >= 0:
                binding = program.namespaces.get((definition.module, definition.scope), {}).get("name")
                given = text_of(binding.value) if isinstance(binding, ValueBinding) else ""
                name = given or definition.name
                yield FoundEntryPoint(EntryKind.TASK, name, run, definition.module, definition.head.line)

    def _scopes(self) -> Iterator[tuple[int, int, Scope]]:
        """Yield modules and classes; functions too in modules that import Celery."""
        for module in self.names.program.modules:
            imports = any(fact.module.partition(".")[0] == "celery" for fact in module.facts.imports)
            scopes = self.names.program.scopes(module.index) if imports else module.facts.scopes
            for index, scope in scopes.items():
                yield module.index, index, scope

    def _scheduled(
        self, value: Expression, module: int, scope: int, tasks: dict[str, int], depth: int = 0
    ) -> Iterator[FoundEntryPoint]:
        if not isinstance(value, Mapping) or depth > _DEEPEST:
            return
        for key, item in zip(value.keys, value.values, strict=True):
            if not isinstance(item, Mapping):
                continue
            entry = {text_of(one): inner for one, inner in zip(item.keys, item.values, strict=True)}
            task = self.objects.text(module, scope, entry["task"]) if {"task", "schedule"} <= entry.keys() else ""
            sent = tasks.get(task, self.names.program.by_name.get(task, -1))
            if task and sent >= 0:
                line = key.line if isinstance(key, Constant) else 0
                name = self.objects.text(module, scope, key) or task
                yield FoundEntryPoint(EntryKind.CRON, name, sent, module, line)
            else:
                yield from self._scheduled(item, module, scope, tasks, depth + 1)


def _arguments(value: Expression) -> tuple[Expression, ...]:
    """``conf.update(beat_schedule={…})``."""
    return (*value.args, *(one.value for one in value.keywords)) if isinstance(value, Call) else ()
