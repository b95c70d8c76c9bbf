"""The page as WeasyPrint reads it, parsed as the walker to Word parses it: in C, and one tree for both."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from lxml import etree

from cxreport.render.pdf.engine import load_weasyprint
from cxreport.render.walk.page import Element, as_svg, parse


def read_html(html: str, url_fetcher: Any) -> Any:
    """Return `html` as WeasyPrint's HTML, which its own parser takes nine times as long for.

    Raises RenderError where there is no page, or a control character in it.
    """
    root = parse(html)
    for picture in list(root.iter("svg")):
        around = picture.getparent()
        if around is not None:
            drawn = as_svg(picture)
            drawn.tail = picture.tail
            around.replace(picture, drawn)
    for table in root.iter("table"):
        _give_body(table)
    return _page_class()(ET.fromstring(etree.tostring(root)), url_fetcher)  # noqa: S314 - lxml has just written it


def _give_body(table: Element) -> None:
    """Put rows that stand in a table by themselves into a body, as HTML's own parser does."""
    body = None
    for child in list(table):
        if child.tag != "tr":
            body = None
            continue
        if body is None:
            body = table.makeelement("tbody")
            child.addprevious(body)
        body.append(child)


@lru_cache(maxsize=1)
def _page_class() -> Any:
    from cssselect2 import ElementWrapper

    class Parsed(load_weasyprint().HTML):  # type: ignore[misc]  # WeasyPrint ships no types
        def __init__(self, root: Any, url_fetcher: Any) -> None:
            self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Parsed
