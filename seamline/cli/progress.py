"""How does the user see how far a run is? A line on the terminal, which is gone when the run is done."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from analyzer.progress import Progress
from seamline.cli.settings import Voice

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_EVERY = 25  # steps between two looks of the terminal


class ShownProgress(Progress):
    """Notes go to whoever asked for details; else stage, steps done and rate stand on stderr, if it is a terminal."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._bar: Bar | None = None
        self._done = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and self._voice.shows_progress:
            self._bar = _bar()
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def note(self, text: str) -> None:
        """Say a detail."""
        self._voice.detail(text)

    def stage(self, name: str, steps: int = 0) -> None:
        """Show the stage in place of the one before."""
        self._voice.detail(f"{name} {steps} files" if steps else name)
        if self._bar is not None:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(name, total=steps or None)
        self._done = 0

    def step(self) -> None:
        """Count; the terminal is told now and then."""
        self._done += 1
        if self._bar is not None and self._done % _EVERY == 0:
            self._bar.update(self._bar.task_ids[-1], completed=self._done)


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, ProgressColumn, SpinnerColumn, Task, TextColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed and task.total else "")

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), Rate())
    return Bar(*columns, console=Console(stderr=True), transient=True)
