"""The nouns of a portfolio: the cases that it gathers, the budget they compete for, the company they add up to."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.models.header import Header
from cxreport.case.models.revenue import Revenue
from cxreport.case.reading import Model, Reader, either, list_reader, model_reader, optional, required
from cxreport.quantity import Money, Period, Series

Ranking = Literal["npv", "bcr", "payback", "weight"]
RANKINGS: tuple[Ranking, ...] = ("npv", "bcr", "payback", "weight")

_ids = list_reader(f.identifier, least=1)
_MILLION = Money(Decimal(10) ** 6)


class Entry(Model):
    """A case of a portfolio that is named by its file, with what only the committee knows of it."""

    case: str = required(f.line, "Its file, as seen from the folder of the portfolio.", stand_in="")
    id: str | None = optional(f.identifier, "Its name in addresses and in other entries; that of its file otherwise.")
    must_have: bool = optional(f.yes_or_no, "Whether it is funded in any case, as a law or a contract may ask.", False)
    requires: tuple[str, ...] = optional(_ids, "Proposals, by their ids, that it cannot be funded without.", ())
    excludes: tuple[str, ...] = optional(_ids, "Proposals, by their ids, that it cannot be funded beside.", ())
    weight: Decimal | None = optional(f.count, "How much it serves the strategy, on a scale of your own.")


class Budget(Model):
    """The money that the proposals compete for."""

    available: Series[Money] = required(
        f.money_series,
        "Money of each calendar period: one amount for every period, or a list from the first period on.",
        stand_in=Series((Money(Decimal(0)),)),
    )
    committed: Series[Money] | None = optional(f.money_series, "What of it is promised already, in the same form.")
    step: Money = optional(f.positive_money, "What the value of a little more budget is told for; 1 million.", _MILLION)
    source: str | None = optional(f.line, "Who sets the budget.")


class Company(Model):
    """The whole company in one period, which the reports of its teams have to add up to."""

    period: Period = required(
        f.period, "The period whose reports are gathered: FY2026, 2026-Q3 (of the calendar) or 2026-09."
    )
    revenue: Money = required(f.positive_money, "All revenue of the company in the period, as it is published.")
    source: str | None = optional(f.line, "Where it is published.")


_entry = model_reader(Entry)
_case: Reader[str | Entry] = either(lambda node: _entry if isinstance(node, tree.Mapping) else f.line, (f.line, _entry))


class Portfolio(Header):
    """A portfolio: proposals that compete for one budget, or the reports of all teams in a period."""

    revenue: Revenue | None = None  # it has none of its own; its members have

    kind: Literal["portfolio"] = required(
        f.choice("portfolio"), "portfolio, for many cases at once.", stand_in="portfolio"
    )
    cases: tuple[str | Entry, ...] = required(
        list_reader(_case, least=1),
        "The cases: patterns of files, as ../proposals/*.yaml, or single entries.",
        stand_in=(),
    )
    rank: Ranking = optional(f.choice(*RANKINGS), "What proposals are ranked by.", "npv")
    budget: Budget | None = optional(model_reader(Budget), "The money that the proposals compete for.")
    company: Company | None = optional(
        model_reader(Company), "The company that value reports add up to; with it, these are gathered, not proposals."
    )
