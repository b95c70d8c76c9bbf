"""What each of several causes accounts for of a change that they bring about together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from math import factorial


def shapley_values(players: int, worth: Callable[[int], Decimal]) -> list[Decimal]:
    """Return what each player adds on average over all orders in which they may come; together, all that changes.

    `worth` says what a coalition comes to, given as a mask: bit k is set where player k is in it. It is asked once
    for each of the 2^players coalitions. L. S. Shapley, "A value for n-person games" (1953).
    """
    worths = [worth(mask) for mask in range(1 << players)]
    orders = [factorial(size) * factorial(players - size - 1) for size in range(players)]
    return [_added(worths, 1 << player, orders) / factorial(players) for player in range(players)]


def _added(worths: list[Decimal], bit: int, orders: list[int]) -> Decimal:
    """Return what the player of `bit` adds, summed over all orders."""
    without = (mask for mask in range(len(worths)) if not mask & bit)
    return sum((orders[mask.bit_count()] * (worths[mask | bit] - worths[mask]) for mask in without), Decimal(0))


def exact_parts(parts: list[Decimal], whole: Decimal, places: int = 12) -> list[Decimal]:
    """Return `parts` to so many decimals, the largest with what division left over: they add up to `whole`."""
    if not parts:
        return []
    step = Decimal(1).scaleb(-places)
    rounded = [part.quantize(step) for part in parts]
    largest = max(range(len(parts)), key=lambda index: abs(parts[index]))
    rest = sum((part for index, part in enumerate(rounded) if index != largest), Decimal(0))
    with localcontext(prec=200):  # more digits than any result has, so that this difference is exact
        rounded[largest] = whole - rest
    return rounded
