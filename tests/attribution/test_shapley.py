from __future__ import annotations

from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.attribution import exact_parts, shapley_values

WORTHS = st.integers(1, 5).flatmap(
    lambda players: st.lists(st.integers(-(10**6), 10**6), min_size=2**players, max_size=2**players)
)


def test_the_gloves_of_the_textbook() -> None:
    """One left glove and two right ones: a pair is worth 1. Shapley (1953); Osborne & Rubinstein, ch. 14.4."""
    pair = {0b011, 0b101, 0b111}
    values = shapley_values(3, lambda mask: Decimal(mask in pair))
    assert [value.quantize(Decimal("0.0001")) for value in values] == list(map(Decimal, ("0.6667", "0.1667", "0.1667")))


@given(WORTHS)
@settings(max_examples=25, deadline=None)
def test_the_values_add_up_to_what_all_bring_together(worths: list[int]) -> None:
    players = len(worths).bit_length() - 1
    whole = Decimal(worths[-1] - worths[0])
    with localcontext(prec=60):
        assert sum(exact_parts(shapley_values(players, lambda mask: Decimal(worths[mask])), whole)) == whole


@given(WORTHS)
@settings(max_examples=25, deadline=None)
def test_who_adds_nothing_to_anybody_gets_nothing(worths: list[int]) -> None:
    players = len(worths).bit_length() - 1
    values = shapley_values(players + 1, lambda mask: Decimal(worths[mask >> 1]))
    assert values[0] == 0


@given(st.lists(st.integers(-(10**6), 10**6), min_size=5, max_size=5))
def test_who_adds_the_same_gets_the_same(worths: list[int]) -> None:
    values = shapley_values(4, lambda mask: Decimal(worths[mask.bit_count()]))
    assert len(set(values)) == 1
