"""The reviewer's lint: what a finance chief would not believe."""

from __future__ import annotations

from decimal import Decimal

from cxreport.case.models import BusinessCase
from cxreport.case.problem import Finding, Point, Rate
from cxreport.evaluate.flows import Line
from cxreport.evaluate.scope import Scope

INCREDIBLE = Decimal(10)
_BEYOND_WORDS = Decimal(10) ** 7  # a billion percent


def review(scope: Scope, case: BusinessCase, lines: dict[str, tuple[Line, ...]]) -> list[Finding]:
    """Return a warning for every initiative whose return is too good to rest on assumptions."""
    findings = []
    for initiative in case.initiatives:
        returns = [scope.ledger.value(f"{initiative.id}.{name}") for name in ("roi", "first_year_roi")]
        best = max((value for value in returns if value is not None), default=Decimal(0))
        if best > INCREDIBLE:
            findings += [_doubt(line, best) for line in lines[initiative.id] if _is_assumed(line)][:1]
    return findings


def _is_assumed(line: Line) -> bool:
    """Return whether a counted benefit rests on nothing better than an assumption."""
    if not (line.is_benefit and line.counted):
        return False
    return all(evidence.grade == "assumed" for evidence in line.model.evidence)


def _doubt(line: Line, best: Decimal) -> Finding:
    told = f"{(best * 100).quantize(Decimal(1)):,f}" if best < _BEYOND_WORDS else "more than 1,000,000,000"
    message = f"a return of {told}% rests on a benefit that is only assumed"
    hint = "bring better evidence (a pilot, a benchmark, observed data), or lower the claim: nobody believes this"
    point = Point("point_too_good", (("name", line.model.name), ("rate", Rate(best))))
    return Finding("CX301", line.path, message, hint, "warning", point=point)
