"""Uncertainty in detail: every range with the result at its ends, the spread of the draws, scenarios, rates, pairs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.evaluate.risk import Input, ScenarioResult, Simulated
from cxreport.render.charts import Histogram, Mark
from cxreport.render.formats import NOTHING, significant
from cxreport.render.views.assessed import Assessed, scenario_name
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.spread import breadth
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words

_OF_A_RANGE = ("planned", "range", "npv_low", "npv_high", "breaks_even", "share_of_spread")


class UncertaintyDetail(Assessed):
    """What the page on uncertainty has no room for, prepared for an appendix."""

    # ranges

    def ranges(self) -> Table | None:
        """Return every range, the result at both ends, the value that breaks even, and what it adds to the spread."""
        if not self.found.ranged:
            return None
        rows = [self._range_row(item) for item in self.found.ranged]
        ends = [row.cells[place].text for row in rows for place in (3, 4)]
        value = max(breadth(self.look, (row.cells[place].text for row in rows for place in (1, 5)), 19), 19)
        return Table(
            id="tab-ranges",
            title=self.say["table_ranges"],
            unit=self.say.say("unit_tornado", unit=self.formats.unit(self.printed.scale)),
            widths=widths(self.look, (LEAST_NAME, value, 24, *[breadth(self.look, ends, 18)] * 2, value, 18), 0),
            head=head(self.say["input"]) + head(figures=[self.say[key] for key in _OF_A_RANGE]),
            bodies=(Body(tuple(rows)),),
            source=self.say["ranges_told"],
        )

    def _range_row(self, item: Input) -> Row:
        ends = (self.printed.cell(f"sensitivity.{item.address}.{end}") for end in ("low", "high"))
        spread = f"simulation.variance.{item.address}"
        share = NOTHING if self.found.simulated is None else self.printed.text(spread)
        cells = (self.planned(item), self.range_of(item), *ends, self.break_even(item), share)
        return Row((name(item.label), *map(figure, cells)))

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
            "chart_simulation", low=self.printed.spoken("simulation.npv.p10"), loss=self.chance("simulation.loss")
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
            loss=self.chance("simulation.loss"),
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

    # rates and pairs

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
