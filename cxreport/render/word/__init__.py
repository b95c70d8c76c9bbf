"""HTML → Word: the pieces of a page on Word's own styles, tables, fields, content controls and charts."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from cxreport.render.coverage import beyond_latin
from cxreport.render.theme import SOBER, Theme
from cxreport.render.walk import Walk
from cxreport.render.word.houses import word_look
from cxreport.render.word.origin import Origin
from cxreport.render.word.writer import Word

__all__ = ["word_look", "write_docx"]


def write_docx(
    html: str, theme: Theme = SOBER, pages: Mapping[str, int] | None = None, origin: Origin | None = None
) -> bytes:
    """Return `html`, a whole page, as a Word document; the same bytes every time.

    `pages` has the page number of each heading by its id, for the contents; without it, they show none until
    the reader updates the field. `theme` is what `word_look` gives, and `html` was composed in it. The file says
    of itself that it came from `origin`. Raises UnknownElement for what would be lost, RenderError for what does
    not fit.
    """
    return Walk(Word(theme, pages, origin or Origin(), beyond_latin(unescape(html)))).document(html)
