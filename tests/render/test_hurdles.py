"""Hurdles as the reader meets them: in the summary and in a table of their own, with a verdict each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from render.conftest import words_of_page
from render.grids import grids_of_page, names_of_tables


def table(case: Any, name: str) -> list[list[str]]:
    names = names_of_tables(case.document.html)
    return [[" ".join(cell.split()) for cell in row] for row in grids_of_page(case.html)[names.index(name)]]


def test_an_internal_rate_that_is_not_the_only_one_is_not_judged_by(built: Callable[[str], Any]) -> None:
    rows = {row[0]: row[1:] for row in table(built("two-rates"), "tab-hurdles")[1:]}
    assert rows["Internal rate of return, a year"] == ["at least", "20%", "no single rate", "cannot be judged"]
    assert rows["Payback"] == ["at most", "12 months", "not within the horizon", "missed"]


def test_the_summary_says_what_is_missed(built: Callable[[str], Any]) -> None:
    text = "".join(words_of_page(built("german").html).split())
    for told in (
        "Erfüllt: eine Kapitalrendite von mindestens 40 % (62 %).",
        "Verfehlt: eine Amortisation, die höchstens 6 Monate dauert (20 Monate).",
    ):
        assert "".join(told.split()) in text
