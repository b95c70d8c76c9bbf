"""A user's own templates, style and words come before the shipped ones; what is wrong in them is said plainly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from cxreport.errors import RenderError, UnknownElement, UsageError
from cxreport.evaluate import Evaluation
from cxreport.render.output import Document
from cxreport.render.theme_file import ThemeRefused
from cxreport.render.words import Words, load_words, template_folders

SHIPPED = template_folders()[-1]

CASE = """
kind: business-case
title: Shorter forms
organisation: Town Hall
date: 2026-11-22
currency: USD
{more}
finance: {{discount_rate: 5%, period: year, periods: 1, start: 2027-01}}
initiatives:
  - action: shorten our forms
    improvement: let people fill them in at once
    benefits: [{{name: Questions saved, amount: $1_500}}]
    costs: [{{name: Work on the forms, amount: $1_000}}]
"""


@pytest.fixture
def theme(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of a theme: its files by name, with `__` for a slash."""

    def write(**files: str) -> Path:
        folder = tmp_path / "theme"
        for name, text in files.items():
            file = folder / name.replace("__", "/")
            file = file.with_suffix({"words": ".yaml", "page": ".css"}.get(name.split("__")[0], ".html.j2"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def document(built: Callable[[str], Any]) -> Callable[[Path], Document]:
    return lambda folder: Document(built("smallest").evaluation, folder)


def test_a_part_of_the_users_own_comes_first_and_the_rest_is_shipped(
    theme: Callable[..., Path], document: Callable[[Path], Document]
) -> None:
    html = document(theme(parts__method="<section><p>Ask Finance, {{ case.organisation }}.</p></section>")).html
    assert "<p>Ask Finance, Town Hall.</p>" in html
    assert "Cash flows and returns" in html
    assert "Present value</dt>" not in html


def test_a_template_of_a_kind_may_leave_sections_out(
    theme: Callable[..., Path], document: Callable[[Path], Document]
) -> None:
    text = '{% extends "parts/page.html.j2" %}{% block body %}{% include "parts/summary.html.j2" %}{% endblock %}'
    found = document(theme(**{"business-case": text}))
    assert found.html.count("<h2") == 1
    for kind in ("pdf", "docx", "html"):
        assert found.write(kind)


def test_the_style_of_the_users_own_is_added_to_the_shipped_one(
    theme: Callable[..., Path], document: Callable[[Path], Document], built: Callable[[str], Any]
) -> None:
    found = document(theme(page="h1 { color: #abcdef } /* {{ theme.ink }} */"))
    assert b"size: 210.0mm 297.0mm" in found.write("html") or b"size: 210mm 297mm" in found.write("html")
    assert b"h1 { color: #abcdef } /* #1b2529 */" in found.write("html")
    assert found.write("pdf") != built("smallest").pdf


def test_a_style_may_use_pictures_of_its_theme(
    theme: Callable[..., Path], document: Callable[[Path], Document]
) -> None:
    folder = theme(page="body { background: url('mark.svg') }")
    with pytest.raises(RenderError, match=r"the document asks for file:.*mark\.svg"):
        document(folder).write("pdf")
    (folder / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    assert document(folder).write("pdf")


def test_words_of_the_users_own_replace_the_shipped_ones_one_by_one(
    theme: Callable[..., Path], document: Callable[[Path], Document]
) -> None:
    html = document(theme(words__en="section_costs: What it takes from us\n")).html
    assert "What it takes from us</h2>" in html
    assert "Cash flows and returns</h2>" in html


def test_a_language_of_the_users_own_is_used_for_its_locales(
    theme: Callable[..., Path], evaluated: Callable[[str], Evaluation]
) -> None:
    words = (SHIPPED / "words" / "en.yaml").read_text("utf-8")
    folder = theme(words__nl=words.replace("section_costs: Costs", "section_costs: Kosten"))
    html = Document(evaluated(CASE.format(more="locale: nl_NL")), folder).html
    assert '<html lang="nl">' in html
    assert "Kosten</h2>" in html
    assert "22\N{NO-BREAK SPACE}november 2026" in html
    assert Document(evaluated(CASE.format(more="locale: en_GB")), folder).html.count("Costs</h2>") == 1


def test_a_word_that_a_language_lacks_is_named_with_the_language(
    theme: Callable[..., Path], evaluated: Callable[[str], Evaluation]
) -> None:
    folder = theme(words__nl="summary: Samenvatting\n")
    with pytest.raises(RenderError, match=r'the language "nl" has no words for "[a-z_]+"') as failed:
        _ = Document(evaluated(CASE.format(more="locale: nl_NL")), folder).html
    assert failed.value.hint == "add them to its file"


def test_a_place_that_a_sentence_does_not_have_is_named(
    theme: Callable[..., Path], document: Callable[[Path], Document]
) -> None:
    for words in (
        'year: "Year"',
        'year: "Year {nummer}"',
        'year: "Year {number"',
        'year: "Year {0}"',
        'year: "Year {number.real.x}"',
    ):
        with pytest.raises(RenderError, match='the words for "year"') as failed:
            _ = document(theme(words__en=words)).html
        assert failed.value.hint == "write {number}"


@pytest.mark.parametrize(
    "words", ["just text", "- a list", "key: [a]", "key: {a: b}", "a: b: c", '"open', "key:\n\t- x"]
)
def test_words_that_are_not_keys_and_texts_are_refused_with_their_file(
    theme: Callable[..., Path], document: Callable[[Path], Document], words: str
) -> None:
    with pytest.raises(RenderError, match=r"the words in .*en\.yaml") as failed:
        _ = document(theme(words__en=words)).html
    assert "shipped words/en.yaml" in failed.value.hint
    assert "\n" not in str(failed.value)


def test_words_that_are_not_text_are_refused(theme: Callable[..., Path], document: Callable[[Path], Document]) -> None:
    folder = theme(words__en="a: b")
    (folder / "words" / "en.yaml").write_bytes(b"a: \xff\xfe")
    with pytest.raises(RenderError, match=r"the words in .*en\.yaml cannot be read"):
        _ = document(folder).html


def test_hard_spaces_in_words_stay() -> None:
    found = load_words("en_US", template_folders())
    assert found.say("year", number=3) == "Year\N{NO-BREAK SPACE}3"
    assert not [key for key in found if "\n" in found[key]]


def test_lists_in_words() -> None:
    words = Words("en", {"list_comma": ", ", "list_last": "{first} and {last}", "counts": "one two three"})
    assert [words.joined(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [words.count(number) for number in (0, 1, 3, 4)] == ["0", "one", "three", "4"]


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if %}", "Expected an expression"),
        ("{{ nobody }}", "'nobody' is undefined"),
        ("{{ view.nothing }}", "has no attribute 'nothing'"),
        ("{{ ''.__class__ }}", "access to attribute '__class__'"),
        ("{{ case.__init__.__globals__ }}", "unsafe"),
        ("{{ view.sentence.__class__.__mro__ }}", "unsafe"),
        ("{% include 'parts/nowhere.html.j2' %}", '"parts/nowhere.html.j2" is missing'),
        ("{% include '../../../etc/hostname' %}", "is missing"),
        ("{% for x in range(10**9) %}x{% endfor %}", "too big"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 'a' + 1 }}", "concatenate"),
        ("{{ case.title.nope() }}", "has no attribute 'nope'"),
        ("{{ words['nope'] }}", 'no words for "nope"'),
        ("{{ case.title|nope }}", "No filter named 'nope'"),
    ],
)
def test_a_broken_template_is_named_and_explained(
    theme: Callable[..., Path], document: Callable[[Path], Document], template: str, message: str
) -> None:
    with pytest.raises(RenderError) as failed:
        _ = document(theme(parts__method=f"<p>\n{template}</p>")).html
    told = str(failed.value)
    assert message in told
    assert "\n" not in told
    assert failed.value.hint
    if "missing" not in told and "no words" not in told:
        assert 'the template "parts/method.html.j2" fails in line 2' in told


@pytest.mark.parametrize("css", ["{% if %}", "{{ theme.nothing }}", "{{ theme.__class__ }}"])
def test_a_broken_style_sheet_is_named(
    theme: Callable[..., Path], document: Callable[[Path], Document], css: str
) -> None:
    with pytest.raises(RenderError, match=r'the template "page\.css" fails in line 1'):
        document(theme(page=css)).write("pdf")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<section>\n<video></video></section>", "<video> in line"),
        ('<p>Text <img alt="x" src="x.png"></p>', "<img> in line"),
        ("<section>loose</section>", "holds loose text: 'loose'"),
        ("<p class='loud'>x</p>", "has the class 'loud'"),
        ("<p><a href='x.html'>x</a></p>", "leads to 'x.html'"),
    ],
)
def test_what_word_could_not_keep_is_refused_with_its_line(
    theme: Callable[..., Path], document: Callable[[Path], Document], body: str, message: str
) -> None:
    with pytest.raises(UnknownElement) as failed:
        document(theme(parts__method=body)).write("docx")
    assert message in str(failed.value)
    assert failed.value.hint


def test_markup_in_a_case_is_text_in_a_template_of_the_users_own(
    theme: Callable[..., Path], built: Callable[[str], Any]
) -> None:
    folder = theme(parts__method="<section><p>{{ case.title }}</p></section>")
    html = Document(built("odd-texts").evaluation, folder).html
    assert "<p>&lt;b&gt;Less &amp;" in html


# Where a theme is looked for


def test_a_case_names_its_theme_beside_itself(
    theme: Callable[..., Path], evaluated: Callable[..., Evaluation], tmp_path: Path
) -> None:
    theme(words__en="section_costs: Ours\n")
    assert "Ours</h2>" in Document(evaluated(CASE.format(more="theme: theme"))).html
    assert "Ours</h2>" in Document(evaluated(CASE.format(more="theme: ../theme"), "sub/case.yaml")).html


def test_a_shared_theme_lies_beside_the_file_that_names_it(
    theme: Callable[..., Path], evaluated: Callable[..., Evaluation], tmp_path: Path
) -> None:
    theme(words__en="section_costs: Ours\n")
    (tmp_path / "cxreport.yaml").write_text("theme: theme\n", "utf-8")
    assert "Ours</h2>" in Document(evaluated(CASE.format(more=""), "a/b/case.yaml")).html


def test_a_theme_that_is_given_comes_before_the_one_of_the_case(
    theme: Callable[..., Path], evaluated: Callable[..., Evaluation], tmp_path: Path
) -> None:
    ours = theme(words__en="section_costs: Ours\n")
    other = tmp_path / "other"
    copytree(ours, other)
    (other / "words" / "en.yaml").write_text("section_costs: Theirs\n", "utf-8")
    assert "Theirs</h2>" in Document(evaluated(CASE.format(more="theme: theme")), other).html


@pytest.mark.parametrize(
    ("name", "hint"), [("nowhere", "sober, modern, public-sector"), ("modrn", 'did you mean "modern"?')]
)
def test_a_theme_that_is_not_there_is_told_with_its_line(
    evaluated: Callable[..., Evaluation], name: str, hint: str
) -> None:
    with pytest.raises(ThemeRefused) as refused:
        Document(evaluated(CASE.format(more=f"theme: {name}")))
    [problem] = refused.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("CX401", 7, 8)
    assert problem.excerpt == f"theme: {name}"
    assert hint in problem.hint


def test_a_theme_on_the_command_line_is_a_folder_or_ships(evaluated: Callable[..., Evaluation]) -> None:
    found = evaluated(CASE.format(more=""))
    assert Document(found, Path("modern")).look.sans == "Lato"
    with pytest.raises(UsageError, match="the theme gone is no folder"):
        Document(found, Path("gone"))
