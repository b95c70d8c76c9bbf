"""Which comes first, what a case brings or what it takes: returns on an outlay need one to begin with."""

from __future__ import annotations

from typing import Literal

from cxreport.evaluate.evaluation import Evaluation

Beginning = Literal["costs", "benefits", "no costs"]


def beginning_of(evaluation: Evaluation) -> Beginning:
    """Return with what the flows of a proposal begin; `costs` where both begin at once, or there is no benefit.

    Where they begin with benefits nothing is laid out at first: payback may be 0 months, and no rate, or more than one,
    makes the present value zero.
    """
    benefits, costs = (evaluation.series(f"{side}_flows") for side in ("benefit", "cost"))
    if not any(costs):
        return "no costs"
    first_cost = next(t for t, cost in enumerate(costs) if cost)
    return "benefits" if any(benefits[:first_cost]) else "costs"
