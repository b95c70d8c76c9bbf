"""`cxreport build`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cxreport import BuildReport, Built, Format
from cxreport import build as build_cases
from cxreport.cli.arguments import ANY_PATH
from cxreport.cli.problems import tell_problems, tell_skipped
from cxreport.cli.summaries import examples
from cxreport.cli.terminal import counted, is_terminal, listed, printable, say, tell_error


@click.command(
    epilog=examples("cxreport build portal.yaml", "cxreport build cases -o out -j 4", "cxreport build cases -f html")
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=ANY_PATH)
@click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice(["pdf", "docx", "xlsx", "html"]),
    default=("pdf", "docx"), show_default=True, help="A format to build; give it again for another.",
)  # fmt: skip
@click.option("-o", "--out", type=ANY_PATH, default="out", show_default=True, help="The folder for documents.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="How many cases at a time."
)
@click.option("--theme", type=ANY_PATH, help="A theme: a folder of your own, or sober, modern or public-sector.")
@click.pass_context
def build(
    ctx: click.Context, paths: tuple[Path, ...], formats: tuple[Format, ...], out: Path, jobs: int, theme: Path | None
) -> None:
    """Make the documents of cases: PDF and Word, or one HTML page.

    PATH is a case file, or a folder, of which every case is taken and whose folders are mirrored. A case with errors
    costs its own documents alone: the others are built, and what lay there before is left as it is. Every document
    appears whole or not at all.
    """
    with _progress() as on_progress:
        report = build_cases(paths, out, formats, theme, jobs, on_progress)
    tell_skipped(report.skipped)
    tell_problems(problem for problem in report.problems if problem.severity == "error")
    tell_problems((problem for problem in report.problems if problem.severity == "warning"), brief=True)
    for document in report.with_status("failed"):
        _tell_failure(document)
    say(summary(report))
    ctx.exit(0 if report.whole else 1)


def _nothing() -> None:
    """Do nothing, where there is no spinner to stop."""


class _Lines:
    """Prints a line per document as it comes; on a terminal, a spinner on standard error says that work goes on."""

    def __init__(self, pause: Callable[[], None] = _nothing, resume: Callable[[], None] = _nothing) -> None:
        self.pause, self.resume = pause, resume

    def __call__(self, document: Built) -> None:
        if document.status == "built":
            self.pause()
            say(f"{printable(str(document.target))}  {size(document.size)}")
            self.resume()


@contextmanager
def _progress() -> Iterator[_Lines]:
    if not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield _Lines()
        return
    from rich.console import Console

    with Console(stderr=True).status("building") as status:
        yield _Lines(status.stop, status.start)


def _tell_failure(document: Built) -> None:
    tell_error(f"{document.target} of {document.case} was not built: {document.message}", document.hint)
    if document.details and os.environ.get("CXREPORT_DEBUG") == "1":
        say(document.details.rstrip(), err=True)


def summary(report: BuildReport) -> str:
    """Return the closing line: `6 documents built, 1 case refused`."""
    refused = {document.case for document in report.with_status("refused")}
    failed = len(report.with_status("failed"))
    standing = sum(document.stands for document in report.documents)
    parts = [
        f"{counted(len(report.with_status('built')), 'document')} built",
        f"{counted(len(refused), 'case')} refused" if refused else "",
        f"{counted(failed, 'document')} failed" if failed else "",
        f"{counted(standing, 'older document')} left as {'it was' if standing == 1 else 'they were'}"
        if standing
        else "",
    ]
    return listed(parts)


def size(count: int) -> str:
    """Return a count of bytes in kB, or in MB from a million on."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(round(count / 1000), 1)} kB"
