"""The laws of revenue attribution: who brought which part of all revenue. Numbers in, numbers out."""

from cxreport.attribution.contributors import equal_parts, group_value
from cxreport.attribution.line import (
    in_sync_difference,
    in_sync_gain,
    saved_revenue,
    survey_margin,
    survey_revenue,
    survey_share,
)
from cxreport.attribution.reconcile import discrepancy
from cxreport.attribution.shapley import exact_parts, shapley_values
from cxreport.attribution.split import ClaimsExceedTotal, Split, share_of, split

__all__ = [
    "ClaimsExceedTotal",
    "Split",
    "discrepancy",
    "equal_parts",
    "exact_parts",
    "group_value",
    "in_sync_difference",
    "in_sync_gain",
    "saved_revenue",
    "shapley_values",
    "share_of",
    "split",
    "survey_margin",
    "survey_revenue",
    "survey_share",
]
