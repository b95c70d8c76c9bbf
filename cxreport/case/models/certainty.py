"""The nouns of what might turn out otherwise: scenarios, how to simulate, and the hurdles of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from cxreport.case import fields as f
from cxreport.case.reading import Model, dict_reader, optional
from cxreport.quantity import DriverValue, Series


class Scenario(Model):
    """The case as it would be if some of it turned out otherwise; what is not named here stays as it is."""

    name: str | None = optional(f.line, "Its name in the document; made from the key where not given.")
    because: str | None = optional(f.line, "What would have happened, in a sentence.")
    ranges: Literal["worst", "best"] | None = optional(
        f.choice("worst", "best"), "Put every input that has a range at the end that hurts or helps the case the most."
    )
    drivers: Mapping[str, Series[DriverValue]] = optional(
        dict_reader(f.driver_series),
        "Other values of drivers, by their names, as avoidable or truck-rolls.avoidable.",
        {},
    )
    ramps: Mapping[str, Series[Decimal]] = optional(
        dict_reader(f.share_series), "Other ramps, by the ids of the lines, as truck-rolls or portal.truck-rolls.", {}
    )
    discount_rate: Decimal | None = optional(f.rate, "Another discount rate.")
    delays: Mapping[str, int] = optional(
        dict_reader(f.delay), "Months by which the benefits come later, by the ids of the initiatives.", {}
    )


class Simulation(Model):
    """How the case is played through with values drawn from its ranges."""

    draws: int = optional(f.draws, "How many times, from 100 to 1,000,000.", 10_000)
    seed: str | None = optional(
        f.line, "Any text: the same one gives the same draws. The name of the case's file where not given."
    )


class Hurdles(Model):
    """What the organisation asks of an investment."""

    roi: Decimal | None = optional(f.rate, "The least return on investment, as 25%.")
    irr: Decimal | None = optional(f.rate, "The least internal rate of return, a year, as 12%.")
    payback: int | None = optional(f.hurdle_months, "The most months until the outlay must be back.")
