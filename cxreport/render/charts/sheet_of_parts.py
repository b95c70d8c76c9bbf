"""The sheets of what is made of parts: a stack in each period, and a breakdown, for which Word has no chart of its own.

A breakdown becomes lying bars, each part in a row below its whole and from where that whole begins: the same
places as in the picture, turned by a quarter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil

from cxreport.render.charts.cells import LABEL, Cell, Column, Sheet
from cxreport.render.charts.description import Breakdown, Node, Stack
from cxreport.render.charts.geometry import ALL_LABELLED, labelled_periods, pieces
from cxreport.render.charts.tones import Tone, tones
from cxreport.render.theme import Theme

_LABELS_MOST = 10
_LABELS_SIDE_BY_SIDE = 8
# The least height of a layer that is labelled, as a share of the highest stack: its names stand in up to two rows.
_LAYER_LABEL = LABEL * Decimal("1.3")
_ROOM = Decimal("0.3")  # for the label behind a lying bar, as a share of the longest
_UNSEEN = {"line": {"none": True}, "marker": {"type": "none"}}
_HIDDEN = {"fill": {"none": True}, "border": {"none": True}}


def stack_sheet(chart: Stack, theme: Theme) -> Sheet:
    """Return stacked columns, and an unseen line that carries the sums."""
    count, last = len(chart.names), chr(ord("A") + len(chart.layers))
    stride = 1 if count <= ALL_LABELLED else max(2, ceil(count / _LABELS_MOST))
    found = pieces(chart)
    ends = [Decimal(0), *(piece.end for piece in found)]
    span = (max(ends) - min(ends)) or Decimal(1)
    tops = [max(Decimal(0), *(piece.end for piece in found if piece.period == t)) for t in range(count)]
    shown = labelled_periods(count, stride)
    totals = tuple((f"=SUM(B{t + 2}:{last}{t + 2})", mark.value) for t, mark in enumerate(chart.totals))
    heights: tuple[Cell, ...] = tuple((f'=SUMIF(B{t + 2}:{last}{t + 2},">0")', top) for t, top in enumerate(tops))
    labels = tuple(mark.label if t in shown else "" for t, mark in enumerate(chart.totals))
    columns = (
        *_layers(chart, theme, span),
        Column(chart.heads.total, totals),
        Column(
            chart.heads.label,
            heights,
            _UNSEEN,
            labels,
            ("above",) * count,
            (theme.ink,) * count,
            on_line=True,
            in_legend=False,
            told=len(chart.layers),
        ),
    )
    return Sheet(
        chart.names,
        columns,
        min(ends),
        max(ends) + span * LABEL,
        stacked=True,
        legend=len(chart.layers) > 1,
        stride=stride,
    )


def _layers(chart: Stack, theme: Theme, span: Decimal) -> Iterator[Column]:
    """Yield a column for each layer, labelled where it is high enough and the columns are few enough."""
    for layer, tone in zip(chart.layers, tones(theme), strict=False):
        few = len(chart.layers) > 1 and len(chart.names) <= _LABELS_SIDE_BY_SIDE
        least = span * _LAYER_LABEL / Decimal(str(theme.chart))
        labels = tuple(mark.label if few and abs(mark.value) >= least else "" for mark in layer.marks)
        colours = (tone.ink or theme.ink,) * len(labels)
        grounds = ("" if tone.ink else theme.tint,) * len(labels)
        values = tuple(mark.value for mark in layer.marks)
        yield Column(layer.name, values, _look(tone), labels, ("center",) * len(labels), colours, grounds)


def _look(tone: Tone) -> dict[str, object]:
    border = {"color": tone.edge, "width": 1} if tone.edge else {"none": True}
    return {"fill": {"color": tone.fill}, "border": border}


def breakdown_sheet(chart: Breakdown, theme: Theme) -> Sheet:
    """Return a lying bar for each node on an unfilled base, and an unfilled end that carries the labels."""
    rows = list(_rows(chart.whole))
    ends = [Decimal(0), *(row[1] for row in rows), *(row[1] + row[0].value for row in rows)]
    span = (max(ends) - min(ends)) or Decimal(1)
    colours = [_colour(node, theme) for node, *_ in rows]
    filled = {"border": {"none": True}, "points": [{"fill": {"color": colour}} for colour in colours]}
    count = len(rows)
    columns = (
        Column(chart.heads.amount, tuple(node.value for node, *_ in rows)),
        Column(chart.heads.start, tuple((formula, start) if formula else start for _, start, _, formula in rows)),
        *(
            Column(getattr(chart.heads, part), tuple(_bar(part, k, *row[:2]) for k, row in enumerate(rows)), look)
            for part, look in (("base", _HIDDEN), ("above", filled), ("below", filled))
        ),
        Column(
            chart.heads.label,
            _carriers(rows),
            _HIDDEN,
            tuple(node.told for node, *_ in rows),
            ("inside_base",) * count,
            (theme.ink,) * count,
            told=0,
        ),
    )
    names = tuple(("\u2013 " if depth > 1 else "") + node.name for node, _, depth, _ in rows)
    return Sheet(names, columns, min(ends), max(ends) + span * _ROOM, kind="bar", stacked=True)


def _carriers(rows: Sequence[_Row]) -> tuple[Cell, ...]:
    """Return the lengths of the unseen bars that carry the labels at their feet.

    They are the amounts themselves: LibreOffice prints what a label's bar is worth where the label is a cell. An
    amount below zero would carry its label to the other side, so that there all are as long as the longest.
    """
    amounts = [node.value for node, *_ in rows]
    if min(amounts) < 0:
        return tuple((f"=MAX(B2:B{len(rows) + 1})", max(amounts)) for _ in rows)
    return tuple((f"=B{row}", amount) for row, amount in enumerate(amounts, 2))


def _rows(node: Node, start: Decimal = Decimal(0), depth: int = 0, row: int = 2, formula: str = "") -> Iterator[_Row]:
    """Yield a node and all below it: where each begins, how deep it lies, and how that begin is computed."""
    yield node, start, depth, formula
    below, begin = row + 1, f"=C{row}"
    for part in node.parts:
        yield from _rows(part, start, depth + 1, below, begin)
        begin = f"=C{below}+B{below}"
        below, start = below + _count(part), start + part.value


_Row = tuple[Node, Decimal, int, str]


def _count(node: Node) -> int:
    return 1 + sum(map(_count, node.parts))


def _bar(part: str, k: int, node: Node, start: Decimal) -> Cell:
    """Return one cell of a bar that may lie on both sides of zero."""
    row, low, high, zero = k + 2, min(start, start + node.value), max(start, start + node.value), Decimal(0)
    least, most = f"MIN(C{row},C{row}+B{row})", f"MAX(C{row},C{row}+B{row})"
    match part:
        case "base":
            return f"=MAX({least},0)+MIN({most},0)", max(low, zero) + min(high, zero)
        case "above":
            return f"=MAX({most},0)-MAX({least},0)", max(high, zero) - max(low, zero)
        case _:
            return f"=MIN({least},0)-MIN({most},0)", min(low, zero) - min(high, zero)


def _colour(node: Node, theme: Theme) -> str:
    if node.value < 0:
        return theme.cost
    return str(getattr(theme, "ink" if node.role == "total" else node.role))
