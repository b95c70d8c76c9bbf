"""The internal rates of return: every one of them, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from math import lcm
from typing import NamedTuple

from cxreport.finance.polynomial import sign_changes
from cxreport.finance.roots import positive_roots

_DIGITS = 60
_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class InternalRates(NamedTuple):
    """Holds all rates that make the present value zero; `rate` is the IRR, where there is exactly one."""

    rate: Decimal | None
    roots: tuple[Decimal, ...]
    note: str


def internal_rates(flows: Sequence[Decimal], periods_per_year: int = 1) -> InternalRates:
    """Return every rate above -100% at which the present value of `flows` is zero, ascending.

    The rates are effective yearly, as fractions. With x = (1 + rate)^(-1 / periods_per_year) they are the
    roots above zero of a polynomial whose coefficients are the flows; none is missed, however many times
    the flows change sign. Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 5 (IRR, pitfall 2).
    """
    whole = _whole_numbers(flows)
    if not any(whole):
        return InternalRates(None, (), "every flow is zero, so any rate makes the present value zero")
    factors = positive_roots(whole, _DIGITS + 10)
    roots = tuple(sorted(_yearly_rate(factor, periods_per_year) for factor in factors))
    return InternalRates(roots[0] if len(roots) == 1 else None, roots, _note(roots, whole))


def _note(roots: Sequence[Decimal], flows: Sequence[int]) -> str:
    if len(roots) == 1:
        return ""
    if roots:
        number = _NUMBER_WORDS[len(roots)] if len(roots) < len(_NUMBER_WORDS) else str(len(roots))
        return f"{number} rates make the present value zero, so none is the IRR"
    reason = "" if sign_changes(flows) else ": the flows never change sign"
    return f"no rate makes the present value zero{reason}"


def _whole_numbers(flows: Sequence[Decimal]) -> list[int]:
    """Return the flows times the power of ten that makes them all whole; their roots are the same."""
    ratios = [flow.as_integer_ratio() for flow in flows]
    scale = lcm(*(denominator for _, denominator in ratios))
    return [numerator * (scale // denominator) for numerator, denominator in ratios]


def _yearly_rate(factor: Decimal, periods_per_year: int) -> Decimal:
    """Return the effective yearly rate of a discount factor; 1 + rate is rounded to 60 digits."""
    with localcontext(Context(prec=_DIGITS + 10, Emax=MAX_EMAX, Emin=MIN_EMIN)) as context:
        growth = factor**-periods_per_year
        context.prec = _DIGITS
        growth = +growth
        context.prec = _DIGITS + abs(growth.adjusted()) + 1
        return (growth - 1).normalize()
