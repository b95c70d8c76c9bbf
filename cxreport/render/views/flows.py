"""Flows of every period: what each line brings or costs in each quarter or month, on pages that lie on their side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.columns import period_title
from cxreport.render.views.lines import Line
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, words

_LEAD = ((12, 12), (LEAST_NAME, REST))
_MOST_COLUMNS = 13


def flow_tables(printed: Printed, look: Theme, benefits: Sequence[Line], costs: Sequence[Line]) -> tuple[Table, ...]:
    """Return benefits and costs by period; none where a period is a year, as the tables of years have all that."""
    if printed.evaluation.periods_per_year == 1:
        return ()
    sides = (("benefit", benefits), ("cost", costs))
    return tuple(table for side, lines in sides if lines for table in _side(printed, look, lines, side))


def _side(printed: Printed, look: Theme, lines: Sequence[Line], side: str) -> Iterator[Table]:
    """Yield every line of a `side` (benefit or cost) by period, with the sum of each period and of each line."""
    say, evaluation = printed.formats.words, printed.evaluation
    first = 0 if evaluation.amount(f"{side}_flows.0") else 1
    periods = range(first, evaluation.periods + 1)

    def amounts(flows: str, total: str) -> list[str]:
        return [printed.cell(address) for address in (*(f"{flows}.{t}" for t in periods), total)]

    rows = tuple(
        Row((
            words(line.ref),
            name(line.model.name),
            *map(figure, amounts(f"{line.address}.flows", f"{line.address}.total")),
        ))
        for line in lines
    )  # fmt: skip
    sums = amounts(f"{side}_flows", f"{side}s_total")
    titles = [*(period_title(evaluation, printed.formats, t) for t in periods), say["total"]]
    whole = Table(
        id=f"tab-flows-{side}s",
        title=say[f"table_flows_{side}s"],
        unit=printed.formats.unit(printed.scale),
        widths=(),
        head=head(say["ref"], say[f"one_{side}s"], figures=titles),
        bodies=(Body(rows),),
        foot=(Row((name(say[f"all_{side}s"], span=2), *map(figure, sums))),),
        long=True,
    )
    yield from spread(look, whole, _LEAD, say["continued"], _MOST_COLUMNS)
