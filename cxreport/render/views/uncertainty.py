"""How sure we are, on one page: what decides, at what values the case breaks even, what draws come to, the bad case."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from cxreport.case.models import BusinessCase
from cxreport.evaluate.risk import Assessment, Input
from cxreport.render.charts import Mark, Swing, Tornado
from cxreport.render.printed import Printed
from cxreport.render.sentence import case_sentence, plain
from cxreport.render.theme import Theme
from cxreport.render.views.assessed import Assessed, scenario_name
from cxreport.render.views.certainty import grades_told
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.page_room import rows_left
from cxreport.render.views.said import addressed, linked, said
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths

MOST_INPUTS, LEAST_INPUTS = 5, 1
PERCENTILES = (10, 50, 90)


@dataclass(frozen=True, slots=True)
class ScenarioSentence:
    """The sentence of a case as a scenario has it, under the scenario's name."""

    name: str
    text: str


class Uncertainty(Assessed):
    """The page of a proposal that says how sure it is; `UncertaintyDetail` has all that it leaves out."""

    def __init__(self, printed: Printed, look: Theme, found: Assessment, lead: str = "") -> None:
        super().__init__(printed, look, found)
        self._lead = lead

    @property
    def fills_a_page(self) -> bool:
        """Whether there is so much to say that the section gets a page to itself."""
        return bool(self.found.ranged)

    @cached_property
    def _most(self) -> int:
        """How many inputs have room beside the texts of the page."""
        sentence = self.sentence
        told = [f"{sentence.name}. {sentence.text}"] if sentence else []
        case = self.printed.evaluation.case
        texts = [*re.split(r"\n\s*\n", case.sections.text("certainty")), self.grades, self.drawn, *told]
        texts.append(f"{self.delay} {self.elsewhere.striptags()} {self.say['section']} 99")
        plain_texts = [Markup(text).striptags() for text in texts if text.strip()]  # noqa: S704 - only measured
        return rows_left(self.look, Markup(self._lead).striptags(), plain_texts, MOST_INPUTS, LEAST_INPUTS)  # noqa: S704

    # what decides

    def tornado(self) -> ChartView | None:
        """Return the net present value at both ends of each range; None where nothing has a range."""
        if not self.found.ranged:
            return None
        swings = tuple(self._swing(item) for item in self.found.ranged[: self._most])
        base = Mark(self.say["npv_planned"], self.printed.evaluation.amount("npv"), self.printed.cell("npv"))
        unit = self.formats.unit(self.printed.scale)
        parts = "; ".join(f"{swing.name} {swing.low.label} \u2013 {swing.high.label}" for swing in swings)
        alt = self.say.say("alt_tornado", unit=unit, base=base.label, parts=parts)
        title = self.say.say("chart_tornado", name=self.found.ranged[0].label)
        told = self.say.say("unit_tornado", unit=unit)
        return chart_view("fig-tornado", title, told, Tornado(swings, base, alt), self.look)

    def _swing(self, item: Input) -> Swing:
        low, high = (f"sensitivity.{item.address}.{end}" for end in ("low", "high"))
        ends = (Mark(item.label, self.printed.evaluation.amount(at), self.printed.cell(at)) for at in (low, high))
        return Swing(item.label, *ends)

    def deciding(self) -> Table:
        """Return the inputs that decide: planned values, ranges where there are any, and the values that break even."""
        ranged = bool(self.found.ranged)
        rows = [self._deciding_row(item) for item in self._shown()]
        columns = ["planned", "range", "breaks_even"] if ranged else ["planned", "breaks_even"]
        return Table(
            id="tab-deciding",
            title=self.say["table_break_even"],
            unit=self.say["unit_break_even"],
            widths=widths(self.look, (LEAST_NAME, *[28] * len(columns)), 0),
            head=head(self.say["input"]) + head(figures=[self.say[key] for key in columns]),
            bodies=(Body(tuple(rows)),),
        )

    def _deciding_row(self, item: Input) -> Row:
        between = [self.range_of(item)] if self.found.ranged else []
        return Row((name(item.label), *map(figure, (self.planned(item), *between, self.break_even(item)))))

    def _shown(self) -> Sequence[Input]:
        """Return the inputs with ranges, or those whose break-even lies nearest to what is planned."""
        if self.found.ranged:
            return self.found.ranged[: self._most]
        near = [(self._distance(item), item) for item in self.found.inputs]
        known = sorted((pair for pair in near if pair[0] is not None), key=lambda pair: pair[0] or Decimal(0))
        return [item for _, item in known[: self._most]]

    def _distance(self, item: Input) -> Decimal | None:
        factor = self.printed.evaluation.value(f"sensitivity.{item.address}.break_even")
        return None if factor is None else abs(factor - 1)

    # what draws come to

    @cached_property
    def grades(self) -> Markup:
        """How much of the benefits rests on which grade of evidence, in a sentence."""
        return grades_told(self.printed)

    @cached_property
    def drawn(self) -> Markup:
        """Return what the draws say, in three sentences."""
        if self.found.simulated is None:
            return Markup("")
        shares = {
            item: self.printed.evaluation.value(f"simulation.variance.{item.address}") for item in self.found.ranged
        }
        most = max(shares, key=lambda item: shares[item] or Decimal(0))
        share = f"simulation.variance.{most.address}"
        return said(
            self.say,
            "simulation_told",
            draws=self.formats.number(Decimal(self.found.simulated.draws)),
            values=self._percentiles("npv", self.printed.spoken),
            rates=self._percentiles("roi", self.printed.text),
            loss=self._addressed_chance("simulation.loss"),
            payback=self._addressed_chance("simulation.payback"),
            within=self._within(),
            name=most.label,
            share=addressed(share, self.printed.text(share)),
        )

    def _percentiles(self, of: str, told: Callable[[str], str]) -> Markup:
        parts = [addressed(at, told(at)) for at in (f"simulation.{of}.p{percent}" for percent in PERCENTILES)]
        return Markup(self.say.joined(parts))  # noqa: S704 - each is escaped

    def _addressed_chance(self, address: str) -> Markup:
        return addressed(address, self.chance(address))

    def _within(self) -> str:
        """Return the time within which the outlay has to be back: that of the hurdle, or the horizon."""
        case = self.printed.evaluation.case
        hurdle = case.hurdles.payback if isinstance(case, BusinessCase) else None
        if hurdle is None:
            return self.say["within_horizon"]
        return self.say.say("within_months", count=self.say.count(hurdle))

    # the bad case, a month, and where the rest is

    @cached_property
    def sentence(self) -> ScenarioSentence | None:
        """Return the sentence of the conservative case, or of the scenario that is worth least."""
        if not self.found.scenarios:
            return None
        named = [result for result in self.found.scenarios if result.key == "conservative"]
        least = min(named or self.found.scenarios, key=lambda result: result.evaluation.amount("npv"))
        return ScenarioSentence(scenario_name(self.say, least), plain(case_sentence(least.evaluation, self.formats)))

    @cached_property
    def delay(self) -> Markup:
        """Return what a month of delay costs."""
        cost = self.printed.evaluation.amount("delay.cost")
        key = "delay_told" if cost > 0 else "delay_free"
        return said(self.say, key, amount=addressed("delay.cost", self.printed.spoken("delay.cost")))

    @cached_property
    def elsewhere(self) -> Markup:
        """Return where the rest of the assessment stands."""
        return linked(self.say, "uncertainty_elsewhere", section="section-uncertainty")
