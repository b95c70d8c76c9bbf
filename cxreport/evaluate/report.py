"""What a value report tells beside the split of its revenue: initiatives tracked, savings, and earlier periods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxreport.case.load import LoadedCase
from cxreport.case.models import ValueReport
from cxreport.case.problem import Finding
from cxreport.evaluate.amounts import Drivers
from cxreport.evaluate.earlier import enter_earlier, windows_of
from cxreport.evaluate.promises import enter_promises, saving_lines, tracks_of
from cxreport.evaluate.savings import enter_savings
from cxreport.evaluate.scope import Scope
from cxreport.evaluate.tracked import Track

if TYPE_CHECKING:
    from cxreport.evaluate.evaluation import Evaluation


def enter_report(
    scope: Scope, case: ValueReport, wide: Drivers, evaluate: Callable[[LoadedCase], Evaluation]
) -> tuple[Track, ...]:
    """Enter what a report tells, and return what it tracks; `evaluate` is applied to the cases that were approved."""
    tracks = tracks_of(scope, case)
    cases = {track.id: evaluate(track.approved.loaded) for track in tracks}
    for index, found in enumerate(cases.values()):
        if not found.sound:
            first, hint = found.problems[0], f"run  cxreport check {found.loaded.path}"
            message = f'"{found.loaded.path.name}" has an error in line {first.place.line}: {first.message}'
            scope.note(Finding("CX251", ("tracked", index, "case"), message, hint))
    if scope.has_errors:
        return ()
    relations = scope.loaded.relations
    windows = windows_of(case, relations.earlier, relations.year_before)
    if tracks:
        enter_promises(scope, tracks, {name: found.figures for name, found in cases.items()}, windows)
    enter_savings(scope, case.savings, wide, tuple(saving_lines(tracks)))
    enter_earlier(scope, has_tracks=bool(tracks))
    return tracks
