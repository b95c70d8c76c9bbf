"""The laws of promises and results: plan of a window, variance, forecast, standing. Numbers in, numbers out."""

from cxreport.tracking.forecast import remaining, revised_flow, run_rate
from cxreport.tracking.plan import metric_plan, plan_of, share_within
from cxreport.tracking.standing import STANDINGS, Standing, standing
from cxreport.tracking.variance import reported, shortfall, variance, variance_share

__all__ = [
    "STANDINGS",
    "Standing",
    "metric_plan",
    "plan_of",
    "remaining",
    "reported",
    "revised_flow",
    "run_rate",
    "share_within",
    "shortfall",
    "standing",
    "variance",
    "variance_share",
]
