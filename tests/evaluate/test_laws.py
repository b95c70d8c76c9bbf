"""Laws that hold for every case, over cases made up by Hypothesis."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxreport.evaluate import Evaluation

Evaluate = Callable[[str], Evaluation]
TOTALS = ("benefits_total", "costs_total", "benefits_pv", "costs_pv", "npv")
RATIOS = ("roi", "first_year_roi", "bcr", "irr", "mirr", "payback_months", "discounted_payback_months", "break_even")
MONEY = st.integers(1, 10**9)


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line of money; its amounts are whole, and `risk`, `growth` and `share` are in percent."""

    initial: int
    amounts: tuple[int, ...]
    risk: int = 0
    growth: int = 0
    share: int = 100

    def text(self, name: str) -> str:
        factors = f"risk_adjustment: {self.risk}%, growth: {self.growth}%, attribution: {self.share}%"
        return f"{{id: {name}, name: {name}, initial: {self.initial}, amount: {list(self.amounts)}, {factors}}}"

    def times(self, factor: int) -> MadeLine:
        return replace(self, initial=self.initial * factor, amounts=tuple(a * factor for a in self.amounts))


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case of one or more initiatives, each a pair of benefits and costs."""

    period: str
    rate: int
    initiatives: tuple[tuple[tuple[MadeLine, ...], tuple[MadeLine, ...]], ...]

    @property
    def periods(self) -> int:
        return len(self.initiatives[0][0][0].amounts)

    def text(self) -> str:
        finance = f"discount_rate: {self.rate}%, period: {self.period}, periods: {self.periods}, start: 2027-01"
        text = (
            f"kind: business-case\ntitle: T\norganisation: O\ndate: 2026-11-22\ncurrency: USD\nfinance: {{{finance}}}\n"
        )
        text += "initiatives:\n"
        for number, sides in enumerate(self.initiatives):
            text += f"  - id: i{number}\n    action: a\n    improvement: b\n"
            for side, lines in zip(("benefits", "costs"), sides, strict=True):
                text += f"    {side}:\n"
                text += "".join(f"      - {line.text(f'{side[0]}{n}')}\n" for n, line in enumerate(lines))
        return text

    def each(self, change: Callable[[MadeLine], MadeLine]) -> MadeCase:
        """Return the case with every line changed."""
        changed = tuple(
            (tuple(map(change, benefits)), tuple(map(change, costs))) for benefits, costs in self.initiatives
        )
        return replace(self, initiatives=changed)


@st.composite
def made_lines(draw: st.DrawFn, periods: int, amounts: st.SearchStrategy[int]) -> MadeLine:
    return MadeLine(
        draw(amounts),
        tuple(draw(st.lists(amounts, min_size=periods, max_size=periods))),
        draw(st.integers(0, 60)),
        draw(st.integers(-20, 20)),
        draw(st.integers(0, 100)),
    )


@st.composite
def made_cases(draw: st.DrawFn) -> MadeCase:
    """Return a case of up to three initiatives, negative amounts among them."""
    periods = draw(st.integers(1, 5))
    lines = st.lists(made_lines(periods, st.integers(-(10**6), 10**7)), min_size=1, max_size=3).map(tuple)
    initiatives = st.lists(st.tuples(lines, lines), min_size=1, max_size=3).map(tuple)
    return MadeCase(draw(st.sampled_from(["year", "quarter", "month"])), draw(st.integers(-5, 40)), draw(initiatives))


def close(value: Fraction | None, other: Fraction | None) -> bool:
    """Return whether two values agree in 40 digits, or next to nothing is left between them."""
    if value is None or other is None:
        return value is other
    return abs(value - other) <= max(abs(value), abs(other), Fraction(1)) / 10**40


def amount(found: Evaluation, name: str) -> Fraction:
    return Fraction(found.amount(name))


def results(found: Evaluation, names: tuple[str, ...]) -> list[Fraction | None]:
    values = [found.value(name) for name in names]
    return [None if value is None else Fraction(value) for value in values]


def same(one: Evaluation, other: Evaluation, names: tuple[str, ...], factor: int = 1) -> bool:
    """Return whether the named figures of one case are those of the other times `factor`."""
    scaled = [None if value is None else value * factor for value in results(other, names)]
    return all(map(close, results(one, names), scaled))


@pytest.fixture(scope="session")
def made(evaluated: Evaluate) -> Callable[[MadeCase], Evaluation]:
    def evaluation(case: MadeCase) -> Evaluation:
        found = evaluated(case.text())
        assert [problem for problem in found.problems if problem.severity == "error"] == []
        return found

    return evaluation


Made = Callable[[MadeCase], Evaluation]


@given(case=made_cases())
@settings(max_examples=40)
def test_npv_is_the_benefits_less_the_costs_at_present_value(made: Made, case: MadeCase) -> None:
    found = made(case)
    assert close(amount(found, "npv"), amount(found, "benefits_pv") - amount(found, "costs_pv"))


@given(case=made_cases(), factor=st.integers(2, 1000))
@settings(max_examples=40)
def test_money_in_other_units_scales_the_totals_and_leaves_the_ratios(made: Made, case: MadeCase, factor: int) -> None:
    small, large = made(case), made(case.each(lambda line: line.times(factor)))
    assert same(large, small, TOTALS, factor)
    assert same(large, small, RATIOS)


@given(case=made_cases(), seed=st.integers())
@settings(max_examples=40)
def test_the_order_of_lines_and_initiatives_changes_nothing(made: Made, case: MadeCase, seed: int) -> None:
    mixed = random.Random(seed).sample  # noqa: S311 - an order, not a secret
    inside = [(tuple(mixed(b, len(b))), tuple(mixed(c, len(c)))) for b, c in case.initiatives]
    turned = replace(case, initiatives=tuple(mixed(inside, len(inside))))
    assert same(made(case), made(turned), (*TOTALS, *RATIOS))


@st.composite
def investments(draw: st.DrawFn) -> MadeCase:
    """Return a case that takes its money at once and earns in every period after."""
    periods = draw(st.integers(1, 6))
    benefit = MadeLine(0, tuple(draw(st.lists(MONEY, min_size=periods, max_size=periods))), draw(st.integers(0, 90)))
    cost = MadeLine(draw(MONEY), (0,) * periods, draw(st.integers(0, 90)))
    return MadeCase(draw(st.sampled_from(["year", "quarter", "month"])), 0, ((((benefit,), (cost,))),))


@given(case=investments(), low=st.integers(-50, 99), more=st.integers(1, 100))
@settings(max_examples=40)
def test_what_is_earned_later_is_worth_less_at_a_higher_rate(made: Made, case: MadeCase, low: int, more: int) -> None:
    lower, higher = made(replace(case, rate=low)), made(replace(case, rate=low + more))
    assert higher.amount("npv") < lower.amount("npv")
    assert higher.value("irr") == lower.value("irr")


@given(case=investments())
@settings(max_examples=40)
def test_npv_is_positive_exactly_where_the_internal_rate_is_above_the_discount_rate(made: Made, case: MadeCase) -> None:
    found = made(replace(case, rate=10))
    rate = found.value("irr")
    assert rate is not None
    assume(rate != Decimal("0.1"))
    assert (found.amount("npv") > 0) == (rate > Decimal("0.1"))


@given(case=made_cases())
@settings(max_examples=40)
def test_the_initiatives_sum_to_the_whole(made: Made, case: MadeCase) -> None:
    found = made(case)
    prefixes = [f"i{number}." for number in range(len(case.initiatives))]
    for name in (*TOTALS, *(f"net_flows.{t}" for t in range(case.periods + 1)), "savings_total", "later_costs"):
        parts = [amount(found, prefix + name) for prefix in prefixes]
        assert close(amount(found, name), sum(parts, Fraction(0))), name


@given(case=made_cases(), more=st.integers(1, 39))
@settings(max_examples=40)
def test_more_risk_never_raises_the_npv(made: Made, case: MadeCase, more: int) -> None:
    riskier = case.each(lambda line: replace(line, risk=line.risk + more))
    assert amount(made(riskier), "npv") <= amount(made(case), "npv") + Fraction(1, 10**40)


@given(case=made_cases())
@settings(max_examples=40)
def test_a_line_in_two_halves_leaves_all_totals(made: Made, case: MadeCase) -> None:
    doubled = case.each(lambda line: line.times(2))
    halved = replace(case, initiatives=tuple((b * 2, c * 2) for b, c in case.initiatives))
    assert same(made(doubled), made(halved), (*TOTALS, *RATIOS))


@given(case=made_cases())
@settings(max_examples=40)
def test_the_running_total_ends_at_the_benefits_less_the_costs(made: Made, case: MadeCase) -> None:
    found = made(case)
    net = amount(found, "benefits_total") - amount(found, "costs_total")
    assert close(amount(found, f"cumulative.{case.periods}"), net)
    assert close(sum(map(Fraction, found.series("net_flows")), Fraction(0)), net)
