"""Runs → Word: text with character styles, links, cross references and content controls."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from xml.sax.saxutils import quoteattr

from cxreport.render.walk.pieces import Document, Note, Run, Runs, text_of
from cxreport.render.word.anchors import Anchors, Links
from cxreport.render.word.fields import field, styled
from cxreport.render.word.markup import element, properties, run, value

# Word takes no more of a tag or title.
_LONGEST_TAG = 64


def number_of(target: str) -> str:
    """Return the id of the number of a section, where `target` is that of its heading."""
    return f"{target}#number"


def _no_notes(_: Note) -> str:
    """Refuse a footnote in a footnote, which no page has that was read."""
    raise AssertionError


class Inline:
    """Writes what stands inside a paragraph; `call` writes the mark of a footnote."""

    def __init__(
        self, anchors: Anchors, links: Links, document: Document, call: Callable[[Note], str] = _no_notes
    ) -> None:
        self._anchors = anchors
        self._links = links
        self._document = document
        self._call = call
        self.figures: list[tuple[str, str]] = []

    def line(self, runs: Runs, strong: str = "Strong") -> str:
        """Return the content of a paragraph; `strong` is the character style of what is bold."""
        return "".join(
            self._control(path, tuple(group), strong) for path, group in groupby(runs, key=lambda run: run.path)
        )

    def _control(self, path: str, runs: Runs, strong: str) -> str:
        """Return `runs` as the content control of a figure, if they have a path.

        It is a rich-text control that repeats the look of its text: LibreOffice 7.4 shows bold and colour only so.
        """
        content = "".join(
            self._link(href, tuple(group), strong) for href, group in groupby(runs, key=lambda run: run.href)
        )
        if not path:
            return content
        self.figures.append((path, text_of(runs)))
        tag = control_tag(path)
        look = properties("rPr", *_look(runs[0], strong))
        parts = (look, value("alias", tag), value("tag", tag), value("id", 100_000 + self._anchors.next_id()))
        return element("sdt", properties("sdtPr", *parts), element("sdtContent", content))

    def _link(self, href: str, runs: Runs, strong: str) -> str:
        content = "".join(self._call(part.note) if part.note else run(part.text, *_look(part, strong)) for part in runs)
        if not href:
            return content
        if not href.startswith("#"):
            return f'<w:hyperlink r:id={quoteattr(self._links.outside(href))} w:history="1">{content}</w:hyperlink>'
        target, words = href[1:], text_of(runs)
        return self._reference(target, words, runs) or element(
            "hyperlink", content, anchor=self._anchors.name(target), history=1
        )

    def _reference(self, target: str, words: str, runs: Runs) -> str:
        """Return what prints the label of a caption, a section's or a footnote's number, as a field; else ""."""
        number = self._document.numbers.get(target, "")
        if _plain(words) == _plain(self._document.labels.get(target, "")):
            return self._field("REF", target, words, styled("Hyperlink"))
        if words == self._document.notes.get(target):
            return self._field("NOTEREF", target, words, *_look(runs[0], "Strong"))
        if number and words.endswith((f" {number}", f"\N{NO-BREAK SPACE}{number}")):
            before = run(words.removesuffix(number), styled("Hyperlink"))
            return before + self._field("REF", number_of(target), number, styled("Hyperlink"))
        return ""

    def _field(self, kind: str, target: str, words: str, *look: str) -> str:
        return field(f"{kind} {self._anchors.name(target)} \\h \\* MERGEFORMAT", words, *look)


def control_tag(path: str) -> str:
    """Return the tag of a figure's content control: its path, or for a long one its beginning and a digest."""
    if len(path) <= _LONGEST_TAG:
        return path
    return f"{path[: _LONGEST_TAG - 9]}~{sha256(path.encode()).hexdigest()[:8]}"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _look(run: Run, strong: str) -> tuple[str, ...]:
    """Return the properties of a run: its character style, and what this style does not say."""
    styles = {
        "Hyperlink": bool(run.href),
        "Warning": run.warn,
        "Code": run.code,
        strong: run.bold,
        "Emphasis": run.italic,
        "Small": run.small,
    }
    style = next((name for name, wanted in styles.items() if wanted), "")
    return (
        styled(style) if style else "",
        "<w:b/>" if run.bold and style != strong else "",
        "<w:i/>" if run.italic and style != "Emphasis" else "",
        value("vertAlign", "superscript" if run.raised else "subscript") if run.raised or run.lowered else "",
        value("lang", run.lang) if run.lang else "",
    )
