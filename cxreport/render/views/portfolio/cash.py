"""The flows of the whole on the calendar: a chart with the running total, and the same in figures."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.render.charts import CashFlow, Mark
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.portfolio.names import Names
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import Body, Row, Table, figure, head, name

_MOST_COLUMNS = 8


def cash_chart(printed: Printed, look: Theme, names: Names, prefix: str) -> ChartView:
    """Return benefits up and costs down in each period, and the running total at its end."""
    say, unit = printed.formats.words, printed.formats.unit(printed.scale)
    periods = range(1, names.outcome.days.periods + 1)

    def marks(series: str, sign: int = 1) -> tuple[Mark, ...]:
        return tuple(_mark(printed, names.period(t), f"{prefix}{series}.{t}", sign) for t in periods)

    benefits, costs, balance = marks("benefit_flows"), marks("cost_flows", -1), marks("cumulative")
    series = (say["benefits"], say["costs"], say["running_total"])
    told = [
        f"{one.name}: " + ", ".join(f"{key} {mark.label or NOTHING}" for key, mark in zip(series, found, strict=True))
        for one, *found in zip(benefits, benefits, costs, balance, strict=True)
    ]
    title = _title(printed, names, prefix)
    alt = say.say("alt_round_cash", unit=unit, parts="; ".join(told))
    chart = CashFlow(tuple(names.periods(periods)), benefits, costs, balance, alt, series)
    return chart_view("fig-cash", title, say.say("unit_round_cash", unit=unit), chart, look)


def _title(printed: Printed, names: Names, prefix: str) -> str:
    """Return from which period on the running total is not below zero, as the message of the chart."""
    say, last = printed.formats.words, names.outcome.days.periods
    balance = [printed.evaluation.amount(f"{prefix}cumulative.{t}") for t in range(1, last + 1)]
    below = [t for t, amount in enumerate(balance, 1) if amount < 0]
    if not below:
        return say["payback_at_once"]
    if below[-1] == last:
        return say.say("round_never", over=names.span())
    return say.say("round_back", period=names.period(below[-1] + 1))


def _mark(printed: Printed, title: str, address: str, sign: int) -> Mark:
    text = printed.cell(address) if sign > 0 else printed.less(address)
    return Mark(title, sign * printed.evaluation.amount(address), "" if text == NOTHING else text)


def cash_tables(printed: Printed, look: Theme, names: Names, prefix: str) -> Iterator[Table]:
    """Yield benefits, costs, net flow and running total of every period."""
    say, periods = printed.formats.words, range(1, names.outcome.days.periods + 1)

    def row(key: str, series: str, total: str, *, minus: bool = False, kind: str = "") -> Row:
        show = printed.less if minus else printed.cell
        addresses = [f"{prefix}{series}.{t}" for t in periods]
        cells = [figure(show(address), address) for address in addresses]
        last = figure(show(prefix + total), prefix + total) if total else figure("")
        return Row((name(say[key]), *cells, last), kind)

    whole = Table(
        id="tab-cash",
        title=say["table_round_cash" if prefix else "table_all_cash"],
        unit=printed.formats.unit(printed.scale),
        widths=(),
        head=head(say["flow"], figures=[*names.periods(periods), say["total"]]),
        bodies=(Body((
            row("benefits", "benefit_flows", "benefits_total"),
            row("costs", "cost_flows", "costs_total", minus=True),
        )),),
        foot=(row("net_flow", "net_flows", "net_total"), row("running_total", "cumulative", "", kind="light")),
    )  # fmt: skip
    yield from spread(look, whole, ((26, REST),), say["continued"], _MOST_COLUMNS)
