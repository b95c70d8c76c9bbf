"""Promises, savings and earlier periods as plain data: what `show --json` has of a value report beside its revenue."""

from __future__ import annotations

from typing import Any

from cxreport.case.actuals import METRIC
from cxreport.evaluate import Evaluation
from cxreport.evaluate.earlier import COMPARED, REVENUE, TRAILING
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Track, TrackedLine
from cxreport.render.as_json import plain_number
from cxreport.render.tracked_edges import saving_addresses

Data = dict[str, Any]
_WINDOW = ("plan", "reported", "unreported", "actual", "variance", "share")
_FORECAST = ("realised", "remaining", "forecast", "forecast_variance")


def report_data(evaluation: Evaluation) -> Data:
    """Return what a value report tells beside the split of its revenue; nothing behind the keys of what it does not."""
    return {
        "tracked": [_track(evaluation, track) for track in evaluation.tracks],
        "savings": _savings(evaluation),
        "compared": {other.name: _compared(evaluation, other.name, str(other.period)) for other in evaluation.beside},
        "trailing": _values(evaluation, TRAILING, (*REVENUE, SAVINGS))
        if f"{TRAILING}.total" in evaluation.figures
        else None,
    }


def _values(evaluation: Evaluation, at: str, names: tuple[str, ...]) -> Data:
    figures = evaluation.figures
    return {name: plain_number(figures[f"{at}.{name}"].value) if f"{at}.{name}" in figures else None for name in names}


def _track(evaluation: Evaluation, track: Track) -> Data:
    signed = track.tracked.signed
    return {
        "id": track.id,
        "case": track.tracked.case,
        "initiative": track.approved.initiative.id,
        "signed": {
            "revision": signed.revision,
            "fingerprint": signed.fingerprint,
            "date": str(signed.date) if signed.date else None,
            "by": signed.by,
        },
        "standing": evaluation.standing(track),
        "shortfall": plain_number(evaluation.value(f"{track.id}.shortfall")),
        "results": {
            "npv": plain_number(evaluation.value(f"{track.id}.revised.npv")),
            "approved_npv": plain_number(evaluation.value(f"{track.id}.revised.case_npv")),
            "payback_months": plain_number(evaluation.value(f"{track.id}.revised.payback_months")),
            "approved_payback_months": plain_number(evaluation.value(f"{track.id}.revised.case_payback_months")),
        },
        METRIC: _metric(evaluation, track),
        **{side: _side(evaluation, track, side) for side in SIDES},
    }


def _metric(evaluation: Evaluation, track: Track) -> Data | None:
    if track.approved.initiative.metric is None:
        return None
    return _values(evaluation, f"{track.id}.metric", ("baseline", "target", "plan", "actual", "variance"))


def _side(evaluation: Evaluation, track: Track, side: Any) -> Data:
    return {
        window: _values(evaluation, f"{track.id}.{window}.{side}", _WINDOW) for window in (PERIOD, TO_DATE)
    } | {
        "forecast": _values(evaluation, f"{track.id}.forecast.{side}", ("plan", *_FORECAST)),
        "lines": [_line(evaluation, line) for line in track.of_side(side)],
    }  # fmt: skip


def _line(evaluation: Evaluation, line: TrackedLine) -> Data:
    return {
        "id": line.model.id,
        "name": line.model.name,
        **{window: _values(evaluation, f"{line.address}.{window}", _WINDOW) for window in (PERIOD, TO_DATE)},
        "forecast": _values(evaluation, line.address, ("run_rate", *_FORECAST)),
        "reasons": list(dict.fromkeys(reading.reason for reading in line.told if reading.reason)),
    }


def _savings(evaluation: Evaluation) -> Data | None:
    if not saving_addresses(evaluation):
        return None
    lines = [
        {"name": evaluation.figures[at].label, "amount": plain_number(evaluation.value(at))}
        for at in saving_addresses(evaluation)
    ]
    return {"lines": lines, **_values(evaluation, SAVINGS, ("own", "tracked", "total"))}


def _compared(evaluation: Evaluation, name: str, period: str) -> Data:
    changes = {
        key: {
            "change": plain_number(evaluation.value(at)),
            "share": plain_number(evaluation.value(f"{at}.share")),
        }
        for key in (*REVENUE, SAVINGS, *SIDES)
        if (at := f"{COMPARED}.{name}.{key}") in evaluation.figures
    }
    return {"period": period, **changes}
