"""Documents of many cases: a broken case costs that case alone, and what lies on disk is whole."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cxreport.batch.plan import Planned, plan
from cxreport.batch.whole import write_whole
from cxreport.batch.workers import results
from cxreport.case.load import load_case
from cxreport.case.problem import Problem, worst_first
from cxreport.errors import CxreportError, MissingLibrary
from cxreport.evaluate import evaluate
from cxreport.render.output import Document, Format
from cxreport.render.theme_file import ThemeRefused
from cxreport.render.themes import load_theme
from cxreport.render.unfit import UnfitText

Status = Literal["built", "refused", "failed"]
DEFAULT_FORMATS: tuple[Format, ...] = ("pdf", "docx")
DIED = "the process that made it died"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one document: built; refused, as its case has errors; or failed, as `message` says.

    `stands` tells that a document of an earlier run still lies at `target`. `details` are for a defect of ours.
    """

    case: Path
    target: Path
    status: Status
    problems: tuple[Problem, ...] = ()
    message: str = ""
    hint: str = ""
    size: int = 0
    stands: bool = False
    details: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What became of all documents, in the order of the plan, and the files left out since they are no cases."""

    documents: tuple[Built, ...]
    skipped: tuple[Path, ...]

    def with_status(self, status: Status) -> tuple[Built, ...]:
        """Return the documents of one status."""
        return tuple(document for document in self.documents if document.status == status)

    @property
    def whole(self) -> bool:
        """Whether every document was built."""
        return all(document.status == "built" for document in self.documents)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of all cases, worst first, each once."""
        return worst_first(problem for document in self.documents for problem in document.problems)


@dataclass(frozen=True, slots=True)
class _Task:
    case: Path
    documents: tuple[Planned, ...]
    theme: Path | None


def build(
    paths: Iterable[Path],
    out: Path,
    formats: Sequence[Format] = DEFAULT_FORMATS,
    theme: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Built], None] = lambda _: None,
) -> BuildReport:
    """Return what became of every document of the cases that `paths` name; `on_progress` hears of each in turn.

    Each case is read and evaluated once for all its formats. An existing document is replaced by a whole one or left
    alone. Raises UsageError before anything is built where the work cannot be done as asked.
    """
    if theme is not None:
        with suppress(ThemeRefused):  # told with each case, as its own errors are
            load_theme(theme, Path())
    whole = plan(paths, out, formats)
    tasks = [_Task(case, documents, theme) for case, documents in whole.by_case.items()]
    done: list[Built] = []
    for task, found in zip(tasks, results(_make, tasks, jobs), strict=True):
        for document in found if found is not None else _all(task, "failed", message=DIED):
            on_progress(document)
            done.append(document)
    return BuildReport(tuple(done), whole.skipped)


def _make(task: _Task) -> tuple[Built, ...]:
    """Return what became of the documents of one case; nothing that befalls it is raised."""
    problems: tuple[Problem, ...] = ()
    try:
        evaluation = evaluate(load_case(task.case))
        problems = evaluation.problems
        if not evaluation.sound:
            return _all(task, "refused", problems, "the case has errors")
        document = Document(evaluation, task.theme)
    except ThemeRefused as refused:
        return _all(task, "refused", worst_first((*problems, *refused.problems)), "the theme has errors")
    except Exception as error:  # noqa: BLE001 - whatever befalls one case, the others are built
        return _all(task, "failed", problems, *_told(error))
    return tuple(_written(planned, document, problems) for planned in task.documents)


def _written(planned: Planned, document: Document, problems: tuple[Problem, ...]) -> Built:
    try:
        data = document.write(planned.format)
        write_whole(planned.target, data)
    except UnfitText as lost:
        return _lost(planned, "refused", worst_first((*problems, *lost.problems)), "the case has errors")
    except Exception as error:  # noqa: BLE001 - whatever befalls one document, the others are built
        return _lost(planned, "failed", problems, *_told(error))
    return Built(planned.case, planned.target, "built", problems, size=len(data))


def _all(
    task: _Task,
    status: Status,
    problems: tuple[Problem, ...] = (),
    message: str = "",
    hint: str = "",
    details: str = "",
) -> tuple[Built, ...]:
    return tuple(_lost(planned, status, problems, message, hint, details) for planned in task.documents)


def _lost(
    planned: Planned, status: Status, problems: tuple[Problem, ...], message: str, hint: str = "", details: str = ""
) -> Built:
    stands = os.path.lexists(planned.target)
    return Built(planned.case, planned.target, status, problems, message, hint, stands=stands, details=details)


def _told(error: Exception) -> tuple[str, str, str]:
    """Return what happened, the way out, and what only we can read."""
    if isinstance(error, MissingLibrary):
        return str(error), error.hint or "run  cxreport doctor", ""
    if isinstance(error, CxreportError):
        return str(error), error.hint, ""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower(), "see to the disk and the folder, then build again", ""
    what = f"a defect of cxreport: {type(error).__name__}: {error}"
    return what, "set CXREPORT_DEBUG=1 to see where, and report it", traceback.format_exc()
