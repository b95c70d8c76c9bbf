"""How sure the case is: what it is worth without each benefit, and how much rests on which grade of evidence."""

from __future__ import annotations

from collections.abc import Iterable

from cxreport.case.models import GRADES, Sourced
from cxreport.evaluate.flows import Line
from cxreport.evaluate.scope import Scope

UNGRADED = "none"


def grade_of(line: Sourced) -> str:
    """Return the weakest grade among all that a line rests on, since a chain is as strong as that.

    A default of a ready driver that was left in place is assumed; without that and without evidence it is `none`.
    """
    return "assumed" if leaves_default(line) else grade_of_evidence(line)


def grade_of_evidence(line: Sourced) -> str:
    """Return the weakest grade among a line's evidence; `none` without any."""
    grades = [evidence.grade for evidence in line.evidence]
    return min(grades, key=GRADES.index) if grades else UNGRADED


def leaves_default(line: Sourced, key: str = "") -> bool:
    """Return whether a driver of a line, or any, is still the default of the ready driver that the line asks for."""
    if getattr(line, "driver", None) is None:
        return False
    from cxreport.case.ready import defaults_left

    left = defaults_left(line)
    return key in left if key else bool(left)


def enter_certainty(scope: Scope, lines: Iterable[Line]) -> None:
    """Enter the net present value without each benefit, and the benefits that rest on each grade."""
    counted = [line for line in lines if line.counted and line.is_benefit]
    enter = scope.ledger.enter
    for line in counted:
        enter(f"{line.address}.npv_without", f"Net present value without {line.model.name}", "money", "less",
              whole="npv", part=f"{line.address}.pv")  # fmt: skip
        enter(f"{line.address}.share", f"{line.model.name}, share of all benefits", "percent", "part_of",
              part=f"{line.address}.pv", total="benefits_pv")  # fmt: skip
    for grade in (UNGRADED, *GRADES):
        parts = tuple(f"{line.address}.pv" for line in counted if grade_of(line.model) == grade)
        total = scope.total(f"grades.{grade}.pv", f"Benefits on evidence: {grade}", parts)
        enter(f"grades.{grade}.share", f"Share of benefits on evidence: {grade}", "percent", "part_of",
              part=total, total="benefits_pv")  # fmt: skip
