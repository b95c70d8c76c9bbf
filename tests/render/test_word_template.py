"""A company's own Word file under our documents: its pages, heads, styles and faces stay, its text goes, gaps are filled."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from cxreport.errors import RenderError
from cxreport.render.contrast import pairs
from cxreport.render.output import Document
from cxreport.render.theme import SOBER, Theme
from cxreport.render.word import word_look
from render.conftest import FOREIGN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def written(built: Callable[[str], Any]) -> Callable[..., bytes]:
    """Return a writer of the Word file of a case on a template."""

    def write(template: Path, name: str = "portal", theme: Theme = SOBER) -> bytes:
        return Document(built(name).evaluation, look=replace(theme, word_template=template)).write("docx")

    return write


@pytest.fixture
def house(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of templates: python-docx's, changed by a function, and by replacements in one of its parts."""

    def make(change: Callable[[Any], None] = lambda _: None, part: str = "", *swaps: tuple[str, str]) -> Path:
        document = docx.Document()
        change(document)
        file = tmp_path / "house.docx"
        document.save(str(file))
        if part:
            with zipfile.ZipFile(file) as package:
                parts = {name: package.read(name) for name in package.namelist()}
            for what, by in swaps:
                parts[part] = re.sub(what, by, parts[part].decode()).encode()
            with zipfile.ZipFile(file, "w") as package:
                for name, content in parts.items():
                    package.writestr(name, content)
        return file

    return make


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def tree_of(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts_of(data)[part])


@pytest.mark.parametrize("name", FOREIGN)
def test_every_style_that_is_used_is_there_and_no_name_twice(on_foreign: Callable[..., Path], name: str) -> None:
    data = on_foreign(name).read_bytes()
    used = {one.get(f"{W}val") for one in tree_of(data).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    styles = tree_of(data, "word/styles.xml").findall(f"{W}style")
    names = [str(style.find(f"{W}name").get(f"{W}val")).lower() for style in styles]  # type: ignore[union-attr]
    assert used <= {style.get(f"{W}styleId") for style in styles}
    assert len(names) == len(set(names))
    assert {"title", "heading 1", "caption", "toc 1", "footnote text", "hyperlink", "case table"} <= set(names)


@pytest.mark.parametrize("name", FOREIGN)
def test_colours_that_come_from_a_template_can_be_read(foreign: dict[str, Path], name: str) -> None:
    look = word_look(replace(SOBER, word_template=foreign[name]))
    assert [pair for pair in pairs(look) if not pair.suffices] == []


@pytest.mark.parametrize("name", FOREIGN)
def test_the_same_template_gives_the_same_bytes(
    foreign: dict[str, Path], on_foreign: Callable[..., Path], written: Callable[..., bytes], name: str
) -> None:
    assert written(foreign[name]) == on_foreign(name, "portal").read_bytes()


def test_a_template_leaves_the_workbook_as_it_is(foreign: dict[str, Path], built: Callable[[str], Any]) -> None:
    looks = [SOBER, *(replace(SOBER, word_template=template) for template in foreign.values())]
    assert len({Document(built("portal").evaluation, look=look).write("xlsx") for look in looks}) == 1


def test_styles_are_found_by_name_whatever_their_ids(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    dutch = house(lambda _: None, "word/styles.xml", ('"Heading1"', '"Kop1"'), ('"heading 1"', '"Heading 1"'))
    body = docx.Document(io.BytesIO(written(dutch)))
    heading = next(line for line in body.paragraphs if line.text.endswith("Summary"))
    assert heading.style is not None
    assert heading.style.font.color.rgb == RGBColor(0x36, 0x5F, 0x91)  # of python-docx's template


def test_a_style_of_its_own_under_one_of_our_ids_stays_what_it_was(
    house: Callable[..., Path], written: Callable[..., bytes]
) -> None:
    def add(document: Any) -> None:
        style = document.styles.add_style("Legal Term", 1)
        style.element.set(qn("w:styleId"), "Term")
        style.font.size = Pt(31)

    found = docx.Document(io.BytesIO(written(house(add)))).styles
    assert found["Legal Term"].font.size == Pt(31)
    assert found["Term"].font.size is None
    assert found["Legal Term"].style_id != found["Term"].style_id == "Term"


def test_the_page_is_the_templates_and_tables_fit_it(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    def narrow(document: Any) -> None:
        [section] = document.sections
        section.page_width, section.page_height = Mm(176), Mm(250)
        section.left_margin = section.right_margin = Mm(18)

    data = written(house(narrow), "effortless-service")
    [section] = docx.Document(io.BytesIO(data)).sections
    assert section.page_width is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (176, 250)  # type: ignore[union-attr]
    widths = [int(width.get(f"{W}w", "0")) for width in tree_of(data).iter(f"{W}tblW")]
    assert 0 < max(widths) <= 140 * 1440 / 25.4 + 1


def test_heads_and_feet_stay_with_their_pictures_and_the_text_goes(
    house: Callable[..., Path], written: Callable[..., bytes]
) -> None:
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101"
        "001bb6ee560000000049454e44ae426082"
    )

    def fill(document: Any) -> None:
        document.add_paragraph("A draft that nobody may see")
        document.sections[0].header.paragraphs[0].add_run("Northwind").add_picture(io.BytesIO(picture))
        document.sections[0].footer.paragraphs[0].text = "Confidential"

    parts = parts_of(written(house(fill)))
    everything = b"".join(content for name, content in parts.items() if name.endswith(".xml"))
    assert b"nobody may see" not in everything
    assert b"Northwind" in parts["word/header1.xml"]
    assert picture in parts.values()
    assert b"Confidential" in parts["word/footer1.xml"]
    assert "word/header.xml" not in parts
    assert "word/footer.xml" not in parts


def test_a_section_takes_the_heads_it_lacks_from_the_one_before(
    house: Callable[..., Path], written: Callable[..., bytes]
) -> None:
    def two(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "From the first section"
        document.add_section()

    assert b"From the first section" in parts_of(written(house(two)))["word/header1.xml"]


def test_what_is_stale_goes(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    names = set(parts_of(written(house())))
    assert not {name for name in names if re.search(r"stylesWithEffects|thumbnail|webSettings|glossary", name)}


def test_a_template_file_becomes_a_document(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    template = house(lambda _: None, "[Content_Types].xml", (r"document\.main\+xml", "template.main+xml"))
    dotx = template.rename(template.with_suffix(".dotx"))
    types = parts_of(written(dotx))["[Content_Types].xml"]
    assert b"document.main+xml" in types
    assert b"template.main+xml" not in types


def test_headings_that_a_template_numbers_are_numbered_once(
    house: Callable[..., Path], written: Callable[..., bytes]
) -> None:
    def number(document: Any) -> None:
        shape = document.styles["Heading 1"].element.get_or_add_pPr()
        shape.get_or_add_numPr().get_or_add_numId().val = 1

    styles = tree_of(written(house(number)), "word/styles.xml")
    heading = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Heading1")
    assert heading.find(f"{W}pPr/{W}keepNext") is not None
    assert heading.find(f"{W}pPr/{W}numPr") is None


def test_the_document_speaks_its_own_language(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    def french(document: Any) -> None:
        looks = document.styles["Normal"].element.get_or_add_rPr()
        looks.append(looks.makeelement(qn("w:lang"), {qn("w:val"): "fr-FR"}))

    langs = {lang.get(f"{W}val") for lang in tree_of(written(house(french)), "word/styles.xml").iter(f"{W}lang")}
    assert langs == {"en"}


def test_lists_of_a_template_stay_beside_ours(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    data = written(house(), "effortless-service")
    before = etree.fromstring(parts_of(house().read_bytes())["word/numbering.xml"])
    after = tree_of(data, "word/numbering.xml")
    numbers = [one.get(f"{W}numId") for one in after.iter(f"{W}num")]
    assert len(numbers) == len(set(numbers)) > len(before.findall(f"{W}num"))
    assert {one.get(f"{W}val") for one in tree_of(data).iter(f"{W}numId")} <= set(numbers)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Dear committee,", "is no Word file, or is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "has a password, or is of the old .doc format"),
        (b"", "is no Word file, or is damaged"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_word_file_is_refused_by_name(
    written: Callable[..., bytes], tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "house.dotx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RenderError, match=re.escape(words)) as refused:
        written(file)
    assert str(file) in str(refused.value)
    assert "open it in Word" in refused.value.hint


@pytest.mark.parametrize(
    ("part", "swap", "words"),
    [
        ("[Content_Types].xml", (r"[\w./-]*wordprocessingml\.document\.main\+xml",
                                 "application/vnd.ms-word.document.macroEnabled.main+xml"), "holds macros"),
        ("word/document.xml", (r"http://schemas\.openxmlformats\.org/wordprocessingml/2006/main",
                               "http://purl.oclc.org/ooxml/wordprocessingml/main"), "Strict Open XML"),
        ("word/document.xml", ("<w:body>", ""), "is no Word file, or is damaged"),
        ("word/styles.xml", ("</w:styles>", ""), "is no Word file, or is damaged"),
        ("word/_rels/document.xml.rels", (r"<Relationship [^>]*relationships/styles\"[^>]*/>", ""), "has no styles"),
        ("_rels/.rels", (r"word/document\.xml", "word/lost.xml"), "is no Word file, or is damaged"),
    ],
)  # fmt: skip
def test_a_word_file_that_cannot_be_used_is_refused(
    house: Callable[..., Path], written: Callable[..., bytes], part: str, swap: tuple[str, str], words: str
) -> None:
    with pytest.raises(RenderError, match=re.escape(words)):
        written(house(lambda _: None, part, swap))


def test_a_word_file_with_a_flipped_byte_is_refused(house: Callable[..., Path], written: Callable[..., bytes]) -> None:
    data = bytearray(house().read_bytes())
    data[len(data) // 2] ^= 0xFF
    file = house()
    file.write_bytes(bytes(data))
    with pytest.raises(RenderError, match="damaged"):
        written(file)
