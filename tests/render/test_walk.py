"""The walk hands over every word in its order, and refuses what it does not know."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.errors import RenderError, UnknownElement
from cxreport.render.walk import Walk
from cxreport.render.walk.pieces import Caption, Cell, Document, Entry, Heading, Item, Picture, Run, Table, text_of


class Recorder:
    """A writer that keeps what it was given."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *pieces: self.calls.append((name, *pieces))

    def start(self, document: Document) -> None:
        self.document = document

    def end(self) -> list[tuple[Any, ...]]:
        return self.calls


def walk(body: str, head: str = "<title>T</title>") -> list[tuple[Any, ...]]:
    return Walk(Recorder()).document(f'<html lang="en">\n<head>{head}</head>\n<body>\n{body}\n</body></html>')


def runs(line: str) -> tuple[Run, ...]:
    [(_, _, found)] = walk(f"<p>{line}</p>")
    return tuple(found)


def test_white_space_is_that_of_html_and_no_break_spaces_stay() -> None:
    assert text_of(runs(" one\n  <b> two </b>\t three\u00a0m ")) == "one two three\u00a0m"


def test_looks_add_up_where_elements_nest() -> None:
    assert runs("<strong>so <em>it</em></strong>") == (Run("so ", bold=True), Run("it", bold=True, italic=True))


def test_each_inline_element_has_its_look() -> None:
    line = (
        "<code>a</code><sup>b</sup><sub>c</sub><small>d</small><abbr>e</abbr><span lang='fr'>f</span><i>g</i><b>h</b>"
    )
    assert runs(line) == (
        Run("a", code=True),
        Run("b", raised=True),
        Run("c", lowered=True),
        Run("d", small=True),
        Run("e"),
        Run("f", lang="fr"),
        Run("g", italic=True),
        Run("h", bold=True),
    )


def test_a_break_takes_the_space_round_it() -> None:
    assert text_of(runs("one <br> two")) == "one\ntwo"


def test_a_figure_keeps_its_address_and_a_link_its_goal() -> None:
    assert runs('<b data-path="npv">7</b> <a href="https://e.org">there</a>') == (
        Run("7", bold=True, path="npv"),
        Run(" "),
        Run("there", href="https://e.org"),
    )


def test_the_address_on_a_cell_is_that_of_its_words() -> None:
    [(_, table)] = walk('<table aria-label="k"><tr><td data-path="npv">7</td></tr></table>')
    assert table.rows[0].cells == (Cell((Run("7", path="npv"),)),)


def test_names_of_characters_are_those_of_html_5() -> None:
    assert text_of(runs("a&numsp;&amp;lt;&nbsp;&hellip;")) == "a\u2007&lt;\u00a0…"


def test_a_paragraph_that_says_nothing_is_none() -> None:
    assert walk("<p> </p><p>a</p>") == [("para", "", (Run("a"),))]


def test_comments_are_no_text() -> None:
    assert text_of(runs("one<!-- hidden --> two")) == "one two"


def test_the_head_of_the_page_comes_first() -> None:
    recorder = Recorder()
    Walk(recorder).document(
        '<html lang="de"><head><title>A  b</title><meta name="author" content="C"></head><body>'
        '<figure><figcaption id="tab-a"><span class="no">Tabelle 1</span> X</figcaption></figure></body></html>'
    )
    assert recorder.document == Document("de", "A b", {"author": "C"}, {"tab-a": "Tabelle 1"})


def test_headings_have_level_number_and_id() -> None:
    assert walk('<h2 id="a"><span class="no">1</span> One</h2><h3>Two</h3>') == [
        ("heading", Heading(1, "1", (Run("One"),), "a")),
        ("heading", Heading(2, "", (Run("Two"),))),
    ]


def test_contents_part_the_number_of_the_heading_from_its_words() -> None:
    nav = '<nav><ol><li><a href="#a">\u20071\u2003One</a><ol><li><a href="#b">2026 in one line</a></li></ol></li></ol></nav>'
    calls = walk(nav + '<h2 id="a"><span class="no">1</span> One</h2><h3 id="b">2026 in one line</h3>')
    assert calls[0] == ("contents", (Entry(1, "a", "1", "One"), Entry(2, "b", "", "2026 in one line")))


def test_lists_nest_and_each_begins_anew() -> None:
    [(_, items)] = walk("<ul><li>a<ol start='4'><li>b</li><li>c</li></ol></li><li><p>d</p><p>e</p></li></ul>")
    assert items == (
        Item("ul", 0, (Run("a"),), first=True),
        Item("ol", 1, (Run("b"),), first=True, start=4),
        Item("ol", 1, (Run("c"),), start=4),
        Item("ul", 0, (Run("d"),)),
        Item("ul", 0, (Run("e"),), continues=True),
    )


def test_a_term_may_have_several_paragraphs() -> None:
    [(_, kind, (term,))] = walk('<dl class="ask"><div><dt>T</dt><dd><p>a</p><p>b</p></dd><dd>c</dd></div></dl>')
    assert (kind, text_of(term.name), [text_of(text) for text in term.texts]) == ("ask", "T", ["a", "b", "c"])


def test_a_caption_has_label_number_message_and_unit() -> None:
    calls = walk(
        '<figure id="f"><figcaption id="t"><span class="no">Table\u00a07</span> It pays <small>EUR</small></figcaption></figure>'
    )
    assert calls[0] == ("caption", Caption("Table", "7", (Run("It pays"),), (Run("EUR"),), ("t", "f")))


def test_a_table_has_widths_kinds_and_figures() -> None:
    [(_, table)] = walk(
        '<table class="calc"><colgroup><col style="width:12.5mm"><col></colgroup><thead><tr><th class="n">a</th><td>b</td></tr>'
        '</thead><tbody><tr class="sum"><th scope="row" colspan="2">c</th></tr></tbody></table>'
    )
    assert isinstance(table, Table)
    assert (table.kind, table.widths, table.title) == ("calc", (Decimal("12.5"), None), "a, b")
    assert table.rows[0].cells == (Cell((Run("a"),), "col", figure=True), Cell((Run("b"),), after_figure=True))
    assert (table.rows[1].part, table.rows[1].kind, table.rows[1].cells) == (
        "tbody",
        "sum",
        (Cell((Run("c"),), "row", span=2),),
    )


def test_a_chart_is_spoken_by_its_message_and_its_picture() -> None:
    calls = walk(
        '<figure class="chart"><figcaption>It pays</figcaption><svg><title>Bars: 1</title><text>1</text></svg>'
        '<script type="application/json">{"a": "<"}</script><p class="source">s</p></figure>'
    )
    assert calls[1] == ("chart", Picture('{"a": "<"}', "It pays", "It pays. Bars: 1", noted=True))


def test_only_places_that_are_led_to_become_anchors() -> None:
    calls = walk('<section id="a"><p id="b">x <a href="#a">y</a></p></section>')
    assert [call for call in calls if call[0] == "anchor"] == [("anchor", "a")]


REFUSED = [
    ("<div>x</div>", "<div> in line 4"),
    ("<marquee>x</marquee>", "<marquee> in line 4"),
    ('<p class="leed">x</p>', "<p> in line 4 has the class 'leed'"),
    ('<dl class="x"><dt>a</dt><dd>b</dd></dl>', "<dl> in line 4"),
    ('<table class="x"><tr><td>a</td></tr></table>', "<table> in line 4"),
    ('<table><tr class="x"><td>a</td></tr></table>', "<tr> in line 4"),
    ('<figure class="x"><figcaption>a</figcaption></figure>', "<figure> in line 4"),
    ("<section><p>a</p>loose</section>", "<section> in line 4 holds loose text: 'loose'"),
    ("<ul>loose<li>a</li></ul>", "<ul> in line 4"),
    ("<p>a <img src='x'></p>", "<img> in line 4"),
    ("<p>a <a href='page.html'>b</a></p>", "<a> in line 4"),
    ("<p>a <a href='#nowhere'>b</a></p>", "<a> in line 4 leads to #nowhere"),
    ("<p id='a'>a</p><p id='a'>b</p>", "<p> in line 4 has the id 'a'"),
    ("<table><colgroup><col><col></colgroup><tr><td>a</td></tr></table>", "<tr> in line 4 fills 1 of 2 columns"),
    ("<table><tr><td>a</td></tr><tr><td>a</td><td>b</td></tr></table>", "<tr> in line 4 fills 2 of 1 columns"),
    ("<table><tr><td rowspan='2'>a</td></tr></table>", "<td> in line 4"),
    ("<table><caption>c</caption><tr><td>a</td></tr></table>", "<caption> in line 4"),
    ("<table></table>", "<table> in line 4 has no rows"),
    ("<table><colgroup><col style='width:5em'></colgroup><tr><td>a</td></tr></table>", "<col> in line 4"),
    ("<figure><table><tr><td>a</td></tr></table></figure>", "<figure> in line 4"),
    ("<figure class='chart'><figcaption>a</figcaption><svg></svg></figure>", "<figure> in line 4"),
    ("<figure><figcaption>a</figcaption><svg></svg></figure>", "<svg> in line 4"),
    ("<dl><dd>a</dd></dl>", "<dd> in line 4"),
    ("<dl><dt>a</dt></dl>", "<dt> in line 4"),
    ("<dl><dt>a</dt><dd><ul><li>x</li></ul></dd></dl>", "<ul> in line 4"),
    ("<header><p>a</p></header>", "<header> in line 4"),
    ("<nav><ol><li><p>a</p></li></ol></nav>", "<p> in line 4"),
    ("<blockquote>a</blockquote>", "<blockquote> in line 4"),
    ("<script>a()</script>", "<script> in line 4"),
    ("<ol start='x'><li>a</li></ol>", "<ol> in line 4"),
]


@pytest.mark.parametrize(("body", "message"), REFUSED)
def test_what_would_be_lost_is_refused_with_its_line(body: str, message: str) -> None:
    with pytest.raises(UnknownElement) as refused:
        walk(body)
    assert str(refused.value).startswith(message)
    assert refused.value.hint


def test_control_characters_are_refused_with_their_line() -> None:
    with pytest.raises(RenderError, match="line 4 holds the control character U\\+0008"):
        walk("<p>a\x08</p>")


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(RenderError, match="the page is empty"):
        Walk(Recorder()).document(" ")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="<&\ufffe\uffff"))))
def test_no_word_is_lost_or_moved(words: list[str]) -> None:
    line = "".join(f"<b>{word}</b> <em>{word}</em>" for word in words)
    [(_, _, found)] = walk(f"<p>x{line}</p>")
    assert text_of(found).replace(" ", "") == "x" + "".join(word * 2 for word in words).replace(" ", "")
