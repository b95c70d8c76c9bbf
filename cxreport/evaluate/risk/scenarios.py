"""The case as a scenario has it, evaluated from the ground up by the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from cxreport.case.certainty_checks import fitting, named_drivers, named_lines
from cxreport.case.models import BusinessCase, Driver, Scenario
from cxreport.case.problem import Path as NodePath
from cxreport.case.problem import Problem
from cxreport.case.reading import Model
from cxreport.evaluate.evaluation import Evaluation, compute, find_line_problems
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.risk.inputs import Input, end_of
from cxreport.evaluate.risk.replay import needed_for
from cxreport.evaluate.scope import Scope, Turns

KEPT = ("npv", "roi", "first_year_roi", "payback_months", "benefits_total", "costs_total", "benefits_pv", "costs_pv")
USUAL = {"conservative": Scenario(ranges="worst"), "optimistic": Scenario(ranges="best")}


def scenarios_of(case: BusinessCase, ranged: tuple[Input, ...]) -> Mapping[str, Scenario]:
    """Return the scenarios of a case: its own, else both ends of all ranges, where there are any."""
    return case.scenarios or (USUAL if ranged else {})


def evaluate_scenario(
    evaluation: Evaluation, key: str, scenario: Scenario, ranged: tuple[Input, ...], figures: Mapping[str, Figure]
) -> Evaluation:
    """Return the case as the scenario has it; `figures` know the ends of every range."""
    return compute(_turned(evaluation, key, scenario, ranged, figures))


def find_scenario_problems(
    evaluation: Evaluation, key: str, scenario: Scenario, ranged: tuple[Input, ...], figures: Mapping[str, Figure]
) -> tuple[Problem, ...]:
    """Return what goes wrong with the case as the scenario has it."""
    return find_line_problems(_turned(evaluation, key, scenario, ranged, figures))


def _turned(
    evaluation: Evaluation, key: str, scenario: Scenario, ranged: tuple[Input, ...], figures: Mapping[str, Figure]
) -> Scope:
    case, moved = evaluation.case, {}
    assert isinstance(case, BusinessCase)  # noqa: S101 - only proposals have scenarios
    for target, origin, value in _overrides(case, ("scenarios", key), scenario):
        case = put(case, target, value)
        moved[target] = origin
    overridden = [target[: target.index("drivers") + 2] for target in moved if "drivers" in target]
    ends = {} if scenario.ranges is None else _ends(evaluation, scenario.ranges, ranged, figures, overridden)
    delays = {
        item: Written(Decimal(months), "delay in months", evaluation.loaded.place(("scenarios", key, "delays", item)))
        for item, months in scenario.delays.items()
    }
    return _scope(evaluation, case, Turns(ends, delays, moved))


def evaluate_delay(evaluation: Evaluation, months: int) -> Evaluation:
    """Return the case with the benefits of every initiative `months` later than planned, and all costs as planned."""
    case = evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - only proposals have flows
    delay = Written(Decimal(months), "months of the delay")
    turns = Turns(delays=dict.fromkeys((item.id for item in case.initiatives), delay))
    return compute(_scope(evaluation, case, turns))


def _scope(evaluation: Evaluation, case: BusinessCase, turns: Turns) -> Scope:
    return Scope(evaluation.loaded._replace(case=case), case, turns=turns)


def _ends(
    evaluation: Evaluation,
    which: str,
    ranged: Iterable[Input],
    figures: Mapping[str, Figure],
    overridden: list[NodePath],
) -> dict[str, Written]:
    """Return every input with a range at its worst or best end; one that moves nothing, or is overridden, stays."""
    ends = {}
    for item in ranged:
        low, high = (figures[f"sensitivity.{item.address}.{end}"].value or Decimal(0) for end in ("low", "high"))
        if low != high and item.path not in overridden:
            ends[item.at] = end_of(evaluation, item, int((high < low) == (which == "worst")))
    return ends


def _overrides(case: BusinessCase, path: NodePath, scenario: Scenario) -> Iterator[tuple[NodePath, NodePath, Any]]:
    """Yield (path in the case, path in the scenario, value) of every value that the scenario replaces."""
    if scenario.discount_rate is not None:
        yield ("finance", "discount_rate"), (*path, "discount_rate"), scenario.discount_rate
    drivers, lines = named_drivers(case), named_lines(case)
    for name, value in scenario.drivers.items():
        (target,) = fitting(name, drivers)
        yield (*target, "value"), (*path, "drivers", name), value
    for name, ramp in scenario.ramps.items():
        (target,) = fitting(name, lines)
        yield (*target, "ramp"), (*path, "ramps", name), ramp


def put(model: Any, path: NodePath, value: Any) -> Any:
    """Return a model with another value at `path`; a driver that gets a value loses its formula."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(model, tuple):
        at = int(key)
        return (*model[:at], put(model[at], rest, value), *model[at + 1 :])
    if isinstance(model, Mapping):
        return {**model, key: put(model[key], rest, value)}
    assert isinstance(model, Model)  # noqa: S101 - a path leads over models, lists and mappings only
    fields = {**model.__dict__, str(key): put(getattr(model, str(key)), rest, value)}
    if key == "value":
        fields["formula"] = None
        if isinstance(model, Driver):
            fields["survival"] = None
    return type(model)(**fields)


def figures_under(prefix: str, figures: Mapping[str, Figure], kept: Iterable[str]) -> Iterator[Figure]:
    """Yield the `kept` figures and all that they are computed from, their addresses behind a prefix."""

    def moved(source: Any) -> Any:
        if isinstance(source, tuple):
            return tuple(map(moved, source))
        return f"{prefix}.{source}" if isinstance(source, str) else source

    for figure in needed_for(figures, kept).values():
        inputs = {name: moved(given) for name, given in figure.inputs.items()}
        yield figure._replace(address=f"{prefix}.{figure.address}", inputs=inputs)
