"""Charts: one small description each, drawn natively by every writer.

`description` holds the nouns, `svg` draws them for PDF and HTML, `native` as editable charts for Word.
"""

from __future__ import annotations

from cxreport.render.charts.carried import from_json, to_json
from cxreport.render.charts.description import (
    Axis,
    Bars,
    Breakdown,
    Bubble,
    Bubbles,
    CashFlow,
    Chart,
    Layer,
    Node,
    Stack,
    Step,
    Waterfall,
)
from cxreport.render.charts.mark import Mark
from cxreport.render.charts.uncertain import MOST_SWINGS, Histogram, Swing, Tornado

__all__ = [
    "MOST_SWINGS",
    "Axis",
    "Bars",
    "Breakdown",
    "Bubble",
    "Bubbles",
    "CashFlow",
    "Chart",
    "Histogram",
    "Layer",
    "Mark",
    "Node",
    "Stack",
    "Step",
    "Swing",
    "Tornado",
    "Waterfall",
    "from_json",
    "to_json",
]
