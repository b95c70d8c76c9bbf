"""The simulation: each draw what the exact engine gives, repeatable, one stream per input."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from statistics import correlation, quantiles

import numpy as np
import pytest

from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk import assess
from cxreport.evaluate.risk.inputs import find_inputs
from cxreport.evaluate.risk.replay import Program
from cxreport.evaluate.risk.simulation import factors_of, paid_back_after, play
from cxreport.finance import payback_months

Case = Callable[..., Evaluation]
DRIVERS = "{visits: {value: 100, range: [50%, 120%], distribution: pert}, cost: {value: $5, range: [80%, 130%]}}"
FORMULA = '"max(visits - 20, visits / 2) * min(cost, 6) / 2"'
RANGED = [
    f"drivers: {DRIVERS}, formula: {FORMULA}, ramp: [40%, 100%, 100%], growth: 3%, risk_adjustment: 12%",
    "amount: -30, range: [50%, 150%], distribution: normal, risk_adjustment: 10%",
]
COSTS = ["initial: 300, amount: 20, range: [80%, 160%], distribution: lognormal, risk_adjustment: 15%"]
TARGETS = ("npv", "costs_pv", "benefits_pv", *(f"net_flows.{t}" for t in range(4)))


@pytest.fixture(scope="module")
def ranged(case: Case) -> Evaluation:
    return assess(case(RANGED, COSTS, top="simulation: {draws: 1_000, seed: pencil}"))


@pytest.mark.parametrize("period", ["year", "quarter", "month"])
def test_every_draw_is_what_the_exact_engine_gives(case: Case, period: str) -> None:
    benefits = [line.replace("ramp: [40%, 100%, 100%], ", "") for line in RANGED]
    evaluation = case(benefits, COSTS, period=period, periods="14")
    targets = (*TARGETS, "net_flows.14")
    drawn = {item: factors_of(item, "any", 100) for item in find_inputs(evaluation) if item.range is not None}
    played, program = play(evaluation, drawn, targets), Program(evaluation.figures, targets)
    for draw in random.Random(7).sample(range(100), 12):  # noqa: S311 - any draws will do
        factors = {node: Decimal(float(values[draw])) for item, values in drawn.items() for node in item.nodes}
        exact = program.run(factors)
        for target in targets:
            value = float(np.broadcast_to(played[target], (100,))[draw])
            assert value == pytest.approx(float(exact[target]), rel=1e-9, abs=1e-9), (target, draw)


def test_with_every_factor_at_one_the_draws_are_the_case_itself(ranged: Evaluation) -> None:
    ones = {item: np.ones(3) for item in find_inputs(ranged)}
    played, exact = play(ranged, ones, TARGETS), Program(ranged.figures, TARGETS)
    nodes = {node: Decimal(1) for item in ones for node in item.nodes}
    for target in TARGETS:
        assert exact.run(nodes)[target] == pytest.approx(ranged.amount(target), rel=Decimal("1e-50"))
        assert played[target] == pytest.approx(float(ranged.amount(target)), rel=1e-9, abs=1e-9)


def test_the_percentiles_are_those_of_the_draws(ranged: Evaluation) -> None:
    assert ranged.assessment is not None
    drawn = {item: factors_of(item, "pencil", 1000) for item in ranged.assessment.ranged}
    played = play(ranged, drawn, ("npv", "costs_pv"))
    values = [float(value) for value in played["npv"]]
    tenths = quantiles(values, n=10, method="inclusive")
    for percent in (10, 50, 90):
        assert float(ranged.amount(f"simulation.npv.p{percent}")) == pytest.approx(tenths[percent // 10 - 1], rel=1e-11)
    returns = quantiles([n / c for n, c in zip(values, played["costs_pv"], strict=True)], n=10, method="inclusive")
    assert float(ranged.amount("simulation.roi.p90")) == pytest.approx(returns[8], rel=1e-11)
    assert float(ranged.amount("simulation.npv.mean")) == pytest.approx(sum(values) / 1000, rel=1e-11)
    assert ranged.amount("simulation.loss") == Decimal(sum(value < 0 for value in values)) / 1000
    squares = {item.address: correlation([float(v) for v in drawn[item]], values) ** 2 for item in drawn}
    for address, square in squares.items():
        share = float(ranged.amount(f"simulation.variance.{address}"))
        assert share == pytest.approx(square / sum(squares.values()), rel=1e-9)
    assert sum(ranged.assessment.simulated.counts if ranged.assessment.simulated else ()) == 1000


def test_the_variance_of_a_sum_is_shared_by_the_variances_of_its_parts(case: Case) -> None:
    # uniform over ±30% and ±40% of 100: variances as 9 to 16, up to the chance of 100,000 draws
    lines = [f"amount: 100, range: [{100 - w}%, {100 + w}%], distribution: uniform" for w in (30, 40)]
    found = assess(case(lines, "initial: 10", top="simulation: {draws: 100_000}", periods="1"))
    assert float(found.amount("simulation.variance.pencil.benefits.b1")) == pytest.approx(9 / 25, abs=0.01)


def test_a_uniform_line_has_its_tenths_where_they_are_by_hand(case: Case) -> None:
    # 100 × [60%, 140%] less 100: from −40 to 40, so the tenths are −32 and 32, and half of the draws lose
    finance = {"periods": "1", "discount_rate": "0%"}
    top = "simulation: {draws: 100_000}\nhurdles: {payback: 10}"
    found = assess(case("amount: 100, range: [60%, 140%], distribution: uniform", "initial: 100", top=top, **finance))
    for percent, value in ((10, -32), (50, 0), (90, 32)):
        assert float(found.amount(f"simulation.npv.p{percent}")) == pytest.approx(value, abs=0.6)
    assert float(found.amount("simulation.loss")) == pytest.approx(0.5, abs=0.01)
    # paid back in 10 months where the year brings 120 or more: a quarter of the range
    assert float(found.amount("simulation.payback")) == pytest.approx(0.25, abs=0.01)


def test_the_same_case_is_simulated_to_the_last_digit(case: Case, ranged: Evaluation) -> None:
    again = assess(case(RANGED, COSTS, top="simulation: {draws: 1_000, seed: pencil}"))
    drawn = [at for at in ranged.figures if at.startswith("simulation.")]
    assert drawn
    assert {at: ranged.value(at) for at in drawn} == {at: again.value(at) for at in drawn}
    assert again.assessment is not None
    assert ranged.assessment is not None
    assert again.assessment.simulated == ranged.assessment.simulated


def test_another_line_changes_no_draw_of_the_others(case: Case, ranged: Evaluation) -> None:
    more = case([*RANGED, "amount: 5, range: [10%, 900%]"], COSTS)
    old, new = (
        {item.address: factors_of(item, "pencil", 50) for item in find_inputs(one) if item.range}
        for one in (ranged, more)
    )
    assert len(new) == len(old) + 1
    assert all((new[address] == draws).all() for address, draws in old.items())


def test_another_seed_gives_other_draws(ranged: Evaluation) -> None:
    item = next(item for item in find_inputs(ranged) if item.range)
    assert (factors_of(item, "one", 50) != factors_of(item, "two", 50)).all()


@pytest.mark.parametrize("distribution", ["triangular", "pert", "uniform", "normal", "lognormal"])
def test_a_wider_range_never_narrows_the_middle_four_fifths(case: Case, distribution: str) -> None:
    spreads = []
    for low, high in ((95, 105), (80, 110), (60, 150), (20, 300)):
        line = f"amount: 100, range: [{low}%, {high}%], distribution: {distribution}"
        found = assess(case(line, "initial: 50", top="simulation: {draws: 500, seed: wide}"))
        spreads.append(found.amount("simulation.npv.p90") - found.amount("simulation.npv.p10"))
    assert spreads == sorted(spreads)


def test_payback_over_draws_is_that_of_every_draw() -> None:
    chance = random.Random(11)  # noqa: S311 - any flows will do
    flows = [[chance.choice((-60.0, -25.0, 0.0, 25.0, 40.0)) for _ in range(300)] for _ in range(6)]
    found = paid_back_after([np.array(row) for row in flows], 3)
    for draw in range(300):
        exact = payback_months([Decimal(row[draw]) for row in flows], 3)
        assert float(found[draw]) == pytest.approx(float("inf") if exact is None else float(exact), rel=1e-12)
