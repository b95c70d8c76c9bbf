"""A value report on one page, as its template sees it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cxreport.case.models import AttributionLine, ValueReport
from cxreport.evaluate.certainty import UNGRADED
from cxreport.evaluate.revenue import PARTS, ROOT
from cxreport.render.formats import NOTHING
from cxreport.render.one_page import Brevity
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.charts import groups_by_value
from cxreport.render.views.header import ChartView
from cxreport.render.views.one_page import Remark, largest, points_remark
from cxreport.render.views.register import open_points
from cxreport.render.views.report import Report
from cxreport.render.views.said import said
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words

_MOST_GROUPS = 4
_Placed = tuple[str, AttributionLine]


class ReportPage(Report):
    """A value report on one page, as full as `brevity` allows."""

    def __init__(self, printed: Printed, look: Theme, case: ValueReport, brevity: Brevity) -> None:
        super().__init__(printed, look, case)
        self.brevity = brevity

    def charts(self) -> tuple[ChartView, ...]:
        """Return the split of revenue, or nothing where the page has no room for it."""
        return (self.revenue.breakdown(),) if self.brevity.chart else ()

    def table(self) -> Table:
        """Return the largest lines of CXM and CSM, their totals, Sales, and all revenue."""
        say, cell, at = self.say, self.printed.cell, f"{ROOT}.sales"
        bodies = [Body((*self._lines(bucket), self.revenue.bucket_total(bucket))) for bucket, _ in PARTS]
        sales = (name(say["bucket_sales"], span=3), figure(cell(f"{at}.total"), f"{at}.total"))
        bodies.append(Body((Row((*sales, figure(self.printed.text(f"{at}.share")), words("")), "sum"),)))
        total = figure(cell(f"{ROOT}.total"), f"{ROOT}.total")
        whole = figure(self.printed.formats.share(self.printed.value(f"{ROOT}.all")))
        return Table(
            id="tab-revenue",
            title=say["table_revenue"],
            unit=self.revenue.unit,
            widths=widths(self.look, (16, 23, LEAST_NAME, 22, 18, 24), 2),
            head=head(say["bucket"], say["part"], say["line"], figures=[say["amount"], say["share"]])
            + head(say["grade"]),
            bodies=tuple(bodies),
            foot=(Row((name(say["all_revenue"], span=3), total, whole, words(""))),),
        )

    def _lines(self, bucket: str) -> Iterator[Row]:
        """Yield the largest lines of a bucket, and the others together; none where CSM was asked for by survey."""
        say = self.say
        most = max(self.brevity.rows // 2, 2)
        kept, rest = largest(self._placed(bucket), most, lambda placed: self.printed.evaluation.amount(placed[0]))
        for address, line in kept:
            grades = [evidence.grade for evidence in line.evidence]
            lead = (words(say["bucket_" + bucket]), words(say["part_" + address.split(".")[2]]))
            amount = figure(self.printed.cell(address), address)
            grade = words(say["grade_" + (grades[0] if grades else UNGRADED)])
            yield Row((*lead, name(self.revenue.told(line)), amount, figure(""), grade))
        if rest:
            amount = figure(self.printed.sum([address for address, _ in rest]))
            others = name(say.say("other_lines", count=len(rest)))
            yield Row((words(say["bucket_" + bucket]), words(NOTHING), others, amount, figure(""), words("")))

    def _placed(self, bucket: str) -> list[_Placed]:
        """Return the lines of a bucket with the addresses of their amounts."""
        if bucket == "csm" and self.case.revenue.csm.survey is not None:
            return []
        side = getattr(self.case.revenue, bucket)
        parts = dict(PARTS)[bucket]
        return [(f"{ROOT}.{bucket}.{part}.{line.id}", line) for part in parts for line in getattr(side, part)]

    def remarks(self) -> Iterator[Remark]:
        """Yield what was changed and by whom, how CSM is to be read, and what is open."""
        say, most = self.say, self.brevity.texts
        if causes := self.causes():
            texts = [
                said(say, "one_page_cause", name=Markup("<b>{}</b>").format(cause.term), told=cause.text)
                for cause in causes[:most]
            ]
            yield Remark(say["one_page_aligned"], tuple(texts))
        if groups := groups_by_value(self.printed)[:_MOST_GROUPS]:
            labels = [self.printed.evaluation.figures[at].label for at in groups]
            parts = [
                say.say("one_page_value", label=label, value=self.printed.spoken(at, short=True))
                for label, at in zip(labels, groups, strict=True)
            ]
            yield Remark(say["one_page_groups"], (say.say("one_page_groups_told", parts=say.joined(parts)),))
        note = self.revenue.survey_note()
        yield Remark(say["one_page_reading"], (*((note,) if note else ()), say["csm_caution"]))
        if self.revenue.stated_table() is not None:
            yield Remark(say["reconciliation"], (self.revenue.reconciliation(),))
        yield from points_remark(say, open_points(self.printed.evaluation, self.printed.formats), most)

    def method(self) -> str:
        """Return what the three parts are, and where the whole is."""
        told = [self.say["define_buckets"], self.say["one_page_full_report"]]
        if not self.brevity.chart:
            told.append(self.say["one_page_no_chart"])
        return " ".join(told)
