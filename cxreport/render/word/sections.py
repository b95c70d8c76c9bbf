"""Sections of a Word file: pages upright and, for what is wide, on their side, with page numbers that go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxreport.render.faces import text_width
from cxreport.render.theme import Theme
from cxreport.render.word.fields import field, page_words
from cxreport.render.word.house import Frame
from cxreport.render.word.markup import TAB, element, paragraph, run, twips, value

_LINE = 300  # twentieths of a point that a head or a foot takes
_HEADERS, _FOOTERS = {False: "header", True: "header2"}, {False: "footer", True: "footer2"}
# The share of the line that a head, or a foot, has for what stands at its left, as in page.css; their size in points.
_HEAD, _FOOT, _SIZE = 0.62, 0.8, 8
# The number and the title of the section that a page is of. Word fills these in on every page, and so does
# LibreOffice from 7.6 on; before, it prints what they last were, so that they are nothing rather than wrong.
_PART = field('STYLEREF "Section Number"', "") + run("\u2002") + field('STYLEREF "Section Title"', "")


def headers(theme: Theme, title: str, *, parted: bool, turned: bool) -> dict[str, str]:
    """Return the heads of pages by their names: the title and, of a text that is `parted`, the section."""
    if theme.word_template:
        return {_HEADERS[wide]: paragraph("Header", run(title)) for wide in {False, turned}}
    return _on_each(
        _HEADERS, "Header", run(_fitted(title, theme, _HEAD)) + (TAB + _PART if parted else ""), theme, turned=turned
    )


def footers(theme: Theme, told: str, words: str, *, turned: bool) -> dict[str, str]:
    """Return the feet of pages by their names: what is `told` of the paper, and `words` with the page's number."""
    if theme.word_template:
        # The stops of a template's own style are not ours to know.
        return {
            _FOOTERS[wide]: paragraph("Footer", page_words(words), value("jc", "right")) for wide in {False, turned}
        }
    return _on_each(
        _FOOTERS, "Footer", run(_fitted(told, theme, _FOOT)) + TAB + page_words(words), theme, turned=turned
    )


def _fitted(text: str, theme: Theme, share: float) -> str:
    """Return a text cut to whole words that take no more than a share of the line, so that this stays one line."""
    room, words = theme.text_width * 72 / 25.4 * share, text.split(" ")
    kept = next(
        (
            count
            for count in range(len(words), 0, -1)
            if text_width(_cut(words, count), theme.sans, "Regular", _SIZE) <= room
        ),
        1,
    )
    return _cut(words, kept)


def _cut(words: Sequence[str], count: int) -> str:
    return " ".join(words[:count]) + ("" if count == len(words) else " \u2026")


def _on_each(names: Mapping[bool, str], style: str, text: str, theme: Theme, *, turned: bool) -> dict[str, str]:
    """Return a line for upright pages and, where some are `turned`, one that ends further right."""
    found = {names[False]: paragraph(style, text)}
    if turned:
        upright = element("tab", val="clear", pos=twips(theme.text_width))
        wide = element("tab", val="right", pos=twips(theme.turned.text_width))
        found[names[True]] = paragraph(style, text, element("tabs", upright, wide))
    return found


def _frame_room(frame: Frame, look: Theme) -> dict[str, int]:
    """Return how far head and foot are from the edge of the paper: always less than the text is."""
    return {
        "header": min(frame.header, twips(look.margin_top) - _LINE),
        "footer": min(frame.footer, twips(look.margin_bottom) - _LINE),
    }


def section(theme: Theme, frame: Frame, *, wide: bool, first: bool) -> str:
    """Return the properties of a section; the `first` has a cover without head and foot."""
    look = theme.turned if wide else theme
    margins = {"top": look.margin_top, "right": look.margin_right, "bottom": look.margin_bottom}
    margins |= {"left": look.margin_left}
    room = {side: twips(length) for side, length in margins.items()}
    turned = "landscape" if look.page_width > look.page_height else None
    return element(
        "sectPr",
        f'<w:headerReference w:type="default" r:id="{_HEADERS[wide]}"/>' if frame.lacks("header") else "",
        f'<w:footerReference w:type="default" r:id="{_FOOTERS[wide]}"/>' if frame.lacks("footer") else "",
        frame.references,
        element("pgSz", w=twips(look.page_width), h=twips(look.page_height), orient=turned),
        element("pgMar", **room, **_frame_room(frame, look), gutter=0),
        "<w:titlePg/>" if first and frame.title_page else "",
    )
