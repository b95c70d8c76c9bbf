"""Text of an author that a document cannot print as it stands."""

from __future__ import annotations

from cxreport.case.problem import Problem
from cxreport.errors import RenderError


class UnfitText(RenderError):
    """Stands for text of the author that a document cannot print as it stands; `problems` say where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(str(problems[0]), problems[0].hint)
        self.problems = problems
