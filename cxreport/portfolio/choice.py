"""Capital rationing: the set of proposals with the highest net present value that a budget allows.

The problem is that of Lorie and Savage (*Three problems in rationing capital*, Journal of Business 28, 1955) as
Weingartner put it into whole numbers (*Mathematical Programming and the Analysis of Capital Budgeting Problems*,
1963): a yes or no to each proposal, a limit to each period, and conditions between proposals.

HiGHS searches in binary fractions, so that its answer is close and not exact. It is therefore asked for one set after
the other, each forbidden once found, until what it finds is worse by more than it can err; the sets are compared in
Decimal. Of sets with the same value, the one that costs less in all is chosen; of those that cost the same the one of
fewer proposals, so that what is worth nothing stays out; and of these the one whose proposals come first.

Where very many sets are worth the same, as where teams have filled in one template, they are not gone through: HiGHS is
then asked for the cheapest of them, and so on in the order above. Proposals that are alike in everything are funded in
their order from the start.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

DUST = Decimal("1e-40")  # what is left where a third was taken three times, in the sixty digits of an evaluation
BAND = Decimal("1e-6")  # of the largest value: a thousand times what HiGHS may err by
MOST_SETS = 60


class Candidate(NamedTuple):
    """A proposal up for choice: what it is worth, and what it costs in each limited period."""

    name: str
    value: Decimal
    costs: tuple[Decimal, ...]
    must_have: bool = False
    requires: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()


class Choice(NamedTuple):
    """The names that were chosen, in the order of the candidates; `proven` where no set can be better.

    Where many are worth the same to the last digit, none can be by more than HiGHS may err.
    """

    names: tuple[str, ...]
    proven: bool = True


def closure(candidates: Sequence[Candidate], names: Collection[str]) -> frozenset[str]:
    """Return `names` with all that they require, and all that these require."""
    by_name = {candidate.name: candidate for candidate in candidates}
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += by_name[name].requires
    return frozenset(found)


def conflicts(candidates: Sequence[Candidate], names: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs among `names` of which one excludes the other, in the order of the candidates."""
    chosen = [candidate for candidate in candidates if candidate.name in names]
    return tuple(
        (one.name, other.name)
        for number, one in enumerate(chosen)
        for other in chosen[number + 1 :]
        if other.name in one.excludes or one.name in other.excludes
    )


def shortfalls(
    candidates: Sequence[Candidate], names: Collection[str], limits: Sequence[Decimal]
) -> Mapping[int, Decimal]:
    """Return by how much `names` together cost more than the limit of each period that they break, from 0."""
    found = {}
    for period, limit in enumerate(limits):
        over = sum((c.costs[period] for c in candidates if c.name in names), Decimal(0)) - limit
        if over > DUST:
            found[period] = over
    return found


def best_choice(candidates: Sequence[Candidate], limits: Sequence[Decimal]) -> Choice | None:
    """Return the best set within the limits of all periods; None where the must-haves leave none."""
    from cxreport.portfolio.search import Search, first_of_equals

    open_to_choice = _worth_a_look(candidates)
    search = Search(open_to_choice, limits)
    band = BAND * max((abs(candidate.value) for candidate in open_to_choice), default=Decimal(0))
    best: frozenset[str] | None = None
    values: list[Decimal] = []
    for _ in range(MOST_SETS):
        found = search.next_set()
        if found is None or (best is not None and _value(candidates, found) < _value(candidates, best) - band):
            return None if best is None else Choice(_in_order(candidates, best))
        if not shortfalls(candidates, found, limits):
            values.append(_value(candidates, found))
            best = _better(candidates, best, found)
    if best is None:
        return None
    first = first_of_equals(open_to_choice, limits, max(values))
    if first is not None and not shortfalls(candidates, first, limits):
        best = _better(candidates, best, first)
    return Choice(_in_order(candidates, best), proven=max(values) - min(values) <= DUST)


def _better(candidates: Sequence[Candidate], one: frozenset[str] | None, other: frozenset[str]) -> frozenset[str]:
    return other if one is None or _key(candidates, other) < _key(candidates, one) else one


def _worth_a_look(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that can only take: worth nothing, saving no money, and not asked for."""
    required = {name for candidate in candidates for name in candidate.requires}
    return [
        candidate
        for candidate in candidates
        if candidate.must_have
        or candidate.name in required
        or candidate.value > 0
        or any(cost < 0 for cost in candidate.costs)
    ]


def _value(candidates: Sequence[Candidate], names: Collection[str]) -> Decimal:
    return sum((candidate.value for candidate in candidates if candidate.name in names), Decimal(0))


def _key(candidates: Sequence[Candidate], names: Collection[str]) -> tuple[Decimal, Decimal, int, tuple[int, ...]]:
    """Return what sets are compared by: the least key is the best set."""
    places = tuple(place for place, candidate in enumerate(candidates) if candidate.name in names)
    cost = sum((sum(candidates[place].costs, Decimal(0)) for place in places), Decimal(0))
    return -_value(candidates, names), cost, len(places), places


def _in_order(candidates: Sequence[Candidate], names: Collection[str]) -> tuple[str, ...]:
    return tuple(candidate.name for candidate in candidates if candidate.name in names)
