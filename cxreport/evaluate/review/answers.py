"""What a case answers to warnings: `accept` on the whole, on an initiative or on a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cxreport.case.checks import revenue_lines
from cxreport.case.finance_checks import flow_lines
from cxreport.case.load import LoadedCase, with_findings
from cxreport.case.models import BusinessCase, Case, ValueReport
from cxreport.case.problem import Finding, Path, Point, Problem


class Answer(NamedTuple):
    """Why a warning does not count where `path` leads to and below it."""

    path: Path
    code: str
    why: str

    def meets(self, problem: Problem) -> bool:
        """Return whether it answers a problem."""
        inside = problem.path[: len(self.path)] == self.path
        return problem.severity == "warning" and problem.code == self.code and inside


def with_answers(loaded: LoadedCase, *, whole: bool) -> LoadedCase:
    """Return the case without the warnings that it answers; these are kept beside the others.

    An answer to nothing is a warning of its own, once the `whole` case could be reviewed; so is one to an error.
    """
    answers = sorted(_answers(loaded.case), key=lambda answer: -len(answer.path)) if loaded.case else []
    if not answers:
        return loaded
    left, answered = [], []
    for problem in loaded.problems:
        answer = next((answer for answer in answers if answer.meets(problem)), None)
        if answer is None:
            left.append(problem)
        else:
            answered.append((answer, problem._replace(answer=answer.why)))
    used = {id(answer) for answer, _ in answered}
    findings = [_idle(answer, left, whole) for answer in answers if id(answer) not in used]
    told = loaded._replace(problems=tuple(left), answered=tuple(problem for _, problem in answered))
    return with_findings(told, [finding for finding in findings if finding is not None])


def _idle(answer: Answer, problems: list[Problem], whole: bool) -> Finding | None:
    """Return what is wrong with an answer that answers nothing; None as long as that cannot be told."""
    point = Point("point_idle_answer", (("code", answer.code),))
    path = (*answer.path, "accept", answer.code)
    if any(problem.code == answer.code and problem.severity == "error" for problem in problems):
        message, hint = f"{answer.code} is an error, and no answer takes it away", "mend what it tells"
    elif whole:
        message, hint = f"there is no warning {answer.code} here to be answered", "delete the answer"
    else:
        return None
    return Finding("CX390", path, message, hint, "warning", at_key=True, point=point)


def _answers(case: Case) -> Iterator[Answer]:
    """Yield every answer of a case."""
    yield from _under((), case.accept)
    if isinstance(case, BusinessCase):
        for number, item in enumerate(case.initiatives):
            yield from _under(("initiatives", number), item.accept)
        for path, line in flow_lines(case):
            yield from _under(path, line.accept)
    if case.revenue is not None:
        for path, _, revenue_line in revenue_lines(case.revenue):
            yield from _under(path, revenue_line.accept)
    for number, saving in enumerate(case.savings if isinstance(case, ValueReport) else ()):
        yield from _under(("savings", number), saving.accept)


def _under(path: Path, accept: Mapping[str, str]) -> Iterator[Answer]:
    return (Answer(path, code, why) for code, why in accept.items())
