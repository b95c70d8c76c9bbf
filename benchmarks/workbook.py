"""What our workbook costs, as a ratio to bare XlsxWriter that writes the same cells.

python benchmarks/workbook.py [ROUNDS]

Ours starts from the evaluation: it lays out the sheets, finds the formula of every figure, and draws the charts. The
bare one is handed every call that ours made on XlsxWriter, ready to be made again. Both run in turn in one process;
what counts is the median of the CPU time. Ends with 1 where the bound is broken.
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cxreport import evaluate, load_case
from cxreport.render.document import case_formats
from cxreport.render.workbook import write_workbook

ROOT = Path(__file__).parents[1]
CASES = ("cases/effortless-service.yaml", "tests/render/cases/monthly.yaml")
ROUNDS, BOUND = 15, 1.5
Call = tuple[Any, str, tuple[Any, ...], dict[str, Any]]


class Recorder:
    """Stands before an object of XlsxWriter's, and keeps every call that is made on it."""

    def __init__(self, calls: list[Call], target: Any, number: int) -> None:
        self.calls, self.target, self.number = calls, target, number

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.target, name)
        if not callable(found):
            return found

        def call(*given: Any, **named: Any) -> Any:
            made = found(*(plain(one) for one in given), **named)
            keys = tuple(Handle(one.number) if isinstance(one, Recorder) else one for one in given)
            self.calls.append((self.number, name, keys, named))
            if isinstance(made, Worksheet | Format | Chart):
                return Recorder(self.calls, made, len(self.calls))
            return made

        return call


class Handle(int):
    """The number of the call that made an object."""


def plain(given: Any) -> Any:
    """Return the object behind a recorder."""
    return given.target if isinstance(given, Recorder) else given


def record(write: Callable[[], bytes]) -> list[Call]:
    """Return every call that `write` makes on XlsxWriter."""
    calls: list[Call] = []
    real = xlsxwriter.Workbook
    with patch("xlsxwriter.Workbook", lambda *given, **named: Recorder(calls, real(*given, **named), 0)):
        write()
    return calls


def replay(calls: list[Call], options: dict[str, Any]) -> bytes:
    """Make the calls again on XlsxWriter alone."""
    buffer = io.BytesIO()
    made: list[Any] = [xlsxwriter.Workbook(buffer, options)]
    for number, name, given, named in calls:
        handed = [made[one] if isinstance(one, Handle) else one for one in given]
        made.append(getattr(made[number], name)(*handed, **named))
    return buffer.getvalue()


def cpu(write: Callable[[], object]) -> float:
    """Return the CPU time of one call in seconds."""
    gc.collect()
    start = time.process_time()
    write()
    return time.process_time() - start


def main() -> int:
    """Print a table, and return 1 where the bound is broken."""
    from cxreport.render.workbook.writing import OPTIONS

    rounds = max(5, int(sys.argv[1])) if len(sys.argv) > 1 else ROUNDS
    broken = False
    print(f"{'CPU time, median':32}{'calls':>8}{'ours':>10}{'bare':>10}{'ratio':>8}{'bound':>8}")
    for name in CASES:
        evaluation = evaluate(load_case(ROOT / name))
        formats = case_formats(evaluation)

        def ours(evaluation: Any = evaluation, formats: Any = formats) -> bytes:
            return write_workbook(evaluation, formats)

        calls = record(ours)
        assert len(replay(calls, OPTIONS)) == len(ours()), "the bare writer does not write the same"

        def bare(calls: list[Call] = calls) -> bytes:
            return replay(calls, OPTIONS)

        pairs = [(cpu(ours), cpu(bare)) for _ in range(rounds)]
        mine, base = (statistics.median(column) for column in zip(*pairs, strict=True))
        broken |= mine / base > BOUND
        milliseconds = f"{mine * 1000:>7.0f} ms{base * 1000:>7.0f} ms"
        print(f"{Path(name).stem:32}{len(calls):>8}{milliseconds}{mine / base:>8.2f}{BOUND:>8.2f}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
