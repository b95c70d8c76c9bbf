"""A funding round as its template sees it: who is funded, why others are not, and what another budget would do."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from markupsafe import Markup

from cxreport.case.models import Portfolio
from cxreport.evaluate.review import RULES
from cxreport.evaluate.rules import DUST
from cxreport.render.formats import Formats
from cxreport.render.printed import Printed
from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.sentence import Piece, Sentence, weave
from cxreport.render.theme import Theme
from cxreport.render.views.header import ChartView, Fact
from cxreport.render.views.keys import KeyFigure, side_by_side
from cxreport.render.views.portfolio.bubbles import bubble_chart
from cxreport.render.views.portfolio.cash import cash_chart, cash_tables
from cxreport.render.views.portfolio.line import budget_tables, next_table, shift_table, use_tables
from cxreport.render.views.portfolio.names import Names
from cxreport.render.views.portfolio.overlaps import overlap_table
from cxreport.render.views.portfolio.ranking import ranking_table, reasons_table
from cxreport.render.views.register import told_point
from cxreport.render.views.said import addressed, said
from cxreport.render.views.table import Table
from cxreport.render.words import capital

MOST_ASKED = 2  # questions of a reviewer about one proposal that the paper of the round repeats


class RoundView:
    """A portfolio of proposals, prepared for its template."""

    is_round = True

    def __init__(self, printed: Printed, look: Theme, case: Portfolio) -> None:
        self.printed = printed
        self.look = look
        self.case = case
        self.evaluation = printed.evaluation
        self.say = printed.formats.words
        self.outcome = outcome_of(self.evaluation)
        self.line = self.outcome.line
        self.names = Names(self.evaluation, printed.formats)
        self.prefix = "funding." if self.line is not None else ""

    # the cover and the summary

    @property
    def kind(self) -> str:
        """What the paper is."""
        return self.say["kind_round" if self.line is not None else "kind_portfolio"]

    @property
    def sentence(self) -> Sentence:
        """What is proposed: how many of how many, what they bring, what they cost, both over the same time."""
        places: dict[str, Sentence | str] = {
            "count": self.say.count(len(self.outcome.proposals)),
            "funded": self.say.count(len(self.outcome.funded)),
            "over": self.names.span(),
        }
        for side in ("benefits", "costs"):
            address = f"{self.prefix}{side}_total"
            places[side] = (Piece(self.printed.spoken(address), address),)
        if self.line is None:
            return capital_first(weave(self.say, "round_all", **places))
        if not self.outcome.funded:
            return weave(self.say, "round_none", count=str(places["count"]))
        every = len(self.outcome.funded) == len(self.outcome.proposals)
        return weave(self.say, "round_every" if every else "round", **places)

    def facts(self) -> tuple[Fact, ...]:
        """Return the money that the paper is in and how it is discounted, and who sets the budget."""
        rate = self.printed.formats.percent_as_written(self._rate())
        money = self.say.say("money_told", currency=self.printed.formats.currency_name, rate=rate)
        facts = [Fact(self.say["money"], money)]
        if self.case.budget is not None and self.case.budget.source:
            facts.append(Fact(self.say["budget"], self.case.budget.source))
        return tuple(facts)

    def _rate(self) -> Decimal:
        return self.case.finance.discount_rate or self.outcome.proposals[0].case.finance.discount_rate or Decimal(0)

    def keys(self) -> tuple[KeyFigure, ...]:
        """Return the four figures that decide."""
        say, printed, prefix = self.say, self.printed, self.prefix
        npv = KeyFigure(
            say["key_npv"], printed.spoken(f"{prefix}npv", short=True), f"{prefix}npv", say["key_round_npv"]
        )
        bcr = KeyFigure(say["key_bcr"], printed.ratio(f"{prefix}bcr"), f"{prefix}bcr", say["key_bcr_told"])
        cost = KeyFigure(
            say["key_cost"], printed.spoken(f"{prefix}costs_total", short=True), f"{prefix}costs_total",
            say.say("key_cost_told", over=self.names.span()),
        )  # fmt: skip
        if self.line is None:
            whole, told = "benefits_total", say.say("key_cost_told", over=self.names.span())
            gross = KeyFigure(say["benefits"], printed.spoken(whole, short=True), whole, told)
            return side_by_side((npv, bcr, gross, cost), self.look)
        told = say.say("key_left_told", free=printed.spoken("budget.free_total", short=True))
        left = KeyFigure(say["key_left"], printed.spoken("budget.left_total", short=True), "budget.left_total", told)
        return side_by_side((npv, bcr, cost, left), self.look)

    def chosen(self) -> Markup:
        """Return how many proposals are funded, and how many of the others are worth their cost."""
        assert self.line is not None  # noqa: S101 - the template has looked
        worthless = sum(refusal.reason == "worthless" for refusal in self.line.refusals.values())
        worthy = len(self.line.refusals) - worthless
        parts = []
        if worthy:
            key = "chosen_worthy_one" if worthy == 1 else "chosen_worthy"
            parts.append(said(self.say, key, count=self.say.count(worthy)))
        if worthless:
            key = "chosen_worthless_one" if worthless == 1 else "chosen_worthless"
            parts.append(said(self.say, key, count=self.say.count(worthless)))
        told = Markup(" ").join(capital(part) for part in parts)
        return told or said(self.say, "chosen_all")

    def next_told(self) -> Markup:
        """Return in which period a little more budget is worth the most, and what it would bring."""
        assert self.line is not None  # noqa: S101 - the template has looked
        step = addressed("budget.step", self.printed.spoken("budget.step"))
        gains = {t: self.evaluation.amount(f"budget.next.{t}.gain") for t in self.line.next}
        best = max(gains, key=lambda t: (gains[t], -t))
        if gains[best] <= DUST:
            return capital(said(self.say, "next_nothing", step=step))
        address = f"budget.next.{best}.gain"
        gain, joins = addressed(address, self.printed.spoken(address)), self.names.listed(self.line.next[best].joins)
        return said(self.say, "next_told", step=step, period=self.names.period(best), gain=gain, joins=joins)

    def cut_told(self) -> Markup:
        """Return what falls off where the budget is cut by a tenth."""
        assert self.line is not None  # noqa: S101 - the template has looked
        shift = self.line.cuts[90]
        if not shift.possible:
            return said(self.say, "cut_impossible")
        loss = self.evaluation.amount("budget.at.90.gain")
        if abs(loss) <= DUST:
            return said(self.say, "cut_nothing")
        lost = addressed("budget.at.90.gain", self.printed.formats.spoken(-loss))
        return said(self.say, "cut_told", loss=lost, drops=self.names.listed(shift.drops))

    def bubbles(self) -> ChartView | None:
        """Return all proposals by cost and benefit-cost ratio, the funded told from the others."""
        return bubble_chart(self.printed, self.look, self.names)

    # the sections

    def ranking(self) -> Table:
        """Return all proposals, best first."""
        return ranking_table(self.printed, self.look, self.case, self.names)

    def ranking_told(self) -> str:
        """Return what proposals are ranked by."""
        return self.say["ranked_by_" + self.case.rank]

    def reasons(self) -> Table | None:
        """Return why each proposal that is not funded is not, and what it would cost to fund it all the same."""
        return reasons_table(self.printed, self.look, self.names)

    def budget(self) -> tuple[Table, ...]:
        """Return budget and use of every limited period."""
        return tuple(budget_tables(self.printed, self.look, self.names))

    def uses(self) -> tuple[Table, ...]:
        """Return what each funded proposal takes of the budget."""
        return tuple(use_tables(self.printed, self.look, self.names))

    def budget_note(self) -> str:
        """Return that later periods are not limited, and where the search could not be finished, that."""
        assert self.line is not None  # noqa: S101 - the template has looked
        parts = []
        if self.line.periods < self.outcome.days.periods:
            parts.append(self.say.say("note_unlimited", last=self.names.period(self.line.periods)))
        parts.append(self.say["note_proven" if self.line.proven else "note_not_proven"])
        return " ".join(parts)

    def next_table(self) -> Table:
        """Return what a little more budget is worth, period by period."""
        return next_table(self.printed, self.look, self.names)

    def shifts(self) -> Table:
        """Return the line with less budget and with more."""
        return shift_table(self.printed, self.look, self.names)

    def cash_chart(self) -> ChartView:
        """Return the flows of what is funded, and the running total."""
        return cash_chart(self.printed, self.look, self.names, self.prefix)

    def cash_tables(self) -> tuple[Table, ...]:
        """Return the flows of what is funded, and of all proposals where these are more."""
        return tuple(cash_tables(self.printed, self.look, self.names, self.prefix))

    def overlaps(self) -> Table | None:
        """Return the benefits that several proposals claim."""
        return overlap_table(self.printed, self.look, self.names)

    def once_told(self) -> Markup:
        """Return what the line is worth with every benefit counted once; empty where nothing is counted twice."""
        if "overlaps.npv_once" not in self.evaluation.figures:
            return Markup("")
        once = addressed("overlaps.npv_once", self.printed.spoken("overlaps.npv_once"))
        twice = addressed("overlaps.funded_total", self.printed.spoken("overlaps.funded_total"))
        return said(self.say, "once_told", twice=twice, once=once)

    def points(self) -> tuple[str, ...]:
        """Return the open points of the round and of each proposal, which is named."""
        return member_points(self)


def capital_first(sentence: Sentence) -> Sentence:
    """Return a sentence that begins with a capital."""
    first, *rest = sentence
    return (Piece(capital(first.text), first.address), *rest)


def member_points(view: RoundView) -> tuple[str, ...]:
    """Return every open point once; one that lies in a member's own file begins with the member's title.

    Of what a reviewer would ask of one member, no more than two questions are told; where there are more, how many.
    """
    evaluation = view.evaluation
    asked = Counter(problem.place.file for problem in evaluation.problems if problem.code in RULES)
    own = {str(evaluation.loaded.path): ("", view.printed.formats)}
    for member in view.outcome.proposals:
        case = member.case
        formats = Formats(view.case.locale, case.currency, view.say)
        own[str(member.evaluation.loaded.path)] = (case.title, formats)
    found = []
    for problem in evaluation.problems:
        if problem.point is not None:
            title, formats = own.get(problem.place.file, ("", view.printed.formats))
            money = view.printed.formats if problem.point.key == "point_overlap" else formats
            told = told_point(problem.point, money)
            if title and problem.code in RULES and asked[problem.place.file] > MOST_ASKED:
                told = view.say.say("point_own_paper", count=asked[problem.place.file])
            found.append(view.say.say("point_of", name=title, point=told) if title else told)
    return tuple(dict.fromkeys(found))
