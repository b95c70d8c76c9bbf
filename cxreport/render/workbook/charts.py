"""The sheet of charts: native ones, whose cells follow the figures on the sheets before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from cxreport.case.models import BusinessCase
from cxreport.evaluate.revenue import PARTS, ROOT
from cxreport.render.as_json import contributor_addresses
from cxreport.render.charts import Bars, Breakdown, CashFlow, Chart, Mark, Node, Stack, Waterfall
from cxreport.render.charts.carried import from_json
from cxreport.render.charts.description import BarRole
from cxreport.render.charts.native import native_height
from cxreport.render.charts.placed import Live, Place, place_native
from cxreport.render.formats import Scale
from cxreport.render.printed import Printed, year_count
from cxreport.render.views.charts import heads_of, layered
from cxreport.render.views.columns import years
from cxreport.render.views.proposal import Proposal
from cxreport.render.views.revenue import RevenueView
from cxreport.render.views.uncertainty import Uncertainty
from cxreport.render.views.uncertainty_detail import UncertaintyDetail
from cxreport.render.workbook.addresses import fixed
from cxreport.render.workbook.book import Book, ChartRoom, Style
from cxreport.render.workbook.codes import RATIO, money_code
from cxreport.render.workbook.sheets import add_sheet, put_heads

# Excel's rows are 15 points high where nothing else is said; the title and a gap come to four of them.
_ROW_PT, _GAP = 15.0, 4
_MOST_GROUPS = 12


class Drawn(NamedTuple):
    """A chart, its message, the unit of its labels, and what each value is: a sign, and the figures that it sums.

    Without a scale the chart tells of the case as it is planned, and does not follow the cells; `code` is that of its
    numbers. `shares` says that a label has, behind its value, the share of the first value that this is.
    """

    chart: Chart
    title: str
    scale: Scale | None
    behind: Mapping[tuple[int, int], tuple[str, tuple[str, ...]]]
    shares: bool = False
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
    data.widths, sheet.portrait, sheet.pages_high = {0: 48} | dict.fromkeys(range(1, 13), 24.0), True, 1
    book.charts.append(ChartRoom(sheet.title, data.title, tuple(drawn)))


def draw(book: Book, workbook: Any, pages: dict[str, Any], form: Callable[[Style], Any]) -> None:
    """Draw the charts of the book into its worksheets, one below the other; `form` gives the format of a style."""
    for room in book.charts:
        row, free = 3, 3
        for drawn in room.drawn:
            data, picture = Place(pages[room.data], free, 0), Place(pages[room.sheet], row, 0)
            # The first value stands below the chart's title and the heads of its cells, beside its name.
            live = _live(book, drawn, form, f"$B${free + 3}")
            free = place_native(workbook, drawn.chart, book.look, title=drawn.title, data=data, picture=picture,
                                live=live)  # fmt: skip
            row += round(native_height(drawn.chart, book.look) / _ROW_PT) + _GAP


def _live(book: Book, drawn: Drawn, form: Callable[[Style], Any], first: str) -> Live:
    """Return how a chart follows the workbook; its first value stands in the cell `first`."""
    if drawn.scale is None:
        return Live({}, None, form(Style("number", drawn.code)))
    values = {
        at: f"={sign}" + "+".join(fixed(book.places[address]) for address in addresses)
        for at, (sign, addresses) in drawn.behind.items()
    }
    share = _share(book, first) if drawn.shares else None
    code = money_code([drawn.scale.step]) if drawn.labelled else RATIO
    return Live(values, _label(drawn.scale, share) if drawn.labelled else None, form(Style("number", code)))


def _of_uncertainty(book: Book) -> Sequence[Drawn]:
    """Return the tornado and the histogram of the case as it is planned."""
    found = book.assessed.assessment
    if found is None:
        return ()
    printed = Printed(book.assessed, book.formats)
    tornado = Uncertainty(printed, book.look, found).tornado()
    simulated = UncertaintyDetail(printed, book.look, found).simulated()
    charts = ((tornado, money_code([printed.scale.step])), (simulated, "0.00%"))
    return tuple(
        Drawn(from_json(str(chart.data)), f"{chart.title} ({chart.unit})", None, {}, code=code)
        for chart, code in charts
        if chart
    )


def _label(scale: Scale, share: Callable[[str], str] | None) -> Callable[[str], str]:
    def formula(cell: str) -> str:
        return f"=FIXED({cell}/{scale.unit:f},{scale.places})" + (share(cell) if share else "")

    return formula


def _share(book: Book, whole: str) -> Callable[[str], str]:
    """Return what adds to a label's formula which share of the cell `whole` it tells, as the documents print shares."""
    printed = book.formats.share(Decimal(1))
    before, after = re.split(r"\d.*\d", printed)
    return lambda cell: f'&" \u00b7 {before}"&FIXED(100*{cell}/{whole},1)&"{after}"'


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
    behind = {(0, row): ("", (address,)) for row, address in enumerate(steps)}
    behind |= {(0, len(steps)): ("-", ("costs_pv",)), (0, len(steps) + 1): ("", ("npv",))}
    over_time: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = {}
    for row, column in enumerate(years(evaluation, book.formats, initial=True)):
        over_time |= {
            (0, row): ("", (column.of_side("benefit"),)),
            (1, row): ("-", (column.of_side("cost"),)),
            (2, row): ("", (f"cumulative.{column.balance}",)),
        }
    unit = f" ({view.unit})"
    return (
        Drawn(fall, value.title + unit, printed.scale, behind),
        *_stack(book, printed, view),
        Drawn(flow, cash.title + unit, printed.scale, over_time),
    )


def _stack(book: Book, printed: Printed, view: Proposal) -> Iterator[Drawn]:
    """Yield the benefits of every year, line on line, where the proposal has them."""
    stacked = view.benefits_chart()
    if stacked is None:
        return
    chart = from_json(str(stacked.data))
    assert isinstance(chart, Stack)  # noqa: S101 - as the proposal makes it
    kept, rest = layered(printed, view.benefits)
    layers = [[line] for line in kept] + ([rest] if rest else [])
    columns = years(book.evaluation, book.formats, initial=len(chart.names) > year_count(book.evaluation))
    behind = {
        (number, row): ("", tuple(column.of_line(line.address) for line in lines))
        for number, lines in enumerate(layers)
        for row, column in enumerate(columns)
    }
    yield Drawn(chart, f"{book.words['table_benefits']} ({view.unit})", printed.scale, behind)


def _of_revenue(book: Book, printed: Printed) -> Sequence[Drawn]:
    """Return revenue by what brought it, and by contributing group where there are several."""
    evaluation, say, figures = book.evaluation, book.words, book.evaluation.figures
    revenue = evaluation.case.revenue
    if revenue is None or not evaluation.has_revenue:
        return ()
    view = RevenueView(printed, book.look, revenue).breakdown()
    chart = from_json(str(view.data))
    assert isinstance(chart, Breakdown)  # noqa: S101 - as the view makes it
    behind = {(0, row): ("", (address,)) for row, address in enumerate(_addresses(chart.whole))}
    unit = book.formats.unit(printed.revenue_scale)
    drawn = [Drawn(chart, f"{say['table_revenue']} ({unit})", printed.revenue_scale, behind, shares=True)]
    groups = contributor_addresses(evaluation)[:_MOST_GROUPS]
    if len(groups) > 1:
        drawn.append(_bars(book, printed, say["table_groups"], [(figures[at].label, "benefit", at) for at in groups]))
    return drawn


def _addresses(whole: Node) -> Iterator[str]:
    """Yield the address of all revenue, and of each bucket with its parts, in the order of the chart's rows."""
    yield f"{ROOT}.total"
    for bucket, node in zip(("cxm", "csm", "sales"), whole.parts, strict=True):
        yield f"{ROOT}.{bucket}.total"
        yield from (f"{ROOT}.{bucket}.{part}" for part, _ in zip(dict(PARTS).get(bucket, ()), node.parts, strict=False))


def _bars(book: Book, printed: Printed, title: str, parts: Sequence[tuple[str, BarRole, str]]) -> Drawn:
    marks = tuple(Mark(name, book.evaluation.amount(address), printed.cell(address)) for name, _, address in parts)
    unit = book.formats.unit(printed.revenue_scale)
    alt = f"{title} ({unit}): " + "; ".join(f"{mark.name} {mark.label}" for mark in marks)
    chart = Bars(marks, tuple(role for _, role, _ in parts), alt, heads_of(book.words))
    behind = {(0, row): ("", (address,)) for row, (_, _, address) in enumerate(parts)}
    return Drawn(chart, f"{title} ({unit})", printed.revenue_scale, behind)
