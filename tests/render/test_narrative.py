"""The author's Markdown as HTML in the vocabulary of the writers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cxreport.render.narrative import to_html
from cxreport.render.plain import write_text


def text_of_page(body: str) -> str:
    """Return what the simplest writer makes of a body; the walk refuses what is not in the vocabulary."""
    return write_text(f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>')


@pytest.mark.parametrize("text", [None, "", "\n", "   \n\n"])
def test_nothing_is_empty(text: str | None) -> None:
    assert not to_html(text)


def test_paragraphs_and_looks() -> None:
    assert to_html("One **two** *three* `four`.\nStill one.\n\nNext.") == (
        "<p>One <strong>two</strong> <em>three</em> <code>four</code>.\nStill one.</p>\n<p>Next.</p>\n"
    )


@pytest.mark.parametrize(
    ("text", "tag"),
    [("# A", "h3"), ("## A", "h3"), ("### A", "h3"), ("#### A", "h4"), ("##### A", "h4"), ("###### A", "h4")],
)
def test_a_heading_of_any_depth_is_a_subsection(text: str, tag: str) -> None:
    assert to_html(text) == f"<{tag}>A</{tag}>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<div>\nblock\n</div>",
        "<!-- comment -->",
        "text <img src=x onerror=alert(1)> text",
        "<style>p { display: none }</style>",
        "</section></main>",
        "&lt;b&gt;",
    ],
)
def test_html_in_it_is_text(text: str) -> None:
    html = to_html(text)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) == {"p"}
    shown = text_of_page(html)
    assert "<" in shown
    assert "onerror" not in re.sub(r"&lt;.*?&gt;", "", html)


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("[a](https://example.org/?a=1&b=2)", "https://example.org/?a=1&amp;b=2"),
        ("[a](http://example.org)", "http://example.org"),
        ("[a](HTTPS://example.org)", "HTTPS://example.org"),
        ("[a](mailto:ceo@example.org)", "mailto:ceo@example.org"),
        ("[a](#section-costs)", "#section-costs"),
        ("<https://example.org>", "https://example.org"),
    ],
)
def test_links_to_the_web_to_mail_and_inside_the_document(text: str, href: str) -> None:
    assert f'<a href="{href}">' in to_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java&#115;cript:alert(1))",
        "[a](data:text/html,x)",
        "[a](file:///etc/passwd)",
        "[a](vbscript:x)",
        "[a](../other.html)",
        "[a](//example.org)",
        "[a](ftp://example.org)",
        "<javascript:alert(1)>",
        "[a]: https://example.org\n\n[a]",
    ],
)
def test_any_other_link_is_text(text: str) -> None:
    assert "<a" not in to_html(text)
    assert "href" not in to_html(text)


def test_a_picture_is_never_drawn() -> None:
    html = to_html("![alt](https://example.org/x.png)")
    assert "<img" not in html
    assert "src" not in html


def test_a_table_with_figures_flush_right() -> None:
    html = to_html("| Region | Faults |\n| --- | ---: |\n| North | 1,140 |\n")
    assert html.startswith('<figure class="plain" tabindex="0"><table>')
    assert '<th scope="col">Region</th>' in html
    assert '<th class="n" scope="col">Faults</th>' in html
    assert '<td class="n">1,140</td>' in html
    assert html.rstrip().endswith("</table></figure>")
    assert "style" not in html


def test_lists_in_lists() -> None:
    html = to_html("1. One\n   - deeper\n     - deepest\n2. Two\n\n- a\n- b\n")
    page = etree.fromstring(f"<body>{html}</body>")
    assert [len(page.findall(path)) for path in ("ol/li", "ol/li/ul/li", "ol/li/ul/li/ul/li", "ul/li")] == [2, 1, 1, 2]


def test_a_list_may_begin_at_any_number() -> None:
    assert '<ol start="7">' in to_html("7. Seven\n8. Eight\n")


def test_a_quotation() -> None:
    assert to_html("> Said & done") == "<blockquote>\n<p>Said &amp; done</p>\n</blockquote>\n"


def test_in_lists_and_quotations_stands_what_the_writers_have_room_for() -> None:
    quoted = "<blockquote><p><strong>Head</strong></p><p>said</p></blockquote>"
    assert to_html("> # Head\n> said").replace("\n", "") == quoted
    assert "<blockquote" not in to_html("- > said")
    assert to_html("> a\n> > b").count("<blockquote") == 1
    assert "- a\n- b" in text_of_page(to_html("> - a\n> - b"))
    assert "| a | b |" in to_html("- | a | b |\n  | - | - |\n  | 1 | 2 |")


@pytest.mark.parametrize("text", ["---", "***", "    code", "```\ncode\n```", "Title\n=====", "Title\n-----"])
def test_what_the_vocabulary_has_no_place_for_is_text(text: str) -> None:
    html = to_html(text)
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"p", "ul", "li", "code"}
    assert text_of_page(html).strip()


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=200))
def test_every_text_is_in_the_vocabulary(text: str) -> None:
    text_of_page(to_html(text))


@given(
    parts=st.lists(
        st.sampled_from(
            "# |- |1. |> |**|*|`|[|](|)|<b>|</b>|&amp;|&|<|>|\n|\n\n|| |a|b| --- | ---: |\n|  - |   |!|:|https://x.y|\\|~|_".split(
                "|"
            )
        ),
        max_size=40,
    )
)
def test_every_heap_of_marks_is_in_the_vocabulary(parts: list[str]) -> None:
    text_of_page(to_html("".join(parts)))
