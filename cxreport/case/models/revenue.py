"""The nouns of a period's revenue and of what brought it in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.models.lines import Sourced
from cxreport.case.reading import Model, Reader, either, list_reader, model_reader, optional, required
from cxreport.quantity import Money, Period

CHANGES = tuple(
    "process policy handoff product service market-entry partnership business-model strategy standard "
    "cost-saving".split()
)


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

    period: Period = required(
        f.period, "The period: FY2026, 2026-Q3 (of the calendar) or 2026-09.", stand_in=Period(2000)
    )
    total: Money = required(f.positive_money, "All purchases and fees of the period.")
    source: str | None = optional(f.line, "Who or what gives the total.")
    cxm: Cxm = optional(model_reader(Cxm), "Revenue through customer-experience management.", Cxm())
    csm: Csm = optional(model_reader(Csm), "Revenue through customer success and support.", Csm())
    stated: Stated = optional(
        model_reader(Stated), "Figures published elsewhere, to be checked against ours.", Stated()
    )
