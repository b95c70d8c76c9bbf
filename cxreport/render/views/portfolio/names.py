"""What is called how in the document of a funding round: proposals by their ranks, periods by their names."""

from __future__ import annotations

from collections.abc import Iterable

from cxreport.evaluate import Evaluation
from cxreport.evaluate.portfolio import PortfolioOutcome
from cxreport.render.formats import NOTHING, Formats
from cxreport.render.printed_portfolio import outcome_of


class Names:
    """The names of one round."""

    def __init__(self, evaluation: Evaluation, formats: Formats) -> None:
        self.outcome: PortfolioOutcome = outcome_of(evaluation)
        self.formats = formats
        self.refs = {proposal.id: str(rank) for rank, proposal in enumerate(self.outcome.proposals, 1)}

    def period(self, t: int) -> str:
        """Return the name of a period of the calendar, as `FY2027`, `Q1 2027` or `Year 2`."""
        named = self.outcome.days.named(t)
        if named is not None:
            return self.formats.period(named)
        if self.outcome.days.months == 12:
            return self.formats.words.say("year", number=t)
        return self.formats.short_month(self.outcome.days.begin(t))

    def span(self, last: int | None = None) -> str:
        """Return the whole calendar, or its first periods, as `from FY2027 to FY2029`."""
        end = last or self.outcome.days.periods
        first, final = self.period(1), self.period(end)
        say = self.formats.words
        return say.say("in_period", period=first) if end == 1 else say.say("from_period", first=first, last=final)

    def title(self, identifier: str) -> str:
        """Return what a proposal is called."""
        return self.outcome.proposal(identifier).title

    def listed(self, identifiers: Iterable[str]) -> str:
        """Return proposals by their ranks, as `2, 5 and 7`; a dash for none."""
        refs = sorted((self.refs[identifier] for identifier in identifiers), key=int)
        return self.formats.words.joined(refs) or NOTHING

    def periods(self, numbers: Iterable[int]) -> list[str]:
        """Return the names of periods."""
        return [self.period(t) for t in numbers]
