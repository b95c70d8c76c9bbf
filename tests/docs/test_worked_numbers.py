"""The examples of the manual, computed again: whatever a reader redoes with a pencil has to come out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from cxreport import attribution, finance
from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.evaluate.review import RULES
from cxreport.render.rounding import Edge, round_together

ROOT = Path(__file__).parents[2]
SAMPLE = """\
kind: business-case
title: A pencil case
organisation: Worked Example Inc.
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: PERIOD, periods: COUNT, start: 2027-01}
initiatives:
  - id: pencil
    action: do something
    improvement: make something better
    live: LIVE
    benefits:
      - {id: gain, name: Gain, BENEFIT, evidence: [{source: Pilot, grade: tested}]}
    costs:
      - {id: price, name: Price, COST}
"""


def manual(name: str) -> str:
    """Return a page of the manual as one line."""
    return " ".join((ROOT / "docs" / name).read_text("utf-8").split())


CONVENTIONS, METHOD = manual("conventions.md"), manual("method.md")


def numbers(*amounts: int | str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def money(value: Decimal, digits: int = 2) -> str:
    return f"{value:,.{digits}f}".replace("-", "−")


def percent(value: Decimal | None, digits: int = 2) -> str:
    assert value is not None
    return f"{money(value * 100, digits)}%"


def years(months: Decimal | None, digits: int) -> str:
    assert months is not None
    return f"{months / 12:.{digits}f} years"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def table(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table of the page whose head begins with `heading`."""
    text = (ROOT / "docs" / page).read_text("utf-8").partition(f"| {heading} |")[2]
    lines = text.splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[: lines.index("")]]


def missing(page: str, told: Iterable[str]) -> list[str]:
    return [phrase for phrase in told if phrase not in page]


MACHINE = numbers(-16000, 2000, 4000, 5000, 5000, 5000, 5000)
NINE = Decimal("0.09")
BENEFITS = numbers(0, 1606511, 3061331, 4229760)
COSTS = numbers(53150, 666715, 636772, 647783)
TEN = Decimal("0.1")


def test_the_table_of_the_machine_holds() -> None:
    worths = finance.discounted(MACHINE, NINE)
    for year, (flow, worth, total) in enumerate(zip(MACHINE, worths, finance.cumulative(worths), strict=True)):
        divisor = f"{1 / finance.discount_factor(NINE, year):.4f}"
        assert row(str(year), money(flow, 0), divisor, money(worth), money(total)) in CONVENTIONS


def test_the_returns_of_the_machine_hold() -> None:
    benefits_pv = finance.present_value([Decimal(0), *MACHINE[1:]], NINE)
    npv = finance.net_present_value(benefits_pv, Decimal(16000))
    told = [
        f"the benefits are worth {money(benefits_pv)} today",
        f"NPV is {money(npv)}, ROI is {percent(finance.return_on_investment(npv, Decimal(16000)), 1)}",
        f"BCR is {finance.benefit_cost_ratio(benefits_pv, Decimal(16000)):.2f}",
        f"payback is {years(finance.payback_months(MACHINE), 1)}",
        f"discounted payback is {years(finance.discounted_payback_months(MACHINE, NINE), 2)}",
        f"The machine: {percent(finance.internal_rates(MACHINE).rate)}.",
        f"sixth root less one is {percent(finance.modified_internal_rate(MACHINE, NINE, NINE))}",
    ]
    assert missing(CONVENTIONS, told) == []


def test_the_inflows_of_the_machine_grow_as_told() -> None:
    worth = finance.present_value([Decimal(0), *MACHINE[1:]], NINE) / finance.discount_factor(NINE, 6)
    told = f"the inflows grow to {money(worth)} by the end of year 6, and {money(worth)} ÷ 16,000 = {worth / 16000:.4f}"
    assert told in CONVENTIONS


def test_the_published_table_of_three_years_holds() -> None:
    net = [benefit - cost for benefit, cost in zip(BENEFITS, COSTS, strict=True)]
    sides = [("Benefits", BENEFITS), ("Costs", COSTS), ("Net", net)]
    for name, flows in sides:
        assert row(name, *(money(flow, 0) for flow in [*flows, finance.present_value(flows, TEN)])) in CONVENTIONS
    benefits_pv, costs_pv = finance.present_value(BENEFITS, TEN), finance.present_value(COSTS, TEN)
    npv = finance.net_present_value(benefits_pv, costs_pv)
    roi = finance.return_on_investment(npv, costs_pv)
    months = finance.payback_months(net)
    told = [
        f"ROI is {money(npv, 0)} ÷ {money(costs_pv, 0)} = {percent(roi, 0)}",
        f"In the table above it is {percent(finance.break_even_share(benefits_pv, costs_pv), 0)}",
        f"of a year is {months:.1f} months",
    ]
    assert missing(CONVENTIONS, told) == []


def test_the_first_year_of_the_portal_holds() -> None:
    benefits, costs = numbers(0, 50), numbers("1.5", 0)
    told = [
        f"(50 − 1.5) ÷ 1.5 = {percent(finance.first_year_return(benefits, costs, 1), 0)}",
        f"1.5 ÷ 50 = {percent(finance.break_even_share(Decimal(50), Decimal('1.5')), 0)}",
    ]
    assert missing(CONVENTIONS, told) == []


def test_the_factor_of_a_quarter_holds() -> None:
    assert f"1 ÷ 1.1^(1/4) = {finance.discount_factor(TEN, 1, 4):.5f}" in CONVENTIONS


def test_the_payback_with_a_dip_holds() -> None:
    flows = numbers(-100, 120, -40, 60)
    assert f"running total is {', '.join(money(total, 0) for total in finance.cumulative(flows))}." in CONVENTIONS
    assert f"make {finance.payback_months(flows):.0f} months" in CONVENTIONS


@pytest.mark.parametrize(("last", "told"), [(5, "come back: {}"), (4, "four years, {}"), (2, "after two, {}")])
def test_the_three_rates_of_the_spreadsheet_manuals_hold(last: int, told: str) -> None:
    flows = numbers(-70000, 12000, 15000, 18000, 21000, 26000)[: last + 1]
    assert told.format(percent(finance.internal_rates(flows).rate)) in CONVENTIONS


def test_the_flows_with_two_rates_hold() -> None:
    flows = numbers(-350, 950, -620)
    low, high = (percent(root) for root in finance.internal_rates(flows).roots)
    assert f"At {low} and again at {high} the NPV is zero" in CONVENTIONS
    for rate in numbers("0.05", "0.30", "0.70"):
        assert f"at {percent(rate, 0)} it is {money(finance.present_value(flows, rate))}" in CONVENTIONS


def test_the_modified_rate_of_the_spreadsheet_manuals_holds() -> None:
    flows = numbers(-120000, 39000, 30000, 21000, 37000, 46000)
    rate = finance.modified_internal_rate(flows, TEN, Decimal("0.12"))
    assert f"reinvestment rate 12%: {percent(rate)}." in CONVENTIONS


def flows_of(folder: Path, line: str, **parts: str) -> tuple[Decimal, ...]:
    """Return the flows of the sample's `line`, its parts filled in."""
    text = SAMPLE
    for name, part in {"PERIOD": "year", "COUNT": "3", "LIVE": "2027-01", "COST": "initial: 9", **parts}.items():
        text = text.replace(name, part)
    file = folder / "case.yaml"
    file.write_text(text, "utf-8")
    found = evaluate(load_case(file))
    assert {problem.code for problem in found.problems} <= RULES.keys()
    return found.series(f"pencil.{line}.flows")


def test_the_table_of_a_line_holds(tmp_path: Path) -> None:
    parts = "amount: 1000, ramp: [50%, 100%, 100%], growth: 3%, attribution: 80%, risk_adjustment: 15%"
    flows = flows_of(tmp_path, "benefits.gain", BENEFIT=parts)
    assert [cells[-1] for cells in table("conventions.md", "Year | Working | Comes to")] == [
        money(flow) for flow in flows[1:]
    ]


def test_growth_comes_in_steps_of_a_year(tmp_path: Path) -> None:
    parts = {"PERIOD": "quarter", "COUNT": "8", "BENEFIT": "amount: 100, growth: 3%"}
    assert flows_of(tmp_path, "benefits.gain", **parts)[1:] == tuple(numbers(*[100] * 4, *[103] * 4))


@pytest.mark.parametrize(
    ("line", "amount", "comes_to", "told"),
    [
        ("benefits.gain", 100, 90, "A benefit of 100 with a risk of 10% counts 90."),
        ("costs.price", 100, 110, "A cost of 100 counts 110."),
        ("benefits.gain", -100, -110, "A benefit of −100, something the case loses, counts −110;"),
        ("costs.price", -100, -90, "a cost of −100, a refund, counts −90."),
    ],
)
def test_risk_works_against_the_case_as_told(tmp_path: Path, line: str, amount: int, comes_to: int, told: str) -> None:
    risky = f"amount: {amount}, risk_adjustment: 10%"
    parts = {"BENEFIT": "amount: 1", "COST": "initial: 9", "BENEFIT" if "gain" in line else "COST": risky}
    assert set(flows_of(tmp_path, line, **parts)[1:]) == {Decimal(comes_to)}
    assert told in CONVENTIONS


def test_the_first_year_ends_with_the_last_period_inside_its_twelve_months(tmp_path: Path) -> None:
    """Live from April 2027, by the quarter from January 2027: period 5 is the last."""
    amounts = "[1, 1, 1, 1, 100, 7_000]"
    parts = {
        "PERIOD": "quarter",
        "COUNT": "6",
        "LIVE": "2027-04",
        "BENEFIT": f"amount: {amounts}",
        "COST": "initial: 8",
    }
    flows_of(tmp_path, "benefits.gain", **parts)
    found = evaluate(load_case(tmp_path / "case.yaml"))
    assert found.value("pencil.first_year_roi") == 12  # (1 + 1 + 1 + 1 + 100 − 8) ÷ 8
    assert "the end of period 5" in CONVENTIONS


def bucket_sums() -> dict[str, Decimal]:
    sums = {"CXM": Decimal(0), "CSM": Decimal(0)}
    for bucket, _, amount in table("method.md", "Bucket | Line | Amount"):
        sums[bucket[:3]] += Decimal(amount)
    return sums


def test_the_three_steps_of_the_split_hold() -> None:
    sums = bucket_sums()
    parts = attribution.split(Decimal(900), sums["CXM"], sums["CSM"])
    told = [
        f"CXM = 60 + 50 + 30 + 10 = {parts.cxm}.",
        f"CSM = 90 + 30 + 40 = {parts.csm}.",
        f"Sales = 900 − {parts.cxm} − {parts.csm} = {parts.sales}.",
        f"the stated 150 is {-attribution.discrepancy(Decimal(150), parts.csm)} short",
        f"the stated 600 for Sales is {attribution.discrepancy(Decimal(600), parts.sales)} too high",
    ]
    assert missing(METHOD, told) == []


def test_the_case_file_of_the_example_gives_the_same() -> None:
    found = evaluate(load_case(ROOT / "cases" / "revenue-split.yaml"))
    values = [found.amount(f"attribution.{bucket}.total") / 10**6 for bucket in ("cxm", "csm", "sales")]
    assert values == numbers(150, 160, 590)


def test_the_printed_shares_foot_as_told() -> None:
    exact = [attribution.share_of(part, Decimal(900)) * 100 for part in numbers(150, 160, 590)]
    step = Decimal("0.1")
    shares = [Edge(f"part {place}", "all", "end", share) for place, share in enumerate(exact)]
    printed = round_together([*shares, Edge("all", "end", "all", Decimal(100))], step, "all")
    footed = [f"{printed[share.name]:.1f}" for share in shares]
    alone = [f"{share.quantize(step):.1f}" for share in exact]
    told = [
        "are {}%, {}% and {}%".format(*(f"{share:.2f}" for share in exact)),
        "they are {}, {} and {}, which add up to {}".format(*alone, sum(map(Decimal, alone))),
        "We print {}, {} and {}.".format(*footed),
    ]
    assert missing(CONVENTIONS, told) == []
    assert "{}%, {}% and {}%: they add up to 100%".format(*footed) in METHOD


def test_the_ways_of_giving_a_line_hold() -> None:
    gain = attribution.in_sync_gain(*numbers(1200, 5000, 4200))
    saved = attribution.saved_revenue(*numbers(500, "0.2", 6000))
    told = [f"1,200 × (5,000 − 4,200) = {money(gain, 0)}", f"500 × 20% × 6,000 = {money(saved, 0)}"]
    assert missing(METHOD, told) == []


def test_the_survey_holds() -> None:
    share = attribution.survey_share(*numbers(400, 48))
    margin = attribution.survey_margin(share, Decimal(400)) * 100
    surveyed = attribution.survey_revenue(share, *numbers(900, 150))
    told = [
        f"If 48 of 400 say so, the share is {percent(share, 0)}",
        f"{percent(share, 0)} of (900 − 150) is {surveyed:.0f} million",
        f"here {margin:.1f} points up or down",
    ]
    assert missing(METHOD, told) == []
    assert f"1.96 × √(0.12 × 0.88 ÷ 400) = {margin:.1f} points" in CONVENTIONS


def test_the_value_by_group_holds() -> None:
    shares: dict[str, Decimal] = {"Engineering": Decimal("0.6"), "Product": Decimal("0.4")}
    values = [attribution.group_value([Decimal(60)], [share]) for share in shares.values()]
    engineering, product = (f"{value:.0f} million" for value in values)
    assert f"then {engineering} go to Engineering and {product} to Product" in METHOD
