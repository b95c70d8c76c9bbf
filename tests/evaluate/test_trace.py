"""Every figure recomputed from its trace alone, by laws written here a second time, in fractions.

No rule is recomputed by calling a function of the product: only its readers of quantities are used, to see that the
file says what the trace says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, Figure, Written, evaluate
from cxreport.evaluate.risk import assess
from cxreport.evaluate.risk.simulation import RULES_IN_WORDS
from cxreport.evaluate.rules import RULES
from cxreport.quantity import parse_money, parse_month, parse_number, parse_percent

SHIPPED, RICH = Path(__file__).parents[2] / "cases", Path(__file__).parent / "cases"
FILES = sorted(file for folder in (SHIPPED, RICH) for file in folder.glob("*.yaml") if file.name != "cxreport.yaml")
PORTFOLIOS = [SHIPPED / "funding-round" / "portfolio.yaml", SHIPPED / "northwind" / "company-2026-q3.yaml"]
EXACT = Context(prec=110, Emax=10**6, Emin=-(10**6))
DUST = Fraction(1, 10**40)


@pytest.fixture(scope="session", params=FILES, ids=[file.stem for file in FILES])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    """Return the evaluation of each of the cases."""
    return assess(evaluate(load_case(request.param)))


# The laws, a second time


@cache
def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return a power: exactly where the exponent is whole, else in 110 digits by logarithms."""
    if exponent.denominator == 1:
        return base**exponent.numerator
    with localcontext(EXACT):
        logarithm = (Decimal(base.numerator) / base.denominator).ln() * exponent.numerator / exponent.denominator
        return Fraction(logarithm.exp())


def worth(flows: Sequence[Fraction], rate: Fraction, per_year: Fraction) -> list[Fraction]:
    return [flow / power(1 + rate, Fraction(t) / per_year) for t, flow in enumerate(flows)]


def ratio(part: Fraction, base: Fraction) -> Fraction | None:
    return part / base if base > 0 else None


def first_year(benefits: Sequence[Fraction], costs: Sequence[Fraction], last: Fraction) -> Fraction | None:
    gained, spent = (sum(flows[: int(last) + 1]) for flows in (benefits, costs))
    return ratio(Fraction(gained - spent), Fraction(spent))


def payback(flows: Sequence[Fraction], months_per_period: Fraction) -> Fraction | None:
    """Return the months to the last turn of the running total, found by walking back from the horizon."""
    open_before = [-sum(flows[: t + 1]) for t in range(len(flows))]
    if open_before[-1] > DUST:
        return None
    for t in range(len(flows) - 1, 0, -1):
        if open_before[t - 1] > DUST:
            return (t - 1 + open_before[t - 1] / flows[t]) * months_per_period
    return Fraction(0)


def mirr(
    flows: Sequence[Fraction], finance_rate: Fraction, reinvestment_rate: Fraction, periods_per_year: Fraction
) -> Fraction | None:
    spent = -sum(worth([min(flow, Fraction(0)) for flow in flows], finance_rate, periods_per_year))
    years = Fraction(len(flows) - 1) / periods_per_year
    gained = [max(flow, Fraction(0)) for flow in flows]
    later = sum(
        flow * power(1 + reinvestment_rate, years - Fraction(t) / periods_per_year) for t, flow in enumerate(gained)
    )
    return power(later / spent, 1 / years) - 1 if spent and later else None


def root(number: Fraction) -> Fraction:
    with localcontext(EXACT):
        return Fraction((Decimal(number.numerator) / number.denominator).sqrt())


def against(effect: Fraction, risk: Fraction) -> Fraction:
    """Return the effect less the risk of it, whatever its sign: so risk lowers a benefit."""
    return effect - abs(effect) * risk


def between(ramp: Sequence[Fraction], at: Fraction) -> Fraction:
    """Return a ramp at a time between two periods; it is nothing up to time 0."""
    before = int(at // 1)
    low, high = (ramp[t - 1] if 1 <= t <= len(ramp) else Fraction(0) for t in (before, before + 1))
    return low + (high - low) * (at - before)


LAWS: dict[str, Callable[..., Fraction | None]] = {
    "written": lambda amount: amount,
    "converted": lambda amount, rate: amount * rate,
    "scaled": lambda amount, factor: amount * factor,
    "delayed": lambda ramp, months, months_per_period: between(ramp, Fraction(len(ramp)) - months / months_per_period),
    "swing": lambda low, high: abs(high - low),
    "growth": lambda growth, years: (1 + growth) ** int(years),
    "effect": lambda amount, ramp, growth, prices, attribution, margin: (
        amount * ramp * growth * prices * attribution * margin
    ),
    "inflated": lambda inflation, number, periods_per_year: power(1 + inflation, number / periods_per_year),
    "deflated": lambda flow, inflation, number, periods_per_year: (
        flow / power(1 + inflation, number / periods_per_year)
    ),
    "real_rate": lambda rate, inflation: (rate - inflation) / (1 + inflation),
    "initial": lambda amount, attribution, margin: amount * attribution * margin,
    "benefit_after_risk": against,
    "cost_after_risk": lambda effect, risk: -against(-effect, risk),
    "sum": lambda parts: sum(parts, Fraction(0)),
    "less": lambda whole, part: whole - part,
    "above_hurdle": lambda figure, hurdle: None if figure is None else figure - hurdle,
    "below_hurdle": lambda figure, hurdle: None if figure is None else -(figure - hurdle),
    "present_value": lambda flows, rate, periods_per_year: sum(worth(flows, rate, periods_per_year), Fraction(0)),
    "npv": lambda benefits_pv, costs_pv: benefits_pv - costs_pv,
    "roi": lambda npv, costs_pv: npv / costs_pv if costs_pv > 0 else None,
    "bcr": lambda benefits_pv, costs_pv: benefits_pv / costs_pv if costs_pv > 0 else None,
    "break_even": lambda benefits_pv, costs_pv: ratio(costs_pv, benefits_pv),
    "first_year_roi": first_year,
    "payback": payback,
    "discounted_payback": lambda flows, rate, periods_per_year: payback(
        worth(flows, rate, periods_per_year), 12 / periods_per_year
    ),
    "mirr": mirr,
    "straight_line": lambda bought, life, periods_per_year: sum(
        (part / life / periods_per_year for part in bought), Fraction(0)
    ),
    "taxed": lambda taxable, tax_rate: taxable - taxable * (1 - tax_rate),
    "perpetuity": lambda flow, terminal_growth, rate: flow * (1 + terminal_growth) / (rate - terminal_growth),
    "multiplied": lambda flow, multiple: flow * multiple,
    "at_horizon": lambda value, rate, number, periods_per_year: value / power(1 + rate, number / periods_per_year),
    "share": lambda part, total: part / total,
    "part_of": lambda part, total: part / total if total else None,
    "in_sync": lambda in_sync, out_of_sync: in_sync - out_of_sync,
    "plan": lambda flows, shares: sum((f * s for f, s in zip(flows, shares, strict=True)), Fraction(0)),
    "reported": lambda parts: sum(parts, Fraction(0)) if parts else None,
    "variance": lambda actual, plan: None if actual is None else actual - plan,
    "variance_share": lambda variance, plan: None if variance is None or abs(plan) <= DUST else variance / abs(plan),
    "benefit_rate": lambda actual, plan: (
        Fraction(1) if actual is None or plan <= DUST else min(Fraction(1), max(actual / plan, Fraction(0)))
    ),
    "cost_rate": lambda actual, plan: (
        Fraction(1) if actual is None or plan <= DUST else max(actual / plan, Fraction(1))
    ),
    "remaining": lambda flows, open_shares, rate: sum(
        (flow * rate * share for flow, share in zip(flows, open_shares, strict=True)), Fraction(0)
    ),
    "revised_flow": lambda flow, open_share, rate, variances: (
        flow * (1 - open_share) + flow * open_share * rate + sum(variances, Fraction(0))
    ),
    "shortfall": lambda benefits, costs: (
        None
        if benefits is None and costs is None
        else max(Fraction(0), -(benefits or Fraction(0)), costs or Fraction(0))
    ),
    "metric_plan": lambda baseline, target, elapsed: baseline * (1 - elapsed) + target * elapsed,
    "in_sync_groups": lambda customers_in, revenue_each_in, revenue_each_out: (
        customers_in * revenue_each_in - customers_in * revenue_each_out
    ),
    "saved": lambda customers, would_have_left, revenue_each: customers * would_have_left * revenue_each,
    "survey_share": lambda influenced, asked: influenced / asked,
    "survey_margin": lambda share, asked: Fraction("1.96") * root(share * (1 - share) / asked),
    "survey": lambda share, total, cxm: share * (total - cxm),
    "remainder": lambda total, cxm, csm: total - (cxm + csm),
    "group": lambda amounts, shares: sum(a * s for a, s in zip(amounts, shares, strict=True)),
    "discrepancy": lambda stated, computed: stated - computed,
    "spread": lambda amounts, months, months_per_period: sum(
        (a * m / months_per_period for a, m in zip(amounts, months, strict=True)), Fraction(0)
    ),
    "brought_forward": lambda value, rate, months: value / power(1 + rate, months / 12),
    "beyond_largest": lambda parts: max(sum(sorted(parts)[:-1], Fraction(0)), Fraction(0)),
}


def formula(text: str, values: dict[str, Fraction]) -> Fraction:
    """Return what Python makes of a user's formula, every number of it taken as a fraction."""
    exact = re.sub(r"(?<![\w.])(\d[\d_]*\.?\d*|\.\d+)", lambda number: f"F('{number[0]}')", text)
    known = {"__builtins__": {}, "F": Fraction, "min": min, "max": max}
    return Fraction(eval(exact, known, dict(values)))  # noqa: S307 - the formulas stand in this file and in cases/


# Internal rates: the present value vanishes at each of them, and Sturm's theorem counts them


def at(polynomial: Sequence[Fraction], x: Fraction) -> Fraction:
    value = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * x + coefficient
    return value


def sturm(polynomial: Sequence[Fraction]) -> list[list[Fraction]]:
    """Return the chain of Sturm, lowest power first."""
    chain = [list(polynomial), [power * c for power, c in enumerate(polynomial)][1:]]
    while len(chain[-1]) > 1:
        rest = list(chain[-2])
        while len(rest) >= len(chain[-1]):
            factor, shift = rest[-1] / chain[-1][-1], len(rest) - len(chain[-1])
            rest = [c - (factor * chain[-1][k - shift] if k >= shift else 0) for k, c in enumerate(rest)][:-1]
        while rest and not rest[-1]:
            rest.pop()
        if not rest:
            break
        scale = max(abs(c) for c in rest)
        chain.append([-c / scale for c in rest])
    return chain


def changes(values: Sequence[Fraction]) -> int:
    signs = [value > 0 for value in values if value]
    return sum(a != b for a, b in pairwise(signs))


def roots_above(flows: Sequence[Fraction], low: Fraction) -> int:
    """Return how many discount factors above `low` make the present value of the flows zero."""
    filled = [t for t, flow in enumerate(flows) if flow]
    if not filled:
        return 0
    chain = sturm(flows[filled[0] : filled[-1] + 1])
    return changes([at(p, low) for p in chain]) - changes([p[-1] for p in chain])


def is_internal_rate(figure: Figure, given: dict[str, Any]) -> bool:
    """Return whether the rate of a figure is what its rule says: the only one, or the one of that number."""
    flows, rate = given["flows"], figure.value
    count = roots_above(flows, Fraction(0))
    if figure.rule == "irr" and (count != 1 or rate is None):
        return count != 1 and rate is None
    assert rate is not None
    factor = power(1 + Fraction(rate), -1 / given["periods_per_year"])
    vanishes = abs(at(flows, factor)) <= at([abs(flow) for flow in flows], factor) / 10**45
    return vanishes and roots_above(flows, factor * (1 - DUST)) == given.get("number", 1)


# From the trace alone


def inputs_of(figure: Figure, evaluation: Evaluation) -> dict[str, Any]:
    def value(source: str | Written) -> Fraction | None:
        found = source.value if isinstance(source, Written) else evaluation.figures[source].value
        return None if found is None else Fraction(found)

    return {
        name: [value(source) for source in given] if isinstance(given, tuple) else value(given)
        for name, given in figure.inputs.items()
    }


def npv_with(evaluation: Evaluation, factors: Mapping[str, Fraction]) -> Fraction:
    """Return the net present value, every law on the way applied anew, with some figures times a factor."""
    known: dict[str, Fraction] = {}

    def value(source: str | Written) -> Fraction:
        if isinstance(source, Written):
            return Fraction(source.value)
        if source not in known:
            figure = evaluation.figures[source]
            given: dict[str, Any] = {
                k: [*map(value, g)] if isinstance(g, tuple) else value(g) for k, g in figure.inputs.items()
            }
            found = formula(figure.formula, given) if figure.rule == "formula" else LAWS[figure.rule](**given)
            assert found is not None
            known[source] = found * factors.get(source, 1)
        return known[source]

    return value("npv")


def is_replayed(figure: Figure, evaluation: Evaluation) -> bool:
    """Return whether a net present value with other inputs, or the factor at which it vanishes, is what it says."""
    nodes = {name: figure.inputs.get(name, ()) for name in ("input", "other_input")}
    factors = {"input": figure.inputs.get("factor"), "other_input": figure.inputs.get("other_factor")}

    def npv(factor: Fraction | None = None) -> Fraction:
        every: dict[str, Fraction] = {}
        for name, addresses in nodes.items():
            written = factors[name]
            assert isinstance(addresses, tuple)
            given = factor if factor is not None else Fraction(getattr(written, "value", 1))
            every |= {address: given for address in addresses if isinstance(address, str)}
        return npv_with(evaluation, every)

    scale = Fraction(evaluation.amount("benefits_pv") + evaluation.amount("costs_pv"))
    if figure.rule != "break_even_factor":
        return figure.value is not None and abs(npv() - Fraction(figure.value)) <= DUST * scale
    if figure.value is None:
        return npv(Fraction(0)) * npv(Fraction(1000)) >= 0
    return abs(npv(Fraction(figure.value))) <= scale / 10**28


REPLAYED = {"npv_with", "npv_with_two", "break_even_factor"}
DRAWN = set(RULES_IN_WORDS)  # tests/evaluate/test_simulation.py puts these to the test, draw by draw


def is_recomputed(figure: Figure, evaluation: Evaluation) -> bool:
    """Return whether the figure follows from its inputs, to 40 digits of the largest of them."""
    if figure.rule in REPLAYED:
        return is_replayed(figure, evaluation)
    if figure.rule in DRAWN:
        return True
    given = inputs_of(figure, evaluation)
    if figure.rule in {"irr", "irr_root"}:
        return is_internal_rate(figure, given)
    wanted = formula(figure.formula, given) if figure.rule == "formula" else LAWS[figure.rule](**given)
    if wanted is None or figure.value is None:
        return wanted is None and figure.value is None
    several = [
        value for given_one in given.values() for value in (given_one if isinstance(given_one, list) else [given_one])
    ]
    largest = max((abs(value) for value in several if value is not None), default=Fraction(0))
    return abs(wanted - Fraction(figure.value)) <= DUST * max(largest, abs(wanted), Fraction(1))


def test_every_figure_follows_from_its_trace_alone(evaluation: Evaluation) -> None:
    assert len(evaluation.figures) > 30
    assert [f.address for f in evaluation.figures.values() if not is_recomputed(f, evaluation)] == []


@pytest.mark.parametrize("file", PORTFOLIOS, ids=[file.parent.name for file in PORTFOLIOS])
def test_every_figure_of_a_portfolio_follows_from_its_trace_down_to_the_members(file: Path) -> None:
    found = evaluate(load_case(file))
    of_its_own = [f for f in found.figures.values() if ".case." not in f.address]
    assert len(of_its_own) > 20
    assert len(found.figures) > 10 * len(found.loaded.members)
    assert [f.address for f in of_its_own if not is_recomputed(f, found)] == []
    asked = {source for f in found.figures.values() for _, source in f.sources() if isinstance(source, str)}
    assert asked <= found.figures.keys()


def test_every_rule_is_put_to_the_test() -> None:
    every = [
        *(assess(evaluate(load_case(file))) for file in FILES),
        *(evaluate(load_case(file)) for file in PORTFOLIOS),
    ]
    rules = {figure.rule for found in every for figure in found.figures.values()}
    assert rules == {*RULES, "formula", "swing", *REPLAYED, *DRAWN}
    assert {*LAWS, "irr", "irr_root"} == {*RULES, "swing"}


def test_an_input_is_entered_before_what_is_computed_from_it(evaluation: Evaluation) -> None:
    order = {address: number for number, address in enumerate(evaluation.figures)}
    for figure in evaluation.figures.values():
        assert all(order[s] < order[figure.address] for _, s in figure.sources() if isinstance(s, str)), figure.address


# The trace and the file

LENGTHS = {"year": 12, "quarter": 3, "month": 1}
READERS: dict[str, Callable[[str], Decimal]] = {
    "money": lambda text: parse_money(text).amount,
    "percent": parse_percent,
    "number": parse_number,
    "months": parse_number,
}


def written_in(evaluation: Evaluation) -> Iterator[tuple[Figure, Written]]:
    for figure in evaluation.figures.values():
        yield from ((figure, source) for _, source in figure.sources() if isinstance(source, Written))


def text_at(source: Written) -> str:
    """Return what stands in the file at the place of a written value, without its quotes."""
    assert source.place is not None
    row = Path(source.place.file).read_text("utf-8").splitlines()[source.place.line - 1]
    return row[source.place.column - 1 :][: source.place.width].strip("\"'")


def read_again(evaluation: Evaluation, source: Written) -> Decimal:
    """Return the value that the text of the file stands for, read by what the trace says of it."""
    text, finance = text_at(source), evaluation.case.finance
    if source.what == "months per period":
        return Decimal(LENGTHS[text])
    if source.what == "periods per year":
        return Decimal(12) / LENGTHS[text]
    if source.what.startswith("last period of the twelve months"):
        assert finance.start is not None
        assert finance.period is not None
        months = parse_month(text).ordinal + 12 - finance.start.ordinal
        return Decimal(min(max(months // LENGTHS[finance.period], 0), evaluation.periods))
    if source.what.startswith("equal part of"):
        return Decimal(1) / int(source.what.removeprefix("equal part of "))
    return READERS[source.unit](text)


def test_every_written_value_stands_in_the_file_where_the_trace_says(evaluation: Evaluation) -> None:
    placed = [source for _, source in written_in(evaluation) if source.place is not None]
    assert placed
    for source in placed:
        assert abs(read_again(evaluation, source) - source.value) < Decimal("1e-27"), (source, text_at(source))


CONVENTIONS = {
    "months of the delay": 1,
    "a one-off cost comes as planned": 1,
    "no amount": 0,
    "no initial amount": 0,
    "no margin applies": 1,
    "no inflation applies": 1,
    "ramp, default": 1,
    "growth, default": 0,
    "attribution, default": 1,
    "risk adjustment, default": 0,
    # Of ready drivers: half a period, four of five, half of the time, one contact more, a fifth of the pay, no cost.
    "Part of the period for which they are kept, default": Decimal("0.5"),
    "Part of the period in which they buy, default": Decimal("0.5"),
    "Share of these that is solved, and does not call after all, default": Decimal("0.8"),
    "Share of the time saved that can be put to use, default": Decimal("0.5"),
    "Further contacts about each of these, default": 1,
    "Cost of replacing one as a share of the yearly pay, default": Decimal("0.2"),
    "margin, default": 1,
}


def test_a_value_without_a_place_is_a_convention(evaluation: Evaluation) -> None:
    for figure, source in written_in(evaluation):
        if source.place is None:
            if source.what == "months to pay back in":
                assert source.value == evaluation.periods * 12 / evaluation.periods_per_year
                continue
            if source.what.startswith("share of"):  # of months, which the tests of plans work out by hand
                assert 0 <= source.value <= 1, figure.address
                continue
            tail = figure.address.rpartition(".")[2]
            last = int(tail) if tail.isdigit() else 0
            years = (last - 1) // evaluation.periods_per_year
            known = CONVENTIONS | {
                "which root": last,
                "whole years before the period": years,
                "periods from the start": last,
            }
            if source.what in {"factor tried", "discount rate tried", "draws", "share of the draws below"}:
                continue
            assert known[source.what] == source.value, figure.address
