"""Measures of a Word document. One on a company's template has no margin column: its styles know of none."""

from __future__ import annotations

from cxreport.render.theme import Theme

# Where there is no column: how far terms, and headings after their numbers, stand from the margin, in millimetres.
_TERM_HANG, _NUMBER_HANG = 44, 11
# The height of the empty line after a table, and the space above the levels of headings, in points.
TABLE_GAP = 8
_ABOVE = (30, 14, 10)


def gutter_of(look: Theme) -> float:
    """Return how far text is from the margin, in millimetres."""
    return 0 if look.word_template else look.gutter


def term_hang(look: Theme) -> float:
    """Return how far the text of a term is from the margin, in millimetres."""
    return gutter_of(look) or _TERM_HANG


def number_hang(look: Theme) -> float:
    """Return how far a heading is from the margin, where its number stands, in millimetres."""
    return gutter_of(look) or _NUMBER_HANG


def space_above(level: int) -> float:
    """Return the space above a heading, in points, where the theme has the usual."""
    return _ABOVE[min(level, len(_ABOVE)) - 1]
