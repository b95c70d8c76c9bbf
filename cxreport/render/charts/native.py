"""Charts as Word's own: DrawingML with the workbook it was drawn from, so that a reader can edit both.

XlsxWriter draws the chart in a workbook; the chart part is lifted out and the workbook goes along without it.
The writer of the document stores both, relates the chart part to the workbook, and says so in the chart by
`with_external_data`. It also sets the alternative text, which belongs to the place in the text.
"""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from cxreport.render.charts.description import Chart
from cxreport.render.charts.sheet import Cell, Column, Sheet, sheet_of
from cxreport.render.charts.svg import height_of
from cxreport.render.charts.widths import SIZE
from cxreport.render.theme import DEFAULT, Theme

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = {"c": _C, "a": _A}
_SHEET = "Data"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # any fixed day gives the same bytes
_LEGEND_PT = 16.0
_CROWDED, _SMALL = 9, 7
_AFTER_THE_TIE = ("printSettings", "userShapes", "extLst")
_CHART_PART = "xl/charts/chart1.xml"
# What ties the chart to the sheet it was drawn in.
_CHART_PARTS = ("xl/charts/", "xl/drawings/", "xl/worksheets/_rels/")
_TIES = re.compile(rb'<drawing r:id="[^"]*"/>|<Override PartName="/xl/(?:charts|drawings)/[^>]*/>')


@dataclass(frozen=True, slots=True)
class NativeChart:
    """Holds a chart part, the workbook to embed with it, and the height it wants at the text block's width."""

    xml: bytes
    workbook: bytes
    height_pt: float


def native_chart(chart: Chart, theme: Theme = DEFAULT) -> NativeChart:
    """Return `chart` as an editable chart. The labels are printed as described, never formatted again."""
    sheet = sheet_of(chart, theme)
    with zipfile.ZipFile(io.BytesIO(_workbook(sheet, theme))) as book:
        xml = _finished(book.read(_CHART_PART), sheet, theme)
        workbook = _without_chart(book)
    return NativeChart(xml, workbook, height_of(chart, theme) + (_LEGEND_PT if sheet.legend else 0))


def with_external_data(xml: bytes, rel_id: str) -> bytes:
    """Return the chart part `xml` with its tie to the embedded workbook, which is its relationship `rel_id`."""
    space = etree.fromstring(xml)
    tie = etree.Element(f"{{{_C}}}externalData", {f"{{{_R}}}id": rel_id})
    etree.SubElement(tie, f"{{{_C}}}autoUpdate", {"val": "0"})
    later = (child for child in space if etree.QName(child).localname in _AFTER_THE_TIE)
    following = next(later, None)
    if following is None:
        space.append(tie)
    else:
        following.addprevious(tie)
    return _bytes(space)


def _workbook(sheet: Sheet, theme: Theme) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    page = book.add_worksheet(_SHEET)
    for column, head in enumerate(("", *(column.head for column in sheet.columns))):
        page.write_string(0, column, head)
    for row, name in enumerate(sheet.names, 1):
        page.write_string(row, 0, name)
        for number, plotted in enumerate(sheet.columns, 1):
            _write_cell(page, row, number, plotted.cells[row - 1])
    page.set_column(0, 0, 30)
    page.insert_chart(1, len(sheet.columns) + 2, _drawing(book, sheet, theme))
    book.close()
    return buffer.getvalue()


def _write_cell(page: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, tuple):
        formula, value = cell
        page.write_formula(row, column, formula, None, value)
    elif cell is not None:
        page.write_number(row, column, cell)


def _drawing(book: Any, sheet: Sheet, theme: Theme) -> Any:
    drawing = book.add_chart({"type": sheet.kind} | ({"subtype": "stacked"} if sheet.stacked else {}))
    line = book.add_chart({"type": "line"}) if any(column.on_line for column in sheet.columns) else None
    for number, column in enumerate(sheet.columns, 1):
        if column.look is not None:
            target = line if line and column.on_line else drawing
            target.add_series(_series(sheet, number, column, theme))
    if line:
        drawing.combine(line)
    flat, font = sheet.kind == "bar", _font(theme, theme.ink, bold=False)
    small = font | {"size": _SMALL} if len(sheet.names) > _CROWDED and not flat else font
    names: dict[str, Any] = {"line": {"color": theme.ink, "width": 0.75}, "num_font": small, "label_position": "low"}
    names |= {"major_tick_mark": "none", "minor_tick_mark": "none", "reverse": flat}
    names["interval_unit"] = sheet.stride
    values = {"visible": False, "major_gridlines": {"visible": False}, "min": sheet.low, "max": sheet.high}
    # XlsxWriter names axes by their place: where bars lie, the names are on its y axis.
    (drawing.set_y_axis if flat else drawing.set_x_axis)(names)
    (drawing.set_x_axis if flat else drawing.set_y_axis)(values)
    drawing.set_legend({"position": "top", "font": font} if sheet.legend else {"none": True})
    drawing.set_title({"none": True})
    drawing.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    drawing.set_plotarea({"fill": {"none": True}})
    return drawing


def _series(sheet: Sheet, number: int, column: Column, theme: Theme) -> dict[str, Any]:
    """Return a series as XlsxWriter takes it. Labels hold a stand-in: it would read `A!B1` as a reference."""
    last = len(sheet.names)
    series: dict[str, Any] = {
        "name": [_SHEET, 0, number],
        "categories": [_SHEET, 1, 0, last, 0],
        "values": [_SHEET, 1, number, last, number],
        **(column.look or {}),
    }
    if not column.on_line:
        series |= {"gap": 60, "overlap": sheet.overlap}
    if any(column.labels):
        series["data_labels"] = {
            "value": True,
            "font": _font(theme, column.colours[0], bold=True),
            "custom": [
                {"value": "label", "position": position, "font": _font(theme, colour, bold=True)}
                if label
                else {"delete": True}
                for label, position, colour in zip(column.labels, column.positions, column.colours, strict=True)
            ],
        }
    return series


def _font(theme: Theme, colour: str, *, bold: bool) -> dict[str, Any]:
    return {"name": theme.sans, "size": SIZE, "color": colour, "bold": bold}


def _finished(xml: bytes, sheet: Sheet, theme: Theme) -> bytes:
    """Return the chart part as Word and LibreOffice both draw it."""
    space = etree.fromstring(xml)
    _write_labels(space, [column.labels for column in sheet.columns if column.look is not None])
    _say_defaults(space)
    if sheet.stride == 1:
        _keep_names_level(space)
    for settings in space.findall("c:printSettings", _NS):
        space.remove(settings)
    space.append(_default_text(theme))
    return _bytes(space)


def _write_labels(space: Any, labels: list[tuple[str, ...]]) -> None:
    for series in space.iterfind(".//c:ser", _NS):
        printed = labels[int(series.find("c:idx", _NS).get("val"))]
        for label in series.iterfind("c:dLbls/c:dLbl", _NS):
            for text in label.iterfind(".//a:t", _NS):
                text.text = printed[int(label.find("c:idx", _NS).get("val"))]
            for paragraph in label.iterfind("c:tx/c:rich/a:p", _NS):
                paragraph.insert(0, _look_of(paragraph))


def _look_of(paragraph: Any) -> Any:
    """Return the look of one label: Word takes it from the text itself, LibreOffice only from its paragraph."""
    look = etree.Element(f"{{{_A}}}pPr")
    run = paragraph.find("a:r/a:rPr", _NS)
    etree.SubElement(look, f"{{{_A}}}defRPr", sz=run.get("sz"), b=run.get("b")).extend(deepcopy(run[:]))
    return look


def _say_defaults(space: Any) -> None:
    """Write out what the two programs assume differently where it is left out."""
    if space.find("c:roundedCorners", _NS) is None:
        space.find("c:lang", _NS).addnext(_flag("roundedCorners"))
    for shown in space.xpath("//c:showVal", namespaces=_NS):
        shown.addprevious(_flag("showLegendKey"))
        for name in ("showBubbleSize", "showPercent", "showSerName", "showCatName"):
            shown.addnext(_flag(name))
    for scaling in space.xpath("//c:scaling[not(../c:delete)]", namespaces=_NS):
        scaling.addnext(_flag("delete"))
    for body in space.xpath("//c:dLbls//a:bodyPr", namespaces=_NS):
        body.set("wrap", "none")
    for look in space.xpath("//c:barChart/c:ser/c:spPr", namespaces=_NS):
        look.addnext(_flag("invertIfNegative"))
    for number in space.xpath("//c:barChart/c:ser/c:dPt/c:idx", namespaces=_NS):
        number.addnext(_flag("invertIfNegative"))


def _keep_names_level(space: Any) -> None:
    """Let names wrap rather than lean. Where there are too many of them, leaning is the lesser evil."""
    for body in space.xpath("//c:catAx/c:txPr/a:bodyPr", namespaces=_NS):
        body.attrib.update({"rot": "0", "vert": "horz"})


def _flag(name: str) -> Any:
    return etree.Element(f"{{{_C}}}{name}", {"val": "0"})


def _default_text(theme: Theme) -> Any:
    ink = etree.Element(f"{{{_A}}}solidFill")
    etree.SubElement(ink, f"{{{_A}}}srgbClr", val=theme.ink.lstrip("#"))
    face = etree.Element(f"{{{_A}}}latin", typeface=theme.sans)
    return _text_look(str(int(SIZE * 100)), "0", [ink, face])


def _text_look(size: str, bold: str, parts: list[Any], **body: str) -> Any:
    look = etree.Element(f"{{{_C}}}txPr")
    etree.SubElement(look, f"{{{_A}}}bodyPr", body)
    etree.SubElement(look, f"{{{_A}}}lstStyle")
    paragraph = etree.SubElement(look, f"{{{_A}}}p")
    etree.SubElement(etree.SubElement(paragraph, f"{{{_A}}}pPr"), f"{{{_A}}}defRPr", sz=size, b=bold).extend(parts)
    etree.SubElement(paragraph, f"{{{_A}}}endParaRPr", lang="en-US")
    return look


def _without_chart(book: zipfile.ZipFile) -> bytes:
    """Return the workbook with its sheet, but without the chart that was drawn in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as plain:
        for entry in book.infolist():
            if not entry.filename.startswith(_CHART_PARTS):
                plain.writestr(entry, _TIES.sub(b"", book.read(entry)))
    return buffer.getvalue()


def _bytes(space: Any) -> bytes:
    found: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found
