"""WordprocessingML as text: elements, properties in the order of the schema, and measures.

Word refuses a file whose properties are out of order, so `properties` sorts them (ECMA-376, part 1, annex A).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_ORDER = {
    name: order.split()
    for name, order in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
        "contextualSpacing jc outlineLvl sectPr",
        "rPr": "rStyle rFonts b i color sz szCs vertAlign lang",
        "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
        "trPr": "cantSplit tblHeader",
        "tcPr": "tcW gridSpan tcBorders vAlign",
        "sdtPr": "rPr alias tag id",
    }.items()
}
_NAME = re.compile(r"<w:(\w+)")


def twips(millimetres: float | Decimal) -> int:
    """Return a length in twentieths of a point."""
    return round(float(millimetres) * 1440 / 25.4)


def points(length: float) -> int:
    """Return a length in points as twentieths of a point."""
    return round(length * 20)


def colour(value: str) -> str:
    """Return `#rrggbb` as Word writes it."""
    return value.lstrip("#").upper()


def element(name: str, /, *children: str, **attributes: object) -> str:
    """Return the element `w:name`; attributes that are None are left out."""
    said = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None)
    inside = "".join(children)
    return f"<w:{name}{said}>{inside}</w:{name}>" if inside else f"<w:{name}{said}/>"


def value(name: str, val: object) -> str:
    """Return the element `w:name` with its one value."""
    return element(name, val=val)


@lru_cache(maxsize=2048)
def properties(name: str, *parts: str) -> str:
    """Return the properties `w:name` with its parts in the order of the schema, "" where there are none.

    Most paragraphs and cells have the same few, so they are kept.
    """
    order = _ORDER[name]
    said = sorted(filter(None, parts), key=lambda part: order.index(_NAME.match(part)[1]))  # type: ignore[index]
    return element(name, *said) if said else ""


def root(name: str, content: str) -> bytes:
    """Return a whole part whose root is `w:name`."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return f"{DECLARATION}<w:{name}{spaces}>{content}</w:{name}>".encode()


def run(text: str, *look: str) -> str:
    """Return a run of text; tabs and line breaks in it become Word's own."""
    parts = "".join(_MARKS.get(part) or _text(part) for part in re.split(r"([\t\n])", text) if part)
    return element("r", properties("rPr", *look), parts)


def paragraph(style: str, content: str, *parts: str) -> str:
    """Return a paragraph of a style; `parts` are properties that differ from it."""
    return element("p", properties("pPr", value("pStyle", style), *parts), content)


def kept_with_next(written: str) -> str:
    """Return a paragraph with its style such that no page ends after it; it may be one of which none does."""
    shape, end = written.split("</w:pPr>", 1)
    if KEEP_NEXT in shape:
        return written
    style = shape.index("/>", shape.index("<w:pStyle")) + 2
    return f"{shape[:style]}{KEEP_NEXT}{shape[style:]}</w:pPr>{end}"


def edge(side: str, width: float, shade: str, gap: int = 0) -> str:
    """Return a border; `width` and `gap` are points."""
    return element(side, val="single", sz=round(width * 8), space=gap, color=colour(shade))


def spacing(
    before: float | None = None, after: float | None = None, line: float | None = None, rule: str = "atLeast"
) -> str:
    """Return the space round a paragraph and the height of its lines, in points."""
    twentieths = [None if length is None else points(length) for length in (before, after, line)]
    return element(
        "spacing",
        before=twentieths[0],
        after=twentieths[1],
        line=twentieths[2],
        lineRule=None if line is None else rule,
    )


def _text(part: str) -> str:
    return f'<w:t xml:space="preserve">{escape(part)}</w:t>'


_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
KEEP_NEXT = "<w:keepNext/>"
TAB = element("r", "<w:tab/>")
