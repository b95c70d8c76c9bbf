"""The summary of a funding proposal as its template sees it: the sentence, the figures that decide, the ask."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from cxreport.case.models import BusinessCase
from cxreport.render.printed import Printed
from cxreport.render.sentence import Sentence, case_sentence, horizon
from cxreport.render.theme import Theme
from cxreport.render.views.charts import value_chart
from cxreport.render.views.header import ChartView, Fact
from cxreport.render.views.keys import KeyFigure, side_by_side
from cxreport.render.views.lines import lettered
from cxreport.render.views.said import addressed, said
from cxreport.render.words import capital


class ProposalSummary:
    """What the cover and the summary of a business case say."""

    def __init__(self, printed: Printed, look: Theme, case: BusinessCase) -> None:
        self.printed = printed
        self.look = look
        self.evaluation = printed.evaluation
        self.case = case
        self.say = printed.formats.words
        self.formats = printed.formats
        self.benefits, self.costs = lettered(case, self.evaluation)

    # the cover and the summary

    @property
    def sentence(self) -> Sentence:
        """The sentence of the whole case."""
        return case_sentence(self.evaluation, self.formats)

    @property
    def kind(self) -> str:
        """What the paper is."""
        return self.say["kind_proposal"]

    def facts(self) -> tuple[Fact, ...]:
        """Return the money that the paper is in and how it is discounted."""
        rate = self.formats.percent_as_written(self.case.finance.discount_rate or Decimal(0))
        told = "money_told" if self.case.finance.inflation is None else "money_nominal"
        return (Fact(self.say["money"], self.say.say(told, currency=self.formats.currency_name, rate=rate)),)

    def keys(self) -> tuple[KeyFigure, ...]:
        """Return the four figures that decide."""
        printed, over = self.printed, horizon(self.evaluation, self.say)
        figures = (
            KeyFigure(
                self.say["key_npv"], printed.spoken("npv", short=True), "npv", self.say.say("key_npv_told", over=over)
            ),
            KeyFigure(self.say["key_roi"], printed.text("roi"), "roi", self.say["key_roi_told"]),
            KeyFigure(self.say["key_payback"], self._payback(), "payback_months", self.say["key_payback_told"]),
            KeyFigure(
                self.say["key_break_even"], printed.text("break_even"), "break_even", self.say["key_break_even_told"]
            ),
        )
        return side_by_side(figures, self.look)

    def _payback(self) -> str:
        months = self.evaluation.value("payback_months")
        if months is None:
            return self.printed.note("payback_months", self.say["no_payback"])
        return self.printed.text("payback_months")

    def brings(self) -> Markup:
        """Return what the case brings, in a sentence or two."""
        if not self.benefits:
            return said(self.say, "brings_nothing")
        largest = max(self.benefits, key=lambda line: self.evaluation.amount(f"{line.address}.pv"))
        amount = addressed("benefits_pv", self.printed.spoken("benefits_pv"))
        if len(self.benefits) == 1:
            return said(self.say, "brings_one", name=largest.model.name, amount=amount)
        count = self.say.count(len(self.benefits))
        if any(self.evaluation.amount(f"{line.address}.pv") < 0 for line in self.benefits):
            return capital(said(self.say, "brings_mixed", count=count, amount=amount))
        share = addressed(f"{largest.address}.share", self.printed.text(f"{largest.address}.share"))
        told = said(self.say, "brings_several", count=count, amount=amount, name=largest.model.name, share=share)
        return capital(told)

    def takes(self) -> Markup:
        """Return what the case takes, at its start and after it."""
        initial, later = (self.evaluation.amount(name) for name in ("cost_flows.0", "later_costs"))
        over = horizon(self.evaluation, self.say)
        if initial and later:
            at_start, after = (addressed(at, self.printed.spoken(at)) for at in ("cost_flows.0", "later_costs"))
            return said(self.say, "takes_both", initial=at_start, later=after, over=over)
        key = "takes_initial" if initial else "takes_later"
        return said(self.say, key, amount=addressed("costs_total", self.printed.spoken("costs_total")), over=over)

    def sure(self) -> Markup:
        """Return how much of the benefits must come true, and which of them the case cannot do without."""
        share = self.evaluation.value("break_even")
        if share is None:
            return said(self.say, "sure_never")
        told = said(
            self.say,
            "sure_share" if share <= 1 else "sure_short",
            share=addressed("break_even", self.printed.text("break_even")),
        )
        needed = [line for line in self.benefits if self.evaluation.amount(f"{line.address}.npv_without") < 0]
        if share > 1 or len(self.benefits) < 2:
            return told
        if not needed:
            return told + " " + said(self.say, "sure_without_any")
        key = "sure_need_one" if len(needed) == 1 else "sure_need_several"
        return told + " " + said(self.say, key, names=self.say.joined([line.model.name for line in needed]))

    def ask(self) -> Markup:
        """Return what the reader is asked to decide; empty where nothing is asked."""
        ask = self.case.ask
        if ask is None:
            return Markup("")
        told = said(self.say, "ask_amount", amount=addressed("ask", self.printed.spoken("ask")))
        by = self.formats.date(ask.decide_by) if ask.decide_by else ""
        key = "ask_approver_by" if by and ask.approver else "ask_approver" if ask.approver else "ask_by" if by else ""
        return told + " " + said(self.say, key, approver=ask.approver or "", date=by) if key else told

    @cached_property
    def value_chart(self) -> ChartView:
        """The waterfall from benefits over costs to net present value."""
        return value_chart(self.printed, self.look, self.case, self.benefits)
