"""The reports of all teams in a period as their template sees them, set against the revenue of the company."""

from __future__ import annotations

from cxreport.case.models import Portfolio
from cxreport.evaluate.portfolio.rollup import BUCKETS
from cxreport.render.charts import Bars, Mark
from cxreport.render.charts.description import BarRole
from cxreport.render.formats import NOTHING, Formats
from cxreport.render.printed import Printed
from cxreport.render.printed_portfolio import outcome_of, promised_amounts
from cxreport.render.sentence import Piece, Sentence, weave
from cxreport.render.theme import Theme
from cxreport.render.views.header import ChartView, Fact, chart_view
from cxreport.render.views.keys import KeyFigure, side_by_side
from cxreport.render.views.portfolio.promises import CompanyPromises
from cxreport.render.views.register import told_point
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words


class CompanyView:
    """A portfolio of value reports, prepared for its template."""

    is_round = False

    def __init__(self, printed: Printed, look: Theme, case: Portfolio) -> None:
        assert case.company is not None  # noqa: S101 - it gathers reports
        self.printed, self.look, self.case, self.company = printed, look, case, case.company
        self.say = printed.formats.words
        self.outcome = outcome_of(printed.evaluation)

    @property
    def period(self) -> str:
        """The period that all reports are about."""
        return self.printed.formats.period(self.company.period)

    @property
    def kind(self) -> str:
        """What the paper is."""
        return self.say.say("kind_company", period=self.period)

    @property
    def sentence(self) -> Sentence:
        """What all teams together brought, and how much of the company's revenue that is."""
        spoken = {key: (Piece(self.printed.spoken(at), at),) for key, at in _SPOKEN.items()}
        count = self.say.count(len(self.outcome.reports))
        key = "company_one" if len(self.outcome.reports) == 1 else "company"
        return weave(self.say, key, period=self.period, count=count, **spoken)

    def facts(self) -> tuple[Fact, ...]:
        """Return the money that the paper is in, and where the company's revenue is published."""
        facts = [Fact(self.say["money"], self.printed.formats.currency_name)]
        if self.company.source:
            facts.append(Fact(self.say["source"], self.company.source))
        return tuple(facts)

    def keys(self) -> tuple[KeyFigure, ...]:
        """Return the company's revenue, CXM and CSM of all teams, and what is in no report."""
        at, printed, say = "company.revenue", self.printed, self.say
        keys = [KeyFigure(say["company_revenue"], printed.spoken(at, short=True), at, self.period)]
        for bucket in ("cxm", "csm"):
            address, share = f"teams.{bucket}", printed.text(f"teams.shares.{bucket}")
            told = say.say("share_of_company", share=share)
            keys.append(KeyFigure(say["key_" + bucket], printed.spoken(address, short=True), address, told))
        rest = "company.unallocated"
        told = say.say("share_of_company", share=printed.text("company.unallocated_share"))
        keys.append(KeyFigure(say["unallocated"], printed.spoken(rest, short=True), rest, told))
        return side_by_side(keys, self.look)

    @property
    def promises(self) -> CompanyPromises | None:
        """What came of the promises of all teams; None where no report tells of any."""
        if not promised_amounts(self.printed.evaluation):
            return None
        return CompanyPromises(self.printed, self.look, self.outcome.reports, self.period)

    @property
    def unit(self) -> str:
        """The unit of all tables."""
        return self.say.say("unit_period", unit=self.printed.formats.unit(self.printed.scale), period=self.period)

    def chart(self) -> ChartView:
        """Return the company's revenue by what brought it, and what is in no report."""
        roles: tuple[BarRole, ...] = ("benefit", "second", "remainder", "cost")
        addresses = [*(f"teams.{bucket}" for bucket in BUCKETS), "company.unallocated"]
        titles = [*(self.say["key_" + bucket] for bucket in BUCKETS), self.say["unallocated"]]
        amount = self.printed.evaluation.amount
        marks = tuple(
            Mark(title, amount(at), self.printed.cell(at)) for title, at in zip(titles, addresses, strict=True)
        )
        parts = "; ".join(f"{mark.name} {mark.label}" for mark in marks)
        alt = self.say.say("alt_company", unit=self.unit, parts=parts)
        share = self.printed.text("teams.shares.total")
        return chart_view(
            "fig-company", self.say.say("chart_company", share=share), self.unit, Bars(marks, roles, alt), self.look
        )

    def teams(self) -> Table:
        """Return the split of every report, their sums, the rest, and the company, to which all adds up."""
        say, printed = self.say, self.printed
        rows = tuple(self._row(report.title, f"{report.id}.", f"{report.id}.share") for report in self.outcome.reports)
        blank = [figure("")] * len(BUCKETS)
        rest = [figure(printed.cell("company.unallocated"), "company.unallocated"),
                figure(printed.text("company.unallocated_share"), "company.unallocated_share")]  # fmt: skip
        whole = [figure(printed.cell("company.revenue"), "company.revenue"),
                 figure(printed.formats.share(printed.value("company.all")))]  # fmt: skip
        titles = [*(say["key_" + bucket] for bucket in BUCKETS), say["total"], say["share"]]
        return Table(
            id="tab-teams",
            title=say["table_reports"],
            unit=self.unit,
            widths=widths(self.look, (LEAST_NAME, 22, 22, 26, 24, 18), 0),
            head=head(say["report_of"], figures=titles),
            bodies=(Body(rows),),
            foot=(
                self._row(say["all_reports"], "teams.", "teams.shares.total"),
                Row((name(say["unallocated"]), *blank, *rest), "light"),
                Row((name(say["company_revenue"]), *blank, *whole)),
            ),
            long=True,
        )

    def _row(self, title: str, prefix: str, share: str) -> Row:
        addresses = [f"{prefix}{key}" for key in (*BUCKETS, "total")]
        cells = [figure(self.printed.cell(address), address) for address in addresses]
        return Row((name(title), *cells, figure(self.printed.text(share), share)))

    def sources(self) -> Table:
        """Return who answers for each report, and where its total comes from."""
        say = self.say
        rows = tuple(
            Row((name(report.title), words(report.case.prepared_by or report.case.organisation),
                 words(report.case.revenue.source or NOTHING), words(self.printed.formats.date(report.case.date))))
            for report in self.outcome.reports
        )  # fmt: skip
        return Table(
            id="tab-report-sources",
            title=say["table_report_sources"],
            unit=self.period,
            widths=widths(self.look, (50, 42, 46, 34), 0),
            head=head(say["report_of"], say["prepared_by"], say["source"], say["date"]),
            bodies=(Body(rows),),
            long=True,
        )

    def points(self) -> tuple[str, ...]:
        """Return the open points of all reports; each begins with the title of its report."""
        formats = {str(report.evaluation.loaded.path): report for report in self.outcome.reports}
        found = []
        for problem in self.printed.evaluation.problems:
            if problem.point is None:
                continue
            report = formats.get(problem.place.file)
            if report is None:
                found.append(told_point(problem.point, self.printed.formats))
                continue
            own = Formats(self.case.locale, report.case.currency, self.say)
            found.append(self.say.say("point_of", name=report.title, point=told_point(problem.point, own)))
        return tuple(dict.fromkeys(found))


_SPOKEN = {
    "total": "teams.total",
    "revenue": "company.revenue",
    "cxm": "teams.cxm",
    "csm": "teams.csm",
    "rest": "company.unallocated",
}
