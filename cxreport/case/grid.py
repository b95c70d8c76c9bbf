"""Rows of a CSV or Excel file as texts, each with the place that a problem or a trace names."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from cxreport.case.problem import Place
from cxreport.case.reader import CONTROL, code_point
from cxreport.quantity import QuantityError
from cxreport.quantity.number import quoted

LARGEST = 8 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_SHEET_ROWS = 200_000  # empty ones that only have a look are many in some sheets
LARGEST_UNPACKED = 100 * 1024 * 1024
ENDINGS = (".csv", ".xlsx")
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)  # by which a file tells Excel how to open it
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # what a number format of Excel does not read as its letters


class GridRow(NamedTuple):
    """One row: its number in the file, its cells as texts, the column and width of each, and the line for excerpts."""

    number: int
    cells: tuple[str, ...]
    columns: tuple[tuple[int, int], ...]
    text: str


class Grid(NamedTuple):
    """A file of rows, those without any text left out; the first of them is its head."""

    file: str
    rows: tuple[GridRow, ...]

    def place(self, row: GridRow, index: int) -> Place:
        """Return where a cell stands; one that is beyond the end of its row stands at its end."""
        column, width = row.columns[index] if index < len(row.columns) else (len(row.text) + 1, 1)
        return Place(self.file, row.number, column, width)


def read_grid(path: Path, sheet: str | None) -> Grid:
    """Return the rows of a file. Raises QuantityError where it cannot be read, with its way out."""
    if path.suffix.lower() not in ENDINGS:
        raise _unreadable(f"{path.name} is neither a CSV nor an Excel file", "save it as .csv or .xlsx")
    data = _bytes(path)
    rows = _excel_rows(path, data, sheet) if path.suffix.lower() == ".xlsx" else _csv_rows(path, data)
    found = tuple(_printable(path, row) for row in rows if any(row.cells))
    if not found:
        raise _unreadable(f"{path.name} holds no rows", "write a row of heads, and below it one row for each actual")
    return Grid(str(path), found)


def _printable(path: Path, row: GridRow) -> GridRow:
    if match := CONTROL.search("".join(row.cells)):
        message = f"a control character ({code_point(match)}) stands in row {row.number} of {path.name}"
        raise _unreadable(message, "delete it there")
    return row


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _unreadable(f"there is no file {path}", "check the name and the folder")
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise _unreadable(f"{path} cannot be read: {reason}", "check its name and permissions") from None
    if len(data) > LARGEST:
        raise _unreadable(f"{path.name} is larger than 8 MiB", "keep only the rows of the report in it")
    return data


def _unreadable(message: str, hint: str) -> QuantityError:
    return QuantityError("CX255", message, hint)


def _csv_rows(path: Path, data: bytes) -> Iterator[GridRow]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "in Excel, save it as  CSV UTF-8 (Comma delimited)"
        raise _unreadable(f"{path.name} is not UTF-8 text", hint) from None
    lines = text.splitlines()
    said = _SEPARATOR.match(text)
    mark = said[1] if said else _delimiter(next((line for line in lines if line.strip()), ""))
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    first = 1
    try:
        for count, cells in enumerate(reader):
            if count >= MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise _too_many(path)
            line = lines[first - 1] if first <= len(lines) else ""
            if first > 1 or not said:
                yield GridRow(first, tuple(" ".join(cell.split()) for cell in cells), tuple(_columns(line, mark)), line)
            first = reader.line_num + 1
    except csv.Error:
        message = f"a quote in row {first} of {path.name} is not closed where its cell ends"
        raise _unreadable(message, "close it, or double a quote that is meant as one") from None


def _too_many(path: Path) -> QuantityError:
    message = f"{path.name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
    return _unreadable(message, "keep only the rows of the report in it")


def _delimiter(head: str) -> str:
    """Return the sign between cells: the one of comma, semicolon and tab that the head has most of."""
    return max(",;\t", key=head.count)


def _columns(line: str, mark: str) -> Iterator[tuple[int, int]]:
    """Yield the column and width of every cell of a line, counted in signs; marks within quotes are no ends."""
    start, inside = 0, False
    for index, sign in enumerate(line + mark):
        if sign == '"':
            inside = not inside
        elif sign == mark and (not inside or index == len(line)):
            yield start + 1, max(index - start, 1)
            start = index + 1


def _excel_rows(path: Path, data: bytes, sheet: str | None) -> Iterator[GridRow]:
    filled = 0
    for number, row in enumerate(_worksheet(path, data, sheet), 1):
        cells = tuple(_told(cell, formula) for cell, formula in row)
        filled += any(cells)
        if filled > MOST_ROWS or number > MOST_SHEET_ROWS:
            raise _too_many(path)
        yield GridRow(number, cells, tuple((column, 1) for column in range(1, len(cells) + 1)), "")


def _worksheet(path: Path, data: bytes, sheet: str | None) -> Iterator[Iterator[tuple[Any, Any]]]:
    """Yield the rows of a sheet as openpyxl has them: each cell as it was last computed, and as it is written.

    Its readers raise whatever they stumble over.
    """
    import warnings

    from openpyxl import load_workbook

    try:
        _check_unpacked(path, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that openpyxl leaves out: we want the cells alone
            pages = (
                _page(path, load_workbook(io.BytesIO(data), read_only=True, data_only=computed), sheet)
                for computed in (True, False)
            )
            for row, written in zip(*(page.iter_rows(max_col=MOST_COLUMNS) for page in pages), strict=True):
                yield zip(row, written, strict=True)
    except QuantityError:
        raise
    except Exception:  # noqa: BLE001 - a damaged file is the user's, whatever part of it openpyxl meets first
        raise _unreadable(f"{path.name} does not read as an Excel file", "save it again as .xlsx") from None


def _check_unpacked(path: Path, data: bytes) -> None:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(data)) as package:
        size = sum(part.file_size for part in package.infolist())
    if size > LARGEST_UNPACKED:
        raise _unreadable(f"{path.name} unpacks to more than 100 MiB", "keep only the rows of the report in it")


def _page(path: Path, book: Any, sheet: str | None) -> Any:
    if sheet is None:
        return book.worksheets[0]
    if sheet not in book.sheetnames:
        known = ", ".join(quoted(name) for name in book.sheetnames)
        raise _unreadable(f"{path.name} has no sheet {quoted(sheet)}", f"its sheets are {known}")
    return book[sheet]


def _told(cell: Any, written: Any) -> str:
    """Return what a cell says as a text of the case format; what is shown as a percentage is written as one.

    Numbers have the fifteen digits that Excel keeps to. A formula that was never computed stands as it is written.
    """
    value = cell.value
    if value is None:
        return str(written.value) if written.data_type == "f" else ""
    if isinstance(value, dt.date):
        return _told_date(value, cell.number_format or "")
    if isinstance(value, float):
        number = Decimal(f"{value:.15g}")
        return f"{(number * 100).normalize():f}%" if "%" in (cell.number_format or "") else f"{number.normalize():f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value * 100}%" if "%" in (cell.number_format or "") else str(value)
    return " ".join(str(value).split())


def _told_date(value: dt.date, form: str) -> str:
    """Return a date as a day, or as the month that Excel makes of 2026-09 when somebody types it."""
    shows_day = "d" in _LITERAL.sub("", form).lower()
    return f"{value:%Y-%m-%d}" if shows_day or value.day > 1 else f"{value:%Y-%m}"
