"""What every case says of itself: who writes to whom, the conventions of the money, the narrative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.models.finance import Tax, Terminal
from cxreport.case.models.lines import MONEYS, Driver, MoneyOf, answers
from cxreport.case.models.mail import Mail
from cxreport.case.problem import Path
from cxreport.case.reading import (
    INVALID,
    Model,
    Reader,
    Report,
    dict_reader,
    list_reader,
    model_reader,
    optional,
    read_model,
    required,
)
from cxreport.case.terms import terms
from cxreport.quantity import Money, Month

Layout = Literal["full", "one-page"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


Audience = Literal["finance", "board", "team"]
AUDIENCES: tuple[Audience, ...] = ("finance", "board", "team")


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
    fiscal_year_start: int = optional(
        f.month_number,
        "The month in which the fiscal year begins, 1 to 12; periods that keep to it are named by it.",
        1,
    )
    finance_rate: Decimal | None = optional(
        f.rate, "Rate at which MIRR finances outflows; discount_rate where not given."
    )
    reinvestment_rate: Decimal | None = optional(f.rate, "Rate at which MIRR reinvests; discount_rate where not given.")
    inflation: Decimal | None = optional(f.rate, "Yearly rise of prices, by which amounts in real money are raised.")
    money: MoneyOf = optional(
        f.choice(*MONEYS),
        "What amounts are given in: nominal, the money of their day; or real, the prices of the first day.",
        "nominal",
    )
    tax: Tax | None = optional(model_reader(Tax), "Tax: flows and returns after it stand beside those before it.")
    terminal: Terminal | None = optional(
        model_reader(Terminal), "What lies beyond the horizon: told apart, and in no other figure."
    )


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


class Section(Model):
    """One heading of the document: the author's text, and for whom it is."""

    text: str | None = optional(f.text, "The author's own text, in Markdown.")
    audience: tuple[Audience, ...] = optional(
        list_reader(f.choice(*AUDIENCES), least=1),
        "For whom the whole section is, figures included, as [finance, board]; for everybody where not given.",
        (),
    )


def _read_section(node: tree.Node, path: Path, report: Report) -> Section:
    """Read a section: its text alone, or its text and its audience by their keys."""
    if isinstance(node, tree.Mapping):
        return read_model(Section, node, path, report)
    text: Any = f.text.read(node, path, report)
    return text if text is INVALID else Section(text=text)


_section: Reader[Section] = Reader(
    _read_section, lambda: {"anyOf": [f.text.schema(), {"$ref": "#/definitions/Section"}]}
)


class Sections(Model):
    """Narrative in Markdown, one text per heading of the document."""

    summary: Section | None = optional(_section, "What the reader must know, on the page that decides.")
    background: Section | None = optional(_section, "Why now: what customers met until today.")
    customers: Section | None = optional(_section, "What changes for customers.")
    benefits: Section | None = optional(_section, "How the benefits come about.")
    costs: Section | None = optional(_section, "What the costs hold and what they leave out.")
    returns: Section | None = optional(_section, "How to read cash flows and returns.")
    certainty: Section | None = optional(_section, "What the case depends on.")
    revenue: Section | None = optional(_section, "How revenue was split.")
    promises: Section | None = optional(_section, "What came of what was approved, in a value report.")
    savings: Section | None = optional(_section, "What else the period saved or made better, in a value report.")
    comparison: Section | None = optional(_section, "How the period compares with earlier ones, in a value report.")
    evidence: Section | None = optional(_section, "How the evidence was gathered.")
    measurement: Section | None = optional(_section, "How and when results will be measured.")
    method: Section | None = optional(_section, "What the reader should know about the method.")
    appendix: Section | None = optional(_section, "Anything more.")

    def text(self, name: str) -> str:
        """Return the author's text of a section; empty where there is none."""
        section: Section | None = getattr(self, name)
        return (section and section.text) or ""

    def hidden_from(self, audience: str) -> frozenset[str]:
        """Return the names of the sections that are not for an audience; none are where it is not said."""
        found = ((name, getattr(self, name)) for name in self.specs)
        return frozenset(
            name for name, one in found if audience and one and one.audience and audience not in one.audience
        )


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
    accept: Mapping[str, str] = optional(answers, "Your answers to warnings, by their codes, as CX304: why.", {})
