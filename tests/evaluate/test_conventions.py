"""Every line of the table of conventions (DESIGN §5), worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, Written, evaluate
from cxreport.evaluate.risk import assess

Case = Callable[..., Evaluation]


def numbers(*amounts: int | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


def near(value: Decimal | None, wanted: str) -> bool:
    """Return whether a value is the wanted one to the digits that were worked out."""
    assert value is not None
    return value.quantize(Decimal(wanted)) == Decimal(wanted)


def flows(found: Evaluation, line: str = "benefits.b1") -> tuple[Decimal, ...]:
    return found.series(f"pencil.{line}.flows")


# Delay


@pytest.mark.parametrize(
    ("delay", "period", "wanted"),
    [
        (3, "year", numbers(0, 750, 1000, 1000)),
        (12, "year", numbers(0, 0, 1000, 1000)),
        (3, "quarter", numbers(0, 0, 1000, 1000)),
        (5, "month", numbers(0, 0, 0, 0)),
    ],
)
def test_a_delay_moves_the_benefits_and_no_cost_waits(
    case: Case, delay: int, period: str, wanted: tuple[Decimal, ...]
) -> None:
    found = case("amount: 1000", "amount: 500", late=delay, period=period)
    assert flows(found) == wanted
    assert flows(found, "costs.c1") == numbers(0, 500, 500, 500)


def test_a_delay_moves_a_ramp_between_its_periods(case: Case) -> None:
    """Half a year late, 40% is reached by half in year 1; in year 2 it is between 40% and 80%."""
    assert flows(case("amount: 1000, ramp: [40%, 80%, 100%]", late=6)) == numbers(0, 200, 600, 900)


def test_a_delay_that_is_planned_and_one_in_a_scenario_are_the_same_and_add_up(case: Case) -> None:
    late = assess(case("amount: 1000", top="scenarios: {later: {delays: {pencil: 5}}}"))
    planned = case("amount: 1000", late=5)
    assert late.value("scenarios.later.npv") == planned.value("npv")
    both = assess(case("amount: 1000", late=3, top="scenarios: {later: {delays: {pencil: 2}}}"))
    assert both.value("scenarios.later.npv") == planned.value("npv")


# A line of money

ALL_FACTORS = (
    "initial: 2000, amount: 1000, ramp: [50%, 100%, 100%], growth: 10%, attribution: 80%, risk_adjustment: 10%"
)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("amount: 1000", numbers(0, 1000, 1000, 1000)),
        ("amount: [1000, 2000, 4000]", numbers(0, 1000, 2000, 4000)),
        ("drivers: {n: {value: [1, 2, 3]}}, formula: n * 50", numbers(0, 50, 100, 150)),
        ("initial: 700", numbers(700, 0, 0, 0)),
        ("amount: 1000, ramp: [50%, 80%, 100%]", numbers(0, 500, 800, 1000)),
        ("amount: 1000, ramp: 90%", numbers(0, 900, 900, 900)),
        ("amount: 1000, growth: 10%", numbers(0, 1000, 1100, 1210)),
        ("amount: 1000, growth: -10%", numbers(0, 1000, 900, 810)),
        ("amount: 1000, attribution: 60%", numbers(0, 600, 600, 600)),
        ("amount: 1000, type: revenue, margin: 40%", numbers(0, 400, 400, 400)),
        ("amount: 1000, risk_adjustment: 15%", numbers(0, 850, 850, 850)),
        # 1000 × 0.5 × 0.8 × 0.25 × 0.9 = 90; × 1.1 ÷ 0.5 = 198; × 1.1 = 217.8; and 2000 × 0.8 × 0.25 × 0.9 = 360
        (ALL_FACTORS + ", type: revenue, margin: 25%", numbers(360, 90, 198, "217.8")),
    ],
)
def test_a_benefit_is_multiplied_by_each_of_its_factors(case: Case, line: str, wanted: tuple[Decimal, ...]) -> None:
    assert flows(case(line)) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("amount: 1000, ramp: [50%, 100%, 100%]", numbers(0, 500, 1000, 1000)),
        ("amount: 1000, growth: 10%", numbers(0, 1000, 1100, 1210)),
        ("amount: 1000, attribution: 60%", numbers(0, 600, 600, 600)),
        ("amount: 1000, risk_adjustment: 15%", numbers(0, 1150, 1150, 1150)),
        ("drivers: {n: {value: 2}}, formula: n * 50", numbers(0, 100, 100, 100)),
        # 2000 × 0.8 × 1.1 = 1760; 1000 × 0.5 × 0.8 × 1.1 = 440; × 1.1 ÷ 0.5 = 968; × 1.1 = 1064.8
        (ALL_FACTORS, numbers(1760, 440, 968, "1064.8")),
    ],
)
def test_a_cost_has_the_same_factors_and_risk_raises_it(case: Case, line: str, wanted: tuple[Decimal, ...]) -> None:
    assert flows(case(costs=line), "costs.c1") == wanted


def test_the_initial_amount_has_neither_ramp_nor_growth(case: Case) -> None:
    line = "initial: 100, ramp: 10%, growth: 50%, attribution: 50%, risk_adjustment: 20%"
    assert flows(case(line))[0] == 40
    assert flows(case(costs=line), "costs.c1")[0] == 60


@pytest.mark.parametrize(
    ("side", "line", "wanted"),
    [
        ("benefits", "initial: -100, amount: [100, -100, 0], risk_adjustment: 10%", numbers(-110, 90, -110, 0)),
        ("costs", "initial: -100, amount: [100, -100, 0], risk_adjustment: 10%", numbers(-90, 110, -90, 0)),
    ],
)
def test_risk_works_against_the_case_whatever_the_sign(
    case: Case, side: str, line: str, wanted: tuple[Decimal, ...]
) -> None:
    found = case(**{side: line})
    assert flows(found, f"{side}.{side[0]}1") == wanted
    assert found.series(f"pencil.{side[:-1]}_flows") == wanted


@pytest.mark.parametrize(("period", "per_year"), [("quarter", 4), ("month", 12)])
def test_growth_comes_in_steps_of_a_whole_year(case: Case, period: str, per_year: int) -> None:
    found = flows(case("amount: 100, growth: 10%", period=period, periods=str(2 * per_year + 1)))
    assert found[1:] == numbers(*[100] * per_year, *[110] * per_year, 121)


# Revenue counts by its margin


def test_a_margin_of_the_line_comes_before_that_of_the_case(case: Case) -> None:
    lines = ["amount: 100, type: revenue", "amount: 100, type: revenue, margin: 20%", "amount: 100, type: saving"]
    found = case(lines, margin="40%")
    assert [flows(found, f"benefits.b{n}")[1] for n in (1, 2, 3)] == [40, 20, 100]
    assert [found.value(f"{kind}s_total") for kind in ("revenue", "saving")] == [180, 300]


# Advantages are described


def test_an_advantage_is_never_in_the_money(case: Case) -> None:
    found = case(["amount: 100", "type: advantage"])
    assert found.value("benefits_total") == 300
    assert not [address for address in found.figures if "b2" in address]


# Present value, NPV, ROI, BCR, break-even


def test_a_year_is_discounted_at_its_end_and_time_0_not_at_all(case: Case) -> None:
    """110 ÷ 1.1 + 121 ÷ 1.21 + 133.1 ÷ 1.331 = 300; 50 + 11 ÷ 1.1 = 60."""
    found = case("amount: [110, 121, 133.1]", "initial: 50, amount: [11, 0, 0]")
    names = ("benefits_pv", "costs_pv", "npv", "roi", "bcr", "break_even")
    assert [found.value(name) for name in names] == [300, 60, 240, 4, 5, Decimal("0.2")]
    assert [found.value(f"pencil.{name}") for name in names] == [300, 60, 240, 4, 5, Decimal("0.2")]


@pytest.mark.parametrize(
    ("period", "rate", "wanted"),
    [
        ("quarter", "10%", "97.6454"),  # 100 ÷ 1.1^(1/4); the fourth root of 1.1 is 1.0241137
        ("month", "10%", "99.2089"),  # 100 ÷ 1.1^(1/12); its twelfth root is 1.0079741
        ("quarter", "21.550625%", "95.2381"),  # 1.05^4 = 1.21550625, and 100 ÷ 1.05
        ("month", "12.682503%", "99.0099"),  # 1.01^12 = 1.12682503, and 100 ÷ 1.01
    ],
)
def test_a_part_of_a_year_is_a_part_of_the_exponent(case: Case, period: str, rate: str, wanted: str) -> None:
    found = case("amount: [100, 0, 0]", period=period, discount_rate=rate)
    assert near(found.value("benefits_pv"), wanted)


def test_four_quarters_are_discounted_like_one_year(case: Case) -> None:
    assert case("amount: [0, 0, 0, 110]", period="quarter", periods="4").value("benefits_pv") == 100


def test_ratios_to_a_cost_that_is_not_above_zero_say_nothing(case: Case) -> None:
    for cost in ("initial: 0", "initial: -5"):
        found = case("amount: 10", cost)
        assert [found.value(name) for name in ("roi", "bcr", "first_year_roi")] == [None, None, None]
    assert case("amount: 0", "initial: 5").value("break_even") is None


# First-year ROI


@pytest.mark.parametrize(
    ("live", "last"),
    [
        ("2020-01", 0),
        ("2026-01", 0),
        ("2026-06", 0),
        ("2027-01", 1),
        ("2027-07", 1),
        ("2028-01", 2),
        ("2028-06", 2),
        ("2029-01", 3),
        ("2035-01", 3),
    ],
)
def test_the_first_year_ends_twelve_months_after_live_by_the_year(case: Case, live: str, last: int) -> None:
    """Benefits of 7, 70 and 700 against a cost of 1: the sum tells which periods are in the window."""
    found = case("amount: [7, 70, 700]", "initial: 1", live=live)
    assert found.value("first_year_roi") == [-1, 6, 76, 776][last]


@pytest.mark.parametrize(
    ("period", "live", "last"),
    [
        ("quarter", "2026-02", 0),
        ("quarter", "2026-10", 3),
        ("quarter", "2027-01", 4),
        ("quarter", "2027-03", 4),
        ("quarter", "2027-04", 5),
        ("month", "2026-01", 0),
        ("month", "2026-02", 1),
        ("month", "2027-01", 12),
        ("month", "2027-04", 15),
        ("month", "2028-01", 16),
    ],
)
def test_the_first_year_counts_quarters_and_months(case: Case, period: str, live: str, last: int) -> None:
    """One unit comes in each of 16 periods against a cost of 1, so the return is the last period less one."""
    found = case("amount: 1", "initial: 1", period=period, periods="16", live=live)
    assert found.value("first_year_roi") == last - 1


def test_the_first_year_begins_with_the_case_where_no_month_is_given(case: Case) -> None:
    assert case("amount: [3, 9, 9]", "initial: 1").value("first_year_roi") == 2


def test_the_first_year_of_the_whole_begins_with_the_first_initiative(evaluated: Callable[[str], Evaluation]) -> None:
    found = evaluated("""\
        kind: business-case
        title: Two of them
        organisation: Worked Example Inc.
        date: 2026-11-22
        currency: USD
        finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
        initiatives:
          - {id: late, action: a, improvement: b, live: 2029-01, benefits: [{name: B, amount: 10}], costs: [{name: C, initial: 5}]}
          - {id: soon, action: a, improvement: b, live: 2028-01, benefits: [{name: B, amount: 20}], costs: [{name: C, initial: 5}]}
        """)
    assert found.value("late.first_year_roi") == 5  # (30 − 5) ÷ 5
    assert found.value("soon.first_year_roi") == 7  # (40 − 5) ÷ 5
    assert found.value("first_year_roi") == 5  # (60 − 10) ÷ 10, over two years
    last = found.figures["first_year_roi"].inputs["last"]
    assert isinstance(last, Written)
    assert last.place is not None
    assert last.value == 2
    assert last.place.line == 9


# Payback


@pytest.mark.parametrize(
    ("benefits", "costs", "wanted"),
    [
        ("amount: [40, 40, 40]", "initial: 100", 30),  # 24 months, and 20 of the 40 of year 3
        ("amount: [100, 0, 0]", "initial: 100", 12),
        ("amount: [120, 0, 60]", ["initial: 100", "amount: [0, 40, 0]"], 28),  # dips; 24 months, and 20 ÷ 60 of year 3
        ("amount: [10, 10, 10]", "initial: 100", None),
        ("amount: [10, 10, 10]", "initial: 0", 0),
        ("initial: 100", "amount: [50, 50, 0]", 0),
    ],
)
def test_payback_is_the_last_turn_of_the_running_total(
    case: Case, benefits: str, costs: str | list[str], wanted: int | None
) -> None:
    assert case(benefits, costs).value("payback_months") == wanted


@pytest.mark.parametrize(("period", "wanted"), [("quarter", "7.5"), ("month", "2.5")])
def test_payback_is_counted_in_months_whatever_the_period(case: Case, period: str, wanted: str) -> None:
    assert case("amount: [40, 40, 40]", "initial: 100", period=period).value("payback_months") == Decimal(wanted)


def test_discounted_payback_stands_beside_it(case: Case) -> None:
    """Present values of 50, 50 and 50 against 125: 24 months, and 25 of the 50 of year 3."""
    found = case("amount: [55, 60.5, 66.55]", "initial: 125")
    assert found.value("discounted_payback_months") == 30
    assert near(found.value("payback_months"), "25.71")  # 24 months, and 9.5 ÷ 66.55 of the year


def test_three_thirds_of_the_outlay_pay_it_back(case: Case) -> None:
    """A third has no end in decimals; what the sum of three lacks of the whole is not owed to anybody."""
    found = case("drivers: {all: {value: 100}}, formula: all / 3", "initial: 100", discount_rate="0%")
    assert found.value("payback_months") == 36
    assert found.value("discounted_payback_months") == 36


def test_payback_withstands_a_rate_that_makes_numbers_immense(case: Case) -> None:
    found = case("amount: 1", "initial: 1", periods="600", discount_rate="-99.999%")
    assert found.value("payback_months") == 12


# IRR and MIRR


def test_the_internal_rate_is_yearly_whatever_the_period(case: Case) -> None:
    """100 grow to 110 in two quarters: 1.1 × 1.1 a year."""
    assert case("amount: [0, 110]", "initial: 100", period="quarter", periods="2").value("irr") == Decimal("0.21")


@pytest.mark.parametrize(
    ("benefits", "costs", "note"),
    [
        ("amount: 10", "initial: -5", "no rate makes the present value zero: the flows never change sign"),
        ("amount: 0", "initial: 0", "every flow is zero, so any rate makes the present value zero"),
        ("amount: [100, 0, 0]", ["initial: 50", "amount: [0, 60, 0]"], "no rate makes the present value zero"),
    ],
)
def test_where_there_is_no_internal_rate_the_note_says_why(
    case: Case, benefits: str, costs: str | list[str], note: str
) -> None:
    found = case(benefits, costs)
    assert (found.value("irr"), found.figures["irr"].note) == (None, note)
    assert "irr.roots.1" not in found.figures


@pytest.mark.parametrize(
    ("rates", "wanted"),
    [
        ({}, "0.1000"),  # 242 from 200, and the square root of 1.21
        ({"reinvestment_rate": "0%"}, "0.0488"),  # 220 from 200, and the square root of 1.1
        ({"finance_rate": "0%"}, "0.0464"),  # 242 from 221
        ({"finance_rate": "0%", "reinvestment_rate": "20%"}, "0.0930"),  # 264 from 221
    ],
)
def test_mirr_takes_its_own_rates_where_given(case: Case, rates: dict[str, str], wanted: str) -> None:
    """220 come in after one year of two. 100 go out at once and 121 at the end, worth 100 at 10%."""
    found = case("amount: [220, 0]", ["initial: 100", "amount: [0, 121]"], periods="2", **rates)
    assert near(found.value("mirr"), wanted)


@pytest.mark.parametrize(("benefit", "cost"), [("amount: 5", "initial: 0"), ("amount: 0", "initial: 5")])
def test_without_flows_of_both_signs_there_is_no_mirr(case: Case, benefit: str, cost: str) -> None:
    assert case(benefit, cost).value("mirr") is None


# Other currencies


def test_another_currency_is_converted_at_its_rate_and_the_trace_says_so(case: Case) -> None:
    found = case("amount: [€100, $50, 20]", "initial: ¥10_000", top="rates: {EUR: {rate: 1.08}, JPY: {rate: 0.007}}")
    assert flows(found) == numbers(0, 108, 50, 20)
    assert flows(found, "costs.c1")[0] == 70
    converted = found.figures["pencil.benefits.b1.amounts.1"].inputs["amount"]
    assert converted == "converted.initiatives.0.benefits.0.amount.0"
    figure = found.figures[str(converted)]
    assert (figure.rule, figure.unit) == ("converted", "money")
    assert figure.value == 108
    amount, rate = figure.inputs["amount"], figure.inputs["rate"]
    assert isinstance(amount, Written)
    assert isinstance(rate, Written)
    assert [amount.value, rate.value] == [100, Decimal("1.08")]
    assert rate.what == "USD for one EUR"


# Values shared by the cases of a folder


def test_a_shared_value_is_traced_to_the_shared_file(tmp_path: Path) -> None:
    (tmp_path / "cxreport.yaml").write_text(
        "currency: USD\nfinance: {discount_rate: 8%, margin: 30%}\nrates: {EUR: {rate: 2}}\n", "utf-8"
    )
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "case.yaml").write_text(
        "kind: business-case\ntitle: T\norganisation: O\ndate: 2026-11-22\n"
        "finance: {margin: 50%, period: year, periods: 1, start: 2027-01}\ninitiatives:\n  - id: p\n    action: a\n"
        "    improvement: b\n    benefits: [{id: b, name: B, type: revenue, amount: €54}]\n"
        "    costs: [{id: c, name: C, initial: 10}]\n",
        "utf-8",
    )
    found = evaluate(load_case(folder / "case.yaml"))
    assert found.value("benefits_pv") == 50  # 54 × 2 × 50% ÷ 1.08
    places = {
        source.what: (Path(source.place.file).name, source.place.line)
        for figure in found.figures.values()
        for _, source in figure.sources()
        if isinstance(source, Written) and source.place is not None
    }
    assert places["discount rate"] == ("cxreport.yaml", 2)
    assert places["USD for one EUR"] == ("cxreport.yaml", 3)
    assert places["margin"] == ("case.yaml", 5)


def test_a_value_written_out_is_traced_to_its_place_though_it_is_the_default(case: Case) -> None:
    found = case("amount: 1, attribution: 100%, growth: 0%, risk_adjustment: 0%, ramp: 100%")
    sources = dict(found.figures["pencil.benefits.b1.effects.1"].sources())
    for name in ("attribution", "ramp"):
        source = sources[name]
        assert isinstance(source, Written)
        assert source.place is not None
        assert "default" not in source.what
