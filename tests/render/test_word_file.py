"""The Word file as a file: its bytes, properties, faces, charts and pages."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from lxml import etree

from cxreport.errors import RenderError, UnknownElement
from cxreport.render.faces import is_carried, subset_of, text_width
from cxreport.render.theme import SOBER, Theme
from cxreport.render.word import write_docx
from cxreport.render.word.embedding import masked_face

SAMPLE = (Path(__file__).parent / "sample.html").read_text(encoding="utf-8")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NS = {
    "w": W[1:-1],
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}

Tree = etree._Element


@pytest.fixture(scope="module")
def sample() -> bytes:
    return write_docx(SAMPLE)


@pytest.fixture(scope="module")
def opened(sample: bytes) -> Document:
    return docx.Document(io.BytesIO(sample))


@pytest.fixture(scope="module")
def tree(sample: bytes) -> Tree:
    return part(sample, "word/document.xml")


def part(data: bytes, name: str) -> Tree:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def find(tree: Tree, path: str) -> list[Tree]:
    return list(tree.iterfind(path, NS))


def page(body: str, head: str = "") -> str:
    return f'<html lang="en"><head><title>T</title>{head}</head><body>{body}</body></html>'


def test_two_runs_write_the_same_bytes(sample: bytes, tmp_path: Path) -> None:
    code = "import sys,hashlib;from cxreport.render.word import write_docx;"
    code += "print(hashlib.sha256(write_docx(open(sys.argv[1],encoding='utf-8').read())).hexdigest())"
    source = tmp_path / "elsewhere.html"
    source.write_text(SAMPLE, encoding="utf-8")
    odd = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run(
        [sys.executable, "-c", code, str(source)], check=True, capture_output=True, text=True, env=odd
    )
    assert other.stdout.strip() == hashlib.sha256(sample).hexdigest()


def test_the_zip_is_in_order_and_without_a_clock(sample: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(sample)) as package:
        names = package.namelist()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(set(names[2:]))


def test_properties_come_from_the_head_of_the_page(opened: Document) -> None:
    about = opened.core_properties
    assert (about.title, about.author, about.language) == (
        "Lifts that call for help themselves",
        "Head of Service",
        "en-GB",
    )
    assert (about.comments, about.keywords) == ("A proposal to spare tenants the waiting.", "lifts, service, proposal")
    assert about.created is not None
    assert about.modified is not None
    assert about.created.isoformat().startswith("2026-11-22T00:00:00")
    assert about.modified.isoformat().startswith("2026-11-23T07:30:00")


def test_a_page_without_dates_gets_none() -> None:
    core = part(write_docx(page("<p>a</p>")), "docProps/core.xml")
    assert [child.tag for child in core if "created" in child.tag or "modified" in child.tag] == []


def test_charts_are_native_and_carry_their_workbook(sample: bytes, opened: Document, tree: Tree) -> None:
    charts = [opened.part.rels[str(mark.get(f"{R}id"))].target_part for mark in find(tree, ".//c:chart")]
    assert [chart.partname for chart in charts] == [f"/word/charts/chart{n}.xml" for n in (1, 2, 3)]
    for chart in charts:
        [tie] = etree.fromstring(chart.blob).iter(f"{{{NS['c']}}}externalData")
        assert zipfile.is_zipfile(io.BytesIO(chart.rels[str(tie.get(f"{R}id"))].target_part.blob))


def test_the_first_page_has_no_running_head(sample: bytes, opened: Document) -> None:
    section = opened.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    assert section.header.paragraphs[0].text.rstrip() == "Hoist & Sons · Lifts that call for help themselves"
    header = section.header.paragraphs[0]
    assert [code.text for code in header._p.iter(f"{W}instrText")] == [
        ' STYLEREF "Section Number" ',
        ' STYLEREF "Section Title" ',
    ]
    footer = section.footer.paragraphs[0]
    assert footer.text.strip() == "Sheet 1 of 1"
    assert [code.text for code in footer._p.iter(f"{W}instrText")] == [" PAGE ", " NUMPAGES "]


def test_the_page_is_that_of_the_theme() -> None:
    data = write_docx(page("<p>a</p>"), Theme(page_width=200, margin_left=30, ink="#102030"))
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.page_width is not None
    assert section.left_margin is not None
    assert round(section.page_width.mm) == 200
    assert round(section.left_margin.mm) == 30
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b'w:color w:val="102030"' in package.read("word/styles.xml")
        assert b'val="102030"' in package.read("word/theme/theme1.xml")


def test_a_page_without_title_or_language_is_refused() -> None:
    with pytest.raises(RenderError, match="no title or no language"):
        write_docx("<html><body><p>a</p></body></html>")


def test_an_unknown_element_is_refused_with_its_line() -> None:
    with pytest.raises(UnknownElement, match="<center> in line 1"):
        write_docx(page("<center>a</center>"))


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(RenderError, match="the date 'soon'"):
        write_docx(page("<p>a</p>", '<meta name="dcterms.created" content="soon">'))


def test_the_faces_travel_along_masked(sample: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(sample)) as package:
        fonts = [name for name in package.namelist() if name.endswith(".odttf")]
        assert len(fonts) == 5
        assert sum(package.getinfo(name).compress_size for name in fonts) < 150_000
    key, face = masked_face(SOBER.serif, "Regular")
    secret = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    head = bytes(byte ^ secret[n % 16] for n, byte in enumerate(face[:32]))
    assert head + face[32:] == subset_of(SOBER.serif, "Regular")


def test_a_face_that_is_not_ours_is_only_named() -> None:
    data = write_docx(page("<dl><dt>a</dt><dd>b</dd></dl>"), Theme(sans="Arial"))
    assert not is_carried("Arial")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len([name for name in package.namelist() if name.endswith(".odttf")]) == 2
        assert b'w:name="Arial"' in package.read("word/fontTable.xml")


def test_figures_of_the_carried_faces_are_equally_wide() -> None:
    assert len({text_width(figure, SOBER.sans, "Regular", 9) for figure in "0123456789"}) == 1


def test_libreoffice_lays_the_document_out(sample: bytes, tmp_path: Path) -> None:
    (tmp_path / "sample.docx").write_bytes(sample)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "sample.docx"),
    ]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "sample.pdf"), "-"], check=True, capture_output=True, text=True
    )
    text = told.stdout
    pages = text.count("\f")
    assert pages >= 3
    for said in (
        "Lifts that call for help themselves",
        "Table 1",
        "1,500,000",
        "Night calls spared",
        f"Sheet 2 of {pages}",
    ):
        assert said in text
