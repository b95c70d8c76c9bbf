"""The laws of cash flows: present value, returns, payback and internal rates. Numbers in, numbers out."""

from cxreport.finance.beyond import at_horizon, perpetuity, straight_line
from cxreport.finance.cashflow import cumulative, discount_factor, discounted, present_value
from cxreport.finance.inflation import price_level, real_rate
from cxreport.finance.irr import InternalRates, internal_rates
from cxreport.finance.mirr import modified_internal_rate
from cxreport.finance.payback import discounted_payback_months, payback_months
from cxreport.finance.returns import (
    benefit_cost_ratio,
    break_even_share,
    first_year_return,
    net_present_value,
    return_on_investment,
)

__all__ = [
    "InternalRates",
    "at_horizon",
    "benefit_cost_ratio",
    "break_even_share",
    "cumulative",
    "discount_factor",
    "discounted",
    "discounted_payback_months",
    "first_year_return",
    "internal_rates",
    "modified_internal_rate",
    "net_present_value",
    "payback_months",
    "perpetuity",
    "present_value",
    "price_level",
    "real_rate",
    "return_on_investment",
    "straight_line",
]
