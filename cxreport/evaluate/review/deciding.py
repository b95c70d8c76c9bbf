"""What the decision hangs on: returns too good to be true, time that is no cash, one input alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from cxreport.case.certainty_checks import is_uncertain
from cxreport.case.problem import Point, Rate
from cxreport.evaluate.review.seen import Doubt, Seen, SeenLine

if TYPE_CHECKING:
    from cxreport.evaluate.risk.inputs import Input
    from cxreport.evaluate.risk.sensitivity import Sensitivity

INCREDIBLE = Decimal(10)
MISSED_BY = Decimal("0.2")  # what an input without a range may turn out worse by
NARROW = Decimal("0.5")  # the share of the benefits that has to come true
_BEYOND_WORDS = Decimal(10) ** 7  # a billion percent


def too_good(seen: Seen) -> Iterator[Doubt]:
    """The return of an initiative is above 1,000%, and a benefit behind it was never tested."""
    for item in seen.case.initiatives:
        best = max(seen.value(f"{item.id}.roi"), seen.value(f"{item.id}.first_year_roi"))
        untested = [line for line in seen.benefits if line.initiative is item and not _tested(line)]
        if best > INCREDIBLE and untested:
            told = f"{(best * 100).quantize(Decimal(1)):,f}" if best < _BEYOND_WORDS else "more than 1,000,000,000"
            message = f"a return of {told}% rests on a benefit that nobody has tested"
            hint = "test it in a pilot, or lower the claim: nobody believes this"
            point = Point("point_too_good", (("name", untested[0].model.name), ("rate", Rate(best))))
            yield Doubt(untested[0].path, message, hint, point)


def _tested(line: SeenLine) -> bool:
    return any(item.grade == "tested" for item in line.model.evidence)


def capacity_carries(seen: Seen) -> Iterator[Doubt]:
    """Without the time that it frees, which leaves no budget, the case would not pay."""
    freed = [line for line in seen.benefits if getattr(line.model, "cash", None) == "capacity"]
    npv, worth = seen.value("npv"), sum((seen.value(f"{line.address}.pv") for line in freed), Decimal(0))
    if freed and npv >= 0 > npv - worth:
        line = max(freed, key=lambda line: seen.value(f"{line.address}.pv"))
        message = "the case pays only with savings that free capacity and leave no budget"
        hint = "say which budget gets smaller and make it cashable, or find the money elsewhere"
        yield Doubt((*line.path, "cash"), message, hint, Point("point_capacity", (("name", line.model.name),)))


def one_input(seen: Seen) -> Iterator[Doubt]:
    """One input alone, at the worse end of its range or a fifth worse, takes the net present value below zero."""
    if not _may_hang_on_one(seen):
        return
    from cxreport.evaluate.risk.inputs import find_inputs
    from cxreport.evaluate.risk.sensitivity import Sensitivity

    sensitivity = Sensitivity(seen.evaluation)
    worst = [(_worst(sensitivity, item), item) for item in find_inputs(seen.evaluation) if _may_decide(seen, item)]
    npv, item = min(worst, key=lambda pair: pair[0], default=(Decimal(0), None))
    if item is None or npv >= 0:
        return
    if item.range is not None:
        when, key = "at the worse end of its range", "point_one_input"
    else:
        when, key = "if it turns out a fifth worse", "point_one_input_fifth"
    message = f"{item.label} decides alone: {when}, the net present value is below zero"
    hint = "measure it, secure it, or say how it will be watched and what happens then"
    given = next(key for key in ("range", "value", "amount", "initial") if getattr(item.model, key, None) is not None)
    yield Doubt((*item.path, given), message, hint, Point(key, (("name", item.label),)))


def _may_hang_on_one(seen: Seen) -> bool:
    """Return whether a case that pays is narrow enough, or has ranges: the others need not be played through."""
    return seen.value("npv") >= 0 and (seen.value("break_even") > NARROW or is_uncertain(seen.case))


def _may_decide(seen: Seen, item: Input) -> bool:
    """Return whether an input is one: written, in the money, and not of a line that is worth less than the result."""
    if item.range is not None:
        return True
    if item.computed or item.path[0] == "drivers":
        return not item.computed
    initiative, side, line = item.address.split(".")[:3]
    return abs(seen.value(f"{initiative}.{side}.{line}.pv")) >= seen.value("npv")


def _worst(sensitivity: Sensitivity, item: Input) -> Decimal:
    """Return the lower of the net present values at both ends of an input; nothing where a formula divides by zero."""
    try:
        return min(sensitivity.npv({item: end}) for end in item.range or (1 - MISSED_BY, 1 + MISSED_BY))
    except ZeroDivisionError:  # told by the check of ranges
        return Decimal(0)
