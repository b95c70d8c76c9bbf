"""The factor of one input at which a result vanishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

Result = Callable[[Decimal], Decimal]

FARTHEST = 20  # doublings: no input is asked to be more than a million times its value
_EXACT = Decimal("1e-30")
_HALVINGS = 110  # 33 digits of a factor


def break_even_factor(result: Result) -> Decimal | None:
    """Return the factor, zero or above, at which `result` vanishes, seeking from 1 to either side; None without one.

    A result that is a straight line, as that of an input which stands in sums and products once, gives it exactly;
    of any other, the factor is found by halving, to thirty digits.
    """
    straight = _of_a_line(result)
    return straight if straight is not None else _by_halving(result)


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


def _by_halving(result: Result) -> Decimal | None:
    for steps in (_down(), _up()):
        for near, far in pairwise(steps):
            try:
                if (result(near) < 0) != (result(far) < 0):
                    return _halved(result, near, far)
            except ZeroDivisionError:
                break
    return None


def _down() -> Iterator[Decimal]:
    yield from (Decimal(2) ** -step for step in range(FARTHEST))
    yield Decimal(0)


def _up() -> Iterator[Decimal]:
    return (Decimal(2) ** step for step in range(FARTHEST))


def _halved(result: Result, near: Decimal, far: Decimal) -> Decimal:
    loses = result(near) < 0
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        near, far = (middle, far) if (result(middle) < 0) == loses else (near, middle)
    return (near + far) / 2
