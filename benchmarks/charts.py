"""How fast our charts are drawn, as ratios to matplotlib and to a workbook for each chart.

python benchmarks/charts.py [ROUNDS]

Four charts of a shipped case, as SVG by us and by matplotlib, and as native charts for Word, all in one scratch
workbook and each in one of its own. All run in turn in one process, warm, with the garbage of importing frozen;
what counts is the CPU time, and the least over all rounds, since what else runs on the machine only adds to it.
Without matplotlib (the extra `bench`) its row is left out. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import gc
import io
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cxreport import evaluate, load_case
from cxreport.render.charts import Breakdown, CashFlow, Chart, Stack, Waterfall, from_json, native
from cxreport.render.charts.svg import draw
from cxreport.render.compose import compose
from cxreport.render.theme import SOBER
from cxreport.render.walk.page import read_page

CASE = Path(__file__).parents[1] / "cases" / "effortless-service.yaml"
ROUNDS, LEAST_ROUNDS = 15, 5
MILLISECONDS, TIMES_FASTER = 1.0, 300.0


@dataclass(frozen=True, slots=True)
class Way:
    """Holds one way to draw all charts, and how often it runs in a round; quick ones run often."""

    name: str
    draw: Callable[[Sequence[Chart]], None]
    times: int


def four_charts() -> tuple[Chart, ...]:
    """Return the waterfall, the stack, the cash flow and the breakdown of the case, as its document has them."""
    html, _ = compose(evaluate(load_case(CASE)), SOBER)
    found = tuple(from_json(script.text or "") for script in read_page(html).body.iterfind(".//script"))[:4]
    assert [type(chart) for chart in found] == [Waterfall, Stack, CashFlow, Breakdown]
    return found


def as_svg(charts: Sequence[Chart]) -> None:
    """Draw all charts as SVG."""
    for chart in charts:
        draw(chart, SOBER)


def together(charts: Sequence[Chart]) -> None:
    """Draw all native charts in one scratch workbook."""
    native._drawn.clear()  # noqa: SLF001 - else nothing would be drawn
    native.native_charts(charts, SOBER)


def each_alone(charts: Sequence[Chart]) -> None:
    """Draw each native chart in a workbook of its own."""
    native._drawn.clear()  # noqa: SLF001 - as above
    for chart in charts:
        native.native_charts([chart], SOBER)


def by_matplotlib(charts: Sequence[Chart]) -> None:
    """Draw charts of the same kinds, values and labels as SVG, as its gallery does."""
    import matplotlib.pyplot as plt

    plt.rcParams["svg.fonttype"] = "none"
    for chart in charts:
        figure, axes = plt.subplots(figsize=(6.46, 2.4), layout="constrained")
        match chart:
            case Waterfall():
                _plot_waterfall(axes, chart)
            case Stack():
                _plot_stack(axes, chart)
            case CashFlow():
                _plot_cash_flow(axes, chart)
            case Breakdown():
                nodes = (chart.whole, *chart.whole.parts)
                bars = axes.barh([node.name for node in nodes], [float(node.value) for node in nodes])
                axes.bar_label(bars, [node.told for node in nodes])
        figure.savefig(io.BytesIO(), format="svg")
        plt.close(figure)


def _plot_waterfall(axes: Any, chart: Waterfall) -> None:
    foot = 0.0
    for step in chart.steps:
        axes.bar_label(axes.bar(step.name, float(step.value), bottom=foot), [step.label])
        foot += float(step.value)
    axes.bar_label(axes.bar(chart.total.name, float(chart.total.value)), [chart.total.label])


def _plot_stack(axes: Any, chart: Stack) -> None:
    feet = [0.0] * len(chart.names)
    for layer in chart.layers:
        values = [float(mark.value) for mark in layer.marks]
        bars = axes.bar(chart.names, values, bottom=feet, label=layer.name)
        axes.bar_label(bars, [mark.label for mark in layer.marks], label_type="center")
        feet = [foot + value for foot, value in zip(feet, values, strict=True)]
    axes.legend()


def _plot_cash_flow(axes: Any, chart: CashFlow) -> None:
    for marks in (chart.benefits, chart.costs):
        bars = axes.bar(chart.names, [float(mark.value) for mark in marks])
        axes.bar_label(bars, [mark.label for mark in marks])
    axes.plot(chart.names, [float(mark.value) for mark in chart.balance], marker="o")


def measured(ways: Sequence[Way], charts: Sequence[Chart], rounds: int) -> dict[str, float]:
    """Return the least of each way in milliseconds of CPU time; the first round warms up and does not count."""
    found: dict[str, list[float]] = {way.name: [] for way in ways}
    for turn in range(rounds + 1):
        if turn == 1:
            gc.collect()
            gc.freeze()
        for way in ways:
            start = time.process_time()
            for _ in range(way.times):
                way.draw(charts)
            found[way.name].append((time.process_time() - start) * 1000 / way.times)
    return {name: min(times[1:]) for name, times in found.items()}


def main() -> int:
    """Print a table, and return 1 where a bound is broken."""
    rounds = max(LEAST_ROUNDS, int(sys.argv[1])) if len(sys.argv) > 1 else ROUNDS
    ours, theirs = Way("SVG, ours", as_svg, 50), Way("SVG, matplotlib", by_matplotlib, 1)
    shared, alone = Way("native, one scratch workbook", together, 5), Way("native, one for each chart", each_alone, 5)
    plotted = find_spec("matplotlib") is not None
    ways = (ours, shared, alone, *((theirs,) if plotted else ()))
    times = measured(ways, four_charts(), rounds)
    print(f"Four charts, CPU time, least of {rounds} rounds in turn")
    for name, milliseconds in times.items():
        print(f"{name:32}{milliseconds:>9.2f} ms")
    faster = times[theirs.name] / times[ours.name] if plotted else TIMES_FASTER
    bounds = [
        (f"SVG, at most {MILLISECONDS:.0f} ms", times[ours.name], times[ours.name] <= MILLISECONDS),
        ("one scratch workbook : one for each, at most 1", times[shared.name] / times[alone.name],
         times[shared.name] <= times[alone.name]),
    ]  # fmt: skip
    if plotted:
        bounds.append((f"faster than matplotlib, at least {TIMES_FASTER:.0f} times", faster, faster >= TIMES_FASTER))
    for name, value, holds in bounds:
        print(f"{name:48}{value:>9.2f}{'' if holds else '  over the bound'}")
    return 0 if all(holds for *_, holds in bounds) else 1


if __name__ == "__main__":
    sys.exit(main())
