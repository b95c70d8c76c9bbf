"""The one sentence: we propose to A, to B, which will bring us C, at a cost of D."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cxreport.case.models import Benefit, BusinessCase, Initiative
from cxreport.evaluate import Evaluation
from cxreport.render.formats import HARD_SPACE, Formats
from cxreport.render.words import Words

MOST_JOINED = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the sentence; `address` names the figure that it prints, if any."""

    text: str
    address: str = ""


Sentence = tuple[Piece, ...]


def weave(words: Words, key: str, **places: Sentence | str) -> Sentence:
    """Return the words of `key` with a sentence or a text in each place; figures stay pieces of their own.

    Where what stands in the last place brings a full stop, the sentence has no other.
    """
    pieces: list[Piece] = []
    for before, place in words.parts(key):
        ended = bool(pieces) and pieces[-1].text.endswith(".")
        found = places[place] if place else ()
        inner = (Piece(found),) if isinstance(found, str) else found
        for piece in (Piece(before[1:] if ended and before.startswith(".") else before), *inner):
            if pieces and not pieces[-1].address and not piece.address:
                pieces[-1] = Piece(pieces[-1].text + piece.text)
            elif piece.text:
                pieces.append(piece)
    return tuple(pieces)


def plain(sentence: Sentence) -> str:
    """Return the sentence as one text, with ordinary spaces."""
    return "".join(piece.text for piece in sentence).replace(HARD_SPACE, " ")


def initiative_sentence(evaluation: Evaluation, initiative: Initiative, formats: Formats) -> Sentence:
    """Return the sentence of one initiative."""
    return _Composer(evaluation, formats, f"{initiative.id}.", (initiative,)).sentence(
        initiative.action, initiative.improvement
    )


def case_sentence(evaluation: Evaluation, formats: Formats) -> Sentence:
    """Return the sentence of a business case: its own A and B, or those of its initiatives joined, or counted."""
    case = evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report proposes nothing
    composer = _Composer(evaluation, formats, "", case.initiatives)
    return composer.sentence(*_whole(case, formats.words))


def _whole(case: BusinessCase, words: Words) -> tuple[str, str]:
    if case.action is not None and case.improvement is not None:
        return case.action, case.improvement
    if len(case.initiatives) <= MOST_JOINED:
        actions = words.joined([_inside(item.action) for item in case.initiatives])
        return actions, words.joined([_inside(item.improvement) for item in case.initiatives])
    return (
        words.say(
            "counted_actions", count=words.count(len(case.initiatives)), first=_inside(case.initiatives[0].action)
        ),
        words.say("counted_improvements", first=_inside(case.initiatives[0].improvement)),
    )


class _Composer:
    def __init__(
        self, evaluation: Evaluation, formats: Formats, prefix: str, initiatives: Sequence[Initiative]
    ) -> None:
        self.evaluation = evaluation
        self.formats = formats
        self.words = formats.words
        self.prefix = prefix
        self.initiatives = initiatives

    def sentence(self, action: str, improvement: str) -> Sentence:
        return weave(
            self.words,
            "sentence",
            action=_inside(action),
            improvement=_inside(improvement),
            benefit=self._benefit(),
            how=self._how(),
            cost=self._cost(),
        )

    def _benefit(self) -> Sentence:
        kinds = self._kinds()
        if not kinds:
            return weave(self.words, "brings_no_money")
        _, amount = self._worth("benefit")
        if not amount:
            return weave(self.words, "brings_nothing_counted")
        return self._told(("both" if len(kinds) == 2 else kinds[0]) if amount > 0 else "loss", "benefit")

    def _cost(self) -> Sentence:
        _, amount = self._worth("cost")
        if not amount:
            return weave(self.words, "no_cost")
        return self._told("cost" if amount > 0 else "less_cost", "cost")

    def _kinds(self) -> list[str]:
        """Return what the benefits are, of saving and revenue; nothing where all of them are advantages."""
        given = {benefit.type for initiative in self.initiatives for benefit in initiative.benefits}
        counted: list[str] = [kind for kind in ("saving", "revenue") if kind in given]
        return [kind for kind in counted if any(self._flows(kind))] or counted

    def _told(self, what: str, side: str) -> Sentence:
        """Return the words around an amount: of each year, over the horizon, or at the start."""
        address, amount = self._worth(side)
        told = (Piece(self.formats.spoken(abs(amount)), address),)
        if self._steady(side):
            return weave(self.words, f"{what}_yearly", amount=told)
        if side == "cost" and not any(self._flows(side)[1:]):
            return weave(self.words, f"{what}_at_start", amount=told)
        return weave(self.words, f"{what}_over", amount=told, over=horizon(self.evaluation, self.words))

    def _worth(self, side: str) -> tuple[str, Decimal]:
        address = f"{self.prefix}{side}_years.1" if self._steady(side) else f"{self.prefix}{side}s_total"
        return address, self.evaluation.amount(address)

    def _steady(self, side: str) -> bool:
        """Return whether the amount is the same in every year, all years are whole, and time 0 has none of it."""
        years = self.evaluation.years(f"{self.prefix}{side}_years")
        whole = self.evaluation.periods % self.evaluation.periods_per_year == 0
        return whole and self._flows(side)[0] == 0 and years[0] != 0 and len(set(years)) == 1

    def _flows(self, kind: str) -> tuple[Decimal, ...]:
        return self.evaluation.series(f"{self.prefix}{kind}_flows")

    def _how(self) -> str:
        """Return how the largest benefit comes about; advantages count where there is nothing else."""
        if self._kinds() and self._worth("benefit")[1] <= 0:
            return ""
        described = [(item, benefit) for item in self.initiatives for benefit in item.benefits]
        counted = [pair for pair in described if pair[1].type != "advantage"]
        _, largest = max(counted or described[:1], key=lambda pair: self._total(*pair))
        if not largest.how:
            return ""
        lead = "among_others" if len(self.initiatives) > 1 else "how" if counted else "how_described"
        return self.words.say(lead, how=_inside(largest.how))

    def _total(self, initiative: Initiative, benefit: Benefit) -> Decimal:
        figure = self.evaluation.figures.get(f"{initiative.id}.benefits.{benefit.id}.total")
        return (figure and figure.value) or Decimal(0)


def horizon(evaluation: Evaluation, words: Words) -> str:
    """Return the time that the case looks ahead, as `over three years` or `over 18 months`."""
    years, rest = divmod(evaluation.periods, evaluation.periods_per_year)
    if rest:
        months = evaluation.periods * 12 // evaluation.periods_per_year
        return words["over_one_month"] if months == 1 else words.say("over_months", count=words.count(months))
    return words["over_one_year"] if years == 1 else words.say("over_years", count=words.count(years))


def _inside(text: str) -> str:
    """Return a part as it stands inside the sentence: without a full stop of its own."""
    return text.strip().rstrip(".")
