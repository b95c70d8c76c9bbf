"""The sheet of evidence: what each line rests on, how strong it is, how far values may move, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cxreport.case.models import AttributionLine, Sourced
from cxreport.render.views.register import answered_points, open_points
from cxreport.render.workbook.book import Book, Content, Sheet, Style
from cxreport.render.workbook.codes import percent_code
from cxreport.render.workbook.sheets import add_sheet, put_heads
from cxreport.render.workbook.written import owners

Row = Sequence[Content]


def put_evidence(book: Book) -> None:
    """Put the register of evidence, the ranges, the causes of CXM lines and the open points; none of it, no sheet."""
    say = book.words
    blocks: list[tuple[str, Sequence[str], list[Row]]] = [
        (say["table_sources"], ("line", "source", "date", "grade", "book_note"), list(_evidence(book))),
        (say["book_ranges"], ("line", "assumption", "book_low", "book_high", "source"), list(_ranges(book))),
        (say["what_was_aligned"], ("line", "book_aligned_by", "book_change"), list(_causes(book))),
        (say["open_points"], (), [(text,) for text in open_points(book.evaluation, book.formats)]),
        (say["answered_points"], (), [(" ".join(both),) for both in answered_points(book.evaluation, book.formats)]),
    ]
    if not any(rows for _, _, rows in blocks):
        return
    sheet = add_sheet(book, "book_evidence")
    put_heads(sheet, say["book_evidence"], say["grades_told"])
    sheet.widths, sheet.head = {0: 44, 1: 46, 2: 13, 3: 13, 4: 44}, 2
    row = 3
    for title, heads, rows in blocks:
        if rows:
            row = _block(sheet, row, title, [say[key] for key in heads], rows)


def _block(sheet: Sheet, row: int, title: str, heads: Sequence[str], rows: Sequence[Row]) -> int:
    """Put a table, and return the row behind it."""
    for column in range(5):
        sheet.put(row, column, title if column == 0 else "", Style("section"))
    if heads:
        row += 1
        for column, head in enumerate(heads):
            sheet.put(row, column, head, Style("head" if column < 2 else "head_text"))
    for cells in rows:
        row += 1
        for column, content in enumerate(cells):
            sheet.put(row, column, content, _style(column, content, alone=len(cells) == 1))
    return row + 2


def _style(column: int, content: Content, *, alone: bool) -> Style:
    if isinstance(content, Decimal):
        return Style("link", percent_code([content]))
    if not isinstance(content, str):
        return Style("day")
    return Style("plain" if alone else "label" if column < 2 else "text")


def _sourced(book: Book) -> Iterator[tuple[str, Sourced]]:
    for owner in owners(book.evaluation, book.words):
        if owner.model is not None:
            yield owner.title, owner.model


def _evidence(book: Book) -> Iterator[Row]:
    for title, model in _sourced(book):
        for item in model.evidence:
            yield title, item.source, item.date or "", book.words["grade_" + item.grade], item.note or ""


def _ranges(book: Book) -> Iterator[Row]:
    for title, model in _sourced(book):
        if model.range is not None:
            yield title, model.name, *model.range, model.source or ""
        for key, driver in model.drivers.items():
            if driver.range is not None:
                yield title, driver.label or key.replace("_", " "), *driver.range, driver.source or ""


def _causes(book: Book) -> Iterator[Row]:
    for title, model in _sourced(book):
        if isinstance(model, AttributionLine) and model.aligned_by:
            change = book.words["change_" + model.change] if model.change else ""
            yield title, model.aligned_by, change
