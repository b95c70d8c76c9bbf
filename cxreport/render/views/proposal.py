"""A funding proposal as its template sees it: the words, figures, tables and charts of every section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from cxreport.case.models import Benefit
from cxreport.render.formats import NOTHING
from cxreport.render.sentence import Sentence, initiative_sentence
from cxreport.render.views.alternatives import alternatives_facts, alternatives_table
from cxreport.render.views.beyond import real_told, tax_note, tax_tables, terminal_told
from cxreport.render.views.certainty import grades_table, grades_told, need_table
from cxreport.render.views.changes import Changes
from cxreport.render.views.charts import benefits_chart, cash_chart
from cxreport.render.views.cost_kinds import cost_kinds_tables
from cxreport.render.views.explainers import sentence_picture
from cxreport.render.views.flows import flow_tables
from cxreport.render.views.header import ChartView, Fact, PictureView
from cxreport.render.views.hurdles import hurdles_table, hurdles_told
from cxreport.render.views.lines import Calculation, Line
from cxreport.render.views.proposal_summary import ProposalSummary
from cxreport.render.views.register import Register, measures, plan, sign_off
from cxreport.render.views.revenue import RevenueView
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


class Proposal(ProposalSummary):
    """A business case, prepared for its template."""

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

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since another version, where there is one to compare with."""
        found = self.evaluation.since
        return None if found is None else Changes(self.printed, self.look, found)

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
