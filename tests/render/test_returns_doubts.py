"""Returns that say little are explained: nothing is laid out first, or there is no rate, or more than one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from cxreport.cli.main import app
from cxreport.evaluate import Evaluation
from cxreport.evaluate.timing import beginning_of
from cxreport.render.output import Document
from render.conftest import one_line, words_of_docx, words_of_page

CASE = """\
kind: business-case
title: Benefits before costs
organisation: O
date: 2026-11-22
currency: USD
locale: {locale}
finance: {{discount_rate: 10%, period: year, periods: 3, start: 2027-01}}
initiatives:
  - id: portal
    action: do something
    improvement: make something better
    benefits: [{{id: b, name: B, amount: {benefits}}}]
    costs: [{{id: team, name: Project team, {costs}}}]
"""
LATER = "The costs begin later than the benefits. Until then nothing is laid out that could be paid back"
NONE = "No rate makes the present value zero, so there is no internal rate of return."


@pytest.fixture
def made(evaluated: Callable[[str], Evaluation]) -> Callable[..., Evaluation]:
    def of(costs: str, benefits: str = "[100, 200, 200]", locale: str = "en_US") -> Evaluation:
        return evaluated(CASE.format(costs=costs, benefits=benefits, locale=locale))

    return of


@pytest.mark.parametrize(
    ("costs", "benefits", "beginning"),
    [
        ("amount: [0, 150, 50]", "[100, 200, 200]", "benefits"),
        ("amount: [0, 0, 0]", "[100, 200, 200]", "no costs"),
        ("initial: 100", "[100, 200, 200]", "costs"),
        ("amount: [100, 0, 0]", "[100, 200, 200]", "costs"),
        ("amount: [0, 100, 0]", "[0, 0, 200]", "costs"),
    ],
)
def test_what_comes_first_decides_whether_there_is_an_outlay_to_speak_of(
    made: Callable[..., Evaluation], costs: str, benefits: str, beginning: str
) -> None:
    assert beginning_of(made(costs, benefits)) == beginning


def test_costs_that_begin_later_are_explained_in_every_format_and_nothing_is_infinite(
    made: Callable[..., Evaluation],
) -> None:
    document = Document(made("amount: [0, 150, 50]"))
    pdf = pypdf.PdfReader(io.BytesIO(document.write("pdf")))
    read = {
        "html": one_line(words_of_page(document.html.encode())),
        "docx": one_line(words_of_docx(document.write("docx"))),
        "pdf": one_line(" ".join(page.extract_text() for page in pdf.pages)),
    }
    for text in read.values():
        assert LATER in text
        assert NONE in text
        assert "∞" not in text
        assert "nan" not in text.lower().split()


def test_german_explains_it_as_well(made: Callable[..., Evaluation]) -> None:
    text = one_line(words_of_page(Document(made("amount: [0, 150, 50]", locale="de_DE")).html.encode()))
    assert "Die Kosten beginnen später als der Nutzen." in text
    assert "einen internen Zinssatz gibt es daher nicht" in text


def test_without_any_cost_there_is_nothing_to_pay_back(made: Callable[..., Evaluation]) -> None:
    text = one_line(words_of_page(Document(made("amount: 0")).html.encode()))
    assert "No costs are counted, so that there is nothing to pay back and no return on it." in text


def test_an_outlay_that_comes_first_needs_no_explanation(made: Callable[..., Evaluation]) -> None:
    text = one_line(words_of_page(Document(made("initial: 100")).html.encode()))
    assert "begin later" not in text
    assert "Internal rate of return: " in text


@pytest.mark.parametrize(
    ("costs", "benefits", "told"),
    [
        ("amount: [0, 150, 50]", "[100, 200, 200]", (LATER, NONE)),
        # 100 up, 500 down, 150 up a year later: two changes of sign, and a rate for each
        ("amount: [0, 500, 50]", "[100, 0, 200]", (LATER, "Several rates make the present value zero")),
        ("initial: 100", "[100, 200, 200]", ()),
    ],
)
def test_the_terminal_explains_it_below_the_key_figures(
    tmp_path: Path, costs: str, benefits: str, told: tuple[str, ...]
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.format(costs=costs, benefits=benefits, locale="en_US"), "utf-8")
    before, _, _ = CliRunner().invoke(app, ["show", str(path)]).stdout.partition("Cash flows")
    assert all(text in one_line(before) for text in told)
    assert told or "begin later" not in before
