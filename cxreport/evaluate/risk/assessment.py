"""What an assessment finds beyond its figures: the inputs in the order of their weight, the scenarios, the draws."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cxreport.case.models import Scenario
from cxreport.evaluate.risk.inputs import Input

if TYPE_CHECKING:
    from cxreport.evaluate.evaluation import Evaluation

ROOTS = ("sensitivity", "two_way", "rates", "delay", "scenarios", "simulation")


class ScenarioResult(NamedTuple):
    """A scenario, and the evaluation of the case as the scenario has it. Its figures begin with `scenarios.KEY.`."""

    key: str
    scenario: Scenario
    evaluation: Evaluation


class Simulated(NamedTuple):
    """How often the net present value fell into each bin: `edges` of the bins, one more than `counts`, in money."""

    draws: int
    seed: str
    edges: tuple[Decimal, ...]
    counts: tuple[int, ...]


class Assessment(NamedTuple):
    """What the result depends on.

    `inputs` are all that it is computed from; `ranged` those with a range, the one that moves the result most first;
    `rates` the discount rates that were tried; `pair` the inputs of the two-way table with the factors of its rows
    and columns.
    """

    inputs: tuple[Input, ...]
    ranged: tuple[Input, ...]
    rates: tuple[Decimal, ...]
    pair: tuple[tuple[Input, tuple[Decimal, ...]], ...]
    scenarios: tuple[ScenarioResult, ...]
    simulated: Simulated | None


def as_planned(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation with the figures of the case itself, without those that tell how sure they are."""
    own = {at: figure for at, figure in evaluation.figures.items() if at.partition(".")[0] not in ROOTS}
    return evaluation._replace(figures=own)
