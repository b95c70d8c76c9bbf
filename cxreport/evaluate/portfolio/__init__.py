"""From a portfolio to its evaluation: every proposal on one calendar, the funding line, overlaps; or all teams."""

from cxreport.evaluate.portfolio.outcome import (
    FundingLine,
    Loss,
    Overlap,
    PortfolioOutcome,
    Proposal,
    Refusal,
    Report,
    Shift,
)
from cxreport.evaluate.portfolio.whole import evaluate_portfolio

__all__ = [
    "FundingLine",
    "Loss",
    "Overlap",
    "PortfolioOutcome",
    "Proposal",
    "Refusal",
    "Report",
    "Shift",
    "evaluate_portfolio",
]
