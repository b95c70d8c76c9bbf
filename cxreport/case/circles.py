"""Circles in a graph: things that need each other, and the shortest way round."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Needs = Mapping[K, Iterable[K]]


def circles(needs: Needs[K]) -> Iterator[list[K]]:
    """Yield one circle out of every knot of things that all need each other, from the first of them on.

    Needs that are no keys of `needs` are left alone. Takes time in proportion to the graph: Kosaraju's algorithm.
    """
    order = {key: number for number, key in enumerate(needs)}
    for knot in _knots(needs):
        start = min(knot, key=order.__getitem__)
        if circle := _way_round(start, {key: [k for k in needs[key] if k in knot] for key in knot}):
            yield circle


def _knots(needs: Needs[K]) -> Iterator[set[K]]:
    used_by: dict[K, list[K]] = {key: [] for key in needs}
    for key in needs:
        for needed in needs[key]:
            if needed in used_by:
                used_by[needed].append(key)
    seen: set[K] = set()
    for key in reversed(_finished(needs)):
        if key not in seen:
            knot, waiting = {key}, [key]
            while waiting:
                new = [user for user in used_by[waiting.pop()] if user not in seen and user not in knot]
                knot.update(new)
                waiting += new
            seen |= knot
            yield knot


def _finished(needs: Needs[K]) -> list[K]:
    """Return all keys, each after those that it needs, as far as there is no circle."""
    finished: list[K] = []
    seen: set[K] = set()
    for start in needs:
        trail = [] if start in seen else [(start, iter(needs[start]))]
        seen.add(start)
        while trail:
            key, rest = trail[-1]
            below = next((needed for needed in rest if needed in needs and needed not in seen), None)
            if below is None:
                finished.append(key)
                trail.pop()
            else:
                seen.add(below)
                trail.append((below, iter(needs[below])))
    return finished


def _way_round(start: K, needs: Needs[K]) -> list[K]:
    """Return the shortest circle through `start`, or nothing."""
    came_from: dict[K, K] = {}
    waiting = [start]
    for key in waiting:
        for needed in needs[key]:
            if needed not in came_from:
                came_from[needed] = key
                waiting.append(needed)
        if start in came_from:
            break
    if start not in came_from:
        return []
    circle = [came_from[start]]
    while circle[-1] != start:
        circle.append(came_from[circle[-1]])
    return circle[::-1]
