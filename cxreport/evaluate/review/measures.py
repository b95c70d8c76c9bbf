"""How anybody will see that it came true."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.case.problem import Point
from cxreport.evaluate.review.seen import Doubt, Seen, title_of


def no_metric(seen: Seen) -> Iterator[Doubt]:
    """An initiative has no measure."""
    for number, item in enumerate(seen.case.initiatives):
        if item.metric is None:
            message = "there is no measure by which anybody will see that it came true"
            hint = "give  metric: {name, unit, baseline, target, by, source}"
            yield Doubt(("initiatives", number), message, hint, Point("point_no_metric", (("name", title_of(item)),)))


def no_review(seen: Seen) -> Iterator[Doubt]:
    """A measure has no date on which its target is due."""
    for number, item in enumerate(seen.case.initiatives):
        if item.metric is not None and item.metric.by is None:
            message, hint = "the target has no date, so it is never due", "say when it is due, as  by: 2027-12"
            point = Point("point_no_review", (("name", title_of(item)), ("measure", item.metric.name)))
            yield Doubt(("initiatives", number, "metric"), message, hint, point)


def no_change(seen: Seen) -> Iterator[Doubt]:
    """A measure is to end where it begins."""
    for number, item in enumerate(seen.case.initiatives):
        if item.metric is not None and item.metric.baseline == item.metric.target:
            message = "the target is the baseline: nothing is to change"
            point = Point("point_no_change", (("name", title_of(item)), ("measure", item.metric.name)))
            hint = "measure where it stands today, and say where it is to be"
            yield Doubt(("initiatives", number, "metric", "target"), message, hint, point)
