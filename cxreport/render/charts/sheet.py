"""The sheet behind a native chart: what is plotted, as cells that follow when someone edits the amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Any

from cxreport.render.charts.cash_labels import cash_labels, label_height
from cxreport.render.charts.cells import LABEL, Cell, Column, Sheet
from cxreport.render.charts.description import Bars, Breakdown, Bubbles, CashFlow, Chart, Stack, Waterfall
from cxreport.render.charts.geometry import ALL_LABELLED, Rung, flows, labelled_periods, rungs, same_side
from cxreport.render.charts.mark import Mark
from cxreport.render.charts.sheet_of_bubbles import bubbles_sheet
from cxreport.render.charts.sheet_of_parts import breakdown_sheet, stack_sheet
from cxreport.render.charts.sheet_of_uncertain import histogram_sheet, tornado_sheet
from cxreport.render.charts.uncertain import Histogram, Tornado
from cxreport.render.theme import PAPER, Theme

_LABELS_MOST = 10


def sheet_of(chart: Chart, theme: Theme) -> Sheet:
    """Return the sheet of `chart`."""
    return _SHEETS[type(chart)](chart, theme)


def _waterfall(chart: Waterfall, theme: Theme) -> Sheet:
    """Return stacked columns on an unfilled base, and an unseen line that carries the labels."""
    found = rungs(chart)
    ends = [Decimal(0), *(rung.top for rung in found), *(rung.foot for rung in found)]
    span = (max(ends) - min(ends)) or Decimal(1)
    colours = tuple({"benefit": theme.benefit, "cost": theme.cost, "total": theme.ink}[rung.role] for rung in found)
    filled = {"border": {"none": True}, "points": [{"fill": {"color": colour}} for colour in colours]}
    hidden = {"fill": {"none": True}, "border": {"none": True}}
    unseen = {"line": {"none": True}, "marker": {"type": "none"}}
    above = [rung.labelled_above(span * LABEL) for rung in found]
    cells = {part: tuple(_rung_cell(part, k, found) for k in range(len(found))) for part in (*_PLAIN, *_PARTS)}
    columns = [Column(getattr(chart.heads, part), cells[part]) for part in _PLAIN]
    columns += [
        Column(getattr(chart.heads, part), cells[part], hidden if part == "base" else filled) for part in _PARTS
    ]
    columns.append(
        Column(
            chart.heads.label,
            tuple(_label_cell(k, rung, over) for k, (rung, over) in enumerate(zip(found, above, strict=True))),
            unseen,
            tuple(rung.mark.label for rung in found),
            tuple("above" if over else "below" for over in above),
            colours,
            on_line=True,
            told=0,
        )
    )
    low, high = min(ends), max(ends) + span * LABEL
    names = tuple(rung.mark.name for rung in found)
    return Sheet(names, tuple(columns), low - span * LABEL if low < 0 else low, high, stacked=True)


# The parts of a waterfall's sheet, by the names of their heads.
_PLAIN = ("amount", "start", "end")
_PARTS = ("base", "above", "below")


def _rung_cell(part: str, k: int, found: tuple[Rung, ...]) -> Cell:
    """Return one cell of a waterfall: the amount, or what follows from it. Rows of the sheet begin at 2."""
    rung, row = found[k], k + 2
    low, high, zero = rung.foot, rung.top, Decimal(0)
    match part:
        case "amount":
            return (f"=D{row - 1}", rung.mark.value) if k == len(found) - 1 else rung.mark.value
        case "start":
            return rung.start if k == 0 or rung.role == "total" else (f"=D{row - 1}", rung.start)
        case "end":
            return f"=C{row}+B{row}", rung.end
        case "base":
            formula = f"=MAX(MIN(C{row},D{row}),0)+MIN(MAX(C{row},D{row}),0)"
            return formula, max(low, zero) + min(high, zero)
        case "above":
            formula = f"=MAX(C{row},D{row},0)-MAX(MIN(C{row},D{row}),0)"
            return formula, max(high, zero) - max(low, zero)
        case _:
            formula = f"=MIN(C{row},D{row},0)-MIN(MAX(C{row},D{row}),0)"
            return formula, min(low, zero) - min(high, zero)


def _label_cell(k: int, rung: Rung, over: bool) -> Cell:
    cells = f"(C{k + 2},D{k + 2})"
    return (f"=MAX{cells}", rung.top) if over else (f"=MIN{cells}", rung.foot)


def _cash_flow(chart: CashFlow, theme: Theme) -> Sheet:
    """Return columns that share their place, and a line; their pale fill lets the line and all labels be read."""
    ups, downs = flows(chart)
    ends = [Decimal(0), *(flow.end for flow in (*ups, *downs)), *(mark.value for mark in chart.balance)]
    benefits, costs, balance = chart.series_names
    crowded = any(same_side(up.value, down.value) for up, down in zip(chart.benefits, chart.costs, strict=True))
    running = tuple(
        (f"=B{t + 2}+C{t + 2}" + (f"+D{t + 1}" if t else ""), mark.value) for t, mark in enumerate(chart.balance)
    )
    pale = {"fill": {"color": theme.pale}, "border": {"color": theme.benefit, "width": 1}}
    light = {"fill": {"color": theme.tint}, "border": {"color": theme.cost, "width": 1}}
    marker = {"type": "circle", "size": 6, "fill": {"color": theme.ink}, "border": {"color": theme.tint}}
    line = {"line": {"color": theme.ink, "width": 1.75}, "marker": marker}
    places, reach = cash_labels(chart, theme), label_height(chart, theme)
    count = len(chart.names)
    stride = 1 if count <= ALL_LABELLED else max(2, ceil(count / _LABELS_MOST))
    shown = labelled_periods(count, stride)
    up_labels, down_labels = (_flow_labels(side, shown, thin=stride > 1) for side in (chart.benefits, chart.costs))
    up_places, down_places, line_places = (tuple(spot.position for spot in spots) for spots in places[:3])
    grounds = tuple(PAPER if struck else "" for struck in places.struck)
    named = " \u00b7 ".join(text for text in (balance, chart.payback) if text)
    columns = (
        replace(_series(benefits, chart.benefits, pale, theme.benefit, up_labels), positions=up_places),
        replace(_series(costs, chart.costs, light, theme.cost, down_labels), positions=down_places),
        Column(named, running, line, _balance_labels(chart, shown), line_places, (theme.ink,) * count, grounds, True),
    )
    low, high = min(ends) - reach, max(ends) + reach
    return Sheet(chart.names, columns, low, high, overlap=0 if crowded else 100, legend=True, stride=stride)


def _balance_labels(chart: CashFlow, shown: frozenset[int]) -> tuple[str, ...]:
    """Return the balance's labels, without those that would print a cost's own figure at the cost's own foot."""
    pairs = zip(chart.balance, chart.costs, strict=True)
    return tuple(
        "" if t not in shown or (mark.value, mark.label) == (cost.value, cost.label) else mark.label
        for t, (mark, cost) in enumerate(pairs)
    )


def _flow_labels(marks: tuple[Mark, ...], shown: frozenset[int], *, thin: bool) -> tuple[str, ...]:
    """Return the labels of bars; where not all are labelled, a figure that has not changed is not said again."""
    found, before = [], ""
    for t, mark in enumerate(marks):
        said = mark.label if t in shown and not (thin and mark.label == before) else ""
        before = said or before
        found.append(said)
    return tuple(found)


def _bars(chart: Bars, theme: Theme) -> Sheet:
    values = [Decimal(0), *(bar.value for bar in chart.bars)]
    span = (max(values) - min(values)) or Decimal(1)
    colours = tuple(str(getattr(theme, role)) for role in chart.roles)
    look = {"border": {"none": True}, "points": [{"fill": {"color": colour}} for colour in colours]}
    longest = max(len(bar.label) for bar in chart.bars)
    margin = span * longest / 50  # about fifty figures fill the plot's width
    low = min(values) - margin if min(values) < 0 else Decimal(0)
    column = _series(chart.heads.amount, chart.bars, look, theme.ink, tuple(bar.label for bar in chart.bars))
    return Sheet(tuple(bar.name for bar in chart.bars), (column,), low, max(values) + margin, kind="bar")


def _series(
    head: str, marks: tuple[Mark, ...], look: Mapping[str, Any], colour: str, labels: tuple[str, ...]
) -> Column:
    values = tuple(mark.value for mark in marks)
    return Column(head, values, look, labels, ("outside_end",) * len(marks), (colour,) * len(marks))


_SHEETS: Mapping[type[Chart], Callable[[Any, Theme], Sheet]] = {
    Waterfall: _waterfall,
    CashFlow: _cash_flow,
    Bars: _bars,
    Stack: stack_sheet,
    Breakdown: breakdown_sheet,
    Bubbles: bubbles_sheet,
    Tornado: tornado_sheet,
    Histogram: histogram_sheet,
}
