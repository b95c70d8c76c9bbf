"""Work done by several processes: one that dies, hangs or eats memory costs its own item alone.

Each process has one item at a time, so none loses what another did. They come from a fork server that has loaded
the renderer already, are replaced after so many items, and end with the process that started them.
"""

from __future__ import annotations

import ctypes
import gc
import math
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

from cxreport.errors import RenderError

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Iterator[Result]]

MEMORY = 2 * 1024**3
RECYCLED_AFTER = 40  # of each document WeasyPrint keeps about 0.2 MiB
_TRIES = 2  # a process may have been ended from outside, by one who needed its memory
_BEGUN, _DONE = "begun", "done"


class Limits(NamedTuple):
    """What one step of an item may take: `seconds`, none for no limit; and `memory` of its process, in bytes."""

    seconds: float | None = None
    memory: int | None = None


class OutOfTime(RenderError):
    """Stands for a step that took too long."""


class Lost(NamedTuple):
    """Tells that an item was given up, and why, after `done` of its results had come."""

    reason: str
    done: int


def results(
    work: Work[Item, Result], items: Sequence[Item], workers: int, limits: Limits, preload: Sequence[str] = ()
) -> Iterator[tuple[int, Result | Lost]]:
    """Yield (index of the item, what `work` yields for it), as it comes; `Lost` for an item that was given up.

    `work` and the items have to be importable and picklable. With one worker, or one item, all is done in this
    process, which then keeps to its time by an alarm where the system has one. The fork server imports the modules
    of `preload` before any worker is there; it starts once in a process, and later ones find what the first asked for.
    """
    if workers == 1 or len(items) < 2:
        yield from _here(work, items, limits)
        return
    pool = _Pool(work, items, min(workers, len(items)), limits, preload)
    try:
        yield from pool.run()
    finally:
        pool.stop()


def _here(work: Work[Item, Result], items: Sequence[Item], limits: Limits) -> Iterator[tuple[int, Result | Lost]]:
    for index, item in enumerate(items):
        steps = work(item)
        while True:
            with _alarm(limits.seconds):
                result = next(steps, None)
            if result is None:
                break
            yield index, result


@contextmanager
def _alarm(seconds: float | None) -> Iterator[None]:
    """Raise OutOfTime inside the block once its time is over, where the system has an alarm that this thread hears."""
    heard = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not heard:
        yield
        return

    def ring(*_: object) -> None:
        raise OutOfTime(*too_long(seconds))

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again, as what hears it first may be something that goes on whatever happens.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def too_long(seconds: float) -> tuple[str, str]:
    """Return what is said of a step that took too long, and the way out."""
    return f"it took longer than {seconds:g} seconds", "look at what is large in the case, or raise --time-limit"


class _Pool(Generic[Item, Result]):
    def __init__(
        self,
        work: Work[Item, Result],
        items: Sequence[Item],
        workers: int,
        limits: Limits,
        preload: Sequence[str],
    ) -> None:
        self._work, self._items, self._limits = work, items, limits
        self._waiting = deque((index, 1) for index in range(len(items)))
        method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        self._context = get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload(list(preload))
        self._workers = [self._started() for _ in range(workers)]

    def _started(self) -> _Worker:
        return _Worker(self._context, self._work, self._limits)

    def run(self) -> Iterator[tuple[int, Result | Lost]]:
        """Yield results until no item waits and none is under way."""
        for worker in self._workers:
            self._give(worker)
        while busy := [worker for worker in self._workers if worker.index is not None]:
            ready = connection.wait([worker.pipe for worker in busy], self._patience(busy))
            for worker in busy:
                if worker.pipe in ready:
                    yield from self._heard(worker)
                elif worker.is_late():
                    yield from self._ended(worker, too_long(self._limits.seconds or 0)[0], again=False)

    def _patience(self, busy: Sequence[_Worker]) -> float | None:
        """Return how long nothing may be heard before one of the workers is late."""
        first = min(worker.deadline for worker in busy)
        return None if first == math.inf or self._limits.seconds is None else max(first - time.monotonic(), 0) + 0.01

    def _heard(self, worker: _Worker) -> Iterator[tuple[int, Result | Lost]]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._ended(worker, "the process that made it died", again=worker.done == 0)
            return
        assert worker.index is not None  # noqa: S101 - only the busy are heard
        if message == _DONE:
            self._give(worker)
        elif message == _BEGUN:
            worker.wind()
        else:
            worker.step()
            yield worker.index, message

    def _ended(self, worker: _Worker, reason: str, *, again: bool) -> Iterator[tuple[int, Result | Lost]]:
        """End a worker, replace it, and give up its item; or try it once more, where nothing of it had come."""
        index, tried, done = worker.index, worker.tried, worker.done
        assert index is not None  # noqa: S101 - only the busy can end so
        worker.kill()
        if again and tried < _TRIES:
            self._waiting.append((index, tried + 1))
        else:
            yield index, Lost(reason, done)
        self._replace(worker)

    def _give(self, worker: _Worker) -> None:
        """Give a worker its next item; one that has had many is replaced first."""
        if not self._waiting:
            worker.index = None
            return
        if worker.taken >= RECYCLED_AFTER:
            worker.dismiss()
            self._replace(worker)
            return
        index, tried = self._waiting.popleft()
        try:
            worker.take(index, tried, self._items[index])
        except (BrokenPipeError, OSError):
            # It died between two items: the item waits on.
            self._waiting.appendleft((index, tried))
            worker.kill()
            self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        fresh = self._started()
        self._workers[self._workers.index(worker)] = fresh
        self._give(fresh)

    def stop(self) -> None:
        """End all workers: those at rest of themselves, the others at once."""
        for worker in self._workers:
            worker.dismiss() if worker.index is None else worker.kill()


class _Worker:
    """A process with a pipe to it, and what it is at: the item's index, the count of its results, its time."""

    def __init__(self, context: Any, work: Callable[[Any], Iterator[Any]], limits: Limits) -> None:
        self.pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, work, limits.memory), daemon=True)
        self._process.start()
        theirs.close()
        self._seconds = limits.seconds
        self.index: int | None = None
        self.tried = self.done = self.taken = 0
        self.deadline = math.inf

    def take(self, index: int, tried: int, item: object) -> None:
        self.pipe.send(item)
        self.index, self.tried, self.done, self.taken = index, tried, 0, self.taken + 1
        self.deadline = math.inf  # its time runs from the moment on in which it begins

    def step(self) -> None:
        self.done += 1
        self.wind()

    def wind(self) -> None:
        self.deadline = time.monotonic() + (self._seconds or 0)

    def is_late(self) -> bool:
        return self._seconds is not None and time.monotonic() > self.deadline

    def dismiss(self) -> None:
        with suppress(OSError):
            self.pipe.send(None)
        self.pipe.close()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, work: Callable[[Any], Iterator[Any]], memory: int | None) -> None:
    """Work on items as they come, until none does. Ctrl-C is left to the parent, and its end is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _keep_within(memory)
    gc.disable()
    with suppress(EOFError, OSError):
        for number, item in enumerate(iter(pipe.recv, None)):
            pipe.send(_BEGUN)
            for result in work(item):
                pipe.send(result)
                _sweep()
            pipe.send(_DONE)
            _sweep()
            if number == 0:  # faces, templates and the like serve all that follow, and need not be looked through again
                gc.freeze()


def _sweep() -> None:
    """Give back what a document took: it is full of cycles, which nobody looks for while it is made."""
    gc.collect()
    with suppress(AttributeError, OSError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def _keep_within(memory: int | None) -> None:
    """Let an allocation beyond `memory` fail in this process, rather than take the machine's."""
    if memory is None or sys.platform != "linux":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if most < 0 else min(memory, most), most))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
