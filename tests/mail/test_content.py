"""What counts as a change: words and figures do; looks, comments and whichever cxreport wrote the bytes do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxreport.case.edition import WHOLE, Edition
from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.mail.content import content_of
from cxreport.render.letter import compose_letter
from cxreport.render.output import Document
from mail_cases import PROPOSAL, SHARED

NAMES = ("Let clients fix it themselves 2026-11-22.docx",)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "cxreport.yaml").write_text(SHARED.replace("theme: house\n", ""), "utf-8")
    (tmp_path / "portal.yaml").write_text(PROPOSAL, "utf-8")
    return tmp_path / "portal.yaml"


def content(case: Path, theme: str = "sober", names: tuple[str, ...] = NAMES, edition: Edition = WHOLE) -> str:
    document = Document(evaluate(edition.of(load_case(case))), Path(theme))
    return content_of(document, compose_letter(document, names), names)


def test_another_look_or_a_comment_or_other_bytes_are_no_change(case: Path) -> None:
    before, document = content(case), Document(evaluate(load_case(case))).write("docx")
    case.write_text(PROPOSAL + "# read by Finance\n", "utf-8")
    assert Document(evaluate(load_case(case))).write("docx") != document
    assert content(case) == content(case, "modern") == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount: $1M", "amount: $1.01M"),
        ("Avoided truck rolls", "Avoided visits"),
        ("The workbook is attached as well.", "The workbook is attached."),
        ("greeting: Dear Zoë", "greeting: Hello Zoë"),
        ("title: Let", "title: Do let"),
        ("date: 2026-11-22", "date: 2026-11-23"),
        ("\nask:", "\nlayout: one-page\nask:"),
    ],
)
def test_other_words_or_figures_are_a_change(old: str, new: str, case: Path) -> None:
    before = content(case)
    case.write_text(PROPOSAL.replace(old, new), "utf-8")
    assert content(case) != before


def test_another_language_or_another_file_is_a_change(case: Path) -> None:
    found = {content(case), content(case, names=(*NAMES, "more.xlsx")), content(case, edition=Edition("", "de_DE"))}
    assert len(found) == 3
