"""A company's own terms come before the shipped words; what cannot be one is told at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxreport.evaluate import Evaluation
from cxreport.render.output import Document

CASE = """
kind: business-case
title: Shorter forms
organisation: Town Hall
date: 2026-11-22
currency: EUR
locale: {locale}
{terms}
finance: {{discount_rate: 5%, period: year, periods: 1, start: 2027-01}}
initiatives:
  - action: shorten our forms
    improvement: let people fill them in at once
    benefits: [{{name: Questions saved, amount: 1_500}}]
    costs: [{{name: Work on the forms, amount: 1_000}}]
"""


def page(found: Evaluation) -> str:
    assert found.sound, [str(problem) for problem in found.problems]
    return Document(found).html


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_a_term_of_the_companys_own_is_used_in_any_language(evaluated: Callable[..., Evaluation], locale: str) -> None:
    found = evaluated(CASE.format(locale=locale, terms="terms: {key_npv: Nettovorteil}"))
    assert "Nettovorteil</th>" in page(found)


def test_terms_are_shared_one_by_one(evaluated: Callable[..., Evaluation], tmp_path: Path) -> None:
    (tmp_path / "cxreport.yaml").write_text("terms: {key_npv: Shared, key_roi: Shared return}\n", "utf-8")
    html = page(evaluated(CASE.format(locale="en_US", terms="terms: {key_npv: Own}")))
    assert "Own</th>" in html
    assert "Shared return</th>" in html
    assert "Shared</th>" not in html


def test_a_term_keeps_its_places_and_its_spaces(evaluated: Callable[..., Evaluation]) -> None:
    found = evaluated(CASE.format(locale="en_US", terms="terms: {cost_yearly: ' for {amount} each year'}"))
    assert 'for <b data-path="cost_years.1">€1,000</b> each year.' in page(found)


@pytest.mark.parametrize(
    ("terms", "place", "code", "hint"),
    [
        ("terms: {key_nvp: X}", (8, 9), "CX102", 'did you mean "key_npv"?'),
        ("terms: {zzzz: X}", (8, 9), "CX102", "the keys are those of the shipped words/en.yaml"),
        ("terms: {year: Jahr}", (8, 15), "CX140", 'write {number}, as in "Year {number}"'),
        ("terms: {year: 'Y {number} {x}'}", (8, 15), "CX140", "write {number}"),
        ("terms: {costs: 'C {'}", (8, 16), "CX140", 'write no {}, as in "Costs"'),
        ("terms: {costs: [a]}", (8, 16), "CX103", "write a single value"),
        ("terms: Costs", (8, 8), "CX103", "write  key_npv: Net benefit"),
    ],
)
def test_what_cannot_be_a_term_is_told_at_its_place(
    evaluated: Callable[..., Evaluation], terms: str, place: tuple[int, int], code: str, hint: str
) -> None:
    [problem] = evaluated(CASE.format(locale="en_US", terms=terms)).problems
    assert (problem.code, (problem.place.line, problem.place.column)) == (code, place)
    assert problem.hint.startswith(hint)
