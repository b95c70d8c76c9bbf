"""Contrast of colours by WCAG 2.1, and the pairs of a theme that have to reach it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxreport.render.theme import PAPER, Theme

TEXT, MARK = 4.5, 3.0  # success criteria 1.4.3 and 1.4.11

_PAPER = "paper"
_TEXT_ON = (
    ("ink", (_PAPER, "tint", "pale")),
    ("muted", (_PAPER, "tint")),
    ("benefit", (_PAPER, "tint", "pale")),
    ("cost", (_PAPER, "tint")),
)
_MARKS = ("second", "remainder")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours of a theme by name, the first of which has to be told from the second."""

    front: str
    ground: str
    ratio: float
    needed: float

    @property
    def suffices(self) -> bool:
        """Whether the contrast reaches what is needed."""
        return self.ratio >= self.needed


def pairs(theme: Theme) -> Iterator[Pair]:
    """Yield every pair of colours that a document in this theme sets on each other."""
    for front, grounds in _TEXT_ON:
        for ground in grounds:
            yield _pair(theme, front, ground, TEXT)
    for front in _MARKS:
        yield _pair(theme, front, _PAPER, MARK)
    if theme.cover in {"panel", "band"} or theme.heads == "filled":
        yield _pair(theme, "on_band", "band", TEXT)
        yield _pair(theme, "band", _PAPER, MARK)


def _pair(theme: Theme, front: str, ground: str, needed: float) -> Pair:
    below = PAPER if ground == _PAPER else getattr(theme, ground)
    return Pair(front, ground, contrast(getattr(theme, front), below), needed)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. WCAG 2.1, "contrast ratio"."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`. WCAG 2.1, "relative luminance"."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
