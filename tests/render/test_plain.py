"""The same page as plain text."""

from __future__ import annotations

from pathlib import Path

from cxreport.render.plain import write_text

SAMPLE = (Path(__file__).parent / "sample.html").read_text(encoding="utf-8")


def text(body: str) -> str:
    return write_text(f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>')


def test_titles_are_underlined_and_sections_numbered() -> None:
    assert text('<h1>Title</h1><h2><span class="no">1</span> One</h2><p>x</p>') == "Title\n=====\n\n1 One\n-----\n\nx\n"


def test_lists_are_marked_counted_and_nested() -> None:
    body = "<ul><li>a<ol start='3'><li>b</li><li>c</li></ol></li><li><p>d</p><p>e</p></li></ul><ol><li>f</li></ol>"
    assert text(body) == "- a\n   3. b\n   4. c\n- d\n  e\n\n1. f\n"


def test_a_table_is_a_row_per_line_below_its_caption() -> None:
    body = (
        '<figure><figcaption><span class="no">Table 1</span> It pays <small>EUR</small></figcaption>'
        "<table><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></table></figure>"
    )
    assert text(body) == "Table 1. It pays (EUR)\n\na | 1\nb | 2\n"


def test_a_link_out_shows_its_address_once() -> None:
    body = '<p><a href="https://e.org">the <em>study</em></a>, <a href="mailto:a@e.org">a@e.org</a></p>'
    assert text(body) == "the study (https://e.org), a@e.org\n"


def test_a_chart_is_its_alternative_text() -> None:
    assert "[Where revenue comes from. Bars of revenue in EUR million: CXM 30, CSM 12, Sales 58.]" in write_text(SAMPLE)


def test_a_term_stands_before_its_text() -> None:
    assert text("<dl><div><dt>The ask</dt><dd>Money.</dd></div></dl>") == "The ask: Money.\n"


def test_figures_keep_their_no_break_spaces() -> None:
    assert "€3.50\u00a0million over two years" in write_text(SAMPLE)
