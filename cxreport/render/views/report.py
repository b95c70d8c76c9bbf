"""A value report as its template sees it."""

from __future__ import annotations

from cxreport.case.models import Sourced, ValueReport
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.revenue import PARTS, ROOT
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD
from cxreport.render.printed import Printed
from cxreport.render.sentence import Piece, Sentence, weave
from cxreport.render.theme import Theme
from cxreport.render.views.beside import BesideView, SavingsView
from cxreport.render.views.header import Fact
from cxreport.render.views.keys import KeyFigure, side_by_side
from cxreport.render.views.promises import Promises, realised_share
from cxreport.render.views.register import Register
from cxreport.render.views.revenue import RevenueView
from cxreport.render.views.table import Table


class Report:
    """A value report, prepared for its template."""

    def __init__(self, printed: Printed, look: Theme, case: ValueReport) -> None:
        self.printed = printed
        self.look = look
        self.case = case
        self.say = printed.formats.words
        self.formats = printed.formats
        self.revenue = RevenueView(printed, look, case.revenue)
        self.promises = Promises(printed, look, case) if printed.evaluation.tracks else None
        self.beside = BesideView(printed, look, case)
        self.savings = SavingsView(printed, look, case)

    @property
    def kind(self) -> str:
        """What the paper is."""
        if self.case.team:
            return self.say.say("kind_report_team", period=self.period, team=self.case.team)
        return self.say.say("kind_report", period=self.period)

    @property
    def sentence(self) -> Sentence:
        """What customer-experience management, customer success and sales brought, in one sentence."""
        addresses = {bucket: f"{ROOT}.{bucket}.total" for bucket in ("cxm", "csm", "sales")}
        amounts = {bucket: (Piece(self.printed.spoken(at), at),) for bucket, at in addresses.items()}
        return weave(self.say, "report", period=self.period, **amounts)

    @property
    def period(self) -> str:
        """The period that the report is about."""
        return self.printed.formats.period(self.case.revenue.period)

    def facts(self) -> tuple[Fact, ...]:
        """Return the money that the paper is in, and who gives the total."""
        facts = [Fact(self.say["money"], self.printed.formats.currency_name)]
        if self.case.revenue.source:
            facts.append(Fact(self.say["source"], self.case.revenue.source))
        return tuple(facts)

    def keys(self) -> tuple[KeyFigure, ...]:
        """Return all revenue and its three parts."""
        keys = [
            KeyFigure(
                self.say["all_revenue"],
                self.printed.spoken(f"{ROOT}.total", short=True),
                f"{ROOT}.total",
                self.period,
            )
        ]
        for bucket in ("cxm", "csm", "sales"):
            address = f"{ROOT}.{bucket}.total"
            share = self.say.say("share_of_all", share=self.printed.text(f"{ROOT}.{bucket}.share"))
            keys.append(KeyFigure(self.say["key_" + bucket], self.printed.spoken(address, short=True), address, share))
        return side_by_side(keys, self.look)

    def results(self) -> tuple[KeyFigure, ...]:
        """Return what came of promises and what was saved, as key figures; none where nothing of it is told."""
        evaluation, keys = self.printed.evaluation, []
        at = f"{ALL}.{PERIOD}.benefits.actual"
        if self.promises is not None and evaluation.value(at) is not None:
            share = realised_share(self.printed)
            told = self.say.say("key_realised_alone", period=self.period)
            if share is not None:
                told = self.say.say("key_realised_told", share=self.printed.formats.share(share), period=self.period)
            keys.append(KeyFigure(self.say["key_realised"], self.printed.spoken(at, short=True), at, told))
            npv, before = f"{ALL}.npv", self.printed.spoken(f"{ALL}.case_npv", short=True)
            told = self.say.say("key_npv_now_told", approved=before)
            keys.append(KeyFigure(self.say["npv_now"], self.printed.spoken(npv, short=True), npv, told))
        total = f"{SAVINGS}.total"
        if total in evaluation.figures and evaluation.value(total):
            keys.append(KeyFigure(self.say["savings_all"], self.printed.spoken(total, short=True), total, self.period))
        return side_by_side(keys, self.look)

    def sources(self) -> Table | None:
        """Return every piece of evidence."""
        lines: list[Sourced] = [
            line
            for bucket, parts in PARTS
            for part in parts
            for line in getattr(getattr(self.case.revenue, bucket), part)
        ]
        return Register(self.printed, self.look, ()).evidence([("", line) for line in (*lines, *self.case.savings)])

    def causes(self) -> tuple[Fact, ...]:
        """Return what each CXM line was aligned by, and what was changed."""
        found = []
        for part in dict(PARTS)["cxm"]:
            for line in getattr(self.case.revenue.cxm, part):
                if line.aligned_by and line.change:
                    told = self.say.say("cause_told", insight=line.aligned_by, change=self.say["change_" + line.change])
                    found.append(Fact(line.name, told))
        return tuple(found)
