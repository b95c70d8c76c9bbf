from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from cxreport.batch import workers
from cxreport.batch.workers import Limits, Lost, OutOfTime, results

FREE = Limits()
Call = tuple[Any, ...]  # functions and their arguments, one step each


def steps(calls: Call) -> Iterator[object]:
    for function, *arguments in calls:
        yield function(*arguments)


def worked(items: list[Call], count: int, limits: Limits = FREE) -> dict[int, list[object]]:
    found: dict[int, list[object]] = {}
    for index, result in results(steps, items, count, limits):
        found.setdefault(index, []).append(result)
    return found


@pytest.mark.parametrize("count", [1, 2, 9])
def test_every_step_of_every_item_comes_back(count: int) -> None:
    items: list[Call] = [((abs, -3), (abs, 4)), ((abs, -1),), ()]
    assert worked(items, count) == {0: [3, 4], 1: [1]}


def test_a_process_that_dies_costs_its_own_item_alone() -> None:
    items: list[Call] = [((abs, -1),), ((os._exit, 3),), ((abs, -2),), ((abs, 5), (os.abort,)), ((abs, -3),)]
    died = "the process that made it died"
    assert worked(items, 2) == {0: [1], 1: [Lost(died, 0)], 2: [2], 3: [5, Lost(died, 1)], 4: [3]}


def test_an_item_that_hangs_is_given_up_and_the_others_are_not() -> None:
    items: list[Call] = [((abs, -1), (time.sleep, 600)), ((abs, -2),), ((abs, -3),)]
    found = worked(items, 2, Limits(seconds=1.5))
    assert found == {0: [1, Lost("it took longer than 1.5 seconds", 1)], 1: [2], 2: [3]}


def test_a_step_that_hangs_in_this_process_is_broken_off() -> None:
    with pytest.raises(OutOfTime, match=r"longer than 0\.2 seconds"):
        worked([((time.sleep, 600),)], 1, Limits(seconds=0.2))


def test_workers_are_replaced_after_so_many_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "RECYCLED_AFTER", 3)
    found = worked([((os.getpid,),) for _ in range(14)], 2)
    pids = [pid for [pid] in found.values()]
    assert len(pids) == 14
    assert all(pids.count(pid) <= 3 for pid in pids)
    assert os.getpid() not in pids


def fill(size: int) -> str:
    try:
        return f"{len(bytearray(size))} bytes"
    except MemoryError:
        return "no room"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process within its memory")
def test_a_step_that_eats_memory_does_not_get_it() -> None:
    items: list[Call] = [((fill, 4 * 1024**3),), ((fill, 1000),)]
    assert worked(items, 2, Limits(memory=2 * 1024**3)) == {0: ["no room"], 1: ["1000 bytes"]}


def test_nothing_to_do_is_done() -> None:
    assert worked([], 4) == {}
