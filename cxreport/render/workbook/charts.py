"""The sheet of charts: native ones, whose cells follow the figures on the sheets before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cxreport.case.models import BusinessCase
from cxreport.evaluate.revenue import PARTS, ROOT
from cxreport.render.as_json import contributor_addresses
from cxreport.render.charts import Bars, CashFlow, Chart, Mark, Waterfall
from cxreport.render.charts.description import BarRole, from_json
from cxreport.render.charts.native import native_height
from cxreport.render.charts.placed import Live, Place, place_native
from cxreport.render.formats import Scale
from cxreport.render.printed import Printed
from cxreport.render.views.columns import years
from cxreport.render.views.proposal import Proposal
from cxreport.render.views.uncertainty import Uncertainty
from cxreport.render.workbook.addresses import fixed
from cxreport.render.workbook.book import Book, ChartRoom, Style
from cxreport.render.workbook.codes import RATIO, money_code
from cxreport.render.workbook.sheets import add_sheet, put_heads

# Excel's rows are 15 points high where nothing else is said; the title and a gap come to four of them.
_ROW_PT, _GAP = 15.0, 4
_MOST_GROUPS = 12


class Drawn(NamedTuple):
    """A chart, its message, the unit of its labels, and the figure behind each value: its sign and its address.

    Without a scale the chart tells of the case as it is planned, and does not follow the cells;
    `code` is that of its numbers.
    """

    chart: Chart
    title: str
    scale: Scale | None
    behind: dict[tuple[int, int], tuple[str, str]]
    labelled: bool = True  # by the values in its cells; else labels stand as they are
    code: str = ""


def put_charts(book: Book) -> None:
    """Put the charts of a case."""
    printed = Printed(book.evaluation, book.formats)
    put_drawn(book, [*_of_case(book, printed), *_of_uncertainty(book), *_of_revenue(book, printed)])


def put_drawn(book: Book, drawn: Sequence[Drawn]) -> None:
    """Put the room for every chart and for its cells; they are drawn once the worksheets are there."""
    say = book.words
    sheet, data = add_sheet(book, "book_charts"), add_sheet(book, "book_chart_data")
    put_heads(sheet, say["book_charts"], say["book_charts_told"])
    put_heads(data, say["book_chart_data"], say["book_chart_data_told"])
    sheet.head = data.head = 2
    data.widths, sheet.portrait, sheet.pages_high = {0: 40} | dict.fromkeys(range(1, 13), 14.0), True, 1
    book.charts.append(ChartRoom(sheet.title, data.title, tuple(drawn)))


def draw(book: Book, workbook: Any, pages: dict[str, Any], form: Callable[[Style], Any]) -> None:
    """Draw the charts of the book into its worksheets, one below the other; `form` gives the format of a style."""
    for room in book.charts:
        row, free = 3, 3
        for drawn in room.drawn:
            data, picture = Place(pages[room.data], free, 0), Place(pages[room.sheet], row, 0)
            live = _live(book, drawn, form)
            free = place_native(workbook, drawn.chart, book.look, title=drawn.title, data=data, picture=picture,
                                live=live)  # fmt: skip
            row += round(native_height(drawn.chart, book.look) / _ROW_PT) + _GAP


def _live(book: Book, drawn: Drawn, form: Callable[[Style], Any]) -> Live:
    """Return how a chart follows the workbook."""
    if drawn.scale is None:
        return Live({}, None, form(Style("number", drawn.code)))
    values = {at: f"={sign}{fixed(book.places[address])}" for at, (sign, address) in drawn.behind.items()}
    code = money_code([drawn.scale.step]) if drawn.labelled else RATIO
    return Live(values, _label(drawn.scale) if drawn.labelled else None, form(Style("number", code)))


def _of_uncertainty(book: Book) -> Sequence[Drawn]:
    """Return the tornado and the histogram of the case as it is planned."""
    found = book.assessed.assessment
    if found is None:
        return ()
    view = Uncertainty(Printed(book.assessed, book.formats), book.look, found)
    printed = view.printed
    charts = ((view.tornado(), money_code([printed.scale.step])), (view.simulated(), "0.00%"))
    return tuple(
        Drawn(from_json(str(chart.data)), f"{chart.title} ({chart.unit})", None, {}, code=code)
        for chart, code in charts
        if chart
    )


def _label(scale: Scale) -> Any:
    return lambda cell: f"=FIXED({cell}/{scale.unit:f},{scale.places})"


def _of_case(book: Book, printed: Printed) -> Sequence[Drawn]:
    """Return the waterfall to net present value and the cash flows, as the proposal has them."""
    case, evaluation = book.evaluation.case, book.evaluation
    if not isinstance(case, BusinessCase):
        return ()
    view = Proposal(printed, book.look, case)
    value, cash = view.value_chart, view.cash_chart
    fall, flow = from_json(str(value.data)), from_json(str(cash.data))
    assert isinstance(fall, Waterfall) and isinstance(flow, CashFlow)  # noqa: S101, PT018 - as the proposal makes them
    steps = [f"{line.address}.pv" for line in view.benefits]
    if [step.name for step in fall.steps[:-1]] != [line.model.name for line in view.benefits]:
        steps = [f"{item.id}.benefits_pv" for item in case.initiatives]
    behind = {(0, row): ("", address) for row, address in enumerate(steps)}
    behind |= {(0, len(steps)): ("-", "costs_pv"), (0, len(steps) + 1): ("", "npv")}
    over_time: dict[tuple[int, int], tuple[str, str]] = {}
    for row, column in enumerate(years(evaluation, book.formats, initial=True)):
        over_time |= {
            (0, row): ("", column.of_side("benefit")),
            (1, row): ("-", column.of_side("cost")),
            (2, row): ("", f"cumulative.{column.balance}"),
        }
    unit = f" ({view.unit})"
    return (
        Drawn(fall, value.title + unit, printed.scale, behind),
        Drawn(flow, cash.title + unit, printed.scale, over_time),
    )


def _of_revenue(book: Book, printed: Printed) -> Sequence[Drawn]:
    """Return revenue by what brought it, and by contributing group where there are several."""
    evaluation, say, figures = book.evaluation, book.words, book.evaluation.figures
    if not evaluation.has_revenue:
        return ()
    parts: list[tuple[str, BarRole, str]] = []
    for bucket, names in PARTS:
        role: BarRole = "benefit" if bucket == "cxm" else "second"
        found = [name for name in names if f"{ROOT}.{bucket}.{name}" in figures]
        parts += [(say[f"stated_{bucket}_{name}"], role, f"{ROOT}.{bucket}.{name}") for name in found]
        if not found:
            parts.append((say["bucket_" + bucket], role, f"{ROOT}.{bucket}.total"))
    parts.append((say["bucket_sales"], "remainder", f"{ROOT}.sales.total"))
    groups = contributor_addresses(evaluation)[:_MOST_GROUPS]
    drawn = [_bars(book, printed, say["table_revenue"], parts)]
    if len(groups) > 1:
        drawn.append(_bars(book, printed, say["table_groups"], [(figures[at].label, "benefit", at) for at in groups]))
    return drawn


def _bars(book: Book, printed: Printed, title: str, parts: Sequence[tuple[str, BarRole, str]]) -> Drawn:
    marks = tuple(Mark(name, book.evaluation.amount(address), printed.cell(address)) for name, _, address in parts)
    unit = book.formats.unit(printed.revenue_scale)
    alt = f"{title} ({unit}): " + "; ".join(f"{mark.name} {mark.label}" for mark in marks)
    chart = Bars(marks, tuple(role for _, role, _ in parts), alt)
    behind = {(0, row): ("", address) for row, (_, _, address) in enumerate(parts)}
    return Drawn(chart, f"{title} ({unit})", printed.revenue_scale, behind)
