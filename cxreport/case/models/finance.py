"""The nouns of what finance may add to a case: tax, and what comes after the horizon."""

from __future__ import annotations

from decimal import Decimal

from cxreport.case import fields as f
from cxreport.case.reading import Model, optional, required


class Tax(Model):
    """Tax on what the case earns. Its figures stand beside those before tax and take the place of none."""

    rate: Decimal = required(f.share, "The share of the taxable income that is paid as tax.", stand_in=Decimal(0))
    depreciation_years: int = required(
        f.years, "Years over which costs of class capital are written off, in equal parts.", stand_in=1
    )
    discount_rate: Decimal | None = optional(
        f.rate, "Effective yearly rate after tax; finance.discount_rate where not given."
    )
    source: str | None = optional(f.line, "Who set the rate of tax and the years.")


class Terminal(Model):
    """What the case may be worth beyond its horizon, told apart from every other figure."""

    growth: Decimal | None = optional(
        f.rate, "The net flow of the last year goes on for ever and grows by this a year."
    )
    multiple: Decimal | None = optional(f.positive, "The net flow of the last year is worth so many times itself.")
    source: str | None = optional(f.line, "Why the case goes on for longer than it is planned.")
