"""The margin column of a Word document, which one on a company's template does not have: its styles know of none."""

from __future__ import annotations

from cxreport.render.theme import Theme

# Where there is no column: how far terms, and headings after their numbers, stand from the margin, in millimetres.
_TERM_HANG, _NUMBER_HANG = 44, 11


def gutter_of(look: Theme) -> float:
    """Return how far text is from the margin, in millimetres."""
    return 0 if look.word_template else look.gutter


def term_hang(look: Theme) -> float:
    """Return how far the text of a term is from the margin, in millimetres."""
    return gutter_of(look) or _TERM_HANG


def number_hang(look: Theme) -> float:
    """Return how far a heading is from the margin, where its number stands, in millimetres."""
    return gutter_of(look) or _NUMBER_HANG
