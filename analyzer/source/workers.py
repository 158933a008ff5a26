"""How is one function applied to many files on all cores, with the results in order?

Each worker has a pipe of its own, and one thread deals out the chunks: there is no lock that Ctrl-C could leave taken,
and no other thread that could wait for it. Ctrl-C may come anywhere here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar, cast

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_FEW = 24  # below this many items a pool costs more than it saves
_CHUNK = 12
_LOOK = 0.5  # seconds after which a wait is begun anew: a signal that came just before it did not end it


class WorkerLostError(RuntimeError):
    """A worker ended before its work did: killed, for want of memory say."""


class _Done(NamedTuple, Generic[_Result]):
    """What became of a chunk."""

    results: list[_Result]
    error: Exception | None


def in_order(work: Callable[[_Item], _Result], items: Iterable[_Item], jobs: int) -> Iterator[_Result]:
    """Yield ``work(item)`` for each item, in order; ``jobs`` processes, 0 for one per core.

    ``work`` must be a module-level function and its results picklable. The results do not depend on ``jobs``. The
    processes begin while ``items`` is still being drawn, and are gone when the last result is, or the caller.
    """
    wanted = jobs or cores()
    drawn = iter(items)
    first = list(islice(drawn, _FEW)) if wanted > 1 else []
    if len(first) < _FEW:
        yield from map(work, chain(first, drawn))
        return
    crew = _Crew(work, wanted)
    try:
        for done in crew.dealt(chain(first, drawn)):
            yield from done.results
            if done.error is not None:
                raise done.error
    finally:
        crew.end()


class _Crew(Generic[_Item, _Result]):
    """The workers, each with our end of its pipe."""

    def __init__(self, work: Callable[[_Item], _Result], wanted: int) -> None:
        self._work = work
        self._wanted = wanted
        self._context = _context()
        self._workers: dict[Connection, BaseProcess] = {}

    def dealt(self, items: Iterator[_Item]) -> Iterator[_Done[_Result]]:
        """Deal the items out in chunks, the next to whoever is done, and yield what became of them in their order."""
        chunks = enumerate(iter(lambda: list(islice(items, _CHUNK)), []))
        busy: dict[Connection, int] = {}
        idle: list[Connection] = []
        done: dict[int, _Done[_Result]] = {}
        turn, ready = 0, next(chunks, None)
        while ready or busy or done:
            while ready and (idle or len(self._workers) < self._wanted):
                worker = idle.pop() if idle else self._begun()
                busy[worker] = self._hand(worker, *ready)
                ready = next(chunks, None)
            while turn in done:
                yield done.pop(turn)
                turn += 1
            for worker in cast("list[Connection]", wait(busy, _LOOK)) if busy else ():
                done[busy.pop(worker)] = self._answer(worker)
                idle.append(worker)

    def end(self) -> None:
        """End the workers, whatever they are at: they have nothing to tidy up."""
        with _uninterrupted():
            for process in self._workers.values():
                process.kill()
            for connection, process in self._workers.items():
                process.join()
                connection.close()

    def _begun(self) -> Connection:
        """Start a worker. Ctrl-C waits until it has set itself up to ignore it."""
        forks = self._context.get_start_method() == "fork"
        if not forks and os.name == "posix":
            from multiprocessing import resource_tracker

            resource_tracker.ensure_running()  # else the first start does it, and lets Ctrl-C through
        with _uninterrupted():
            ours, theirs = self._context.Pipe()
            inherited = (*self._workers, ours) if forks else ()
            process = _process(self._context, (self._work, theirs, inherited))
            process.start()
            theirs.close()
            self._workers[ours] = process
        return ours

    def _hand(self, worker: Connection, number: int, chunk: list[_Item]) -> int:
        try:
            worker.send(chunk)
        except OSError as problem:
            raise self._lost(worker) from problem
        return number

    def _answer(self, worker: Connection) -> _Done[_Result]:
        try:
            done: _Done[_Result] = worker.recv()
        except (EOFError, OSError) as problem:
            raise self._lost(worker) from problem
        return done

    def _lost(self, worker: Connection) -> WorkerLostError:
        process = self._workers[worker]
        process.join(_LOOK)
        return WorkerLostError(f"a worker process ended with {process.exitcode} before its work did")


def _process(context: BaseContext, given: tuple[Any, ...]) -> BaseProcess:
    return context.Process(target=_serve, args=given, daemon=True)  # type: ignore[attr-defined,no-any-return]  # a class


def _serve(work: Callable[[_Item], _Result], chunks: Connection, inherited: Iterable[Connection]) -> None:
    """Be a worker until the pipe ends; Ctrl-C is the parent's business, which then ends the workers.

    ``inherited`` are the parent's ends, which fork copies: while a worker held them, no pipe would end with the parent.
    """
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for connection in inherited:
        connection.close()
    while True:
        try:
            chunk = chunks.recv()
        except (EOFError, OSError):
            return
        chunks.send(_worked(work, chunk))


def _worked(work: Callable[[_Item], _Result], chunk: list[_Item]) -> _Done[_Result]:
    try:
        return _Done([work(item) for item in chunk], None)
    except Exception as error:  # noqa: BLE001  # the parent raises it
        error.add_note(traceback.format_exc())
        return _Done([], error)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back for a moment, where it can be: it must not reach a worker that is starting."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def cores() -> int:
    """Return how many of the machine's cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _context() -> BaseContext:
    """Forking starts at once, and is safe while there is one thread; elsewhere each worker starts afresh."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")
