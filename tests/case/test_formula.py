"""Formulas: exact arithmetic over drivers, and nothing else."""

from __future__ import annotations

import string
from contextlib import suppress
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.case.formula import FormulaError, evaluate_formula, money_dimension, parse_formula

VALUES = {"a": Decimal(7), "b": Decimal("-0.5"), "c_2": Decimal(1000)}

WORKED = {
    "1 + 2 * 3": "7",
    "(1 + 2) * 3": "9",
    "10 - 4 - 3": "3",
    "100 / 10 / 5": "2",
    "2 - 3 * 4 / 6": "0",
    "-2 * -3": "6",
    "--3": "3",
    "+-+3": "-3",
    "-(1 + 2)": "-3",
    "2 - -3": "5",
    "0.1 + 0.2": "0.3",
    ".5 * 4": "2.0",
    "1_000 * 1.10": "1100.00",
    "010 + 0_1": "11",
    "00.5 * 2": "1",
    "a * b": "-3.5",
    "c_2 / a * a - c_2 + 1": "1",
    "min(3, 1, 2)": "1",
    "max(3, 1, 2)": "3",
    "min(5)": "5",
    "max(a, min(c_2, 8), -b)": "8",
    "min(a, b) * 2": "-1.0",
    "  a  ": "7",
    "a\n+ 1": "8",
    "(a\n+ 1)": "8",
}


@pytest.mark.parametrize(("text", "wanted"), WORKED.items())
def test_a_formula_gives_what_a_pencil_gives(text: str, wanted: str) -> None:
    found = evaluate_formula(parse_formula(text), VALUES)
    assert abs(found - Decimal(wanted)) < Decimal("1e-20")


def test_names_are_told_in_their_order_and_once() -> None:
    assert parse_formula("b * a + max(a, c_2) - b").names == ("b", "a", "c_2")
    assert parse_formula("min(1, 2)").names == ()


def test_a_division_by_zero_is_an_exception_of_its_own() -> None:
    with pytest.raises(ZeroDivisionError):
        evaluate_formula(parse_formula("a / (2 - 2)"), VALUES)
    with pytest.raises(ZeroDivisionError):
        evaluate_formula(parse_formula("0 / 0"), {})


leaves = st.one_of(
    st.sampled_from(sorted(VALUES)),
    st.integers(0, 999).map(str),
    st.decimals(0, 999, places=2).map(lambda value: f"{value:f}"),
)
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda left, sign, right: f"{left} {sign} {right}", inner, st.sampled_from("+-*/"), inner),
        st.builds(lambda left, sign, right: f"({left}{sign}{right})", inner, st.sampled_from("+-*/"), inner),
        st.builds(lambda value: f"-{value}", inner),
        st.builds(lambda name, left, right: f"{name}({left}, {right})", st.sampled_from(["min", "max"]), inner, inner),
    ),
    max_leaves=12,
)


def by_fractions(text: str) -> Fraction:
    """Return what Python makes of the same text when every number in it is a fraction."""
    exact = "".join(f"F('{token}')" if token[0].isdigit() else token for token in tokens(text))
    names = {name: Fraction(value) for name, value in VALUES.items()}
    return Fraction(eval(exact, {"F": Fraction, "min": min, "max": max, **names}))  # noqa: S307 - our own text, above


def tokens(text: str) -> list[str]:
    parts: list[str] = []
    for letter in text:
        joins = (
            parts and (letter in string.digits + "." + string.ascii_letters + "_") and parts[-1][-1] not in "+-*/(), "
        )
        if joins:
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


@given(formulas)
def test_any_formula_gives_what_exact_fractions_give(text: str) -> None:
    try:
        wanted = by_fractions(text)
    except ZeroDivisionError:
        wanted = None
    with localcontext(Context(prec=120)):
        try:
            found = evaluate_formula(parse_formula(text), VALUES)
        except ZeroDivisionError:
            # Rounding may bring a divisor to zero that is not, but never the other way round.
            assert wanted is None or "/" in text
            return
        if wanted is None:
            assert "/" in text
            return
        assert abs(Fraction(found) - wanted) <= abs(wanted) / 10**60 + Fraction(1, 10**60)


GRAMMAR = set(string.ascii_letters + string.digits + "_ +-*/().,")


def refusal(text: str) -> FormulaError | None:
    try:
        parse_formula(text)
    except FormulaError as refused:
        return refused
    return None


@given(st.one_of(st.text(string.printable, max_size=30), st.text("ab1.+-*/(), min", max_size=24), st.text(max_size=9)))
def test_nothing_but_the_grammar_parses(text: str) -> None:
    refused = refusal(text)
    if refused is not None:
        assert (refused.code, bool(refused.hint)) == ("CX131", True)
        assert refused.offset is None or 0 <= refused.offset < len(text)
        return
    formula = parse_formula(text)
    assert set(formula.text) <= GRAMMAR
    assert "**" not in formula.text
    assert "//" not in formula.text
    assert not {"min", "max"} & set(formula.names)
    with suppress(ZeroDivisionError):
        assert evaluate_formula(formula, dict.fromkeys(formula.names, Decimal(3))).is_finite()


DIMENSIONS = {"money": 1, "cost": 1, "n": 0}

UNITS = {
    "money * n": 1,
    "n * money / n": 1,
    "money / cost": 0,
    "money / cost * money": 1,
    "money + cost": 1,
    "money + 5": 1,
    "min(money, 0)": 1,
    "n * n + n": 0,
    "n + 5": 0,
    "-money": 1,
    "2 * 3": None,
    "5": None,
    "max(n, n) * max(money, cost)": 1,
}


@pytest.mark.parametrize(("text", "wanted"), UNITS.items())
def test_money_is_counted_through_a_formula(text: str, wanted: int | None) -> None:
    assert money_dimension(parse_formula(text), DIMENSIONS) == wanted


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("money * cost", 0),
        ("n + (money - n)", 5),
        ("n / money", 0),
        ("1 / money", 0),
        ("n * max(n, cost)", 4),
        ("money * (money / n)", 0),
    ],
)
def test_money_cannot_be_mixed_with_numbers_or_multiplied_by_itself(text: str, offset: int) -> None:
    with pytest.raises(FormulaError) as refused:
        money_dimension(parse_formula(text), DIMENSIONS)
    assert (refused.value.code, refused.value.offset) == ("CX135", offset)
