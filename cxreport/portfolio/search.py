"""The search for sets of proposals, best first, by HiGHS: a mixed-integer program in binary fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def next_set(self) -> frozenset[str] | None:
        """Return the best set that was not given before; None where there is none. Raises CxreportError."""
        from highspy import HighsModelStatus

        if not self._names:
            return self._only_set()
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == HighsModelStatus.kInfeasible:
            return None
        if status != HighsModelStatus.kOptimal:
            raise CxreportError(f"the solver gave up on the funding line: {status.name}", "report this portfolio")
        values = self._highs.getSolution().col_value
        found = frozenset(name for name, value in zip(self._names, values, strict=True) if value > 0.5)
        self._forbid(found)
        return found

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
        largest = max((abs(amount) for amount in (*costs, limit)), default=Decimal(0)) or Decimal(1)
        row = {name: float(cost / largest) for name, cost in zip(self._names, costs, strict=True) if cost}
        self._add_row(row, float(limit / largest))

    def _forbid(self, found: frozenset[str]) -> None:
        """Let the next set differ in at least one candidate: Balas and Jeroslow, *Canonical cuts*, 1972."""
        self._add_row({name: 1.0 if name in found else -1.0 for name in self._names}, len(found) - 1.0)

    def _add_row(self, row: Mapping[str, float], most: float) -> None:
        from highspy import kHighsInf

        places = [self._place[name] for name in row]
        self._highs.addRow(-kHighsInf, most, len(places), places, list(row.values()))


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
