"""The tables of the funding line: budget against use, what each proposal takes, and the line under other budgets."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.evaluate.portfolio import FundingLine, Shift
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.portfolio.names import Names
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name, widths, words
from cxreport.render.words import capital

_MOST_COLUMNS = 8


def line_of(names: Names) -> FundingLine:
    """Return the funding line; only to be asked of a portfolio with a budget."""
    assert names.outcome.line is not None  # noqa: S101 - the template has looked
    return names.outcome.line


def budget_tables(printed: Printed, look: Theme, names: Names) -> Iterator[Table]:
    """Yield the budget of every limited period, what of it is committed and used, and what is left."""
    say, limited = printed.formats.words, range(1, line_of(names).periods + 1)

    def row(key: str, series: str, total: str, *, minus: bool = False, kind: str = "") -> Row:
        show = printed.less if minus else printed.cell
        addresses = (*(f"{series}.{t}" for t in limited), total)
        return Row((name(say[key]), *(figure(show(address), address) for address in addresses)), kind)

    whole = Table(
        id="tab-budget",
        title=say["table_budget"],
        unit=printed.formats.unit(printed.scale),
        widths=(),
        head=head(say["amount"], figures=[*names.periods(limited), say["total"]]),
        bodies=(Body((
            row("budget", "budget.available", "budget.available_total"),
            row("committed", "budget.committed", "budget.committed_total", minus=True),
            row("used", "funding.cost_flows", "budget.used_total", minus=True),
        )),),
        foot=(row("left", "budget.left", "budget.left_total"),),
    )  # fmt: skip
    yield from spread(look, whole, ((40, REST),), say["continued"], _MOST_COLUMNS)


def use_tables(printed: Printed, look: Theme, names: Names) -> Iterator[Table]:
    """Yield what each funded proposal takes of the budget of each limited period."""
    line, say = line_of(names), printed.formats.words
    limited = range(1, line.periods + 1)
    if not line.funded:
        return
    rows = tuple(
        Row((
            words(names.refs[one]),
            name(names.title(one)),
            *(figure(printed.cell(f"{one}.cost_flows.{t}"), f"{one}.cost_flows.{t}") for t in limited),
        ))
        for one in line.funded
    )  # fmt: skip
    sums = (figure(printed.cell(f"funding.cost_flows.{t}"), f"funding.cost_flows.{t}") for t in limited)
    whole = Table(
        id="tab-uses",
        title=say["table_uses"],
        unit=say.say("unit_uses", unit=printed.formats.unit(printed.scale)),
        widths=(),
        head=head(say["ref"], say["proposal"], figures=names.periods(limited)),
        bodies=(Body(rows),),
        foot=(Row((name(say["funded_sum"], span=2), *sums)),),
        long=True,
    )
    yield from spread(look, whole, ((9, 9), (LEAST_NAME, REST)), say["continued"], _MOST_COLUMNS)


def next_table(printed: Printed, look: Theme, names: Names) -> Table:
    """Return what one step more of budget in each period alone is worth."""
    line, say = line_of(names), printed.formats.words
    step = printed.spoken("budget.step")
    rows = tuple(
        Row(
            (
                name(say.say("more_in", step=step, period=names.period(t))),
                *_shift(printed, names, f"budget.next.{t}", shift),
            )
        )
        for t, shift in line.next.items()
    )
    return _shifts(printed, look, "tab-next", say.say("table_next", step=step), rows)


def shift_table(printed: Printed, look: Theme, names: Names) -> Table:
    """Return the line with less budget in all periods alike, as it is, and with more."""
    line, say = line_of(names), printed.formats.words
    as_it_is = Row((name(say["budget_as_it_is"]), figure(printed.cell("funding.npv"), "funding.npv"), figure(NOTHING),
                    words(NOTHING), words(NOTHING)), "calc")  # fmt: skip
    below = [_at(printed, names, percent) for percent in line.cuts if percent < 100]
    above = [_at(printed, names, percent) for percent in line.cuts if percent > 100]
    return _shifts(printed, look, "tab-shifts", say["table_shifts"], (*below, as_it_is, *above))


def _at(printed: Printed, names: Names, percent: int) -> Row:
    say = printed.formats.words
    title = say.say("budget_at", rate=printed.formats.with_percent(str(percent)))
    return Row((name(title), *_shift(printed, names, f"budget.at.{percent}", _cut(names, percent))))


def _cut(names: Names, percent: int) -> Shift:
    return line_of(names).cuts[percent]


def _shift(printed: Printed, names: Names, address: str, shift: Shift) -> tuple[Cell, ...]:
    if not shift.possible:
        told = printed.formats.words["shift_impossible"]
        return figure(NOTHING), figure(NOTHING), words(NOTHING), words(capital(told))
    figures = (figure(printed.cell(f"{address}.{key}"), f"{address}.{key}") for key in ("npv", "gain"))
    return (*figures, words(names.listed(shift.joins)), words(names.listed(shift.drops)))


def _shifts(printed: Printed, look: Theme, identifier: str, title: str, rows: tuple[Row, ...]) -> Table:
    say = printed.formats.words
    lead, tail = (
        head(say["budget"], figures=[say["npv_short"], say["npv_change"]]),
        head(say["comes_in"], say["falls_off"]),
    )
    return Table(
        id=identifier,
        title=title,
        unit=say.say("unit_pv", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, (50, 20, 20, 38, 42), 0),
        head=lead + tail,
        bodies=(Body(rows),),
    )
