"""How long a PDF takes, beside WeasyPrint alone on the same page and the same content set as most would set it.

python benchmarks/pdf.py [ROUNDS]

Three ways in turn, on the page of the largest shipped case. *Ours* lays the page out and writes it as PDF/A-3a and
PDF/UA-1 in one. *WeasyPrint alone* has the same HTML and style, and writes PDF/A-3a. *Naive* has the same content, but
tables whose columns are measured (`table-layout: auto`, no column groups), with collapsed borders and stripes by
`nth-child`; it loads the faces anew for each document, writes no tags, and imports WeasyPrint as it is.

Cold, each is a process of its own, from its start to the written file, so that imports count, with the processes that
they start. Warm, the processes go on and take turns. What counts is CPU time, the median over all rounds, as a
ratio. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import gc
import os
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
CASE = ROOT / "cases" / "effortless-service.yaml"
ROUNDS = 7
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
BOUNDS = {("warm", "WeasyPrint alone"): 1.05, ("cold", "naive"): 0.70}

NAIVE_STYLE = """
table { table-layout: auto; border-collapse: collapse }
td, th { border: .2pt solid #ccc }
tbody tr:nth-child(odd) { background: #fff }
tbody tr:nth-child(even) { background: #f4f4f4 }
"""


class Page(NamedTuple):
    """Holds a page: its HTML, its style, the rules that name its faces, and the theme that ours is set by."""

    html: str
    css: str
    faces: str
    theme: Any


def page_of(case: Path) -> Page:
    """Return the page of a case."""
    from cxreport.case.load import load_case
    from cxreport.evaluate import evaluate
    from cxreport.render.faces import face_rules
    from cxreport.render.output import Document

    document = Document(evaluate(load_case(case)))
    return Page(document.html, document._style("page.css"), face_rules(document.look), document.look)  # noqa: SLF001  # measured as it is


def ours(page: Page) -> bytes:
    """Set the page as cxreport does."""
    from cxreport.render.pdf import Layout

    return Layout(page.html, page.css, page.theme, ()).pdf()


def alone(page: Page) -> bytes:
    """Set the same page with WeasyPrint and nothing else."""
    return _plain(page.html, page.css, page.faces, pdf_variant="pdf/a-3a")


def naive(page: Page) -> bytes:
    """Set the same content as most would."""
    html = re.sub(r"<colgroup>.*?</colgroup>", "", page.html, flags=re.DOTALL)
    return _plain(html, page.css + NAIVE_STYLE, page.faces)


def _plain(html: str, css: str, faces: str, **options: Any) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets = [weasyprint.CSS(string=text, font_config=fonts) for text in (faces, css)]
    data = weasyprint.HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, **options)
    assert isinstance(data, bytes)
    return data


WAYS: dict[str, Callable[[Page], bytes]] = {"ours": ours, "WeasyPrint alone": alone, "naive": naive}


def warm(kept: Path, rounds: int) -> dict[str, float]:
    """Return the seconds of each way in a process that goes on; the first round is not counted.

    Each has a process to itself, as ours leaves WeasyPrint faster than it was.
    """
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(
                subprocess.Popen(_command("--many", name, kept), stdin=PIPE, stdout=PIPE, text=True, env=ENVIRONMENT)
            )
            for name in WAYS
        }
        for _ in range(rounds + 1):
            for name, server in servers.items():
                print("go", file=server.stdin, flush=True)
                found[name].append(float(server.stdout.readline() if server.stdout else "nan"))
    return {name: statistics.median(times[1:]) for name, times in found.items()}


def cold(kept: Path, rounds: int) -> dict[str, float]:
    """Return the seconds of each way as a process of its own; the first round is not counted."""
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds + 1):
        for name in WAYS:
            found[name].append(_seconds_of(name, kept))
    return {name: statistics.median(times[1:]) for name, times in found.items()}


def _seconds_of(way: str, kept: Path) -> float:
    """Return the CPU seconds of a process that sets a page, its own processes included."""
    process = subprocess.Popen(_command("--one", way, kept), env=ENVIRONMENT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{way} failed")
    return used.ru_utime + used.ru_stime


def _command(mode: str, way: str, kept: Path) -> list[str]:
    return [sys.executable, __file__, mode, way, str(kept)]


def serve(mode: str, way: str, kept: Path) -> None:
    """Set the page that is kept in a file: once, or again for every line that is read, telling the seconds."""
    page = Page(*pickle.loads(kept.read_bytes()))  # noqa: S301 - written by this very benchmark
    if mode == "--one":
        kept.with_suffix(".pdf").write_bytes(WAYS[way](page))
        return
    for _ in sys.stdin:
        gc.collect()
        begun = time.process_time()
        WAYS[way](page)
        print(time.process_time() - begun, flush=True)


def main() -> int:
    """Print a table, and return 1 where a bound is broken."""
    rounds = max(3, int(sys.argv[1])) if len(sys.argv) > 1 else ROUNDS
    whole = True
    print(f"One PDF of {CASE.name}, CPU time, median of {rounds} rounds in turn")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "page"
        kept.write_bytes(pickle.dumps(tuple(page_of(CASE))))
        found = {"cold": cold(kept, rounds), "warm": warm(kept, rounds)}
    for state, times in found.items():
        for name, seconds in times.items():
            ratio = times["ours"] / seconds
            bound = BOUNDS.get((state, name))
            holds = bound is None or ratio <= bound
            whole = whole and holds
            told = "" if bound is None else f"   of {bound:.2f}{'' if holds else '  over the bound'}"
            print(f"{state:6}{name:20}{seconds * 1000:>8.0f} ms   ours : it {ratio:>6.2f}{told}")
    return 0 if whole else 1


if __name__ == "__main__":
    if sys.argv[1:2] in (["--one"], ["--many"]):
        serve(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
