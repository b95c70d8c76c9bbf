"""The reports of all teams together: what came of their promises, by hand, in the currency of the company."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from evaluate.teams import EAST, NORTH, SOUTH, report, written_company

Company = Callable[..., Evaluation]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Return the evaluation of a company with the given reports."""

    def gathered(**reports: str) -> Evaluation:
        found = evaluate(load_case(written_company(tmp_path, **reports)))
        assert found.sound, [str(problem) for problem in found.problems]
        return found

    return gathered


def values(evaluation: Evaluation, at: str, *kinds: str) -> list[Decimal | None]:
    return [value if value is None else round(value, 2) for value in (evaluation.value(f"{at}.{k}") for k in kinds)]


def test_initiatives_of_all_teams_are_worth_together_what_each_is_in_the_companys_currency(company: Company) -> None:
    found = company(north=NORTH, south=SOUTH, east=EAST)
    # 2,000 a year for three years at 10%: 2,000 × 2.486852 − 1,500 = 3,473.70. In the north 76% came and the build
    # cost 1,620: 1,520 × 2.486852 − 1,620 = 2,160.02. The south is as planned, and a euro is two dollars.
    kinds = ("case_npv", "npv", "npv_change")
    d = Decimal
    assert values(found, "promises.of.north.portal", *kinds) == [d("3473.70"), d("2160.02"), d("-1313.69")]
    assert values(found, "promises.of.south.portal", *kinds) == [d("6947.41"), d("6947.41"), 0]
    assert values(found, "promises", *kinds) == [d("10421.11"), d("9107.42"), d("-1313.69")]


def test_the_period_of_all_teams_is_set_against_their_plan_and_what_is_missing_stands_apart(company: Company) -> None:
    found = company(north=NORTH, south=SOUTH, east=EAST)
    kinds = ("plan", "reported", "unreported", "actual", "variance", "share")
    # benefits: 500 + 2 × 500 planned, 380 + 2 × 500 came; costs: 1,500 + 2 × 1,500 planned, the south reports none
    assert values(found, "promises.period.benefits", *kinds) == [1500, 1500, 0, 1380, -120, Decimal("-0.08")]
    assert values(found, "promises.period.costs", *kinds) == [4500, 1500, 3000, 1620, 120, Decimal("0.08")]
    assert values(found, "promises.teams.south.period.costs", "actual", "variance", "share") == [None, None, None]
    assert values(found, "promises.to_date.benefits", "reported", "actual") == [1500, 1380]
    # 10 + 2 × 20
    assert values(found, "promises", "savings") == [50]


def test_where_no_team_tells_of_promises_there_are_none(company: Company) -> None:
    found = company(east=EAST)
    assert not any(address.startswith("promises.") for address in found.figures)


def test_savings_alone_are_told_as_well(company: Company) -> None:
    found = company(east=EAST, north=report("North", "", "savings: [{name: S, amount: 10}]"))
    assert [at for at in found.figures if at.startswith("promises.")] == [
        "promises.teams.north.savings",
        "promises.savings",
    ]
