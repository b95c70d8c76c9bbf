"""Footnotes: real ones, which Word numbers and sets at the foot of the page that calls them."""

from __future__ import annotations

from cxreport.render.walk.pieces import Document, Note
from cxreport.render.word.anchors import Anchors, Links
from cxreport.render.word.fields import styled
from cxreport.render.word.inline import Inline
from cxreport.render.word.markup import element, paragraph, root, run, spacing

_MARK = styled("FootnoteReference")
# The rule above the notes, and the one above what goes on from the page before; settings.xml names them too.
SEPARATORS = {"separator": -1, "continuationSeparator": 0}


class Notes:
    """Collects the footnotes of a document, in the order of the text; `links` are those that their words have."""

    def __init__(self, anchors: Anchors, document: Document) -> None:
        self.links = Links()
        self._anchors = anchors
        self._inline = Inline(anchors, self.links, document)
        self._notes: list[str] = []

    def call(self, note: Note) -> str:
        """Return the mark in the text, and keep the note."""
        number = len(self._notes) + 1
        sign = element("r", element("rPr", _MARK), "<w:footnoteRef/>")
        words = paragraph("FootnoteText", sign + run(" ") + self._inline.line(note.runs))
        self._notes.append(element("footnote", words, id=number))
        return self._anchors.mark(note.id, element("r", element("rPr", _MARK), element("footnoteReference", id=number)))

    def part(self) -> bytes:
        """Return `word/footnotes.xml`."""
        rules = (
            element(
                "footnote",
                element("p", element("pPr", spacing(0, 0)), element("r", f"<w:{kind}/>")),
                type=kind,
                id=number,
            )
            for kind, number in SEPARATORS.items()
        )
        return root("footnotes", "".join((*rules, *self._notes)))
