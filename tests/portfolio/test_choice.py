"""The funding line by hand, and against every set there is on portfolios of up to sixteen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.portfolio import Candidate, best_choice, choice, closure, conflicts, shortfalls

D = Decimal


def candidate(name: str, value: float, *costs: float, must: bool = False, needs: str = "", bars: str = "") -> Candidate:
    return Candidate(
        name, D(str(value)), tuple(D(str(c)) for c in costs), must, frozenset(needs.split()), frozenset(bars.split())
    )


def chosen(candidates: Sequence[Candidate], *limits: float) -> str:
    found = best_choice(candidates, [D(str(limit)) for limit in limits])
    return "none" if found is None else " ".join(found.names)


# By hand


def test_the_best_set_is_not_the_best_proposals_one_by_one() -> None:
    """Of 10: a (value 10, cost 6) leaves room for none; b and c (7 and 6, cost 5 each) are worth 13."""
    three = [candidate("a", 10, 6), candidate("b", 7, 5), candidate("c", 6, 5)]
    assert chosen(three, 10) == "b c"
    assert chosen(three, 9) == "a"
    assert chosen(three, 11) == "a b"


def test_the_highest_ratio_may_have_to_give_way() -> None:
    # Ratio 3 and 1.5, and only one of them fits into 10 beside nothing else: 3 for 1 against 15 for 10.
    assert chosen([candidate("small", 3, 1), candidate("large", 15, 10)], 10) == "large"


def test_every_period_has_a_limit_of_its_own() -> None:
    two = [candidate("early", 5, 4, 0), candidate("late", 6, 0, 4)]
    assert chosen(two, 4, 4) == "early late"
    assert chosen(two, 4, 3) == "early"


def test_what_loses_money_is_not_funded_even_where_the_budget_would_do() -> None:
    assert chosen([candidate("good", 1, 1), candidate("bad", -1, 1), candidate("nothing", 0, 1)], 100) == "good"


def test_a_must_have_is_funded_and_takes_its_room() -> None:
    law = candidate("law", -2, 6, must=True)
    assert chosen([law, candidate("a", 9, 6), candidate("b", 5, 4)], 10) == "law b"


def test_what_another_requires_comes_along_where_both_together_pay() -> None:
    base = candidate("base", -3, 2)
    assert chosen([base, candidate("top", 5, 2, needs="base")], 4) == "base top"
    assert chosen([base, candidate("top", 2, 2, needs="base")], 4) == ""
    assert chosen([base, candidate("top", 5, 2, needs="base")], 3) == ""


def test_a_circle_of_requirements_is_one_proposal_in_parts() -> None:
    ring = [candidate("a", 9, 2, needs="b"), candidate("b", -3, 2, needs="c"), candidate("c", -3, 2, needs="a")]
    assert chosen(ring, 6) == "a b c"
    assert chosen(ring, 5) == ""
    assert closure(ring, ["b"]) == {"a", "b", "c"}


def test_two_that_exclude_each_other_are_never_both_funded() -> None:
    assert chosen([candidate("a", 5, 1), candidate("b", 6, 1, bars="a")], 9) == "b"


def test_a_saving_makes_room() -> None:
    # Worth nothing by itself, but it gives 3 back.
    assert chosen([candidate("sale", -1, -3), candidate("a", 5, 4)], 1) == "sale a"


def test_must_haves_that_do_not_fit_leave_no_set() -> None:
    assert chosen([candidate("a", 1, 5, must=True)], 4) == "none"
    assert chosen([candidate("a", 1, 1, must=True, bars="b"), candidate("b", 1, 1, must=True)], 4) == "none"
    assert chosen([], -1) == "none"
    assert chosen([], 1) == ""


def test_of_equal_sets_the_cheaper_is_chosen_and_then_the_one_that_comes_first() -> None:
    assert chosen([candidate("dear", 5, 4), candidate("cheap", 5, 3)], 4) == "cheap"
    assert chosen([candidate("first", 5, 3), candidate("second", 5, 3)], 4) == "first"


def test_what_is_worth_nothing_and_costs_nothing_stays_out_beside_a_must_have() -> None:
    idle, asked = Candidate("idle", D(0), (D(0),)), Candidate("asked", D(0), (D(0),), must_have=True)
    found = best_choice([idle, asked], [D(0)])
    assert found is not None
    assert found.names == ("asked",)


def test_a_cent_decides() -> None:
    rich = [candidate("a", 10_000_000.01, 1), candidate("b", 10_000_000.02, 1), candidate("c", 10_000_000.00, 1)]
    assert chosen(rich, 1) == "b"
    tight = [candidate("a", 5, 10_000_000.01), candidate("b", 4, 10_000_000.00)]
    assert chosen(tight, 10_000_000) == "b"
    assert chosen(tight, 10_000_000.01) == "a"


def test_three_thirds_fit_into_a_whole() -> None:
    third = D(1) / 3
    three = [Candidate(name, D(1), (third,)) for name in "abc"]
    assert best_choice(three, [third + third + third]) is not None
    assert chosen(three, 1) == "a b c"


def test_closures_conflicts_and_shortfalls_are_told() -> None:
    three = [candidate("a", 1, 2, needs="b"), candidate("b", 1, 3, needs="c"), candidate("c", 1, 4, bars="a")]
    assert closure(three, ["a"]) == {"a", "b", "c"}
    assert conflicts(three, {"a", "b", "c"}) == (("a", "c"),)
    assert shortfalls(three, {"a", "b"}, [D(4)]) == {0: D(1)}
    assert shortfalls(three, {"a", "b"}, [D(5)]) == {}


# Against every set there is


def best_by_hand(candidates: Sequence[Candidate], limits: Sequence[Decimal]) -> tuple[str, ...] | None:
    """Return the best set of all, by trying each: whole numbers of a cent, so that sums are exact."""
    values = [int(c.value * 100) for c in candidates]
    costs = [[int(c.costs[t] * 100) for c in candidates] for t in range(len(limits))]
    bounds = [int(limit * 100) for limit in limits]
    place = {c.name: k for k, c in enumerate(candidates)}
    must = sum(1 << k for k, c in enumerate(candidates) if c.must_have)
    needs = [sum(1 << place[n] for n in c.requires) for c in candidates]
    bars = [sum(1 << place[n] for n in c.excludes) for c in candidates]
    best: tuple[tuple[int, int, int, tuple[int, ...]], int] | None = None
    for chosen_set in range(1 << len(candidates)):
        if chosen_set & must != must:
            continue
        inside = [k for k in range(len(candidates)) if chosen_set >> k & 1]
        if any(needs[k] & ~chosen_set or bars[k] & chosen_set for k in inside):
            continue
        used = [sum(row[k] for k in inside) for row in costs]
        if any(spent > bound for spent, bound in zip(used, bounds, strict=True)):
            continue
        key = (-sum(values[k] for k in inside), sum(used), len(inside), tuple(inside))
        if best is None or key < best[0]:
            best = key, chosen_set
    return None if best is None else tuple(c.name for k, c in enumerate(candidates) if best[1] >> k & 1)


@st.composite
def rounds(draw: st.DrawFn, most: int, *, tied: bool = False) -> tuple[list[Candidate], list[Decimal]]:
    """Draw a portfolio and a budget: small whole numbers, which tie, or amounts of millions to the cent.

    Where it is to be `tied`, all numbers are small and whole.
    """
    names = [f"p{k}" for k in range(draw(st.integers(0, most)))]
    periods = draw(st.integers(1, 3))
    money = st.integers(-3, 6).map(D)
    if not tied and draw(st.booleans()):
        money = st.integers(-500_000_000, 2_000_000_000).map(lambda cents: D(cents) / 100)
    others = st.frozensets(st.sampled_from(names), max_size=1) if names else st.just(frozenset())
    candidates = [
        Candidate(
            name,
            draw(money),
            tuple(draw(money) for _ in range(periods)),
            draw(st.integers(0, 9)) == 0,
            (draw(others) if draw(st.integers(0, 3)) == 0 else frozenset()) - {name},
            (draw(others) if draw(st.integers(0, 3)) == 0 else frozenset()) - {name},
        )
        for name in names
    ]
    costs = [sum((max(c.costs[t], D(0)) for c in candidates), D(0)) for t in range(periods)]
    shares = [D(draw(st.integers(0, 100))) / 100 for _ in range(periods)]
    return candidates, [(cost * share).quantize(D("0.01")) for cost, share in zip(costs, shares, strict=True)]


def same_set_by_hand(case: tuple[list[Candidate], list[Decimal]]) -> None:
    candidates, limits = case
    found = best_choice(candidates, limits)
    assert found is None or found.proven
    by_hand = best_by_hand(candidates, limits)
    assert (None if found is None else found.names) == by_hand


@given(rounds(most=7))
@settings(max_examples=120)
def test_a_small_portfolio_gets_the_set_that_trying_all_sets_finds(case: tuple[list[Candidate], list[Decimal]]) -> None:
    same_set_by_hand(case)


@given(rounds(most=16))
@settings(max_examples=12)
def test_a_portfolio_of_up_to_sixteen_does_so_as_well(case: tuple[list[Candidate], list[Decimal]]) -> None:
    same_set_by_hand(case)


@given(rounds(most=9, tied=True))
@settings(max_examples=80)
def test_ties_that_are_not_gone_through_one_by_one_are_settled_alike(
    case: tuple[list[Candidate], list[Decimal]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "MOST_SETS", 1)
        found = best_choice(*case)
    assert (None if found is None else found.names) == best_by_hand(*case)


@pytest.mark.parametrize("spread", [0, 7])
def test_a_round_in_which_all_are_worth_the_same_is_settled(spread: int) -> None:
    many = [candidate(f"p{k:02}", 100, 50 + spread * k % 31) for k in range(40)]
    found = best_choice(many, [D(1200)])
    assert found is not None
    assert found.proven
    # those that cost the least, and of equals the first; they are told in their order
    cheapest = sorted(many, key=lambda c: (c.costs[0], c.name))
    count = max(k for k in range(41) if sum(c.costs[0] for c in cheapest[:k]) <= 1200)
    assert len(found.names) == count
    assert found.names == tuple(sorted(c.name for c in cheapest[:count]))


@given(rounds(most=8), st.integers(0, 10**9))
@settings(max_examples=40)
def test_more_budget_is_never_worth_less(case: tuple[list[Candidate], list[Decimal]], more: int) -> None:
    candidates, limits = case
    values = {c.name: c.value for c in candidates}
    before, after = (
        best_choice(candidates, limits),
        best_choice(candidates, [limit + D(more) / 100 for limit in limits]),
    )
    if before is not None:
        assert after is not None
        assert sum(values[n] for n in after.names) >= sum(values[n] for n in before.names)


@pytest.mark.parametrize("count", [40])
def test_a_round_of_forty_teams_is_settled_and_gives_the_same_set_every_time(count: int) -> None:
    many = [candidate(f"p{k:02}", 40 + 17 * k % 23 + k / 7, 10 + 13 * k % 11, 5 + 7 * k % 13) for k in range(count)]
    first = best_choice(many, [D(200), D(120)])
    assert first is not None
    assert first.proven
    assert best_choice(many, [D(200), D(120)]) == first
