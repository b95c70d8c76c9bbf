"""The case played through with values drawn from its ranges, all draws at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cxreport.case.formula import Arithmetic
from cxreport.case.models import BusinessCase
from cxreport.errors import UsageError
from cxreport.evaluate.evaluation import Evaluation
from cxreport.evaluate.ledger import Figure, Unit, Written
from cxreport.evaluate.risk.assessment import Simulated
from cxreport.evaluate.risk.inputs import Input, end_of
from cxreport.evaluate.risk.replay import Program
from cxreport.finance.distributions import quantiles
from cxreport.quantity import MONTHS_PER

if TYPE_CHECKING:
    import numpy as np

    Draws = np.ndarray[Any, np.dtype[np.float64]]

BINS = 24  # about so many, of a round width
PERCENTILES = (10, 50, 90)
DIGITS = 12  # what is kept of a float: the last four of its digits differ between processors
_NEXT_TO_NOTHING = 1e-9


def simulate(evaluation: Evaluation, case: BusinessCase, ranged: Sequence[Input]) -> tuple[Simulated, list[Figure]]:
    """Return how the draws spread, and the figures of the simulation."""
    import numpy as np

    seed, draws = case.simulation.seed or evaluation.loaded.id, case.simulation.draws
    factors = {item: factors_of(item, seed, draws) for item in ranged}
    flows = tuple(f"net_flows.{t}" for t in range(evaluation.periods + 1))
    results = play(evaluation, factors, ("npv", "costs_pv", *flows))
    npv = np.broadcast_to(results["npv"], (draws,))
    edges = bin_edges(_kept(npv.min()), _kept(npv.max()))
    counts, _ = np.histogram(npv, np.array([float(edge) for edge in edges]))
    simulated = Simulated(draws, seed, edges, tuple(map(int, counts)))
    makes = _Figures(evaluation, case, ranged, seed, draws)
    return simulated, [
        *makes.spread(npv, results),
        *makes.chances(npv, [results[at] for at in flows]),
        *makes.shares(npv, factors),
    ]


def bin_edges(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Return the edges of some two dozen bins of a round width over `low` to `high`; zero is an edge or outside."""
    rough = (high - low) / BINS or max(abs(high), Decimal(1)) / BINS
    power = Decimal(1).scaleb(rough.adjusted())
    width = next(
        power * factor for factor in (Decimal(1), Decimal(2), Decimal(5), Decimal(10)) if power * factor >= rough
    )
    first, last = (low / width).to_integral_value(ROUND_FLOOR), (high / width).to_integral_value(ROUND_CEILING)
    return tuple((first + k) * width for k in range(int(last - first) + 1 + (last == first)))


def factors_of(item: Input, seed: str, draws: int) -> Draws:
    """Return the factors that an input takes in all draws.

    The stream of an input is its own, seeded by its address: what else a case holds changes nothing in it. Values
    come from uniform ones by the inverse of the distribution, so that a wider range moves each draw outwards.
    """
    import numpy as np

    entropy = int.from_bytes(sha256(f"{seed}/{item.address}".encode()).digest(), "big")
    uniforms = np.random.Generator(np.random.PCG64(entropy)).random(draws)
    assert item.range is not None  # noqa: S101 - only inputs with a range are drawn
    low, high = map(float, item.range)
    return quantiles(item.distribution, low, high, uniforms)


def play(evaluation: Evaluation, factors: dict[Input, Draws], targets: Sequence[str]) -> dict[str, Any]:
    """Return the targets in all draws, by the rules of the ledger. Raises UsageError where a draw divides by zero."""
    import numpy as np

    numbers = Arithmetic(
        float, np.divide, lambda parts: reduce(np.minimum, parts), lambda parts: reduce(np.maximum, parts)
    )
    every = {node: draws for item, draws in factors.items() for node in item.nodes}
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            return Program(evaluation.figures, targets).run(every, numbers)
    except FloatingPointError:
        raise UsageError(
            "the simulation divides by zero", "narrow the range of a driver that a formula divides by"
        ) from None


def paid_back_after(flows: Sequence[Any], months_per_period: int) -> Draws:
    """Return the months to payback in every draw, by the rules of `finance.payback_months`; infinite where never."""
    import numpy as np

    totals = np.cumsum(np.stack(np.broadcast_arrays(*flows)), axis=0)
    totals[np.abs(totals) <= _NEXT_TO_NOTHING * np.abs(totals).max(axis=0)] = 0
    negative = totals < 0
    last = len(totals) - 1 - np.argmax(negative[::-1], axis=0)
    ever, never = negative.any(axis=0), negative[-1]
    following = np.minimum(last + 1, len(totals) - 1)
    every = np.arange(totals.shape[1])
    before, after = totals[last, every], totals[following, every]
    part = np.divide(-before, after - before, out=np.zeros_like(before), where=after != before)
    return np.where(never, np.inf, np.where(ever, (last + part) * months_per_period, 0.0))


def _kept(value: Any) -> Decimal:
    return Decimal(f"{float(value):.{DIGITS}g}")


class _Figures:
    """The figures of a simulation, each with the ranges and the seed that it comes from."""

    def __init__(
        self, evaluation: Evaluation, case: BusinessCase, ranged: Sequence[Input], seed: str, draws: int
    ) -> None:
        self.evaluation = evaluation
        self.case = case
        self.seed = seed
        self.inputs: dict[str, Any] = {
            "inputs": tuple(item.at + "." + item.nodes[0].rpartition(".")[2] for item in ranged),
            "lows": tuple(end_of(evaluation, item, 0) for item in ranged),
            "highs": tuple(end_of(evaluation, item, 1) for item in ranged),
            "draws": Written(Decimal(draws), "draws"),
        }

    def _figure(self, address: str, label: str, unit: Unit, rule: str, value: Any, **more: Any) -> Figure:
        text = f"{RULES_IN_WORDS[rule]} (seed: {self.seed})"
        known = None if value is None else _kept(value)
        return Figure(f"simulation.{address}", label, known, unit, rule, text, {**self.inputs, **more})

    def spread(self, npv: Draws, results: dict[str, Any]) -> Iterator[Figure]:
        """Yield percentiles of the net present value and of the return on investment, and the mean of the former."""
        import numpy as np

        costs = np.broadcast_to(results["costs_pv"], npv.shape)
        returns = npv[costs > 0] / costs[costs > 0]
        units: tuple[tuple[str, str, Unit, Draws], ...] = (
            ("npv", "Net present value", "money", npv),
            ("roi", "Return on investment", "percent", returns),
        )
        for target, label, unit, values in units:
            for percent in PERCENTILES:
                value = np.percentile(values, percent) if len(values) else None
                rank = Written(Decimal(percent) / 100, "share of the draws below", None, "percent")
                told = f"{label}, percentile {percent}"
                yield self._figure(f"{target}.p{percent}", told, unit, "percentile", value, of=target, rank=rank)
        yield self._figure("npv.mean", "Net present value, mean", "money", "drawn_mean", npv.mean(), of="npv")

    def chances(self, npv: Draws, flows: Sequence[Any]) -> Iterator[Figure]:
        """Yield the chance of a loss, and that of paying back within the hurdle, or else within the horizon."""
        yield self._figure("loss", "Chance of a loss", "percent", "chance_of_loss", (npv < 0).mean(), of="npv")
        hurdle = self.case.hurdles.payback
        step = MONTHS_PER[self.case.finance.period or "year"]
        place = self.evaluation.loaded.place(("hurdles", "payback")) if hurdle is not None else None
        most = Written(Decimal(hurdle or self.evaluation.periods * step), "months to pay back in", place)
        paid = (paid_back_after(flows, step) <= float(most.value)).mean()
        label = "Chance of paying back in time"
        yield self._figure("payback", label, "percent", "chance_of_payback", paid, of="payback_months", within=most)

    def shares(self, npv: Draws, factors: dict[Input, Draws]) -> Iterator[Figure]:
        """Yield what each input contributes to the variance: its squared correlation, as a share of all of these."""
        import numpy as np

        centred = npv - npv.mean()
        squares = {}
        for item, draws in factors.items():
            own = draws - draws.mean()
            scale = float(np.sqrt((own @ own) * (centred @ centred)))
            squares[item] = (float(own @ centred) / scale) ** 2 if scale else 0.0
        whole = sum(squares.values())
        for item, square in squares.items():
            value = square / whole if whole else None
            label = f"{item.label}, share of the variance"
            yield self._figure(
                f"variance.{item.address}", label, "percent", "variance_share", value, of="npv", by=item.nodes
            )


RULES_IN_WORDS = {
    "percentile": "the value below which a share of the draws lies, straight between two draws",
    "drawn_mean": "the mean over all draws",
    "chance_of_loss": "the share of the draws in which npv is below zero",
    "chance_of_payback": "the share of the draws that pay back within so many months",
    "variance_share": "squared correlation of the input with npv over all draws ÷ the sum of these over all inputs",
}
