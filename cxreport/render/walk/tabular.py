"""Reading a table of the page: columns, rows and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cxreport.render.walk.inline import runs_of
from cxreport.render.walk.page import Element, children, content_of_attribute, kind_of, unknown
from cxreport.render.walk.pieces import Cell, Row, Table, text_of

_WIDTH = re.compile(r"width:\s*(\d+(?:\.\d+)?)mm\s*;?")


def read_table(
    element: Element, message: str, *, breaks: bool = False, narrative: bool = False, noted: bool = False
) -> Table:
    """Return the table in `element`; a row that does not fill its columns is refused.

    Its title is the `message` of its caption, else its aria-label, else the words of its head.
    """
    widths = tuple(_widths(element))
    rows = []
    for part, tr in _rows(element):
        row = Row(part, kind_of(tr, "calc", "sum", "group", "light"), _cells(tr))
        filled = sum(cell.span for cell in row.cells)
        widths = widths or (None,) * filled
        if filled != len(widths) or not filled:
            raise unknown(tr, f"fills {filled} of {len(widths)} columns", "give one cell to each column, or a colspan")
        rows.append(row)
    if not rows:
        raise unknown(element, "has no rows", "leave out a table that has nothing to say")
    heads = ", ".join(words for cell in rows[0].cells if (words := text_of(cell.runs)))
    title = message or content_of_attribute(element, "aria-label") or heads
    kind = kind_of(element, "calc", "keys", "sign", "slim")
    return Table(kind, widths, tuple(rows), title, breaks, narrative, noted)


def _widths(table: Element) -> Iterator[Decimal | None]:
    for group in table.findall("colgroup"):
        for column in children(group, "col"):
            style = content_of_attribute(column, "style")
            width = _WIDTH.fullmatch(style)
            if style and width is None:
                raise unknown(column, f"has the style {style!r}", "give its width in millimetres: width:12.5mm")
            yield Decimal(width[1]) if width else None


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    for part in children(table, "colgroup", "thead", "tbody", "tfoot", "tr"):
        if part.tag == "tr":
            yield "tbody", part
        elif part.tag != "colgroup":
            yield from ((str(part.tag), tr) for tr in children(part, "tr"))


def _cells(tr: Element) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for element in children(tr, "th", "td"):
        span = element.get("colspan") or "1"
        if element.get("rowspan", "1") != "1" or not (span.isdecimal() and int(span)):
            raise unknown(element, "spans rows, or no number of columns", "a cell belongs to one row")
        figure = "n" in content_of_attribute(element, "class").split()
        after = bool(cells) and cells[-1].figure and not figure
        head = (element.get("scope") or "col") if element.tag == "th" else ""
        cells.append(Cell(runs_of(element), head, figure, after, int(span)))
    return tuple(cells)
