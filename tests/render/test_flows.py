"""Flows of every period: they foot down and across with the tables of years, on pages that lie on their side."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Built = Callable[[str], Any]


@pytest.mark.parametrize("name", ["quarterly", "monthly", "short-year"])
def test_lines_add_up_to_the_sum_of_each_period_and_periods_to_years(built: Built, name: str) -> None:
    case = built(name)
    printed, evaluation = case.document.printed, case.evaluation
    for side in ("benefit", "cost"):
        lines = [
            address.removesuffix(".flows.0")
            for address in evaluation.figures
            if f".{side}s." in address
            and address.endswith(".flows.0")
            and not address.startswith(("scenarios.", "delay."))
        ]
        assert lines
        for t in range(evaluation.periods + 1):
            assert sum(printed.value(f"{line}.flows.{t}") for line in lines) == printed.value(f"{side}_flows.{t}")
        periods = sum((printed.value(f"{side}_flows.{t}") for t in range(evaluation.periods + 1)), Decimal(0))
        assert periods == printed.value(f"{side}s_total")
        per_year = evaluation.periods_per_year
        for year in range(1, -(-evaluation.periods // per_year) + 1):
            months = range((year - 1) * per_year + 1, min(year * per_year, evaluation.periods) + 1)
            assert sum(printed.value(f"{side}_flows.{t}") for t in months) == printed.value(f"{side}_years.{year}")


def test_a_case_in_years_has_no_such_appendix(built: Built) -> None:
    assert 'class="wide"' not in built("decade").document.html


def test_the_pdf_turns_its_pages_and_goes_on_counting(built: Built) -> None:
    pages = pypdf.PdfReader(io.BytesIO(built("quarterly").pdf)).pages
    turned = [page.mediabox.width > page.mediabox.height for page in pages]
    assert turned[-1]
    assert turned == sorted(turned)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1].extract_text()


def test_word_has_a_section_of_its_own_for_them_with_a_foot_as_wide(built: Built) -> None:
    with zipfile.ZipFile(io.BytesIO(built("quarterly").docx)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        foot = package.read("word/footer2.xml").decode()
    sections = list(body.iter(f"{W}sectPr"))
    sizes = [size.get(f"{W}orient") for one in sections for size in one.iter(f"{W}pgSz")]
    covers = [one.find(f"{W}titlePg") is not None for one in sections]
    assert (sizes, covers) == ([None, "landscape"], [True, False])
    assert body.find(f"{W}body/{W}sectPr/{W}pgNumType") is None, "a start would count anew"
    assert 'w:val="right" w:pos="14230"' in foot
