"""Huey: what its consumer runs, from a queue or by the clock.

Understands: ``@huey.task`` and ``@huey.periodic_task`` of any kind of Huey, ``db_task`` and ``db_periodic_task`` of its
Django extension; ``name=``, otherwise the name of the function.
Does not understand: tasks registered by calls of ``TaskWrapper``: nothing is said of them.
"""

from __future__ import annotations

from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark
from analyzer.model.entry_points import EntryKind

NAME = "huey"


class Huey(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("huey",)
    decorators: ClassVar[Kinds] = {
        "huey:*.task": EntryKind.TASK,
        "huey:*.periodic_task": EntryKind.CRON,
        "huey:task": EntryKind.TASK,
        "huey:db_task": EntryKind.TASK,
        "huey:periodic_task": EntryKind.CRON,
        "huey:db_periodic_task": EntryKind.CRON,
        "huey:on_commit_task": EntryKind.TASK,
    }

    def named(self, mark: Mark) -> str:
        """Return the name of a task."""
        return self.given(mark, "name") or super().named(mark)
