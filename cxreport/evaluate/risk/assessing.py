"""From an evaluation to how sure it is: the same evaluation, with the figures that its certainty rests on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import localcontext

from cxreport.case.certainty_checks import fitting, is_uncertain, named_inputs
from cxreport.case.load import with_findings
from cxreport.case.models import BusinessCase
from cxreport.case.problem import Finding, Problem
from cxreport.evaluate.evaluation import CONTEXT, Evaluation
from cxreport.evaluate.ledger import Figure
from cxreport.evaluate.risk.assessment import Assessment, ScenarioResult
from cxreport.evaluate.risk.inputs import Input, find_inputs
from cxreport.evaluate.risk.scenarios import (
    KEPT,
    evaluate_delay,
    evaluate_scenario,
    figures_under,
    find_scenario_problems,
    scenarios_of,
)
from cxreport.evaluate.risk.sensitivity import Sensitivity, by_swing, steps
from cxreport.evaluate.rules import RULES


def assess(evaluation: Evaluation) -> Evaluation:
    """Return a proposal's evaluation with how sure it is; anything else as it came.

    A scenario that cannot be computed, as one that divides by zero, becomes a problem at the case's own place.
    """
    if not evaluation.sound or not isinstance(evaluation.case, BusinessCase):
        return evaluation
    with localcontext(CONTEXT):
        return _assess(evaluation, evaluation.case)


def find_risk_problems(evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return what is wrong at the ends of ranges and in the scenarios that a case writes; nothing is simulated."""
    case = evaluation.loaded.case
    if not evaluation.sound or not isinstance(case, BusinessCase) or not is_uncertain(case):
        return ()
    with localcontext(CONTEXT):
        sensitivity = Sensitivity(evaluation)
        ranged, troubles = _without_trouble(sensitivity, find_inputs(evaluation))
        if troubles:
            return tuple(map(evaluation.loaded.problem, troubles))
        if not case.scenarios:
            return ()
        figures = {figure.address: figure for item in ranged for figure in sensitivity.ends(item)}
        turned = (find_scenario_problems(evaluation, *pair, ranged, figures) for pair in case.scenarios.items())
        return tuple(problem for problems in turned for problem in problems)


def _assess(evaluation: Evaluation, case: BusinessCase) -> Evaluation:
    sensitivity = Sensitivity(evaluation)
    inputs = tuple(item for item in find_inputs(evaluation) if sensitivity.program.depends_on(item.nodes))
    ranged, troubles = _without_trouble(sensitivity, inputs)
    if troubles:
        return Evaluation(with_findings(evaluation.loaded, troubles), {})
    figures = {figure.address: figure for item in ranged for figure in sensitivity.ends(item)}
    ranged = by_swing(ranged, figures)
    _add(figures, (figure for item in inputs for figure in sensitivity.break_even(item)))
    _add(figures, sensitivity.rates())
    pair = tuple((item, steps(item)) for item in _pair(case, inputs, ranged))
    if pair:
        _add(figures, sensitivity.pair(pair[0][0], pair[1][0]))
    _add(figures, _delay(evaluation))
    results = []
    for key, scenario in scenarios_of(case, ranged).items():
        turned = evaluate_scenario(evaluation, key, scenario, ranged, figures)
        if not turned.sound:
            return turned
        results.append(ScenarioResult(key, scenario, turned))
        _add(figures, figures_under(f"scenarios.{key}", turned.figures, KEPT))
    simulated = None
    if ranged:
        from cxreport.evaluate.risk.simulation import simulate

        simulated, drawn = simulate(evaluation, case, ranged)
        _add(figures, drawn)
    found = Assessment(inputs, ranged, sensitivity.tried(), pair, tuple(results), simulated)
    return evaluation._replace(figures={**evaluation.figures, **figures}, assessment=found)


def _pair(case: BusinessCase, inputs: tuple[Input, ...], ranged: tuple[Input, ...]) -> tuple[Input, ...]:
    """Return the two inputs that the case asks for, or those that move the result most; none where it has not two."""
    known = named_inputs(case)
    asked = [path for name in case.two_way for path in fitting(name, known)]
    chosen = tuple(item for path in asked for item in inputs if item.path == path) if asked else ranged[:2]
    return chosen if len(chosen) == 2 else ()


def _add(figures: dict[str, Figure], new: Iterable[Figure]) -> None:
    figures.update((figure.address, figure) for figure in new)


def _without_trouble(sensitivity: Sensitivity, inputs: tuple[Input, ...]) -> tuple[tuple[Input, ...], list[Finding]]:
    """Return the inputs that have a range, and what is wrong with ranges at whose ends a formula divides by zero."""
    ranged = tuple(item for item in inputs if item.range is not None)
    troubles = []
    for item in ranged:
        try:
            for factor in item.range or ():
                sensitivity.npv({item: factor})
        except ZeroDivisionError:
            message = "a formula divides by zero at an end of the range"
            troubles.append(Finding("CX134", (*item.path, "range"), message, "narrow the range"))
    return ranged, troubles


def _delay(evaluation: Evaluation) -> Iterable[Figure]:
    """Yield what the case is worth one month later, and what the month costs."""
    later = evaluate_delay(evaluation, 1)
    yield from figures_under("delay", later.figures, ("npv",))
    rule, given = RULES["less"], {"whole": "npv", "part": "delay.npv"}
    value = evaluation.amount("npv") - later.amount("npv")
    yield Figure("delay.cost", "Cost of a month's delay", value, "money", "less", rule.text, given)
