"""How much of a page its texts take, reckoned from the sizes of the look: a table and a chart get the rows left."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from cxreport.render.charts.widths import width
from cxreport.render.theme import Theme

_POINTS = 72 / 25.4
# As page.css has them, in points: what a heading, a lead, a paragraph and a figure take beside their lines.
_HEADING, _LEAD, _PARAGRAPH = 14.0, 10.0, 7.0
_CHART_AND_TABLE = 168.0  # captions, heads, an axis, and the space around
_ROWS = 35.0  # one of the chart and one of the table
_RAGGED = 1.05  # lines break between words, and so are not full
_SPARE = 14.0  # Word sets the same words a little longer


def rows_left(look: Theme, lead: str, paragraphs: Sequence[str], most: int, least: int) -> int:
    """Return how many rows a chart and a table have beside a heading, a lead and paragraphs on one page."""
    column = (look.text_width - look.gutter) * _POINTS
    room = (look.page_height - look.margin_top - look.margin_bottom) * _POINTS - _SPARE
    room -= look.section * 1.4 + _HEADING + _lines(lead, look.serif, look.lead, column) * look.lead * 1.4 + _LEAD
    room -= sum(_lines(text, look.sans, look.text, column) * look.leading + _PARAGRAPH for text in paragraphs)
    return max(least, min(most, int((room - _CHART_AND_TABLE * look.air) / _ROWS)))


def _lines(text: str, family: str, size: float, column: float) -> int:
    return ceil(width(" ".join(text.split()), family, size) * _RAGGED / column)
