"""Sections of a Word file: pages upright and, for what is wide, on their side, with page numbers that go on."""

from __future__ import annotations

from cxreport.render.theme import Theme
from cxreport.render.word.fields import page_words
from cxreport.render.word.house import Frame
from cxreport.render.word.markup import TAB, element, paragraph, run, twips, value

_LINE = 300  # twentieths of a point that a head or a foot takes
_FOOTERS = {False: "footer", True: "footer2"}


def footers(theme: Theme, words: str, *, turned: bool) -> dict[str, str]:
    """Return the footers by their names: that of upright pages and, where some are `turned`, that of theirs."""
    if theme.word_template:
        # The stops of a template's own style are not ours to know.
        return {
            _FOOTERS[wide]: paragraph("Footer", page_words(words), value("jc", "right")) for wide in {False, turned}
        }
    text = (run(theme.footer) if theme.footer else "") + TAB + page_words(words)
    found = {_FOOTERS[False]: paragraph("Footer", text)}
    if turned:
        upright = element("tab", val="clear", pos=twips(theme.text_width))
        wide = element("tab", val="right", pos=twips(theme.turned.text_width))
        found[_FOOTERS[True]] = paragraph("Footer", text, element("tabs", upright, wide))
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
        '<w:headerReference w:type="default" r:id="header"/>' if frame.lacks("header") else "",
        f'<w:footerReference w:type="default" r:id="{_FOOTERS[wide]}"/>' if frame.lacks("footer") else "",
        frame.references,
        element("pgSz", w=twips(look.page_width), h=twips(look.page_height), orient=turned),
        element("pgMar", **room, **_frame_room(frame, look), gutter=0),
        "<w:titlePg/>" if first and frame.title_page else "",
    )
