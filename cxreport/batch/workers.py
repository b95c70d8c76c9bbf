"""Work done by several processes, where one that dies costs its own item alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def results(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result | None]:
    """Yield what `work` makes of every item, in their order; None for an item that killed its process.

    `work` and the items have to be importable and picklable. With one worker all is done in this process.
    """
    if workers == 1 or len(items) < 2:
        yield from map(work, items)
        return
    for item, found in _pooled(work, items, min(workers, len(items))):
        yield found if found is not None else _alone(work, item)


def _pooled(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[tuple[Item, Result | None]]:
    """Yield every item with its result, or with None from the moment on in which a process died."""
    pool = _pool(workers)
    try:
        for item, future in [(item, _submitted(pool, work, item)) for item in items]:
            try:
                yield item, future.result() if future is not None else None
            except BrokenProcessPool:
                yield item, None
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item) -> Future[Result] | None:
    try:
        return pool.submit(work, item)
    except BrokenProcessPool:
        return None


def _alone(work: Callable[[Item], Result], item: Item) -> Result | None:
    """Return the result of an item that was under way, or waited, when a process died: now it can only harm itself."""
    [(_, found)] = _pooled(work, [item], 1)
    return found


def _pool(workers: int) -> ProcessPoolExecutor:
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(workers, get_context(method), _begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end as soon as that has gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
