"""A summary on one page: one in PDF and in Word, whatever the case, the theme, the paper and the language."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from lxml import etree

from cxreport.errors import RenderError, UsageError
from cxreport.evaluate import Evaluation
from cxreport.render.figures import figures_of
from cxreport.render.output import Document

SHIPPED = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))
# Every theme, paper and language, worn by the fullest case; the others wear some of them.
WORN = (
    ("sober", "A4", "en_US"),
    ("modern", "Letter", "de_DE"),
    ("public-sector", "A4", "de_DE"),
    ("public-sector", "Letter", "en_US"),
    ("sober", "Letter", "de_DE"),
    ("modern", "A4", "en_US"),
)

HEAD = """
kind: business-case
title: {title}
organisation: Northwind
date: 2026-11-22
currency: USD
finance: {{discount_rate: 10%, period: year, periods: 3, start: 2027-01}}
initiatives:
"""
INITIATIVE = """
  - id: step-{number}
    action: take step {number}
    improvement: spare people {more} a question
    benefits: [{{name: Questions spared, amount: ${number}_000_400, evidence: [{{source: Pilot, grade: {grade}}}]}}]
    costs: [{{name: Work, initial: ${number}00_300}}]
"""


def case_of(count: int, title: str = "Many steps", more: str = "") -> str:
    """Return a case of so many initiatives, of which the third alone is only assumed."""
    grades = ["assumed" if number == 3 else "tested" for number in range(1, count + 1)]
    items = (INITIATIVE.format(number=n, grade=grade, more=more) for n, grade in enumerate(grades, 1))
    return HEAD.format(title=title) + "".join(items)


def tree_of(html: str) -> Any:
    return etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))


def rows_of(document: Document) -> list[list[str]]:
    """Return the rows below the head of the table of a page, cell by cell."""
    found = tree_of(document.html).xpath("//figure//table//tr[parent::tbody or parent::tfoot]")
    return [["".join(cell.itertext()) for cell in row] for row in found]


def paths_of(docx: bytes) -> set[str]:
    """Return the addresses of the figures that are content controls of a Word file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return set(re.findall(r'<w:tag w:val="([^"]+)"', package.read("word/document.xml").decode()))


def count_of(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.fixture
def page(evaluated: Callable[..., Evaluation]) -> Callable[[str], Document]:
    return lambda text: Document(evaluated(text), layout="one-page")


def test_it_is_one_page_in_pdf_and_in_word(evaluated: Callable[..., Evaluation], tmp_path: Path) -> None:
    words = []
    for number, (theme, paper, locale) in enumerate(WORN):
        folder = tmp_path / f"{theme}-{paper}"
        folder.mkdir(exist_ok=True)
        (folder / "theme.yaml").write_text(f"base: {theme}\npage: {{size: {paper}}}\n", "utf-8")
        for case in SHIPPED if number < 2 else SHIPPED[:1]:
            text = f"{case.read_text('utf-8')}\nlocale: {locale}\nlayout: one-page\n"
            document = Document(evaluated(text, f"{case.stem}-{number}.yaml"), folder)
            assert document._layout.page_count == 1
            assert "<svg" in document.html, "a case that ships has room for its chart"
            words.append(tmp_path / f"{case.stem}-{number}.docx")
            words[-1].write_bytes(document.write("docx"))
    office = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", tmp_path, *words], capture_output=True, check=True)
    pages = {word.stem: len(pypdf.PdfReader(word.with_suffix(".pdf")).pages) for word in words}
    assert pages == dict.fromkeys(pages, 1)


@pytest.mark.parametrize("name", [file.stem for file in SHIPPED])
def test_every_figure_is_printed_as_the_full_document_prints_it(built: Callable[..., Any], name: str) -> None:
    ours, whole = (figures_of(built(name, layout).document.html) for layout in ("one-page", "full"))
    printed = built(name, "one-page").document.printed.shown
    assert len(ours) >= 7
    for address, texts in ours.items():
        assert set(texts) <= {*printed.get(address, ()), *whole.get(address, ())}, address
        cells = {text for text in texts if re.fullmatch(r"[−\d,]+", text)}
        assert cells <= set(whole.get(address, cells)), address


def test_it_says_what_decides(built: Callable[..., Any]) -> None:
    # By hand: 50 a year for three years, and 1.5 at the start; at 10% it is 124.3 less 1.5.
    text = built("portal", "one-page").text("pdf")
    for told in (
        "Let clients fix it themselves",
        "We propose to redesign the B2B customer service portal",
        "$123M",
        "$150M",
        "$1.5M",
        "Truck rolls avoided (100.0% of the benefits, assumed): Published example.",
        "rests on a benefit that nobody has tested",
        "Present values are at 10% a year",
        "The full proposal of the same title has every calculation, source and definition.",
    ):
        assert told in text, told


def test_pdf_and_word_say_what_the_page_says(built: Callable[..., Any]) -> None:
    here = built("effortless-service", "one-page")
    words = {kind: here.text(kind) for kind in ("pdf", "docx")}
    assert len(pypdf.PdfReader(io.BytesIO(here.pdf)).pages) == 1
    for told in here.page.xpath("//main//dd/p | //main//p[@class='source']"):
        sentence = " ".join("".join(told.itertext()).split())
        assert all(sentence in text for text in words.values()), sentence


def test_a_report_shows_the_split_and_its_largest_lines(built: Callable[..., Any]) -> None:
    rows = rows_of(built("revenue-split", "one-page").document)
    assert [row[-3:-1] for row in rows if row[0] in {"Marketing and Sales", "All revenue"}] == [
        ["590", "65.5%"],
        ["900", "100.0%"],
    ]


def test_the_smallest_initiatives_stand_together_and_the_columns_add_up(page: Callable[[str], Document]) -> None:
    *rows, whole = rows_of(page(case_of(11)))
    assert rows[-1][0] == "4 other initiatives"
    assert [row[0] for row in rows[:-1]] == [f"Step {number}" for number in range(5, 12)]
    assert rows[-1][-1] == "assumed", "the weakest of those that stand together"
    for column in (1, 2, 3):
        assert sum(count_of(row[column]) for row in rows) == count_of(whole[column])


def test_what_has_no_room_is_shortened_and_the_page_says_so(page: Callable[[str], Document]) -> None:
    document = page(case_of(6, more="who have waited long and called us more than once about the same thing " * 16))
    assert document._layout.page_count == 1
    assert "<svg" not in document.html
    assert "The chart was left out to keep to one page." in document.html
    assert "other initiatives" in document.html


def test_a_case_that_fits_on_no_page_is_refused_with_a_way_out(page: Callable[[str], Document]) -> None:
    with pytest.raises(RenderError, match="does not fit on one page") as refused:
        page(case_of(3, more="who have waited long and called us more than once about the same thing " * 40)).write(
            "pdf"
        )
    assert "layout: full" in refused.value.hint


def test_a_folder_names_the_layout_of_its_cases_and_a_case_another(
    evaluated: Callable[..., Evaluation], tmp_path: Path
) -> None:
    (tmp_path / "cxreport.yaml").write_text("layout: one-page\n", "utf-8")
    assert Document(evaluated(case_of(1))).layout == "one-page"
    assert Document(evaluated(case_of(1) + "layout: full\n")).layout == "full"


def test_a_layout_that_is_misspelt_is_answered_with_the_right_one(evaluated: Callable[..., Evaluation]) -> None:
    [problem] = evaluated(case_of(1) + "layout: one page\n").problems
    assert (problem.code, problem.hint) == ("CX104", 'did you mean "one-page"?')


def test_a_portfolio_that_is_asked_for_a_page_says_that_it_has_none(built: Callable[..., Any]) -> None:
    evaluation = built("funding-round").evaluation
    with pytest.raises(UsageError, match="a portfolio has no page of its own"):
        Document(evaluation, layout="one-page")


def test_a_title_gives_way_to_the_page(page: Callable[[str], Document]) -> None:
    short, long = (page(case_of(1, title=title)).look.title for title in ("Short", "A long title " * 10))
    assert long < short


def test_it_is_one_page_on_a_template_of_word_whose_faces_are_not_here(
    foreign: dict[str, Path], built: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "theme.yaml").write_text("word_template: house.docx\n", "utf-8")
    (tmp_path / "house.docx").write_bytes(foreign["python-docx"].read_bytes())
    data = Document(built("effortless-service").evaluation, tmp_path, layout="one-page").write("docx")
    assert [path for path in ("npv", "roi", "ask") if path not in paths_of(data)] == []


def test_a_theme_replaces_a_part_and_adds_style(evaluated: Callable[..., Evaluation], tmp_path: Path) -> None:
    (tmp_path / "house" / "parts").mkdir(parents=True)
    (tmp_path / "house" / "parts" / "one-page-foot.html.j2").write_text("<p>Ask {{ case.organisation }}.</p>", "utf-8")
    (tmp_path / "house" / "one-page.css").write_text(".kind { letter-spacing: 1pt }", "utf-8")
    document = Document(evaluated(case_of(1)), tmp_path / "house", layout="one-page")
    assert "<p>Ask Northwind.</p>" in document.html
    assert "letter-spacing: 1pt" in document.write("html").decode()
