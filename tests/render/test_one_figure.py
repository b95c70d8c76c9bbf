"""One figure, four places: what a document prints of a figure is the same in PDF, Word, workbook and page."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cxreport.case.load import load_case
from cxreport.case.models import BusinessCase
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.document import case_formats
from cxreport.render.figure_text import read_figure
from cxreport.render.formats import significant
from cxreport.render.output import FORMATS, Document
from cxreport.render.pdf import Layout
from cxreport.render.printed import line_addresses
from cxreport.render.word import write_docx
from cxreport.render.word.opened import open_document, paired
from cxreport.render.workbook import lay_out
from cxreport.render.workbook.names import defined_name
from render.cells import Cells, read_cells
from render.conftest import one_line, words_of_docx, words_of_page
from render.footing import check_all
from render.grids import bare, grids_of_docx, grids_of_page, grids_of_pdf, words_of_pdf

CHUNKS = 10
# What only charts have: parts of a bucket that is one line, as the table of revenue leaves them out.
DRAWN = {
    f"attribution.{bucket}.{kind}{part}"
    for bucket, parts in {"cxm": ("switched", "expanded"), "csm": ("expanded", "acquired")}.items()
    for part in parts
    for kind in ("", "shares.")
}


def check_document(document: Document, html: bytes, docx: bytes, pdf: bytes, xlsx: bytes) -> int:
    """Assert that every figure is the same in all four, and that all tables add up; return how many figures there are."""
    page = grids_of_page(html)
    for grids in (page, grids_of_docx(docx), grids_of_pdf(pdf)):
        assert list(map(bare, grids)) == list(map(bare, page))
        check_all(document, grids)
    check_words(document, html, docx, pdf)
    check_controls(html, docx)
    check_cells(document, read_cells(xlsx))
    return len(document.printed.shown)


def check_words(document: Document, html: bytes, docx: bytes, pdf: bytes) -> None:
    """Whatever is printed of a figure is read in each document, in a table or in prose."""
    texts = {"html": words_of_page(html), "docx": words_of_docx(docx), "pdf": words_of_pdf(pdf)}
    said = {kind: f" {one_line(text)} " for kind, text in texts.items()}
    shown = ((at, one_line(text)) for at, all_of_it in document.printed.shown.items() for text in all_of_it)
    lost = [(at, text, kind) for at, text in shown for kind in said if text not in said[kind] and at not in DRAWN]
    assert lost == []


def figures_by_path(html: bytes) -> Iterator[tuple[str, str]]:
    page = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    for element in page.iter():
        if address := element.get("data-path"):
            yield address, "".join(map(str, element.itertext()))


def check_controls(html: bytes, docx: bytes) -> None:
    """The key figures stand in Word's content controls as they stand in the page under the same path."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        Path(file.name).write_bytes(docx)
        opened = open_document(Path(file.name))
    in_page = sorted((at, one_line(text)) for at, text in figures_by_path(html))
    assert sorted((figure.address, one_line(figure.text)) for figure in opened.printed) == in_page
    assert sorted((figure.address, one_line(now or "")) for figure, now in paired(opened)) == in_page


def check_cells(document: Document, cells: Cells) -> None:
    """The workbook has the exact value of each figure, and what is printed is that value, rounded."""
    evaluation = document.evaluation
    places = lay_out(evaluation, case_formats(evaluation)).places
    for address, texts in printed_texts(document).items():
        figure = evaluation.figures[address]
        name = cells.names.get(defined_name(address))
        if name is not None and ":" not in name and figure.value is not None:
            sheet, _, at = name.rpartition("!")
            assert (sheet.strip("'").replace("''", "'"), at.replace("$", "")) in cells.values, address
        there = cells.at(places[address])
        if figure.value is None:
            assert not is_number(there), address
            continue
        assert is_number(there), (address, there)
        exact = Decimal(there)
        assert abs(exact - figure.value) <= abs(figure.value) * Decimal("1e-14"), address
        assert [text for text in texts if not rounds(document, address, text, exact)] == [], (address, exact)


def printed_texts(document: Document) -> dict[str, list[str]]:
    """Return what a document prints of each figure: by its own list, and in its sentence."""
    found = {address: list(texts) for address, texts in document.printed.shown.items()}
    for address, text in figures_by_path(document.html.encode()):
        found.setdefault(address, []).append(text)
    return found


def is_number(text: str) -> bool:
    return text not in {"", "#N/A"} and text.lstrip("-")[:1].isdigit()


def rounds(document: Document, address: str, text: str, exact: Decimal) -> bool:
    """Return whether a text says the value of a cell as its place has it: in words, or in the unit of its table.

    In tables no figure is a whole step from its exact value: they are rounded together, so that they add up.
    """
    formats, unit = document.printed.formats, document.evaluation.figures[address].unit
    value, say = abs(exact), formats.words

    def few(v: Decimal) -> Decimal:
        return significant(v, 3)

    def of_plan(v: Decimal) -> str:
        return say.say("of_plan", share=formats.percent(v))

    def of_a_hundred(v: Decimal) -> str:
        return formats.percent_as_written(v / 100)

    # No count of draws proves that a chance is none or certain: the last tenths are told as bounds.
    least = Decimal("0.001")
    chances: list[Callable[[Decimal], str]] = []
    if exact < least:
        chances.append(lambda _: say.say("less_than", share=formats.percent(least)))
    if exact > 1 - least:
        chances.append(lambda _: say.say("more_than", rate=formats.percent_as_written(1 - least)))
    ways: dict[str, list[Callable[[Decimal], str]]] = {
        "money": [
            formats.spoken,
            lambda v: formats.spoken(v, short=True),
            formats.price,
            lambda v: formats.price(few(v)),
        ],
        "percent": [formats.percent, formats.percent_as_written, formats.share, *chances, of_plan],
        "months": [formats.months, formats.month_count],
        "number": [
            formats.number,
            lambda v: formats.digits(v, 2),
            formats.share,
            lambda v: formats.number(few(v)),
            of_a_hundred,
        ],
    }
    if any(one_line(text).lstrip("−-") == one_line(say(value)) for say in ways[unit]):
        return True
    read = read_figure(text, formats)
    if read is None and text != "–":
        return False
    scale = document.printed.scale_of(address)
    step, unit_of_table = (scale.step, scale.unit) if unit == "money" else (Decimal("0.001"), Decimal(1))
    told = read.value * unit_of_table if read else Decimal(0)
    return bool(min(abs(told - exact), abs(-told - exact)) < step)


def check_exact_sums(evaluation: Evaluation, value: Callable[[str], Decimal]) -> None:
    """What the workbook has adds up: lines into sides, sides into flows, flows into the balance, and present values."""
    if not isinstance(evaluation.case, BusinessCase):
        return
    lines = {side: [line for _, line in line_addresses(evaluation, side)] for side in ("benefit", "cost")}
    largest = max(
        (abs(f.value) for f in evaluation.figures.values() if f.unit == "money" and f.value), default=Decimal(0)
    )

    def same(whole: Decimal, parts: Decimal) -> bool:
        return abs(whole - parts) <= largest * Decimal("1e-13")

    balance = Decimal(0)
    for t in range(evaluation.periods + 1):
        for side, addresses in lines.items():
            assert same(value(f"{side}_flows.{t}"), sum((value(f"{line}.flows.{t}") for line in addresses), Decimal(0)))
        assert same(value(f"net_flows.{t}"), value(f"benefit_flows.{t}") - value(f"cost_flows.{t}"))
        balance += value(f"net_flows.{t}")
        assert same(value(f"cumulative.{t}"), balance)
    for kind in ("total", "pv"):
        for side, addresses in lines.items():
            assert same(value(f"{side}s_{kind}"), sum((value(f"{line}.{kind}") for line in addresses), Decimal(0)))
    assert same(value("npv"), value("benefits_pv") - value("costs_pv"))
    assert same(balance, value("benefits_total") - value("costs_total"))


def check_workbook_sums(document: Document, xlsx: bytes) -> None:
    evaluation, cells = document.evaluation, read_cells(xlsx)
    places = lay_out(evaluation, case_formats(evaluation)).places
    check_exact_sums(evaluation, lambda address: Decimal(cells.at(places[address])))


def test_every_figure_is_the_same_in_all_four_documents(built: Callable[[str], Any], each_case: str) -> None:
    case = built(each_case)
    assert check_document(case.document, case.html, case.docx, case.pdf, case.file("xlsx").read_bytes()) > 10
    check_workbook_sums(case.document, case.file("xlsx").read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_figure_of_made_cases_is_the_same_in_all_four_documents(
    made: list[str], chunk: int, tmp_path: Path
) -> None:
    """The pages of the PDF are laid out, but its model is not put inside, and Word's contents have no page numbers."""
    for number, text in list(enumerate(made))[chunk::CHUNKS]:
        path = tmp_path / f"made-{number}.yaml"
        path.write_text(text, "utf-8")
        document = Document(evaluate(load_case(path)))
        docx = write_docx(document.html, document.look, None, document._origin())
        xlsx = document.write("xlsx")
        check_document(document, document.html.encode(), docx, document._layout.pdf(), xlsx)
        check_workbook_sums(document, xlsx)


def swapped(data: bytes, part: str, before: str, after: str) -> bytes:
    """Return an Office file with one text in one of its parts changed, at its first place."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(buffer, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name).decode("utf-8", "surrogateescape")
            assert name != part or before in content
            content = content.replace(before, after, 1) if name == part else content
            changed.writestr(name, content.encode("utf-8", "surrogateescape"))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "xlsx"])
def test_a_figure_that_differs_in_one_document_would_be_found(built: Callable[[str], Any], kind: str) -> None:
    """The costs of the portal are 1,500 thousand: one document says 1,501."""
    case = built("portal")
    given = {each: case.file(each).read_bytes() for each in FORMATS}
    assert check_document(case.document, **given)
    page, was, now = case.document.html, ">1,500</td>", ">1,501</td>"
    assert page.count(was) > 2
    if kind == "html":
        given["html"] = given["html"].replace(was.encode(), now.encode(), 1)
    if kind == "docx":
        given["docx"] = swapped(given["docx"], "word/document.xml", ">1,500<", ">1,501<")
    if kind == "pdf":
        style = case.document._style("page.css")
        given["pdf"] = Layout(page.replace(was, now, 1), style, case.document.look, ()).pdf()
    if kind == "xlsx":
        given["xlsx"] = swapped(given["xlsx"], "xl/worksheets/sheet4.xml", "<v>1500000.0</v>", "<v>1501000.0</v>")
    with pytest.raises(AssertionError):
        check_document(case.document, **given)
