"""A sheet as XlsxWriter draws it: the cells that are plotted, and the chart that plots them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxreport.render.charts.cells import ACROSS, AREA, UP, Column, Sheet
from cxreport.render.charts.widths import SIZE
from cxreport.render.theme import Theme

_CROWDED, _SMALL = 9, 7
_CELL = re.compile(r"\b([A-Z])(\d+)\b")

# XlsxWriter would read a label like `A!B1` as a reference, so labels hold a stand-in until they are written.
STAND_IN = "label"


@dataclass(frozen=True, slots=True)
class Area:
    """Holds where a sheet's cells lie: in which worksheet, and the row and column of their first, from 0."""

    worksheet: str
    row: int = 0
    column: int = 0

    def cell(self, row: int, column: int) -> str:
        """Return a cell of the area as a formula calls it."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        found: str = xl_rowcol_to_cell(self.row + row, self.column + column)
        return found

    def reference(self, row: int, column: int) -> str:
        """Return a cell of the area as a formula of another worksheet calls it."""
        from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

        cell = xl_rowcol_to_cell(self.row + row, self.column + column, row_abs=True, col_abs=True)
        return f"={quote_sheetname(self.worksheet)}!{cell}"

    def moved(self, formula: str) -> str:
        """Return a formula over the cells of a sheet that begins at A1 as it reads in this area."""
        return _CELL.sub(lambda found: self.cell(int(found[2]) - 1, ord(found[1]) - ord("A")), formula)

    def range(self, first: int, last: int, column: int) -> list[Any]:
        """Return rows of one column as XlsxWriter takes them."""
        column += self.column
        return [self.worksheet, self.row + first, column, self.row + last, column]


def write_cells(page: Any, sheet: Sheet, area: Area, given: Mapping[tuple[int, int], str], form: Any = None) -> None:
    """Write the cells of `sheet`; `given` has the formulas of single cells, by column and row, both from 0."""
    for column, head in enumerate(("", *(column.head for column in sheet.columns))):
        page.write_string(area.row, area.column + column, head)
    for row, name in enumerate(sheet.names):
        page.write_string(area.row + row + 1, area.column, name)
        for number, plotted in enumerate(sheet.columns):
            place, cell = (area.row + row + 1, area.column + number + 1), plotted.cells[row]
            formula, value = (area.moved(cell[0]), cell[1]) if isinstance(cell, tuple) else ("", cell)
            if formula := given.get((number, row), formula):
                page.write_formula(*place, formula, form, value)
            elif value is not None:
                page.write_number(*place, value, form)


def add_drawing(book: Any, sheet: Sheet, theme: Theme, area: Area, label: Callable[[int, int], str]) -> Any:
    """Return the chart over the cells in `area`; `label` gives what stands as the label of a column's row."""
    if sheet.bubbles is not None:
        return _add_bubbles(book, sheet, theme, area, label)
    drawing = book.add_chart({"type": sheet.kind} | ({"subtype": "stacked"} if sheet.stacked else {}))
    plotted = [column for column in sheet.columns if column.look is not None]
    line = book.add_chart({"type": "line"}) if any(column.on_line for column in plotted) else None
    for number, column in enumerate(sheet.columns):
        if column.look is not None:
            target = line if line and column.on_line else drawing
            target.add_series(_series(sheet, number, theme, area, label))
    if line:
        drawing.combine(line)
    _set_axes(drawing, sheet, theme)
    unnamed = [k for k, column in enumerate(plotted) if not column.in_legend]
    legend = {"position": "top", "font": _font(theme, theme.ink), "delete_series": unnamed}
    drawing.set_legend(legend if sheet.legend else {"none": True})
    _set_ground(drawing)
    return drawing


def _set_ground(drawing: Any) -> None:
    drawing.set_title({"none": True})
    drawing.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    drawing.set_plotarea({"fill": {"none": True}})


def _add_bubbles(book: Any, sheet: Sheet, theme: Theme, area: Area, label: Callable[[int, int], str]) -> Any:
    """Return bubbles in two series, the chosen filled and the others as broken rings."""
    from cxreport.render.charts.bubble_part import add_bubble_chart

    assert sheet.bubbles is not None  # noqa: S101 - the caller has looked
    drawing, font = add_bubble_chart(book), _font(theme, theme.ink)
    for half in sheet.bubbles.halves:
        rows = range(half.first, half.last)
        labels = [_label(sheet.columns[UP], row, theme, label(UP, row)) for row in rows]
        across, up, size = (area.range(half.first + 1, half.last, column + 1) for column in (ACROSS, UP, AREA))
        shown = {"value": True, "position": "center", "font": font, "custom": labels}
        series = {"name": half.name, "categories": across, "values": up, "data_labels": shown}
        drawing.add_bubbles(series | _bubble_look(theme, chosen=half.chosen), size)
    for set_axis, axis in ((drawing.set_x_axis, sheet.bubbles.across), (drawing.set_y_axis, sheet.bubbles.up)):
        look = {"name": axis.name, "name_font": font, "num_font": font, "label_position": "low"}
        reach = {"min": float(axis.low), "max": float(axis.high), "major_unit": float(axis.step)}
        line = {"color": theme.ink, "width": 0.75}
        marks = {"minor_tick_mark": "none", "num_format": "#,##0" if axis.step >= 1 else "0.0"}
        set_axis(look | reach | marks | {"major_gridlines": {"visible": False}, "line": line})
    drawing.set_legend({"position": "top", "font": font})
    _set_ground(drawing)
    return drawing


def _bubble_look(theme: Theme, *, chosen: bool) -> dict[str, Any]:
    if chosen:
        return {"fill": {"color": theme.pale}, "border": {"color": theme.benefit, "width": 1.25}}
    return {"fill": {"none": True}, "border": {"color": theme.ink, "width": 1, "dash_type": "dash"}}


def _set_axes(drawing: Any, sheet: Sheet, theme: Theme) -> None:
    flat, font = sheet.kind == "bar", _font(theme, theme.ink)
    small = font | {"size": _SMALL} if len(sheet.names) > _CROWDED and not flat else font
    names: dict[str, Any] = {"line": {"color": theme.ink, "width": 0.75}, "num_font": small, "label_position": "low"}
    names |= {"major_tick_mark": "none", "minor_tick_mark": "none", "reverse": flat}
    names["interval_unit"] = sheet.stride
    values = {"visible": False, "major_gridlines": {"visible": False}, "min": sheet.low, "max": sheet.high}
    # XlsxWriter names axes by their place: where bars lie, the names are on its y axis.
    (drawing.set_y_axis if flat else drawing.set_x_axis)(names)
    (drawing.set_x_axis if flat else drawing.set_y_axis)(values)


def _series(sheet: Sheet, number: int, theme: Theme, area: Area, label: Callable[[int, int], str]) -> dict[str, Any]:
    column, last = sheet.columns[number], len(sheet.names)
    series: dict[str, Any] = {
        "name": [area.worksheet, area.row, area.column + number + 1],
        "categories": area.range(1, last, 0),
        "values": area.range(1, last, number + 1),
        **(column.look or {}),
    }
    if not column.on_line:
        series |= {"gap": sheet.gap, "overlap": sheet.overlap}
    if any(column.labels):
        series["data_labels"] = {
            "value": True,
            "font": _font(theme, column.colours[0], bold=True),
            "custom": [_label(column, row, theme, label(number, row)) for row in range(last)],
        }
    return series


def _label(column: Column, row: int, theme: Theme, value: str) -> dict[str, Any]:
    if not column.labels[row]:
        return {"delete": True}
    font = _font(theme, column.colours[row], bold=True)
    ground = {"fill": {"color": column.grounds[row]}} if column.grounds and column.grounds[row] else {}
    return {"value": value, "position": column.positions[row], "font": font} | ground


def _font(theme: Theme, colour: str, *, bold: bool = False) -> dict[str, Any]:
    return {"name": theme.sans, "size": SIZE, "color": colour, "bold": bold}
