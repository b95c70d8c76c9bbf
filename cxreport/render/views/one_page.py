"""A funding proposal on one page, as its template sees it: what decides, with a chart and a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from markupsafe import Markup

from cxreport.case.models import GRADES, BusinessCase
from cxreport.evaluate.certainty import UNGRADED, grade_of
from cxreport.render.formats import NOTHING
from cxreport.render.one_page import Brevity
from cxreport.render.printed import Printed
from cxreport.render.sentence import horizon
from cxreport.render.theme import Theme
from cxreport.render.views.header import ChartView
from cxreport.render.views.keys import KeyFigure, side_by_side
from cxreport.render.views.lines import Calculation, Line
from cxreport.render.views.proposal import Proposal
from cxreport.render.views.register import open_points, source_of
from cxreport.render.views.said import addressed, said
from cxreport.render.views.spread import breadth
from cxreport.render.views.summary import title_of
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name, widths, words
from cxreport.render.words import Words

_FIGURE = 18  # millimetres that a column of figures is at least given
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Remark:
    """A term of the margin column, and the short texts beside it."""

    term: str
    texts: tuple[str, ...]


def largest(items: Sequence[_Item], most: int, size: Callable[[_Item], Decimal]) -> tuple[list[_Item], list[_Item]]:
    """Return the `most` largest of `items`, in their order, and the rest; a rest is never one alone."""
    if len(items) <= most:
        return list(items), []
    ranked = sorted(range(len(items)), key=lambda place: -size(items[place]))
    kept = set(ranked[: most - 1])
    return [items[n] for n in sorted(kept)], [item for n, item in enumerate(items) if n not in kept]


def points_remark(say: Words, points: Sequence[str], most: int) -> Iterator[Remark]:
    """Yield what is still open, and how much more the full paper tells; nothing where nothing is."""
    if points:
        more = (say.say("one_page_more_points", count=len(points) - most),) if len(points) > most else ()
        yield Remark(say["open_points"], (*points[:most], *more))


class ProposalPage(Proposal):
    """A business case on one page, as full as `brevity` allows."""

    def __init__(self, printed: Printed, look: Theme, case: BusinessCase, brevity: Brevity) -> None:
        super().__init__(printed, look, case)
        self.brevity = brevity

    def keys(self) -> tuple[KeyFigure, ...]:
        """Return the figures that decide: net present value, return, payback, and what it brings and takes in all."""
        npv, roi, payback, _ = super().keys()
        over = horizon(self.evaluation, self.say)
        figures = (
            replace(npv, note=self.say["one_page_npv_told"]),
            replace(roi, title=self.say["roi_short"], note=self.say["one_page_roi_told"]),
            replace(payback, note=self.say["one_page_payback_told"]),
            *(
                KeyFigure(self.say[side], self.printed.spoken(at, short=True), at, self.say.say(told, over=over))
                for side, at, told in (
                    ("benefits", "benefits_total", "one_page_benefits_told"),
                    ("costs", "costs_total", "one_page_costs_told"),
                )
            ),
        )
        return side_by_side(figures, self.look)

    def charts(self) -> tuple[ChartView, ...]:
        """Return the cash flow, or nothing where the page has no room for it."""
        return (self.cash_chart,) if self.brevity.chart else ()

    def table(self) -> Table:
        """Return benefits and costs of each initiative; of a single one, line by line."""
        return self._initiatives() if len(self.case.initiatives) > 1 else self._lines()

    def _initiatives(self) -> Table:
        say, printed = self.say, self.printed
        ids = [item.id for item in self.case.initiatives]
        kept, rest = largest(ids, self.brevity.rows, lambda one: self.evaluation.amount(f"{one}.benefits_pv"))
        rows = [self._initiative(title_of(self.case, one), f"{one}.", self._of(one)) for one in kept]
        if rest:
            sums = [printed.sum([f"{one}.{key}" for one in rest]) for key in ("benefits_pv", "costs_pv", "npv")]
            figures = [figure(text) for text in (*sums, NOTHING, NOTHING)]
            grade = words(self._weakest([line for one in rest for line in self._of(one)]))
            rows.append(Row((name(say.say("other_initiatives", count=len(rest))), *figures, grade)))
        foot = self._initiative(say["the_whole"], "", self.benefits)
        titles = [say[key] for key in ("benefits", "costs", "npv_short", "roi_short", "payback_short")]
        columns = [breadth(self.look, self._column(rows, foot, titles[n], n + 1), _FIGURE) for n in range(len(titles))]
        return Table(
            id="tab-initiatives",
            title=say["table_returns"],
            unit=say.say("unit_returns", unit=self.unit),
            widths=widths(self.look, (LEAST_NAME, *columns, 30), 0),
            head=head(say["initiative"], figures=titles) + head(say["weakest_grade"]),
            bodies=(Body(tuple(rows)),),
            foot=(foot,),
        )

    def _of(self, initiative: str) -> list[Line]:
        return [line for line in self.benefits if line.initiative == initiative]

    def _initiative(self, title: str, prefix: str, lines: Sequence[Line]) -> Row:
        at = [f"{prefix}{key}" for key in ("benefits_pv", "costs_pv", "npv", "roi", "payback_months")]
        show = (*[self.printed.cell] * 3, self.printed.text, self.printed.count)
        cells = [figure(print_of(address), address) for print_of, address in zip(show, at, strict=True)]
        return Row((name(title), *cells, words(self._weakest(lines))))

    def _weakest(self, lines: Sequence[Line]) -> str:
        if not lines:
            return NOTHING
        return self.say["grade_" + min((grade_of(line.model) for line in lines), key=(UNGRADED, *GRADES).index)]

    def _lines(self) -> Table:
        """Return the benefits and the costs of the one initiative, with what remains."""
        say, printed = self.say, self.printed
        net = [(f"cumulative.{self.evaluation.periods}"), "npv"]
        bodies = (self._side("benefits", self.benefits), self._side("costs", self.costs))
        foot = Row((name(say["net_flow"], span=3), *(figure(printed.cell(at), at) for at in net)))
        rows = [row for body in bodies for row in body.rows]
        titles = (say["total"], say["present_value"])
        columns = [breadth(self.look, self._column(rows, foot, titles[n], n - 2), 24) for n in range(2)]
        return Table(
            id="tab-lines",
            title=say["one_page_table_lines"],
            unit=say.say("one_page_unit_lines", unit=self.unit),
            widths=widths(self.look, (LEAST_NAME, 50, 22, *columns), 0),
            head=head(say["line"], say["source"], say["grade"], figures=titles),
            bodies=tuple(body for body in bodies if body.rows),
            foot=(foot,),
        )

    @staticmethod
    def _column(rows: Sequence[Row], foot: Row, title: str, place: int) -> list[str]:
        return [title, *(row.cells[place].text for row in (*rows, foot))]

    def _side(self, side: str, lines: Sequence[Line]) -> Body:
        say, printed = self.say, self.printed
        most = max(self.brevity.rows // 2, 2)
        kept, rest = largest(lines, most, lambda line: self.evaluation.amount(f"{line.address}.pv"))
        rows = [self._line(line) for line in kept]
        if rest:
            sums = (figure(printed.sum([f"{line.address}.{key}" for line in rest])) for key in ("total", "pv"))
            rows.append(Row((name(say.say(f"other_{side}", count=len(rest)), span=3), *sums)))
        if len(lines) > 1:
            both = (figure(printed.cell(at), at) for at in (f"{side}_total", f"{side}_pv"))
            rows.append(Row((name(say[f"all_{side}"], span=3), *both), "sum"))
        return Body(tuple(rows))

    def _line(self, line: Line) -> Row:
        grade = grade_of(line.model)
        told = "" if grade == UNGRADED and line in self.costs else self.say["grade_" + grade]
        cells: list[Cell] = [name(line.model.name), words(source_of(line.model) or NOTHING), words(told)]
        at = (f"{line.address}.total", f"{line.address}.pv")
        return Row((*cells, *(figure(self.printed.cell(address), address) for address in at)))

    def remarks(self) -> Iterator[Remark]:
        """Yield how sure the case is, what its largest benefits rest on, and what is open."""
        if self.benefits:
            yield Remark(self.say["how_sure"], (Markup(" ").join(filter(None, (self.sure(), self.grades()))),))
            yield Remark(self.say["one_page_rests_on"], tuple(self._assumptions()))
        elif advantages := self.advantages():
            told = self.say.joined([fact.term for fact in advantages])
            yield Remark(self.say["not_in_the_money"], (told,))
        yield from points_remark(self.say, open_points(self.evaluation, self.formats), self.brevity.texts)

    def _share(self, address: str) -> Markup:
        return addressed(address, self.printed.text(address))

    def _assumptions(self) -> Iterator[Markup]:
        """Yield the largest benefits with the values and the sources that they rest on."""
        ranked = sorted(self.benefits, key=lambda line: -self.evaluation.amount(f"{line.address}.pv"))
        for line in ranked[: self.brevity.texts]:
            parts = [*self._values(line), source_of(line.model) or self.say["meaning_none"]]
            yield said(
                self.say,
                "one_page_assumption",
                name=Markup("<b>{}</b>").format(line.model.name),
                share=self._share(f"{line.address}.share"),
                grade=self.say["grade_" + grade_of(line.model)],
                told="; ".join(parts),
            )

    def _values(self, line: Line) -> Iterator[str]:
        """Yield the values that a line is computed from, as they are in the last period."""
        calculation = Calculation(line, self.evaluation, self.printed, self.look)
        for key in calculation.driver_keys():
            driver = calculation.driver(key)
            if not driver.computed:
                value = self.printed.driver(calculation.driver_address(key, self.evaluation.periods))
                label = driver.label or key.replace("_", " ").capitalize()
                yield self.say.say("one_page_value", label=label, value=value)

    def method(self) -> str:
        """Return how the figures are to be read, and where the whole is."""
        finance = self.case.finance
        rate = self.formats.percent_as_written(finance.discount_rate or Decimal(0))
        source = self.say.say("one_page_rate_source", source=finance.source) if finance.source else ""
        told = [self.say.say("one_page_method", rate=rate, source=source), self.say["grades_told"]]
        if any(line.model.formula for line in self.benefits):
            told.append(self.say["one_page_drivers"])
        told.append(self.say["one_page_full_case"])
        if not self.brevity.chart:
            told.append(self.say["one_page_no_chart"])
        return " ".join(told)
