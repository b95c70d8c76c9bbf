"""Polynomials with whole coefficients, lowest power first, computed without rounding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import gcd

Polynomial = tuple[int, ...]

_PRIME = 2**61 - 1
_MERSENNE_EXPONENTS = (521, 1279, 2203, 4423, 9941, 21701, 44497, 86243)


def trimmed(coefficients: Sequence[int]) -> Polynomial:
    """Return the polynomial with the same roots above zero, and no zero coefficient at either end."""
    filled = [power for power, coefficient in enumerate(coefficients) if coefficient]
    return tuple(coefficients[filled[0] : filled[-1] + 1]) if filled else ()


def sign_changes(polynomial: Sequence[int]) -> int:
    """Return the number of sign changes along the coefficients, zeros left out.

    Descartes: there are as many roots above zero, each counted as often as it is repeated, or fewer by an
    even number.
    """
    signs = [coefficient > 0 for coefficient in polynomial if coefficient]
    return sum(a != b for a, b in pairwise(signs))


def above_one(polynomial: Polynomial) -> Polynomial:
    """Return p(1 + 2y), whose roots above zero are the roots of p above one."""
    row, shifted = list(reversed(polynomial)), []
    while row:
        row = list(accumulate(row))
        shifted.append(row.pop())
    return trimmed([coefficient << power for power, coefficient in enumerate(shifted)])


def below_one(polynomial: Polynomial) -> Polynomial:
    """Return (2 + y)^n p(y / (2 + y)), whose roots above zero are the roots of p between zero and one."""
    return tuple(reversed(above_one(tuple(reversed(polynomial)))))


def slope(polynomial: Polynomial, numerator: int = 0, denominator: int = 1) -> Polynomial:
    """Return a polynomial with the sign, above zero, of the slope of p(x) ÷ x^(numerator / denominator)."""
    return trimmed([(power * denominator - numerator) * c for power, c in enumerate(polynomial)])


def is_square_free(polynomial: Polynomial) -> bool:
    """Return True only if no root is repeated; a false alarm is possible, with odds of about one in 10^15."""
    return polynomial[-1] % _PRIME != 0 and len(_common_modulo(polynomial, slope(polynomial), _PRIME)) == 1


def square_free(polynomial: Polynomial) -> Polynomial:
    """Return the polynomial that has the same roots, each of them once.

    The common divisor of p and its slope is computed modulo a large prime and proved by exact division.
    von zur Gathen & Gerhard, *Modern Computer Algebra*, ch. 6 and 14.
    """
    if is_square_free(polynomial):
        return polynomial
    p, derived = _primitive(polynomial), _primitive(slope(polynomial))
    for exponent in _MERSENNE_EXPONENTS:
        prime = 2**exponent - 1
        common = [c * p[-1] % prime for c in _common_modulo(p, derived, prime)]
        divisor = _primitive([c - prime if c > prime // 2 else c for c in common])
        quotient = _quotient(p, divisor)
        if quotient and _quotient(derived, divisor):
            return quotient
    raise ArithmeticError("the coefficients are too large to tell whether a root is repeated")


def _primitive(coefficients: Sequence[int]) -> Polynomial:
    content = gcd(*coefficients)
    return tuple(coefficient // content for coefficient in coefficients)


def _common_modulo(a: Polynomial, b: Polynomial, prime: int) -> list[int]:
    """Return the greatest common divisor modulo `prime`, its highest coefficient being one (Euclid)."""
    high, low = ([c % prime for c in reversed(p)] for p in (a, b))
    while low:
        inverse = pow(low[0], -1, prime)
        while len(high) >= len(low):
            factor = high[0] * inverse % prime
            head = [(x - factor * y) % prime for x, y in zip(high[1:], low[1:], strict=False)]
            high = head + high[len(low) :]
        filled = next((place for place, c in enumerate(high) if c), len(high))
        high, low = low, high[filled:]
    inverse = pow(high[0], -1, prime)
    return [c * inverse % prime for c in reversed(high)]


def _quotient(dividend: Polynomial, divisor: Polynomial) -> Polynomial:
    """Return dividend ÷ divisor where it is a polynomial with whole coefficients, else an empty one."""
    rest, quotient = list(reversed(dividend)), []
    for place in range(len(dividend) - len(divisor) + 1):
        factor, remainder = divmod(rest[place], divisor[-1])
        if remainder:
            return ()
        quotient.append(factor)
        for offset, coefficient in enumerate(reversed(divisor)):
            rest[place + offset] -= factor * coefficient
    return () if any(rest) else tuple(reversed(quotient))
