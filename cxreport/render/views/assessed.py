"""What is known of how sure a case is, and how single values of it are told: for the page and for the detail."""

from __future__ import annotations

from decimal import Decimal

from cxreport.evaluate.risk import Assessment, Input, ScenarioResult
from cxreport.render.formats import NOTHING, significant
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.words import Words

_LEAST_CHANCE = Decimal("0.001")
_DIGITS = 3


class Assessed:
    """The assessment of a proposal, and what its values are in words."""

    def __init__(self, printed: Printed, look: Theme, found: Assessment) -> None:
        self.printed = printed
        self.look = look
        self.found = found
        self.say = printed.formats.words
        self.formats = printed.formats

    def planned(self, item: Input) -> str:
        """Return the planned value of an input: of the last period, or the outlay of a line that has nothing else."""
        figures = [self.printed.evaluation.figures[node] for node in item.nodes]
        return self.printed.driver(next((one for one in reversed(figures) if one.value), figures[-1]).address)

    def range_of(self, item: Input) -> str:
        """Return the range of an input as shares of the plan, or a dash."""
        if item.range is None:
            return NOTHING
        low, high = (self.formats.percent_as_written(share) for share in item.range)
        return self.say.say("from_to", low=low, high=high)

    def break_even(self, item: Input) -> str:
        """Return the value of an input at which the case breaks even, in its own unit or as a share of the plan."""
        at = f"sensitivity.{item.address}.break_even"
        figures = self.printed.evaluation.figures
        if figures[at].value is None:
            return NOTHING
        value = figures.get(f"{at}_value")
        if value is None or value.value is None:
            return self.printed.note(
                at, self.say.say("of_plan", share=self.formats.percent(figures[at].value or Decimal(0)))
            )
        if value.unit == "percent":
            return self.printed.note(value.address, self.formats.percent(value.value))
        rounded = significant(value.value, _DIGITS)
        form = self.formats.price if value.unit == "money" else self.formats.number
        return self.printed.note(value.address, form(rounded))

    def chance(self, address: str) -> str:
        """Return a chance; no count of draws proves that it is none or certain, so the last tenths are not told."""
        value = self.printed.evaluation.amount(address)
        if value < _LEAST_CHANCE:
            text = self.say.say("less_than", share=self.formats.percent(_LEAST_CHANCE))
        elif value > 1 - _LEAST_CHANCE:
            text = self.say.say("more_than", rate=self.formats.percent_as_written(1 - _LEAST_CHANCE))
        else:
            text = self.formats.share(value)
        return self.printed.note(address, text)


def scenario_name(say: Words, result: ScenarioResult) -> str:
    """Return what a scenario is called: its own name, that of the two usual ones, or its key in words."""
    if result.scenario.name:
        return result.scenario.name
    known = {"conservative": "scenario_conservative", "optimistic": "scenario_optimistic"}
    return say[known[result.key]] if result.key in known else result.key.replace("-", " ").capitalize()
