"""The nouns of a case file. A frozen model each; its descriptions are the manual, the editor's hover and the schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.reading import Model, Reader, dict_reader, either, list_reader, model_reader, optional, required
from cxreport.case.terms import terms
from cxreport.quantity import DriverValue, Money, Month, Period, Series

Grade = Literal["assumed", "benchmark", "observed", "tested"]
GRADES: tuple[Grade, ...] = ("assumed", "benchmark", "observed", "tested")
CHANGES = tuple(
    "process policy handoff product service market-entry partnership business-model strategy standard "
    "cost-saving".split()
)


class Evidence(Model):
    """What an assumption rests on."""

    source: str = required(f.line, "Where it comes from: a study, a pilot, a system, a person.", stand_in="?")
    grade: Grade = required(
        f.choice(*GRADES), "How strong it is, from weak to strong: assumed, benchmark, observed, tested."
    )
    date: dt.date | None = optional(f.date, "When it was gathered, as 2026-06-30.")
    note: str | None = optional(f.line, "What the reader should know about it.")


class Driver(Model):
    """A number that a line is computed from: a value of its own, or a formula over other drivers."""

    label: str | None = optional(f.line, "Its name in the tables; made from the key where not given.")
    value: Series[DriverValue] | None = optional(
        f.driver_series, "One value, or one per period: a number (200_000), a percentage (50%) or money ($400)."
    )
    formula: str | None = optional(f.formula, "Arithmetic over other drivers: + - * / ( ), min and max.")
    unit: str | None = optional(f.line, "What it counts, as contacts or hours.")
    source: str | None = optional(f.line, "Who or what gives the value.")
    owner: str | None = optional(f.line, "Who answers for the value.")
    range: tuple[Decimal, Decimal] | None = optional(
        f.value_range, "Low and high as shares of the value, as [80%, 110%]."
    )


_drivers = dict_reader(model_reader(Driver), f.driver_key)
_evidence = list_reader(model_reader(Evidence))


class Sourced(Model):
    """What every line may say about itself."""

    id: str = optional(f.identifier, "Short name for addresses and messages; made from the name where not given.", "")
    name: str = required(f.line, "What the line is called in the tables.", stand_in="?")
    source: str | None = optional(f.line, "Who or what gives the amount.")
    owner: str | None = optional(f.line, "Who answers for the amount.")
    evidence: tuple[Evidence, ...] = optional(_evidence, "What the amount rests on, each with its grade.", ())
    drivers: Mapping[str, Driver] = optional(_drivers, "The numbers that this line's formula uses.", {})
    formula: str | None = optional(
        f.formula, "The amount from drivers, as contacts * 0.5 * cost_each; not beside amount."
    )
    range: tuple[Decimal, Decimal] | None = optional(
        f.value_range, "Low and high as shares of the amount, as [80%, 110%]."
    )


class Flow(Sourced):
    """A line of money over time."""

    initial: Money | None = optional(f.money, "The amount at time 0, the first day of period 1; not discounted.")
    amount: Series[Money] | None = optional(
        f.money_series, "The amount of every period, or a list with one per period."
    )
    ramp: Series[Decimal] | None = optional(f.share_series, "The share of the full effect reached in each period.")
    growth: Decimal = optional(f.rate, "Yearly growth of the amount, from the second year on.", Decimal(0))
    attribution: Decimal = optional(f.share, "The share of the effect that this initiative may claim.", Decimal(1))
    risk_adjustment: Decimal = optional(f.risk, "What a benefit is lowered or a cost raised by.", Decimal(0))


class Benefit(Flow):
    """What an initiative brings (C)."""

    type: Literal["saving", "revenue", "advantage"] = optional(
        f.choice("saving", "revenue", "advantage"),
        "A saving; added revenue, of which only the margin counts; or an advantage: described, never in the money.",
        "saving",
    )
    cash: Literal["cashable", "avoided", "capacity"] | None = optional(
        f.choice("cashable", "avoided", "capacity"),
        "Whether a saving leaves a budget (cashable), avoids a future cost, or frees capacity.",
    )
    how: str | None = optional(f.line, "How it comes about, to follow the amount in the sentence: by avoiding …")
    margin: Decimal | None = optional(f.share, "The gross margin of added revenue; finance.margin where not given.")


class Cost(Flow):
    """What an initiative takes (D)."""

    type: Literal["one-off", "recurring"] | None = optional(
        f.choice("one-off", "recurring"), "Whether the cost comes once or again and again."
    )
    cost_class: Literal["capital", "operating"] | None = optional(
        f.choice("capital", "operating"), "Capital or operating cost.", key="class"
    )


class Metric(Model):
    """The measure that shows the improvement."""

    name: str = required(f.line, "What is measured.", stand_in="?")
    unit: str | None = optional(f.line, "Its unit, as % or minutes.")
    baseline: DriverValue = required(f.driver_value, "Where it stands today.")
    target: DriverValue = required(f.driver_value, "Where it is to be.")
    by: Month | None = optional(f.month, "When the target is to be reached, as 2027-12.")
    source: str | None = optional(f.line, "Who or what measures it.")


class Initiative(Model):
    """One sentence: we propose to A, to B, which will bring us C, at a cost of D."""

    id: str = optional(f.identifier, "Short name for addresses and messages; made from the name where not given.", "")
    name: str | None = optional(f.line, "Its name in the tables; made from the id where not given.")
    action: str = required(
        f.line, "A: what we propose to do, a verb first, as redesign the customer portal.", stand_in="?"
    )
    improvement: str = required(
        f.line, "B: what it improves for customers, a verb first, as make it easier to …", stand_in="?"
    )
    live: Month | None = optional(f.month, "The month in which it takes effect; finance.start where not given.")
    metric: Metric | None = optional(model_reader(Metric), "The measure that will show the improvement.")
    benefits: tuple[Benefit, ...] = required(
        list_reader(model_reader(Benefit), least=1), "C: what it brings, one item per benefit.", stand_in=()
    )
    costs: tuple[Cost, ...] = required(
        list_reader(model_reader(Cost), least=1), "D: what it takes, one item per cost.", stand_in=()
    )


class Finance(Model):
    """The conventions that the money is computed by."""

    discount_rate: Decimal | None = optional(f.rate, "Effective yearly rate, in money of the day, before tax.")
    source: str | None = optional(f.line, "Who set the rate.")
    period: Literal["year", "quarter", "month"] | None = optional(
        f.choice("year", "quarter", "month"), "The length of a period: year, quarter or month."
    )
    periods: int | None = optional(f.periods, "How many periods follow time 0, from 1 to 600.")
    start: Month | None = optional(f.month, "The month in which period 1 begins; time 0 is its first day.")
    margin: Decimal | None = optional(f.share, "Gross margin of revenue benefits that give none of their own.")
    fiscal_year_start: int = optional(f.month_number, "The month in which the fiscal year begins, from 1 to 12.", 1)
    finance_rate: Decimal | None = optional(
        f.rate, "Rate at which MIRR finances outflows; discount_rate where not given."
    )
    reinvestment_rate: Decimal | None = optional(f.rate, "Rate at which MIRR reinvests; discount_rate where not given.")


class Ask(Model):
    """What the reader is asked to decide."""

    amount: Money = required(f.positive_money, "The money asked for.")
    decide_by: dt.date | None = optional(f.date, "The day by which the decision is needed.")
    approver: str | None = optional(f.line, "Who decides.")


class ExchangeRate(Model):
    """What one unit of another currency is worth in the case's currency."""

    rate: Decimal = required(f.positive, "Units of the case's currency for one unit of the other.", stand_in=Decimal(1))
    date: dt.date | None = optional(f.date, "The day of the rate.")
    source: str | None = optional(f.line, "Who gives the rate.")


class CustomerGroup(Model):
    """A group of customers and what each of them brings in the period."""

    customers: Decimal = required(f.count, "How many customers the group has.")
    revenue_each: Money = required(f.money, "Revenue of the period per customer.")


class Saved(Model):
    """Customers who would have left had nobody helped them."""

    customers: Decimal = required(f.count, "How many customers were helped.")
    would_have_left: Decimal = required(f.share, "The share of them that would have left.")
    revenue_each: Money = required(f.money, "Revenue of the period per customer.")


_group = model_reader(CustomerGroup)
_group_or_money = either(lambda node: _group if isinstance(node, tree.Mapping) else f.money, (_group, f.money))
_contributors: Reader[Mapping[str, Decimal] | tuple[str, ...]] = either(
    lambda node: f.shares_by_group if isinstance(node, tree.Mapping) else f.groups, (f.shares_by_group, f.groups)
)


class AttributionLine(Sourced):
    """Revenue of the period that one change, or one kind of help, brought in: given in one of four ways."""

    amount: Money | None = optional(f.money, "The revenue, where it is known.")
    in_sync: Money | CustomerGroup | None = optional(
        _group_or_money, "Revenue where the aligned situation held: money, or {customers, revenue_each}."
    )
    out_of_sync: Money | CustomerGroup | None = optional(
        _group_or_money, "Revenue where it did not hold, in the same form; the difference counts."
    )
    saved: Saved | None = optional(
        model_reader(Saved), "Customers helped, the share that would have left, revenue of each."
    )
    aligned_by: str | None = optional(f.line, "The customer insight that the change was based on.")
    change: str | None = optional(f.choice(*CHANGES), "What kind of thing was changed.")
    team: Literal["success", "support"] | None = optional(
        f.choice("success", "support"), "Which team helped, on a CSM line."
    )
    contributors: Mapping[str, Decimal] | tuple[str, ...] | None = optional(
        _contributors, "The groups that contributed: shares that add up to 100%, or a list for equal parts."
    )


class Survey(Model):
    """What customers said at purchase: how many were influenced by Success or Support."""

    asked: Decimal | None = optional(f.positive, "How many customers answered.")
    influenced: Decimal | None = optional(f.count, "How many of them were influenced.")
    share: Decimal | None = optional(f.share, "The share, where only that is known.")
    source: str | None = optional(f.line, "Which survey it was.")


_attribution_lines = list_reader(model_reader(AttributionLine))


class Cxm(Model):
    """Revenue through customer-experience management: something was aligned with what customers aim for."""

    switched: tuple[AttributionLine, ...] = optional(_attribution_lines, "Customers who came from competitors.", ())
    expanded: tuple[AttributionLine, ...] = optional(_attribution_lines, "Existing customers who bought more.", ())


class Csm(Model):
    """Revenue through customer success and support: help that kept a purchase from going to a competitor."""

    expanded: tuple[AttributionLine, ...] = optional(
        _attribution_lines, "Purchases by the customers who were helped.", ()
    )
    acquired: tuple[AttributionLine, ...] = optional(_attribution_lines, "Purchases by others, on their word.", ())
    survey: Survey | None = optional(
        model_reader(Survey), "Instead of lines: a surveyed share of all revenue less CXM."
    )


class Stated(Model):
    """Figures published elsewhere, to be checked against ours."""

    total: Money | None = optional(f.money, "All revenue, as stated.")
    cxm: Money | None = optional(f.money, "CXM revenue, as stated.")
    cxm_switched: Money | None = optional(f.money, "Of it, switched.", key="cxm.switched")
    cxm_expanded: Money | None = optional(f.money, "Of it, expanded.", key="cxm.expanded")
    csm: Money | None = optional(f.money, "CSM revenue, as stated.")
    csm_expanded: Money | None = optional(f.money, "Of it, expanded.", key="csm.expanded")
    csm_acquired: Money | None = optional(f.money, "Of it, acquired.", key="csm.acquired")
    sales: Money | None = optional(f.money, "Sales and Marketing revenue, as stated.")

    def given(self) -> dict[str, Money]:
        """Return what was stated, by the keys of the format."""
        pairs = {spec.key: getattr(self, name) for name, spec in self.specs.items()}
        return {key: value for key, value in pairs.items() if value is not None}


class Revenue(Model):
    """All revenue of a period, split by what brought it in."""

    period: Period = required(f.period, "The period: FY2026, 2026-Q3 or 2026-09.", stand_in=Period(2000))
    total: Money = required(f.positive_money, "All purchases and fees of the period.")
    source: str | None = optional(f.line, "Who or what gives the total.")
    cxm: Cxm = optional(model_reader(Cxm), "Revenue through customer-experience management.", Cxm())
    csm: Csm = optional(model_reader(Csm), "Revenue through customer success and support.", Csm())
    stated: Stated = optional(
        model_reader(Stated), "Figures published elsewhere, to be checked against ours.", Stated()
    )


class Sections(Model):
    """Narrative in Markdown, one text per heading of the document."""

    summary: str | None = optional(f.text, "What the reader must know, on the page that decides.")
    background: str | None = optional(f.text, "Why now: what customers met until today.")
    customers: str | None = optional(f.text, "What changes for customers.")
    benefits: str | None = optional(f.text, "How the benefits come about.")
    costs: str | None = optional(f.text, "What the costs hold and what they leave out.")
    returns: str | None = optional(f.text, "How to read cash flows and returns.")
    certainty: str | None = optional(f.text, "What the case depends on.")
    revenue: str | None = optional(f.text, "How revenue was split.")
    evidence: str | None = optional(f.text, "How the evidence was gathered.")
    measurement: str | None = optional(f.text, "How and when results will be measured.")
    method: str | None = optional(f.text, "What the reader should know about the method.")
    appendix: str | None = optional(f.text, "Anything more.")


class Header(Model):
    """What every case says of itself."""

    title: str = required(f.line, "The title of the document.", stand_in="?")
    organisation: str = required(f.line, "The company or public body.", stand_in="?")
    prepared_by: str | None = optional(f.line, "Who signs the document.")
    prepared_for: str | None = optional(f.line, "Who decides on it.")
    date: dt.date = required(f.date, "The date of the document, as 2026-11-22.", stand_in=dt.date.min)
    currency: str = required(f.currency, "The currency of all amounts, as USD.", stand_in="")
    locale: str = optional(f.locale_name, "Language and country that numbers and dates are written for.", "en_US")
    theme: str | None = optional(f.line, "The look: a folder of yours, or sober, modern or public-sector.")
    terms: Mapping[str, str] = optional(terms, "Your own words for terms of the documents, by their keys.", {})
    finance: Finance = optional(model_reader(Finance), "The conventions that the money is computed by.", Finance())
    rates: Mapping[str, ExchangeRate] = optional(
        dict_reader(model_reader(ExchangeRate), f.currency_key),
        "Rates of other currencies, by their three letters.",
        {},
    )
    drivers: Mapping[str, Driver] = optional(_drivers, "Numbers that the formulas of every line may use.", {})
    sections: Sections = optional(model_reader(Sections), "Narrative in Markdown, one text per heading.", Sections())


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


class ValueReport(Header):
    """A value report: what customer-experience management, customer success and sales brought in a period."""

    kind: Literal["value-report"] = required(
        f.choice("value-report"), "value-report, for what a period brought.", stand_in="value-report"
    )
    revenue: Revenue = required(model_reader(Revenue), "All revenue of the period, split by what brought it in.")


Case = BusinessCase | ValueReport
KINDS: dict[str, type[BusinessCase | ValueReport]] = {"business-case": BusinessCase, "value-report": ValueReport}
SHARED = ("organisation", "prepared_by", "currency", "locale", "theme", "terms", "finance", "rates")
