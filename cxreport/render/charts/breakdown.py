"""A whole and its parts as SVG: blocks from left to right, each as high as its value, with bands to their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxreport.render.charts.description import Breakdown, Node
from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.widths import Block

_PLOT = 104.0
_THICK, _GAP, _HAIR = 9.0, 6.0, 0.5
_TO_NEXT = 14.0  # from the end of a label to the next block
_BELOW, _LINES = 7.0, 1.0  # between neighbours, and between the two texts of a label


@dataclass(frozen=True, slots=True)
class _Block:
    """Holds a node in its place, its label in two texts, and where the band from what it is part of begins."""

    node: Node
    box: Box
    name: Block
    figures: Block
    whole: Box | None

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2


def draw_breakdown(pen: Pen, chart: Breakdown) -> float:
    """Draw `chart` and return its height. Each block has a row as high as its label, so that no two labels meet."""
    rows = [[chart.whole]]
    while parts := [part for node in rows[-1] for part in node.parts]:
        rows.append(parts)
    largest = max(sum(map(_size, row)) for row in rows)
    plot = _PLOT * pen.theme.chart
    scale, step = plot / largest if largest else 0.0, (pen.width + _TO_NEXT) / len(rows)
    levels = [[_placed(pen, chart.whole, 0, 0, step, scale, None)]]
    for depth in range(1, len(rows)):
        levels.append(list(_below(pen, levels[-1], depth * step, step, scale)))
    for level in levels[1:]:
        _draw_bands(pen, level)
    for found in (found for level in levels for found in level):
        _draw_block(pen, found)
    return max(_foot(found) for level in levels for found in level) + 1


def _size(node: Node) -> float:
    return max(0.0, float(node.value))


def _placed(pen: Pen, node: Node, left: float, top: float, step: float, scale: float, whole: Box | None) -> _Block:
    """Return the block of a node whose row begins at `top`, in the middle of that row."""
    room = step - _THICK - _GAP - _TO_NEXT
    name, told = pen.fit(node.name, room), pen.fit(node.told, room, bold=True)
    high = max(_HAIR, _size(node) * scale)
    start = top + max(0.0, name.height + _LINES + told.height - high) / 2
    return _Block(node, Box(left, start, left + _THICK, start + high), name, told, whole)


def _below(pen: Pen, level: Sequence[_Block], left: float, step: float, scale: float) -> Iterator[_Block]:
    """Yield the blocks of the next level, no higher on the page than what they are part of."""
    free = 0.0
    for above in level:
        free = max(free, min(above.box.top, _top(above))) if above.node.parts else free
        for part in above.node.parts:
            found = _placed(pen, part, left, free, step, scale, _band_start(above))
            free = _foot(found) + _BELOW
            yield found


def _band_start(found: _Block) -> Box:
    """Return the box that bands to the parts of a block leave: thin ones begin beyond its label, not to strike it."""
    box, high = found.box, found.name.height + _LINES + found.figures.height
    if box.bottom - box.top >= high:
        return box
    return box._replace(right=box.right + 2 * _GAP + max(found.name.width, found.figures.width))


def _label_top(found: _Block) -> float:
    return found.middle - (found.name.height + _LINES + found.figures.height) / 2


def _top(found: _Block) -> float:
    return min(found.box.top, _label_top(found))


def _foot(found: _Block) -> float:
    label = _label_top(found) + found.name.height + _LINES + found.figures.height
    return max(found.box.bottom, label)


def _draw_bands(pen: Pen, level: Sequence[_Block]) -> None:
    """Draw what leads from a whole to its parts, which share its height in their order."""
    used: dict[Box, float] = {}
    for found in level:
        if found.whole and found.node.value > 0:
            start, high = used.get(found.whole, found.whole.top), found.box.bottom - found.box.top
            used[found.whole] = start + high
            left, right = found.whole.right, found.box.left
            corners = [(left, start), (right, found.box.top), (right, found.box.bottom), (left, start + high)]
            pen.band(corners, pen.theme.pale)


def _draw_block(pen: Pen, found: _Block) -> None:
    role = "ink" if found.node.role == "total" else found.node.role
    pen.bar(found.box, pen.theme.cost if found.node.value < 0 else getattr(pen.theme, role))
    x, top = found.box.right + _GAP, _label_top(found)
    pen.text(found.name, x, top, pen.theme.ink)
    pen.text(found.figures, x, top + found.name.height + _LINES, pen.theme.ink)
