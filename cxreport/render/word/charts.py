"""Charts: native ones, which a reader can open and change, with their numbers in a workbook inside the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from cxreport.render.charts import Chart
from cxreport.render.theme import Theme
from cxreport.render.walk.pieces import Picture

WORKBOOK = "workbook"

_EMU_PER_POINT = 12_700
_EMU_PER_MILLIMETRE = 36_000


@dataclass(frozen=True, slots=True)
class ChartPart:
    """Holds a chart's part, which asks for its data by the relationship `WORKBOOK`, and the workbook."""

    part: bytes
    workbook: bytes


def read_chart(picture: Picture, theme: Theme) -> tuple[Chart, float]:
    """Return the chart of a description, and the height in points that it wants."""
    from cxreport.render.charts.carried import from_json
    from cxreport.render.charts.native import native_height

    chart = from_json(picture.description)
    return chart, native_height(chart, theme)


def native_parts(charts: Sequence[Chart], theme: Theme) -> list[ChartPart]:
    """Return the native charts of a whole document, which are cheaper to draw together."""
    from cxreport.render.charts.native import native_charts, with_external_data

    natives = native_charts(charts, theme) if charts else ()
    return [ChartPart(with_external_data(native.xml, WORKBOOK), native.workbook) for native in natives]


def chart_run(picture: Picture, number: int, relation: str, height_pt: float, theme: Theme) -> str:
    """Return the run that shows a chart over the width of the text, with its alternative text."""
    width, height = theme.text_width * _EMU_PER_MILLIMETRE, round(height_pt * _EMU_PER_POINT)
    about = f"descr={quoteattr(picture.alt)} title={quoteattr(picture.message)}"
    graphic = (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f"<c:chart r:id={quoteattr(relation)}/></a:graphicData></a:graphic>"
    )
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" {about}/><wp:cNvGraphicFramePr/>'
        f"{graphic}</wp:inline></w:drawing></w:r>"
    )
