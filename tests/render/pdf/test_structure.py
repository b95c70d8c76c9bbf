"""The structure tree: what a screen reader is told. veraPDF passes much that would be poor to listen to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from render.conftest import LOOKS

Tag = Callable[[bytes], Any]
CASES = ["portal", "revenue-split", "decade", "dozen", "monthly", "survey", "odd-texts"]


@pytest.fixture(scope="module", params=[*CASES, *LOOKS], ids=str)
def pdf(request: pytest.FixtureRequest, built: Callable[..., Any], rich: Callable[..., Any], tagged: Tag) -> Any:
    """Return one of the cases, or the rich one in a theme and a language, opened for its structure."""
    which = request.param
    return tagged((built(which) if isinstance(which, str) else rich(*which)).pdf)


# Laws of every document


def test_every_head_says_what_it_stands_over_and_every_cell_has_its_heads(pdf: Any) -> None:
    for table in pdf.root.all("Table"):
        heads = table.all("TH")
        names = {str(head.entry.ID) for head in heads}
        assert len(names) == len(heads) > 0
        assert {head.scope for head in heads} <= {"/Row", "/Column"}
        for cell in table.all("TD"):
            assert cell.headers
            assert set(cell.headers) <= names


def test_a_name_is_given_once_and_leads_to_its_element(pdf: Any) -> None:
    given = [(str(element.entry.ID), element.entry) for element in pdf.root.walk() if "/ID" in element.entry]
    listed = list(pdf.pdf.Root.StructTreeRoot.IDTree.Names)
    assert len({name for name, _ in given}) == len(given)
    assert list(map(str, listed[::2])) == sorted(name for name, _ in given)
    assert {str(name): entry.objgen for name, entry in zip(listed[::2], listed[1::2], strict=True)} == {
        name: entry.objgen for name, entry in given
    }


def test_every_marked_piece_is_read_once_or_is_an_artifact(pdf: Any) -> None:
    marked = [(page, mark) for page, mark in pdf.marked() if mark is not None]
    read = [piece for element in pdf.root.walk() for piece in element.pieces]
    assert sorted(marked) == sorted(read)


def test_pages_and_links_lead_back_to_their_elements(pdf: Any) -> None:
    owners = pdf.owners()
    for element in pdf.root.walk():
        for page, mark in element.pieces:
            assert owners[page][mark].objgen == element.entry.objgen
        for link in element.links:
            assert owners[int(link.StructParent)].objgen == element.entry.objgen
    assert len(owners) == len(pdf.pdf.pages) + sum(len(element.links) for element in pdf.root.walk())


def test_every_element_knows_its_parent(pdf: Any) -> None:
    for element in pdf.root.walk():
        assert all(child.entry.P.objgen == element.entry.objgen for child in element.children)


def test_every_figure_says_what_it_shows_and_lies_on_its_page(pdf: Any) -> None:
    figures = pdf.root.all("Figure")
    assert figures or len(pdf.pdf.pages) < 6
    for figure in figures:
        assert len(str(figure.entry.Alt)) > 20
        left, low, right, high = map(float, figure.entry.A.BBox)
        _, _, width, height = map(float, figure.entry.Pg.MediaBox)
        assert 0 < left < right < width
        assert 0 < low < high < height


def test_every_link_is_told_in_words(pdf: Any) -> None:
    links = pdf.root.all("Link")
    assert links
    assert all(link.links for link in links)
    assert all(str(annotation.Contents).strip() for link in links for annotation in link.links)
    assert not any(str(annotation.Contents).startswith("section-") for link in links for annotation in link.links)


def test_no_element_holds_nothing_but_a_cell(pdf: Any) -> None:
    kinds = {e.kind for e in pdf.root.walk() if not (e.children or e.pieces or e.links)}
    assert kinds <= {"TD", "TH"}


def test_lines_are_not_elements(pdf: Any) -> None:
    assert pdf.root.all("Span", "NonStruct") == []


def test_running_titles_are_artifacts(pdf: Any) -> None:
    """Pages have an author's text and, but for the cover, the title of the document and the number of the page."""
    artifacts = [page for page, mark in pdf.marked() if mark is None]
    assert set(artifacts) == set(range(len(pdf.pdf.pages)))


# Elements by example


def outline(root: Any) -> Any:
    """Return what stands under the page's own title."""
    return [child.outline() for child in root.children[1:]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a <b>b</b> <em>c</em></p>", ["P"]),
        ("<section><h2>a</h2><p>b</p></section>", [["Sect", "H2", "P"]]),
        ("<ul><li>a</li></ul>", [["L", ["LI", "Lbl", "LBody"]]]),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", [["L", ["LI", "Lbl", ["LBody", ["L", ["LI", "Lbl", "LBody"]]]]]]),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", [["L", ["LI", "Lbl", "LBody"]]]),
        ("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>", [["L", ["LI", "Lbl", "LBody"], ["LI", "Lbl", "LBody"]]]),
        ("<div>loose</div>", [["Div", "P"]]),
        ("<p>a <a href='https://x.org'>b <b>c</b></a></p>", [["P", "Link"]]),
        ("<p>a <span lang='fr'>b</span></p>", [["P", "Span"]]),
        (
            "<nav><ol><li><a href='#x'>One</a></li></ol></nav><h2 id='x'>One</h2>",
            [["Div", ["TOC", ["TOCI", ["Reference", "Link"]]]], "H2"],
        ),
        (
            "<figure><figcaption>a</figcaption><table><tr><th scope='col'>b</th></tr></table><p>c</p></figure>",
            [["Div", ["Table", "Caption", ["TBody", ["TR", "TH"]]], "P"]],
        ),
        ("<p>a<span class='fn'>b</span> c</p>", [["P", ["Note", "Lbl"]]]),
        ("<p></p><div><p></p></div>", []),
    ],
)
def test_the_tree_follows_the_page(laid_out: Callable[..., bytes], tagged: Tag, body: str, expected: list[Any]) -> None:
    assert outline(tagged(laid_out(body, ".fn { float: footnote } nav ol { list-style: none }")).root) == expected


def test_a_table_over_three_pages_is_one_table_with_one_head(laid_out: Callable[..., bytes], tagged: Tag) -> None:
    rows = "".join(f"<tr><th scope='row'>r{number}</th><td>{number}</td></tr>" for number in range(120))
    head = "<thead><tr><th scope='col'>a</th><th scope='col'>b</th></tr></thead>"
    foot = "<tfoot><tr><th scope='row'>sum</th><td>7140</td></tr></tfoot>"
    pdf = tagged(laid_out(f"<table>{head}<tbody>{rows}</tbody>{foot}</table>"))
    [table] = pdf.root.all("Table")
    assert len(pdf.pdf.pages) > 2
    assert [part.kind for part in table.children] == ["THead", "TBody", "TFoot"]
    assert len(table.all("TR")) == 122
    assert len(table.all("TD")[-2].headers) == 2


def test_a_paragraph_over_two_pages_is_one_paragraph(laid_out: Callable[..., bytes], tagged: Tag) -> None:
    [title, text] = tagged(laid_out(f"<p>{'word ' * 900}</p>")).root.children
    assert (title.kind, text.kind) == ("H1", "P")
    assert {page for page, _ in text.pieces} == {0, 1}


def test_heads_are_those_above_beside_and_over_the_group(laid_out: Callable[..., bytes], tagged: Tag) -> None:
    head = (
        "<tr><th scope='col' rowspan='2'>a</th><th scope='colgroup' colspan='2'>b</th></tr>"
        "<tr><th scope='col'>c</th><th scope='col'>d</th></tr>"
    )
    groups = "".join(
        f"<tbody><tr><th scope='rowgroup' colspan='3'>{name}</th></tr>"
        "<tr><th scope='row'>x</th><td>1</td><td>2</td></tr></tbody>"
        for name in ("g", "h")
    )
    [table] = tagged(laid_out(f"<table><thead>{head}</thead>{groups}</table>")).root.all("Table")
    #  0-0 a  0-1 b              2-0 g              4-0 h
    #         1-1 c  1-2 d       3-0 x  1  2        5-0 x  1  2
    assert [cell.headers for cell in table.all("TD")] == [
        ["1-0-1", "1-1-1", "1-2-0", "1-3-0"],
        ["1-0-1", "1-1-2", "1-2-0", "1-3-0"],
        ["1-0-1", "1-1-1", "1-4-0", "1-5-0"],
        ["1-0-1", "1-1-2", "1-4-0", "1-5-0"],
    ]
    assert [head.scope for head in table.all("TH")] == ["/Column"] * 4 + ["/Row"] * 4


def test_the_dots_of_a_contents_line_are_not_read(laid_out: Callable[..., bytes], tagged: Tag) -> None:
    css = "nav a::after { content: leader('.') target-counter(attr(href), page) }"
    pdf = tagged(laid_out("<nav><ol><li><a href='#x'>One</a></li></ol></nav><h2 id='x'>One</h2>", css))
    [link] = pdf.root.all("Link")
    assert len(link.pieces) == 2
    assert {str(annotation.Contents) for annotation in link.links} == {"One 1"}


def test_a_link_to_the_outside_says_its_words_and_where_it_leads(laid_out: Callable[..., bytes], tagged: Tag) -> None:
    [link] = tagged(laid_out("<p><a href='https://example.org/x'>the <b>whole</b> story</a></p>")).root.all("Link")
    assert {str(annotation.Contents) for annotation in link.links} == {"the whole story (https://example.org/x)"}


def test_language_and_expansion_are_told(laid_out: Callable[..., bytes], tagged: Tag) -> None:
    root = tagged(laid_out("<p lang='de'>a</p><p><abbr title='net present value' lang='en'>NPV</abbr></p>")).root
    german, [short] = root.children[1], root.children[2].children
    assert str(german.entry.Lang) == "de"
    assert str(short.entry.E) == "net present value"


# The whole


def test_the_document_says_what_it_is(built: Callable[[str], Any], tagged: Tag) -> None:
    pdf, case = tagged(built("effortless-service").pdf).pdf, built("effortless-service").evaluation.case
    root = pdf.Root
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    with pdf.open_metadata() as told:
        assert told.pdfa_status == "3A"
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == case.title == str(pdf.docinfo.Title)
        assert told["xmp:CreateDate"].startswith(str(case.date))
    assert isinstance(root.OutputIntents[0].DestOutputProfile, pikepdf.Stream)
