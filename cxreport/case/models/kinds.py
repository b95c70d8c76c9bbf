"""The kinds of case, and what a folder's cases may share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cxreport.case import fields as f
from cxreport.case.models.alternatives import Alternative
from cxreport.case.models.certainty import Hurdles, Scenario, Simulation
from cxreport.case.models.comparison import Compared
from cxreport.case.models.header import Ask, Header
from cxreport.case.models.lines import Initiative
from cxreport.case.models.portfolio import Portfolio
from cxreport.case.models.revenue import Revenue
from cxreport.case.models.tracking import (
    Advantage,
    Saving,
    Thresholds,
    Tracked,
    advantages,
    savings,
    tracked,
)
from cxreport.case.reading import dict_reader, list_reader, model_reader, optional, required


class BusinessCase(Header):
    """A funding proposal: what to do, what it brings and what it costs."""

    kind: Literal["business-case"] = required(
        f.choice("business-case"), "business-case, for a funding proposal.", stand_in="business-case"
    )
    ask: Ask | None = optional(model_reader(Ask), "What the reader is asked to decide.")
    action: str | None = optional(f.line, "A of the whole, where several initiatives are proposed.")
    improvement: str | None = optional(f.line, "B of the whole, where several initiatives are proposed.")
    initiatives: tuple[Initiative, ...] = required(
        list_reader(model_reader(Initiative), least=1), "What is proposed, one sentence each.", stand_in=()
    )
    revenue: Revenue | None = optional(model_reader(Revenue), "Where revenue comes from today.")
    scenarios: Mapping[str, Scenario] = optional(
        dict_reader(model_reader(Scenario), f.scenario_key),
        "The case as it would be if some of it turned out otherwise, as conservative or optimistic.",
        {},
    )
    alternatives: Mapping[str, Alternative] = optional(
        dict_reader(model_reader(Alternative), f.alternative_key),
        "Less than the whole proposal, as some of its initiatives, by keys of your own.",
        {},
    )
    two_way: tuple[str, ...] = optional(
        list_reader(f.line),
        "Two drivers or lines, by their names, whose pairs of values the table of two inputs tries; the two that move "
        "the result most where not given.",
        (),
    )
    simulation: Simulation = optional(
        model_reader(Simulation), "How the case is played through with values from its ranges.", Simulation()
    )
    hurdles: Hurdles = optional(model_reader(Hurdles), "What the organisation asks of an investment.", Hurdles())
    compared_with: Compared | None = optional(
        model_reader(Compared), "An earlier version: what changed since, and what of the NPV that accounts for."
    )


class ValueReport(Header):
    """A value report: what a period brought, and what came of the initiatives that were approved."""

    kind: Literal["value-report"] = required(
        f.choice("value-report"), "value-report, for what a period brought.", stand_in="value-report"
    )
    team: str | None = optional(f.line, "The team that it is about; the whole company where not given.")
    revenue: Revenue = required(model_reader(Revenue), "All revenue of the period, split by what brought it in.")
    savings: tuple[Saving, ...] = optional(savings, "What else the period saved, beside the tracked initiatives.", ())
    advantages: tuple[Advantage, ...] = optional(advantages, "What became better and is not counted in money.", ())
    tracked: tuple[Tracked, ...] = optional(tracked, "Approved initiatives, each set against what came of it.", ())
    thresholds: Thresholds = optional(
        model_reader(Thresholds), "From where on an initiative is at risk or off track.", Thresholds()
    )
    previous: str | None = optional(f.line, "The report of the period before, a file from this report's folder.")
    year_before: str | None = optional(
        f.line, "The report of the same period a year before; found by way of previous where that leads there."
    )


Case = BusinessCase | ValueReport | Portfolio
KINDS: dict[str, type[Case]] = {"business-case": BusinessCase, "value-report": ValueReport, "portfolio": Portfolio}
SHARED = ("organisation", "prepared_by", "currency", "locale", "theme", "layout", "terms", "finance", "rates", "mail")
