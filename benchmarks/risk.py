"""How fast a case is assessed: 10,000 draws, the tornado of 40 uncertain inputs, and two versions of twelve changes.

python benchmarks/risk.py [ROUNDS]

A made case of 20 initiatives over three years, each benefit of two uncertain drivers. Simulation and tornado run in
turn, warm, with the import of numpy behind them; what counts is the wall time and the least over all rounds. The
growth with draws and with inputs stands below. The parts of twelve changes over 36 months are compared with making
each of the versions between, for eight of them, side by side. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from decimal import localcontext
from pathlib import Path

from cxreport import diff, evaluate, load_case
from cxreport.evaluate import Evaluation
from cxreport.evaluate.evaluation import CONTEXT
from cxreport.evaluate.risk.inputs import Input, find_inputs
from cxreport.evaluate.risk.sensitivity import Sensitivity
from cxreport.evaluate.risk.simulation import simulate
from cxreport.evaluate.versions import coalitions

ROUNDS = 5
INPUTS, DRAWS = 40, 10_000
SIMULATION, TORNADO, COMPARED = 0.3, 0.5, 2.0  # seconds
GAIN = 4
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


def versions(changes: int, folder: Path) -> tuple[Evaluation, Evaluation]:
    """Return two versions of a case of 36 months, whose benefit is a product of so many drivers that all changed."""
    found = []
    for name, more in (("old", 0), ("new", 1)):
        drivers = ", ".join(f"d{k}: {{value: {k + 2 + more}}}" for k in range(changes))
        product = " * ".join(f"d{k}" for k in range(changes))
        path = folder / f"{name}-{changes}.yaml"
        path.write_text(
            "kind: business-case\ntitle: Made\norganisation: O\ndate: 2026-11-22\ncurrency: USD\n"
            "finance: {discount_rate: 10%, period: month, periods: 36, start: 2027-01}\n"
            "initiatives: [{id: i, action: a, improvement: b, costs: [{id: c, name: C, initial: 10}],\n"
            f"  benefits: [{{id: b, name: B, drivers: {{{drivers}}}, formula: {product}}}]}}]\n",
            "utf-8",
        )
        found.append(evaluate(load_case(path)))
    return found[0], found[1]


def seconds_of(pair: tuple[Evaluation, Evaluation], fewest: int) -> float:
    """Return how long a comparison takes that replays lines with so many changes and more."""
    before, coalitions.FEWEST = coalitions.FEWEST, fewest
    started = time.perf_counter()
    diff(*pair)
    coalitions.FEWEST = before
    return time.perf_counter() - started


def main() -> int:
    """Print all times, and return 1 where a bound is broken."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        whole = made_case(INPUTS, DRAWS, place)
        simulation, tornado = least(run_simulation, whole, rounds), least(run_tornado, whole, rounds)
        print(f"{DRAWS:,} draws of {INPUTS} inputs  {simulation:7.3f} s  (at most {SIMULATION} s)")
        print(f"tornado of {INPUTS} inputs        {tornado:7.3f} s  (at most {TORNADO} s)")
        few, many = versions(8, place), versions(12, place)
        compared = min(seconds_of(many, coalitions.FEWEST) for _ in range(2))
        gain = seconds_of(few, 99) / seconds_of(few, coalitions.FEWEST)
        print(f"parts of 12 changes         {compared:7.3f} s  (at most {COMPARED} s)")
        print(f"replayed against one by one {gain:7.1f} x  (at least {GAIN} x)")
        print("\ndraws      simulation")
        for draws in (1_000, 10_000, 100_000):
            print(f"{draws:>7,}    {least(run_simulation, made_case(INPUTS, draws, place), 2):7.3f} s")
        print("\ninputs     simulation    tornado")
        for inputs in (10, 20, 40, 80):
            case = made_case(inputs, DRAWS, place)
            print(f"{inputs:>6}     {least(run_simulation, case, 2):7.3f} s    {least(run_tornado, case, 2):7.3f} s")
    return int(simulation > SIMULATION or tornado > TORNADO or compared > COMPARED or gain < GAIN)


if __name__ == "__main__":
    sys.exit(main())
