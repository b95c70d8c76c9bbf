"""How the money of a line is computed: when its effect begins, and what it is multiplied by."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from cxreport.case.formula import parse_formula
from cxreport.case.models import Benefit, Driver
from cxreport.case.problem import Point
from cxreport.evaluate.review.lexicon import MARGIN, RAMP, RISK, SHARE
from cxreport.evaluate.review.seen import Doubt, Seen, SeenLine, label_of


def full_at_once(seen: Seen) -> Iterator[Doubt]:
    """A benefit has its full effect from the first day on."""
    for line in seen.benefits:
        first, *later = (_before_growth(seen, line, t) for t in range(1, seen.periods + 1))
        if first > 0 and any(later) and first >= max(later):
            message = "the full effect is counted from the first day on"
            hint = "let it build up, as  ramp: [50%, 100%, 100%], or say why it comes at once"
            point = Point("point_full_at_once", (("name", line.model.name),))
            yield Doubt(line.key_path("ramp", "amount", "formula"), message, hint, point)


def _before_growth(seen: Seen, line: SeenLine, period: int) -> Decimal:
    ramp = line.model.ramp.at(period) if line.model.ramp is not None else Decimal(1)
    return seen.value(f"{line.address}.amounts.{period}") * ramp


def whole_revenue(seen: Seen) -> Iterator[Doubt]:
    """Added revenue has a margin of 100%: it is counted as if it cost nothing to serve.

    A ready driver that sets this margin takes off what is not margin by itself.
    """
    for line in seen.benefits:
        model = line.model
        if isinstance(model, Benefit) and model.driver is not None and _sets_margin(model):
            continue
        own = model.margin if isinstance(model, Benefit) else None
        if model.type == "revenue" and (seen.case.finance.margin if own is None else own) == 1:
            path = ("finance", "margin") if own is None else (*line.path, "margin")
            message = f"the added revenue {model.name} is counted whole, with a margin of 100%"
            hint = "give the gross margin: what is sold more has to be made and served as well"
            yield Doubt(path, message, hint, Point("point_whole_revenue", (("name", model.name),)))


def _sets_margin(benefit: Benefit) -> bool:
    from cxreport.case.ready import asked

    ready = asked(benefit)
    return ready is not None and "margin" in ready.given


def percent_twice(seen: Seen) -> Iterator[Doubt]:
    """A share is taken of what it was taken of before."""
    for line in seen.counted:
        drivers = seen.drivers(line)
        found = next(_twice(line, drivers), None)
        if found is not None:
            key, what = found
            name = label_of(key, drivers[key])
            message = f"{name} is taken twice: {what}"
            point = Point("point_percent_twice", (("name", line.model.name), ("share", name)))
            yield Doubt((*line.path, "formula"), message, "take it once", point)


def _twice(line: SeenLine, drivers: Mapping[str, Driver]) -> Iterator[tuple[str, str]]:
    """Yield the key of a driver that is taken twice, and how."""
    if line.model.formula is None:
        return
    for key, count in factors(line.model.formula, drivers).items():
        if count > 1 and _is_share(drivers[key]):
            yield key, "the formula multiplies by it more than once"
        for field, words in _APPLIED.items():
            if _applies(line, field) and (words.finds(key) or words.finds(drivers[key].label or "")):
                yield key, f"once in the formula, and once more as {field}"


def factors(formula: str, drivers: Mapping[str, Driver]) -> Counter[str]:
    """Return how often each driver with a value of its own is a factor of the whole product.

    What stands in a sum, below a fraction stroke, or in a min or max is no factor of the whole.
    """

    def of(node: ast.expr) -> Counter[str]:
        if isinstance(node, ast.UnaryOp):
            return of(node.operand)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return of(node.left) + of(node.right)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return of(node.left)
        if isinstance(node, ast.Name):
            inner = drivers[node.id].formula
            return factors(inner, drivers) if inner is not None else Counter([node.id])
        return Counter()

    return of(parse_formula(formula).body)


def _is_share(driver: Driver) -> bool:
    return all(value.form == "percent" for value in driver.value or ())


def _applies(line: SeenLine, field: str) -> bool:
    """Return whether a line has a field that multiplies it."""
    model = line.model
    if field == "margin":
        return model.type == "revenue"
    if field == "ramp":
        return model.ramp is not None and any(share != 1 for share in model.ramp)
    return bool(model.risk_adjustment) if field == "risk_adjustment" else model.attribution != 1


_APPLIED = {"margin": MARGIN, "risk_adjustment": RISK, "attribution": SHARE, "ramp": RAMP}
