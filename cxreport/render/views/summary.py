"""Tables over all lines: benefits, costs, cash flows, and the returns of each initiative."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cxreport.case.models import BusinessCase
from cxreport.evaluate.timing import beginning_of
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.columns import Year, years
from cxreport.render.views.lines import Line
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name, widths, words

_NAME = (LEAST_NAME, REST)
_REF, _RISK = (12, 12), (13, 13)


def benefit_tables(printed: Printed, look: Theme, lines: Sequence[Line]) -> Iterator[Table]:
    """Yield all benefits by year, with totals and present values."""
    say = printed.formats.words
    initial = printed.evaluation.amount("benefit_flows.0") != 0
    columns = years(printed.evaluation, printed.formats, initial=initial)
    rows = tuple(
        Row((words(line.ref), name(line.model.name), *_line_amounts(printed, line, columns))) for line in lines
    )
    titles = [*(year.title for year in columns), say["total"], say["present_value"]]
    whole = Table(
        id="tab-benefits",
        title=say["table_benefits"],
        unit=printed.formats.unit(printed.scale),
        widths=(),
        head=head(say["ref"], say["one_benefits"], figures=titles),
        bodies=(Body(rows),),
        foot=(Row((name(say["all_benefits"], span=2), *_side_amounts(printed, "benefit", columns))),),
    )
    yield from spread(look, whole, (_REF, _NAME), say["continued"])


def cost_tables(printed: Printed, look: Theme, case: BusinessCase, lines: Sequence[Line]) -> Iterator[Table]:
    """Yield all costs by year, grouped by initiative, with their risk, totals and present values."""
    say = printed.formats.words
    columns = years(printed.evaluation, printed.formats, initial=True)
    titles = [say["risk"], *(year.title for year in columns), say["total"], say["present_value"]]
    bodies = tuple(
        _costs_of(printed, title_of(case, item.id), _of(item.id, lines), columns) for item in case.initiatives
    )
    whole = Table(
        id="tab-costs",
        title=say["table_costs"],
        unit=printed.formats.unit(printed.scale),
        widths=(),
        head=head(say["ref"], say["one_costs"], figures=titles),
        bodies=tuple(body for body in bodies if body.rows),
        foot=(Row((name(say["all_costs"], span=2), figure(""), *_side_amounts(printed, "cost", columns))),),
    )
    yield from spread(look, whole, (_REF, _NAME, _RISK), say["continued"])


def _of(initiative: str, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.initiative == initiative]


def _costs_of(printed: Printed, title: str, lines: Sequence[Line], columns: Sequence[Year]) -> Body:
    """Return the costs of an initiative under its name; 5 columns stand beside those of the years."""
    if not lines:
        return Body(())
    rows = [Row((Cell(title, scope="rowgroup", span=5 + len(columns)),), "group")]
    for line in lines:
        rate = printed.formats.percent_as_written(line.model.risk_adjustment)
        risk = printed.formats.words.say("risk_up_short", rate=rate) if line.model.risk_adjustment else NOTHING
        amounts = _line_amounts(printed, line, columns)
        rows.append(Row((words(line.ref), name(line.model.name), figure(risk), *amounts)))
    return Body(tuple(rows))


def title_of(case: BusinessCase, initiative: str) -> str:
    """Return the name of an initiative; made from its id where none is given."""
    item = next(item for item in case.initiatives if item.id == initiative)
    return item.name or initiative.replace("-", " ").capitalize()


def _line_amounts(printed: Printed, line: Line, columns: Sequence[Year]) -> list[Cell]:
    cells = [figure(printed.cell(year.of_line(line.address))) for year in columns]
    return cells + [figure(printed.cell(path), path) for path in (f"{line.address}.total", f"{line.address}.pv")]


def _side_amounts(printed: Printed, side: str, columns: Sequence[Year]) -> list[Cell]:
    cells = [figure(printed.cell(year.of_side(side))) for year in columns]
    return cells + [figure(printed.cell(path), path) for path in (f"{side}s_total", f"{side}s_pv")]


def cash_tables(printed: Printed, look: Theme) -> Iterator[Table]:
    """Yield benefits, costs, net flow and running total by year, with an initial column."""
    say, evaluation = printed.formats.words, printed.evaluation
    columns = years(evaluation, printed.formats, initial=True)
    costs = [*(year.of_side("cost") for year in columns), "costs_total", "costs_pv"]
    totals = (f"cumulative.{evaluation.periods}", "npv")
    net = [figure(printed.cell(year.of_side("net"))) for year in columns]
    net += [figure(printed.cell(path), path) for path in totals]
    balance = [figure(printed.cell(f"cumulative.{year.balance}")) for year in columns] + [figure("")] * len(totals)
    whole = Table(
        id="tab-cash",
        title=say["table_cash"],
        unit=say.say("unit_cash", unit=printed.formats.unit(printed.scale)),
        widths=(),
        head=head(say["flow"], figures=[*(year.title for year in columns), say["total"], say["present_value"]]),
        bodies=(Body((
            Row((name(say["benefits"]), *_side_amounts(printed, "benefit", columns))),
            Row((name(say["costs"]), *(figure(printed.less(address)) for address in costs))),
        )),),
        foot=(Row((name(say["net_flow"]), *net)), Row((name(say["running_total"]), *balance), "light")),
    )  # fmt: skip
    yield from spread(look, whole, ((26, REST),), say["continued"])


def returns_table(printed: Printed, look: Theme, case: BusinessCase) -> Table:
    """Return present values and returns of each initiative and of the whole."""
    say = printed.formats.words
    titles = [say[key] for key in ("benefits", "costs", "npv_short", "roi_short", "bcr_short", "payback_short")]
    show: list[tuple[str, Callable[[str], str]]] = [
        ("benefits_pv", printed.cell),
        ("costs_pv", printed.cell),
        ("npv", printed.cell),
        ("roi", printed.text),
        ("bcr", printed.ratio),
        ("payback_months", printed.count),
    ]

    def row(title: str, prefix: str) -> Row:
        return Row((name(title), *(figure(text(prefix + key), prefix + key) for key, text in show)))

    rows = tuple(row(title_of(case, item.id), f"{item.id}.") for item in case.initiatives)
    whole = row(say["the_whole"], "")
    return Table(
        id="tab-returns",
        title=say["table_returns"] if len(rows) > 1 else say["table_returns_one"],
        unit=say.say("unit_returns", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, (LEAST_NAME, *[20] * len(show)), 0),
        head=head(say["initiative"]) + tuple(Cell(title, figure=True, scope="col") for title in titles),
        bodies=(Body(rows if len(rows) > 1 else (whole,)),),
        foot=(whole,) if len(rows) > 1 else (),
    )


def returns_note(printed: Printed) -> str:
    """Return the rates of the whole that the table of returns has no column for, and why one of them is missing."""
    told = []
    for figure_of, key in (("first_year_roi", "note_first_year"), ("irr", "note_irr"), ("mirr", "note_mirr")):
        if printed.evaluation.value(figure_of) is not None:
            told.append(printed.formats.words.say(key, rate=printed.text(figure_of)))
    if printed.evaluation.value("discounted_payback_months") is not None:
        months = printed.text("discounted_payback_months")
        told.append(printed.formats.words.say("note_discounted", months=months))
    return " ".join((*told, *returns_doubts(printed)))


def returns_doubts(printed: Printed) -> tuple[str, ...]:
    """Return why there is no internal rate of return, and why returns say little where nothing is laid out first."""
    say, evaluation = printed.formats.words, printed.evaluation
    told = []
    if evaluation.value("irr") is None:
        roots = [at for at in evaluation.figures if at.startswith("irr.roots.")]
        none = "note_irr_none" if any(evaluation.series("net_flows")) else "note_irr_any"
        rates = say.joined([printed.text(root) for root in roots])
        told.append(say.say("note_irr_several", rates=rates) if roots else say[none])
    begins = {"benefits": "note_costs_later", "no costs": "note_no_costs"}.get(beginning_of(evaluation))
    return (*told, say[begins]) if begins else tuple(told)
