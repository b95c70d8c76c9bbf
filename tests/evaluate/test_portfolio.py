"""Portfolios: which cases they gather, their figures by hand, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.evaluate.portfolio import PortfolioOutcome
from cxreport.evaluate.review import RULES
from cxreport.evaluate.trace import find_figure, trace

D = Decimal
SHARED = "organisation: Worked Example Inc.\ncurrency: USD\nfinance: {discount_rate: 10%, period: year}\n"
Round = Callable[..., Evaluation]


def proposal(
    name: str, benefit: str, cost: str, *, finance: str = "{start: 2027-01, periods: 2}", top: str = ""
) -> str:
    """Return a proposal of one benefit and one cost; `benefit` and `cost` are what stands behind their names."""
    return (
        f"kind: business-case\ntitle: The {name}\ndate: 2026-11-22\nfinance: {finance}\n{top}\n"
        f"initiatives: [{{id: do, action: do, improvement: help, benefits: [{{name: Gain of {name}, {benefit}}}],\n"
        f"  costs: [{{name: Pay, {cost}}}]}}]\n"
    )


def report(name: str, total: str, period: str = "2026-Q3", top: str = "") -> str:
    return (
        f"kind: value-report\ntitle: Team {name}\ndate: 2026-10-12\n{top}\nrevenue:\n  period: {period}\n"
        f"  total: {total}\n"
        "  cxm: {switched: [{name: A, amount: 20, aligned_by: Research, change: product}]}\n"
        "  csm: {expanded: [{name: B, amount: 10, team: success}]}\n"
    )


@pytest.fixture
def round_of(tmp_path: Path) -> Round:
    """Return the evaluation of a portfolio that is given by its keys, beside the given cases by their names."""

    def make(keys: str, cases: str = 'cases: ["proposals/*.yaml"]', **files: str) -> Evaluation:
        (tmp_path / "cxreport.yaml").write_text(SHARED, "utf-8")
        (tmp_path / "proposals").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / "proposals" / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8")
        path = tmp_path / "round.yaml"
        path.write_text(f"kind: portfolio\ntitle: Round\ndate: 2026-11-30\n{cases}\n{keys}\n", "utf-8")
        return evaluate(load_case(path))

    return make


def outcome(evaluation: Evaluation) -> PortfolioOutcome:
    assert evaluation.portfolio is not None, [str(problem) for problem in evaluation.problems]
    return evaluation.portfolio


def told(evaluation: Evaluation) -> list[tuple[str, str, int]]:
    return [(p.code, Path(p.place.file).name, p.place.line) for p in evaluation.problems if p.code not in RULES]


ALPHA = proposal("alpha", "amount: 121", "initial: 100")
"""NPV by hand: 121/1.1 + 121/1.21 - 100 = 110 + 100 - 100 = 110."""
BETA = proposal("beta", "amount: 110", "initial: 50", finance="{start: 2028-01, periods: 1}")
"""NPV at its own start: 110/1.1 - 50 = 50; a year before, 50/1.1 = 45.4545…"""


# Figures by hand


def test_a_proposal_that_starts_later_is_worth_less_today(round_of: Round) -> None:
    found = round_of("", alpha=ALPHA, beta=BETA)
    assert abs(found.amount("alpha.npv") - 110) < D("1e-40")
    assert abs(found.amount("beta.benefits_pv.at_start") - 100) < D("1e-40")
    assert abs(found.amount("beta.npv") - 50 / D("1.1")) < D("1e-20")
    assert abs(found.amount("npv") - (110 + 50 / D("1.1"))) < D("1e-20")
    assert [p.id for p in outcome(found).proposals] == ["alpha", "beta"]


def test_flows_stand_in_the_year_in_which_they_fall_and_time_0_in_that_of_its_day(round_of: Round) -> None:
    found = round_of("", alpha=ALPHA, beta=BETA)
    assert [found.amount(f"benefit_flows.{t}") for t in (1, 2)] == [121, 231]
    assert [found.amount(f"cost_flows.{t}") for t in (1, 2)] == [100, 50]
    assert [found.amount(f"cumulative.{t}") for t in (1, 2)] == [21, 202]
    assert [outcome(found).days.told(t) for t in (1, 2)] == ["FY2027", "FY2028"]


def test_years_from_april_are_parted_between_calendar_years_by_their_months(round_of: Round) -> None:
    april = proposal("april", "amount: [120, 60]", "initial: 10, amount: 12", finance="{start: 2027-04, periods: 2}")
    found = round_of("", april=april)
    assert [found.amount(f"benefit_flows.{t}") for t in (1, 2, 3)] == [90, 30 + 45, 15]
    assert [found.amount(f"cost_flows.{t}") for t in (1, 2, 3)] == [10 + 9, 3 + 9, 3]


def test_a_fiscal_year_from_april_holds_a_year_from_april_whole(round_of: Round) -> None:
    april = proposal("april", "amount: [120, 60]", "initial: 10", finance="{start: 2027-04, periods: 2}")
    found = round_of("finance: {fiscal_year_start: 4}", april=april)
    assert [found.amount(f"benefit_flows.{t}") for t in (1, 2)] == [120, 60]
    assert outcome(found).days.told(1) == "FY2028"


def test_quarters_and_months_add_up_to_the_years_of_the_portfolio(round_of: Round) -> None:
    quarters = proposal("q", "amount: 10", "initial: 1", finance="{start: 2027-07, period: quarter, periods: 4}")
    months = proposal("m", "amount: 2", "initial: 1", finance="{start: 2027-12, period: month, periods: 2}")
    found = round_of("", q=quarters, m=months)
    assert [found.amount(f"q.benefit_flows.{t}") for t in (1, 2)] == [20, 20]
    assert [found.amount(f"m.benefit_flows.{t}") for t in (1, 2)] == [2, 2]


def test_another_currency_is_brought_to_the_portfolios_by_its_rate(round_of: Round) -> None:
    euro = ALPHA.replace("kind:", "currency: EUR\nkind:")
    found = round_of("rates: {EUR: {rate: 1.1}}", alpha=euro)
    assert abs(found.amount("alpha.npv") - 121) < D("1e-40")
    assert found.figures["alpha.case.npv"].label == "Net present value, in EUR"


def test_without_a_rate_a_currency_is_refused_once(round_of: Round) -> None:
    euro = ALPHA.replace("kind:", "currency: EUR\nkind:")
    assert told(round_of("", alpha=euro, beta=euro)) == [("CX113", "round.yaml", 4)]


@pytest.mark.parametrize(
    ("measure", "order"),
    [("npv", "big small"), ("bcr", "small big"), ("payback", "small big"), ("weight", "big small")],
)
def test_proposals_are_ranked_by_the_measure_that_is_asked_for(measure: str, order: str, round_of: Round) -> None:
    big = proposal("big", "amount: 1000", "initial: 1000")  # pays back after 12 months
    small = proposal("small", "amount: 100", "initial: 50")
    cases = 'cases: ["proposals/*.yaml", {case: proposals/big.yaml, weight: 5}]'
    found = round_of(f"rank: {measure}", cases, big=big, small=small)
    assert [p.id for p in outcome(found).proposals] == order.split()


def test_the_trace_of_a_proposal_leads_into_its_own_file(round_of: Round) -> None:
    found = round_of("", alpha=ALPHA)
    tree = str(trace(found, find_figure(found, "alpha.npv")))
    assert "proposals/alpha.yaml" in tree
    assert find_figure(found, "alpha.case.do.npv").label == "Net present value"


# The funding line

THREE = {
    "a": proposal("a", "amount: [100, 0]", "initial: 60"),
    "b": proposal("b", "amount: [90, 0]", "initial: 50"),
    "c": proposal("c", "amount: [85, 0]", "initial: 50"),
}
"""NPV: 30.909…, 31.818…, 27.272…; the budget of the first year decides."""


def test_the_line_takes_the_set_that_brings_the_most_and_tells_what_is_left(round_of: Round) -> None:
    found = round_of("budget: {available: [110, 0], committed: [10, 0], step: 10}", **THREE)
    line = outcome(found).line
    assert line is not None
    assert line.funded == ("b", "c")
    assert found.amount("funding.cost_flows.1") == 100
    assert found.amount("budget.left.1") == 0
    assert abs(found.amount("funding.npv") - (175 / D("1.1") - 100)) < D("1e-20")


def test_what_is_not_funded_is_told_why_and_what_it_would_cost_to_fund_it(round_of: Round) -> None:
    found = round_of("budget: {available: [110, 0], committed: [10, 0], step: 10}", **THREE)
    line = outcome(found).line
    assert line is not None
    assert line.refusals["a"].reason == "budget"
    assert line.refusals["a"].short == {1: D(60)}
    # With a, of 100 only 40 are left, and nothing else fits: 59.09 - 30.91.
    assert line.losses["a"].drops == ("b", "c")
    assert abs(found.amount("a.funded_all_the_same.loss") - (175 / D("1.1") - 100 - (100 / D("1.1") - 60))) < D("1e-20")


def test_a_step_more_in_the_year_that_binds_admits_another_and_in_the_other_year_none(round_of: Round) -> None:
    found = round_of("budget: {available: [110, 0], committed: [10, 0], step: 10}", **THREE)
    line = outcome(found).line
    assert line is not None
    assert (line.next[1].joins, line.next[1].drops) == (("a",), ("c",))
    assert abs(found.amount("budget.next.1.gain") - (15 / D("1.1") - 10)) < D("1e-20")
    assert (line.next[2].joins, line.next[2].drops) == ((), ())
    assert abs(found.amount("budget.next.2.gain")) < D("1e-40")


def test_a_tenth_less_budget_tells_what_falls_off(round_of: Round) -> None:
    found = round_of("budget: {available: [110, 0], committed: [10, 0]}", **THREE)
    line = outcome(found).line
    assert line is not None
    # 99 less 10 are 89: one of them, and b is worth the most.
    assert line.cuts[90].drops == ("c",)
    assert abs(found.amount("budget.at.90.gain") - -(85 / D("1.1") - 50)) < D("1e-20")
    assert line.cuts[110].joins == ("a",)


def test_one_amount_limits_every_period_and_a_list_those_that_it_names(round_of: Round) -> None:
    every, first = round_of("budget: {available: 500}", **THREE), round_of("budget: {available: [500]}", **THREE)
    assert [len([a for a in e.figures if a.startswith("budget.left.")]) for e in (every, first)] == [2, 1]


def test_requires_excludes_and_must_have_hold(round_of: Round) -> None:
    cases = (
        'cases: ["proposals/*.yaml", {case: proposals/a.yaml, requires: [c]}, {case: proposals/b.yaml, excludes: [a]},'
        " {case: proposals/d.yaml, must_have: yes}]"
    )
    loss = proposal("d", "amount: 1", "initial: 10")
    found = round_of("budget: {available: 120}", cases, **THREE, d=loss)
    line = outcome(found).line
    assert line is not None
    assert line.funded == ("b", "c", "d")
    assert line.refusals["a"].reason == "excluded"
    assert line.refusals["a"].others == ("b",)


def test_a_proposal_whose_requirement_is_left_out_says_so(round_of: Round) -> None:
    cases = 'cases: ["proposals/*.yaml", {case: proposals/a.yaml, requires: [d]}]'
    loss = proposal("d", "amount: 1", "initial: 100")
    line = outcome(round_of("budget: {available: 500}", cases, **THREE, d=loss)).line
    assert line is not None
    assert (line.refusals["a"].reason, line.refusals["a"].others) == ("requires", ("d",))
    assert line.refusals["d"].reason == "worthless"


def test_must_haves_beyond_the_budget_are_told_with_the_period_and_the_amount(round_of: Round) -> None:
    cases = "cases: [{case: proposals/a.yaml, must_have: yes}, {case: proposals/b.yaml, must_have: yes}]"
    found = round_of("budget: {available: [100, 0]}", cases, **THREE)
    problem = found.problems[0]
    assert problem.code == "CX608"
    assert problem.message == "the must-haves need USD 10 more than the budget of FY2027 has left: b, a"
    assert (problem.place.line, problem.excerpt[problem.place.column - 1 :][:3]) == (5, "100")


def test_a_budget_that_is_committed_twice_over_blames_no_must_have(round_of: Round) -> None:
    found = round_of("budget: {available: [100, 50], committed: [150, 0]}", **THREE)
    assert [(p.code, p.message) for p in found.problems if p.severity == "error"] == [
        ("CX608", "what is committed in FY2027 is USD 50 more than the budget")
    ]


def test_proposals_that_need_each_other_in_a_circle_come_together_or_not_at_all(round_of: Round) -> None:
    # each costs 100: together they need 300
    names = "abc"
    cases = [f"{{case: proposals/{n}.yaml, requires: [{m}]}}" for n, m in zip(names, "bca", strict=True)]
    ring = {n: proposal(n, "amount: 121", "initial: 100") for n in names}
    for available, funded in ((300, tuple(names)), (299, ())):
        line = outcome(round_of(f"budget: {{available: {available}}}", f"cases: [{', '.join(cases)}]", **ring)).line
        assert line is not None
        assert line.funded == funded


@pytest.mark.parametrize("available", [0, 1000])
def test_where_nothing_pays_or_there_is_no_money_nothing_is_funded(available: int, round_of: Round) -> None:
    gain = 121 if available == 0 else 10
    found = round_of(f"budget: {{available: {available}}}", a=proposal("a", f"amount: {gain}", "initial: 100"))
    line = outcome(found).line
    assert line is not None
    assert not line.funded
    assert found.value("funding.npv") == 0
    assert found.value("funding.roi") is None


def test_must_haves_that_exclude_each_other_are_refused(round_of: Round) -> None:
    cases = "cases: [{case: proposals/a.yaml, must_have: yes, excludes: [b]}, {case: proposals/b.yaml, must_have: yes}]"
    assert [code for code, _, _ in told(round_of("budget: {available: 999}", cases, **THREE))] == ["CX607"]


# Overlaps


def test_the_same_name_in_the_same_year_is_the_same_money(round_of: Round) -> None:
    twin = THREE["a"].replace("title: The a", "title: The twin")
    found = round_of("", a=THREE["a"], twin=twin)
    [overlap] = outcome(found).overlaps
    assert (overlap.ground, overlap.certain) == ("name", True)
    assert abs(found.amount("overlaps.1") - 100 / D("1.1")) < D("1e-20")
    assert abs(found.amount("overlaps.npv_once") - (100 / D("1.1") - 120)) < D("1e-20")
    assert told(found) == [("CX613", "twin.yaml", 6)]


def test_the_same_name_in_another_year_is_not(round_of: Round) -> None:
    later = THREE["a"].replace("2027-01", "2030-01")
    assert outcome(round_of("", a=THREE["a"], later=later)).overlaps == ()


def test_what_benefits_say_that_they_claim_goes_before_their_names(round_of: Round) -> None:
    def claiming(claim: str, name: str = "a") -> str:
        return THREE[name].replace("amount: [", f"claims: {claim}, amount: [", 1)

    same = outcome(round_of("", a=claiming("calls at the desk"), b=claiming("Calls at the desk", "b"))).overlaps
    assert [(o.ground, o.certain) for o in same] == [("claims", True)]
    other = outcome(round_of("", a=claiming("calls at the desk"), b=claiming("visits").replace("The a", "x"))).overlaps
    assert other == ()


def test_names_nearly_alike_and_a_count_shared_are_possible_overlaps(round_of: Round) -> None:
    counted = "drivers: {calls: {label: Calls, value: 50}, each: {value: $2}}, formula: calls * each"
    one, two = proposal("one", counted, "initial: 60"), proposal("other", counted, "initial: 60")
    near = proposal("others", "amount: 5", "initial: 4")
    found = round_of("", one=one, other=two, others=near)
    grounds = {(o.ground, o.certain, frozenset(p for p, _ in o.benefits)) for o in outcome(found).overlaps}
    assert ("driver", False, frozenset({"one", "other"})) in grounds
    assert ("near-name", False, frozenset({"other", "others"})) in grounds
    assert told(found) == []


# The company


def test_reports_of_the_period_add_up_to_the_company_and_the_rest_is_shown(round_of: Round) -> None:
    keys = "company: {period: 2026-Q3, revenue: 300}\nrates: {EUR: {rate: 2}}"
    found = round_of(
        keys, north=report("North", "100"), south=report("South", "60", top="currency: EUR"),
        old=report("Old", "999", "2026-Q2"), alpha=ALPHA,
    )  # fmt: skip
    assert [r.id for r in outcome(found).reports] == ["south", "north"]
    assert [found.amount(f"teams.{key}") for key in ("total", "cxm", "csm", "sales")] == [220, 60, 30, 130]
    assert found.amount("company.unallocated") == 80
    assert found.value("south.share") == D("0.4")


def test_reports_that_claim_more_than_the_company_has_are_refused(round_of: Round) -> None:
    found = round_of("company: {period: 2026-Q3, revenue: 90}", north=report("North", "100"))
    assert [p.code for p in found.problems] == ["CX614"]


def test_two_reports_of_one_team_would_be_counted_twice_and_are_refused(round_of: Round) -> None:
    keys = "company: {period: 2026-Q3, revenue: 300}"
    one, draft = (report("North", "100", top="team: North"), report("North", "90", top="team: north"))
    found = round_of(keys, north=one, north_draft=draft, south=report("South", "60", top="team: South"))
    assert [(code, file) for code, file, _ in told(found)] == [("CX616", "round.yaml")]
    assert 'the reports north-draft.yaml and north.yaml are both of the team "North"' in found.problems[0].message


def test_a_portfolio_that_asks_for_one_page_is_refused_and_one_that_shares_the_layout_is_not(
    round_of: Round, tmp_path: Path
) -> None:
    found = round_of("layout: one-page", alpha=ALPHA)
    assert [p.code for p in found.problems if p.severity == "error"] == ["CX615"]
    assert round_of("", alpha=ALPHA).sound
    (tmp_path / "cxreport.yaml").write_text(f"{SHARED}\nlayout: one-page\n", "utf-8")
    assert evaluate(load_case(tmp_path / "round.yaml")).sound


# Gathering


def test_a_broken_member_is_told_once_at_its_own_line_and_refuses_the_whole(round_of: Round) -> None:
    broken = ALPHA.replace("initial: 100", "initial: 1OO")
    found = round_of("", alpha=broken, beta=BETA)
    assert [code for code, file, _ in told(found) if file == "alpha.yaml"] == ["CX105"]
    assert [(code, line) for code, file, line in told(found) if file == "round.yaml"] == [("CX601", 4)]
    assert found.figures == {}


def test_a_pattern_passes_over_what_is_no_proposal(round_of: Round) -> None:
    found = round_of("", alpha=ALPHA, north=report("North", "100"), notes="just: notes\n", other="kind: portfolio\n")
    assert [p.id for p in outcome(found).proposals] == ["alpha"]


def test_a_portfolio_among_its_own_cases_does_not_gather_itself(round_of: Round) -> None:
    found = round_of("", 'cases: ["**/*.yaml"]', alpha=ALPHA)
    assert [p.id for p in outcome(found).proposals] == ["alpha"]


def test_an_entry_says_more_of_a_file_that_a_pattern_has_found(round_of: Round) -> None:
    found = round_of("", 'cases: ["proposals/*.yaml", {case: proposals/alpha.yaml, id: first}]', alpha=ALPHA, beta=BETA)
    assert [p.id for p in outcome(found).proposals] == ["first", "beta"]


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ("cases: [nothing/*.yaml]", "CX602"),
        ("cases: [{case: proposals/alfa.yaml}]", "CX602"),
        ("cases: [../*.yaml]", "CX602"),
        ("cases: [round.yaml]", "CX602"),
        ("cases: [{case: proposals/alpha.yaml}, {case: ./proposals/alpha.yaml}]", "CX604"),
        ("cases: [proposals/alpha.yaml, {case: proposals/north.yaml}]", "CX605"),
        ("cases: [{case: proposals/alpha.yaml, requires: [alfa]}]", "CX606"),
        ("cases: [{case: proposals/alpha.yaml, excludes: [alpha]}]", "CX606"),
        ("cases: [{case: proposals/alpha.yaml, id: npv}]", "CX117"),
        ("cases: [{case: proposals/alpha.yaml, id: x}, {case: proposals/beta.yaml, id: x}]", "CX116"),
        ("cases: [{case: proposals/alpha.yaml, must_have: perhaps}]", "CX104"),
        ("cases: []", "CX124"),
        ("cases: [[alpha]]", "CX103"),
    ],
)
def test_what_cannot_be_gathered_is_told_in_the_line_that_names_it(cases: str, code: str, round_of: Round) -> None:
    found = round_of("", cases, alpha=ALPHA, beta=BETA, north=report("North", "100"))
    assert told(found) == [(code, "round.yaml", 4)]


def test_a_file_outside_of_the_project_is_not_read(round_of: Round, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text(ALPHA, "utf-8")
    found = round_of("", f"cases: [{{case: ../{outside.name}}}]", alpha=ALPHA)
    outside.unlink()
    assert [code for code, _, _ in told(found)] == ["CX603"]


def test_a_proposal_before_the_portfolio_begins_is_refused(round_of: Round) -> None:
    assert [c for c, _, _ in told(round_of("finance: {start: 2027-02}", alpha=ALPHA))] == ["CX612"]


def test_rates_that_differ_need_one_of_the_portfolio_which_then_holds_for_all(round_of: Round, tmp_path: Path) -> None:
    (tmp_path / "proposals").mkdir()
    other = ALPHA.replace("finance: {", "finance: {discount_rate: 5%, ")
    plain = "finance: {discount_rate: 10%, "
    shared = SHARED.replace("finance: {discount_rate: 10%, ", "finance: {")
    beta = BETA.replace("finance: {", plain)
    for name, text in (("alpha", other), ("beta", beta)):
        (tmp_path / "proposals" / f"{name}.yaml").write_text(text, "utf-8")
    (tmp_path / "cxreport.yaml").write_text(shared, "utf-8")
    path = tmp_path / "round.yaml"
    header = 'kind: portfolio\ntitle: Round\ndate: 2026-11-30\ncases: ["proposals/*.yaml"]\n'
    path.write_text(header, "utf-8")
    assert [code for code, _, _ in told(evaluate(load_case(path)))] == ["CX610"]
    path.write_text(header + "finance: {discount_rate: 10%}\n", "utf-8")
    found = evaluate(load_case(path))
    assert told(found) == [("CX611", "alpha.yaml", 4)]
    assert abs(found.amount("alpha.npv") - 110) < D("1e-40")
