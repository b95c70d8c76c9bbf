"""Where a label goes when its best place is taken: each tries its places in turn and keeps the freest."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cxreport.render.charts.pen import Anchor, Box, box_of
from cxreport.render.charts.widths import Block

Segment = tuple[tuple[float, float], tuple[float, float]]

# What a label suffers, in points of distance it would go to avoid it.
_OUTSIDE, _OVER_TEXT, _OVER_LINE, _OVER_BAR, _OVER_DASHES = 1e6, 1e4, 90.0, 45.0, 3.5
_AIR, _OFF_LINE = 1.0, 1.5
# Further than this a label does not go to keep off lines and bars; off other texts it goes anywhere.
_FAR = 16.0
# How far a label tries to stand from where it belongs: finely near it, and then by its own height.
_FARS = (0.0, 4.0, 8.0, 12.0, *(12.0 + 8.0 * step for step in range(1, 75)))
_ASIDE: tuple[tuple[float, Anchor], ...] = ((1.0, "middle"), (2.0, "start"), (2.0, "end"))
# Steps away from a point, nearest first: how far, and whether above it, and how the label hangs there.
_AROUND: Sequence[tuple[float, float, bool, Anchor]] = sorted(
    (far + below + beside, far, not below, anchor) for far in _FARS for below in (0.0, 0.5) for beside, anchor in _ASIDE
)
_HUNG: Mapping[str, float] = {"start": 5.0, "middle": 0.0, "end": -5.0}


class Place(NamedTuple):
    """Holds one place that a label might take, `away` points from where it would best be."""

    block: Block
    x: float
    top: float
    fill: str
    anchor: Anchor = "middle"
    away: float = 0.0
    inside: bool = False  # written on its own bar, on purpose

    @property
    def box(self) -> Box:
        """The room it takes."""
        return box_of(self.block, self.x, self.top, self.anchor)


@dataclass(slots=True)
class Placer:
    """Knows what already stands in `frame`: texts never overlap, lines and bars only where nothing else is free.

    A dashed line is broken by a label that would else stand beside its bar. Bars, texts and dashes lie in the order of
    their left sides, so that whoever looks for what is met can stop early.
    """

    frame: Box
    bars: Sequence[Box]
    segments: Sequence[Segment]
    texts: list[Box] = field(default_factory=list)
    dashes: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bars = sorted(self.bars)

    def place(self, places: Iterable[Place]) -> Place:
        """Return the freest of `places`, which come in the order of their distance, and keep its room."""
        best, least, frame = None, float("inf"), self.frame
        for wished in places:
            block, x, top, _, anchor, away, _ = wished
            if away >= least or (away > _FAR and least < _OVER_TEXT):
                break
            place, box, outside = wished, box_of(block, x, top, anchor), 0.0
            if not box.within(frame):
                place = _held(wished, box, frame)
                box = place.box
                outside = 0.0 if box.within(frame, _AIR / 100) else _OUTSIDE
            if (bad := outside + self.suffering(place, box, least)) < least:
                best, least = place, bad
        if best is None:
            raise ValueError("a label needs at least one place")
        insort(self.texts, best.box)
        return best

    def dash(self, box: Box) -> None:
        """Keep the room of a dashed line."""
        insort(self.dashes, box)

    def on_bar(self, box: Box) -> bool:
        """Return whether `box` overlaps a bar."""
        return _met(self.bars, *box) > 0

    def on_dashes(self, box: Box) -> bool:
        """Return whether `box` overlaps a dashed line."""
        return _met(self.dashes, *box) > 0

    def suffering(self, place: Place, box: Box, least: float) -> float:
        """Return how bad `place` is, whose room is `box`; the count stops where it is worse than `least`."""
        left, top, right, bottom = box
        bad = place.away + _OVER_TEXT * _met(self.texts, left - _AIR, top - _AIR, right + _AIR, bottom + _AIR)
        if bad < least and _met(self.dashes, left, top, right, bottom):
            bad += _OVER_DASHES
        if bad < least and not place.inside and _met(self.bars, left, top, right, bottom):
            bad += _OVER_BAR
        if bad < least:
            bad += _OVER_LINE * self._crossed(left - _OFF_LINE, top - _OFF_LINE, right + _OFF_LINE, bottom + _OFF_LINE)
        return bad

    def _crossed(self, left: float, top: float, right: float, bottom: float) -> int:
        """Return how many lines, each of which runs to the right, go through a room."""
        crossed = 0
        for (x0, y0), (x1, y1) in self.segments:
            if x0 > right or left > x1 or not ((y0 > top or y1 > top) and (y0 < bottom or y1 < bottom)):
                continue
            slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
            start, end = y0 + slope * (max(x0, left) - x0), y0 + slope * (min(x1, right) - x0)
            crossed += (start > top or end > top) and (start < bottom or end < bottom)
        return crossed


def _met(others: Sequence[Box], left: float, top: float, right: float, bottom: float) -> int:
    """Return how many of `others`, sorted from the left, overlap a room; each place is asked for it."""
    met = 0
    for start, high, end, foot in others:
        if start >= right:
            break
        if left < end and top < foot and high < bottom:
            met += 1
    return met


def around(block: Block, x: float, y: float, fill: str, reach: float) -> Iterator[Place]:
    """Yield the places about a point, nearest first: beside it, above and below, up to `reach` away."""
    beside = y - block.height / 2
    yield Place(block, x + 7, beside, fill, "start", 0.25)
    yield Place(block, x - 7, beside, fill, "end", 0.5)
    for away, far, above, anchor in _AROUND:
        if far > reach:
            break
        top = y - block.height - 4 - far if above else y + 4 + far
        yield Place(block, x + _HUNG[anchor], top, fill, anchor, away)


def spread(wished: Sequence[float], heights: Sequence[float], room: float, air: float = _AIR) -> list[float]:
    """Return the tops of texts below each other, near the tops wished for, apart, and within `room` if they fit.

    Both sequences run from the top of the picture to its foot.
    """
    tops, above = [], 0.0
    for top, high in zip(wished, heights, strict=True):
        tops.append(max(top, above))
        above = tops[-1] + high + air
    below = room
    for k in reversed(range(len(tops))):
        tops[k] = min(tops[k], below - heights[k])
        below = tops[k] - air
    return tops


def _held(place: Place, box: Box, frame: Box) -> Place:
    """Return `place`, whose room is `box`, moved into the frame."""
    right = max(frame.left - box.left, 0.0) + min(frame.right - box.right, 0.0)
    down = max(frame.top - box.top, 0.0) + min(frame.bottom - box.bottom, 0.0)
    return place._replace(x=place.x + right, top=place.top + down, away=place.away + abs(right) + abs(down))
