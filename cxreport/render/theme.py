"""The look that all writers share: colours, faces, sizes, shapes and measures of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Cover = Literal["bar", "panel", "band"]
Sections = Literal["rule", "bar", "plain"]
Heads = Literal["lines", "filled"]
Rows = Literal["lines", "bands"]
Panels = Literal["bar", "filled", "box"]
Weight = Literal["regular", "bold"]

PAPER = "#ffffff"
A4_HEIGHT = 297  # millimetres
PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}  # millimetres
# The height of charts by paper, as a share of the usual: on a shorter page a summary still holds its own.
CHARTS = {"A4": 1.0, "Letter": 0.75}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the cover: the bytes of a PNG or SVG, what it shows, its height in millimetres, and its file."""

    data: bytes
    kind: Literal["png", "svg"]
    alt: str
    height: float
    file: Path


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`, faces by family name, sizes in points, lengths in millimetres.

    `band` and `on_band` are the ground of filled covers, heads and panels, and what stands on it. `air`
    and `chart` are shares of the usual: the space between things, and the height of charts. `word_template` is a
    Word document whose styles are used; the files of `folders` come before the shipped ones.
    """

    ink: str = "#1b2529"
    muted: str = "#56636a"
    benefit: str = "#0b5a66"
    cost: str = "#b0502a"
    second: str = "#5f929b"
    remainder: str = "#839096"
    rule: str = "#c5ced1"
    pale: str = "#dfe9ea"
    tint: str = "#f3f6f6"
    band: str = "#0b5a66"
    on_band: str = "#ffffff"

    sans: str = "Source Sans Pro"
    serif: str = "Source Serif Pro"

    title: float = 40
    section: float = 20
    sentence: float = 16
    lead: float = 13
    text: float = 10
    key: float = 22

    cover: Cover = "bar"
    sections: Sections = "rule"
    weight: Weight = "regular"
    heads: Heads = "lines"
    rows: Rows = "lines"
    panels: Panels = "bar"

    page_width: float = 210
    page_height: float = 297
    margin_top: float = 26
    margin_right: float = 20
    margin_bottom: float = 24
    margin_left: float = 26
    gutter: float = 36

    air: float = 1
    chart: float = 1

    footer: str = ""
    logo: Logo | None = None
    word_template: Path | None = None
    folders: tuple[Path, ...] = ()

    @property
    def text_width(self) -> int:
        """The width between the margins, gutter included, in whole millimetres."""
        return int(self.page_width - self.margin_left - self.margin_right)

    @property
    def leading(self) -> float:
        """The distance between two lines of text, in points."""
        return round(self.text * 1.4, 1)

    @property
    def key_leading(self) -> int:
        """The height of a line of key figures, in points."""
        return round(self.key * 1.27)

    @property
    def close_cover(self) -> bool:
        """Whether the cover is set closer: the paper is shorter than A4, or a logo takes a part of it."""
        return self.page_height < A4_HEIGHT or self.logo is not None

    @property
    def turned(self) -> Theme:
        """The same look on a page that lies on its side."""
        return replace(self, page_width=self.page_height, page_height=self.page_width)

    def share(self, place: int, count: int) -> int:
        """Return the width of one of `count` columns that share the text, in whole millimetres that add up."""
        return self.text_width * (place + 1) // count - self.text_width * place // count


SOBER = Theme()
