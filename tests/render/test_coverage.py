"""A document never leaves with empty boxes: what the faces lack is named, with its place; what they have travels along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from cxreport.batch.build import build
from cxreport.errors import RenderError
from cxreport.evaluate import Evaluation
from cxreport.render.coverage import _SURE, beyond_latin, check_coverage
from cxreport.render.document import case_formats
from cxreport.render.faces import FAMILIES, advances, subset_of
from cxreport.render.output import Document
from cxreport.render.references import text_problems
from cxreport.render.theme import SOBER
from cxreport.render.unfit import UnfitText

CASE = """\
kind: business-case
title: {title}
organisation: Town Hall
date: 2026-11-22
currency: {currency}
locale: {locale}
finance: {{discount_rate: 5%, period: year, periods: 1, start: 2027-01}}
initiatives:
  - action: shorten our forms
    improvement: let people fill them in at once
    benefits: [{{name: Questions saved, amount: 1_500}}]
    costs: [{{name: Work on the forms, amount: 1_000}}]
sections:
  background: |
    Forms are long.
    {text}
"""
EMOJI, JAPAN = "\N{DIRECT HIT}", "\u65e5\u672c"

Evaluated = Callable[..., Evaluation]


def case(title: str = "Forms", text: str = "Quite.", currency: str = "EUR", locale: str = "en_US") -> str:
    return CASE.format(title=title, text=text, currency=currency, locale=locale)


def test_characters_that_the_faces_lack_are_named_with_every_place(evaluated: Evaluated) -> None:
    with pytest.raises(UnfitText) as refused:
        _ = Document(evaluated(case(title=f"Aim {EMOJI}", text=f"In {JAPAN} too."))).html
    problems = {(p.place.line, p.place.column): p for p in refused.value.problems}
    assert {p.code for p in problems.values()} == {"CX141"}
    assert problems[2, 12].message == f"the faces of the document do not have {EMOJI} (U+1F3AF)"
    assert f"{JAPAN[0]} (U+65E5), {JAPAN[1]} (U+672C)" in problems[16, 8].message
    assert all("theme" in p.hint for p in problems.values())


def test_check_tells_it_before_the_build_does(evaluated: Evaluated) -> None:
    assert [p.code for p in text_problems(evaluated(case(title=EMOJI)))] == ["CX141"]
    assert text_problems(evaluated(case(title="Γειά, Київ, Đặng"))) == ()


def test_a_comment_may_hold_anything(evaluated: Evaluated) -> None:
    assert Document(evaluated(f"# {EMOJI}\n" + case())).html


def test_such_a_case_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(case(title=EMOJI), "utf-8")
    report = build([file], tmp_path / "out", ("pdf", "docx", "html"))
    assert [document.status for document in report.documents] == ["refused"] * 3
    assert not list((tmp_path / "out").rglob("*.*"))


def test_a_template_with_such_characters_is_told(evaluated: Evaluated) -> None:
    with pytest.raises(RenderError, match=r"U\+1F3AF"):
        check_coverage(f"<p>{EMOJI}</p>", SOBER, evaluated(case()))


def test_of_faces_that_do_not_travel_nothing_is_known(evaluated: Evaluated) -> None:
    check_coverage(f"<p>{EMOJI}</p>", replace(SOBER, sans="Noto Sans", serif="Noto Serif"), evaluated(case()))


def test_marks_that_nobody_sees_are_no_matter() -> None:
    assert beyond_latin("a\u200d\ufe0f\u200f\u202f\u2009b") == frozenset()


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_not_asked_for_is_in_every_face(family: str) -> None:
    missing = {
        c for c in _SURE if ord(c) not in advances(family, "Regular") and ord(c) not in {0xAD, *range(0x7F, 0xA0)}
    }
    assert missing == set()


def test_the_faces_inside_a_document_have_all_that_it_prints(evaluated: Evaluated) -> None:
    text = normalize("NFC", "Γειά, Київ, Đặng Nguyễn")
    document = Document(evaluated(case(text=text)))
    assert b"fontTable" in document.write("docx")
    more = beyond_latin(text)
    assert more
    for family in (SOBER.sans, SOBER.serif):
        with TTFont(io.BytesIO(subset_of(family, "Regular", more))) as face:
            assert more <= set(face.getBestCmap())
    assert subset_of(SOBER.sans, "Regular", more) == subset_of.__wrapped__(SOBER.sans, "Regular", more)
    with zipfile.ZipFile(io.BytesIO(document.write("docx"))) as package:
        name = f"word/fonts/{SOBER.sans.replace(' ', '')}-Regular.odttf"
        assert package.getinfo(name).file_size == len(subset_of(SOBER.sans, "Regular", more))


@pytest.mark.parametrize(
    ("currency", "locale", "printed"),
    [
        ("ILS", "en_US", "ILS\N{NO-BREAK SPACE}1,500"),
        ("THB", "de_DE", "1.500\N{NO-BREAK SPACE}THB"),
        ("EGP", "ar_EG", "1,500\N{NO-BREAK SPACE}EGP"),
        ("JPY", "ja_JP", "¥1,500"),
        ("INR", "en_IN", "₹1,500"),
    ],
)
def test_a_currency_whose_sign_the_faces_lack_is_told_by_its_letters(
    evaluated: Evaluated, currency: str, locale: str, printed: str
) -> None:
    found = evaluated(case(currency=currency, locale=locale))
    assert case_formats(found).price(Decimal(1500)).strip("\u200f\N{NO-BREAK SPACE}") == printed
    assert Document(found).html
