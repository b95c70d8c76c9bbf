"""Costs by class and type, as finance books them: capital or operating, once or again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cxreport.case.models import BusinessCase
from cxreport.evaluate.cost_kinds import CLASSES, CostKind, cost_kinds
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.columns import years
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name

Column = Callable[[str], str]  # from the address of a line to that of its figure in a column


def cost_kinds_tables(printed: Printed, look: Theme, case: BusinessCase) -> Iterator[Table]:
    """Yield the costs of each class and type by year; what is printed of a sum is the sum of what is printed of it."""
    kinds, say = cost_kinds(case), printed.formats.words
    if not kinds:
        return
    by_year = years(printed.evaluation, printed.formats, initial=True)
    columns: list[Column] = [year.of_line for year in by_year]
    columns += [lambda line: f"{line}.total", lambda line: f"{line}.pv"]
    every = [line for kind in kinds for line in kind.lines]
    whole = Table(
        id="tab-cost-kinds",
        title=say["table_cost_kinds"],
        unit=printed.formats.unit(printed.scale),
        widths=(),
        head=head(say["one_costs"], figures=[*(year.title for year in by_year), say["total"], say["present_value"]]),
        bodies=tuple(body for body in (_of_class(printed, found, kinds, columns) for found in CLASSES) if body.rows),
        foot=(Row((name(say["all_costs"]), *_sums(printed, every, columns))),),
    )
    yield from spread(look, whole, ((LEAST_NAME, REST),), say["continued"])


def _of_class(printed: Printed, cost_class: str, kinds: Sequence[CostKind], columns: Sequence[Column]) -> Body:
    """Return the types of a class under its name, and their sum where it is not the sum of all."""
    say, found = printed.formats.words, [kind for kind in kinds if kind.cost_class == cost_class]
    if not found:
        return Body(())
    title = say["cost_class_" + cost_class]
    rows = [Row((Cell(title, scope="rowgroup", span=1 + len(columns)),), "group")]
    rows += [Row((name(say["cost_type_" + kind.cost_type]), *_sums(printed, kind.lines, columns))) for kind in found]
    if 1 < len(found) < len(kinds):
        every = [line for kind in found for line in kind.lines]
        rows.append(Row((name(say.say("cost_class_all", title=title)), *_sums(printed, every, columns)), "sum"))
    return Body(tuple(rows))


def _sums(printed: Printed, lines: Sequence[str], columns: Sequence[Column]) -> list[Cell]:
    return [figure(printed.sum([column(line) for line in lines])) for column in columns]
