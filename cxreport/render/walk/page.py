"""Reading the HTML of a page: its tree, its properties, and the refusal of what no writer could keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from cxreport.errors import RenderError, UnknownElement
from cxreport.render.walk.pieces import Document

Element = etree._Element  # noqa: SLF001 - lxml has no public name for it

NOTE, NUMBER = "fn", "data-number"
VOCABULARY = "use the elements and classes of the page's vocabulary, or teach `Walk` this one"

_SPACES = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_SVG = "http://www.w3.org/2000/svg"
# The names of SVG that HTML's parser makes small.
_OF_SVG = {
    name.lower(): name
    for name in (
        "clipPath clipPathUnits gradientTransform gradientUnits lengthAdjust linearGradient markerHeight markerUnits "
        "markerWidth maskUnits patternTransform patternUnits preserveAspectRatio radialGradient refX refY "
        "spreadMethod textLength textPath viewBox"
    ).split()
}
_OF_MARKUP = {"lt;", "gt;", "amp;", "quot;", "apos;"}


@dataclass(frozen=True, slots=True)
class Page:
    """Holds the body of a page, what is known of the whole, and what its links and contents refer to.

    `linked` are the ids that a link leads to.
    """

    body: Element
    document: Document
    linked: frozenset[str]


def read_page(html: str) -> Page:
    """Return the page that `html` holds; its ids are unique, and every link inside it arrives."""
    root = parse(html)
    body = root.find("body")
    if body is None:
        raise RenderError("the page has no body", VOCABULARY)
    linked = _linked(body)
    return Page(body, _document(root, body), linked)


def parse(html: str) -> Element:
    """Return the tree of a whole page. Raises RenderError where there is none, or a control character in it."""
    if bad := _CONTROL.search(html):
        line = html.count("\n", 0, bad.start()) + 1
        raise RenderError(f"line {line} holds the control character U+{ord(bad[0]):04X}", "remove it from the text")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(_ENTITY.sub(_character, html).encode(), parser) if html.strip() else None
    if root is None:
        raise RenderError("the page is empty", "give a whole HTML document")
    return root


def collapse(text: str | None) -> str:
    """Return `text` with white space as HTML prints it; no-break and figure spaces stay."""
    return _SPACES.sub(" ", text or "")


def content(element: Element) -> str:
    """Return all words inside an element as one line."""
    return collapse("".join(str(text) for text in element.itertext())).strip(" ")


def children(element: Element, *allowed: str) -> list[Element]:
    """Return the elements in `element`; loose text, or one that is not `allowed` where that is said, is refused."""
    found = list(element)
    for text in (element.text, *(child.tail for child in found)):
        if collapse(text).strip(" "):
            raise unknown(element, f"holds loose text: {collapse(text).strip(' ')[:40]!r}")
    for child in found:
        if allowed and child.tag not in allowed:
            raise unknown(child, f"stands in <{element.tag}>, which holds {', '.join(allowed)}")
    return found


def kind_of(element: Element, *known: str) -> str:
    """Return the class of an element, "" for none; one that is not `known` is refused."""
    kind = content_of_attribute(element, "class")
    if kind and kind not in known:
        raise unknown(element, f"has the class {kind!r}, which is not known")
    return kind


def content_of_attribute(element: Element, name: str) -> str:
    """Return the words of an attribute, single-spaced, "" where it is missing."""
    return " ".join((element.get(name) or "").split())


def svg_of(element: Element) -> str:
    """Return a picture as SVG on its own."""
    found: str = etree.tostring(as_svg(element), encoding="unicode")
    return found


def as_svg(element: Element) -> Element:
    """Return a copy of a picture in SVG's namespace; names that HTML has in small letters are as SVG writes them."""
    picture = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})  # type: ignore[dict-item] # the stubs know no default
    _copy(element, picture)
    return picture


def _copy(source: Element, target: Element) -> None:
    target.text = source.text
    for name, value in source.attrib.items():
        if name != "xmlns":
            target.set(_OF_SVG.get(str(name), str(name)), str(value))
    for child in source:
        tag = str(child.tag)
        inner = etree.SubElement(target, f"{{{_SVG}}}{_OF_SVG.get(tag, tag)}")
        inner.tail = child.tail
        _copy(child, inner)


def unknown(element: Element, why: str, hint: str = VOCABULARY) -> UnknownElement:
    """Return the error that names the element and its line."""
    return UnknownElement(f"<{element.tag}> in line {element.sourceline} {why}", hint)


def _character(entity: re.Match[str]) -> str:
    """Return the character of a name that HTML 5 knows; the parser knows those of HTML 4 alone."""
    name = entity[1]
    return entity[0] if name in _OF_MARKUP else html5.get(name, entity[0])


def _document(root: Element, body: Element) -> Document:
    heads = root.findall("head/meta")
    meta = {name: meta.get("content") or "" for meta in heads if (name := meta.get("name"))}
    title = root.find("head/title")
    labels = {
        target: collapse(number.text).strip()
        for caption in root.iter("figcaption")
        if (number := numbered(caption)) is not None
        for target in caption_ids(caption)
    }
    named = content(title) if title is not None else ""
    return Document(root.get("lang") or "", named, meta, labels, dict(_numbers(body)), _notes(body))


def _notes(body: Element) -> Mapping[str, str]:
    """Number the footnotes, which stand where they are called, and return their numbers by their ids."""
    found = [span for span in body.iter("span") if span.get("class") == NOTE]
    for number, span in enumerate(found, 1):
        span.set(NUMBER, str(number))
    return {str(span.get("id")): str(span.get(NUMBER)) for span in found if span.get("id")}


def numbered(element: Element) -> Element | None:
    """Return the `span.no` of a heading or caption, if there is one."""
    return next((span for span in element.findall("span") if span.get("class") == "no"), None)


def caption_ids(caption: Element) -> tuple[str, ...]:
    """Return the ids of a caption and of its figure, which lead to the same place."""
    figure = caption.getparent()
    return tuple(i for i in (caption.get("id"), figure.get("id") if figure is not None else None) if i)


def _numbers(body: Element) -> Iterator[tuple[str, str]]:
    for heading in body.iter("h2", "h3", "h4"):
        number = numbered(heading)
        if heading.get("id") and number is not None:
            yield str(heading.get("id")), content(number)


def _linked(body: Element) -> frozenset[str]:
    ids: set[str] = set()
    for element in body.iter():
        name = element.get("id")
        if name in ids:
            raise unknown(element, f"has the id {name!r}, which another element has already", "give it one of its own")
        ids.update([name] if name else [])
    links = [link for link in body.iter("a") if (link.get("href") or "").startswith("#")]
    for link in links:
        if (link.get("href") or "")[1:] not in ids:
            raise unknown(link, f"leads to {link.get('href')}, which no element has as its id", "correct the link")
    return frozenset((link.get("href") or "")[1:] for link in links)
