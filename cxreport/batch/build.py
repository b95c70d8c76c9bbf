"""Documents of many cases: a broken case costs that case alone, and what has not changed is not made again."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cxreport.batch.fingerprint import Fingerprints
from cxreport.batch.make import Built, Status, Task, given_up, lost, make
from cxreport.batch.manifest import Manifest, Record
from cxreport.batch.plan import Plan, Planned, Shard, plan
from cxreport.batch.preload import modules_for
from cxreport.batch.storage import Folder, Lies, storage_of
from cxreport.batch.workers import MEMORY, Limits, Lost, results
from cxreport.case.edition import WHOLE, Edition
from cxreport.case.models import Layout
from cxreport.case.problem import Problem, worst_first
from cxreport.render.output import Format
from cxreport.render.theme_file import ThemeRefused
from cxreport.render.themes import load_theme

DEFAULT_FORMATS: tuple[Format, ...] = ("pdf", "docx")
TIME_LIMIT = 120.0


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


def build(
    paths: Iterable[Path],
    out: Path | str,
    formats: Sequence[Format] = DEFAULT_FORMATS,
    theme: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Built], None] = lambda _: None,
    *,
    on_begin: Callable[[int], None] = lambda _: None,
    force: bool = False,
    shard: Shard | None = None,
    layout: Layout | None = None,
    edition: Edition = WHOLE,
    time_limit: float | None = TIME_LIMIT,
    cluster: str | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> BuildReport:
    """Return what became of every document of the cases that `paths` name.

    `on_begin` hears how many documents there are, `on_progress` of each as it comes.

    Each case is read and evaluated once for all its formats. A document that lies there and whose inputs have not
    changed since is left alone, unless `force`. An existing document is replaced by a whole one or left alone. One
    that takes longer than `time_limit` seconds is given up. `cluster` is the address of a Dask scheduler, whose workers
    then do the work. The manifest of `out` is kept up to date all the while,
    so that a run that is cut off is taken up by the next. Raises UsageError before anything is built where the work
    cannot be done as asked. `out` is a folder, or an address that fsspec knows.
    """
    storage = storage_of(out)
    return build_planned(
        plan(paths, storage.root, formats, shard, layout, edition), storage, theme, jobs, on_progress,
        on_begin=on_begin, force=force, time_limit=time_limit, cluster=cluster, now=now,
    )  # fmt: skip


def build_planned(
    whole: Plan,
    storage: Folder,
    theme: Path | None = None,
    jobs: int = 1,
    on_progress: Callable[[Built], None] = lambda _: None,
    *,
    on_begin: Callable[[int], None] = lambda _: None,
    force: bool = False,
    time_limit: float | None = TIME_LIMIT,
    cluster: str | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> BuildReport:
    """Return what became of every document of a plan, as `build` does for those that paths name."""
    if theme is not None:
        with suppress(ThemeRefused):  # told with each case, as its own errors are
            load_theme(theme, Path())
    run = _Run(whole, storage, theme, force=force, now=now)
    on_begin(len(whole.documents))
    for document in run.unchanged:
        on_progress(document)
    for document in run.built(jobs, time_limit, cluster):
        on_progress(document)
    run.finish()
    return BuildReport(run.in_order(), whole.skipped)


class _Run:
    """One run: what is stale, what became of it, and the manifest that is told of each."""

    def __init__(
        self, whole: Plan, storage: Folder, theme: Path | None, *, force: bool, now: Callable[[], dt.datetime]
    ) -> None:
        self._plan, self._theme, self._now = whole, theme, now
        self._storage, self._manifest, self._prints = storage, Manifest(storage.root), Fingerprints()
        self._options = (f"theme {theme}", f"layout {whole.layout}")
        self._editions = {document.target: document.edition for document in whole.documents}
        self._done: dict[Path, Built] = {}
        fresh = {} if force else {found.target: found for found in map(self._unchanged, whole.documents) if found}
        self.unchanged = tuple(fresh.values())
        self._done |= fresh
        self._tasks = [
            Task(case, stale, theme, whole.layout, edition)
            for (case, edition), documents in whole.by_edition.items()
            if (stale := tuple(document for document in documents if document.target not in fresh))
        ]

    def _unchanged(self, planned: Planned) -> Built | None:
        """Return what is known of a document that need not be made again; None for any other."""
        record = self._manifest.of(planned.target)
        if record is None or record.status != "built" or not record.fingerprint:
            return None
        if self._storage.lies(planned.target) != (record.size, record.changed):
            return None
        inputs = [self._manifest.absolute(name) for name in record.inputs]
        if not {planned.case.absolute(), *self._prints.shared_files(planned.case)} <= set(inputs):
            return None
        folders = [self._manifest.absolute(name) for name in record.folders]
        patterns = [str(self._manifest.absolute(pattern)) for pattern in record.patterns]
        if record.fingerprint != self._prints.of(inputs, folders, self._options_of(planned.target), patterns):
            return None
        address = self._storage.address(planned.target)
        return Built(
            planned.case, planned.target, planned.format, "unchanged", size=record.size, stands=True, address=address
        )

    def _options_of(self, target: Path) -> tuple[str, ...]:
        """Return what a document was asked to be, beside its inputs."""
        return (*self._options, f"edition {self._editions[target].suffix}")

    def built(self, jobs: int, time_limit: float | None, cluster: str | None) -> Iterator[Built]:
        """Build what is stale, and yield each document once the manifest knows of it."""
        begun = time.time_ns()
        for index, found in self._results(jobs, time_limit, cluster):
            task = self._tasks[index]
            made = given_up(task, found) if isinstance(found, Lost) else (self._kept(found),)
            self._manifest.add(self._record(document, begun) for document in made)
            self._done |= {document.target: document for document in made}
            yield from made

    def _kept(self, document: Built) -> Built:
        """Take a document to where it is to lie, and return what became of it."""
        if document.status != "built":
            return document
        try:
            self._storage.keep(document.target)
        except OSError as error:
            return lost(document, error)
        return replace(document, address=self._storage.address(document.target))

    def _results(self, jobs: int, time_limit: float | None, cluster: str | None) -> Iterator[tuple[int, Built | Lost]]:
        if cluster is None or not self._tasks:
            return results(
                make, self._tasks, jobs, Limits(time_limit, MEMORY), modules_for(self._formats(), len(self._tasks))
            )
        from cxreport.batch.cluster import made_by_cluster

        return made_by_cluster(cluster, self._tasks, time_limit)

    def _formats(self) -> Iterator[Format]:
        return (document.format for task in self._tasks for document in task.documents)

    def _record(self, document: Built, begun: int) -> Record:
        relative = self._manifest.relative
        record = Record(
            target=relative(document.target),
            case=relative(document.case),
            format=document.format,
            edition=self._editions[document.target].suffix.strip("."),
            status=document.status,
            inputs=tuple(map(relative, document.inputs)),
            folders=tuple(map(relative, document.folders)),
            patterns=tuple(relative(Path(pattern)) for pattern in document.patterns),
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
        lies = self._storage.lies(document.target) or Lies(0, 0)
        edited = any(changed_at(file) >= begun for file in document.inputs)
        known = "" if edited else self._fingerprint(document)
        return replace(record, fingerprint=known, size=lies.size, changed=lies.changed)

    def _fingerprint(self, document: Built) -> str:
        return self._prints.of(document.inputs, document.folders, self._options_of(document.target), document.patterns)

    def finish(self) -> None:
        """Tidy the manifest and write the page of the run, where anything was done and any document lies there."""
        if not self._tasks or not self._manifest.begun:
            self._storage.forget()
            return
        from cxreport.batch.index import write_index

        self._manifest.tidy(lambda document: self._storage.lies(document) is not None)
        write_index(self._manifest)
        self._storage.close()

    def in_order(self) -> tuple[Built, ...]:
        """Return what became of each document, in the order of the plan."""
        return tuple(self._done[document.target] for document in self._plan.documents if document.target in self._done)


def changed_at(file: Path) -> int:
    """Return when a file was changed, in nanoseconds; 0 where it cannot be told."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
