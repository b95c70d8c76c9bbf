"""A portfolio as its template sees it: a funding round, or the reports of all teams."""

from __future__ import annotations

from cxreport.case.models import Portfolio
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.portfolio.company import CompanyView
from cxreport.render.views.portfolio.round import RoundView

__all__ = ["CompanyView", "RoundView", "portfolio_view"]


def portfolio_view(printed: Printed, look: Theme, case: Portfolio) -> RoundView | CompanyView:
    """Return the view of a portfolio: of the company where it gathers reports, else of the round."""
    return RoundView(printed, look, case) if case.company is None else CompanyView(printed, look, case)
