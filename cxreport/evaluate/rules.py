"""The rules by which figures come about: each in words, as `explain` prints it, and as a function of its inputs.

The laws themselves live in `finance` and `attribution`; here they get the names of their inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache, reduce
from importlib import import_module
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from cxreport import finance

if TYPE_CHECKING:
    from cxreport import attribution, portfolio, tracking

Argument = Decimal | None | tuple[Decimal, ...]

# What is left of 100 less three thirds of it, in the 60 digits that are computed with: below it, nothing is known.
DUST = Decimal("1e-40")
_KEPT_DIGITS = 50


class Rule(NamedTuple):
    """A law in words, with the names of its inputs, and the function that applies it to their values."""

    text: str
    apply: Callable[..., Decimal | None]


class _Later:
    """A package of laws, imported when one of them is applied: `check` waits for none that its case leaves out."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __getattr__(self, law: str) -> Callable[..., Any]:
        def apply(*values: Any, **inputs: Any) -> Any:
            return getattr(import_module(self._package), law)(*values, **inputs)

        return apply


if not TYPE_CHECKING:
    attribution, portfolio, tracking = map(_Later, ("cxreport.attribution", "cxreport.portfolio", "cxreport.tracking"))


def _growth(growth: Decimal, years: Decimal) -> Decimal:
    return (1 + growth) ** int(years)


def _against(effect: Decimal, risk: Decimal, *, benefit: bool) -> Decimal:
    """Return the effect with risk working against the case, whatever its sign: DESIGN §5, signs."""
    lost = abs(effect) * risk
    return effect - lost if benefit else effect + lost


def _sum(parts: Sequence[Decimal]) -> Decimal:
    return reduce(add, parts) if parts else Decimal(0)


def _first_year(benefits: Sequence[Decimal], costs: Sequence[Decimal], last: Decimal) -> Decimal | None:
    return finance.first_year_return(benefits, costs, int(last))


def _rates(law: Callable[..., Any]) -> Callable[..., Decimal | None]:
    """Return `law` with the count of periods per year, which the ledger holds as a Decimal, as a whole number."""
    return lambda periods_per_year, **inputs: law(periods_per_year=int(periods_per_year), **inputs)


def _without_dust(flows: Sequence[Decimal]) -> list[Decimal]:
    """Return the flows such that a running total of next to nothing is zero, as after three thirds of the outlay."""
    totals = finance.cumulative(flows)
    largest = max(abs(total) for total in totals)
    step = max(DUST, Decimal(1).scaleb(largest.adjusted() - _KEPT_DIGITS)) if largest else DUST
    totals = tuple(total.quantize(step) for total in totals)
    return [after - before for before, after in pairwise([Decimal(0), *totals])]


def _months(flows: Sequence[Decimal], months_per_period: Decimal) -> Decimal | None:
    return finance.payback_months(_without_dust(flows), int(months_per_period))


def _discounted_months(flows: Sequence[Decimal], rate: Decimal, periods_per_year: Decimal) -> Decimal | None:
    return _months(finance.discounted(flows, rate, int(periods_per_year)), 12 / periods_per_year)


@lru_cache(maxsize=256)
def internal_rates(flows: tuple[Decimal, ...], periods_per_year: Decimal) -> finance.InternalRates:
    """Return all internal rates of the flows; they are asked for once per root."""
    return finance.internal_rates(flows, int(periods_per_year))


def _internal_rate(flows: tuple[Decimal, ...], periods_per_year: Decimal) -> Decimal | None:
    return internal_rates(flows, periods_per_year).rate


def _root(flows: tuple[Decimal, ...], periods_per_year: Decimal, number: Decimal) -> Decimal:
    return internal_rates(flows, periods_per_year).roots[int(number) - 1]


def _remainder(total: Decimal, cxm: Decimal, csm: Decimal) -> Decimal:
    if total - DUST < cxm + csm <= total + DUST:
        return Decimal(0)
    return attribution.split(total, cxm, csm).sales


def _whole(plan: Decimal) -> Decimal:
    """Return a plan without the dust of twelfths, so that nothing stays nothing."""
    return plan if abs(plan) > DUST else Decimal(0)


def _difference(stated: Decimal, computed: Decimal) -> Decimal:
    difference = attribution.discrepancy(stated, computed)
    return difference if abs(difference) > DUST else Decimal(0)


def _delayed(ramp: Sequence[Decimal], months: Decimal, months_per_period: Decimal) -> Decimal:
    """Return the last value of a ramp that begins later; before it begins, it is nothing."""
    whole, part = divmod(months, months_per_period)
    share = part / months_per_period
    later = [Decimal(0)] * (int(whole) + 1) + list(ramp)
    at = len(ramp)
    return later[at] * (1 - share) + later[at - 1] * share


def _beyond_largest(parts: Sequence[Decimal]) -> Decimal:
    return max(_sum(parts) - max(parts), Decimal(0))


RULES: dict[str, Rule] = {
    "written": Rule("as written", lambda amount: amount),
    "converted": Rule("amount × rate", lambda amount, rate: amount * rate),
    "scaled": Rule("amount × factor", lambda amount, factor: amount * factor),
    "delayed": Rule(
        "the ramp, moved by months ÷ months per period, straight between two periods and 0 before it begins", _delayed
    ),
    "growth": Rule("(1 + growth)^years", _growth),
    "effect": Rule(
        "amount × ramp × growth × prices × attribution × margin",
        lambda amount, ramp, growth, prices, attribution, margin: (
            amount * ramp * growth * prices * attribution * margin
        ),
    ),
    "initial": Rule(
        "initial × attribution × margin", lambda amount, attribution, margin: amount * attribution * margin
    ),
    "benefit_after_risk": Rule(
        "effect × (1 − risk), or × (1 + risk) where the effect is negative",
        lambda effect, risk: _against(effect, risk, benefit=True),
    ),
    "cost_after_risk": Rule(
        "effect × (1 + risk), or × (1 − risk) where the effect is negative",
        lambda effect, risk: _against(effect, risk, benefit=False),
    ),
    "sum": Rule("sum of the parts", _sum),
    "less": Rule("whole − part", lambda whole, part: whole - part),
    "above_hurdle": Rule("figure − hurdle", lambda figure, hurdle: None if figure is None else figure - hurdle),
    "below_hurdle": Rule("hurdle − figure", lambda figure, hurdle: None if figure is None else hurdle - figure),
    "present_value": Rule("Σ flow_t ÷ (1 + rate)^(t ÷ periods per year)", _rates(finance.present_value)),
    "npv": Rule("benefits_pv − costs_pv", finance.net_present_value),
    "roi": Rule("npv ÷ costs_pv", finance.return_on_investment),
    "bcr": Rule("benefits_pv ÷ costs_pv", finance.benefit_cost_ratio),
    "break_even": Rule("costs_pv ÷ benefits_pv", finance.break_even_share),
    "first_year_roi": Rule("(benefits − costs) ÷ costs, up to period last, undiscounted", _first_year),
    "payback": Rule("months until the running total stays at zero or above", _months),
    "discounted_payback": Rule("months until the discounted running total stays at zero or above", _discounted_months),
    "irr": Rule("the one yearly rate at which the present value of the flows is zero", _internal_rate),
    "irr_root": Rule("the number-th yearly rate at which the present value of the flows is zero", _root),
    "mirr": Rule(
        "(inflows at the horizon ÷ outflows at time 0)^(1 ÷ years) − 1", _rates(finance.modified_internal_rate)
    ),
    "inflated": Rule(
        "(1 + inflation)^(number ÷ periods per year)",
        lambda inflation, number, periods_per_year: finance.price_level(inflation, int(number), int(periods_per_year)),
    ),
    "deflated": Rule(
        "flow ÷ (1 + inflation)^(number ÷ periods per year)",
        lambda flow, inflation, number, periods_per_year: (
            flow / finance.price_level(inflation, int(number), int(periods_per_year))
        ),
    ),
    "real_rate": Rule("(1 + rate) ÷ (1 + inflation) − 1", finance.real_rate),
    "straight_line": Rule(
        "what was bought in the periods of its life before this one ÷ (life in years × periods per year)",
        lambda bought, life, periods_per_year: finance.straight_line(bought, int(life * periods_per_year)),
    ),
    "taxed": Rule("taxable × tax_rate", lambda taxable, tax_rate: taxable * tax_rate),
    "perpetuity": Rule(
        "flow × (1 + terminal_growth) ÷ (rate − terminal_growth)",
        lambda terminal_growth, **given: finance.perpetuity(growth=terminal_growth, **given),
    ),
    "multiplied": Rule("flow × multiple", lambda flow, multiple: flow * multiple),
    "at_horizon": Rule(
        "value ÷ (1 + rate)^(number ÷ periods per year)",
        lambda value, rate, number, periods_per_year: finance.at_horizon(
            value, rate, int(number), int(periods_per_year)
        ),
    ),
    "share": Rule("part ÷ total", attribution.share_of),
    "part_of": Rule("part ÷ total", lambda part, total: part / total if total else None),
    "in_sync": Rule("in_sync − out_of_sync", attribution.in_sync_difference),
    "in_sync_groups": Rule("customers_in × (revenue_each_in − revenue_each_out)", attribution.in_sync_gain),
    "saved": Rule("customers × would_have_left × revenue_each", attribution.saved_revenue),
    "survey_share": Rule("influenced ÷ asked", attribution.survey_share),
    "survey_margin": Rule("1.96 × √(share × (1 − share) ÷ asked)", attribution.survey_margin),
    "survey": Rule("share × (total − cxm)", attribution.survey_revenue),
    "remainder": Rule("total − cxm − csm", _remainder),
    "group": Rule("Σ amount × share", attribution.group_value),
    "discrepancy": Rule("stated − computed", _difference),
    "plan": Rule("Σ flow × share of it in these months", tracking.plan_of),
    "reported": Rule("sum of what was reported; nothing where nothing was", tracking.reported),
    "variance": Rule("actual − plan", tracking.variance),
    "variance_share": Rule(
        "variance ÷ size of the plan", lambda variance, plan: tracking.variance_share(variance, _whole(plan))
    ),
    "benefit_rate": Rule(
        "actual ÷ plan of the months reported, from 0 to 1; 1 where nothing was",
        lambda actual, plan: tracking.run_rate(actual, _whole(plan), is_benefit=True),
    ),
    "cost_rate": Rule(
        "actual ÷ plan of the months reported, 1 or more; 1 where nothing was",
        lambda actual, plan: tracking.run_rate(actual, _whole(plan), is_benefit=False),
    ),
    "remaining": Rule("Σ flow × share without an actual × rate", tracking.remaining),
    "revised_flow": Rule("flow + flow × open_share × (rate − 1) + Σ variances", tracking.revised_flow),
    "shortfall": Rule("the larger of −benefits and costs, at least 0", tracking.shortfall),
    "metric_plan": Rule("baseline + (target − baseline) × elapsed", tracking.metric_plan),
    "spread": Rule("Σ amount × months ÷ months per period", portfolio.spread),
    "brought_forward": Rule("value ÷ (1 + rate)^(months ÷ 12)", portfolio.brought_forward),
    "beyond_largest": Rule("sum of the parts − the largest of them, 0 at least", _beyond_largest),
}
