"""Every table of a document adds up to what it prints, down and across, by the reader's own arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from render.footing import Tables, check_all, check_same_row
from render.grids import grids_of_docx, grids_of_page, grids_of_pdf


def test_every_table_of_a_document_adds_up_in_every_format(built: Callable[[str], Any], each_case: str) -> None:
    case = built(each_case)
    for grids in (grids_of_page(case.html), grids_of_docx(case.docx), grids_of_pdf(case.pdf)):
        assert check_all(case.document, grids) >= 1


@pytest.mark.parametrize("name", ["effortless-service", "dozen", "huge", "loss", "tiny"])
def test_a_line_is_printed_the_same_in_its_calculation_and_among_all_lines(
    built: Callable[[str], Any], name: str
) -> None:
    case = built(name)
    check_same_row(Tables(case.document, grids_of_page(case.html)), case.evaluation.periods)


def test_the_grand_totals_are_the_exact_ones_rounded(built: Callable[[str], Any], each_case: str) -> None:
    case = built(each_case)
    evaluation, printed = case.evaluation, case.document.printed
    totals = {"npv": printed.scale, f"cumulative.{evaluation.periods}": printed.scale}
    totals["attribution.total"] = printed.revenue_scale
    for address, scale in totals.items():
        if address in evaluation.figures:
            exact = (evaluation.amount(address) / scale.step).quantize(Decimal(1), ROUND_HALF_UP) * scale.step
            assert printed.value(address) == exact
