"""References and footnotes of the author's text: labels in every format, notes numbered once, what leads nowhere told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest
from lxml import etree

from cxreport.batch.build import build
from cxreport.batch.check import check
from cxreport.evaluate import Evaluation
from cxreport.render.output import Document
from cxreport.render.plain import write_text
from cxreport.render.references import text_problems
from cxreport.render.unfit import UnfitText

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CASE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $9M, cxm: {switched: [{name: A, amount: $1M, aligned_by: Research, change: product}]}}
sections:
  background: |
"""
NOTED = """\
Half of them call twice[^desk], which [](#tab-revenue) and [](#fig-revenue) show; see [](#section-evidence).

- They call again[^desk] and ask[^ask].

[^ask]: Asked by phone, see [the study](https://example.org/study).
[^desk]: Service desk, *week* 12.
"""
Evaluated = Callable[[str], Evaluation]


def case(text: str) -> str:
    return CASE + indent(text, "    ")


def document(evaluated: Evaluated, text: str) -> Document:
    return Document(evaluated(case(text)))


def parts(document: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document.write("docx"))) as package:
        return {name: package.read(name) for name in package.namelist()}


def codes(body: bytes) -> list[str]:
    fields = [(code.text or "").split()[:2] for code in etree.fromstring(body).iter(f"{W}instrText")]
    return [" ".join(field) for field in fields if field[0].endswith("REF") and field[0] != "PAGEREF"]


def test_a_link_without_words_prints_the_label_of_what_it_leads_to(evaluated: Evaluated) -> None:
    html = document(evaluated, NOTED).html
    assert '<a href="#tab-revenue">Table\xa01</a>' in html
    assert '<a href="#fig-revenue">Figure\xa01</a>' in html
    assert re.search(r'<a href="#section-evidence">Section\xa04</a>', html)


def test_in_word_a_label_is_a_field_that_follows_the_caption(evaluated: Evaluated) -> None:
    found = parts(document(evaluated, NOTED))
    assert codes(found["word/document.xml"]) == [
        "REF tab_revenue",
        "REF fig_revenue",
        "REF section_evidence_number",
        "NOTEREF note_1",
    ]


def test_a_footnote_is_numbered_once_however_often_it_is_called(evaluated: Evaluated) -> None:
    html = document(evaluated, NOTED).html
    assert re.findall(r'class="fn" id="(note-\d)">(\w+)', html) == [("note-1", "Service"), ("note-2", "Asked")]
    assert html.count('<sup><a href="#note-1">1</a></sup>') == 1


def test_word_has_real_footnotes_with_their_links(evaluated: Evaluated) -> None:
    found = parts(document(evaluated, NOTED))
    notes = etree.fromstring(found["word/footnotes.xml"])
    texts = {note.get(f"{W}id"): "".join(t.text or "" for t in note.iter(f"{W}t")).strip() for note in notes}
    assert texts == {"-1": "", "0": "", "1": "Service desk, week 12.", "2": "Asked by phone, see the study."}
    calls = [c.get(f"{W}id") for c in etree.fromstring(found["word/document.xml"]).iter(f"{W}footnoteReference")]
    assert calls == ["1", "2"]
    assert b"https://example.org/study" in found["word/_rels/footnotes.xml.rels"]
    assert b"https://example.org/study" not in found["word/_rels/document.xml.rels"]


def test_plain_text_has_its_notes_at_the_end(evaluated: Evaluated) -> None:
    text = write_text(document(evaluated, NOTED).html)
    assert "call twice[1], which Table\xa01" in text
    assert "again1 and ask[2]." in text
    assert text.endswith(
        "[1] Service desk, week 12.\n\n[2] Asked by phone, see the study (https://example.org/study).\n"
    )


def test_numbers_go_on_from_one_section_to_the_next(evaluated: Evaluated) -> None:
    html = Document(
        evaluated(case("One[^a].\n\n[^a]: First.\n") + "  revenue: |\n    Two[^a].\n\n    [^a]: Second.\n")
    ).html
    assert re.findall(r'id="(note-\d)">(\w+)', html) == [("note-1", "First"), ("note-2", "Second")]


def test_a_footnote_may_have_paragraphs_and_stand_in_a_table_a_heading_or_a_quotation(evaluated: Evaluated) -> None:
    text = "### Why[^a]\n\n> Said[^b]\n\n| x |\n|---|\n| y[^c] |\n\n[^a]: One.\n\n    Two.\n[^b]: Three.\n[^c]: Four.\n"
    made = document(evaluated, text)
    notes = etree.fromstring(parts(made)["word/footnotes.xml"])
    assert ["".join(t.text or "" for t in note.iter(f"{W}t")).strip() for note in notes][2:] == [
        "One.Two.",
        "Three.",
        "Four.",
    ]
    assert made.write("pdf").startswith(b"%PDF")


def test_an_unknown_target_is_a_problem_in_its_line_with_the_nearest_name(evaluated: Evaluated) -> None:
    [problem] = text_problems(evaluated(case("Well.\n\nAs [](#tab-revenu) shows.\n")))
    assert (problem.code, problem.place.line, problem.place.column) == ("CX138", 11, 9)
    assert problem.message == 'the text leads to "#tab-revenu", which this document does not have'
    assert problem.hint == 'did you mean "tab-revenue"?'
    assert problem.excerpt == "    As [](#tab-revenu) shows."


def test_words_that_lead_nowhere_are_told_too(evaluated: Evaluated) -> None:
    assert [p.code for p in text_problems(evaluated(case("As [the costs](#tab-costs) show.\n")))] == ["CX138"]


def test_a_footnote_without_text_is_a_problem_in_its_line(evaluated: Evaluated) -> None:
    [problem] = text_problems(evaluated(case("They call twice[^1].\n")))
    assert (problem.code, problem.place.line) == ("CX139", 9)
    assert problem.message == "the footnote [^1] has no text"


def test_check_and_build_tell_the_same_and_no_document_is_made(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(case("As [](#tab-costs) shows.\n"), "utf-8")
    report = build([file], tmp_path / "out", ["html"])
    assert [document.status for document in report.documents] == ["refused"]
    assert report.problems == check([file]).problems
    assert not (tmp_path / "out").exists()


def test_a_document_asked_for_directly_is_refused(evaluated: Evaluated) -> None:
    with pytest.raises(UnfitText, match="CX138"):
        document(evaluated, "As [](#tab-costs) shows.\n").write("html")
