"""How does Ctrl-C end a run wherever it comes?

Python raises KeyboardInterrupt in whatever runs. In a callback of a weak reference (each import ends with one) or in a
``__del__`` it is only printed, and the run would go on as if nobody had asked.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 130
NOTHING_WRITTEN = "interrupted; nothing was written"

_AT_ONCE = 1.0  # seconds in which pressing again means the same: the run is ending
_SOON = 0.01  # seconds after which an interrupt that was lost is repeated, until it is not


class Interrupts:
    """Sees to it that Ctrl-C is obeyed, once. Elsewhere than in the main thread it changes nothing."""

    def __init__(self) -> None:
        self.pressed = False
        self._last = 0.0
        self._lost = False
        self._noting = False
        self._handler: Any = None
        self._hook: Callable[[UnraisableHookArgs], Any] = sys.unraisablehook

    def __enter__(self) -> Self:
        in_main = threading.current_thread() is threading.main_thread()
        if in_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else others see to it
            self._hook, sys.unraisablehook = sys.unraisablehook, self._ignored
            self._handler = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave all as it was, unless Ctrl-C was pressed: pressing twice must not break into the end of the process."""
        self._last, self._lost = time.monotonic(), False
        if self._handler is not None and not self.pressed:
            signal.signal(signal.SIGINT, self._handler)
            sys.unraisablehook = self._hook

    def _press(self, _signal: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        again = self.pressed and not self._lost and now - self._last < _AT_ONCE
        if again or self._noting:
            return
        self.pressed, self._last, self._lost = True, now, False
        raise KeyboardInterrupt

    def _ignored(self, what: UnraisableHookArgs) -> None:
        """Have an interrupt that was lost repeated, from outside: what is raised in here is lost too."""
        if not issubclass(what.exc_type, KeyboardInterrupt):
            self._hook(what)
            return
        self._noting = self._lost = True
        threading.Thread(target=self._repeat, daemon=True).start()
        self._noting = False

    def _repeat(self) -> None:
        while self._lost:
            time.sleep(_SOON)
            if hasattr(signal, "pthread_kill"):  # wakes the main thread, if it waits
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            else:
                _thread.interrupt_main()
