"""Who claims what: the same money counted twice within a case, and what should not be money at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cxreport.case.identify import slug
from cxreport.case.models import Benefit, Driver
from cxreport.case.problem import Point
from cxreport.evaluate.likeness import counts, same_driver, same_names
from cxreport.evaluate.review.lexicon import ADVANTAGE
from cxreport.evaluate.review.seen import Doubt, Seen, SeenLine, label_of, title_of

MOST_COMPARED = 200  # benefits are compared two by two


def counted_twice(seen: Seen) -> Iterator[Doubt]:
    """Two benefits count the same things at the same price in the same periods."""
    for one, other in _pairs(seen):
        count, price = _shared(seen, one, other, money=False), _shared(seen, one, other, money=True)
        if count and price and one.model.type == other.model.type:
            message = f"{count} by {price} is counted in benefit {one.model.name} as well"
            hint = "let one of them count it, or say under  claims:  of each which part it draws on"
            places = (("name", other.model.name), ("other", one.model.name), ("what", count))
            yield Doubt(other.path, message, hint, Point("point_counted_twice", places))


def _shared(seen: Seen, one: SeenLine, other: SeenLine, *, money: bool) -> str:
    """Return the label of a written driver that is the same in both: of a count, or of a price."""
    theirs = seen.drivers(other)
    for key, driver in seen.drivers(one).items():
        twin = theirs.get(key)
        wanted = _is_price if money else _is_count
        if twin is not None and wanted(driver) and wanted(twin) and same_driver(key, driver, twin):
            return label_of(key, driver)
    return ""


def _is_count(driver: Driver) -> bool:
    return driver.value is not None and counts(driver)


def _is_price(driver: Driver) -> bool:
    return driver.value is not None and any(value.form == "money" for value in driver.value)


def same_effect(seen: Seen) -> Iterator[Doubt]:
    """Two initiatives claim the same effect: by their own words, by name, or by the measure that is to show it."""
    hint = "let one of them claim it, lower  attribution:  in both, or say under  claims:  what each draws on"
    for one, other in _pairs(seen):
        if one.initiative is not other.initiative and _same_words(one, other):
            message = f"the initiative {title_of(one.initiative)} claims the same effect"
            places = (
                ("name", title_of(other.initiative)),
                ("other", title_of(one.initiative)),
                ("what", other.model.name),
            )
            yield Doubt(other.path, message, hint, Point("point_same_effect", places))
    for (_, first), (number, second) in combinations(enumerate(seen.case.initiatives), 2):
        if first.metric and second.metric and slug(first.metric.name) == slug(second.metric.name):
            message = f"the initiative {title_of(first)} claims to move the same measure"
            places = (("name", title_of(second)), ("other", title_of(first)), ("what", second.metric.name))
            way_out = "give each a measure of its own, or one target for both together"
            yield Doubt(("initiatives", number, "metric"), message, way_out, Point("point_same_effect", places))


def _same_words(one: SeenLine, other: SeenLine) -> bool:
    declared = [slug(_claims(line)) for line in (one, other)]
    if any(declared):
        return declared[0] == declared[1]
    return same_names(one.model.name, other.model.name)


def _claims(line: SeenLine) -> str:
    return (line.model.claims or "") if isinstance(line.model, Benefit) else ""


def _pairs(seen: Seen) -> Iterator[tuple[SeenLine, SeenLine]]:
    """Yield the benefits two by two that bring money in the same period and do not say that they draw on different."""
    for one, other in combinations(seen.benefits[:MOST_COMPARED], 2):
        apart = _claims(one) and _claims(other) and slug(_claims(one)) != slug(_claims(other))
        if not apart and seen.active(one) & seen.active(other):
            yield one, other


def priced_advantage(seen: Seen) -> Iterator[Doubt]:
    """A benefit is felt rather than paid, or is described as an advantage besides."""
    hint = "describe it, with  type: advantage, or count what it leads to: contacts, returns, clients who stay"
    for line in seen.benefits:
        twin = next((one for one in seen.advantages if same_names(one.model.name, line.model.name)), None)
        if twin is not None:
            message = f"it is described as the advantage {twin.model.name}, and is in the money as well"
        elif ADVANTAGE.finds(line.model.name):
            message = "it is felt rather than paid, and is in the money"
        else:
            continue
        yield Doubt(line.path, message, hint, Point("point_priced_advantage", (("name", line.model.name),)))
