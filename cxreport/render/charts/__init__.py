"""Charts: one small description each, drawn natively by every writer.

`description` holds the nouns, `svg` draws them for PDF and HTML, `native` as editable charts for Word.
"""

from __future__ import annotations

from cxreport.render.charts.description import (
    Axis,
    Bars,
    Breakdown,
    Bubble,
    Bubbles,
    CashFlow,
    Chart,
    Layer,
    Mark,
    Node,
    Stack,
    Step,
    Waterfall,
    from_json,
    to_json,
)

__all__ = [
    "Axis",
    "Bars",
    "Breakdown",
    "Bubble",
    "Bubbles",
    "CashFlow",
    "Chart",
    "Layer",
    "Mark",
    "Node",
    "Stack",
    "Step",
    "Waterfall",
    "from_json",
    "to_json",
]
