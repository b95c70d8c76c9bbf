"""The picture of a round: what each proposal costs, what it brings for each unit of that, and what remains."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cxreport.render.charts import Axis, Bubble, Bubbles, Mark
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.portfolio.names import Names

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_TICKS = 6


def bubble_chart(printed: Printed, look: Theme, names: Names) -> ChartView | None:
    """Return the bubbles of all proposals that have a benefit-cost ratio; None where none has one."""
    say, evaluation, unit = printed.formats.words, printed.evaluation, printed.formats.unit(printed.scale)
    shown = [p.id for p in names.outcome.proposals if evaluation.value(f"{p.id}.bcr") is not None]
    if not shown:
        return None
    funded = names.outcome.funded
    bubbles = tuple(
        Bubble(
            names.title(one),
            evaluation.amount(f"{one}.costs_pv") / printed.scale.unit,
            names.refs[one],
            evaluation.amount(f"{one}.bcr"),
            abs(evaluation.amount(f"{one}.npv")) / printed.scale.unit,
            chosen=one in funded,
        )
        for one in shown
    )
    costs, ratios = [bubble.value for bubble in bubbles], [bubble.height for bubble in bubbles]
    chart = Bubbles(
        bubbles,
        Axis(say.say("axis_costs", unit=unit), _ticks(printed, costs)),
        Axis(say["axis_bcr"], _ticks(printed, ratios)),
        (say["funded_capital"], say["not_funded_capital"]) if names.outcome.line else (say["proposals"], ""),
        Mark("", Decimal(1), say["level_bcr"]),
        say.say("alt_bubbles", unit=unit, parts="; ".join(_told(printed, names, one) for one in shown)),
    )
    title = say["chart_bubbles" if names.outcome.line else "chart_bubbles_all"]
    return chart_view("fig-round", title, say["unit_bubbles"], chart, look)


def _told(printed: Printed, names: Names, one: str) -> str:
    say = printed.formats.words
    key = "bubble_funded" if one in names.outcome.funded else "bubble_not_funded"
    return say.say(
        key, ref=names.refs[one], name=names.title(one), cost=printed.cell(f"{one}.costs_pv"),
        bcr=printed.ratio(f"{one}.bcr"), npv=printed.cell(f"{one}.npv"),
    )  # fmt: skip


def _ticks(printed: Printed, values: list[Decimal]) -> tuple[Mark, ...]:
    """Return round marks from zero, or below, to beyond the largest of `values`."""
    low, high = min(Decimal(0), *values), max(Decimal(1), *values)
    step = next(found for found in _steps((high - low) / _MOST_TICKS) if (high - low) / found <= _MOST_TICKS)
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    marks = [Decimal(number) * step for number in range(int(first), int(last) + 1)]
    places = max(-int(step.normalize().as_tuple().exponent), 0)
    return tuple(Mark(str(value), value, printed.formats.digits(value, places)) for value in marks)


def _steps(least: Decimal) -> list[Decimal]:
    """Return the round distances from `least` on."""
    power = Decimal(1).scaleb(least.adjusted())
    return [step * power for step in _STEPS] + [Decimal(20) * power]
