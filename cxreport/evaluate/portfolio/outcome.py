"""What the evaluation of a portfolio says beside its figures: who is funded and why others are not, who overlaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from cxreport.case.models import BusinessCase, Entry, ValueReport
from cxreport.evaluate.portfolio.calendar import Calendar

if TYPE_CHECKING:
    from cxreport.evaluate.evaluation import Evaluation

Reason = Literal["worthless", "excluded", "requires", "budget", "crowded"]
Ground = Literal["claims", "id", "name", "near-name", "driver"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal of the portfolio: its id there, its own evaluation, and its entry."""

    id: str
    evaluation: Evaluation
    entry: Entry

    @property
    def case(self) -> BusinessCase:
        """The proposal itself."""
        case = self.evaluation.case
        assert isinstance(case, BusinessCase)  # noqa: S101 - others are not gathered
        return case

    @property
    def title(self) -> str:
        """What it is called in the tables."""
        return self.case.title


@dataclass(frozen=True, slots=True)
class Report:
    """The value report of a team: its id in the portfolio, and its own evaluation."""

    id: str
    evaluation: Evaluation

    @property
    def case(self) -> ValueReport:
        """The report itself."""
        case = self.evaluation.case
        assert isinstance(case, ValueReport)  # noqa: S101 - others are not gathered
        return case

    @property
    def title(self) -> str:
        """What it is called in the tables: its team, or its own title where it names none."""
        return self.case.team or self.case.title


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a proposal is not funded.

    `worthless`: it brings no more than it costs. `excluded` by, or `requires`, the proposals in `others`. `budget`:
    added to the line, it would break the budget of the periods in `short`, by so much. `crowded`: it would fit, and
    still the set is worth more without it.
    """

    reason: Reason
    others: tuple[str, ...] = ()
    short: Mapping[int, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What it would cost to fund a proposal all the same; `drops` are those that would have to give way."""

    drops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """How the line moves with another budget: who comes in and who falls off. None of both: `possible` says why."""

    joins: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    possible: bool = True


@dataclass(frozen=True, slots=True)
class FundingLine:
    """The choice under the budget.

    `periods` are how many calendar periods it limits. `refusals` has every proposal that is not funded, `losses` those
    of them that could be. `next` has the shift for one step more in a period, `cuts` that for a change in percent.
    """

    funded: tuple[str, ...]
    periods: int
    proven: bool
    refusals: Mapping[str, Refusal]
    losses: Mapping[str, Loss]
    next: Mapping[int, Shift]
    cuts: Mapping[int, Shift]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Benefits of different proposals that are, or may be, the same money, and on what `ground`.

    `address` has the most that may be counted twice; `benefits` are theirs, by proposal and name; `told` is what they
    have in common.
    """

    address: str
    benefits: tuple[tuple[str, str], ...]
    ground: Ground
    told: str

    @property
    def certain(self) -> bool:
        """Whether the two say themselves that they are the same; else a reader has to judge."""
        return self.ground in {"claims", "name"}


@dataclass(frozen=True, slots=True)
class PortfolioOutcome:
    """The members of a portfolio, best first, and what was decided; reports of one period have no calendar."""

    proposals: tuple[Proposal, ...] = ()
    reports: tuple[Report, ...] = ()
    calendar: Calendar | None = None
    line: FundingLine | None = None
    overlaps: tuple[Overlap, ...] = ()

    @property
    def funded(self) -> frozenset[str]:
        """The ids of the proposals that are funded; of all where there is no budget."""
        if self.line is None:
            return frozenset(proposal.id for proposal in self.proposals)
        return frozenset(self.line.funded)

    @property
    def days(self) -> Calendar:
        """The calendar; only to be asked of proposals."""
        assert self.calendar is not None  # noqa: S101 - every proposal lies on it
        return self.calendar

    def proposal(self, identifier: str) -> Proposal:
        """Return a proposal by its id."""
        return next(proposal for proposal in self.proposals if proposal.id == identifier)
