"""The printed value of every figure, decided once per document, so that tables, prose and charts agree and foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cxreport.case.models import GRADES, BusinessCase, Portfolio
from cxreport.evaluate import Evaluation
from cxreport.evaluate.certainty import UNGRADED, grade_of
from cxreport.evaluate.revenue import PARTS, ROOT, TEAMS, computed_address
from cxreport.render.formats import NOTHING, Formats, Scale, half_up, scale_for
from cxreport.render.printed_portfolio import (
    OF_PROMISES,
    portfolio_amounts,
    promised_amounts,
    rounded_portfolio,
    rounded_promises,
)
from cxreport.render.rounding import Edge, Node, round_together
from cxreport.render.tax_edges import tax_edges
from cxreport.render.tracked_edges import OF_REVENUE, earlier_prefixes, results_scale, split_edges, tracking_edges

SIDES = ("benefit", "cost")
TENTH = Decimal("0.001")  # of a percent: what shares of a whole are printed in


class Printed:
    """The figures of one document as they are printed; `shown` keeps the text of each that was asked for."""

    def __init__(self, evaluation: Evaluation, formats: Formats) -> None:
        self.evaluation = evaluation
        self.formats = formats
        self.shown: dict[str, list[str]] = {}
        self.scale, self.revenue_scale = _scale(evaluation), _revenue_scale(evaluation)
        self.results_scale = _results_scale(evaluation, self.scale)
        self._rounded: dict[str, Decimal] = {}
        if isinstance(evaluation.case, BusinessCase):
            self._rounded |= round_together(_flow_edges(evaluation), self.scale.step, "net")
            self._rounded |= round_together(_value_edges(evaluation), self.scale.step, "npv")
            for edges, first in tax_edges(evaluation):
                self._rounded |= round_together(edges, self.scale.step, first)
            if evaluation.amount("benefits_pv"):
                self._rounded |= round_together(_benefit_shares(evaluation), TENTH, "all")
        if isinstance(evaluation.case, Portfolio):
            self._rounded |= rounded_portfolio(evaluation, self.scale.step)
            self._rounded |= rounded_promises(evaluation, self.results_scale.step)
        if evaluation.has_revenue:
            self._round_revenue()
        for edges, first in tracking_edges(evaluation):
            self._rounded |= round_together(edges, self.scale.step, first)
        for prefix in earlier_prefixes(evaluation):
            self._rounded |= round_together(
                split_edges(evaluation, prefix), self.revenue_scale.step, f"{prefix}{ROOT}.total"
            )

    def _round_revenue(self) -> None:
        """Round the split, and then what is compared with figures of it, which are printed already."""
        evaluation, step = self.evaluation, self.revenue_scale.step
        self._rounded |= round_together(_revenue_edges(evaluation), step, f"{ROOT}.total")
        self._rounded |= round_together(_share_edges(evaluation), TENTH, f"{ROOT}.all")
        for edges in (_group_edges(evaluation), *_stated_edges(evaluation)):
            known = edges[-1].name
            self._rounded |= round_together(edges, step, known, self._rounded[known])

    def value(self, address: str) -> Decimal:
        """Return the value that is printed of an amount: rounded with all that it adds up with."""
        if address in self._rounded:
            return self._rounded[address]
        if address == f"cumulative.{self.evaluation.periods}":
            return self._rounded["net"]
        return half_up(self.evaluation.amount(address), self.scale_of(address).step)

    def cell(self, address: str) -> str:
        """Return an amount as a table prints it: in the table's unit, without a sign of the currency."""
        return self._shown(address, self.formats.amount(self.value(address), self.scale_of(address)))

    def less(self, address: str) -> str:
        """Return an amount that is subtracted, as a table prints it."""
        return self._shown(address, self.formats.amount(-self.value(address), self.scale_of(address)))

    def sum(self, addresses: Sequence[str]) -> str:
        """Return what figures are together as a table prints it: the sum of what is printed of each."""
        return self.formats.amount(sum(map(self.value, addresses), Decimal(0)), self.scale_of(addresses[0]))

    def gap(self, wholes: Sequence[str], parts: Sequence[str]) -> str:
        """Return what some figures are more than others as a table prints it: by what is printed of each."""
        more = sum(map(self.value, wholes), Decimal(0)) - sum(map(self.value, parts), Decimal(0))
        return self.formats.amount(more, self.scale_of(wholes[0]))

    def spoken(self, address: str, *, short: bool = False) -> str:
        """Return an amount in words, as prose has it, or `short`, as key figures have it."""
        return self._shown(address, self.formats.spoken(self.evaluation.amount(address), short=short))

    def text(self, address: str) -> str:
        """Return a rate, a time or a number with its unit; a dash where it is undefined."""
        figure = self.evaluation.figures[address]
        if figure.value is None:
            return self._shown(address, NOTHING)
        if address in self._rounded and figure.unit == "percent":
            return self._shown(address, self.formats.share(self._rounded[address]))
        form = {
            "money": self.formats.price,
            "percent": self.formats.percent,
            "months": self.formats.months,
            "number": self.formats.number,
        }[figure.unit]
        return self._shown(address, form(figure.value))

    def share(self, address: str) -> str:
        """Return a share of a whole, or a factor, with one decimal."""
        return self._shown(address, self.formats.share(self.evaluation.amount(address)))

    def signed(self, address: str) -> str:
        """Return a rate with one decimal and its sign, above zero as well."""
        value = self.evaluation.amount(address)
        return self._shown(address, ("+" if value > 0 else "") + self.formats.share(value))

    def sum_as(self, address: str, parts: Sequence[str]) -> str:
        """Return the print of a figure that stands beside its parts: the sum of what is printed of each."""
        return self._shown(address, self.sum(parts))

    def difference(self, whole: str, part: str, address: str) -> str:
        """Return the print of a figure that is the difference of two others: that of their prints."""
        less = self.value(whole) - self.value(part)
        return self._shown(address, self.formats.amount(less, self.scale_of(whole)))

    def rounded(self, address: str, places: int) -> str:
        """Return a number with at most so many decimals; a percentage as one."""
        figure = self.evaluation.figures[address]
        value = self.evaluation.amount(address)
        if figure.unit == "percent":
            return self.formats.percent_as_written(half_up(value, Decimal(1).scaleb(-places - 2)))
        step = half_up(value, Decimal(1).scaleb(-places)).normalize()
        return self.formats.digits(step, max(-int(step.as_tuple().exponent), 0))

    def count(self, address: str) -> str:
        """Return a time in months without its unit, for a column that names it."""
        value = self.evaluation.value(address)
        return self._shown(address, NOTHING if value is None else self.formats.month_count(value))

    def ratio(self, address: str) -> str:
        """Return a ratio with two decimals."""
        value = self.evaluation.value(address)
        return self._shown(address, NOTHING if value is None else self.formats.digits(value, 2))

    def driver(self, address: str) -> str:
        """Return the value of a driver: money with its sign, a written percentage, or a plain number."""
        figure = self.evaluation.figures[address]
        assert figure.value is not None  # noqa: S101 - a driver has a value
        if figure.unit == "percent" and figure.rule == "written":
            return self._shown(address, self.formats.percent_as_written(figure.value))
        return self.text(address)

    def note(self, address: str, text: str) -> str:
        """Remember a text that was composed elsewhere as the print of a figure, and return it."""
        return self._shown(address, text)

    def scale_of(self, address: str) -> Scale:
        """Return the unit that a table prints an amount in."""
        if address.startswith(OF_PROMISES):
            return self.results_scale
        return self.revenue_scale if address.startswith(OF_REVENUE) else self.scale

    def _shown(self, address: str, text: str) -> str:
        texts = self.shown.setdefault(address, [])
        if text not in texts:
            texts.append(text)
        return text


def line_addresses(evaluation: Evaluation, side: str) -> Iterator[tuple[str, str]]:
    """Yield (initiative id, address) of every line of a side that is in the money."""
    case = evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no flows
    for initiative in case.initiatives:
        for line in initiative.benefits if side == "benefit" else initiative.costs:
            address = f"{initiative.id}.{side}s.{line.id}"
            if f"{address}.total" in evaluation.figures:
                yield initiative.id, address


def year_count(evaluation: Evaluation) -> int:
    """Return how many years the case looks ahead, the last of them perhaps not whole."""
    return -(-evaluation.periods // evaluation.periods_per_year)


def _scale(evaluation: Evaluation) -> Scale:
    if isinstance(evaluation.case, Portfolio):
        return scale_for(portfolio_amounts(evaluation))
    if not isinstance(evaluation.case, BusinessCase):
        return results_scale(evaluation) or _revenue_scale(evaluation)
    amounts = [evaluation.amount(f"{side}s_total") for side in SIDES]
    for side in SIDES:
        for _, address in line_addresses(evaluation, side):
            amounts += evaluation.series(f"{address}.flows")
            amounts += evaluation.series(f"{address}.effects")
    return scale_for(amounts)


def _results_scale(evaluation: Evaluation, scale: Scale) -> Scale:
    """Return the unit of what came of promises: that of the other tables, or in a portfolio of teams one of its own."""
    promised = promised_amounts(evaluation) if isinstance(evaluation.case, Portfolio) else []
    return scale_for(promised) if promised else scale


def _revenue_scale(evaluation: Evaluation) -> Scale:
    figures = evaluation.figures.values()
    printed = (f for f in figures if f.address.startswith(ROOT) and ".drivers." not in f.address and f.unit == "money")
    return scale_for([figure.value for figure in printed if figure.value is not None])


def _edge(evaluation: Evaluation, name: str, start: Node, end: Node, side: str = "benefit") -> Edge:
    """Return a figure as an edge; costs run the other way, since they are subtracted."""
    value = evaluation.amount(name)
    return Edge(name, end, start, value) if side == "cost" else Edge(name, start, end, value)


def _flow_edges(evaluation: Evaluation) -> Iterator[Edge]:
    """Yield totals into years, years into effect and risk, these into flows, by line; flows into periods and years.

    So every table foots: a line over its periods and years, and a side over its lines, in each period and year.
    """
    years = year_count(evaluation)
    for side in SIDES:
        for _, line in line_addresses(evaluation, side):
            yield _edge(evaluation, f"{line}.total", side, line, side)
            for t in range(evaluation.periods + 1):
                yield from _step(evaluation, line, side, t)
            for year in range(1, years + 1):
                yield _edge(evaluation, f"{line}.years.{year}", line, (line, "year", year), side)
        yield _edge(evaluation, f"{side}s_total", "total", side, side)
        for t in range(1, evaluation.periods + 1):
            year = -(-t // evaluation.periods_per_year)
            yield _edge(evaluation, f"{side}_flows.{t}", (side, "period", t), (side, year), side)
        for year in range(years + 1):
            name = f"{side}_years.{year}" if year else f"{side}_flows.0"
            yield _edge(evaluation, name, (side, year), ("column", year), side)
    yield from _running_total(evaluation, years)


def _step(evaluation: Evaluation, line: str, side: str, t: int) -> Iterator[Edge]:
    at: Node = (line, "period", t)
    year = -(-t // evaluation.periods_per_year)
    start: Node = (line, "year", year) if t else line
    for kind in ("effects", "risks"):
        yield _edge(evaluation, f"{line}.{kind}.{t}", start, at, side)
    yield _edge(evaluation, f"{line}.flows.{t}", at, (side, "period", t) if t else (side, 0), side)


def _running_total(evaluation: Evaluation, years: int) -> Iterator[Edge]:
    for year in range(years + 1):
        yield _edge(evaluation, f"net_years.{year}" if year else "net_flows.0", ("column", year), ("running", year))
        last = min(year * evaluation.periods_per_year, evaluation.periods)
        if year < years:
            yield _edge(evaluation, f"cumulative.{last}", ("running", year), ("running", year + 1))
        else:
            yield Edge("net", ("running", year), "total", evaluation.amount(f"cumulative.{last}"))


def _value_edges(evaluation: Evaluation) -> Iterator[Edge]:
    """Yield present values: lines into initiatives, grades and sides, and these into the net present value."""
    case = evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no flows
    for side in SIDES:
        yield _edge(evaluation, f"{side}s_pv", "npv", side, side)
        for item in case.initiatives:
            yield _edge(evaluation, f"{item.id}.{side}s_pv", (item.id, side), item.id, side)
    for initiative, line in line_addresses(evaluation, "cost"):
        yield _edge(evaluation, f"{line}.pv", "cost", (initiative, "cost"), "cost")
    for initiative, line, grade in _graded(evaluation):
        yield _edge(evaluation, f"{line}.pv", grade, (initiative, "benefit"))
    for grade in (UNGRADED, *GRADES):
        yield _edge(evaluation, f"grades.{grade}.pv", "benefit", grade)
    for item in case.initiatives:
        yield _edge(evaluation, f"{item.id}.npv", item.id, "all")
    yield _edge(evaluation, "npv", "all", "npv")


def _graded(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    """Yield (initiative id, address, grade of its evidence) of every benefit that is in the money."""
    case = evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no flows
    grades = {f"{i.id}.benefits.{line.id}": grade_of(line) for i in case.initiatives for line in i.benefits}
    for initiative, line in line_addresses(evaluation, "benefit"):
        yield initiative, line, grades[line]


def _benefit_shares(evaluation: Evaluation) -> Iterator[Edge]:
    """Yield the share of every benefit in all of them, by the grade of its evidence."""
    for _, line, grade in _graded(evaluation):
        yield _edge(evaluation, f"{line}.share", grade, "end")
    for grade in (UNGRADED, *GRADES):
        yield _edge(evaluation, f"grades.{grade}.share", "all", grade)
    yield Edge("all", "end", "all", Decimal(1))


def _revenue_edges(evaluation: Evaluation) -> Iterator[Edge]:
    """Yield the split: the total into Sales and what is claimed, that into buckets, parts, lines and teams."""
    amount, revenue = evaluation.amount, evaluation.case.revenue
    assert revenue is not None  # noqa: S101 - there is a split
    yield Edge(f"{ROOT}.total", "end", "total", amount(f"{ROOT}.total"))
    yield Edge(f"{ROOT}.sales.total", "total", "end", amount(f"{ROOT}.sales.total"))
    yield Edge(f"{ROOT}.claimed", "total", "claimed", amount(f"{ROOT}.claimed"))
    for bucket, parts in PARTS:
        surveyed = bucket == "csm" and revenue.csm.survey is not None
        yield Edge(f"{ROOT}.{bucket}.total", "claimed", "end" if surveyed else bucket, amount(f"{ROOT}.{bucket}.total"))
        for part in () if surveyed else parts:
            yield Edge(f"{ROOT}.{bucket}.{part}", bucket, (bucket, part), amount(f"{ROOT}.{bucket}.{part}"))
            for line in getattr(getattr(revenue, bucket), part):
                name = f"{ROOT}.{bucket}.{part}.{line.id}"
                end = ("team", line.team or "unassigned") if bucket == "csm" else "end"
                yield Edge(name, (bucket, part), end, amount(name))
    if revenue.csm.survey is None:
        for team in TEAMS:
            yield Edge(f"{ROOT}.csm.teams.{team}", ("team", team), "end", amount(f"{ROOT}.csm.teams.{team}"))


def _share_edges(evaluation: Evaluation) -> Iterator[Edge]:
    """Yield the shares of all revenue: of each bucket, and of the parts that it was counted by."""
    for bucket in ("cxm", "csm", "sales"):
        parts = [at for at in evaluation.figures if at.startswith(f"{ROOT}.{bucket}.shares.")]
        yield Edge(
            f"{ROOT}.{bucket}.share", "all", bucket if parts else "end", evaluation.amount(f"{ROOT}.{bucket}.share")
        )
        yield from (Edge(at, bucket, "end", evaluation.amount(at)) for at in parts)
    yield Edge(f"{ROOT}.all", "end", "all", Decimal(1))


def _group_edges(evaluation: Evaluation) -> list[Edge]:
    """Return what each group brought and what no group is named for; together they are CXM and CSM."""
    groups = [address for address in evaluation.figures if address.startswith(f"{ROOT}.contributors.")]
    edges = [Edge(at, "claimed", "end", evaluation.amount(at)) for at in (*groups, f"{ROOT}.unnamed")]
    return [*edges, Edge(f"{ROOT}.claimed", "end", "claimed", evaluation.amount(f"{ROOT}.claimed"))]


def _stated_edges(evaluation: Evaluation) -> Iterator[list[Edge]]:
    """Yield each figure that was stated elsewhere, its difference from ours, and ours."""
    assert evaluation.case.revenue is not None  # noqa: S101 - there is a split
    for key in evaluation.case.revenue.stated.given():
        stated, ours = f"{ROOT}.stated.{key}", computed_address(key)
        if stated in evaluation.figures:
            names = ((stated, "theirs", "ours"), (f"{stated}.difference", "ours", "theirs"), (ours, "ours", "theirs"))
            yield [Edge(name, start, end, evaluation.amount(name)) for name, start, end in names]
