"""`cxreport build`."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from cxreport import AUDIENCES, FORMATS, LAYOUTS, BuildReport, Built, Edition, Format, Layout, Shard, UsageError
from cxreport import build as build_cases
from cxreport.cli.arguments import ANY_PATH, OUT
from cxreport.cli.problems import tell_problems, tell_skipped
from cxreport.cli.progress import Events, Lines, Progress, size
from cxreport.cli.summaries import examples
from cxreport.cli.tables import Table, say_table
from cxreport.cli.terminal import counted, is_terminal, listed, say, tell_error

_STATUSES = ("built", "unchanged", "refused", "failed")
_SHARD = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


class _ShardType(click.ParamType[Shard]):
    name = "i/n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Return `2/5` as the second of five parts."""
        if isinstance(value, Shard):
            return value
        found = _SHARD.fullmatch(value)
        if found is None or int(found[1]) > int(found[2]):
            self.fail(f"{value} is no part: write 2/5 for the second of five", param, ctx)
        return Shard(int(found[1]), int(found[2]))


@click.command(
    epilog=examples(
        "cxreport build portal.yaml",
        "cxreport build cases -o out",
        "cxreport build portal.yaml --layout one-page",
        "cxreport build cases -f html --watch",
    )
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=ANY_PATH)
@click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice(FORMATS), default=("pdf", "docx"),
    show_default=True, help="A format to build; give it again for another.",
)  # fmt: skip
@click.option(
    "-o", "--out", type=OUT, default="out", show_default=True,
    help="The folder for documents, or an address, as s3://reports/2026-Q3.",
)  # fmt: skip
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 256), help="How many cases at a time; one for each processor if not given."
)
@click.option("--theme", type=ANY_PATH, help="A theme: a folder of your own, or sober, modern or public-sector.")
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="Another layout than that of the case; it stands in the names.",
)
@click.option(
    "--audience", type=click.Choice(AUDIENCES), help="For whom it is: sections that are for others are left out."
)
@click.option("--force", is_flag=True, help="Build what has not changed as well.")
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", default=120, show_default=True,
    help="How long one document may take before it is given up.",
)  # fmt: skip
@click.option("--shard", type=_ShardType(), help="Build one part of the cases alone, as 2/5: the second of five.")
@click.option("--dask", "cluster", metavar="ADDRESS", help="Have a Dask cluster do the work, as tcp://10.0.0.5:8786.")
@click.option("--watch", "watching", is_flag=True, help="Go on: build again whatever a change touches, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each document, and one for the run.")
@click.pass_context
def build(
    ctx: click.Context, paths: tuple[Path, ...], formats: tuple[Format, ...], out: Path | str, jobs: int | None,
    theme: Path | None,
    layout: Layout | None, audience: str | None, force: bool, time_limit: float, shard: Shard | None,
    cluster: str | None, watching: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make the documents of cases: PDF, Word, Excel, or one HTML page.

    PATH is a case file, or a folder, of which every case is taken and whose folders are mirrored. What has not
    changed since it was built is left alone; manifest.jsonl in the folder of the documents says what was built from
    what, and index.html leads to all of them; a table sums up a run of several cases. A case with errors costs its
    own documents alone: the others are built, and what lay there before is left as it is. Every document appears whole
    or not at all.
    """
    run = partial(
        build_cases,
        paths,
        out,
        formats,
        theme,
        jobs or os.cpu_count() or 1,
        time_limit=time_limit,
        shard=shard,
        layout=layout,
        cluster=cluster,
        edition=Edition(audience or ""),
    )
    if watching:
        if not isinstance(out, Path):
            raise UsageError("--watch builds into a folder of this machine alone", "leave it out, or give -o a folder")
        _watch(run, paths, out, as_json=as_json)
        return
    with _progress(as_json=as_json) as progress:
        report = run(on_progress=progress, on_begin=progress.expect, force=force)
    tell_report(report, as_json=as_json)
    ctx.exit(0 if report.whole else 1)


def _watch(run: Callable[..., BuildReport], paths: tuple[Path, ...], out: Path, *, as_json: bool) -> None:
    from cxreport import watch

    def build_once() -> BuildReport:
        with _progress(as_json=as_json) as progress:
            return run(on_progress=progress, on_begin=progress.expect)

    for report in watch(paths, out, build_once):
        tell_report(report, as_json=as_json)
        say("watching; Ctrl-C ends it", err=True)


@contextmanager
def _progress(*, as_json: bool) -> Iterator[Events | Lines | Progress]:
    """Yield what hears of each document: events for machines, a bar on a terminal, plain lines otherwise."""
    if as_json:
        yield Events()
    elif not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield Lines()
    else:
        with Progress() as progress:
            yield progress


def tell_report(report: BuildReport, *, as_json: bool = False) -> None:
    """Print what the run has to say once it is over: problems, failures and the closing line."""
    if as_json:
        Events.close(report)
        return
    tell_skipped(report.skipped)
    tell_problems(problem for problem in report.problems if problem.severity == "error")
    tell_problems((problem for problem in report.problems if problem.severity == "warning"), brief=True)
    for document in report.with_status("failed"):
        _tell_failure(document)
    if len({document.case for document in report.documents}) > 1:
        say_table(_formats_table(report))
        say()
    say(summary(report))


def _formats_table(report: BuildReport) -> Table:
    """Return how many documents of each format came out how, and the size and the work of those that were built."""
    rows = [_counted(name, documents) for name in FORMATS if (documents := _of_format(report, name))]
    if len(rows) > 1:
        rows.append(_counted("together", report.documents))
    heads = ("", *(status.capitalize() for status in _STATUSES), "Size", "Work")
    return Table("Documents", heads, tuple(rows), totals=int(len(rows) > 1))


def _of_format(report: BuildReport, name: Format) -> tuple[Built, ...]:
    return tuple(document for document in report.documents if document.format == name)


def _counted(name: str, documents: Sequence[Built]) -> tuple[str, ...]:
    counts = Counter[str](document.status for document in documents)
    built = [document for document in documents if document.status == "built"]
    work = f"{sum(document.seconds for document in built):.1f} s"
    amounts = (size(sum(document.size for document in built)), work) if built else ("", "")
    return name, *(str(counts[status] or "") for status in _STATUSES), *amounts


def _tell_failure(document: Built) -> None:
    tell_error(f"{document.target} of {document.case} was not built: {document.message}", document.hint)
    if document.details and os.environ.get("CXREPORT_DEBUG") == "1":
        say(document.details.rstrip(), err=True)


def summary(report: BuildReport) -> str:
    """Return the closing line: `6 documents built, 1 case refused`."""
    built, unchanged, failed = (len(report.with_status(status)) for status in ("built", "unchanged", "failed"))
    refused = {document.case for document in report.with_status("refused")}
    standing = sum(document.stands for document in report.documents if document.status in {"refused", "failed"})
    parts = [
        f"{counted(built, 'document')} built" if built or not unchanged else "",
        f"{counted(unchanged, 'document')} unchanged" if unchanged else "",
        f"{counted(len(refused), 'case')} refused" if refused else "",
        f"{counted(failed, 'document')} failed" if failed else "",
        f"{counted(standing, 'older document')} left as {'it was' if standing == 1 else 'they were'}"
        if standing
        else "",
    ]
    return listed(parts)
