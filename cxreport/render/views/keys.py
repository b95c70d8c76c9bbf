"""The figures that decide, side by side, in columns that hold them at their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from cxreport.render.faces import text_width
from cxreport.render.theme import Theme

_MM_PER_POINT = 25.4 / 72
_APART = 5  # millimetres that a figure leaves free before the next


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures that decide: its name, print, address, one line of what it means, and its column's width."""

    title: str
    text: str
    path: str
    note: str
    width: int = 0


def side_by_side(figures: Sequence[KeyFigure], look: Theme) -> tuple[KeyFigure, ...]:
    """Return the figures with the widths of their columns in millimetres, which fill the text.

    They are alike where each figure fits; else each is as wide as its print asks, and what is left is shared.
    """
    style = "Bold" if look.weight == "bold" else "Regular"
    asked = [ceil(text_width(item.text, look.serif, style, look.key) * _MM_PER_POINT) + _APART for item in figures]
    alike = [look.share(place, len(figures)) for place in range(len(figures))]
    fits = all(need <= room for need, room in zip(asked, alike, strict=True))
    columns = alike if fits else _filled(asked, look.text_width)
    return tuple(replace(item, width=width) for item, width in zip(figures, columns, strict=True))


def _filled(asked: Sequence[int], room: int) -> list[int]:
    """Return whole widths that add up to `room` and are larger, or smaller, than `asked` by the same each."""
    left, count = room - sum(asked), len(asked)
    return [need + left * (place + 1) // count - left * place // count for place, need in enumerate(asked)]
