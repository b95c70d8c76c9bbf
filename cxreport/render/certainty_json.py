"""How sure a case is, as plain data: the part `certainty` of `show --json`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk import Assessment, Input
from cxreport.evaluate.risk.scenarios import KEPT
from cxreport.render.formats import Formats
from cxreport.render.sentence import case_sentence, plain

Data = dict[str, Any]
Plain = Callable[[Decimal | None], str | None]


def certainty_data(evaluation: Evaluation, formats: Formats, number: Plain) -> Data | None:
    """Return the assessment as plain data, values by `number`; None for a case without ranges or scenarios."""
    found = evaluation.assessment
    if found is None or not (found.ranged or found.scenarios):
        return None

    def value(address: str) -> str | None:
        return number(evaluation.value(address)) if address in evaluation.figures else None

    rates = [{"rate": number(rate), "npv": value(f"rates.{k}.npv")} for k, rate in enumerate(found.rates, 1)]
    return {
        "inputs": [_input(item, number, value) for item in (*found.ranged, *_without_range(found))],
        "rates": rates,
        "delay": {"months": 1, "npv": value("delay.npv"), "cost": value("delay.cost")},
        "two_way": _pair(found, number, value),
        "scenarios": [
            {
                "id": result.key,
                "sentence": plain(case_sentence(result.evaluation, formats)),
                "results": {name: value(f"scenarios.{result.key}.{name}") for name in KEPT},
            }
            for result in found.scenarios
        ],
        "simulation": _simulation(found, number, value),
    }


def _without_range(found: Assessment) -> list[Input]:
    return [item for item in found.inputs if item.range is None]


def _input(item: Input, number: Plain, value: Callable[[str], str | None]) -> Data:
    at = f"sensitivity.{item.address}"
    ranged = item.range is not None
    return {
        "address": item.address,
        "label": item.label,
        "range": [number(end) for end in item.range] if item.range is not None else None,
        "distribution": item.distribution if ranged else None,
        "npv_low": value(f"{at}.low"),
        "npv_high": value(f"{at}.high"),
        "break_even": value(f"{at}.break_even"),
        "break_even_value": value(f"{at}.break_even_value"),
        "variance_share": value(f"simulation.variance.{item.address}"),
    }


def _pair(found: Assessment, number: Plain, value: Callable[[str], str | None]) -> Data | None:
    if not found.pair:
        return None
    (rows, factors), (columns, others) = found.pair
    return {
        "rows": {"address": rows.address, "factors": [number(factor) for factor in factors]},
        "columns": {"address": columns.address, "factors": [number(factor) for factor in others]},
        "npv": [
            [value(f"two_way.{row}.{column}") for column in range(1, len(others) + 1)]
            for row in range(1, len(factors) + 1)
        ],
    }


def _simulation(found: Assessment, number: Plain, value: Callable[[str], str | None]) -> Data | None:
    simulated = found.simulated
    if simulated is None:
        return None
    percentiles = ("p10", "p50", "p90")
    return {
        "draws": simulated.draws,
        "seed": simulated.seed,
        "npv": {name: value(f"simulation.npv.{name}") for name in (*percentiles, "mean")},
        "roi": {name: value(f"simulation.roi.{name}") for name in percentiles},
        "chance_of_loss": value("simulation.loss"),
        "chance_of_payback": value("simulation.payback"),
        "edges": [number(edge) for edge in simulated.edges],
        "counts": list(simulated.counts),
    }
