"""The costs that finance expects in a proposal, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.case.problem import Point
from cxreport.evaluate.review.lexicon import CHANGE_WORK, OWN_PEOPLE, Lexicon, speaks
from cxreport.evaluate.review.seen import Doubt, Seen, SeenLine, title_of


def costs_end_first(seen: Seen) -> Iterator[Doubt]:
    """The running costs of an initiative end while its benefits go on."""
    for item in seen.case.initiatives:
        running = [line for line in seen.costs if line.initiative is item and _runs(seen, line)]
        brought = max((_last(seen, line) for line in seen.benefits if line.initiative is item), default=0)
        if running and (longest := max(running, key=lambda line: _last(seen, line))):
            last = _last(seen, longest)
            if last < brought:
                message = f"the running costs end in period {last}, the benefits in period {brought}"
                hint = "plan the costs for as long as the benefits, or end the benefits with the costs"
                places = (("name", title_of(item)), ("costs", str(last)), ("benefits", str(brought)))
                yield Doubt(longest.key_path("amount", "formula"), message, hint, Point("point_costs_end", places))


def nothing_recurring(seen: Seen) -> Iterator[Doubt]:
    """Every cost comes once, as if nothing had to be run or looked after."""
    if seen.costs and seen.benefits and not any(_runs(seen, line) for line in seen.costs):
        message = "every cost comes once: nothing is planned for running it"
        hint = "add what it takes to run and look after it, with  type: recurring"
        yield Doubt(seen.whole_costs, message, hint, Point("point_nothing_recurring"))


def no_own_people(seen: Seen) -> Iterator[Doubt]:
    """No cost holds the time of the company's own people."""
    if _misses(seen, OWN_PEOPLE):
        message = "no cost holds the time of our own people"
        hint = "add it, as hours by an hourly rate: people who work on this do not work on something else"
        yield Doubt(seen.whole_costs, message, hint, Point("point_no_own_people"))


def no_change_work(seen: Seen) -> Iterator[Doubt]:
    """No cost holds training, communication, or the work of changing over."""
    if _misses(seen, CHANGE_WORK):
        message = "no cost holds training, communication or the work of changing over"
        hint = "add it: a new way of working that nobody has learned brings nothing"
        yield Doubt(seen.whole_costs, message, hint, Point("point_no_change_work"))


def _misses(seen: Seen, words: Lexicon) -> bool:
    """Return whether neither a cost nor the text about costs has any of the words."""
    return bool(seen.costs and speaks(seen.case.locale)) and not any(words.finds(text) for text in _texts(seen))


def _texts(seen: Seen) -> Iterator[str]:
    yield seen.case.sections.text("costs")
    for line in seen.costs:
        yield from (line.model.name, line.model.id.replace("-", " "))
        for key, driver in line.model.drivers.items():
            yield from (key.replace("_", " "), driver.label or "", driver.unit or "")


def _runs(seen: Seen, line: SeenLine) -> bool:
    """Return whether a cost comes again and again."""
    return line.model.type != "one-off" and bool(seen.active(line) - {0})


def _last(seen: Seen, line: SeenLine) -> int:
    """Return the last period in which a line brings or takes anything."""
    return max(seen.active(line), default=0)
