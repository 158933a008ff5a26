"""How is one function applied to many files on all cores, with the results in order?"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_FEW = 24  # below this many items a pool costs more than it saves
_CHUNK = 12


def in_order(work: Callable[[_Item], _Result], items: Iterable[_Item], jobs: int) -> Iterator[_Result]:
    """Yield ``work(item)`` for each item, in order; ``jobs`` processes, 0 for one per core.

    ``work`` must be a module-level function and its results picklable. The results do not depend on ``jobs``. The
    processes begin while ``items`` is still being drawn.
    """
    wanted = jobs or _cores()
    drawn = iter(items)
    first = list(islice(drawn, _FEW)) if wanted > 1 else []
    if len(first) < _FEW:
        yield from map(work, chain(first, drawn))
        return
    pool = ProcessPoolExecutor(wanted, _context(), initializer=_begin)
    try:
        with _uninterrupted():
            results = pool.map(work, chain(first, drawn), chunksize=_CHUNK)
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Set a worker up: Ctrl-C is the parent's business, which then asks for nothing more."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: it must reach neither a worker that is starting nor the pool's own locks."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Forking starts at once, and is safe while there is one thread; elsewhere each worker starts afresh."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")
