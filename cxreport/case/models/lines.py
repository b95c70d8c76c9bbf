"""The nouns of what is proposed: evidence and drivers, lines of money over time, initiatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from cxreport.case import fields as f
from cxreport.case.formula import parse_formula
from cxreport.case.reading import Model, dict_reader, list_reader, model_reader, optional, required
from cxreport.quantity import DriverValue, Money, Month, Series

Grade = Literal["assumed", "benchmark", "observed", "tested"]
GRADES: tuple[Grade, ...] = ("assumed", "benchmark", "observed", "tested")
Distribution = Literal["triangular", "pert", "uniform", "normal", "lognormal"]
DISTRIBUTIONS: tuple[Distribution, ...] = ("triangular", "pert", "uniform", "normal", "lognormal")
MoneyOf = Literal["nominal", "real"]
MONEYS: tuple[MoneyOf, ...] = ("nominal", "real")
_DISTRIBUTION_TOLD = (
    "How values spread over the range: triangular, pert or uniform from end to end; normal or lognormal with nine of "
    "ten values inside."
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
    survival: str | None = optional(
        f.driver_name,
        "The name of a driver with the share that leaves in a period: what of a cohort is still there at its end.",
    )
    unit: str | None = optional(f.line, "What it counts, as contacts or hours.")
    source: str | None = optional(f.line, "Who or what gives the value.")
    owner: str | None = optional(f.line, "Who answers for the value.")
    range: tuple[Decimal, Decimal] | None = optional(
        f.value_range, "Low and high as shares of the value, as [80%, 110%]."
    )
    distribution: Distribution = optional(f.choice(*DISTRIBUTIONS), _DISTRIBUTION_TOLD, "triangular")

    @property
    def computed(self) -> bool:
        """Whether it follows from other drivers."""
        return self.formula is not None or self.survival is not None

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of the drivers that it follows from. Raises FormulaError where its formula is none."""
        if self.survival is not None:
            return (self.survival,)
        return parse_formula(self.formula).names if self.formula is not None else ()


_drivers = dict_reader(model_reader(Driver), f.driver_key)
answers = dict_reader(f.line, f.warning_code)
evidence_list = list_reader(model_reader(Evidence))


class Sourced(Model):
    """What every line may say about itself."""

    id: str = optional(f.identifier, "Short name for addresses and messages; made from the name where not given.", "")
    name: str = required(f.line, "What the line is called in the tables.", stand_in="?")
    source: str | None = optional(f.line, "Who or what gives the amount.")
    owner: str | None = optional(f.line, "Who answers for the amount.")
    evidence: tuple[Evidence, ...] = optional(evidence_list, "What the amount rests on, each with its grade.", ())
    drivers: Mapping[str, Driver] = optional(_drivers, "The numbers that this line's formula uses.", {})
    formula: str | None = optional(
        f.formula, "The amount from drivers, as contacts * 0.5 * cost_each; not beside amount."
    )
    range: tuple[Decimal, Decimal] | None = optional(
        f.value_range, "Low and high as shares of the amount, as [80%, 110%]."
    )
    distribution: Distribution = optional(f.choice(*DISTRIBUTIONS), _DISTRIBUTION_TOLD, "triangular")
    accept: Mapping[str, str] = optional(answers, "Your answers to warnings about this line, by their codes.", {})


class Flow(Sourced):
    """A line of money over time."""

    initial: Money | None = optional(f.money, "The amount at time 0, the first day of period 1; not discounted.")
    amount: Series[Money] | None = optional(
        f.money_series, "The amount of every period, or a list with one per period."
    )
    ramp: Series[Decimal] | None = optional(f.share_series, "The share of the full effect reached in each period.")
    growth: Decimal = optional(f.rate, "Yearly growth of the amount, from the second year on.", Decimal(0))
    money: MoneyOf | None = optional(
        f.choice(*MONEYS), "What the amount is given in, nominal or real money; finance.money where not given."
    )
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
    driver: str | None = optional(
        f.ready_driver, "The ready driver that computes the amount, with its inputs under drivers."
    )
    claims: str | None = optional(
        f.line, "The money that it lays claim to, in the same words in every case that claims it as well."
    )


class Labour(Model):
    """The time of the company's own people: hours, times what one hour costs."""

    hours: str = required(
        f.labour_part,
        "The hours of every period, a list with one value per period, or the name of a driver.",
        stand_in="",
    )
    rate: str = required(
        f.labour_part, "What one hour costs, all in, as $85; a list, or the name of a driver.", stand_in=""
    )

    @property
    def formula(self) -> str:
        """The formula that it is written out as."""
        return f"{self.hours or 'labour_hours'} * {self.rate or 'labour_rate'}"


class Cost(Flow):
    """What an initiative takes (D)."""

    labour: Labour | None = optional(
        model_reader(Labour), "The time of your own people, as hours and a rate, in place of an amount or a formula."
    )

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
    delay: int = optional(
        f.delay, "Months by which its benefits come later than their ramps say; its costs do not wait.", 0
    )
    metric: Metric | None = optional(model_reader(Metric), "The measure that will show the improvement.")
    benefits: tuple[Benefit, ...] = required(
        list_reader(model_reader(Benefit), least=1), "C: what it brings, one item per benefit.", stand_in=()
    )
    costs: tuple[Cost, ...] = required(
        list_reader(model_reader(Cost), least=1), "D: what it takes, one item per cost.", stand_in=()
    )
    accept: Mapping[str, str] = optional(answers, "Your answers to warnings about this initiative, by their codes.", {})
