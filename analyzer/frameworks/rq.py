"""RQ: what workers run when a job is taken from a queue.

Understands: ``@job`` of rq and django_rq; functions that are given to ``queue.enqueue``, ``enqueue_call``,
``enqueue_at`` and ``enqueue_in``, by reference or by a dotted text; ``schedule`` and ``cron`` of rq_scheduler.
The name is ``module.function``.
Does not understand: functions enqueued under names put together at run time: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark
from analyzer.frameworks.library_objects import text_in
from analyzer.link.found import FoundEntryPoint
from analyzer.link.protocol import TypedCall
from analyzer.model.chains import last_name
from analyzer.model.entry_points import EntryKind

NAME = "rq"
_PLACES = {"enqueue": 0, "enqueue_call": 0, "enqueue_at": 1, "enqueue_in": 1, "schedule": 1, "cron": 1}


class Rq(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("rq", "django_rq", "rq_scheduler")
    noticed = frozenset(_PLACES)
    decorators: ClassVar[Kinds] = {
        "rq:job": EntryKind.TASK,
        "django_rq:job": EntryKind.TASK,
        "rq:*.job": EntryKind.TASK,
    }

    def named(self, mark: Mark) -> str:
        """Return the name by which a worker imports the function."""
        return self.names.program.definitions[mark.definition].name

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """Return the functions that are put into a queue."""
        method = last_name(call.call.function)
        if method not in _PLACES or not self.callee(call):
            return
        value = (
            self.objects.handed(call, "func")
            or self.objects.handed(call, "f")
            or self.objects.handed(call, "", _PLACES[method])
        )
        found = list(self.objects.handlers(value))
        named = self.names.program.by_name.get(text_in(value), -1)
        kind = EntryKind.CRON if method in ("schedule", "cron") else EntryKind.TASK
        for handler in (*found, *([named] if named >= 0 else [])):
            yield FoundEntryPoint(kind, self.names.program.definitions[handler].name, handler, call.module, call.line)
