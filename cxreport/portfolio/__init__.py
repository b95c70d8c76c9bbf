"""The laws of portfolios: flows on one calendar, and the choice under a budget. Numbers in, numbers out."""

from cxreport.portfolio.calendar import brought_forward, months_shared, spread
from cxreport.portfolio.choice import Candidate, Choice, best_choice, closure, conflicts, shortfalls

__all__ = [
    "Candidate",
    "Choice",
    "best_choice",
    "brought_forward",
    "closure",
    "conflicts",
    "months_shared",
    "shortfalls",
    "spread",
]
