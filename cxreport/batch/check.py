"""Everything that is wrong in many cases, the problems that only numbers tell among them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from cxreport.batch.gather import gather
from cxreport.case.certainty_checks import is_uncertain
from cxreport.case.load import load_case
from cxreport.case.models import BusinessCase
from cxreport.case.problem import Problem, worst_first
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.references import text_problems


class Checked(NamedTuple):
    """A case and what is wrong in it, worst first; `answered` are the warnings that the case itself answers."""

    path: Path
    problems: tuple[Problem, ...]
    answered: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether a document may be made."""
        return all(problem.severity != "error" for problem in self.problems)


class CheckReport(NamedTuple):
    """The cases in the order in which they were named, and the files that were left out since they are none."""

    cases: tuple[Checked, ...]
    skipped: tuple[Path, ...]

    @property
    def sound(self) -> bool:
        """Whether no case has an error."""
        return all(case.sound for case in self.cases)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of all cases, worst first; one in a file that several cases share stands once."""
        return worst_first(problem for case in self.cases for problem in case.problems)

    @property
    def answered(self) -> int:
        """How many warnings the cases answer."""
        return len({problem for case in self.cases for problem in case.answered})

    def as_data(self) -> dict[str, Any]:
        """Return the report as plain data, as `check --json` prints it."""
        cases = [
            {
                "file": str(case.path),
                "id": case.path.stem,
                "problems": [problem.as_data() for problem in case.problems],
                "answered": [problem.as_data() for problem in case.answered],
            }
            for case in self.cases
        ]
        return {"cases": cases, "skipped": [str(path) for path in self.skipped]}


def check(paths: Iterable[Path]) -> CheckReport:
    """Return the problems of every case that `paths` name. Raises UsageError for a path that names none."""
    gathered = gather(paths)
    cases = tuple(_checked(item.path) for item in gathered.cases)
    return CheckReport(cases, gathered.skipped)


def _checked(case: Path) -> Checked:
    evaluation = evaluate(load_case(case))
    found = (*evaluation.problems, *_uncertain(evaluation), *_of_theme(evaluation), *text_problems(evaluation))
    return Checked(case, worst_first(found), evaluation.answered)


def _of_theme(evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return what is wrong with the theme that a case names; one that names none does not wait for the imports."""
    if evaluation.loaded.case is None or evaluation.case.theme is None:
        return ()
    from cxreport.render.themes import theme_problems

    return theme_problems(evaluation)


def _uncertain(evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return what ranges and scenarios lead to; a case without any does not wait for the imports."""
    case = evaluation.loaded.case
    if not isinstance(case, BusinessCase) or not is_uncertain(case):
        return ()
    from cxreport.evaluate.risk import find_risk_problems

    return find_risk_problems(evaluation)
