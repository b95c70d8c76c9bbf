"""The pen: SVG elements in points, with presentation attributes only, as WeasyPrint and browsers both draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal, NamedTuple

from cxreport.render.charts.widths import ASCENT, SIZE, Block, fit, fit_all, width
from cxreport.render.theme import Theme

Anchor = Literal["start", "middle", "end"]
_SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Box(NamedTuple):
    """Holds a rectangle in points; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, other: Box, slack: float = 0.0) -> bool:
        """Return whether no part of it lies further than `slack` outside `other`."""
        left, top, right, bottom = self
        first, highest, last, lowest = other
        return left >= first - slack and right <= last + slack and top >= highest - slack and bottom <= lowest + slack


def box_of(block: Block, x: float, top: float, anchor: Anchor = "start") -> Box:
    """Return the place that `block` takes, hung by its top at `x`."""
    left = x - block.width * _SHARE[anchor]
    return Box(left, top, left + block.width, top + block.height)


@dataclass(slots=True)
class Pen:
    """Collects the elements of one picture, `width` points wide."""

    theme: Theme
    width: float
    parts: list[str] = field(default_factory=list)

    def wide(self, text: str, *, bold: bool = False) -> float:
        """Return the width of `text` in the theme's face, in points."""
        return width(text, self.theme.sans, bold=bold)

    def fit(self, text: str, room: float, *, bold: bool = False) -> Block:
        """Return `text` broken into lines no wider than `room`, in the largest size that breaks no word."""
        return fit(text, room, self.theme.sans, bold=bold)

    def fit_all(self, texts: Sequence[str], room: float, *, bold: bool = False, largest: float = SIZE) -> list[Block]:
        """Return all `texts` so, in one size."""
        return fit_all(texts, room, self.theme.sans, bold=bold, largest=largest)

    def bar(self, box: Box, fill: str, edge: str = "") -> None:
        """Draw a filled rectangle; `edge` is the colour of its outline, where it has one."""
        left, top, right, bottom = box
        size = f'width="{right - left:.2f}" height="{bottom - top:.2f}"'
        outline = f' stroke="{edge}" stroke-width="0.6"' if edge else ""
        self.parts.append(f'<rect x="{left:.2f}" y="{top:.2f}" {size} fill="{fill}"{outline}/>')

    def band(self, corners: Sequence[tuple[float, float]], fill: str) -> None:
        """Draw a filled area between `corners`."""
        way = "L".join(f"{x:.2f} {y:.2f}" for x, y in corners)
        self.parts.append(f'<path d="M{way}Z" fill="{fill}"/>')

    def line(self, points: Sequence[tuple[float, float]], stroke: str, thick: float, dash: str = "") -> None:
        """Draw a line through `points`."""
        way = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="M{way}" fill="none" stroke="{stroke}" stroke-width="{thick:.2f}"{dashes}/>')

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str, dash: str = "") -> None:
        """Draw a disc with an edge."""
        centre = f'cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}"'
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<circle {centre} fill="{fill}" stroke="{stroke}" stroke-width="1.2"{dashes}/>')

    def text(self, block: Block, x: float, top: float, fill: str, anchor: Anchor = "start") -> None:
        """Write the lines of `block`, hung by its top at `x`."""
        lines, size, bold = block.lines, block.size, block.bold
        look = "" if anchor == "start" else f' text-anchor="{anchor}"'
        if fill != self.theme.ink:
            look += f' fill="{fill}"'
        if bold:
            look += ' font-weight="600"'
        if size != SIZE:
            look += f' font-size="{size:.2f}"'
        base = top + size * ASCENT
        for k, line in enumerate(lines):
            base += block.leading if k else 0.0
            self.parts.append(f'<text x="{x:.2f}" y="{base:.2f}"{look}>{_escaped(line)}</text>')

    def picture(self, height: float, alt: str) -> str:
        """Return the whole element, `height` points high, with its alternative text."""
        wide, high, said = number(self.width), number(height), escape(alt)
        family = escape(f"'{self.theme.sans}', sans-serif")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
            f'viewBox="0 0 {wide} {high}" width="{wide}pt" height="{high}pt" '
            f'font-family="{family}" font-size="{number(SIZE)}" fill="{self.theme.ink}">'
            f"<title>{said}</title>{''.join(self.parts)}</svg>"
        )


def _escaped(text: str) -> str:
    """Return a text as it stands between tags; hardly one has anything to escape, and to look is quicker."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def number(value: float) -> str:
    """Return a length with at most two decimals, the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
