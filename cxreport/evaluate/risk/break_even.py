"""The factor of one input at which a result vanishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

Result = Callable[[Decimal], Decimal]

FARTHEST = 20  # doublings: no input is asked to be more than a million times its value
_EXACT = Decimal("1e-30")
_STEPS = 330  # three for each of the halvings that would do


def break_even_factor(result: Result) -> Decimal | None:
    """Return the factor, zero or above, at which `result` vanishes, seeking from 1 to either side; None without one.

    A result that is a straight line, as that of an input which stands in sums and products once, gives it exactly;
    of any other, the factor is sought between doublings, to thirty digits.
    """
    result = cache(result)
    straight = _of_a_line(result)
    return straight if straight is not None else _between_doublings(result)


def _of_a_line(result: Result) -> Decimal | None:
    try:
        nothing, planned = result(Decimal(0)), result(Decimal(1))
    except ZeroDivisionError:
        return None
    if nothing == planned:
        return None
    factor = nothing / (nothing - planned)
    if factor < 0:
        return None
    return factor if abs(result(factor)) <= _EXACT * max(abs(nothing), abs(planned)) else None


def _between_doublings(result: Result) -> Decimal | None:
    for steps in (_down(), _up()):
        for near, far in pairwise(steps):
            try:
                if (result(near) < 0) != (result(far) < 0):
                    return _narrowed(result, near, far)
            except ZeroDivisionError:
                break
    return None


def _down() -> Iterator[Decimal]:
    yield from (Decimal(2) ** -step for step in range(FARTHEST))
    yield Decimal(0)


def _up() -> Iterator[Decimal]:
    return (Decimal(2) ** step for step in range(FARTHEST))


def _narrowed(result: Result, near: Decimal, far: Decimal) -> Decimal:
    """Return where the sign changes, by the Illinois form of false position, halved wherever that gains too little.

    Source: M. Dowell and P. Jarratt, "A modified regula falsi method for computing the root of an equation", BIT 11
    (1971). A result that leaps over zero has no root, and is narrowed to its leap.
    """
    before, behind = result(near), result(far)
    loses, moved, wide = before < 0, 0, abs(far - near)
    for step in range(1, _STEPS):
        halves = step % 4 == 0 and abs(far - near) > wide / 4
        wide = abs(far - near) if step % 4 == 0 else wide
        factor = (near + far) / 2 if halves else near - before * (far - near) / (behind - before)
        value = result(factor)
        if value == 0 or abs(far - near) <= _EXACT * max(near, far):
            return factor
        if (value < 0) == loses:
            near, before, behind = factor, value, behind / 2 if moved < 0 else behind
            moved = -1
        else:
            far, behind, before = factor, value, before / 2 if moved > 0 else before
            moved = 1
    return (near + far) / 2
