from __future__ import annotations

import pytest

from cxreport.render.theme import SOBER

PAPER = "#ffffff"
TEXT = ["ink", "muted", "benefit", "cost"]
MARKS = [*TEXT, "second", "remainder"]


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_two_ends_of_its_scale() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#808080", "#808080") == pytest.approx(1)


@pytest.mark.parametrize("name", TEXT)
def test_text_can_be_read_on_paper_and_on_tint(name: str) -> None:
    assert contrast(getattr(SOBER, name), PAPER) >= 4.5
    assert contrast(getattr(SOBER, name), SOBER.tint) >= 4.5


@pytest.mark.parametrize("name", MARKS)
def test_marks_can_be_told_from_paper(name: str) -> None:
    assert contrast(getattr(SOBER, name), PAPER) >= 3


def test_labels_on_the_pale_columns_of_a_native_chart_can_be_read() -> None:
    assert contrast(SOBER.ink, SOBER.pale) >= 4.5
    assert contrast(SOBER.benefit, SOBER.pale) >= 4.5


def test_the_text_block_and_its_margins_fill_the_page() -> None:
    assert SOBER.text_width + SOBER.margin_left + SOBER.margin_right == SOBER.page_width
