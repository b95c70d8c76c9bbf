"""Native charts in a workbook of the caller's own: their cells beside its sheets, and formulas that follow them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxreport.render.charts.cells import Column, Sheet
from cxreport.render.charts.description import Chart
from cxreport.render.charts.drawing import Area, add_drawing, write_cells
from cxreport.render.charts.native import native_height
from cxreport.render.charts.sheet import sheet_of
from cxreport.render.charts.svg import POINTS_PER_MM
from cxreport.render.charts.widths import SIZE
from cxreport.render.theme import Theme

_PIXELS_PER_POINT = 96 / 72
_TITLE_PT = 22.0
_APART = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Holds where something stands in a workbook: the worksheet of XlsxWriter, and its first row and column, from 0."""

    worksheet: Any
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Live:
    """Holds how a placed chart follows its workbook.

    `values` has the formula of a value by its column and row, both from 0, as `value_columns` counts them: such a
    cell follows another one (`{(0, 2): "='Cash flows'!D7"}`), and without one the value stands as a number.
    `label` writes the formula of a label from the cell whose value it tells, such as `=FIXED(B4/1000,1)`; without
    it the labels stay as printed. `form` is XlsxWriter's format of the values, in which LibreOffice shows labels too:
    it does not read those that refer to cells.
    """

    values: Mapping[tuple[int, int], str]
    label: Callable[[str], str] | None = None
    form: Any = None


def value_columns(chart: Chart, theme: Theme) -> tuple[str, ...]:
    """Return the heads of the columns that `Live.values` may fill, in the order in which it counts them.

    A waterfall has its steps and the total in the first; a cash flow benefits, costs and balance; bars their
    values; stacks one column for each series. What follows (base, start, end) are formulas of the chart itself.
    """
    return tuple(column.head for column in sheet_of(chart, theme).columns)


def place_native(book: Any, chart: Chart, theme: Theme, *, title: str, data: Place, picture: Place, live: Live) -> int:
    """Write the cells of `chart` at `data`, insert the native chart at `picture`, and return the next free row.

    `book` is an open XlsxWriter workbook and both worksheets are its own; several charts share a sheet of data by
    beginning each at the row that the one before returned. `title` is the message, written above the cells and on
    the chart; the alternative text goes to the picture. The cached value of every formula is the chart's own.
    """
    sheet = sheet_of(chart, theme)
    area = Area(data.worksheet.get_name(), data.row + 1, data.column)
    data.worksheet.write_string(data.row, data.column, title)
    write_cells(data.worksheet, sheet, area, live.values, live.form)
    places = _write_labels(data.worksheet, sheet, area, live)
    drawing = add_drawing(book, sheet, theme, area, lambda column, row: area.reference(row + 1, places[column]))
    head = {"name": [area.worksheet, data.row, data.column], "overlay": False}
    font = {"name": theme.sans, "size": SIZE + 3, "bold": True, "color": theme.ink}
    drawing.set_title(head | {"name_font": font, "layout": {"x": 0.01, "y": 0.02}})
    width, height = theme.text_width * POINTS_PER_MM, native_height(chart, theme) + _TITLE_PT
    drawing.set_size({"width": round(width * _PIXELS_PER_POINT), "height": round(height * _PIXELS_PER_POINT)})
    picture.worksheet.insert_chart(
        picture.row, picture.column, drawing, {"description": chart.alt, "object_position": 2}
    )
    return area.row + len(sheet.names) + _APART


def _write_labels(page: Any, sheet: Sheet, area: Area, live: Live) -> dict[int, int]:
    """Write the labels right of the values; return the column of each labelled column's labels."""
    labelled = [number for number, column in enumerate(sheet.columns) if any(column.labels)]
    places = {number: len(sheet.columns) + 1 + k for k, number in enumerate(labelled)}
    for number, place in places.items():
        column = sheet.columns[number]
        for row, text in enumerate(column.labels):
            _write_label(page, area, (row + 1, place), _told(column, number, row, area, live), text)
    return places


def _told(column: Column, number: int, row: int, area: Area, live: Live) -> str:
    """Return the formula of a label; "" where it stands as it is printed."""
    if live.label is None:
        return ""
    return live.label(area.cell(row + 1, (number if column.told is None else column.told) + 1))


def _write_label(page: Any, area: Area, place: tuple[int, int], formula: str, text: str) -> None:
    row, column = area.row + place[0], area.column + place[1]
    if text and formula:
        page.write_formula(row, column, formula, None, text)
    elif text:
        page.write_string(row, column, text)
