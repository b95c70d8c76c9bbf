"""The pages themselves: what the PDF says of itself, where its words stand, and that Word's pages are like them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from typing import Any

import pypdf
import pytest
from lxml import etree
from pypdf.generic import DictionaryObject

from cxreport.case.load import load_case
from cxreport.errors import RenderError
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.output import FORMATS, Document
from cxreport.render.pdf import Layout
from cxreport.render.theme import SOBER, Logo, Theme
from cxreport.render.theme_file import SHIPPED as SHIPPED_THEMES
from render.conftest import Word, outline_of, words_by_page

POINTS = 72 / 25.4
ROOT = Path(__file__).parents[2]
SHIPPED_NAMES = [*(file.stem for file in sorted((ROOT / "cases").glob("*.yaml"))), "funding-round", "company"]


@pytest.fixture(scope="session")
def opened(built: Callable[[str], Any]) -> Callable[[str], pypdf.PdfReader]:
    return lambda name: pypdf.PdfReader(io.BytesIO(built(name).pdf))


def looks_of(pdf: bytes) -> list[Theme]:
    """Return the look of each page: upright, or turned on its side."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [SOBER.turned if page.mediabox.width > page.mediabox.height else SOBER for page in pages]


def test_no_word_leaves_the_margins_and_no_page_is_empty(built: Callable[[str], Any], each_case: str) -> None:
    case = built(each_case)
    for number, (words, look) in enumerate(zip(case.words, looks_of(case.pdf), strict=True), 1):
        left, right = look.margin_left * POINTS - 0.5, (look.page_width - look.margin_right) * POINTS + 0.5
        top, bottom = 8 * POINTS, (look.page_height - 8) * POINTS
        assert words, number
        outside = [word for word in words if word[0] < left or word[2] > right or word[1] < top or word[3] > bottom]
        assert outside == [], number


def test_no_word_is_printed_over_another(built: Callable[[str], Any], each_case: str) -> None:
    for words in built(each_case).words:
        assert [pair for pair in pairs_side_by_side(sorted(words)) if overlap(*pair)] == []


def test_what_introduces_a_figure_stands_on_its_page(built: Callable[[str], Any], each_case: str) -> None:
    pages = ["".join(word[4] for word in words) for words in built(each_case).words]
    for figure in built(each_case).page.xpath("//figure[figcaption][preceding-sibling::*[1][self::p]]"):
        caption = squeezed(figure.find("figcaption"))
        for before in figure.xpath("preceding-sibling::*[position() < 3][self::p]"):
            said = squeezed(before)
            assert [page for page in pages if said[-30:] in page and caption[:30] in page], said


def test_a_title_has_three_lines_below_it_or_all_that_it_heads(built: Callable[[str], Any], each_case: str) -> None:
    found = built(each_case)
    titles = {squeezed(heading) for heading in found.page.iter("h2", "h3")}
    pages = [lines_of(words, look) for words, look in zip(found.words, looks_of(found.pdf), strict=True)]
    for page, following in pairwise(pages[1:]):
        for title in set(page[-3:]) & titles:
            assert page.index(title) < len(page) - 3 or following[0] in titles, title


def lines_of(words: list[Word], look: Theme) -> list[str]:
    """Return the lines of a page's text from its top to its foot, without blanks."""
    top, bottom = look.margin_top * POINTS - 2, (look.page_height - look.margin_bottom) * POINTS + 2
    lines: list[tuple[float, list[Word]]] = []
    for word in sorted((word for word in words if top < word[1] and word[3] < bottom), key=lambda word: word[3]):
        if not lines or word[3] > lines[-1][0] + 5:
            lines.append((word[3], []))
        lines[-1][1].append(word)
    return ["".join(word[4] for word in sorted(line)) for _, line in lines]


@pytest.mark.parametrize("theme", SHIPPED_THEMES)
def test_the_ask_and_what_speaks_for_it_are_on_one_page_of_letter_paper(
    built: Callable[[str], Any], tmp_path: Path, theme: str
) -> None:
    (tmp_path / "theme.yaml").write_text(f"base: {theme}\npage: {{size: Letter}}\n", "utf-8")
    pdf = Document(built("effortless-service").evaluation, tmp_path)._layout.pdf()
    _, summary, *_ = (" ".join(word[4] for word in words) for words in words_by_page(pdf))
    for told in ("We ask for the release of $2.65 million.", "Net present value", "Figure 1 Benefits of", "3,205,969"):
        assert told in summary, told


def squeezed(element: Any) -> str:
    return "".join("".join(map(str, element.itertext())).split())


def test_a_cover_on_letter_paper_holds_a_logo_and_all_contents(built: Callable[[str], Any]) -> None:
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><rect width="200" height="50"/></svg>'
    look = replace(SOBER, page_width=215.9, page_height=279.4, logo=Logo(drawn, "svg", "A mark", 14, Path("mark.svg")))
    pdf = Document(built("german").evaluation, look=look).write("pdf")
    cover = [word[4] for word in next(words_by_page(pdf))]
    assert {"Zusammenfassung", "Anhang"} <= set(cover)


def test_no_page_between_cover_and_end_is_under_a_third_full(built: Callable[[str], Any], each_case: str) -> None:
    case = built(each_case)
    looks = looks_of(case.pdf)
    for number, (words, look, following) in enumerate(zip(case.words, looks, looks[1:], strict=False), 1):
        if number == 1 or look != following:  # a cover, or what ends where pages turn
            continue
        top, bottom = look.margin_top * POINTS, (look.page_height - look.margin_bottom) * POINTS
        lowest = max(word[3] for word in words if word[3] < bottom)
        assert lowest - top > (bottom - top) / 3, number


def pairs_side_by_side(words: list[Word]) -> Iterator[tuple[Word, Word]]:
    for place, word in enumerate(words):
        for other in words[place + 1 :]:
            if other[0] >= word[2]:
                break
            yield word, other


def overlap(word: Word, other: Word) -> bool:
    """Return whether two boxes share more than a point across and half a line down."""
    across = min(word[2], other[2]) - max(word[0], other[0])
    down = min(word[3], other[3]) - max(word[1], other[1])
    return across > 1 and down > min(word[3] - word[1], other[3] - other[1]) / 2


@pytest.mark.parametrize("name", ["effortless-service", "revenue-split", "german", "odd-texts"])
def test_a_pdf_is_tagged_and_says_what_it_is(
    built: Callable[[str], Any], opened: Callable[[str], pypdf.PdfReader], name: str
) -> None:
    pdf, case = opened(name), built(name).evaluation.case
    catalog: Any = pdf.root_object
    assert bool(catalog["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in catalog
    assert str(catalog["/Lang"]) == built(name).page.get("lang")
    assert bool(catalog["/ViewerPreferences"]["/DisplayDocTitle"])
    assert re.search(rb"pdfuaid:part(>|=\")1\b", catalog["/Metadata"].get_data())
    assert pdf.metadata is not None
    assert pdf.metadata.title == case.title
    assert pdf.metadata.author == (case.prepared_by or case.organisation)
    assert pdf.metadata.subject
    [keywords] = built(name).page.xpath("//meta[@name='keywords']/@content")
    assert str(pdf.metadata.get("/Keywords")) == keywords
    assert f"{case.date:%Y%m%d}" in str(pdf.metadata.get("/CreationDate"))


@pytest.mark.parametrize("name", ["effortless-service", "revenue-split", "decade"])
def test_every_figure_has_alternative_text_and_every_table_its_heads(
    opened: Callable[[str], pypdf.PdfReader], built: Callable[[str], Any], name: str
) -> None:
    kinds: dict[str, int] = {}
    without: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, DictionaryObject):
            kind = str(node.get("/S", ""))
            kinds[kind] = kinds.get(kind, 0) + 1
            if kind == "/Figure" and not str(node.get("/Alt", "")):
                without.append(kind)
            below = node.get("/K", [])
            for child in below if isinstance(below, list) else [below]:
                walk(child)

    walk(opened(name).root_object["/StructTreeRoot"])
    page = built(name).page
    assert without == []
    for kind in ("table", "th", "td", "h1", "h2"):
        # what goes on over the page, or holds a number that floats, is tagged in parts
        written = {"table": "/Table"}.get(kind, f"/{kind.upper()}")
        assert kinds[written] >= len(list(page.iter(kind)))


def test_bookmarks_are_the_headings_and_lie_where_the_contents_say(
    built: Callable[[str], Any], opened: Callable[[str], pypdf.PdfReader], each_case: str
) -> None:
    pdf, case = opened(each_case), built(each_case)
    sections = ["".join(map(str, heading.itertext())).strip() for heading in case.page.iter("h2")]
    bookmarks = list(flat(pdf.outline))
    titles = [re.sub(r"\s+", " ", str(bookmark.title)) for bookmark in bookmarks]
    assert titles[0] == re.sub(r"\s+", " ", case.evaluation.case.title)
    assert [title for title in titles if re.match(r"\d+ ", title)] == sections
    pages = {
        title: (pdf.get_destination_page_number(mark) or 0) + 1 for title, mark in zip(titles, bookmarks, strict=True)
    }
    lines = [re.sub(r"\s+", " ", line).strip() for line in case.pdf_text("-layout", "-l", "2").splitlines()]
    for section in sections:
        assert f"{section} {pages[section]}" in lines


def flat(outline: Any) -> Iterator[Any]:
    for item in outline:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def test_every_page_but_the_cover_says_which_page_it_is(built: Callable[[str], Any]) -> None:
    case = built("effortless-service")
    pages = case.pdf_text("-layout").split("\f")[:-1]
    assert "Page 1" not in pages[0]
    for number, page in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in page
        assert case.evaluation.case.title in page


def test_every_face_is_embedded(built: Callable[[str], Any], tmp_path: Path) -> None:
    for name in ("effortless-service", "odd-texts", "japanese"):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(built(name).pdf)
        listed = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True).stdout.splitlines()
        assert len(listed) > 4
        assert [line for line in listed[2:] if line.split()[-5] != "yes"] == []
        assert any("Source-Serif-Pro" in line for line in listed)


@pytest.mark.slow
def test_word_files_open_in_libreoffice_and_have_the_pages_of_the_pdf(
    built: Callable[[str], Any], tmp_path: Path
) -> None:
    names = [*SHIPPED_NAMES, "quarterly", "decade", "dozen", "long-names", "german"]
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(built(name).docx)
    files = [tmp_path / f"{name}.docx" for name in names]
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path / "out"), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    for name in names:
        theirs = (tmp_path / "out" / f"{name}.pdf").read_bytes()
        pages = list(words_by_page(theirs))
        ours = len(pypdf.PdfReader(io.BytesIO(built(name).pdf)).pages)
        assert abs(len(pages) - ours) <= 1, name
        assert all(last_line(words) for words in pages), name
        assert page_counts(pages) == list(range(2, len(pages) + 1)), name
        for words, look in zip(pages, looks_of(theirs), strict=True):
            edge = (look.page_width - look.margin_right) * POINTS + 1
            assert [word for word in words if word[2] > edge] == [], name
        assert headings_too_far(built(name), theirs) == [], name
        titles = {title for title, _ in outline_of(theirs)}
        assert [foot for words in pages if is_lonely(foot := last_line(words), titles)] == [], name


def page_counts(pages: list[list[Word]]) -> list[int]:
    """Return the numbers of the pages after the cover, as their feet end in `Page 2 of 3`, in whatever language."""
    feet = (sorted(word for word in words if word[1] > max(w[1] for w in words) - 3) for words in pages[1:])
    return [[int(word[4]) for word in foot if word[4].isdecimal()][-2] for foot in feet]


def headings_too_far(built: Any, theirs: bytes) -> list[tuple[str, int, int | None]]:
    """Return the headings that LibreOffice sets more than one page away from what our contents say."""
    numbers = built.document._layout.page_numbers()
    there = dict(outline_of(theirs))
    found = []
    for heading in built.page.iter("h2"):
        title = " ".join("".join(map(str, heading.itertext())).split())
        ours, page = numbers[str(heading.get("id"))], there.get(title)
        if page is None or abs(ours - page) > 1:
            found.append((title, ours, page))
    return found


def last_line(words: list[Word]) -> str:
    """Return the last line of the text of a page, what stands at its foot left out."""
    text = [word for word in words if word[3] < max(w[3] for w in words) - 20]
    lowest = max((word[3] for word in text), default=0)
    return " ".join(word[4] for word in sorted(text) if word[3] > lowest - 4)


def is_lonely(line: str, titles: set[str]) -> bool:
    """Return whether a page ends with a heading or with the caption of what stands on the next."""
    return line in titles or bool(re.match(r"(Table|Figure|Tabelle|Abbildung) \d+ ", line))


def test_the_page_is_one_file_that_asks_for_nothing(built: Callable[[str], Any], each_case: str) -> None:
    html = built(each_case).html.decode()
    page = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    assert [element.tag for element in page.iter("link", "img", "iframe", "object", "embed", "base")] == []
    assert [element for element in page.iter() if element.get("src") or element.get("style", "").count("url(")] == []
    assert not re.findall(r"url\((?!data:)|@import", html)
    scripts = [script.get("type") for script in page.iter("script")]
    assert set(scripts) <= {"application/json"}
    links = [str(link.get("href")) for link in page.iter("a")]
    assert all(link.startswith(("#", "https://", "http://", "mailto:")) for link in links)
    assert html.count("@font-face") == 6


BUILD = """
import hashlib, sys
from pathlib import Path
from cxreport import Document, assess, evaluate, load_case
for name in sys.argv[1:]:
    document = Document(assess(evaluate(load_case(Path(name)))))
    for kind in ("pdf", "docx", "xlsx", "html"):
        print(hashlib.sha256(document.write(kind)).hexdigest())
"""


def test_the_same_case_gives_the_same_bytes_in_every_format_elsewhere(
    built: Callable[[str], Any], tmp_path: Path
) -> None:
    """In another process and folder, with another time zone, language and seed of hashes."""
    cases = [built(name) for name in ("effortless-service", "four-ways", "german")]
    paths = []
    for case in cases:
        paths.append(tmp_path / "some where" / case.path.name)
        paths[-1].parent.mkdir(exist_ok=True)
        paths[-1].write_bytes(case.path.read_bytes())
    environment = os.environ | {
        "PYTHONHASHSEED": "4711",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    script = [sys.executable, "-c", BUILD, *map(str, paths)]
    told = subprocess.run(script, env=environment, cwd=tmp_path, capture_output=True, check=True, text=True).stdout
    ours = [sha256(case.file(kind).read_bytes()).hexdigest() for case in cases for kind in FORMATS]
    assert told.split() == ours


def test_a_document_written_twice_is_the_same_twice(built: Callable[[str], Any]) -> None:
    case = built("smallest")
    assert case.document.write("pdf") == case.pdf
    assert case.document.write("docx") == case.docx


PAGE = '<html lang="en"><head><title>T</title></head><body><p>Text</p>{}</body></html>'


def laid_out(body: str, css: str, *folders: Path) -> bytes:
    return Layout(PAGE.format(body), css, SOBER, folders).pdf()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/picture.png",
        "http://localhost/picture.png",
        "ftp://example.org/x",
        "file:///etc/hostname",
        "file://server/share/x.png",
        "file:///etc/../etc/hostname",
    ],
)
def test_the_network_and_files_elsewhere_are_out_of_reach(address: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="the document asks for") as refused:
        laid_out(f'<p><img alt="x" src="{address}"></p>', "", tmp_path)
    assert address in str(refused.value)
    with pytest.raises(RenderError, match="the document asks for"):
        laid_out("", f"body {{ background: url('{address}') }}", tmp_path)


def test_a_link_that_leads_out_of_the_folder_is_followed_and_refused(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "case", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "mark.svg").write_text(SVG, "utf-8")
    (folder / "mark.svg").symlink_to(elsewhere / "mark.svg")
    with pytest.raises(RenderError, match=r"mark\.svg"):
        laid_out(f'<p><img alt="x" src="{(folder / "mark.svg").as_uri()}"></p>', "", folder)


def test_a_file_that_another_machine_would_have_to_give_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(SVG, "utf-8")
    with pytest.raises(RenderError, match="the document asks for"):
        laid_out(f'<p><img alt="x" src="file://server{tmp_path}/mark.svg"></p>', "", tmp_path)


def test_a_picture_that_is_not_there_is_not_left_out_in_silence(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"the document asks for .*nowhere\.png"):
        laid_out(f'<p><img alt="x" src="{tmp_path.as_uri()}/nowhere.png"></p>', "", tmp_path)


def test_a_picture_below_the_folder_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(SVG, "utf-8")
    uri = (tmp_path / "mark.svg").as_uri()
    assert laid_out(f'<p><img alt="x" src="{uri}"></p>', "", tmp_path) != laid_out("<p></p>", "", tmp_path)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#0b5a66"/></svg>'


def test_a_section_gives_up_its_page_where_the_one_before_would_be_near_empty(tmp_path: Path) -> None:
    cases = dict(run_path(str(ROOT / "benchmarks" / "generated_cases.py"))["generated"](22))
    file = tmp_path / "case.yaml"
    file.write_text(cases["01/case-0021.yaml"], "utf-8")
    document = Document(assess(evaluate(load_case(file))))
    pdf = document.write("pdf")
    (page,) = (page for title, page in outline_of(pdf) if "How sure we are" in title)
    words = [*words_by_page(pdf)][page - 1]
    assert max(word[1] for word in words if word[4] == "sure") > min(word[1] for word in words) + 72
    document.forget_layout()
    assert document.write("pdf") == pdf
