"""Pictures that explain: steps from left to right, each with its mark, its name and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.svg import POINTS_PER_MM
from cxreport.render.charts.widths import Block
from cxreport.render.theme import Theme

PanelRole = Literal["benefit", "cost", "ink", "muted"]

_TOP, _BETWEEN, _PAD, _RULE, _ARROW = 1.0, 20.0, 8.0, 2.5, 4.0
_AFTER_MARK, _AFTER_NAME = 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Holds one step: its letter or number, its name, what it says, and the colour of its head."""

    mark: str
    name: str
    text: str
    role: PanelRole


def draw_steps(panels: Sequence[Panel], alt: str, theme: Theme) -> str:
    """Return `panels` as one `<svg>` element as wide as the text block, each leading to the next."""
    pen = Pen(theme, theme.text_width * POINTS_PER_MM)
    wide = (pen.width - _BETWEEN * (len(panels) - 1)) / len(panels)
    room = wide - 2 * _PAD
    marks = pen.fit_all([panel.mark for panel in panels], room, bold=True)
    names = pen.fit_all([panel.name for panel in panels], room, bold=True)
    texts = pen.fit_all([panel.text for panel in panels], room)
    mark_top = _TOP + _RULE + _PAD
    name_top = mark_top + max(mark.height for mark in marks) + _AFTER_MARK
    text_top = name_top + max(name.height for name in names) + _AFTER_NAME
    foot = text_top + max(text.height for text in texts) + _PAD
    for nth, (panel, *blocks) in enumerate(zip(panels, marks, names, texts, strict=True)):
        left = nth * (wide + _BETWEEN)
        _draw_panel(pen, panel, Box(left, _TOP, left + wide, foot), blocks, (mark_top, name_top, text_top))
        if nth:
            _draw_arrow(pen, left - _BETWEEN / 2, (_TOP + foot) / 2)
    return pen.picture(foot, alt)


def _draw_panel(pen: Pen, panel: Panel, box: Box, blocks: Sequence[Block], tops: Sequence[float]) -> None:
    colour = str(getattr(pen.theme, panel.role))
    pen.bar(box, pen.theme.tint)
    pen.bar(Box(box.left, box.top, box.right, box.top + _RULE), colour)
    for block, top, ink in zip(blocks, tops, (colour, pen.theme.ink, pen.theme.ink), strict=True):
        pen.text(block, box.left + _PAD, top, ink)


def _draw_arrow(pen: Pen, x: float, y: float) -> None:
    pen.line([(x - _ARROW, y), (x + _ARROW, y)], pen.theme.muted, 1)
    head = [(x + _ARROW / 3, y - _ARROW), (x + _ARROW * 1.4, y), (x + _ARROW / 3, y + _ARROW)]
    pen.band(head, pen.theme.muted)
