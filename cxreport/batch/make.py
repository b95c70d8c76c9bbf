"""One case made into its documents; whatever befalls it is told and never raised."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cxreport.batch.plan import Planned
from cxreport.batch.whole import write_whole
from cxreport.batch.workers import MEMORY, Lost
from cxreport.case.edition import WHOLE, Edition
from cxreport.case.load import load_case
from cxreport.case.models import Layout
from cxreport.case.problem import Problem, worst_first
from cxreport.errors import CxreportError, MissingLibrary
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.output import Document, Format
from cxreport.render.theme_file import ThemeRefused
from cxreport.render.unfit import UnfitText

Status = Literal["built", "unchanged", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one document.

    It was built; or is unchanged, since all that it was made from is; or was refused, as its case has errors; or
    failed, as `message` says. `stands` tells that a document of an earlier run still lies at `target`; `address` is
    where others find it. `inputs`, `folders` and `patterns` are what it was made from, `details` are for a defect
    of ours.
    """

    case: Path
    target: Path
    format: Format
    status: Status
    problems: tuple[Problem, ...] = ()
    message: str = ""
    hint: str = ""
    size: int = 0
    seconds: float = 0.0
    stands: bool = False
    kind: str = ""
    title: str = ""
    language: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    patterns: tuple[str, ...] = ()
    address: str = ""
    details: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made of one edition of a case."""

    case: Path
    documents: tuple[Planned, ...]
    theme: Path | None
    layout: Layout | None
    edition: Edition = WHOLE


def make(task: Task) -> Iterator[Built]:
    """Yield what became of the documents of one case, one by one; nothing that befalls it is raised."""
    document = prepare(task)
    if isinstance(document, tuple):
        yield from document
        return
    for planned in task.documents:
        built = put(*write(planned, document))
        if built.status == "built" and planned.format == "pdf":
            document.forget_layout()
        yield built


def prepare(task: Task) -> Document | tuple[Built, ...]:
    """Return the document of a case, which is still to be written; or what became of all, where it is refused."""
    problems: tuple[Problem, ...] = ()
    try:
        evaluation = assess(evaluate(task.edition.of(load_case(task.case))))
        problems = evaluation.problems
        if not evaluation.sound:
            return _all(task, "refused", problems, "the case has errors")
        return Document(evaluation, task.theme, layout=task.layout)
    except ThemeRefused as refused:
        return _all(task, "refused", worst_first((*problems, *refused.problems)), "the theme has errors")
    except Exception as error:  # noqa: BLE001 - whatever befalls one case, the others are built
        return _all(task, "failed", problems, *_told(error))


def write(planned: Planned, document: Document) -> tuple[Built, bytes]:
    """Return what became of one document, and its bytes, none where it could not be made."""
    begun, problems = time.monotonic(), document.evaluation.problems
    try:
        data = document.write(planned.format)
        return Built(
            case=planned.case,
            target=planned.target,
            format=planned.format,
            status="built",
            problems=problems,
            size=len(data),
            seconds=time.monotonic() - begun,
            kind=document.evaluation.case.kind,
            title=document.evaluation.case.title,
            language=document.printed.formats.words.language,
            figures=document.key_figures,
            inputs=document.files,
            folders=tuple(map(Path.absolute, document.look.folders)),
            patterns=document.patterns,
        ), data
    except UnfitText as lost:
        return _lost(planned, "refused", worst_first((*problems, *lost.problems)), "the case has errors"), b""
    except Exception as error:  # noqa: BLE001 - whatever befalls one document, the others are built
        return _lost(planned, "failed", problems, *_told(error)), b""


def put(built: Built, data: bytes) -> Built:
    """Put a document where it belongs, and return what became of it."""
    if built.status != "built":
        return built
    try:
        write_whole(built.target, data)
    except Exception as error:  # noqa: BLE001 - whatever befalls one document, the others are put
        return lost(built, error)
    return built


def lost(built: Built, error: Exception) -> Built:
    """Return that a document was made and could not be put where it belongs."""
    return _lost(Planned(built.case, built.target, built.format), "failed", built.problems, *_told(error))


def given_up(task: Task, lost: Lost) -> tuple[Built, ...]:
    """Return what became of the documents of an item that was given up, which had come as far as `done`."""
    hint = "build it alone to see why; the others are built"
    return tuple(_lost(planned, "failed", (), lost.reason, hint) for planned in task.documents[lost.done :])


def _all(
    task: Task,
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
    return Built(
        planned.case,
        planned.target,
        planned.format,
        status,
        problems,
        message,
        hint,
        stands=os.path.lexists(planned.target),
        details=details,
    )


def _told(error: Exception) -> tuple[str, str, str]:
    """Return what happened, the way out, and what only we can read."""
    if isinstance(error, MissingLibrary):
        return str(error), error.hint or "run  cxreport doctor", ""
    if isinstance(error, CxreportError):
        return str(error), error.hint, ""
    if isinstance(error, MemoryError):
        return f"it needs more than {MEMORY // 1024**3} GiB of memory", "look at what is large in the case", ""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower(), "see to the disk and the folder, then build again", ""
    what = f"a defect of cxreport: {type(error).__name__}: {error}"
    return what, "set CXREPORT_DEBUG=1 to see where, and report it", traceback.format_exc()
