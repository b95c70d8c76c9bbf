"""How fast many cases are built, and what a run costs that has little or nothing to do.

python benchmarks/batch.py [CASES] [CASES BY ONE]

Builds PDF and Word of generated cases, 1,000 unless told otherwise, by two workers and by one, each into a folder of
its own; one worker may have fewer of them, as it is compared by its rate. Then again with nothing changed, and with
one case changed, each as a process of its own. Ends with 1 where a bound is broken. What counts is wall time, so
nothing else should run on the machine; with few cases the start of the workers weighs more than it does in a
quarter's run.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generated_cases import COUNT, write_cases

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
SAMPLE = 40
MIB = 1024**2


class Bound(NamedTuple):
    """Holds what was measured, and the least or most that it may be."""

    name: str
    value: float
    bound: float
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        told = f"{self.name:64}{self.value:>9.2f}   at {'least' if self.least else 'most'} {self.bound:g}"
        return told + ("" if self.holds else "  broken")


def built(folder: Path, out: str, workers: int) -> float:
    """Return the seconds that a process takes to build all cases of a folder."""
    command = [sys.executable, "-m", "cxreport", "build", "cases", "-o", out, "-j", str(workers)]
    begun = time.monotonic()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return time.monotonic() - begun


@contextmanager
def watched(done: list[tuple[int, int]], out: Path) -> Iterator[None]:
    """Note, while the block runs, how many documents lie there and the most memory that any worker has, in bytes."""
    over = threading.Event()

    def note() -> None:
        while not over.wait(0.5):
            count = sum(1 for _ in out.rglob("*.docx"))
            done.append((count, max(map(_memory, _workers()), default=0)))

    thread = threading.Thread(target=note)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _workers() -> Iterator[int]:
    """Yield the processes that a fork server has started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"multiprocessing.forkserver" in command:
            yield int(folder.name)


def _memory(process: int) -> int:
    """Return what a process takes of the machine's memory: its own pages, and its part of those that it shares."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text().split()
    except OSError:
        return 0
    return int(told[told.index("Pss:") + 1]) * 1024 if "Pss:" in told else 0


def shares(folder: Path) -> dict[str, float]:
    """Return the shares in the time of a PDF and a Word file, over a sample of the cases.

    `ours` is what comes before any writer: reading, checks, numbers, charts and templates, what
    performance.md calls own work. `word` is the Word file. `around` is what a PDF of ours has and WeasyPrint's
    own has not: the workbook inside, the tags' corrections, the tree read by lxml rather than by WeasyPrint.
    Garbage is looked for between the cases, as in a worker.
    """
    from cxreport import assess, evaluate, load_case
    from cxreport.render.output import Document
    from cxreport.render.pdf.engine import load_weasyprint

    weasyprint = load_weasyprint()
    spent = [0.0]
    _timed(weasyprint.HTML, "render", spent)
    _timed(weasyprint.Document, "write_pdf", spent)
    parts = dict.fromkeys(("ours", "around", "word"), 0.0)
    gc.disable()
    for place, case in enumerate(sorted((folder / "cases").rglob("*.yaml"))[: SAMPLE + 3]):
        gc.collect()
        if place == 3:  # the first load faces and templates
            gc.freeze()
            spent[0] = 0.0
            parts = dict.fromkeys(parts, 0.0)
        begun = time.process_time()
        document = Document(assess(evaluate(load_case(case))))
        assert document.html
        composed = time.process_time()
        document.write("pdf")
        printed = time.process_time()
        document.write("docx")
        parts["ours"] += composed - begun
        parts["around"] += printed - composed
        parts["word"] += time.process_time() - printed
    whole = sum(parts.values())
    parts["around"] -= spent[0]
    return {name: value / whole for name, value in parts.items()}


def _timed(owner: type, name: str, spent: list[float]) -> None:
    inner = getattr(owner, name)

    def timed(*given: object, **more: object) -> object:
        begun = time.process_time()
        try:
            return inner(*given, **more)
        finally:
            spent[0] += time.process_time() - begun

    setattr(owner, name, timed)


def main() -> int:
    """Print a table, and return 1 where a bound is broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    fewer = int(sys.argv[2]) if len(sys.argv) > 2 else count
    memory: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_cases(folder / "cases", count)
        write_cases(folder / "alone" / "cases", fewer)
        with watched(memory, folder / "two"):
            both = built(folder, "two", 2)
        alone = built(folder / "alone", "one", 1) * count / fewer
        unchanged = min(built(folder, "two", 2) for _ in range(3))
        cold = built_one(folder)
        first = min((folder / "cases").rglob("*.yaml"))
        first.write_text(first.read_text("utf-8").replace("organisation: ", "organisation: New "), "utf-8")
        changed = built(folder, "two", 2)
        share = shares(folder)
    early = max((size for done, size in memory if done <= 50), default=0) / MIB
    late = max((size for _, size in memory[-10:]), default=0) / MIB
    print(f"{count} cases, PDF and Word: {alone:.0f} s by one worker, {both:.0f} s by two")
    print(f"{2 * count / both:.2f} documents a second; the largest worker has {early:.0f} MiB after fifty")
    print(f"of the time, {share['word']:.1%} goes into Word and {share['around']:.1%} into what a PDF of ours has more")
    bounds = (
        Bound("two workers : one", alone / both, 1.8, least=True),
        Bound("share of our own work before a writer", share["ours"], 0.05),
        Bound("memory of the largest worker at the end, MiB", late, 120),
        Bound("nothing changed, seconds", unchanged, 1.0),
        Bound("one changed, seconds beyond a cold report", changed - cold, 1.0),
    )
    print(*bounds, sep="\n")
    return 0 if all(bound.holds for bound in bounds) else 1


def built_one(folder: Path) -> float:
    """Return the seconds of one report in a process of its own."""
    case = min((folder / "cases").rglob("*.yaml"))
    command = [sys.executable, "-m", "cxreport", "build", str(case), "-o", "cold"]
    begun = time.monotonic()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
