"""How fast a case is assessed: 10,000 draws and the tornado of 40 uncertain inputs, and how both grow.

python benchmarks/risk.py [ROUNDS]

A made case of 20 initiatives over three years, each benefit of two uncertain drivers. Simulation and tornado run in
turn, warm, with the import of numpy behind them; what counts is the wall time and the least over all rounds. The
growth with draws and with inputs stands below. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from decimal import localcontext
from pathlib import Path

from cxreport import evaluate, load_case
from cxreport.evaluate import Evaluation
from cxreport.evaluate.evaluation import CONTEXT
from cxreport.evaluate.risk.inputs import Input, find_inputs
from cxreport.evaluate.risk.sensitivity import Sensitivity
from cxreport.evaluate.risk.simulation import simulate

ROUNDS = 5
INPUTS, DRAWS = 40, 10_000
SIMULATION, TORNADO = 0.3, 0.5  # seconds
DISTRIBUTIONS = ("triangular", "pert", "uniform", "normal", "lognormal")


def made_case(inputs: int, draws: int, folder: Path) -> Evaluation:
    """Return the evaluation of a case with so many uncertain drivers, two to a benefit."""
    lines = [
        "kind: business-case", "title: Made", "organisation: O", "date: 2026-11-22", "currency: USD",
        "finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}", f"simulation: {{draws: {draws}}}",
        "initiatives:",
    ]  # fmt: skip
    for number in range(inputs // 2):
        spread = f"distribution: {DISTRIBUTIONS[number % len(DISTRIBUTIONS)]}"
        drivers = (
            f"calls: {{value: {1000 + number}, range: [70%, 120%], {spread}}}, each: {{value: $9, range: [80%, 110%]}}"
        )
        lines += [
            f"  - id: i{number}", "    action: a", "    improvement: b", "    benefits:",
            f"      - {{id: b, name: B, drivers: {{{drivers}}}, formula: calls * each, ramp: [40%, 90%, 100%]}}",
            "    costs: [{id: c, name: C, initial: $9k, amount: $1k}]",
        ]  # fmt: skip
    path = folder / f"made-{inputs}-{draws}.yaml"
    path.write_text("\n".join(lines), "utf-8")
    found = evaluate(load_case(path))
    assert found.sound, found.problems
    return found


def ranged(evaluation: Evaluation) -> tuple[Input, ...]:
    """Return the uncertain inputs of a case."""
    return tuple(item for item in find_inputs(evaluation) if item.range is not None)


def run_simulation(evaluation: Evaluation) -> None:
    """Simulate the case once."""
    simulate(evaluation, evaluation.case, ranged(evaluation))  # type: ignore[arg-type]  # a business case


def run_tornado(evaluation: Evaluation) -> None:
    """Compute both ends of every range once."""
    with localcontext(CONTEXT):
        sensitivity = Sensitivity(evaluation)
        for item in ranged(evaluation):
            list(sensitivity.ends(item))


def least(action: Callable[[Evaluation], None], evaluation: Evaluation, rounds: int) -> float:
    """Return the least wall time of an action over all rounds, in seconds, after one that warms up."""
    times = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        action(evaluation)
        times.append(time.perf_counter() - started)
    return min(times[1:])


def main() -> int:
    """Print all times, and return 1 where a bound is broken."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        whole = made_case(INPUTS, DRAWS, place)
        simulation, tornado = least(run_simulation, whole, rounds), least(run_tornado, whole, rounds)
        print(f"{DRAWS:,} draws of {INPUTS} inputs  {simulation:7.3f} s  (at most {SIMULATION} s)")
        print(f"tornado of {INPUTS} inputs        {tornado:7.3f} s  (at most {TORNADO} s)")
        print("\ndraws      simulation")
        for draws in (1_000, 10_000, 100_000):
            print(f"{draws:>7,}    {least(run_simulation, made_case(INPUTS, draws, place), 2):7.3f} s")
        print("\ninputs     simulation    tornado")
        for inputs in (10, 20, 40, 80):
            case = made_case(inputs, DRAWS, place)
            print(f"{inputs:>6}     {least(run_simulation, case, 2):7.3f} s    {least(run_tornado, case, 2):7.3f} s")
    return int(simulation > SIMULATION or tornado > TORNADO)


if __name__ == "__main__":
    sys.exit(main())
