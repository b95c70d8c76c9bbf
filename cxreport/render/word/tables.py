"""Tables: fixed columns, heads that repeat, rows that stay whole, figures flush with the right edge."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from cxreport.errors import RenderError
from cxreport.render.theme import Theme
from cxreport.render.walk.pieces import Cell, Row, Runs, Table, text_of
from cxreport.render.word.inline import Inline
from cxreport.render.word.markup import KEEP_NEXT, edge, element, paragraph, properties, twips, value
from cxreport.render.word.measures import gutter_of

# As many rows of a table that is cut stand on each page, as in page.css.
_FEWEST = 3
_KEY_STYLES = {"thead": "KeyLabel", "tbody": "KeyFigure", "tfoot": "KeyNote"}


def table_xml(table: Table, inline: Inline, theme: Theme) -> str:
    """Return the table; one that is wider than the text is refused."""
    edges = _edges(column_widths(table, theme))
    widths = [right - left for left, right in pairwise(edges)]
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    rows = [_row(table, place, edges, inline, theme) for place in range(len(table.rows))]
    return element("tbl", _properties(table, edges[-1], theme), grid, *rows)


def column_widths(table: Table, theme: Theme) -> list[Decimal]:
    """Return the width of each column in millimetres; those that have none share what is left of the text."""
    room = Decimal(theme.text_width - (gutter_of(theme) if table.narrative else 0))
    given = sum((width for width in table.widths if width is not None), Decimal(0))
    free = sum(width is None for width in table.widths)
    if given > room or (free and given == room):
        raise RenderError(
            f'the table "{table.title}" is {given} mm wide and has {free} more columns, the text is {room} mm wide',
            "make its columns narrower",
        )
    return [width if width is not None else (room - given) / free for width in table.widths]


def _edges(widths: list[Decimal]) -> list[int]:
    """Return where columns begin and end; rounded once, so that widths add up."""
    return [twips(sum(widths[:n], Decimal(0))) for n in range(len(widths) + 1)]


def _properties(table: Table, width: int, theme: Theme) -> str:
    heads = ", ".join(words for cell in table.rows[0].cells if (words := text_of(cell.runs)))
    return properties(
        "tblPr",
        value("tblStyle", "KeyTable" if table.kind == "keys" else "CaseTable"),
        element("tblW", w=width, type="dxa"),
        element("tblInd", w=twips(gutter_of(theme)), type="dxa") if table.narrative else "",
        element("tblLayout", type="fixed"),
        _look(table, bands=theme.rows == "bands" and table.kind != "keys"),
        value("tblCaption", table.title),
        value("tblDescription", f"{table.title}: {heads}" if heads != table.title else heads),
    )


def _look(table: Table, *, bands: bool) -> str:
    first_row = table.rows[0].part == "thead"
    first_column = any(row.part != "thead" and row.cells[0].head for row in table.rows)
    bits = 0x0400 | 0x0200 * (not bands) | 0x0020 * first_row | 0x0080 * first_column
    return element(
        "tblLook",
        val=f"{bits:04X}",
        firstRow=int(first_row),
        lastRow=0,
        firstColumn=int(first_column),
        lastColumn=0,
        noHBand=int(not bands),
        noVBand=1,
    )


def _row(table: Table, place: int, edges: list[int], inline: Inline, theme: Theme) -> str:
    row = table.rows[place]
    head = properties("trPr", "<w:cantSplit/>", "<w:tblHeader/>" if row.part == "thead" else "")
    keep = _stays_with_next(table, place)
    above = _line_above(table, row, theme)
    cells, column = [], 0
    for cell in row.cells:
        width = edges[column + cell.span] - edges[column]
        shape = _shape(width, cell.span, above, in_head=row.part == "thead")
        cells.append(element("tc", shape, _content(table, row, cell, inline, keep=keep)))
        column += cell.span
    return element("tr", head, *cells)


@lru_cache(maxsize=512)
def _shape(width: int, span: int, line_above: str, *, in_head: bool) -> str:
    """Return the properties of a cell; those of a column are the same from row to row."""
    return properties(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        value("gridSpan", span) if span > 1 else "",
        line_above,
        value("vAlign", "bottom") if in_head else "",
    )


def _stays_with_next(table: Table, place: int) -> bool:
    """Return whether no page may end after this row: Word keeps a table whole by keeping its paragraphs together.

    Where a table may be cut, a total stays with what it adds up, the name of a group with the group, and neither end
    of the table is left with fewer than `_FEWEST` rows.
    """
    rows, last = table.rows, len(table.rows) - 1
    if place == last:
        return table.noted
    if not table.breaks or rows[place].part == "thead" or rows[place].kind == "group" or place >= last - _FEWEST + 1:
        return True
    began = next(at for at, row in enumerate(rows) if row.part != "thead")
    return _is_total(rows[place + 1]) or place < began + _FEWEST - 1


def _content(table: Table, row: Row, cell: Cell, inline: Inline, *, keep: bool) -> str:
    total = table.kind != "keys" and _is_heavy(row)
    runs = _bold(cell.runs) if total or row.kind == "group" else cell.runs
    words = inline.line(runs, "TermName" if row.kind == "group" else "Strong")
    return paragraph(_cell_style(table, row, cell), words, KEEP_NEXT if keep else "")


def _bold(runs: Runs) -> Runs:
    return tuple(replace(run, bold=True) for run in runs)


def _is_heavy(row: Row) -> bool:
    return row.kind in {"calc", "sum"} or (row.part == "tfoot" and row.kind != "light")


def _is_total(row: Row) -> bool:
    return row.kind == "sum" or row.part == "tfoot"


def _line_above(table: Table, row: Row, theme: Theme) -> str:
    heavy = _is_heavy(row)
    if table.kind == "keys" or not (heavy or row.kind == "group"):
        return ""
    return element("tcBorders", edge("top", 0.8 if heavy else 0.4, theme.ink))


def _cell_style(table: Table, row: Row, cell: Cell) -> str:
    if table.kind == "keys":
        return _KEY_STYLES[row.part]
    if table.kind == "sign" and row.part == "tbody":
        return "SignLine"
    base = "TableHead" if row.part == "thead" else "TableText"
    if cell.figure:
        return "TableHeadFigures" if row.part == "thead" else "TableFigures"
    return f"{base}After" if cell.after_figure else base
