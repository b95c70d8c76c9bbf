"""Pictures that are no charts: drawn with the same pen, walked as pieces of their own, and in Word in two forms."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cxreport.errors import RenderError
from cxreport.render.charts.explainer import Panel, draw_steps
from cxreport.render.charts.widths import width
from cxreport.render.plain import write_text
from cxreport.render.theme import SOBER, Theme
from cxreport.render.views.explainers import method_picture, sentence_picture
from cxreport.render.walk.pieces import Drawing
from cxreport.render.word import write_docx
from cxreport.render.word.pictures import picture_part
from cxreport.render.words import load_words, template_folders

SVG = "{http://www.w3.org/2000/svg}"
TWO = draw_steps(
    [Panel("A", "We propose", "The <action> & more.", "benefit"), Panel("B", "to improve", "What.", "cost")],
    "A: We propose. B: to improve.",
    SOBER,
)


def page(figure: str) -> str:
    return f'<html lang="en"><head><title>T</title></head><body><main>{figure}</main></body></html>'


def captioned(svg: str) -> str:
    caption = '<figcaption><span class="no">Figure 1</span> Two steps</figcaption>'
    return page(f'<figure class="picture">{caption}{svg}</figure>')


def boxes(svg: Any) -> list[tuple[float, float, float, float]]:
    found = []
    for text in svg.iter(f"{SVG}text"):
        size = float(text.get("font-size", svg.get("font-size")))
        left, y = float(text.get("x")), float(text.get("y"))
        wide = width(text.text, SOBER.sans, size, bold=text.get("font-weight") == "600")
        found.append((left, y - 0.7 * size, left + wide, y + 0.2 * size))
    return found


words = st.lists(st.sampled_from("a The Kundenzufriedenheitsmessung of 12 months".split()), min_size=1).map(" ".join)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=5))
def test_steps_of_any_words_neither_overlap_nor_leave_the_picture(steps: list[tuple[str, str, str]]) -> None:
    svg = etree.fromstring(draw_steps([Panel(mark, name, text, "ink") for mark, name, text in steps], "x", SOBER))
    _, _, right, bottom = (float(part) for part in svg.get("viewBox", "").split())
    found = boxes(svg)
    for left, top, end, foot in found:
        assert (left >= 0, top >= 0, end <= right + 0.1, foot <= bottom) == (True,) * 4
    for one, other in combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("picture", [method_picture, sentence_picture])
def test_the_method_is_explained_in_every_language_without_cutting_a_sentence_off(picture: Any, language: str) -> None:
    shown = picture(load_words(language, template_folders()), SOBER)
    svg = etree.fromstring(str(shown.svg))
    drawn = " ".join(text.text or "" for text in svg.iter(f"{SVG}text"))
    assert "…" not in drawn
    said = re.sub(r"[\s.:]", "", svg.get("aria-label", ""))
    assert re.sub(r"[\s.:]", "", drawn.replace("- ", "")) == said


def test_a_picture_stands_in_word_as_svg_and_as_png_and_says_what_it_shows() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(captioned(TWO)))) as book:
        body = book.read("word/document.xml").decode()
        svg, png = (book.read(f"word/media/picture1.{kind}") for kind in ("svg", "png"))
    assert 'descr="Two steps. A: We propose. B: to improve."' in body
    assert 'r:embed="picture1"' in body
    assert 'r:embed="vector1"' in body
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == SOBER.text_width * 10
    tree = etree.fromstring(svg)
    assert tree.get("viewBox") == etree.fromstring(TWO).get("viewBox")
    assert not tree.findall(f".//{SVG}text")
    assert write_docx(captioned(TWO)) == write_docx(captioned(TWO))


def test_a_letter_that_the_face_lacks_stays_text() -> None:
    svg = TWO.replace("We propose", "提案")
    part = picture_part(Drawing(svg, "", "x"), SOBER)
    assert [text.text for text in etree.fromstring(part.svg).iter(f"{SVG}text")] == ["提案"]


def test_a_picture_in_a_face_of_ones_own_is_drawn_too() -> None:
    theme = Theme(sans="Corporate Sans")
    svg = draw_steps([Panel("1", "Name", "Text.", "ink")], "x", theme)
    assert picture_part(Drawing(svg, "", "x"), theme).png.startswith(b"\x89PNG")


def test_a_mail_has_the_words_of_a_picture() -> None:
    assert "[Two steps. A: We propose. B: to improve.]" in write_text(captioned(TWO))


@pytest.mark.parametrize(
    ("svg", "told"),
    [
        ("<svg><title>x</title></svg>", "no size"),
        ('<svg viewBox="0 0 0 5"><title>x</title></svg>', "no size"),
        (f'<svg viewBox="0 0 9 5"><title>x</title><image href="{Path("/etc/hostname")}"/></svg>', "<image>"),
    ],
)
def test_a_picture_without_a_size_or_with_a_file_in_it_is_refused(svg: str, told: str) -> None:
    with pytest.raises(RenderError, match=told):
        write_docx(captioned(svg))
