"""A funding proposal as its template sees it: the words, figures, tables and charts of every section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from cxreport.case.models import Benefit, BusinessCase
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.sentence import Sentence, case_sentence, horizon, initiative_sentence
from cxreport.render.theme import Theme
from cxreport.render.views.alternatives import alternatives_facts, alternatives_table
from cxreport.render.views.beyond import real_told, tax_note, tax_tables, terminal_told
from cxreport.render.views.certainty import grades_table, grades_told, need_table
from cxreport.render.views.charts import benefits_chart, cash_chart, value_chart
from cxreport.render.views.cost_kinds import cost_kinds_tables
from cxreport.render.views.explainers import sentence_picture
from cxreport.render.views.flows import flow_tables
from cxreport.render.views.header import ChartView, Fact, PictureView
from cxreport.render.views.hurdles import hurdles_table, hurdles_told
from cxreport.render.views.keys import KeyFigure, side_by_side
from cxreport.render.views.lines import Calculation, Line, lettered
from cxreport.render.views.register import Register, measures, plan, sign_off
from cxreport.render.views.revenue import RevenueView
from cxreport.render.views.said import addressed, said
from cxreport.render.views.summary import (
    benefit_tables,
    cash_tables,
    cost_tables,
    returns_note,
    returns_table,
    title_of,
)
from cxreport.render.views.table import Table
from cxreport.render.views.uncertainty import Uncertainty
from cxreport.render.views.uncertainty_detail import UncertaintyDetail
from cxreport.render.words import capital


@dataclass(frozen=True, slots=True)
class BenefitView:
    """A benefit with its calculation and what stands below it."""

    tables: tuple[Table, ...]
    note: str


class Proposal:
    """A business case, prepared for its template."""

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

    # benefits and costs, line by line

    @property
    def unit(self) -> str:
        """The unit of the document's tables."""
        return self.formats.unit(self.printed.scale)

    def benefit_views(self) -> tuple[BenefitView, ...]:
        """Return every benefit in the money with its calculation."""
        return tuple(BenefitView(tuple(self._calculation(line)), self._note(line)) for line in self.benefits)

    def cost_views(self) -> tuple[BenefitView, ...]:
        """Return the costs that are computed from drivers, with their calculation."""
        computed = [line for line in self.costs if line.model.formula is not None]
        return tuple(BenefitView(tuple(self._calculation(line)), self._note(line)) for line in computed)

    def _calculation(self, line: Line) -> Sequence[Table]:
        return tuple(Calculation(line, self.evaluation, self.printed, self.look).tables())

    def _note(self, line: Line) -> str:
        total, pv = self.printed.cell(f"{line.address}.total"), self.printed.cell(f"{line.address}.pv")
        parts = [self.say.say("note_totals", total=total, pv=pv, unit=self.unit)]
        if isinstance(line.model, Benefit):
            if line.model.how:
                parts.append(self.say.say("note_how", how=line.model.how.rstrip(".")))
            if line.model.cash:
                parts.append(self.say["cash_" + line.model.cash])
        if line.model.evidence:
            told = [f"{item.source} ({self.say['grade_' + item.grade]})" for item in line.model.evidence]
            parts.append(self.say.say("note_evidence", evidence="; ".join(told)))
        return " ".join(parts)

    def advantages(self) -> tuple[Fact, ...]:
        """Return what is described and not counted."""
        found = [b for item in self.case.initiatives for b in item.benefits if b.type == "advantage"]
        return tuple(Fact(benefit.name, _sentence(benefit.how or NOTHING)) for benefit in found)

    def benefits_chart(self) -> ChartView | None:
        """Return the benefits of every year, line on line."""
        return benefits_chart(self.printed, self.look, self.benefits)

    def benefit_tables(self) -> tuple[Table, ...]:
        """Return all benefits by year."""
        return tuple(benefit_tables(self.printed, self.look, self.benefits)) if self.benefits else ()

    def cost_tables(self) -> tuple[Table, ...]:
        """Return all costs by year."""
        return tuple(cost_tables(self.printed, self.look, self.case, self.costs))

    def cost_kinds_tables(self) -> tuple[Table, ...]:
        """Return the costs by class and type; none where no cost says either."""
        return tuple(cost_kinds_tables(self.printed, self.look, self.case))

    def flow_tables(self) -> tuple[Table, ...]:
        """Return every line by period; none where a period is a year."""
        return flow_tables(self.printed, self.look.turned, self.benefits, self.costs)

    # customers, returns, certainty, and the rest

    def initiatives(self) -> tuple[tuple[str, Sentence], ...]:
        """Return each initiative's name and sentence."""
        return tuple(
            (title_of(self.case, item.id), initiative_sentence(self.evaluation, item, self.formats))
            for item in self.case.initiatives
        )

    def improvements(self) -> tuple[Fact, ...]:
        """Return what each initiative improves for customers."""
        return tuple(
            Fact(title_of(self.case, item.id), self._improved(item.improvement)) for item in self.case.initiatives
        )

    def _improved(self, improvement: str) -> str:
        return capital(self.say.say("improvement_alone", improvement=improvement.strip().rstrip(".")))

    def measures(self) -> Table | None:
        """Return today and target of each initiative's measure."""
        return measures(self.printed, self.look, self.case)

    @cached_property
    def cash_chart(self) -> ChartView:
        """Benefits and costs of every year and the running total."""
        return cash_chart(self.printed, self.look)

    def cash_tables(self) -> tuple[Table, ...]:
        """Return the cash flows by year, with an initial column."""
        return tuple(cash_tables(self.printed, self.look))

    def returns_table(self) -> Table:
        """Return the returns of each initiative and of the whole."""
        return returns_table(self.printed, self.look, self.case)

    def tax_tables(self) -> tuple[Table, ...]:
        """Return the flows after tax; none where the case says nothing of tax."""
        tax = self.case.finance.tax
        return () if tax is None else tuple(tax_tables(self.printed, self.look, tax))

    def tax_note(self) -> Markup:
        """Return what the flows after tax come to."""
        tax = self.case.finance.tax
        return Markup("") if tax is None else tax_note(self.printed, tax)

    def real(self) -> Markup:
        """Return what the flows are in prices of the first day."""
        return real_told(self.printed)

    def beyond(self) -> Markup:
        """Return what may follow the horizon; empty where the case says nothing of it."""
        return terminal_told(self.printed)

    def returns_note(self) -> str:
        """Return the rates of the whole that the table has no column for."""
        return returns_note(self.printed)

    def alternatives_table(self) -> Table | None:
        """Return doing nothing, the alternatives and the proposal side by side; None where there are none."""
        return alternatives_table(self.printed, self.look, self.case)

    def alternatives(self) -> tuple[Fact, ...]:
        """Return what each alternative keeps."""
        return alternatives_facts(self.printed, self.case)

    def hurdles_table(self) -> Table | None:
        """Return what is asked of an investment beside what this one comes to; None where nothing is."""
        return hurdles_table(self.printed, self.look)

    def hurdles(self) -> Markup:
        """Return which hurdles are met and which are not; empty where there are none."""
        return hurdles_told(self.printed)

    def need_table(self) -> Table | None:
        """Return what would have to be true."""
        return need_table(self.printed, self.look, self.benefits) if self.benefits else None

    @cached_property
    def uncertainty(self) -> Uncertainty | None:
        """What the result depends on, where it has been assessed."""
        found = self.evaluation.assessment
        return None if found is None else Uncertainty(self.printed, self.look, found, self.sure())

    @cached_property
    def uncertainty_detail(self) -> UncertaintyDetail | None:
        """All that the page of uncertainty leaves out."""
        found = self.evaluation.assessment
        return None if found is None else UncertaintyDetail(self.printed, self.look, found)

    def grades(self) -> Markup:
        """Return how much of the benefits rests on which grade of evidence, in a sentence."""
        return grades_told(self.printed)

    def grades_table(self) -> Table | None:
        """Return the same as a table; None where all is one grade."""
        return grades_table(self.printed, self.look)

    @cached_property
    def revenue(self) -> RevenueView | None:
        """Where revenue comes from, if the case says."""
        return RevenueView(self.printed, self.look, self.case.revenue) if self.case.revenue is not None else None

    def register(self) -> Table:
        """Return every value that the case rests on."""
        return self._register.assumptions()

    def sources(self) -> Table | None:
        """Return every piece of evidence."""
        return self._register.evidence([(line.letter, line.model) for line in (*self.benefits, *self.costs)])

    @property
    def _register(self) -> Register:
        return Register(self.printed, self.look, (*self.benefits, *self.costs))

    def plan(self) -> Table | None:
        """Return who measures what, from when on."""
        return plan(self.printed, self.look, self.case, self.benefits) if self.benefits else None

    def sentence_picture(self) -> PictureView:
        """Return the four parts of the sentence, as a picture."""
        return sentence_picture(self.say, self.look)

    def sign_off(self) -> Table:
        """Return the lines for signatures."""
        return sign_off(self.printed, self.look, self.case, self.benefits)


def _sentence(text: str) -> str:
    text = capital(text.strip())
    return text + ("" if text.endswith((".", "!", "?")) else ".")
