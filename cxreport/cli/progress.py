"""What a build says while it goes on: a line per document, a bar with rate and time left, or events as JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from cxreport import BuildReport, Built
from cxreport.cli.terminal import printable, say

if TYPE_CHECKING:
    from types import TracebackType


class Lines:
    """Prints a line for each document that was built."""

    def __call__(self, document: Built) -> None:
        if document.status == "built":
            say(f"{printable(document.address or str(document.target))}  {size(document.size)}")

    def expect(self, count: int) -> None:
        """Hear how many documents are to come."""


class Events:
    """Prints a line of JSON for each document, and one when the run is over."""

    def __call__(self, document: Built) -> None:
        _event(
            "document",
            target=document.address or str(document.target),
            case=str(document.case),
            format=document.format,
            status=document.status,
            size=document.size,
            seconds=round(document.seconds, 3),
            message=document.message,
            hint=document.hint,
            problems=[problem.as_data() for problem in document.problems],
        )

    def expect(self, count: int) -> None:
        """Print how many documents are to come."""
        _event("begin", documents=count)

    @staticmethod
    def close(report: BuildReport) -> None:
        """Print the event that ends the run."""
        counts = Counter(document.status for document in report.documents)
        counted = {status: counts[status] for status in ("built", "unchanged", "refused", "failed")}
        _event("end", whole=report.whole, skipped=[str(path) for path in report.skipped], **counted)


def _event(name: str, **told: Any) -> None:
    say(json.dumps({"event": name, **told}))


class Progress:
    """A bar on standard error with rate and time left; `lines` of documents go to standard output above it."""

    def __init__(self, *, lines: bool = True) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("building"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
        )  # fmt: skip
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("building", total=None, rate="")
        self._lines = Lines() if lines else None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def expect(self, count: int) -> None:
        """Hear how many documents are to come."""
        self._bar.update(self._task, total=count)

    def __call__(self, document: Built) -> None:
        if self._lines is not None:
            self._bar.stop()
            self._lines(document)
            self._bar.start()
        speed = self._bar.tasks[0].speed
        self._bar.update(self._task, advance=1, rate=f"{speed:.1f}/s" if speed else "")


def size(count: int) -> str:
    """Return a count of bytes in kB, or in MB from a million on."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(round(count / 1000), 1)} kB"
