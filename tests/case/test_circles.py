"""Circles of things that need each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.case.circles import circles

GRAPHS = {
    "nothing": ({}, []),
    "a chain": ({"a": "b", "b": "c", "c": ""}, []),
    "itself": ({"a": "a"}, ["a"]),
    "two": ({"a": "b", "b": "a"}, ["ab"]),
    "the shortest way of two": ({"a": "bc", "b": "d", "c": "a", "d": "a"}, ["ac"]),
    "two apart": ({"a": "b", "b": "a", "c": "c"}, ["ab", "c"]),
    "one behind another": ({"a": "b", "b": "ac", "c": "d", "d": "c"}, ["ab", "cd"]),
    "what only builds on a circle": ({"a": "b", "b": "b"}, ["b"]),
    "a need that is unknown": ({"a": "z"}, []),
    "diamonds": ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),
}


@pytest.mark.parametrize(("needs", "wanted"), GRAPHS.values(), ids=GRAPHS.keys())
def test_every_knot_gives_one_circle(needs: dict[str, str], wanted: list[str]) -> None:
    assert sorted("".join(circle) for circle in circles(needs)) == wanted


@given(st.lists(st.lists(st.integers(0, 7), max_size=3), max_size=8))
def test_there_is_a_circle_exactly_where_something_needs_itself_in_the_end(graph: list[list[int]]) -> None:
    needs = dict(enumerate(graph))
    found = list(circles(needs))
    for circle in found:
        assert all(below in needs[above] for above, below in zip(circle, [*circle[1:], circle[0]], strict=True))
    left = dict(needs)
    while ready := [key for key, below in left.items() if not set(below) & set(left)]:
        for key in ready:
            del left[key]
    assert bool(found) == bool(left)


def test_a_circle_of_ten_thousand_is_found() -> None:
    size = 10_000
    (circle,) = circles({number: [(number + 1) % size] for number in range(size)})
    assert circle == list(range(size))
