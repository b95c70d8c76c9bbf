"""How the figures of promises and results add up, so that their tables foot, down and across."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.evaluate import Evaluation
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.revenue import ROOT
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import SIDES, Side, Track
from cxreport.render.formats import Scale, scale_for
from cxreport.render.rounding import Edge, Node

OF_REVENUE = (
    ROOT,
    "earlier.",
    "year_before.",
    "compared.",
    "trailing.total",
    "trailing.cxm",
    "trailing.csm",
    "trailing.sales",
)
_BUCKETS = ("cxm", "csm", "sales")


def results_scale(evaluation: Evaluation) -> Scale | None:
    """Return the unit of promises, results and savings; None where a report has none of these."""
    shown = ("plan", "reported", "actual", "forecast", "npv", "case_npv", SAVINGS)
    amounts = [
        figure.value
        for address, figure in evaluation.figures.items()
        if figure.unit == "money" and figure.value is not None and not address.startswith(OF_REVENUE)
        and (address.rpartition(".")[2] in shown or address.startswith(f"{SAVINGS}."))
        and ".case." not in address and ".drivers." not in address
    ]  # fmt: skip
    return scale_for(amounts) if any(amounts) else None


def tracking_edges(evaluation: Evaluation) -> Iterator[tuple[list[Edge], str]]:
    """Yield networks of figures that are rounded together, each with the figure that is rounded first."""
    if evaluation.tracks:
        for window in windows(evaluation):
            for side in SIDES:
                yield [*_window(evaluation, window, side)], f"{ALL}.{window}.{side}.plan"
        for side in SIDES:
            for track in evaluation.tracks:
                yield [*_forecast(evaluation, track, side)], f"{track.id}.forecast.{side}.plan"
        yield [*_values(evaluation)], f"{ALL}.npv"
    if f"{SAVINGS}.total" in evaluation.figures:
        yield [*_savings(evaluation)], f"{SAVINGS}.total"


def windows(evaluation: Evaluation) -> list[str]:
    """Return the windows of time that results are told of: the period, all to date, and earlier periods."""
    tail = ".benefits.plan"
    return [
        at.removeprefix(f"{ALL}.").removesuffix(tail)
        for at in evaluation.figures
        if at.startswith(f"{ALL}.") and at.endswith(tail)
    ]


def _edge(evaluation: Evaluation, name: str, start: Node, end: Node) -> Iterator[Edge]:
    """Yield a figure as an edge; none where it is not reported."""
    value = evaluation.value(name)
    if value is not None:
        yield Edge(name, start, end, value)


def _window(evaluation: Evaluation, window: str, side: Side) -> Iterator[Edge]:
    """Yield the plan into what is reported and what is not, and what is reported, with its variance, into actuals."""
    yield from _edge(evaluation, f"{ALL}.{window}.{side}.plan", "end", "plan")
    yield from _edge(evaluation, f"{ALL}.{window}.{side}.unreported", "unreported", "end")
    yield from _edge(evaluation, f"{ALL}.{window}.{side}.variance", "end", "variance")
    yield from _edge(evaluation, f"{ALL}.{window}.{side}.actual", "actual", "end")
    for track in evaluation.tracks:
        at, own = f"{track.id}.{window}.{side}", track.id
        yield from _edge(evaluation, f"{at}.plan", "plan", (own, "plan"))
        yield from _edge(evaluation, f"{at}.unreported", (own, "plan"), "unreported")
        yield from _edge(evaluation, f"{at}.reported", (own, "plan"), (own, "reported"))
        yield from _edge(evaluation, f"{at}.variance", "variance", (own, "variance"))
        yield from _edge(evaluation, f"{at}.actual", (own, "actual"), "actual")
        for line in track.of_side(side):
            yield from _edge(evaluation, f"{line.address}.{window}.reported", (own, "reported"), line.address)
            yield from _edge(evaluation, f"{line.address}.{window}.variance", (own, "variance"), line.address)
            yield from _edge(evaluation, f"{line.address}.{window}.actual", line.address, (own, "actual"))


def _forecast(evaluation: Evaluation, track: Track, side: Side) -> Iterator[Edge]:
    """Yield what is realised and what remains into the forecast, and that into the plan and what it differs by."""
    at = f"{track.id}.forecast.{side}"
    for kind in ("realised", "remaining"):
        yield from _edge(evaluation, f"{at}.{kind}", "end", kind)
    for kind in ("plan", "forecast_variance"):
        yield from _edge(evaluation, f"{at}.{kind}", kind, "end")
    for line in track.of_side(side):
        for kind in ("realised", "remaining"):
            yield from _edge(evaluation, f"{line.address}.{kind}", kind, (line.address, "in"))
        yield from _edge(evaluation, f"{line.address}.forecast", (line.address, "in"), (line.address, "out"))
        total = f"{track.id}.case.{track.approved.initiative.id}.{side}.{line.model.id}.total"
        yield from _edge(evaluation, total, (line.address, "out"), "plan")
        yield from _edge(evaluation, f"{line.address}.forecast_variance", (line.address, "out"), "forecast_variance")


def _values(evaluation: Evaluation) -> Iterator[Edge]:
    """Yield the values as approved and their changes into the values as now seen."""
    yield from _edge(evaluation, f"{ALL}.case_npv", "end", "case")
    yield from _edge(evaluation, f"{ALL}.npv_change", "end", "change")
    yield from _edge(evaluation, f"{ALL}.npv", "npv", "end")
    for track in evaluation.tracks:
        at = f"{track.id}.revised"
        yield from _edge(evaluation, f"{at}.case_npv", "case", track.id)
        yield from _edge(evaluation, f"{at}.npv_change", "change", track.id)
        yield from _edge(evaluation, f"{at}.npv", track.id, "npv")


def _savings(evaluation: Evaluation) -> Iterator[Edge]:
    yield from _edge(evaluation, f"{SAVINGS}.total", "end", "total")
    yield from _edge(evaluation, f"{SAVINGS}.tracked", "total", "end")
    yield from _edge(evaluation, f"{SAVINGS}.own", "total", "own")
    for address in saving_addresses(evaluation):
        yield from _edge(evaluation, address, "own", "end")


def saving_addresses(evaluation: Evaluation) -> list[str]:
    """Return the figures of the report's own savings."""
    lead = f"{SAVINGS}.lines."
    return [address for address in evaluation.figures if address.startswith(lead) and address.count(".") == 2]


def earlier_prefixes(evaluation: Evaluation) -> list[str]:
    """Return what stands before the figures of every earlier report, and of the trailing year."""
    tail = f"{ROOT}.total"
    return [
        at.removesuffix(tail) for at in evaluation.figures if at.endswith(f".{tail}") and at.startswith(OF_REVENUE[1:3])
    ]


def split_edges(evaluation: Evaluation, prefix: str) -> list[Edge]:
    """Return the split of an earlier report: all revenue into its three buckets."""
    edges = [Edge(f"{prefix}{ROOT}.total", "end", "total", evaluation.amount(f"{prefix}{ROOT}.total"))]
    parts = (f"{prefix}{ROOT}.{bucket}.total" for bucket in _BUCKETS)
    return edges + [Edge(at, "total", "end", evaluation.amount(at)) for at in parts]
