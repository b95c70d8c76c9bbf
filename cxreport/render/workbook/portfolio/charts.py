"""The charts of a round in the workbook: they follow the sheets before, and so the choice."""

from __future__ import annotations

from cxreport.case.models import Portfolio
from cxreport.render.charts import Bubbles, CashFlow
from cxreport.render.charts.carried import from_json
from cxreport.render.printed import Printed
from cxreport.render.views.portfolio.round import RoundView
from cxreport.render.workbook.book import Book
from cxreport.render.workbook.charts import Drawn, put_drawn


def put_round_charts(book: Book) -> None:
    """Put the bubbles of all proposals, and the flows of what is chosen."""
    case, printed = book.evaluation.case, Printed(book.evaluation, book.formats)
    assert isinstance(case, Portfolio)  # noqa: S101 - the caller has looked
    view = RoundView(printed, book.look, case)
    drawn = []
    if bubbles := view.bubbles():
        chart = from_json(str(bubbles.data))
        assert isinstance(chart, Bubbles)  # noqa: S101 - as the view makes it
        title = f"{bubbles.title} ({bubbles.unit})"
        drawn.append(Drawn(chart, title, printed.scale, _behind_bubbles(view, chart), labelled=False))
    cash = view.cash_chart()
    flow = from_json(str(cash.data))
    assert isinstance(flow, CashFlow)  # noqa: S101 - as the view makes it
    drawn.append(Drawn(flow, f"{cash.title} ({cash.unit})", printed.scale, _behind_flows(view)))
    put_drawn(book, drawn)


def _behind_bubbles(view: RoundView, chart: Bubbles) -> dict[tuple[int, int], tuple[str, tuple[str, ...]]]:
    """Return the figures behind the bubbles, in the order of their rows: the chosen first."""
    names = {view.names.refs[proposal.id]: proposal.id for proposal in view.outcome.proposals}
    ordered = sorted(chart.bubbles, key=lambda bubble: not bubble.chosen)
    behind: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = {}
    per_unit = f"1/{view.printed.scale.unit:f}*"
    for row, bubble in enumerate(ordered):
        one = names[bubble.label]
        sign = "-" if view.evaluation.amount(f"{one}.npv") < 0 else ""
        behind |= {
            (0, row): (per_unit, (f"{one}.costs_pv",)),
            (1, row): ("", (f"{one}.bcr",)),
            (2, row): (sign + per_unit, (f"{one}.npv",)),
        }
    return behind


def _behind_flows(view: RoundView) -> dict[tuple[int, int], tuple[str, tuple[str, ...]]]:
    behind: dict[tuple[int, int], tuple[str, tuple[str, ...]]] = {}
    for row, t in enumerate(range(1, view.outcome.days.periods + 1)):
        behind |= {
            (0, row): ("", (f"{view.prefix}benefit_flows.{t}",)),
            (1, row): ("-", (f"{view.prefix}cost_flows.{t}",)),
            (2, row): ("", (f"{view.prefix}cumulative.{t}",)),
        }
    return behind
