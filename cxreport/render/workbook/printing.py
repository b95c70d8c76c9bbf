"""How a sheet falls on paper: fitted to the width of its pages, and cut between its blocks rather than within them.

The program that prints finds the scale, since widths differ with the fonts of a computer; where pages end is worked
out for the scale that it should find. Microsoft says that Excel may ignore page breaks where it fits a sheet to pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from cxreport.render.theme import PAPERS
from cxreport.render.workbook.book import Sheet

A4, LETTER = 9, 1
WIDTH = 13.0  # of a column of figures, in characters
_SIDE, _TOP, _BOTTOM = 0.5, 0.6, 0.7  # margins in inches
_ROW = 15.0  # points of a row that has no height of its own
_CHARACTER, _PADDING, _PIXEL = 7, 5, 0.75  # pixels of a character and of a column's padding, and points of a pixel
# What is kept free, since no two programs measure alike, and the least that may begin a block at a page's foot.
_SURE, _BEGINNING = 0.97, 5 * _ROW
_TITLES = frozenset({"section"})


class Block(NamedTuple):
    """The rows from a title to the last that is filled before the next one, with their height, and the blank ones'."""

    first: int
    last: int
    height: float
    blank: float


def arrange_pages(sheet: Sheet, page: Any, heights: Mapping[int, float], *, letter: bool) -> None:
    """Set the paper, margins, scale and page breaks of `sheet`, whose rows of other than usual height are given."""
    page.set_paper(LETTER if letter else A4)
    page.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    if not sheet.portrait:
        page.set_landscape()
    page.fit_to_pages(sheet.pages_wide, sheet.pages_high)
    if sheet.pages_high:
        return
    wide, high = (length * 72 / 25.4 for length in PAPERS["Letter" if letter else "A4"])
    if not sheet.portrait:
        wide, high = high, wide
    scale = scale_of(sheet, (wide - 2 * _SIDE * 72) * sheet.pages_wide)
    page.set_h_pagebreaks(breaks(sheet, heights, (high - (_TOP + _BOTTOM) * 72) / scale))


def scale_of(sheet: Sheet, room: float) -> float:
    """Return the share of their size at which all columns of `sheet` are within `room` points, at most 1."""
    last = max((*sheet.widths, *(cell.column for cell in sheet.cells)))
    pixels = sum(int(sheet.widths.get(column, WIDTH) * _CHARACTER) + _PADDING for column in range(last + 1))
    return min(1.0, room / (pixels * _PIXEL))


def breaks(sheet: Sheet, heights: Mapping[int, float], room: float) -> list[int]:
    """Return the rows before which a page ends by our will: those of blocks that would else be cut.

    `room` is the height of a page in points. A block that is higher than a page begins where at least its title and
    a few rows have room.
    """
    head = sum(heights.get(row, _ROW) for row in range(sheet.head))
    page, used, found = room * _SURE, 0.0, []
    for block in blocks(sheet, heights):
        left, begun = page - used, used > head
        if begun and block.height > left and (block.height <= page - head or left < _BEGINNING):
            found.append(block.first)
            used = head
        for row in range(block.first, block.last + 1):
            tall = heights.get(row, _ROW)
            used = head + tall if used + tall > page else used + tall
        used += block.blank
    return found


def blocks(sheet: Sheet, heights: Mapping[int, float]) -> Iterator[Block]:
    """Yield the blocks of a sheet from its top; what stands above the first title is one as well."""
    filled = {cell.row for cell in sheet.cells}
    titles = sorted({cell.row for cell in sheet.cells if cell.style.role in _TITLES and cell.column == 0})
    edges: Sequence[int] = sorted({0, *titles, max(filled) + 1})
    for first, end in pairwise(edges):
        last = max((row for row in range(first, end) if row in filled), default=first)
        height, blank = (
            sum(heights.get(row, _ROW) for row in rows) for rows in (range(first, last + 1), range(last + 1, end))
        )
        yield Block(first, last, height, blank)
