"""How sure we are: what the result depends on, at what values the case breaks even, scenarios, and the simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from cxreport.case.models import BusinessCase
from cxreport.evaluate.risk import Assessment, Input, ScenarioResult, Simulated
from cxreport.render.charts import MOST_SWINGS, Histogram, Mark, Swing, Tornado
from cxreport.render.formats import NOTHING, significant
from cxreport.render.printed import Printed
from cxreport.render.sentence import case_sentence, plain
from cxreport.render.theme import Theme
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.said import addressed, said
from cxreport.render.views.spread import breadth
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words
from cxreport.render.words import Words

MOST_ROWS = 10
_LEAST_CHANCE = Decimal("0.001")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class ScenarioSentence:
    """The sentence of a case as a scenario has it, under the scenario's name."""

    name: str
    text: str


class Uncertainty:
    """The assessment of a proposal, prepared for its template."""

    def __init__(self, printed: Printed, look: Theme, found: Assessment) -> None:
        self.printed = printed
        self.look = look
        self.found = found
        self.say = printed.formats.words
        self.formats = printed.formats

    # ranges

    def tornado(self) -> ChartView | None:
        """Return the net present value at both ends of each range; None where nothing has a range."""
        if not self.found.ranged:
            return None
        swings = tuple(self._swing(item) for item in self.found.ranged[:MOST_SWINGS])
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

    def ranges(self) -> Table:
        """Return the inputs that decide: their ranges, the result at both ends, and the value that breaks even."""
        if not self.found.ranged:
            return self._break_evens()
        rows = [self._range_row(item) for item in self._shown()]
        ends = [row.cells[place].text for row in rows for place in (3, 4)]
        value = max(breadth(self.look, (row.cells[place].text for row in rows for place in (1, 5)), 19), 19)
        return Table(
            id="tab-ranges",
            title=self.say["table_ranges"],
            unit=self.say.say("unit_tornado", unit=self.formats.unit(self.printed.scale)),
            widths=widths(self.look, (LEAST_NAME, value, 25, *[breadth(self.look, ends, 19)] * 2, value), 0),
            head=head(self.say["input"])
            + head(figures=[self.say[key] for key in ("planned", "range", "npv_low", "npv_high", "breaks_even")]),
            bodies=(Body(tuple(rows)),),
            source=self.say["ranges_told"],
        )

    def _break_evens(self) -> Table:
        """Return the inputs whose break-even lies nearest to the plan, where no ranges are given."""
        rows = [
            Row((name(item.label), figure(self._planned(item)), figure(self._break_even(item))))
            for item in self._shown()
        ]
        return Table(
            id="tab-ranges",
            title=self.say["table_break_even"],
            unit=self.say["unit_break_even"],
            widths=widths(self.look, (LEAST_NAME, 40, 40), 0),
            head=head(self.say["input"]) + head(figures=[self.say["planned"], self.say["breaks_even"]]),
            bodies=(Body(tuple(rows)),),
        )

    def _planned(self, item: Input) -> str:
        """Return the planned value of an input: of the last period, or the outlay of a line that has nothing else."""
        figures = [self.printed.evaluation.figures[node] for node in item.nodes]
        return self.printed.driver(next((one for one in reversed(figures) if one.value), figures[-1]).address)

    def _shown(self) -> Sequence[Input]:
        """Return the inputs with ranges, or those whose break-even lies nearest to what is planned."""
        if self.found.ranged:
            return self.found.ranged[:MOST_ROWS]
        near = [(self._distance(item), item) for item in self.found.inputs]
        known = sorted((pair for pair in near if pair[0] is not None), key=lambda pair: pair[0] or Decimal(0))
        return [item for _, item in known[:MOST_ROWS]]

    def _distance(self, item: Input) -> Decimal | None:
        factor = self.printed.evaluation.value(f"sensitivity.{item.address}.break_even")
        return None if factor is None else abs(factor - 1)

    def _range_row(self, item: Input) -> Row:
        told, ends = "", [NOTHING, NOTHING]
        if item.range is not None:
            low, high = (self.formats.percent_as_written(share) for share in item.range)
            told = self.say.say("from_to", low=low, high=high)
            ends = [self.printed.cell(f"sensitivity.{item.address}.{end}") for end in ("low", "high")]
        cells = (self._planned(item), told or NOTHING, *ends, self._break_even(item))
        return Row((name(item.label), *map(figure, cells)))

    def _break_even(self, item: Input) -> str:
        """Return the value of an input at which the case breaks even, in its own unit or as a share of the plan."""
        at = f"sensitivity.{item.address}.break_even"
        figures = self.printed.evaluation.figures
        if figures[at].value is None:
            return NOTHING
        value = figures.get(f"{at}_value")
        if value is None or value.value is None:
            return self.printed.note(
                at, self.say.say("of_plan", share=self.formats.percent(figures[at].value or Decimal(0)))
            )
        if value.unit == "percent":
            return self.printed.note(value.address, self.formats.percent(value.value))
        rounded = significant(value.value, _DIGITS)
        form = self.formats.price if value.unit == "money" else self.formats.number
        return self.printed.note(value.address, form(rounded))

    # the simulation

    def simulated(self) -> ChartView | None:
        """Return how often the net present value falls where; None where nothing has a range."""
        found = self.found.simulated
        if found is None:
            return None
        scale, total = self.printed.scale, Decimal(found.draws)
        points = tuple(self._point(percent) for percent in (10, 50, 90))
        chart = Histogram(
            names=tuple(self._edge(edge) for edge in found.edges),
            edges=found.edges,
            shares=tuple(Decimal(count) / total for count in found.counts),
            points=points,
            alt=self._alt(found, points),
            series_names=(self.say["share_of_draws"], self.say["up_to_here"]),
            levels=self._levels(),
        )
        title = self.say.say(
            "chart_simulation", low=self.printed.spoken("simulation.npv.p10"), loss=self._chance("simulation.loss")
        )
        unit = self.say.say(
            "unit_simulation",
            unit=self.formats.unit(scale),
            draws=self.formats.number(total),
            points=self.say.joined([point.label for point in points]),
        )
        return chart_view("fig-simulation", title, unit, chart, self.look)

    def _levels(self) -> tuple[str, str, str]:
        none, half, every = (self.formats.percent_as_written(Decimal(share) / 2) for share in range(3))
        return none, half, every

    def _edge(self, edge: Decimal) -> str:
        return self.formats.spoken(edge, short=True)

    def _point(self, percent: int) -> Mark:
        at = f"simulation.npv.p{percent}"
        amount = self.printed.spoken(at, short=True)
        return Mark(f"P{percent}", self.printed.evaluation.amount(at), f"P{percent} {amount}")

    def _alt(self, found: Simulated, points: Sequence[Mark]) -> str:
        return self.say.say(
            "alt_simulation",
            draws=self.formats.number(Decimal(found.draws)),
            parts="; ".join(point.label for point in points),
            loss=self._chance("simulation.loss"),
        )

    def _chance(self, address: str) -> str:
        """Return a chance; no count of draws proves that it is none or certain, so the last tenths are not told."""
        value = self.printed.evaluation.amount(address)
        if value < _LEAST_CHANCE:
            text = self.say.say("less_than", share=self.formats.percent(_LEAST_CHANCE))
        elif value > 1 - _LEAST_CHANCE:
            text = self.say.say("more_than", rate=self.formats.percent_as_written(1 - _LEAST_CHANCE))
        else:
            text = self.formats.share(value)
        return self.printed.note(address, text)

    def drawn(self) -> Markup:
        """Return what the simulation found, in three sentences."""
        if self.found.simulated is None:
            return Markup("")
        parts = {key: f"simulation.{key}" for key in ("roi.p10", "roi.p90", "payback")}
        first = self.found.ranged
        shares = {item: self.printed.evaluation.value(f"simulation.variance.{item.address}") for item in first}
        most = max(first, key=lambda item: shares[item] or Decimal(0))
        at = f"simulation.variance.{most.address}"
        case = self.printed.evaluation.case
        hurdle = case.hurdles.payback if isinstance(case, BusinessCase) else None
        within = (
            self.say["within_horizon"]
            if hurdle is None
            else self.say.say("within_months", count=self.say.count(hurdle))
        )
        return said(
            self.say,
            "simulation_told",
            low=addressed(parts["roi.p10"], self.printed.text(parts["roi.p10"])),
            high=addressed(parts["roi.p90"], self.printed.text(parts["roi.p90"])),
            payback=addressed(parts["payback"], self._chance(parts["payback"])),
            within=within,
            name=most.label,
            share=addressed(at, self.printed.text(at)),
        )

    # scenarios

    def scenarios(self) -> Table | None:
        """Return the scenarios beside the case itself; None where there are none."""
        if not self.found.scenarios:
            return None
        rows = [self._scenario_row(result) for result in self.found.scenarios]
        base = self._row(self.say["scenario_base"], self.say["scenario_as_planned"], "")
        after = sum(result.key == "conservative" for result in self.found.scenarios)
        rows.insert(after, base)
        return Table(
            id="tab-scenarios",
            title=self.say["table_scenarios"],
            unit=self.say.say("unit_pv", unit=self.formats.unit(self.printed.scale)),
            widths=widths(self.look, (30, LEAST_NAME, 22, 22, 22, 22), 1),
            head=head(self.say["scenario"], self.say["what_differs"])
            + head(figures=[self.say[key] for key in ("benefits", "npv_short", "roi_short", "payback_short")]),
            bodies=(Body(tuple(rows)),),
        )

    def _scenario_row(self, result: ScenarioResult) -> Row:
        return self._row(scenario_name(self.say, result), self._differs(result), f"scenarios.{result.key}.")

    def _row(self, title: str, differs: str, prefix: str) -> Row:
        cells = [figure(self.printed.cell(f"{prefix}{at}")) for at in ("benefits_pv", "npv")]
        cells += [figure(self.printed.text(f"{prefix}roi")), figure(self.printed.count(f"{prefix}payback_months"))]
        return Row((name(title), words(differs), *cells))

    def _differs(self, result: ScenarioResult) -> str:
        """Return what the case says of a scenario, or which kinds of input it changes."""
        scenario = result.scenario
        if scenario.because:
            return scenario.because
        if scenario.ranges and not (scenario.drivers or scenario.ramps or scenario.delays):
            return self.say[f"ranges_{scenario.ranges}"]
        kinds = [key for key in ("ranges", "drivers", "ramps", "discount_rate", "delays") if getattr(scenario, key)]
        return self.say.say("scenario_changes", kinds=self.say.joined([self.say[f"changes_{key}"] for key in kinds]))

    def sentence(self) -> ScenarioSentence | None:
        """Return the sentence of the conservative case, or of the scenario that is worth least."""
        if not self.found.scenarios:
            return None
        named = [result for result in self.found.scenarios if result.key == "conservative"]
        least = min(named or self.found.scenarios, key=lambda result: result.evaluation.amount("npv"))
        return ScenarioSentence(scenario_name(self.say, least), plain(case_sentence(least.evaluation, self.formats)))

    # rates, a month, pairs

    def delay(self) -> Markup:
        """Return what a month of delay costs."""
        cost = self.printed.evaluation.amount("delay.cost")
        key = "delay_told" if cost > 0 else "delay_free"
        return said(self.say, key, amount=addressed("delay.cost", self.printed.spoken("delay.cost")))

    def rates(self) -> Table:
        """Return the net present value at discount rates from 0% on."""
        cells = [figure(self.printed.cell(f"rates.{k}.npv")) for k in range(1, len(self.found.rates) + 1)]
        return Table(
            id="tab-rates",
            title=self.say["table_rates"],
            unit=self.formats.unit(self.printed.scale),
            widths=widths(self.look, (LEAST_NAME, *[20] * len(cells)), 0),
            head=head(self.say["discount_rate"])
            + head(figures=[self.formats.percent_as_written(r) for r in self.found.rates]),
            bodies=(Body((Row((name(self.say["npv_short"]), *cells)),)),),
        )

    def pair(self) -> Table | None:
        """Return the net present value over the two inputs that move it most; None where there are not two."""
        if not self.found.pair:
            return None
        (rows, factors), (columns, others) = self.found.pair
        body = [
            Row(
                (
                    name(self._at(rows, factor)),
                    *(figure(self.printed.cell(f"two_way.{r}.{c}")) for c in range(1, len(others) + 1)),
                )
            )
            for r, factor in enumerate(factors, 1)
        ]
        return Table(
            id="tab-pair",
            title=self.say.say("table_pair", rows=rows.label, columns=columns.label),
            unit=self.say.say("unit_pair", unit=self.formats.unit(self.printed.scale), columns=columns.label),
            widths=widths(self.look, (LEAST_NAME, *[24] * len(others)), 0),
            head=head(rows.label) + head(figures=[self._at(columns, factor) for factor in others]),
            bodies=(Body(tuple(body)),),
        )

    def _at(self, item: Input, factor: Decimal) -> str:
        """Return an input's value at a factor, or the factor itself where the input has more than one value."""
        figures = [self.printed.evaluation.figures[node] for node in item.nodes]
        values = {found.value for found in figures}
        if len(values) > 1 or figures[0].value is None:
            return self.formats.percent_as_written(factor)
        value = significant(figures[0].value * factor, 4)
        if figures[0].unit == "percent":
            return self.formats.percent_as_written(value)
        return self.formats.price(value) if figures[0].unit == "money" else self.formats.number(value)


def scenario_name(say: Words, result: ScenarioResult) -> str:
    """Return what a scenario is called: its own name, that of the two usual ones, or its key in words."""
    if result.scenario.name:
        return result.scenario.name
    known = {"conservative": "scenario_conservative", "optimistic": "scenario_optimistic"}
    return say[known[result.key]] if result.key in known else result.key.replace("-", " ").capitalize()
