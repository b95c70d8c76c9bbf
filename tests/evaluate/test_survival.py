"""Cohorts: what is left of one, period by period, and what those are worth who would have left."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk import assess

KEPT = "pencil.benefits.kept"
Of = Callable[..., Evaluation]


@pytest.fixture(scope="module")
def of(evaluated: Callable[[str], Evaluation]) -> Of:
    """Return a case of clients who are kept, with the churn before and after, a revenue of 1,000 and a margin of 40%."""

    def made(
        before: str = "20%", after: str = "18%", more: str = "", period: str = "year", periods: int = 3
    ) -> Evaluation:
        return evaluated(
            dedent(f"""\
            kind: business-case
            title: T
            organisation: O
            date: 2026-11-22
            currency: USD
            finance: {{discount_rate: 0%, period: {period}, periods: {periods}, start: 2027-01, margin: 40%}}
            initiatives:
              - id: pencil
                action: do something
                improvement: make something better
                benefits:
                  - id: kept
                    name: Clients kept
                    type: revenue
                    drivers:
                      clients: {{value: 10_000}}
                      churn_before: {{value: {before}}}
                      churn_after: {{value: {after}, range: [90%, 110%]}}
                      there_before: {{survival: churn_before}}
                      there_after: {{survival: churn_after{more}}}
                      revenue: {{value: $1_000}}
                    formula: clients * (there_after - there_before) * revenue
                costs: [{{id: c1, name: C, initial: 1}}]
            """)
        )

    return made


def test_those_who_are_kept_go_on_buying(of: Of) -> None:
    # 0.82 - 0.80 = 2%, 0.6724 - 0.64 = 3.24%, 0.551368 - 0.512 = 3.9368% of 10,000, each 1,000 at a margin of 40%
    found = of()
    assert [found.amount(f"{KEPT}.effects.{t}") for t in (1, 2, 3)] == [80_000, 129_600, 157_472]


def test_the_share_that_leaves_may_be_another_in_each_period(of: Of) -> None:
    found = of("[20%, 10%, 50%]")
    shares = [found.amount(f"{KEPT}.drivers.there_before.{t}") for t in (1, 2, 3)]
    assert shares == [Decimal("0.8"), Decimal("0.72"), Decimal("0.36")]


def test_twelve_months_leave_what_their_product_says(of: Of) -> None:
    found = of("1%", "0%", period="month", periods=12)
    assert found.amount(f"{KEPT}.drivers.there_before.12") == Decimal("0.99") ** 12
    assert found.amount(f"{KEPT}.drivers.there_after.12") == 1


@given(before=st.integers(0, 100), after=st.integers(0, 100))
def test_as_many_are_kept_as_churn_falls_and_never_more_than_there_are(of: Of, before: int, after: int) -> None:
    found = of(f"{before}%", f"{after}%")
    for t in (1, 2, 3):
        amount = found.amount(f"{KEPT}.amounts.{t}")
        assert abs(amount) <= 10_000_000
        assert (amount > 0, amount < 0) == (after < before, after > before)


def test_a_range_of_churn_moves_what_is_left_in_all_later_periods(of: Of) -> None:
    """At 90% of 18% the cohort keeps 83.8%, 70.2244% and 58.8480472%."""
    found = assess(of())
    worth = (
        sum(Decimal(share) for share in ("0.838", "0.702244", "0.588480472"))
        - Decimal("0.8")
        - Decimal("0.64")
        - Decimal("0.512")
    )
    assert found.amount(f"sensitivity.{KEPT}.drivers.churn_after.low") == worth * 10_000 * 1_000 * Decimal("0.4") - 1


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (", range: [90%, 110%]", "CX144", "what is left of a cohort has no range of its own"),
        (", value: 3", "CX137", 'driver "there_after" gives both value and survival'),
        ("s", "CX132", 'survival names "churn_afters", which is no driver'),
        ("_there", "CX132", 'survival names "churn_after_there", which is no driver'),
        ("-1", "CX137", '"churn_after-1" is no name of a driver'),
    ],
)
def test_what_is_wrong_with_it_is_told_at_its_line(of: Of, line: str, code: str, message: str) -> None:
    found = [one for one in of(more=line).problems if one.severity == "error"]
    assert [(one.code, one.place.line) for one in found] == [(code, 20)]
    assert message in found[0].message
