"""A document laid out on pages by WeasyPrint, and written as a PDF that can be archived and read aloud."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cxreport.errors import RenderError
from cxreport.render.pdf.attachments import Attachment, as_weasyprint, correct_files
from cxreport.render.pdf.engine import colours, fetcher, garbage_kept, load_weasyprint, refuse_lost, sheet_of
from cxreport.render.pdf.finishing import Sheet, finish, settle
from cxreport.render.pdf.tree import read_html
from cxreport.render.theme import Theme

COLOURS = "--srgb"
_MM_PER_PIXEL = 25.4 / 96
OPTIONS = {"pdf_variant": "pdf/a-3a", "output_intent": COLOURS}


class Layout:
    """A document laid out on pages. Raises RenderError where it asks for a file that it may not or cannot have."""

    def __init__(self, html: str, css: str, theme: Theme, folders: tuple[Path, ...]) -> None:
        self._html = html
        style, configuration = sheet_of(theme, css, folders)
        lost: list[str] = []
        with garbage_kept():
            page = read_html(html, fetcher(folders, lost))
            self._document = page.render(
                stylesheets=[style], font_config=configuration, color_profiles={COLOURS: colours()}, **OPTIONS
            )
        refuse_lost(lost)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._document.pages)

    @property
    def room(self) -> float:
        """The millimetres that the last page leaves free below its text."""
        return self._free(self.page_count) * _MM_PER_PIXEL

    def is_sparse_before(self, name: str) -> bool:
        """Return whether the page before that of an id has text on less than a third of it."""
        page = self.page_numbers().get(name, 1) - 1
        return page > 1 and self._free(page) > self._document.pages[page - 1]._page_box.height * 2 / 3  # noqa: SLF001 - see below

    def _free(self, number: int) -> float:
        """Return the pixels that a page, counted from 1, leaves free below its text."""
        page = self._document.pages[number - 1]._page_box  # noqa: SLF001 - WeasyPrint tells it nowhere else
        lowest = max(_foot(box) for box in _leaves(page.children[0]))
        free: float = page.content_box_y() + page.height - lowest
        return free

    def page_numbers(self) -> Mapping[str, int]:
        """Return on which page each id stands, counted from 1."""
        return {name: number for number, page in enumerate(self._document.pages, 1) for name in page.anchors}

    def pdf(self, attachments: Sequence[Attachment] = ()) -> bytes:
        """Return the PDF with `attachments` inside; its identifier follows from the page, so that the bytes do.

        Raises RenderError where no face that travels with the document has a character of it.
        """
        sheets = [Sheet(page) for page in self._document.pages]
        document = self._document.copy(sheets)
        document.color_profiles = self._document.color_profiles | {COLOURS: colours()}
        document.metadata.attachments = as_weasyprint(load_weasyprint(), attachments)
        identifier = hashlib.sha256(self._html.encode()).digest()[:16]
        with garbage_kept():
            finisher = partial(_finish, sheets, attachments)
            data = document.write_pdf(finisher=finisher, pdf_identifier=identifier, **OPTIONS)
        assert isinstance(data, bytes)  # noqa: S101 - without a target it returns them
        return data


def _finish(sheets: Sequence[Sheet], attachments: Sequence[Attachment], document: Any, pdf: Any) -> None:
    missing = {code for font in document.fonts.values() for code in font.missing}
    if missing:
        named = ", ".join(f"{chr(code)} (U+{code:04X})" for code in sorted(missing)[:8])
        raise RenderError(
            f"no face of the document has the characters {named}",
            "name a font file that has them by @font-face in the theme's page.css, or write them in another way",
        )
    finish(sheets, pdf)
    correct_files(pdf, attachments)
    settle(pdf)


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the boxes of a page in which something stands: a box around others may reach down to the page's end."""
    children = getattr(box, "children", ())
    if not children:
        yield box
    for child in children:
        yield from _leaves(child)


def _foot(box: Any) -> float:
    foot: float = box.position_y + box.margin_height()
    return foot
