"""The columns of time: every period of a calculation, or the years of a summary, in blocks that fit the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cxreport.evaluate import Evaluation
from cxreport.quantity import Month
from cxreport.render.formats import Formats
from cxreport.render.printed import year_count
from cxreport.render.words import Words

MOST_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Year:
    """A column of a summary: time 0 or a year, with the tail of its figures' addresses for lines and for sides."""

    title: str
    number: int
    balance: int

    def of_line(self, address: str) -> str:
        """Return the figure of a line in this column."""
        return f"{address}.years.{self.number}" if self.number else f"{address}.flows.0"

    def of_side(self, side: str) -> str:
        """Return the sum of a side (benefit, cost or net) in this column."""
        return f"{side}_years.{self.number}" if self.number else f"{side}_flows.0"


def years(evaluation: Evaluation, formats: Formats, *, initial: bool) -> tuple[Year, ...]:
    """Return the columns of a summary, time 0 among them where wanted."""
    step, words = evaluation.periods_per_year, formats.words
    columns = [Year(words["initial"], 0, 0)] if initial else []
    for number in range(1, year_count(evaluation) + 1):
        last = min(number * step, evaluation.periods)
        short = (last - (number - 1) * step) * 12 // step
        title = _year_title(evaluation, formats, number)
        if short < 12:
            title = words.say("short_year", year=title, months=short)
        columns.append(Year(title, number, last))
    return tuple(columns)


def _year_title(evaluation: Evaluation, formats: Formats, number: int) -> str:
    """Return the name of a year of the case: that of the fiscal year where one begins elsewhere than in January.

    A fiscal year is named by the calendar year it ends in. A case that starts within one counts its own years.
    """
    finance, words = evaluation.case.finance, formats.words
    begins = finance.fiscal_year_start
    if begins == 1 or finance.start is None or finance.start.number != begins:
        return words.say("year", number=number)
    return words.say("fiscal_year", year=finance.start.plus(12 * number - 1).year)


def _quarter_title(month: Month, begins: int, words: Words) -> str:
    """Return the name of the quarter that begins with a month: of the fiscal year where the quarters are its own."""
    number, within = divmod((month.number - begins) % 12, 3)
    if begins == 1 or within:
        return words.say("quarter", number=(month.number - 1) // 3 + 1, year=month.year)
    return words.say("fiscal_quarter", number=number + 1, year=month.plus(11 - 3 * number).year)


def period_title(evaluation: Evaluation, formats: Formats, t: int) -> str:
    """Return the head of a period's column, as `Year 1`, `FY2027`, `Q1 2027` or `Jan 2027`; time 0 is `Initial`."""
    words, finance = formats.words, evaluation.case.finance
    if t == 0:
        return words["initial"]
    if evaluation.periods_per_year == 1 or finance.start is None:
        return _year_title(evaluation, formats, t)
    month: Month = finance.start.plus((t - 1) * 12 // evaluation.periods_per_year)
    if evaluation.periods_per_year == 12:
        return formats.short_month(month)
    return _quarter_title(month, finance.fiscal_year_start, words)


@dataclass(frozen=True, slots=True)
class Run:
    """Periods next to each other in which a calculation is the same throughout, shown by the column of one of them."""

    title: str
    period: int


def runs(
    evaluation: Evaluation,
    formats: Formats,
    periods: Sequence[int],
    look: Callable[[int], object],
    error: Callable[[int], Decimal],
) -> Iterator[Run]:
    """Yield the columns of a calculation; beyond a few periods, those that are alike in all they show share a column.

    Alike are their exact values. What is printed of them may differ by a step, so that years add up: of each run
    that period is shown whose print has the least `error`.
    """
    found: list[list[int]] = []
    for period in periods:
        if len(periods) > MOST_PERIODS and found and look(found[-1][-1]) == look(period):
            found[-1].append(period)
        else:
            found.append([period])
    for run in found:
        yield Run(_span(evaluation, formats, run), min(run, key=error))


def _span(evaluation: Evaluation, formats: Formats, run: list[int]) -> str:
    first = period_title(evaluation, formats, run[0])
    if len(run) == 1:
        return first
    return formats.words.say("span", first=first, last=period_title(evaluation, formats, run[-1]))
