"""The search for sets of proposals, best first, by HiGHS: a mixed-integer program in binary fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cxreport.errors import CxreportError, MissingLibrary

if TYPE_CHECKING:
    from cxreport.portfolio.choice import Candidate

# One thread and one seed, so that the same portfolio always takes the same way; and as exact as HiGHS can be.
_OPTIONS: Mapping[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}
_SLACK = 2e-9  # twice what HiGHS may err by, so that what is equal stays within
_LARGEST = Decimal(1000)  # what the largest value is scaled to, so that tolerances are shares of it


class Search:
    """Gives sets of candidates, the best first as far as binary fractions can tell, none twice."""

    def __init__(self, candidates: Sequence[Candidate], limits: Sequence[Decimal]) -> None:
        self._highs = _highs()
        self._given = False
        self._names = [candidate.name for candidate in candidates]
        self._place = {name: place for place, name in enumerate(self._names)}
        largest = max((abs(candidate.value) for candidate in candidates), default=Decimal(0)) or Decimal(1)
        for candidate in candidates:
            worth = float(candidate.value / largest * _LARGEST)
            self._add_choice(worth, required=candidate.must_have)
        for period, limit in enumerate(limits):
            self._limit([candidate.costs[period] for candidate in candidates], limit)
        for candidate in candidates:
            for other in sorted(candidate.requires):
                self._add_row({candidate.name: 1.0, other: -1.0}, 0.0)
            for other in sorted(candidate.excludes & self._place.keys()):
                self._add_row({candidate.name: 1.0, other: 1.0}, 1.0)
        for one, other in _twins(candidates):
            self._add_row({other: 1.0, one: -1.0}, 0.0)

    def next_set(self) -> frozenset[str] | None:
        """Return the best set that was not given before; None where there is none. Raises CxreportError."""
        if not self._names:
            return self._only_set()
        found = self._solved()
        if found is not None:
            self._forbid(found)
        return found

    def least(self, weights: Sequence[Decimal]) -> frozenset[str] | None:
        """Return the set with the least sum of weights, which every further set has to keep to."""
        for place, weight in enumerate(_to_one(weights)):
            self._highs.changeColCost(place, -weight)
        found = self._solved()
        if found is not None:
            self.keep(weights, sum((w for n, w in zip(self._names, weights, strict=True) if n in found), Decimal(0)))
        return found

    def keep(self, weights: Sequence[Decimal], most: Decimal) -> None:
        """Let every further set have a sum of weights of at most `most`."""
        *row, limit = _to_one([*weights, most])
        self._add_row({name: weight for name, weight in zip(self._names, row, strict=True) if weight}, limit + _SLACK)

    def first(self, found: frozenset[str]) -> frozenset[str]:
        """Return the set whose candidates come first, of those that are left; `found` is one of them."""
        for place, name in enumerate(self._names):
            self._highs.changeColBounds(place, 1.0, 1.0)
            other = found if name in found else self._solved()
            if other is None:
                self._highs.changeColBounds(place, 0.0, 0.0)
            else:
                found = other
        return found

    def _solved(self) -> frozenset[str] | None:
        from highspy import HighsModelStatus

        if not self._names:
            return frozenset()
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == HighsModelStatus.kInfeasible:
            return None
        if status != HighsModelStatus.kOptimal:
            raise CxreportError(f"the solver gave up on the funding line: {status.name}", "report this portfolio")
        values = self._highs.getSolution().col_value
        return frozenset(name for name, value in zip(self._names, values, strict=True) if value > 0.5)

    def _only_set(self) -> frozenset[str] | None:
        """Return the empty set, once: HiGHS has no answer to a question without choices."""
        given, self._given = self._given, True
        return None if given else frozenset()

    def _add_choice(self, worth: float, *, required: bool) -> None:
        from highspy import HighsVarType

        self._highs.addCol(worth, 1.0 if required else 0.0, 1.0, 0, [], [])
        self._highs.changeColIntegrality(self._highs.getNumCol() - 1, HighsVarType.kInteger)

    def _limit(self, costs: Sequence[Decimal], limit: Decimal) -> None:
        """Let the costs of a period keep to its limit; the row is scaled to one, so that tolerances are shares."""
        *row, most = _to_one([*costs, limit])
        self._add_row({name: cost for name, cost in zip(self._names, row, strict=True) if cost}, most)

    def _forbid(self, found: frozenset[str]) -> None:
        """Let the next set differ in at least one candidate: Balas and Jeroslow, *Canonical cuts*, 1972."""
        self._add_row({name: 1.0 if name in found else -1.0 for name in self._names}, len(found) - 1.0)

    def _add_row(self, row: Mapping[str, float], most: float) -> None:
        from highspy import kHighsInf

        places = [self._place[name] for name in row]
        self._highs.addRow(-kHighsInf, most, len(places), places, list(row.values()))


def first_of_equals(
    candidates: Sequence[Candidate], limits: Sequence[Decimal], worth: Decimal
) -> frozenset[str] | None:
    """Return, of the sets that are worth `worth` as far as binary fractions can tell, the one that goes before all.

    It costs the least in all; of those that cost the same it has the fewest candidates; and these come first.
    """
    search = Search(candidates, limits)
    search.keep([-candidate.value for candidate in candidates], -worth)
    found = search.least([sum(candidate.costs, Decimal(0)) for candidate in candidates])
    if found is not None:
        found = search.least([Decimal(1)] * len(candidates))
    return None if found is None else search.first(found)


def _to_one(amounts: Sequence[Decimal]) -> list[float]:
    """Return amounts as fractions of the largest of them, so that tolerances are shares of it."""
    largest = max(map(abs, amounts), default=Decimal(0)) or Decimal(1)
    return [float(amount / largest) for amount in amounts]


def _twins(candidates: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """Yield neighbours among the candidates that are alike in everything and that no other names."""
    named = {name for candidate in candidates for name in candidate.requires | candidate.excludes}
    before: dict[tuple[Any, ...], str] = {}
    for candidate in candidates:
        if candidate.name not in named:
            like = candidate[1:]
            if like in before:
                yield before[like], candidate.name
            before[like] = candidate.name


def _highs() -> Any:
    """Return an empty program that is to be maximised. Raises MissingLibrary."""
    try:
        from highspy import Highs, ObjSense
    except ImportError as error:
        raise MissingLibrary(f"the solver HiGHS cannot be used: {error}", "pip install highspy") from None

    class Silent(Highs):
        """HiGHS as it is, but that it prints who it is while its callbacks are set up: options come before them."""

        def enableCallbacks(self) -> None:  # noqa: N802 - their name
            for name, value in _OPTIONS.items():
                self.setOptionValue(name, value)
            super().enableCallbacks()  # type: ignore[no-untyped-call]  # as they wrote it

    highs = Silent()  # type: ignore[no-untyped-call]  # as they wrote it
    highs.changeObjectiveSense(ObjSense.kMaximize)
    return highs
