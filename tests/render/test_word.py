"""The Word file: every word of the page, on real headings, fields, tables, links and content controls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from lxml import etree

from cxreport.errors import RenderError
from cxreport.render.word import write_docx
from cxreport.render.word.inline import control_tag

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


def words(tree: Tree) -> str:
    return "".join(text.text or "" for text in tree.iter(f"{W}t"))


def page(body: str, head: str = "") -> str:
    return f'<html lang="en"><head><title>T</title>{head}</head><body>{body}</body></html>'


def body_of(body: str) -> Tree:
    return part(write_docx(page(body)), "word/document.xml")


def spoken(element: Tree) -> Iterator[str]:
    """Yield the words of the page as they are read, pictures and descriptions of charts left out."""
    if element.tag in {"svg", "script"}:
        return
    yield element.text or ""
    for child in element:
        yield from spoken(child)
        yield child.tail or ""


def test_every_word_of_the_page_is_in_the_file_in_its_order(tree: Tree) -> None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True)
    source = SAMPLE.replace("&numsp;", "\u2007").replace("&emsp;", "\u2003")
    body = etree.fromstring(source.encode(), parser).find("body")
    assert body is not None
    assert "".join(words(tree).split()) == "".join("".join(spoken(body)).split())


def test_headings_are_words_own(opened: Document) -> None:
    found = [
        (p.style.name, p.text)
        for p in opened.paragraphs
        if p.style and (p.style.name or "").startswith(("Head", "Tit"))
    ]
    assert found == [
        ("Title", "Lifts that call for help themselves"),
        ("Heading 1", "1\tSummary"),
        ("Heading 1", "2\tWhat tenants notice"),
        ("Heading 2", "Waiting"),
        ("Heading 3", "By day"),
        ("Heading 1", "\tMethod"),
    ]


def test_every_style_that_is_used_is_there(sample: bytes, tree: Tree) -> None:
    there = {style.get(f"{W}styleId") for style in part(sample, "word/styles.xml").iter(f"{W}style")}
    used = {ref.get(f"{W}val") for name in ("pStyle", "rStyle", "tblStyle") for ref in tree.iter(f"{W}{name}")}
    assert used <= there


def test_the_language_is_that_of_the_page_and_of_its_phrases(sample: bytes, tree: Tree) -> None:
    [default] = find(part(sample, "word/styles.xml"), "w:docDefaults//w:lang")
    assert default.get(f"{W}val") == "en-GB"
    [phrase] = [run for run in tree.iter(f"{W}r") if find(run, "w:rPr/w:lang")]
    assert (words(phrase), phrase[0][-1].get(f"{W}val")) == ("sans attente", "fr")


def test_contents_link_to_every_heading_and_show_no_number_without_pages(tree: Tree) -> None:
    codes = [code.text or "" for code in tree.iter(f"{W}instrText")]
    assert ' TOC \\o "1-2" \\h \\z ' in codes
    assert not any("PAGEREF" in code for code in codes)
    lines = [p for p in tree.iter(f"{W}p") if p.find("w:pPr/w:pStyle[@w:val='TOC1']", NS) is not None]
    assert [words(line) for line in lines] == ["1Summary", "2What tenants notice", "Method"]
    assert not any(mark.get(f"{W}dirty") for mark in tree.iter(f"{W}fldChar"))


def test_contents_show_the_pages_that_are_given() -> None:
    data = write_docx(SAMPLE, pages={"summary": 2, "tenants": 3, "waiting": 3, "method": 12})
    tree = part(data, "word/document.xml")
    assert [words(p)[-2:] for p in tree.iter(f"{W}p") if b"PAGEREF" in etree.tostring(p)] == ["y2", "e3", "g3", "12"]
    assert write_docx(SAMPLE, pages={}) == write_docx(SAMPLE)


def test_captions_count_themselves_and_stay_with_what_follows(sample: bytes, tree: Tree) -> None:
    codes = [(code.text or "").strip() for code in tree.iter(f"{W}instrText") if " SEQ " in (code.text or "")]
    assert sorted(codes) == ["SEQ Figure \\* ARABIC"] * 3 + ["SEQ Table \\* ARABIC"] * 3
    styles = part(sample, "word/styles.xml")
    for name in ("Caption", "Unit"):
        assert find(styles, f"w:style[@w:styleId='{name}']/w:pPr/w:keepNext")


def test_a_number_out_of_turn_sets_the_field() -> None:
    tree = body_of('<figure><figcaption><span class="no">Table 5</span> a</figcaption></figure>')
    assert [code.text for code in tree.iter(f"{W}instrText")] == [" SEQ Table \\* ARABIC \\r 5 "]


def test_cross_references_follow_the_caption_and_other_links_the_place(tree: Tree) -> None:
    codes = [(code.text or "").split()[1] for code in tree.iter(f"{W}instrText") if " REF " in (code.text or "")]
    assert codes == ["tab_visits", "fig_value", "fig_long"]
    links = [(link.get(f"{W}anchor"), words(link)) for link in tree.iter(f"{W}hyperlink")]
    assert ("method", "back to the method") in links
    assert ("outer", "this section") in links
    assert ("tab_visits", "the visits") in links


def test_every_link_arrives_at_one_bookmark(tree: Tree) -> None:
    marks = [mark.get(f"{W}name") for mark in tree.iter(f"{W}bookmarkStart")]
    goals = {link.get(f"{W}anchor") for link in tree.iter(f"{W}hyperlink")} - {None}
    goals |= {(code.text or "").split()[1] for code in tree.iter(f"{W}instrText") if "REF " in (code.text or "")}
    assert goals <= set(marks)
    assert len(marks) == len(set(marks))


def test_the_bookmark_of_a_caption_holds_its_label_alone(tree: Tree) -> None:
    [start] = find(tree, ".//w:bookmarkStart[@w:name='tab_visits']")
    label = []
    for sibling in start.itersiblings():
        if sibling.tag == f"{W}bookmarkEnd":
            break
        label.append(words(sibling))
    assert "".join(label) == "Table 1"


def test_links_out_are_relationships(opened: Document, tree: Tree) -> None:
    links = {words(link): link.get(f"{R}id") for link in tree.iter(f"{W}hyperlink") if link.get(f"{R}id")}
    goals = {text: opened.part.rels[str(key)].target_ref for text, key in links.items()}
    assert goals == {"the study": "https://example.org/lifts?a=1&b=2", "the desk": "mailto:service@example.org"}


def test_a_link_to_a_place_inside_a_table_is_refused() -> None:
    with pytest.raises(RenderError, match="a link leads to #c"):
        write_docx(page('<p><a href="#c">x</a></p><table><tr><td id="c">y</td></tr></table>'))


def test_tables_are_fixed_and_their_columns_add_up(tree: Tree) -> None:
    for table in tree.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w") or 0) for column in table.iterfind("w:tblGrid/w:gridCol", NS)]
        assert str(sum(grid)) == find(table, "w:tblPr/w:tblW")[0].get(f"{W}w")
        assert find(table, "w:tblPr/w:tblLayout")[0].get(f"{W}type") == "fixed"
        for row in table.iter(f"{W}tr"):
            assert sum(int(cell.get(f"{W}w") or 0) for cell in find(row, "w:tc/w:tcPr/w:tcW")) == sum(grid)
            assert sum(
                int(s[0].get(f"{W}val") or 0) if (s := find(c, "w:tcPr/w:gridSpan")) else 1 for c in row.iter(f"{W}tc")
            ) == len(grid)


def test_heads_repeat_and_rows_stay_whole(tree: Tree) -> None:
    for table in tree.iter(f"{W}tbl"):
        first, *others = table.iter(f"{W}tr")
        assert find(first, "w:trPr/w:tblHeader")
        assert not any(find(row, "w:trPr/w:tblHeader") for row in others)
        assert all(find(row, "w:trPr/w:cantSplit") for row in (first, *others))


def kept(tree: Tree, title: str) -> list[bool]:
    [table] = [t for t in tree.iter(f"{W}tbl") if find(t, "w:tblPr/w:tblCaption")[0].get(f"{W}val") == title]
    return [all(find(p, "w:pPr/w:keepNext") for p in row.iter(f"{W}p")) for row in table.iter(f"{W}tr")]


def test_a_table_stays_on_one_page_with_its_note_unless_it_is_long(tree: Tree) -> None:
    assert kept(tree, "Visits at night") == [True] * 8
    assert kept(tree, "Decision") == [True, False]
    assert kept(tree, "Every value") == [True, True, False]


def test_a_long_table_is_cut_before_no_total_after_no_group_and_not_near_its_ends() -> None:
    kinds = ["", "", "", "", "sum", "group", "", "", "", "", ""]
    rows = "".join(f'<tr class="{kind}"><td>a</td></tr>' for kind in kinds)
    tree = body_of(
        '<figure class="long"><figcaption><span class="no">Table 1</span> Long</figcaption><table>'
        f"<thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table></figure>"
    )
    head, first, last = [True], [True, True, False], [True, True, False]
    before_the_sum, sum_and_group = [True], [False, True]
    assert kept(tree, "Long") == [*head, *first, *before_the_sum, *sum_and_group, False, False, *last]


def test_what_introduces_a_figure_stays_with_it() -> None:
    tree = body_of(
        "<h2>One</h2><p>Apart.</p><p>Here it is,</p><p>in one table.</p>"
        '<figure><figcaption><span class="no">Table 1</span> T</figcaption>'
        "<table><tbody><tr><td>a</td></tr></tbody></table></figure><p>After.</p>"
    )
    texts = [line for line in tree.iter(f"{W}p") if find(line, "w:pPr/w:pStyle[@w:val='BodyText']")]
    assert [bool(find(line, "w:pPr/w:keepNext")) for line in texts] == [True, True, True, False]


def test_a_title_takes_its_first_words_along_and_neither_end_of_terms_is_left_alone() -> None:
    terms = "".join(f"<div><dt>T{number}</dt><dd>Said.</dd></div>" for number in range(4))
    tree = body_of(f"<h2>One</h2><p>First.</p><p>Second.</p><h3>Two</h3><dl>{terms}</dl><p>After.</p>")
    texts = [
        line for line in tree.iter(f"{W}p") if find(line, "w:pPr/w:pStyle")[0].get(f"{W}val") in ("BodyText", "Term")
    ]
    assert [bool(find(line, "w:pPr/w:keepNext")) for line in texts] == [True, False, True, False, True, False, False]


def test_what_word_wants_after_a_last_table_takes_no_room() -> None:
    tree = body_of("<h2>One</h2><table><tbody><tr><td>a</td></tr></tbody></table>")
    last = [line for line in tree.iter(f"{W}p") if find(line, "w:pPr/w:pStyle[@w:val='Gap']")][-1]
    [space] = find(last, "w:pPr/w:spacing")
    assert (space.get(f"{W}line"), space.get(f"{W}lineRule")) == ("20", "exact")


def test_a_title_after_a_table_stands_as_far_below_it_as_below_text() -> None:
    tree = body_of(
        "<h2>One</h2><table><tbody><tr><td>a</td></tr></tbody></table><h2>Two</h2><p>Text.</p><h2>Three</h2>"
    )
    lines = [line for line in tree.iter(f"{W}p") if find(line, "w:pPr/w:pStyle[@w:val='Heading1']")]
    own = [[space.get(f"{W}before") for space in find(line, "w:pPr/w:spacing")] for line in lines]
    assert own == [[], ["440"], []]  # 30 pt by its style, of which the empty line after the table takes 8
    before = lines[1].getprevious()
    assert before is not None
    assert find(before, "w:pPr/w:pStyle[@w:val='Gap']")


def test_tables_and_charts_have_words_for_who_cannot_see_them(tree: Tree) -> None:
    assert [mark.get(f"{W}val") for mark in tree.iter(f"{W}tblCaption")] == [
        "Four key figures",
        "House, Lifts",
        "Visits at night",
        "Every value",
        "Decision",
    ]
    assert all(mark.get(f"{W}val") for mark in tree.iter(f"{W}tblDescription"))
    about = [(mark.get("title"), mark.get("descr") or "") for mark in find(tree, ".//wp:docPr")]
    assert [title for title, _ in about] == [
        "Two benefits pay for the boxes",
        "The money is back within a year",
        "Where revenue comes from",
    ]
    assert about[2][1] == "Where revenue comes from. Bars of revenue in EUR million: CXM 30, CSM 12, Sales 58."


def test_figures_stand_right_and_are_content_controls(tree: Tree) -> None:
    controls = {find(c, "w:sdtPr/w:tag")[0].get(f"{W}val"): words(c) for c in tree.iter(f"{W}sdt")}
    assert controls == {
        "results.benefits_total": "€3.50\u00a0million",
        "results.costs_total": "€1.30\u00a0million",
        "results.npv": "€2.20\u00a0m",
        "results.payback_months": "11 months",
        "doors.benefits.visits.flows.2": "1,500,000",
    }
    ids = [mark.get(f"{W}val") for mark in find(tree, ".//w:sdtPr/w:id")]
    assert len(ids) == len(set(ids))
    cells = [p for p in tree.iter(f"{W}p") if words(p) == "1,500,000"]
    assert [find(p, "w:pPr/w:pStyle")[0].get(f"{W}val") for p in cells] == ["TableFigures"]


def test_a_control_repeats_the_look_of_its_text(tree: Tree) -> None:
    for control in tree.iter(f"{W}sdt"):
        looks = find(control, "w:sdtContent/w:r/w:rPr")
        own = find(control, "w:sdtPr/w:rPr")
        assert [etree.tostring(look) for look in own] == [etree.tostring(look) for look in looks]


def test_a_long_path_still_has_a_tag_of_its_own() -> None:
    paths = ["a." * 40 + end for end in ("one", "two")]
    tags = {control_tag(path) for path in paths}
    assert len(tags) == 2
    assert all(len(tag) <= 64 for tag in tags)


def test_lists_nest_and_each_counts_from_its_own_start(sample: bytes, tree: Tree) -> None:
    items = [p for p in tree.iter(f"{W}p") if find(p, "w:pPr/w:numPr")]
    places = [
        (
            words(p),
            find(p, "w:pPr/w:numPr/w:ilvl")[0].get(f"{W}val"),
            find(p, "w:pPr/w:numPr/w:numId")[0].get(f"{W}val"),
        )
        for p in items
    ]
    assert places == [
        ("Doors", "0", "1"),
        ("that stick", "1", "2"),
        ("that slam", "1", "2"),
        ("loudly", "2", "3"),
        ("Buttons", "0", "1"),
        ("Listen", "0", "4"),
        ("Mend", "0", "4"),
        ("Begin again", "0", "5"),
    ]
    starts = [mark.get(f"{W}val") for mark in part(sample, "word/numbering.xml").iter(f"{W}startOverride")]
    assert starts == ["1", "1", "1", "3", "1"]


def test_looks_of_text_survive(tree: Tree) -> None:
    looks = {
        words(run): {
            etree.QName(mark).localname: mark.get(f"{W}val") for look in run.findall(f"{W}rPr") for mark in look
        }
        for run in tree.iter(f"{W}r")
    }
    assert looks["door.stuck"] == {"rStyle": "Code"}
    raised = [(words(run), mark.get(f"{W}val")) for run in tree.iter(f"{W}r") for mark in run.iter(f"{W}vertAlign")]
    assert raised == [("2", "subscript"), ("3", "superscript")]
    assert looks["at night"] == {"rStyle": "Strong", "i": None}
    assert looks["always"] == {"rStyle": "Strong", "i": None}
    assert looks["two"] == {"rStyle": "Emphasis"}


def test_a_table_wider_than_the_text_is_refused() -> None:
    wide = '<table><colgroup><col style="width:100mm"><col style="width:65mm"></colgroup><tr><th>a</th><td>b</td></tr></table>'
    with pytest.raises(RenderError, match='the table "a, b" is 165 mm wide'):
        write_docx(page(wide))


def test_columns_without_a_width_share_what_is_left() -> None:
    tree = body_of(
        '<table><colgroup><col style="width:64mm"><col><col></colgroup><tr><td>a</td><td>b</td><td>c</td></tr></table>'
    )
    assert [column.get(f"{W}w") for column in tree.iter(f"{W}gridCol")] == ["3628", "2835", "2835"]


def test_two_tables_do_not_melt_into_one_and_none_ends_the_document() -> None:
    one = "<table><tr><td>a</td></tr></table>"
    body = body_of(one + one)[0]
    assert [etree.QName(child).localname for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_name_wider_than_the_gutter_has_a_line_of_its_own(tree: Tree) -> None:
    [wide] = [p for p in tree.iter(f"{W}p") if "None is claimed." in words(p)]
    [narrow] = [p for p in tree.iter(f"{W}p") if "Listening boxes" in words(p)]
    assert [len(find(p, "w:r/w:br")) for p in (wide, narrow)] == [1, 0]


def test_a_deep_contents_and_a_caption_without_number_are_kept() -> None:
    nav = '<nav><p>Contents</p><ol><li><a href="#a">One</a></li></ol></nav>'
    tree = body_of(nav + '<h2 id="a">One</h2><figure><figcaption>Plain words</figcaption><p>said</p></figure>')
    assert words(tree) == "ContentsOneOnePlain wordssaid"


def test_names_of_bookmarks_are_short_and_apart() -> None:
    long = "a-very-long-name-of-a-heading-that-word-would-not-take"
    ids = ["1st", "a-b", "a_b", long]
    body = "".join(f'<h2 id="{name}">{name}</h2><p><a href="#{name}">go</a></p>' for name in ids)
    names = [mark.get(f"{W}name") or "" for mark in body_of(body).iter(f"{W}bookmarkStart")]
    assert names[:2] == ["a1st", "a_b"]
    assert len(set(names)) == len(ids)
    assert all(len(name) <= 40 for name in names)


def test_the_first_section_after_the_cover_opens_a_page() -> None:
    tree = body_of('<header class="cover"><h1>T</h1></header><main><h2>One</h2><h2>Two</h2></main>')
    breaks = [words(p) for p in tree.iter(f"{W}p") if find(p, "w:pPr/w:pageBreakBefore")]
    assert breaks == ["One"]


def test_a_caption_whose_number_is_no_number_is_plain_text() -> None:
    tree = body_of('<figure><figcaption><span class="no">Table A.1</span> a</figcaption></figure>')
    assert words(tree) == "Table A.1\u2002a"
    assert not list(tree.iter(f"{W}instrText"))
