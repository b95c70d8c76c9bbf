"""Two versions of a case compared in money: what changed, and what each change accounts for."""

from cxreport.evaluate.versions.difference import Contribution, Difference, KeyFigure, diff
from cxreport.evaluate.versions.inputs import Change, Side

__all__ = ["Change", "Contribution", "Difference", "KeyFigure", "Side", "diff"]
