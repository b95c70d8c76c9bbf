"""A page that would shut out a reader is refused before it is laid out, in words for a template's author."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxreport.errors import RenderError
from cxreport.render.lint import refuse_unreadable
from cxreport.render.output import Document

PAGE = """<!DOCTYPE html>
<html{lang}>
<head>{title}</head>
<body>
<h1>A title</h1>
{body}
</body>
</html>
"""


def page(body: str = "", lang: str = ' lang="en"', title: str = "<title>T</title>") -> str:
    return PAGE.format(body=body, lang=lang, title=title)


def told(html: str) -> tuple[str, str]:
    with pytest.raises(RenderError) as refused:
        refuse_unreadable(html)
    return str(refused.value), refused.value.hint


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        ('<p>a</p>\n<p><img src="a.png"></p>', 'line 7, <img src="a.png">: a picture without words', "say in alt"),
        ('<p><img src="a.png" alt=""></p>', "line 6, <img", "a background in page.css"),
        ("<figure><svg><rect/></svg></figure>", "line 6, <svg>: a drawing without words", "<title>"),
        ("<figure><svg><title> </title></svg></figure>", "line 6, <svg>: a drawing without words", "<title>"),
        ("<h3>a</h3>", "line 6, <h3>: h3 follows h1, and a level is skipped", "write h2 there"),
        ("<h2>a</h2>\n<h4>b</h4>", "line 7, <h4>: h4 follows h2, and a level is skipped", "write h3 there"),
        ("<h1>b</h1>", "line 6, <h1>: the page has a second h1", "one h1"),
        ("<h2> </h2>", "line 6, <h2>: a heading without words", "leave it out"),
        ("<table><tr><td>1</td></tr></table>", "line 6, <table>: a table without heads", '<th scope="col">'),
        ("<table><tr><th>1</th></tr></table>", "line 6, <th>: a head that does not say", 'scope="row"'),
        ('<table><tr><th scope="up">1</th></tr></table>', 'line 6, <th scope="up">', 'scope="row"'),
        ('<p id="a">a</p>\n<p id="a">b</p>', 'line 6, <p id="a">: the id a stands 2 times', "an id of its own"),
        ('<p><a href="#b">a</a></p>', 'line 6, <a href="#b">: no element has the id b', "correct the link"),
        ('<p><a href="https://x.org"> </a></p>', "a link without words", "where it leads"),
    ],
)
def test_a_flaw_is_named_with_its_line_and_the_way_out(body: str, message: str, hint: str) -> None:
    found, way_out = told(page(body))
    assert found.startswith("the page cannot be read aloud: ")
    assert message in found
    assert hint in way_out


def test_the_whole_needs_a_language_a_title_and_a_heading() -> None:
    assert "line 2, <html>: the page does not say its language" in told(page(lang=""))[0]
    assert 'lang="{{ words.language }}"' in told(page(lang=' lang=""'))[1]
    assert "the page has no title" in told(page(title=""))[0]
    assert "the page has no title" in told(page(title="<title> </title>"))[0]
    assert "the page has no h1" in told(page().replace("h1>", "p>"))[0]


def test_a_page_that_begins_below_the_title_is_told() -> None:
    assert "h2 follows the start of the page" in told(page().replace("h1>", "h2>"))[0]


def test_several_flaws_are_told_at_once() -> None:
    found, way_out = told(page('<h4>a</h4><p id="x"></p><p id="x"></p>' + '<p><img src="a"></p>' * 5))
    assert "h4 follows h1" in found
    assert found.count("a picture without words") == 4
    assert found.endswith("; and 2 more")
    assert way_out.count("say in alt") == 1


@pytest.mark.parametrize(
    "body",
    [
        "<h2>a</h2><h3>b</h3><h3>c</h3><h2>d</h2>",
        '<p><img src="a.png" alt="A chart"></p><svg><title>Bars</title></svg>',
        '<p id="a"><a href="#a">so <b>bold</b></a> <a href="https://x.org">b</a></p>',
        '<table><thead><tr><th scope="col">a</th></tr></thead><tr><th scope="row">b</th></tr></table>',
    ],
)
def test_a_page_in_order_is_let_through(body: str) -> None:
    refuse_unreadable(page(body))


def test_every_page_of_ours_is_in_order(built: Callable[[str], Any], each_case: str) -> None:
    refuse_unreadable(built(each_case).document.html)


def test_a_theme_that_shuts_readers_out_gets_no_document(built: Callable[[str], Any], tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "background.html.j2").write_text('<p><img src="logo.svg"></p>', "utf-8")
    document = Document(built("smallest").evaluation, tmp_path)
    with pytest.raises(RenderError, match=r'<img src="logo\.svg">: a picture without words'):
        document.write("pdf")
