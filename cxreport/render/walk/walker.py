"""HTML → pieces: the walk over a page, which hands a writer one piece after the other.

It knows the vocabulary of the page and nothing of any format. What it does not know it refuses, with the
line, so that no sentence is lost on the way from one format to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic

from cxreport.render.walk.inline import flow, runs_of
from cxreport.render.walk.page import (
    Element,
    caption_ids,
    children,
    collapse,
    content,
    content_of_attribute,
    kind_of,
    numbered,
    read_page,
    svg_of,
    unknown,
)
from cxreport.render.walk.pieces import (
    Caption,
    Drawing,
    Entry,
    Heading,
    Item,
    Out_co,
    Picture,
    Runs,
    Term,
    Writer,
    text_of,
)
from cxreport.render.walk.tabular import read_table

_FIGURE_KINDS = {"chart", "long", "picture", "plain"}
_LABEL = re.compile(r"(.*\S)\s+(\S+)", re.DOTALL)
_SPACES = " \u00a0\u2002\u2003\u2007\u2009\u202f"


class Walk(Generic[Out_co]):
    """Walks over one page and feeds its writer."""

    def __init__(self, writer: Writer[Out_co]) -> None:
        self._writer = writer
        self._linked: frozenset[str] = frozenset()
        self._numbers: Mapping[str, str] = {}

    def document(self, html: str) -> Out_co:
        """Return what the writer makes of `html`, a whole page. Raises UnknownElement for what it cannot keep."""
        page = read_page(html)
        self._linked, self._numbers = page.linked, page.document.numbers
        self._writer.start(page.document)
        self.inside(page.body)
        return self._writer.end()

    def inside(self, element: Element) -> None:
        """Walk over the blocks in `element`."""
        for child in children(element):
            self.block(child)

    def block(self, element: Element) -> None:
        """Walk over one block."""
        handler = _BLOCKS.get(str(element.tag))
        if handler is None:
            raise unknown(element, "is not in the vocabulary")
        if element.tag not in _CARRY_THEIR_ID:
            self._anchor(element)
        handler(self, element)

    def _anchor(self, element: Element) -> None:
        if element.get("id") in self._linked:
            self._writer.anchor(str(element.get("id")))

    def header(self, element: Element) -> None:
        kind = kind_of(element, "cover", "top")
        if not kind:
            raise unknown(element, "is neither a cover nor the top of a page", 'write <header class="cover">')
        if kind == "top":
            self.inside(element)
            return
        self._writer.cover_begin()
        self.inside(element)
        self._writer.cover_end()

    def section(self, element: Element) -> None:
        kind = kind_of(element, "wide", "page")
        if kind == "wide":
            self._writer.wide_begin()
        if kind == "page":
            self._writer.page_begin()
        self.inside(element)
        if kind == "wide":
            self._writer.wide_end()

    def heading(self, element: Element) -> None:
        number = numbered(element)
        self._writer.heading(
            Heading(
                level=int(str(element.tag)[1]) - 1,
                number=content(number) if number is not None else "",
                runs=runs_of(element, skip=lambda child: child is number),
                id=element.get("id") or "",
            )
        )

    def paragraph(self, element: Element) -> None:
        kind = kind_of(element, "kind", "case", "lead", "source", "logo")
        if kind == "logo":
            self._writer.logo(content_of_attribute(children(element, "img")[0], "alt"))
            return
        if runs := runs_of(element):
            self._writer.para(kind, runs)

    def quote(self, element: Element) -> None:
        for child in children(element, "p", "ul", "ol"):
            if child.tag == "p":
                self._anchor(child)
                self._writer.para("quote", runs_of(child))
            else:
                self.block(child)

    def terms(self, element: Element) -> None:
        pairs: list[tuple[Element, list[Runs]]] = []
        for child in children(element, "div", "dt", "dd"):
            for part in children(child, "dt", "dd") if child.tag == "div" else [child]:
                self._anchor(part)
                if part.tag == "dt":
                    pairs.append((part, []))
                elif not pairs:
                    raise unknown(part, "has no <dt> before it", "give the term first")
                else:
                    pairs[-1][1].extend(_texts(part))
        for term, texts in pairs:
            if not texts:
                raise unknown(term, "has no <dd> with text after it", "say what the term stands for")
        kind = kind_of(element, "ask", "note", "facts")
        self._writer.terms(kind, tuple(Term(runs_of(term), tuple(texts)) for term, texts in pairs))

    def items(self, element: Element) -> None:
        for entry in element.iter("li"):
            self._anchor(entry)
        self._writer.items(tuple(_items(element, 0)))

    def contents(self, element: Element) -> None:
        for child in children(element, "ol", "p"):
            if child.tag == "p":
                self.paragraph(child)
            else:
                self._writer.contents(tuple(self._entries(child, 1)))

    def _entries(self, element: Element, level: int) -> list[Entry]:
        entries = []
        for line in children(element, "li"):
            links, *deeper = children(line, "a", "ol")
            if links.tag != "a" or not (links.get("href") or "").startswith("#"):
                raise unknown(line, "does not begin with a link to a heading")
            target, words = (links.get("href") or "")[1:], content(links).strip(_SPACES)
            number = self._numbers.get(target, "")
            if number and words.startswith(number):
                words = words[len(number) :].strip(_SPACES)
            else:
                number = ""
            entries.append(Entry(level, target, number, words))
            for inner in deeper:
                entries += self._entries(inner, level + 1)
        return entries

    def figure(self, element: Element) -> None:
        kinds = set(content_of_attribute(element, "class").split())
        if odd := kinds - _FIGURE_KINDS:
            raise unknown(element, f"has the class {' '.join(sorted(odd))!r}, which is not known")
        parts = children(element, "figcaption", "table", "svg", "script", "p")
        message = ""
        if parts and parts[0].tag == "figcaption":
            caption = _caption(parts.pop(0))
            self._writer.caption(caption)
            message = text_of(caption.runs)
        elif "plain" not in kinds:
            raise unknown(element, "does not begin with a <figcaption>", "say what the figure shows")
        if ("chart" in kinds) != any(part.tag == "script" for part in parts):
            raise unknown(element, "is a chart without its description, or none with one")
        for part in parts:
            self._part(element, part, kinds, message)
        self._writer.figure_end()

    def _part(self, figure: Element, part: Element, kinds: set[str], message: str) -> None:
        if part.tag == "table":
            flags = {"breaks": "long" in kinds, "narrative": "plain" in kinds, "noted": _noted(part)}
            self._anchor(part)
            self._writer.table(read_table(part, message, **flags))
        elif part.tag == "script":
            self._writer.chart(Picture(part.text or "", message, _alternative(figure, message), _noted(part)))
        elif part.tag == "svg":
            if not kinds & {"chart", "picture"}:
                hint = 'write <figure class="chart"> with a description, or <figure class="picture">'
                raise unknown(part, "is neither a chart nor a picture", hint)
            if "picture" in kinds:
                self._writer.drawing(Drawing(svg_of(part), message, _alternative(figure, message), _noted(part)))
        else:
            self.block(part)

    def table(self, element: Element) -> None:
        self._writer.table(read_table(element, "", noted=_noted(element)))


def _items(element: Element, level: int) -> Iterator[Item]:
    start = element.get("start") or "1"
    if not start.isdecimal():
        raise unknown(element, f"starts at {start!r}", "a list starts at a number")
    for place, entry in enumerate(children(element, "li")):
        parts = flow(entry, "p", "ul", "ol")
        if not parts or not _is_text(parts[0]):
            parts.insert(0, ())
        for nth, part in enumerate(parts):
            if isinstance(part, tuple) or part.tag == "p":
                runs = part if isinstance(part, tuple) else runs_of(part)
                yield Item(str(element.tag), level, runs, place == 0 and nth == 0, nth > 0, int(start))
            else:
                yield from _items(part, level + 1)


def _is_text(part: Runs | Element) -> bool:
    return isinstance(part, tuple) or part.tag == "p"


def _texts(element: Element) -> list[Runs]:
    return [part if isinstance(part, tuple) else runs_of(part) for part in flow(element, "p")]


def _caption(element: Element) -> Caption:
    number, unit = numbered(element), element.find("small")
    words = collapse(number.text).strip(" ") if number is not None else ""
    parted = _LABEL.fullmatch(words)
    return Caption(
        label=parted[1] if parted else words,
        number=parted[2] if parted else "",
        runs=runs_of(element, skip=lambda child: child is number or child is unit),
        unit=runs_of(unit) if unit is not None else (),
        ids=caption_ids(element),
    )


def _noted(element: Element) -> bool:
    following = element.getnext()
    return following is not None and following.tag == "p" and following.get("class") == "source"


def _alternative(figure: Element, message: str) -> str:
    """Return the message and then the picture's own words: its aria-label, desc or title."""
    svg = figure.find("svg")
    if svg is None:
        return message
    spoken = content_of_attribute(svg, "aria-label")
    for name in ("desc", "title"):
        found = svg.find(f".//{name}")
        spoken = spoken or (content(found) if found is not None else "")
    return f"{message.rstrip('.')}. {spoken}" if message and spoken else spoken or message


_CARRY_THEIR_ID = {"h1", "h2", "h3", "h4", "figure"}
_BLOCKS: Mapping[str, Callable[[Walk[Any], Element], None]] = {
    "blockquote": Walk.quote,
    "dl": Walk.terms,
    "figure": Walk.figure,
    "h1": Walk.heading,
    "h2": Walk.heading,
    "h3": Walk.heading,
    "h4": Walk.heading,
    "header": Walk.header,
    "main": Walk.inside,
    "nav": Walk.contents,
    "ol": Walk.items,
    "p": Walk.paragraph,
    "section": Walk.section,
    "table": Walk.table,
    "ul": Walk.items,
}
