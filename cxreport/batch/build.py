"""Documents of many cases: a broken case costs that case alone, and what has not changed is not made again."""

from __future__ import annotations

import datetime as dt
import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from cxreport.batch.fingerprint import Fingerprints
from cxreport.batch.manifest import Manifest, Record
from cxreport.batch.plan import Plan, Planned, Shard, plan
from cxreport.batch.whole import write_whole
from cxreport.batch.workers import MEMORY, Limits, Lost, results
from cxreport.case.load import load_case
from cxreport.case.models import Layout
from cxreport.case.problem import Problem, worst_first
from cxreport.errors import CxreportError, MissingLibrary
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.output import Document, Format
from cxreport.render.theme_file import ThemeRefused
from cxreport.render.themes import load_theme
from cxreport.render.unfit import UnfitText

Status = Literal["built", "unchanged", "refused", "failed"]
DEFAULT_FORMATS: tuple[Format, ...] = ("pdf", "docx")
TIME_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one document.

    It was built; or is unchanged, since all that it was made from is; or was refused, as its case has errors; or
    failed, as `message` says. `stands` tells that a document of an earlier run still lies at `target`. `inputs` and
    `folders` are what it was made from, `details` are for a defect of ours.
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
        """Whether every document lies there as it should."""
        return all(document.status in {"built", "unchanged"} for document in self.documents)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of all cases that were read, worst first, each once."""
        return worst_first(problem for document in self.documents for problem in document.problems)


@dataclass(frozen=True, slots=True)
class _Task:
    case: Path
    documents: tuple[Planned, ...]
    theme: Path | None
    layout: Layout | None


def build(
    paths: Iterable[Path],
    out: Path,
    formats: Sequence[Format] = DEFAULT_FORMATS,
    theme: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Built], None] = lambda _: None,
    *,
    on_begin: Callable[[int], None] = lambda _: None,
    force: bool = False,
    shard: Shard | None = None,
    layout: Layout | None = None,
    time_limit: float | None = TIME_LIMIT,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> BuildReport:
    """Return what became of every document of the cases that `paths` name.

    `on_begin` hears how many documents there are, `on_progress` of each as it comes.

    Each case is read and evaluated once for all its formats. A document that lies there and whose inputs have not
    changed since is left alone, unless `force`. An existing document is replaced by a whole one or left alone. One
    that takes longer than `time_limit` seconds is given up. The manifest of `out` is kept up to date all the while,
    so that a run that is cut off is taken up by the next. Raises UsageError before anything is built where the work
    cannot be done as asked.
    """
    return build_planned(
        plan(paths, out, formats, shard, layout), out, theme, jobs, on_progress,
        on_begin=on_begin, force=force, time_limit=time_limit, now=now,
    )  # fmt: skip


def build_planned(
    whole: Plan,
    out: Path,
    theme: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Built], None] = lambda _: None,
    *,
    on_begin: Callable[[int], None] = lambda _: None,
    force: bool = False,
    time_limit: float | None = TIME_LIMIT,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> BuildReport:
    """Return what became of every document of a plan, as `build` does for those that paths name."""
    if theme is not None:
        with suppress(ThemeRefused):  # told with each case, as its own errors are
            load_theme(theme, Path())
    run = _Run(whole, out, theme, force=force, now=now)
    on_begin(len(whole.documents))
    for document in run.unchanged:
        on_progress(document)
    for document in run.built(jobs, time_limit):
        on_progress(document)
    run.finish()
    return BuildReport(run.in_order(), whole.skipped)


class _Run:
    """One run: what is stale, what became of it, and the manifest that is told of each."""

    def __init__(
        self,
        whole: Plan,
        out: Path,
        theme: Path | None,
        *,
        force: bool,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._plan, self._theme, self._now = whole, theme, now
        self._manifest, self._prints = Manifest(out), Fingerprints()
        self._options = (f"theme {theme}", f"layout {whole.layout}")
        self._done: dict[Path, Built] = {}
        fresh = {} if force else {found.target: found for found in map(self._unchanged, whole.documents) if found}
        self.unchanged = tuple(fresh.values())
        self._done |= fresh
        self._tasks = [
            _Task(case, stale, theme, whole.layout)
            for case, documents in whole.by_case.items()
            if (stale := tuple(document for document in documents if document.target not in fresh))
        ]

    def _unchanged(self, planned: Planned) -> Built | None:
        """Return what is known of a document that need not be made again; None for any other."""
        record = self._manifest.of(planned.target)
        if record is None or record.status != "built" or not record.fingerprint:
            return None
        try:
            told = planned.target.stat()
        except OSError:
            return None
        if (told.st_size, told.st_mtime_ns) != (record.size, record.changed):
            return None
        inputs = [self._manifest.absolute(name) for name in record.inputs]
        if not {planned.case.absolute(), *self._prints.shared_files(planned.case)} <= set(inputs):
            return None
        folders = [self._manifest.absolute(name) for name in record.folders]
        if record.fingerprint != self._prints.of(inputs, folders, self._options):
            return None
        return Built(planned.case, planned.target, planned.format, "unchanged", size=record.size, stands=True)

    def built(self, jobs: int, time_limit: float | None) -> Iterator[Built]:
        """Build what is stale, and yield each document once the manifest knows of it."""
        begun = time.time_ns()
        for index, found in results(_make, self._tasks, jobs, Limits(time_limit, MEMORY)):
            task = self._tasks[index]
            made = _given_up(task, found) if isinstance(found, Lost) else (found,)
            self._manifest.add(self._record(document, begun) for document in made)
            self._done |= {document.target: document for document in made}
            yield from made

    def _record(self, document: Built, begun: int) -> Record:
        relative = self._manifest.relative
        record = Record(
            target=relative(document.target),
            case=relative(document.case),
            format=document.format,
            status=document.status,
            inputs=tuple(map(relative, document.inputs)),
            folders=tuple(map(relative, document.folders)),
            seconds=round(document.seconds, 3),
            built=self._now().isoformat(timespec="seconds"),
            kind=document.kind,
            title=document.title,
            language=document.language,
            figures=document.figures,
            message=document.message,
            problems=tuple(f"{problem.code} {problem.message}" for problem in document.problems),
        )
        if document.status != "built":
            return record
        lies = document.target.stat()
        edited = any(_changed(file) >= begun for file in document.inputs)
        known = "" if edited else self._prints.of(document.inputs, document.folders, self._options)
        return replace(record, fingerprint=known, size=lies.st_size, changed=lies.st_mtime_ns)

    def finish(self) -> None:
        """Tidy the manifest and write the page of the run, where anything was done and any document lies there."""
        if not self._tasks or not self._manifest.begun:
            return
        from cxreport.batch.index import write_index

        self._manifest.tidy()
        write_index(self._manifest)

    def in_order(self) -> tuple[Built, ...]:
        """Return what became of each document, in the order of the plan."""
        return tuple(self._done[document.target] for document in self._plan.documents if document.target in self._done)


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _make(task: _Task) -> Iterator[Built]:
    """Yield what became of the documents of one case, one by one; nothing that befalls it is raised."""
    problems: tuple[Problem, ...] = ()
    try:
        evaluation = assess(evaluate(load_case(task.case)))
        problems = evaluation.problems
        if not evaluation.sound:
            yield from _all(task, "refused", problems, "the case has errors")
            return
        document = Document(evaluation, task.theme, layout=task.layout)
    except ThemeRefused as refused:
        yield from _all(task, "refused", worst_first((*problems, *refused.problems)), "the theme has errors")
        return
    except Exception as error:  # noqa: BLE001 - whatever befalls one case, the others are built
        yield from _all(task, "failed", problems, *_told(error))
        return
    for planned in task.documents:
        yield _written(planned, document, problems)


def _written(planned: Planned, document: Document, problems: tuple[Problem, ...]) -> Built:
    begun = time.monotonic()
    try:
        data = document.write(planned.format)
        write_whole(planned.target, data)
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
        )
    except UnfitText as lost:
        return _lost(planned, "refused", worst_first((*problems, *lost.problems)), "the case has errors")
    except Exception as error:  # noqa: BLE001 - whatever befalls one document, the others are built
        return _lost(planned, "failed", problems, *_told(error))


def _given_up(task: _Task, lost: Lost) -> tuple[Built, ...]:
    """Return what became of the documents of an item that was given up, which had come as far as `done`."""
    hint = "build it alone to see why; the others are built"
    return tuple(_lost(planned, "failed", (), lost.reason, hint) for planned in task.documents[lost.done :])


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
