"""How long a PDF takes, beside WeasyPrint alone on the same page and the same content set as most would set it.

python benchmarks/pdf.py [ROUNDS]

Three ways in turn, on the page of the largest shipped case. *Ours* lays the page out and writes it as PDF/A-3a and
PDF/UA-1 in one. *WeasyPrint alone* has the same HTML and style, and writes PDF/A-3a. *Naive* has the same content, but
tables whose columns are measured (`table-layout: auto`, no column groups), with collapsed borders and stripes by
`nth-child`; it loads the faces anew for each document, writes no tags, and imports WeasyPrint as it is.

Warm, all ways take turns in one process. Cold, each is a process of its own, from its start to the written file, so
that imports count, with the processes that they start. What counts is CPU time, the median over all rounds, as a
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
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
CASE = ROOT / "cases" / "effortless-service.yaml"
ROUNDS = 7
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
    assert isinstance(data, bytes)  # noqa: S101 - without a target it returns them
    return data


WAYS: dict[str, Callable[[Page], bytes]] = {"ours": ours, "WeasyPrint alone": alone, "naive": naive}


def warm(page: Page, rounds: int) -> dict[str, float]:
    """Return the seconds of each way in one process; the first round is not counted."""
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds + 1):
        for name, way in WAYS.items():
            gc.collect()
            begun = time.process_time()
            way(page)
            found[name].append(time.process_time() - begun)
    return {name: statistics.median(times[1:]) for name, times in found.items()}


def cold(page: Page, rounds: int) -> dict[str, float]:
    """Return the seconds of each way as a process of its own; the first round is not counted."""
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "page"
        kept.write_bytes(pickle.dumps(page))
        for _ in range(rounds + 1):
            for name in WAYS:
                found[name].append(_seconds_of(name, kept))
    return {name: statistics.median(times[1:]) for name, times in found.items()}


def _seconds_of(way: str, kept: Path) -> float:
    """Return the CPU seconds of a process that sets a page, its own processes included."""
    command = [sys.executable, __file__, "--one", way, str(kept)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{way} failed")
    return used.ru_utime + used.ru_stime


def one(way: str, kept: Path) -> None:
    """Set the page that is kept in a file, and write it beside."""
    page = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very benchmark
    kept.with_suffix(".pdf").write_bytes(WAYS[way](page))


def main() -> int:
    """Print a table, and return 1 where a bound is broken."""
    rounds = max(3, int(sys.argv[1])) if len(sys.argv) > 1 else ROUNDS
    page = page_of(CASE)
    whole = True
    print(f"One PDF of {CASE.name}, CPU time, median of {rounds} rounds in turn")
    for state, times in (("cold", cold(page, rounds)), ("warm", warm(page, rounds))):
        for name, seconds in times.items():
            ratio = times["ours"] / seconds
            bound = BOUNDS.get((state, name))
            holds = bound is None or ratio <= bound
            whole = whole and holds
            told = "" if bound is None else f"   of {bound:.2f}{'' if holds else '  over the bound'}"
            print(f"{state:6}{name:20}{seconds * 1000:>8.0f} ms   ours : it {ratio:>6.2f}{told}")
    return 0 if whole else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
