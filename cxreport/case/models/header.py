"""What every case says of itself: who writes to whom, the conventions of the money, the narrative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, get_args

from cxreport.case import fields as f
from cxreport.case.models.lines import Driver
from cxreport.case.models.mail import Mail
from cxreport.case.reading import Model, dict_reader, model_reader, optional, required
from cxreport.case.terms import terms
from cxreport.quantity import Money, Month

Layout = Literal["full", "one-page"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


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
    promises: str | None = optional(f.text, "What came of what was approved, in a value report.")
    savings: str | None = optional(f.text, "What else the period saved or made better, in a value report.")
    comparison: str | None = optional(f.text, "How the period compares with earlier ones, in a value report.")
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
    layout: Layout = optional(
        f.choice(*LAYOUTS), "How much is shown: full, or one-page for a summary that stands alone.", "full"
    )
    terms: Mapping[str, str] = optional(terms, "Your own words for terms of the documents, by their keys.", {})
    finance: Finance = optional(model_reader(Finance), "The conventions that the money is computed by.", Finance())
    rates: Mapping[str, ExchangeRate] = optional(
        dict_reader(model_reader(ExchangeRate), f.currency_key),
        "Rates of other currencies, by their three letters.",
        {},
    )
    drivers: Mapping[str, Driver] = optional(
        dict_reader(model_reader(Driver), f.driver_key), "Numbers that the formulas of every line may use.", {}
    )
    mail: Mail = optional(model_reader(Mail), "The e-mail that brings the documents.", Mail())
    sections: Sections = optional(model_reader(Sections), "Narrative in Markdown, one text per heading.", Sections())
