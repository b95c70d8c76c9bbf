"""The page on what changed between two versions: the same in all formats, adding up, in both languages."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
from lxml import etree

from cxreport import Difference, diff, evaluate, load_case, render_difference
from cxreport.errors import UsageError
from cxreport.render.charts import from_json
from cxreport.render.charts.description import Waterfall
from cxreport.render.output import Document
from render.conftest import FILES, RICH, one_line, words_of_docx, words_of_page
from validators.office import complaints

CHANGES = {
    "discount_rate: 10%": "discount_rate: 11%",
    "value: 24%": "value: 21%",
    "initial: $1.15M": "initial: $1.3M",
    "value: $7.80": "value: $8.40",
    "ramp: [45%, 100%, 100%]": "ramp: [40%, 90%, 100%]",
    "label: Positions, value: 2": "label: Positions, value: 3",
    "value: 46_000": "value: 48_000",
    "value: 310_000": "value: 300_000",
    "value: 5_200": "value: 5_000",
}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the rich case as it was, and as it is after nine changes, in the same project."""
    folder = tmp_path_factory.mktemp("versions")
    old, new = folder / "signed" / "case.yaml", folder / "case.yaml"
    old.parent.mkdir()
    (folder / "cxreport.yaml").write_text("organisation: Northwind Networks\n", "utf-8")
    text = FILES[RICH].read_text("utf-8")
    old.write_text(text, "utf-8")
    for before, after in CHANGES.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    new.write_text(text, "utf-8")
    return old, new


@pytest.fixture(scope="module")
def found(versions: tuple[Path, Path]) -> Difference:
    old, new = (evaluate(load_case(file)) for file in versions)
    return diff(old, new)


def rows_of(page: Any, table: str) -> list[list[str]]:
    [caption] = page.iterfind(f".//figcaption[@id='{table}']")
    rows = caption.getparent().iterfind(".//table//tr")
    return [[one_line("".join(map(str, cell.itertext()))) for cell in row] for row in rows]


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def test_the_page_is_the_same_in_every_format_and_no_checker_finds_anything(found: Difference, tmp_path: Path) -> None:
    page = etree.fromstring(render_difference(found, "html"), etree.HTMLParser(encoding="utf-8"))
    docx, pdf = render_difference(found, "docx"), render_difference(found, "pdf")
    read = {
        "docx": one_line(words_of_docx(docx)),
        "html": one_line(words_of_page(render_difference(found, "html"))),
        "pdf": one_line(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)),
    }
    cells = {cell for table in ("tab-changes", "tab-versions") for row in rows_of(page, table) for cell in row if cell}
    assert len(cells) > 50
    assert [(cell, kind) for cell in cells for kind, text in read.items() if cell not in text] == []
    file = tmp_path / "changes.docx"
    file.write_bytes(docx)
    assert complaints([file]) == []


def test_the_parts_add_up_as_they_are_printed(found: Difference) -> None:
    page = etree.fromstring(render_difference(found, "html"), etree.HTMLParser(encoding="utf-8"))
    _, *parts, total = rows_of(page, "tab-changes")
    assert [part[0] for part in parts[:2]] == ["Discount rate", "Truck rolls avoided, ramp"]
    assert ["Truck rolls avoided, ramp", "45%, 100%, 100%", "40%, 90%, 100%"] in [part[:3] for part in parts]
    assert len(parts) == len(CHANGES)
    assert sum(number(part[-1]) for part in parts) == number(total[-1])
    figures = {row[0]: row[1:] for row in rows_of(page, "tab-versions")}
    assert figures["Net present value"][-1] == total[-1]
    assert number(figures["Net present value"][1]) - number(figures["Net present value"][0]) == number(total[-1])


def test_the_waterfall_leads_from_one_version_to_the_other_and_gathers_the_smallest(found: Difference) -> None:
    page = etree.fromstring(render_difference(found, "html"), etree.HTMLParser(encoding="utf-8"))
    chart = from_json(page.findtext(".//script[@type='application/json']") or "")
    assert isinstance(chart, Waterfall)
    assert (chart.steps[0].value, chart.total.value) == (found.npv.old, found.npv.new)
    assert chart.steps[-1].name == "3 others"
    assert [step.role for step in chart.steps][:2] == ["total", "cost"]
    assert sum(number(step.label) for step in chart.steps) == number(chart.total.label)


def test_it_is_an_appendix_of_a_proposal_that_names_the_other_version(versions: tuple[Path, Path]) -> None:
    _, new = versions
    appended = new.with_name("appended.yaml")
    appended.write_text(new.read_text("utf-8") + "\ncompared_with: {case: signed/case.yaml}\nlocale: de_DE\n", "utf-8")
    page = etree.fromstring(Document(evaluate(load_case(appended))).html.encode(), etree.HTMLParser(encoding="utf-8"))
    [heading] = page.iterfind(".//h2[@id='section-changes']")
    assert "Was sich seit der früheren Fassung geändert hat" in "".join(map(str, heading.itertext()))
    told = one_line(str(page.xpath("string(//h2[@id='section-changes']/following-sibling::p[1])")))
    assert told.startswith(
        "Von signed/case.yaml vom 22. November 2026 zu appended.yaml vom 22. November 2026 sinkt der Kapitalwert"
    )
    assert ["Kalkulationszins", "10 %", "11 %"] in [row[:3] for row in rows_of(page, "tab-changes")]


def test_nothing_changed_is_said_and_not_drawn(versions: tuple[Path, Path]) -> None:
    old, _ = versions
    same = evaluate(load_case(old))
    page = etree.fromstring(render_difference(diff(same, same), "html"), etree.HTMLParser(encoding="utf-8"))
    assert "the net present value stays at" in "".join(map(str, page.itertext()))
    assert list(page.iter("svg")) == []
    assert list(page.iterfind(".//figcaption[@id='tab-changes']")) == []


def test_a_comparison_is_no_workbook(found: Difference) -> None:
    with pytest.raises(UsageError, match="no workbook"):
        render_difference(found, "xlsx")
