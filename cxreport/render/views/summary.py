"""Tables over all lines: benefits, costs, cash flows, and the returns of each initiative."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cxreport.case.models import BusinessCase
from cxreport.render.printed import Printed
from cxreport.render.views.columns import Year, blocks, years
from cxreport.render.views.lines import Line
from cxreport.render.views.table import Body, Cell, Row, Table, figure, head, name, widths, words

FIGURES = {"": 16, "thousand": 15, "million": 15}  # millimetres, by the unit
FIRST = (12, 0)


def benefit_tables(printed: Printed, lines: Sequence[Line]) -> Iterator[Table]:
    """Yield all benefits by year, with totals and present values."""
    say = printed.formats.words
    initial = printed.evaluation.amount("benefit_flows.0") != 0
    columns = years(printed.evaluation, printed.formats, initial=initial)
    for number, block in enumerate(blocks(columns)):
        last = block[-1] is columns[-1]

        def amounts(address: str, block: tuple[Year, ...] = block, *, last: bool = last) -> list[Cell]:
            return _line_amounts(printed, address, block, with_totals=last)

        rows = tuple(Row((words(line.ref), name(line.model.name), *amounts(line.address))) for line in lines)
        foot = Row((name(say["all_benefits"], span=2), *_side_amounts(printed, "benefit", block, with_totals=last)))
        yield _table(printed, "benefits", number, block, rows, foot, with_totals=last)


def _table(
    printed: Printed,
    side: str,
    number: int,
    block: tuple[Year, ...],
    rows: tuple[Row, ...],
    foot: Row,
    *,
    with_totals: bool,
) -> Table:
    say = printed.formats.words
    titles = [year.title for year in block] + ([say["total"], say["present_value"]] if with_totals else [])
    size = FIGURES[printed.scale.name]
    return Table(
        id=f"tab-{side}" + (f"-{number + 1}" if number else ""),
        title=say[f"table_{side}"] + (f" ({say['continued']})" if number else ""),
        unit=printed.formats.unit(printed.scale),
        widths=widths(FIRST, [size] * len(block) + ([size + 2, 24] if with_totals else []), 1),
        head=head(say["ref"], say[f"one_{side}"], figures=titles),
        bodies=(Body(rows),),
        foot=(foot,),
    )


def cost_tables(printed: Printed, case: BusinessCase, lines: Sequence[Line]) -> Iterator[Table]:
    """Yield all costs by year, grouped by initiative, with their risk, totals and present values."""
    say, evaluation = printed.formats.words, printed.evaluation
    columns = years(evaluation, printed.formats, initial=True)
    size = FIGURES[printed.scale.name] - 1
    for number, block in enumerate(blocks(columns)):
        last = block[-1] is columns[-1]
        titles = [say["risk"], *(year.title for year in block), *([say["total"], say["pv"]] if last else [])]
        bodies = tuple(
            _costs_of(printed, item.id, title_of(case, item.id), lines, block, len(titles), last)
            for item in case.initiatives
        )
        total = _side_amounts(printed, "cost", block, with_totals=last)
        yield Table(
            id="tab-costs" + (f"-{number + 1}" if number else ""),
            title=say["table_costs"] + (f" ({say['continued']})" if number else ""),
            unit=printed.formats.unit(printed.scale),
            widths=widths(FIRST, [13] + [size] * len(block) + ([size + 1, size + 1] if last else []), 1),
            head=head(say["ref"], say["one_costs"], figures=titles),
            bodies=tuple(body for body in bodies if body.rows),
            foot=(Row((name(say["all_costs"], span=2), figure(""), *total)),),
        )


def _costs_of(
    printed: Printed,
    initiative: str,
    title: str,
    lines: Sequence[Line],
    block: tuple[Year, ...],
    figures: int,
    last: bool,
) -> Body:
    own = [line for line in lines if line.initiative == initiative]
    if not own:
        return Body(())
    rows = [Row((Cell(title, scope="rowgroup", span=2 + figures),), "group")]
    for line in own:
        risk = printed.formats.words.say(
            "risk_up_short", rate=printed.formats.percent_as_written(line.model.risk_adjustment)
        )
        told = figure(risk if line.model.risk_adjustment else "–")
        amounts = _line_amounts(printed, line.address, block, with_totals=last)
        rows.append(Row((words(line.ref), name(line.model.name), told, *amounts)))
    return Body(tuple(rows))


def title_of(case: BusinessCase, initiative: str) -> str:
    """Return the name of an initiative; made from its id where none is given."""
    item = next(item for item in case.initiatives if item.id == initiative)
    return item.name or initiative.replace("-", " ").capitalize()


def _line_amounts(printed: Printed, address: str, block: tuple[Year, ...], *, with_totals: bool) -> list[Cell]:
    cells = [figure(printed.cell(year.of_line(address))) for year in block]
    if with_totals:
        cells += [figure(printed.cell(f"{address}.{kind}")) for kind in ("total", "pv")]
    return cells


def _side_amounts(printed: Printed, side: str, block: tuple[Year, ...], *, with_totals: bool) -> list[Cell]:
    cells = [figure(printed.cell(year.of_side(side))) for year in block]
    if with_totals:
        cells += [figure(printed.cell(path), path) for path in (f"{side}s_total", f"{side}s_pv")]
    return cells


def cash_tables(printed: Printed) -> Iterator[Table]:
    """Yield benefits, costs, net flow and running total by year, with an initial column."""
    say, evaluation = printed.formats.words, printed.evaluation
    columns = years(evaluation, printed.formats, initial=True)
    size = FIGURES[printed.scale.name] + 3
    for number, block in enumerate(blocks(columns)):
        last = block[-1] is columns[-1]
        titles = [year.title for year in block] + ([say["total"], say["present_value"]] if last else [])
        totals = [f"cumulative.{evaluation.periods}", "npv"] if last else []
        net = [figure(printed.cell(year.of_side("net"))) for year in block] + [
            figure(printed.cell(path), path) for path in totals
        ]
        balance = [figure(printed.cell(f"cumulative.{year.balance}")) for year in block] + [figure("")] * len(totals)
        yield Table(
            id="tab-cash" + (f"-{number + 1}" if number else ""),
            title=say["table_cash"] + (f" ({say['continued']})" if number else ""),
            unit=say.say("unit_cash", unit=printed.formats.unit(printed.scale)),
            widths=widths((0,), [size] * len(block) + ([size, 25] if last else []), 0),
            head=head(say["flow"], figures=titles),
            bodies=(Body((
                Row((name(say["benefits"]), *_side_amounts(printed, "benefit", block, with_totals=last))),
                Row((name(say["costs"]), *_costs_subtracted(printed, block, with_totals=last))),
            )),),
            foot=(Row((name(say["net_flow"]), *net)), Row((name(say["running_total"]), *balance), "light")),
        )  # fmt: skip


def _costs_subtracted(printed: Printed, block: tuple[Year, ...], *, with_totals: bool) -> list[Cell]:
    addresses = [year.of_side("cost") for year in block] + (["costs_total", "costs_pv"] if with_totals else [])
    return [figure(printed.less(address)) for address in addresses]


def returns_table(printed: Printed, case: BusinessCase) -> Table:
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
        return Row((name(title), *(figure(text(prefix + key), "" if prefix else key) for key, text in show)))

    rows = tuple(row(title_of(case, item.id), f"{item.id}.") for item in case.initiatives)
    whole = row(say["the_whole"], "")
    return Table(
        id="tab-returns",
        title=say["table_returns"] if len(rows) > 1 else say["table_returns_one"],
        unit=say.say("unit_returns", unit=printed.formats.unit(printed.scale)),
        widths=widths((0,), [20, 20, 20, 20, 20, 20], 0),
        head=head(say["initiative"]) + tuple(Cell(title, figure=True, scope="col") for title in titles),
        bodies=(Body(rows if len(rows) > 1 else (whole,)),),
        foot=(whole,) if len(rows) > 1 else (),
    )
