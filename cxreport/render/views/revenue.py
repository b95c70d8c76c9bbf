"""Where revenue comes from: the split by line, the value by contributing group, and what was stated elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxreport.case.models import AttributionLine, CustomerGroup, Revenue
from cxreport.evaluate.revenue import PARTS, ROOT, TEAMS, computed_address
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.charts import breakdown_chart, groups_by_value, groups_chart
from cxreport.render.views.explainers import method_picture
from cxreport.render.views.header import ChartView, PictureView
from cxreport.render.views.table import Body, Row, Table, figure, head, name, widths, words

# The columns of a table of a name and its amount, in millimetres: as near as the eye can follow.
_NAME_AND_AMOUNT = (76, 28)


class RevenueView:
    """The revenue section of a document."""

    def __init__(self, printed: Printed, look: Theme, revenue: Revenue) -> None:
        self.printed = printed
        self.look = look
        self.revenue = revenue
        self.say = printed.formats.words

    @property
    def unit(self) -> str:
        """The unit of the section's tables, with the period."""
        unit = self.printed.formats.unit(self.printed.revenue_scale)
        return self.say.say("unit_period", unit=unit, period=self.printed.formats.period(self.revenue.period))

    def split_table(self) -> Table:
        """Return revenue by what brought it: the lines of CXM and CSM, then Sales and Marketing."""
        say, cell = self.say, self.printed.cell
        bodies = [Body((*self._lines(bucket), self.bucket_total(bucket))) for bucket, _ in PARTS]
        sales = (name(say["bucket_sales"], span=3), figure(cell(f"{ROOT}.sales.total"), f"{ROOT}.sales.total"))
        share = figure(self.printed.text(f"{ROOT}.sales.share"))
        bodies.append(Body((Row((*sales, share, words("")), "sum"),)))
        total = figure(cell(f"{ROOT}.total"), f"{ROOT}.total")
        whole = figure(self.printed.formats.share(self.printed.value(f"{ROOT}.all")))
        return Table(
            id="tab-revenue",
            title=say["table_revenue"],
            unit=self.unit,
            widths=widths(self.look, (16, 23, 63, 20, 18, 24), 2),
            head=head(say["bucket"], say["part"], say["line"], figures=[say["amount"], say["share"]])
            + head(say["grade"]),
            bodies=tuple(bodies),
            foot=(Row((name(say["all_revenue"], span=3), total, whole, words(""))),),
            long=True,
        )

    def _lines(self, bucket: str) -> Iterator[Row]:
        if bucket == "csm" and self.revenue.csm.survey is not None:
            return
        for part in dict(PARTS)[bucket]:
            lines = getattr(getattr(self.revenue, bucket), part)
            share = self.printed.text(f"{ROOT}.{bucket}.shares.{part}")
            for line in lines:
                address = f"{ROOT}.{bucket}.{part}.{line.id}"
                grades = [evidence.grade for evidence in line.evidence]
                grade = self.say["grade_" + grades[0]] if grades else ""
                cells = (words(self.say["bucket_" + bucket]), words(self.say["part_" + part]), name(self.told(line)))
                of_all = share if len(lines) == 1 else ""
                yield Row((*cells, figure(self.printed.cell(address)), figure(of_all), words(grade)))
            if len(lines) > 1:
                total = figure(self.printed.cell(f"{ROOT}.{bucket}.{part}"))
                cells = (
                    words(self.say["bucket_" + bucket]),
                    words(self.say["part_" + part]),
                    name(self.say["part_total"]),
                )
                yield Row((*cells, total, figure(share), words("")), "sum")

    def told(self, line: AttributionLine) -> str:
        """Return a line's name with the basis of its amount, where it was not simply given."""
        basis = ""
        if line.saved is not None:
            saved = line.saved
            basis = self.say.say(
                "basis_saved",
                customers=self.printed.formats.number(saved.customers),
                share=self.printed.formats.percent_as_written(saved.would_have_left),
            )
        elif isinstance(line.in_sync, CustomerGroup):
            basis = self.say.say("basis_groups", customers=self.printed.formats.number(line.in_sync.customers))
        elif line.in_sync is not None:
            basis = self.say["basis_in_sync"]
        return f"{line.name} ({basis})" if basis else line.name

    def bucket_total(self, bucket: str) -> Row:
        address = f"{ROOT}.{bucket}"
        cells = (words(self.say["bucket_" + bucket]), name(self.say["total_" + bucket], span=2))
        total = figure(self.printed.cell(f"{address}.total"), f"{address}.total")
        return Row((*cells, total, figure(self.printed.text(f"{address}.share")), words("")), "sum")

    def breakdown(self) -> ChartView:
        """Return all revenue and what it is made of, as a chart."""
        return breakdown_chart(self.printed, self.look, self.revenue, self.unit)

    def groups_chart(self) -> ChartView | None:
        """Return the value by contributing group, as a chart."""
        return groups_chart(self.printed, self.look, self.unit)

    def method_picture(self) -> PictureView:
        """Return the steps of the split, as a picture."""
        return method_picture(self.say, self.look)

    def reconciliation(self) -> str:
        """Return whether figures published elsewhere agree with ours, and how ours add up where they do not."""
        differing = [
            key
            for key in self.revenue.stated.given()
            if self.printed.evaluation.figures.get(f"{ROOT}.stated.{key}.difference") is not None
            and self.printed.evaluation.amount(f"{ROOT}.stated.{key}.difference")
        ]
        if not differing:
            return self.say["reconciled"]
        names = self.say.joined([self.say["stated_" + key.replace(".", "_")] for key in differing])
        parts = {key: self.printed.cell(f"{ROOT}.{key}.total") for key in ("cxm", "csm", "sales")}
        return self.say.say("not_reconciled", names=names, total=self.printed.cell(f"{ROOT}.total"), **parts)

    def teams_table(self) -> Table | None:
        """Return CSM by team; None where no line names one, or where none of them brought anything."""
        if not any(line.team for part in ("expanded", "acquired") for line in getattr(self.revenue.csm, part)):
            return None
        say, cell = self.say, self.printed.cell
        rows = tuple(
            Row((name(say["team_" + team]), figure(cell(f"{ROOT}.csm.teams.{team}"))))
            for team in TEAMS
            if self.printed.evaluation.amount(f"{ROOT}.csm.teams.{team}")
        )
        if not rows:
            return None
        total = figure(cell(f"{ROOT}.csm.total"), f"{ROOT}.csm.total")
        return self._two_columns("teams", rows, Row((name(say["total_csm"]), total)))

    def groups_table(self) -> Table | None:
        """Return value by contributing group, largest first; None where no line names any."""
        evaluation = self.printed.evaluation
        found = groups_by_value(self.printed)
        if not found:
            return None
        rows = [Row((name(evaluation.figures[at].label), figure(self.printed.cell(at)))) for at in found]
        if self.printed.value(f"{ROOT}.unnamed"):
            rows.append(Row((name(self.say["no_group"]), figure(self.printed.cell(f"{ROOT}.unnamed")))))
        total = Row((name(self.say["claimed"]), figure(self.printed.cell(f"{ROOT}.claimed"))))
        return self._two_columns("groups", tuple(rows), total)

    def _two_columns(self, kind: str, rows: tuple[Row, ...], foot: Row) -> Table:
        return Table(
            id=f"tab-{kind}",
            title=self.say[f"table_{kind}"],
            unit=self.unit,
            widths=_NAME_AND_AMOUNT,
            head=head(self.say[f"one_{kind}"], figures=[self.say["amount"]]),
            bodies=(Body(rows),),
            foot=(foot,),
            kind="slim",
        )

    def has_equal_parts(self) -> bool:
        """Return whether any line shares its value in equal parts, which the document has to say."""
        lines = [
            line for bucket, parts in PARTS for part in parts for line in getattr(getattr(self.revenue, bucket), part)
        ]
        return any(line.contributors and not isinstance(line.contributors, Mapping) for line in lines)

    def stated_table(self) -> Table | None:
        """Return figures stated elsewhere beside ours; None where nothing was stated."""
        given = [
            key for key in self.revenue.stated.given() if f"{ROOT}.stated.{key}" in self.printed.evaluation.figures
        ]
        if not given:
            return None
        say = self.say
        rows = []
        for key in given:
            addresses = (f"{ROOT}.stated.{key}", computed_address(key), f"{ROOT}.stated.{key}.difference")
            rows.append(
                Row(
                    (name(say["stated_" + key.replace(".", "_")]), *(figure(self.printed.cell(at)) for at in addresses))
                )
            )
        return Table(
            id="tab-stated",
            title=say["table_stated"],
            unit=self.unit,
            widths=widths(self.look, (92, 24, 24, 24), 0),
            head=head(say["published"], figures=[say["stated"], say["computed"], say["difference"]]),
            bodies=(Body(tuple(rows)),),
        )

    def survey_note(self) -> str:
        """Return how the survey's share was applied, with its margin of error; empty where CSM is given by lines."""
        survey = self.revenue.csm.survey
        if survey is None:
            return ""
        printed, formats = self.printed, self.printed.formats
        share_at = f"{ROOT}.csm.survey.share"
        share = printed.share(share_at)
        if survey.asked is None or survey.influenced is None:
            return self.say.say("survey_share", share=share)
        margin_at = f"{ROOT}.csm.survey.margin"
        margin = printed.share(margin_at)
        asked, influenced = formats.number(survey.asked), formats.number(survey.influenced)
        return self.say.say("survey_counted", share=share, margin=margin, asked=asked, influenced=influenced)
