"""Schedulers inside a process: APScheduler, schedule, oslo.service, django-crontab.

Understands: ``scheduler.add_job(function, …)`` and ``@scheduler.scheduled_job(…)`` with ``id=`` or ``name=``;
``schedule.every()….do(function)`` and ``@schedule.repeat``; ``@periodic_task`` of oslo.service; ``CRONJOBS`` of
django-crontab, whose functions are named by dotted texts. Without another name it is the name of the function.
Does not understand: jobs restored from a store of jobs, functions chosen at run time: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.frameworks.library_objects import text_in
from analyzer.link.found import FoundEntryPoint
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedCall
from analyzer.model.chains import last_name
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Constant, Items

NAME = "schedulers"
_FEWEST = 2  # when, and what


class Schedulers(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("apscheduler", "schedule", "oslo_service")
    noticed = frozenset(("add_job", "do"))
    decorators: ClassVar[Kinds] = {
        "apscheduler:*.scheduled_job": EntryKind.CRON,
        "schedule:repeat": EntryKind.CRON,
        "oslo_service:periodic_task": EntryKind.CRON,
    }

    def is_used(self) -> bool:
        """Return whether a scheduler is imported, or jobs are listed in the settings."""
        return super().is_used() or any(self._tables())

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return what decorators, calls and settings schedule."""
        yield from super().entry_points()
        by_name = self.names.program.by_name
        for module, binding in self._tables():
            for job in binding.value.items if isinstance(binding.value, Items) else ():
                if isinstance(job, Items) and len(job.items) >= _FEWEST and isinstance(job.items[1], Constant):
                    dotted = str(job.items[1].value)
                    if dotted in by_name:
                        yield FoundEntryPoint(EntryKind.CRON, dotted, by_name[dotted], module, job.items[1].line)

    def named(self, mark: Mark) -> str:
        """Return the name of a job."""
        return self.given(mark, "id") or self.given(mark, "name") or super().named(mark)

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """Return the functions that calls schedule."""
        known = self.callee(call)
        last = last_name(call.call.function)
        if last == "add_job" and known:
            value = self.objects.handed(call, "func", 0)
            name = text_argument(call, "id") or text_argument(call, "name")
            yield from self.entries(EntryKind.CRON, name, value, call)
            function = self.names.program.by_name.get(text_in(value).replace(":", "."), -1)
            if function >= 0:
                yield FoundEntryPoint(EntryKind.CRON, name or text_in(value), function, call.module, call.line)
        elif last == "do" and any(one.startswith("schedule.") for one in known):
            yield from self.entries(EntryKind.CRON, "", self.objects.handed(call, "job_func", 0), call)

    def _tables(self) -> Iterator[tuple[int, ValueBinding]]:
        for module in self.names.program.modules:
            binding = self.names.program.namespaces.get((module.index, 0), {}).get("CRONJOBS")
            if isinstance(binding, ValueBinding):
                yield module.index, binding
