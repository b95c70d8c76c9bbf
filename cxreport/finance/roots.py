"""Every root above zero of a polynomial with whole coefficients: none missed, none invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, localcontext
from itertools import count
from math import isqrt
from typing import NamedTuple

from cxreport.finance.polynomial import (
    Polynomial,
    above_one,
    below_one,
    is_square_free,
    sign_changes,
    slope,
    square_free,
    trimmed,
)

_FEW_SIGN_CHANGES = 6
_FRUITLESS_HALVINGS = 8
_GUARD_DIGITS = 40


def positive_roots(coefficients: Sequence[int], digits: int) -> tuple[Decimal, ...]:
    """Return all roots above zero, ascending, each once, within one part in 10^`digits`.

    Repeated roots are made single first. The axis is halved until a piece has few sign changes (Vincent,
    Collins & Akritas; Rouillier & Zimmermann, *J. Comput. Appl. Math.* 162, 2004), or roots so near each
    other that halving does not part them. In such a piece the roots are separated by the turning points,
    which are roots of a polynomial with one sign change less.
    """
    changes = sign_changes(coefficients)
    if not changes:
        return ()
    whole = trimmed(coefficients) if changes == 1 else square_free(trimmed(coefficients))
    roots: list[Decimal] = []
    pending = [(whole, _Map(0, 1, 1, 0), changes + 1, 0)]
    while pending:
        polynomial, back, changes_before, halvings = pending.pop()
        changes = sign_changes(polynomial)
        fruitless = halvings + 1 if changes == changes_before else 0
        if changes > _FEW_SIGN_CHANGES and fruitless < _FRUITLESS_HALVINGS:
            if sum(polynomial) == 0:
                roots.append(back(Decimal(1), digits))
            pending.append((below_one(polynomial), back.below_one(), changes, fruitless))
            pending.append((above_one(polynomial), back.above_one(), changes, fruitless))
        else:
            curve = _Curve(polynomial)
            roots += [back(curve.refined(b, digits + 2), digits) for b in _brackets(curve)]
    return tuple(sorted(roots))


class _Map(NamedTuple):
    """Leads back from y on a piece of the axis to x = (a + by) ÷ (c + dy) on the whole of it."""

    a: int
    b: int
    c: int
    d: int

    def __call__(self, y: Decimal, digits: int) -> Decimal:
        with localcontext(_context(digits + 5)):
            return (self.a + self.b * y) / (self.c + self.d * y)

    def above_one(self) -> _Map:
        return _Map(self.a + self.b, 2 * self.b, self.c + self.d, 2 * self.d)

    def below_one(self) -> _Map:
        return _Map(2 * self.a, self.a + self.b, 2 * self.c, self.c + self.d)


class _Bracket(NamedTuple):
    """Holds exactly one root between `low` and `high`, with the curve's value at both.

    `cells` is the number of equal cells among which the next guess is made; it grows with each good guess.
    """

    low: Decimal
    high: Decimal
    at_low: Decimal
    at_high: Decimal
    cells: int = 2

    def digits(self) -> int:
        """Return how many digits to compute with so that a cell of this bracket can be told from the next."""
        if self.low == self.high:
            return _GUARD_DIGITS
        with localcontext(_context(_GUARD_DIGITS)):
            agreed = self.high.adjusted() - (self.high - self.low).adjusted()
        return _GUARD_DIGITS + max(agreed, 0) + self.cells.bit_length()


class _Curve:
    """Evaluates a polynomial above zero, so that the sign of each value is certain."""

    def __init__(self, polynomial: Polynomial) -> None:
        self.polynomial = polynomial
        self._terms: tuple[int, list[Decimal]] = (0, [])

    def _sums(self, x: Decimal, digits: int) -> tuple[Decimal, Decimal, Decimal]:
        """Return the sums of the positive and of the negative terms, and their relative error.

        All numbers in either sum have one sign, so that each operation adds at most one unit in the last
        digit. Higham, *Accuracy and Stability of Numerical Algorithms*, ch. 3 and 5.
        """
        with localcontext(_context(digits)) as context:
            if self._terms[0] != digits:
                self._terms = (digits, [Decimal(c) for c in reversed(self.polynomial)])
            gains = losses = Decimal(0)
            for term in self._terms[1]:
                if term > 0:
                    gains, losses = gains * x + term, losses * x
                else:
                    gains, losses = gains * x, losses * x - term
            error = Decimal(3 * len(self.polynomial) + 3).scaleb(1 - digits)
            return gains, losses, error if context.flags[Inexact] else Decimal(0)

    def value(self, x: Decimal, digits: int) -> Decimal:
        """Return the value at `x`, its sign certain, computed with `digits` digits or more; 0 only if exact."""
        while True:
            gains, losses, error = self._sums(x, digits)
            with localcontext(_context(digits)):
                if abs(gains - losses) > error * (gains + losses):
                    return gains - losses
            if not error:
                return Decimal(0)
            digits *= 2

    def one_sign(self, bracket: _Bracket) -> int:
        """Return the sign, 1 or -1, that the curve surely has all over the bracket; 0 if that is not sure."""
        digits = bracket.digits()
        if bracket.low == bracket.high:
            at_point = self.value(bracket.low, digits)
            return int(at_point > 0) - int(at_point < 0)
        gains, losses, error = self._sums(bracket.low, digits)
        more_gains, more_losses, more_error = self._sums(bracket.high, digits)
        with localcontext(_context(digits)):
            margin = (error + more_error) * (more_gains + more_losses)
            return int(gains - more_losses > margin) - int(losses - more_gains > margin)

    def narrowed(self, bracket: _Bracket) -> _Bracket:
        """Return a narrower bracket: one cell of the grid where the guess by a straight line was good.

        Quadratic interval refinement: Abbott, *ACM Communications in Computer Algebra* 48, 2014.
        """
        digits, cells = bracket.digits(), bracket.cells
        ends = (bracket.low, bracket.at_low), (bracket.high, bracket.at_high)
        with localcontext(_context(digits)):
            cell = (bracket.high - bracket.low) / cells
            line = bracket.at_low / (bracket.at_low - bracket.at_high)
            place = min(max(int(cells * line + Decimal("0.5")), 1), cells - 1)
            guess = self._point(bracket.low + cell * place, digits)
            root_is_above = (guess[1] > 0) == (bracket.at_low > 0)
            place += 1 if root_is_above else -1
            far = ends[root_is_above]
            other = self._point(bracket.low + cell * place, digits) if 0 < place < cells else far
        for x, value in (guess, other):
            if not value:
                return _Bracket(x, x, value, value)
        good = (other[1] > 0) != (guess[1] > 0)
        (low, at_low), (high, at_high) = sorted((guess if good else far, other))
        return _Bracket(low, high, at_low, at_high, cells * cells if good else max(isqrt(cells), 2))

    def _point(self, x: Decimal, digits: int) -> tuple[Decimal, Decimal]:
        return x, self.value(x, digits)

    def refined(self, bracket: _Bracket, digits: int) -> Decimal:
        """Return the root in the bracket within one part in 10^`digits`."""
        while True:
            with localcontext(_context(digits + 5)):
                if (bracket.high - bracket.low).scaleb(digits) <= bracket.low:
                    return (bracket.low + bracket.high) / 2
            bracket = self.narrowed(bracket)


def _brackets(curve: _Curve) -> Iterator[_Bracket]:
    """Yield a bracket for each root above zero of a curve without repeated roots, ascending.

    Between two turning points the curve, divided by a power of x, only rises or only falls.
    """
    first, last = curve.polynomial[0], curve.polynomial[-1]
    reached, at_reached = Decimal(0), Decimal(first)
    for turning in _turning_points(curve):
        at_low, at_high = (curve.value(x, turning.digits()) for x in (turning.low, turning.high))
        if (at_low > 0) != (at_reached > 0):
            yield _Bracket(reached, turning.low, at_reached, at_low)
        reached, at_reached = turning.high, at_high
    if (last > 0) != (at_reached > 0):
        far, factor = 2 * reached + 1, 4
        while ((at_far := curve.value(far, _GUARD_DIGITS)) > 0) != (last > 0) or not at_far:
            far, factor = far * factor, factor * factor
        yield _Bracket(reached, far, at_reached, at_far)


def _turning_points(curve: _Curve) -> Iterator[_Bracket]:
    """Yield, ascending, a bracket for each point where the curve over some power of x turns round.

    In each of them the curve is nowhere zero.
    """
    if sign_changes(curve.polynomial) > 1:
        steep = _Curve(_slope_with_one_change_less(curve.polynomial))
        for bracket in _brackets(steep):
            narrow = bracket
            while not curve.one_sign(narrow):
                narrow = steep.narrowed(narrow)
            yield narrow


def _slope_with_one_change_less(polynomial: Polynomial) -> Polynomial:
    """Return the slope of p(x) ÷ x^k, with k between two powers at a sign change, such that no root repeats.

    Only finitely many k give a repeated root where p itself has none.
    """
    power = next(k for k in range(1, len(polynomial)) if sign_changes(polynomial[: k + 1]))
    candidates = (slope(polynomial, power * part - 1, part) for part in count(2))
    return next(c for c in candidates if sign_changes(c) == 1 or is_square_free(c))


def _context(digits: int) -> Context:
    return Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN)
