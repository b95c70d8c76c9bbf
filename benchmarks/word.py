"""How long a Word file takes to write, beside the ways in which python-docx and docxtpl are mostly used.

python benchmarks/word.py [ROUNDS]

The same page is written by each in turn: the same headings, paragraphs and tables with every cell, first of the
largest shipped case, then of a case with so many lines that its longest table has eighty rows, since the time of
`table.cell()` grows with the square of a table. Ours draws its charts natively, each with a workbook inside (kept by
its description from round to round), fills contents and fields and embeds its faces; the others get their charts as
PNG, ready made, and do nothing of the rest. What counts is CPU time, the median over all rounds, as a ratio. Ends
with 1 where a bound is broken.
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import docx
from docxtpl import DocxTemplate, InlineImage
from PIL import Image, ImageDraw

from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.render.output import Document
from cxreport.render.walk import Walk
from cxreport.render.walk.pieces import Caption, Heading, Item, Picture, Runs, Table, Term, text_of
from cxreport.render.word import write_docx

CASE = Path(__file__).parents[1] / "cases" / "effortless-service.yaml"
ROUNDS = 9
# How many times as fast we are at least, with short tables and with long ones.
SHORT = {"table.cell()": 12.0, "add_row().cells": 1.0, "docxtpl": 1.0}
LONG = {"table.cell()": 40.0, "add_row().cells": 1.0, "docxtpl": 1.0}

Result = TypeVar("Result")
Block = tuple[str, Any]


@dataclass(slots=True)
class Content:
    """Holds the blocks of a page for writers that know headings, texts, tables of words, and pictures."""

    blocks: list[Block] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None

    def _say(self, *lines: Runs) -> None:
        self.blocks += [("text", text_of(line)) for line in lines]

    def heading(self, heading: Heading) -> None:
        """Keep a heading."""
        self.blocks.append(("heading", (text_of(heading.runs), heading.level)))

    def para(self, _: str, runs: Runs) -> None:
        """Keep a paragraph."""
        self._say(runs)

    def terms(self, _: str, terms: tuple[Term, ...]) -> None:
        """Keep terms as paragraphs."""
        for term in terms:
            self._say(term.name, *term.texts)

    def items(self, items: tuple[Item, ...]) -> None:
        """Keep a list as paragraphs."""
        self._say(*(item.runs for item in items))

    def caption(self, caption: Caption) -> None:
        """Keep a caption as a paragraph."""
        self._say(caption.runs)

    def table(self, table: Table) -> None:
        """Keep a table as rows of words, each as long as the widest."""
        rows = [[text_of(cell.runs) for cell in row.cells] for row in table.rows]
        width = max(map(len, rows))
        self.blocks.append(("table", [row + [""] * (width - len(row)) for row in rows]))

    def chart(self, _: Picture) -> None:
        """Keep the place of a chart."""
        self.blocks.append(("picture", _png(len(self.blocks))))

    def end(self) -> list[Block]:
        """Return what was kept."""
        return self.blocks


def _png(seed: int) -> bytes:
    """Return a picture of bars, as large as a chart is."""
    picture = Image.new("RGB", (1600, 700), "white")
    for bar in range(6):
        ImageDraw.Draw(picture).rectangle((80 + bar * 250, 100 + (seed * bar * 37) % 400, 250 + bar * 250, 650), "teal")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def by_cell(blocks: Sequence[Block]) -> bytes:
    """Fill tables as most tutorials do."""

    def fill(document: Any, rows: list[list[str]]) -> None:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                table.cell(y, x).text = text

    return _with_docx(blocks, fill)


def by_row(blocks: Sequence[Block]) -> bytes:
    """Fill tables row by row."""

    def fill(document: Any, rows: list[list[str]]) -> None:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    return _with_docx(blocks, fill)


def _with_docx(blocks: Sequence[Block], fill: Callable[[Any, list[list[str]]], None]) -> bytes:
    document = docx.Document()
    for kind, content in blocks:
        if kind == "heading":
            document.add_heading(*content)
        elif kind == "text":
            document.add_paragraph(content)
        elif kind == "picture":
            document.add_picture(io.BytesIO(content), width=docx.shared.Mm(160))
        else:
            fill(document, content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def template_of(blocks: Sequence[Block]) -> bytes:
    """Return a template of docxtpl in which every block has its place, made once and not counted."""
    document = docx.Document()
    for place, (kind, content) in enumerate(blocks):
        if kind == "heading":
            document.add_heading(f"{{{{ b{place} }}}}", content[1])
        elif kind != "table":
            document.add_paragraph(f"{{{{ b{place} }}}}")
        else:
            table = document.add_table(rows=3, cols=len(content[0]))
            table.cell(0, 0).text = f"{{%tr for r in b{place} %}}"
            for x in range(len(content[0])):
                table.cell(1, x).text = f"{{{{ r[{x}] }}}}"
            table.cell(2, 0).text = "{%tr endfor %}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_template(template: bytes, blocks: Sequence[Block]) -> bytes:
    """Fill the template."""
    document = DocxTemplate(io.BytesIO(template))
    values: dict[str, Any] = {}
    for place, (kind, content) in enumerate(blocks):
        if kind == "picture":
            content = InlineImage(document, io.BytesIO(content), width=docx.shared.Mm(160))  # noqa: PLW2901 - the same, placed
        values[f"b{place}"] = content[0] if kind == "heading" else content
    document.render(values, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median of each way, all of them once in every round, after one round that is not counted."""
    for work in ways.values():
        work()
    times = [{name: timed(work) for name, work in ways.items()} for _ in range(rounds)]
    return {name: statistics.median(one[name] for one in times) for name in ways}


def long_case() -> str:
    """Return a case of forty benefits, each of two drivers."""
    line = """
      - name: Benefit {n}
        type: saving
        drivers:
          visits: {{label: Visits {n}, value: [{n}00, {n}50, {n}90], source: Service desk}}
          cost: {{label: Cost of a visit {n}, value: $4{n}, source: Finance}}
        formula: visits * cost
        evidence: [{{source: Pilot {n}, grade: tested}}]"""
    return f"""\
kind: business-case
title: Long tables
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance: {{discount_rate: 10%, period: year, periods: 3, start: 2027-01}}
initiatives:
  - action: mend much
    improvement: save clients the waiting
    costs: [{{name: Build, initial: $0.5M}}]
    benefits:{"".join(line.format(n=n) for n in range(10, 50))}
"""


def compared(case: Path, bounds: Mapping[str, float], rounds: int) -> bool:
    """Measure the ways for one case, print the ratios, and return whether all bounds hold."""
    document = Document(evaluate(load_case(case)))
    html, look, pages = document.html, document.look, document._layout.page_numbers()  # noqa: SLF001 - laid out beforehand
    blocks = Walk(Content()).document(html)
    template = template_of(blocks)
    ways = {
        "ours": lambda: write_docx(html, look, pages),
        "table.cell()": lambda: by_cell(blocks),
        "add_row().cells": lambda: by_row(blocks),
        "docxtpl": lambda: by_template(template, blocks),
    }
    found = measured(ways, rounds)
    tables = [content for kind, content in blocks if kind == "table"]
    cells = sum(len(row) for table in tables for row in table)
    print(f"{case.name}: {len(tables)} tables, {cells} cells, at most {max(map(len, tables))} rows; {rounds} rounds")
    print(f"  {'ours':16} {found['ours'] * 1000:7.1f} ms")
    for name, bound in bounds.items():
        times = found[name] / found["ours"]
        told = "" if times >= bound else "  BROKEN"
        print(f"  {name:16} {found[name] * 1000:7.1f} ms, ours is {times:.1f} times as fast, at least {bound:g}{told}")
    return all(found[name] / found["ours"] >= bound for name, bound in bounds.items())


def main(rounds: int) -> int:
    """Compare both cases and return 1 where a bound is broken."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "long-tables.yaml"
        case.write_text(long_case(), "utf-8")
        held = [compared(CASE, SHORT, rounds), compared(case, LONG, max(rounds // 3, 3))]
    return int(not all(held))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
