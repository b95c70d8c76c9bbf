"""The look that all writers share: colours, faces and measures of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`, faces by family name, lengths in millimetres.

    The pairs of colours that carry text reach a contrast of 4.5 to 1, those that carry marks 3 to 1
    (WCAG 2.1, success criteria 1.4.3 and 1.4.11); a test computes them.

    `word_template` is a Word document whose styles are used; the files of `folders` come before the shipped ones.
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

    sans: str = "Source Sans Pro"
    serif: str = "Source Serif Pro"

    page_width: float = 210
    page_height: float = 297
    margin_top: float = 26
    margin_right: float = 20
    margin_bottom: float = 24
    margin_left: float = 26
    gutter: float = 36

    word_template: Path | None = None
    folders: tuple[Path, ...] = ()

    @property
    def text_width(self) -> int:
        """The width between the margins, gutter included, in whole millimetres."""
        return int(self.page_width - self.margin_left - self.margin_right)

    @property
    def turned(self) -> Theme:
        """The same look on a page that lies on its side."""
        return replace(self, page_width=self.page_height, page_height=self.page_width)

    def share(self, place: int, count: int) -> int:
        """Return the width of one of `count` columns that share the text, in whole millimetres that add up."""
        return self.text_width * (place + 1) // count - self.text_width * place // count


SOBER = Theme()
