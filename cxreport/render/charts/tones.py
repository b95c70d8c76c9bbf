"""The looks of layers that lie on each other, told apart by colours of the theme."""

from __future__ import annotations

from typing import NamedTuple

from cxreport.render.theme import Theme


class Tone(NamedTuple):
    """Holds the look of a layer: its fill, its outline where it needs one, and the ink of a label upon it."""

    fill: str
    edge: str
    ink: str


def tones(theme: Theme) -> tuple[Tone, ...]:
    """Return the looks of layers, from the first up; the two in the middle of grey carry no text."""
    return (
        Tone(theme.benefit, "", theme.tint),
        Tone(theme.pale, theme.benefit, theme.ink),
        Tone(theme.muted, "", theme.tint),
        Tone(theme.second, "", ""),
        Tone(theme.remainder, "", ""),
        Tone(theme.ink, "", theme.tint),
    )
