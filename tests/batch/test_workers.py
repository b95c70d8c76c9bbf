from __future__ import annotations

import operator
import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from cxreport.batch.workers import results

Call = Callable[[], Any]


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    assert list(results(abs, [-3, 2, -1], workers)) == [3, 2, 1]


def test_a_process_that_dies_costs_its_own_item_alone() -> None:
    calls: list[Call] = [partial(abs, -1), partial(os._exit, 3), partial(abs, -2), partial(os.abort), partial(abs, -3)]
    assert list(results(operator.call, calls, 2)) == [1, None, 2, None, 3]


def test_nothing_to_do_is_done() -> None:
    assert list(results(abs, [], 4)) == []
