"""Where the pages of a printed sheet end: between its blocks, and never after a title."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.render.workbook.book import Sheet, Style
from cxreport.render.workbook.printing import blocks, breaks, scale_of
from render.conftest import SHIPPED_NAMES

ROW = 15.0


def sheet_of(*sizes: int, head: int = 2) -> Sheet:
    """Return a sheet with a head, and below it blocks of a title and rows, each with a blank row at its end."""
    sheet, row = Sheet("S", head=head), head
    for top in range(head):
        sheet.put(top, 0, "head", Style("head"))
    for size in sizes:
        for place in range(size):
            sheet.put(row + place, 0, "text", Style("label" if place else "section"))
        row += size + 1
    return sheet


def test_a_block_that_would_be_cut_begins_the_next_page() -> None:
    # Twelve rows to a page (less three in a hundred): the head's 2, 6 and a blank, and then 4 would end in row 13.
    sheet = sheet_of(6, 4, 3)
    assert breaks(sheet, {}, 12.4 * ROW) == [9]
    assert breaks(sheet, {}, 14 * ROW) == [14]
    assert breaks(sheet, {}, 40 * ROW) == []


def test_a_block_higher_than_a_page_begins_where_a_few_of_its_rows_have_room() -> None:
    assert breaks(sheet_of(3, 30), {}, 12.4 * ROW) == []
    assert breaks(sheet_of(6, 30), {}, 12.4 * ROW) == [9]


def test_rows_that_are_higher_count_as_they_are() -> None:
    assert breaks(sheet_of(4, 4), {}, 12.4 * ROW) == []
    assert breaks(sheet_of(4, 4), {3: 3 * ROW}, 12.4 * ROW) == [7]


def test_blank_rows_at_the_end_of_a_block_need_no_room() -> None:
    assert [tuple(block) for block in blocks(sheet_of(2, 3), {})] == [
        (0, 1, 2 * ROW, 0), (2, 3, 2 * ROW, ROW), (5, 7, 3 * ROW, 0),
    ]  # fmt: skip


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20), st.integers(14, 60))
def test_no_block_that_a_page_holds_is_cut(sizes: list[int], room: int) -> None:
    sheet = sheet_of(*sizes)
    found = breaks(sheet, {}, room * ROW)
    used = 2 * ROW
    for block in list(blocks(sheet, {}))[1:]:
        used = 2 * ROW if block.first in found else used
        assert used + block.height <= room * ROW
        used += block.height + block.blank


def test_a_sheet_is_made_smaller_where_it_is_wider_than_its_pages_and_never_larger() -> None:
    sheet = sheet_of(2)
    sheet.widths = {0: 100.0}  # 705 pixels, which are 528.75 points
    assert scale_of(sheet, 264.375) == pytest.approx(0.5)
    assert scale_of(sheet, 800) == 1


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_pages_of_a_workbook_end_before_titles_only(built: Callable[[str], Any], name: str) -> None:
    ended = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(built(name).document.write("xlsx"))).worksheets:
        for end in sheet.row_breaks.brk:
            title = sheet.cell(end.id + 1, 1)
            assert title.font.b, (sheet.title, end.id)
            assert title.value, (sheet.title, end.id)
            ended += 1
    assert ended or name in {"portal", "revenue-split"}
