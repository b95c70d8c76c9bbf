"""Charts as Word's own: DrawingML with the workbook it was drawn from, so that a reader can edit both.

XlsxWriter draws all charts of a document in one scratch workbook, each over a worksheet of its own; the chart
parts are lifted out, and each worksheet becomes a workbook of its own. The writer of the document stores both,
relates the chart part to the workbook, and says so in the chart by `with_external_data`. It also sets the
alternative text, which belongs to the place in the text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from lxml import etree

from cxreport.render.charts.carried import to_json
from cxreport.render.charts.cells import Sheet
from cxreport.render.charts.description import Chart
from cxreport.render.charts.drawing import STAND_IN, Area, add_drawing, write_cells
from cxreport.render.charts.sheet import sheet_of
from cxreport.render.charts.svg import height_of
from cxreport.render.charts.widths import SIZE
from cxreport.render.theme import Theme

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = {"c": _C, "a": _A}
_SHEET = "Data"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # any fixed day gives the same bytes
_SIMPLE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LEGEND_PT = 16.0
_ROW_PT = 15.0
_KEPT = 64
_AFTER_THE_TIE = ("printSettings", "userShapes", "extLst")
_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_SHARED = re.compile(rb' t="s"><v>(\d+)</v>')
# What XlsxWriter derives from a chart's place among others.
_NUMBERED_SHEET, _FIRST_AXIS = re.compile(rf"{_SHEET}\d+!"), 50_010_001


@dataclass(frozen=True, slots=True)
class NativeChart:
    """Holds a chart part, the workbook to embed with it, and the height it wants at the text block's width."""

    xml: bytes
    workbook: bytes
    height_pt: float


_drawn: dict[tuple[str, Theme], NativeChart] = {}


def native_charts(charts: Sequence[Chart], theme: Theme) -> tuple[NativeChart, ...]:
    """Return `charts` as editable charts. The labels are printed as described, never formatted again.

    All are drawn in one scratch workbook; what was drawn before, by its description, is not drawn again.
    """
    wanted = {(to_json(chart), theme): chart for chart in charts}
    missing = {key: chart for key, chart in wanted.items() if key not in _drawn}
    if missing:
        _drawn.update(zip(missing, _draw_together(tuple(missing.values()), theme), strict=True))
    found = tuple(_drawn[to_json(chart), theme] for chart in charts)
    for key in list(_drawn)[: max(0, len(_drawn) - _KEPT)]:
        del _drawn[key]
    return found


def native_height(chart: Chart, theme: Theme) -> float:
    """Return the height, in points, that the native chart wants at the text block's width."""
    sheet = sheet_of(chart, theme)
    rows = len(sheet.names) * _ROW_PT if sheet.kind == "bar" else 0.0
    return max(rows, height_of(chart, theme)) + (_LEGEND_PT if sheet.legend else 0)


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


def _draw_together(charts: Sequence[Chart], theme: Theme) -> list[NativeChart]:
    """Return `charts` in their order, lifted from one workbook, whose first worksheet holds all the drawings."""
    sheets = [sheet_of(chart, theme) for chart in charts]
    with zipfile.ZipFile(io.BytesIO(_scratch(sheets, theme))) as book:
        strings = _STRING.findall(book.read("xl/sharedStrings.xml"))
        return [
            NativeChart(
                _finished(book.read(f"xl/charts/chart{number}.xml"), sheet, theme),
                _workbook(book.read(f"xl/worksheets/sheet{number + 1}.xml"), strings),
                native_height(chart, theme),
            )
            for number, (chart, sheet) in enumerate(zip(charts, sheets, strict=True), 1)
        ]


def _scratch(sheets: Sequence[Sheet], theme: Theme) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, _SIMPLE)
    stage = book.add_worksheet("Charts")
    for number, sheet in enumerate(sheets, 1):
        area = Area(f"{_SHEET}{number}")
        page = book.add_worksheet(area.worksheet)
        write_cells(page, sheet, area, {})
        page.set_column(0, 0, 30)
        stage.insert_chart(0, 0, add_drawing(book, sheet, theme, area, lambda _column, _row: STAND_IN))
    book.close()
    return buffer.getvalue()


def _workbook(page: bytes, strings: Sequence[bytes]) -> bytes:
    """Return a workbook with one worksheet, whose texts stand in their cells and not in a table of all charts'."""
    page = _SHARED.sub(lambda found: b' t="inlineStr"><is>' + strings[int(found[1])] + b"</is>", page)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name, content in _empty_workbook():
            part = page if name == "xl/worksheets/sheet1.xml" else content
            book.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@cache
def _empty_workbook() -> tuple[tuple[str, bytes], ...]:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, _SIMPLE)
    book.set_properties({"created": _CREATED})
    book.add_worksheet(_SHEET)
    book.close()
    with zipfile.ZipFile(buffer) as found:
        return tuple((name, found.read(name)) for name in found.namelist())


def _finished(xml: bytes, sheet: Sheet, theme: Theme) -> bytes:
    """Return the chart part as Word and LibreOffice both draw it."""
    space = etree.fromstring(xml)
    _forget_place(space)
    _write_labels(space, sheet.printed)
    _say_defaults(space)
    if sheet.stride == 1:
        _keep_names_level(space)
    for settings in space.findall("c:printSettings", _NS):
        space.remove(settings)
    space.append(_default_text(theme))
    return _bytes(space)


def _forget_place(space: Any) -> None:
    """Call worksheet and axes as if the chart were alone, so that the same chart always has the same bytes."""
    for formula in space.iter(f"{{{_C}}}f"):
        formula.text = _NUMBERED_SHEET.sub(f"{_SHEET}!", formula.text)
    named: dict[str, str] = {}
    for axis in space.xpath("//c:axId | //c:crossAx", namespaces=_NS):
        axis.set("val", named.setdefault(axis.get("val"), str(_FIRST_AXIS + len(named))))


def _write_labels(space: Any, labels: Sequence[tuple[str, ...]]) -> None:
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


def _bytes(space: Any) -> bytes:
    found: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found
