"""What the figures rest on: sources, owners, dates, grades, and how exactly they are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from cxreport.case.models import Benefit, Evidence
from cxreport.case.problem import Day, Path, Point, Rate, Term
from cxreport.evaluate.certainty import UNGRADED, grade_of, leaves_default
from cxreport.evaluate.review.lexicon import CORRELATION
from cxreport.evaluate.review.seen import Doubt, Seen, SeenLine, label_of, percent

MOST_ASSUMED = Decimal(1) / 3
OLDEST = 2  # years before the date of the case
DIGITS = 3  # that an assumption may have


def assumptions_carry(seen: Seen) -> Iterator[Doubt]:
    """More than a third of the benefit rests on evidence that is assumed, or on none."""
    share = seen.value("grades.assumed.share") + seen.value(f"grades.{UNGRADED}.share")
    weak = [line for line in seen.benefits if grade_of(line.model) in {"assumed", UNGRADED}]
    if share > MOST_ASSUMED and weak:
        line = max(weak, key=lambda line: seen.value(f"{line.address}.pv"))
        message = f"{percent(share)} of the benefit rests on assumptions, the most of it on this line"
        hint = "run a pilot, bring a benchmark or observed data, or lower the claim"
        point = Point("point_assumed", (("name", line.model.name), ("rate", Rate(share))))
        yield Doubt(line.key_path("evidence"), message, hint, point)


def no_source(seen: Seen) -> Iterator[Doubt]:
    """A value that the case rests on comes from nowhere."""
    hint = "say under  source:  who or what gives it"
    if not seen.case.finance.source:
        point = Point("point_no_source", (("name", Term(("discount_rate",))),))
        yield Doubt(("finance", "discount_rate"), "no source is given for the discount rate", hint, point)
    for key, driver in seen.case.drivers.items():
        if driver.value is not None and not driver.source:
            name = label_of(key, driver)
            yield Doubt(
                ("drivers", key), f"no source is given for {name}", hint, Point("point_no_source", (("name", name),))
            )
    for line in seen.counted:
        if line.model.source or line.model.evidence:
            continue
        unknown = {key: driver for key, driver in line.model.drivers.items() if driver.value and not driver.source}
        if line.model.formula is None or line.model.initial is not None:
            point = Point("point_no_source", (("name", line.model.name),))
            yield Doubt(line.path, "no source is given for the amount", hint, point)
        elif unknown:
            names = "; ".join(label_of(key, driver) for key, driver in unknown.items())
            point = Point("point_no_source_of", (("name", line.model.name), ("missing", names)))
            yield Doubt((*line.path, "drivers", next(iter(unknown))), f"no source is given for {names}", hint, point)


def default_left(seen: Seen) -> Iterator[Doubt]:
    """A value is still the default of a ready driver, which knows nothing of this company."""
    for line in seen.benefits:
        model = line.model
        left = [key for key in model.drivers if leaves_default(model, key)] if isinstance(model, Benefit) else []
        if left:
            names = "; ".join(label_of(key, model.drivers[key]) for key in left)
            message = f"still a default, and no value of your own: {names}"
            hint = f"write under  drivers:  {left[0]}: {{value: …, source: …}}  with a value of your own"
            point = Point("point_default_left", (("name", model.name), ("missing", names)))
            yield Doubt((*line.path, "drivers", left[0]), message, hint, point)


def no_owner(seen: Seen) -> Iterator[Doubt]:
    """Nobody answers for a benefit, nor for each of the values that it is computed from."""
    for line in seen.benefits:
        written = [driver for driver in seen.drivers(line).values() if driver.value is not None]
        if not line.model.owner and not (written and all(driver.owner for driver in written)):
            message, hint = "nobody answers for this benefit", "name under  owner:  whose budget or ledger will show it"
            yield Doubt(line.path, message, hint, Point("point_no_owner", (("name", line.model.name),)))


def no_date(seen: Seen) -> Iterator[Doubt]:
    """A piece of evidence does not say when it was gathered."""
    for line, path, item in _evidence(seen):
        if item.date is None:
            point = Point("point_no_date", (("name", line.model.name), ("source", item.source)))
            yield Doubt(path, "the evidence has no date", "say when it was gathered, as  date: 2026-06-30", point)


def too_old(seen: Seen) -> Iterator[Doubt]:
    """A piece of evidence is more than two years older than the case."""
    today = _sortable(seen.case.date)
    for line, path, item in _evidence(seen):
        if item.date is not None and _sortable(item.date, OLDEST) < today:
            message = f"the evidence is of {item.date}, more than two years before the date of the case"
            hint = "bring newer evidence, or say why it still holds"
            places = (("name", line.model.name), ("source", item.source), ("date", Day(item.date)))
            yield Doubt((*path, "date"), message, hint, Point("point_too_old", places))


def _evidence(seen: Seen) -> Iterator[tuple[SeenLine, Path, Evidence]]:
    for line in seen.counted:
        for number, item in enumerate(line.model.evidence):
            yield line, (*line.path, "evidence", number), item


def _sortable(date: dt.date, years: int = 0) -> tuple[int, int, int]:
    """Return a date some years later, so that it can be compared: the 29th of February has no year to move to."""
    return date.year + years, date.month, date.day


def correlation(seen: Seen) -> Iterator[Doubt]:
    """What goes together is claimed as what brings it about, and no test has told the two apart."""
    hint = "test it beside a control group, or lower  attribution:  to the share that you can defend"
    for line in seen.benefits:
        grades = {item.grade for item in line.model.evidence}
        if "tested" in grades:
            continue
        point = Point("point_correlation", (("name", line.model.name),))
        if CORRELATION.finds(" ; ".join(_told(seen, line))):
            yield Doubt(line.path, "a correlation is claimed as a cause", hint, point)
        elif line.model.type == "revenue" and "observed" in grades and line.model.attribution == 1:
            message = "a difference that was only observed is claimed in full as the effect of this initiative"
            yield Doubt(line.path, message, hint, Point("point_observed_in_full", (("name", line.model.name),)))


def _told(seen: Seen, line: SeenLine) -> Iterator[str]:
    """Yield the words by which a line says what it rests on."""
    yield from (line.model.name, line.model.source or "", getattr(line.model, "how", None) or "")
    for item in line.model.evidence:
        yield from (item.source, item.note or "")
    for driver in seen.drivers(line).values():
        yield from (driver.label or "", driver.source or "")


def false_precision(seen: Seen) -> Iterator[Doubt]:
    """An assumption is told to more digits than anybody can assume."""
    for line in seen.counted:
        if grade_of(line.model) != "assumed":
            continue
        for path, name, values in _assumed(line):
            digits = max(_digits(value) for value in values)
            if digits > DIGITS:
                message = f"an assumption is told to {digits} digits"
                hint = f"round it to {DIGITS} digits at most, or bring what it was measured by"
                point = Point("point_precision", (("name", name), ("digits", str(digits))))
                yield Doubt(path, message, hint, point)


def _assumed(line: SeenLine) -> Iterator[tuple[Path, str, tuple[Decimal, ...]]]:
    """Yield the written values of an assumed line that no source of their own gives."""
    model = line.model
    if not model.source:
        for key, values in (("initial", (model.initial,) if model.initial else ()), ("amount", model.amount or ())):
            if values:
                yield (*line.path, key), model.name, tuple(value.amount for value in values)
    for key, driver in model.drivers.items():
        if driver.value is not None and not driver.source:
            yield (
                (*line.path, "drivers", key, "value"),
                label_of(key, driver),
                tuple(value.amount for value in driver.value),
            )


def _digits(value: Decimal) -> int:
    """Return how many digits of a value tell something: 3 for 1,250,000."""
    return len(value.normalize().as_tuple().digits)
