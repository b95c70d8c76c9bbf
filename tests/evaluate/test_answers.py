"""Answers to warnings: where they count, what is wrong with them, and where they are printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.compose import compose
from cxreport.render.theme import SOBER
from evaluate.reviewed import EVIDENCE, MARK, Edited, behind, benefit, changed, place, told

# Answers


def answered(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(problem.code, problem.answer) for problem in evaluation.answered]


LATE = ("ramp: [50%, 100%, 100%]", "ramp: 100%")
PLACES = {
    "the case": behind("accept: {CX307: The contract ends}"),
    "the initiative": behind("    accept: {CX307: The contract ends}"),
    "the line": (
        "        owner: Field Service",
        "        owner: Field Service\n        accept: {CX307: The contract ends}",
    ),
}


@pytest.mark.parametrize("where", PLACES)
def test_a_warning_is_answered_on_the_case_the_initiative_or_the_line(where: str, edited: Edited) -> None:
    found = edited(LATE, PLACES[where])
    assert told(found) == []
    assert answered(found) == [("CX307", "The contract ends")]


def test_an_answer_on_a_line_does_not_speak_for_another(edited: Edited) -> None:
    more = f"name: Letters, owner: Post, amount: $90k, {EVIDENCE.join(('evidence: [', ']'))}"
    found = edited(LATE, benefit(more), PLACES["the line"])
    assert [(code, line) for code, line, _ in told(found)] == [("CX307", 24)]
    assert answered(found) == [("CX307", "The contract ends")]


def test_the_answer_nearest_to_the_line_counts(edited: Edited) -> None:
    found = edited(LATE, PLACES["the line"], behind("accept: {CX307: It is so}"))
    assert answered(found) == [("CX307", "The contract ends")]
    assert [code for code, _, _ in told(found)] == ["CX390"]


def test_an_answer_to_nothing_is_told_at_its_code(edited: Edited) -> None:
    text = behind("accept: {<!>CX304: Somebody will}")
    assert told(edited(text)) == [place("CX390", changed(text))]


def test_no_answer_takes_an_error_away(edited: Edited) -> None:
    found = edited(
        ("discount_rate: 10%", "discount_rate: 10"), behind("accept: {CX108: It is a share, CX304: Somebody}")
    )
    assert [(problem.code, problem.severity) for problem in found.problems] == [
        ("CX108", "error"),
        ("CX390", "warning"),
    ]
    assert "no answer takes it away" in found.problems[1].message
    assert not found.sound


@pytest.mark.parametrize(
    ("accept", "code"),
    [("CX307: ", "CX103"), ('CX307: ""', "CX120"), ("ramp: It is so", "CX104"), ("CX30: So", "CX104")],
)
def test_an_answer_needs_a_code_and_a_reason(accept: str, code: str, edited: Edited) -> None:
    found = edited(LATE, behind(f"accept: {{{accept}}}"))
    assert code in [problem.code for problem in found.problems if problem.severity == "error"]


REPORT = """\
kind: value-report
title: Revenue
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue:
  period: FY2026
  total: $90M
  cxm: {expanded: [{name: A, amount: $9M, accept: {CX208: The study is lost}}, <!>{name: B, amount: $8M}]}
"""


def test_warnings_of_the_split_of_revenue_are_answered_on_their_line(tmp_path: Path) -> None:
    file = tmp_path / "report.yaml"
    file.write_text(REPORT.replace(MARK, ""), "utf-8")
    found = evaluate(load_case(file))
    assert answered(found) == [("CX208", "The study is lost")]
    assert told(found) == [place("CX208", REPORT)]


@pytest.mark.parametrize(
    ("locale", "head", "answered_head", "question"),
    [
        ("en_US", "Open questions of a reviewer", "Answered questions of a reviewer", "nobody is named who answers"),
        ("de_DE", "Offene Fragen der Prüfung", "Beantwortete Fragen der Prüfung", "niemand genannt"),
    ],
)
def test_the_register_prints_what_is_open_and_what_is_answered(
    locale: str, head: str, answered_head: str, question: str, edited: Edited
) -> None:
    found = edited(
        ("currency: USD", f"currency: USD\nlocale: {locale}"),
        ("        owner: Field Service\n", ""),
        LATE,
        behind("accept: {CX307: The contract ends on 1 January}"),
    )
    page, _ = compose(found, SOBER)
    _, _, register = page.partition(f"<h3>{head}</h3>")
    still_open, _, closed = register.partition(f"<h3>{answered_head}</h3>")
    assert question in still_open
    assert "The contract ends" not in still_open
    assert "<em>The contract ends on 1 January.</em>" in closed.partition("</ul>")[0]


# Portfolios

SHARED = "organisation: Northwind Networks\ncurrency: USD\n"
ROUND = """\
kind: portfolio
title: Round
date: 2026-11-30
cases: [one.yaml, two.yaml]
"""


@pytest.fixture
def round_of(tmp_path: Path) -> Callable[..., Evaluation]:
    """Return the evaluation of a round of two cases, which claim the same money; the first is changed."""

    def make(*changes: tuple[str, str], accept: str = "") -> Evaluation:
        (tmp_path / "cxreport.yaml").write_text(SHARED, "utf-8")
        (tmp_path / "one.yaml").write_text(changed(*changes), "utf-8")
        (tmp_path / "two.yaml").write_text(changed(("title: Let clients", "title: The other")), "utf-8")
        (tmp_path / "round.yaml").write_text(ROUND + accept, "utf-8")
        return evaluate(load_case(tmp_path / "round.yaml"))

    return make


def test_a_round_answers_for_all_that_it_gathers(round_of: Callable[..., Evaluation]) -> None:
    assert [code for code, _, _ in told(round_of())] == ["CX613"]
    found = round_of(accept="accept: {CX613: The committee funds one of the two}")
    assert told(found) == []
    assert answered(found) == [("CX613", "The committee funds one of the two")]


def test_what_a_member_answers_is_not_open_in_the_round(round_of: Callable[..., Evaluation]) -> None:
    assert [code for code, _, _ in told(round_of(LATE))] == ["CX307", "CX613"]
    assert [code for code, _, _ in told(round_of(LATE, PLACES["the case"]))] == ["CX613"]


def test_many_questions_about_one_proposal_are_counted_in_the_paper_of_the_round(
    round_of: Callable[..., Evaluation],
) -> None:
    few, _ = compose(round_of(LATE), SOBER)
    assert "Let clients fix it themselves: Visits avoided: the full effect is counted" in few
    many = [("        owner: Field Service\n", ""), ("our own team", "a vendor")]
    page, _ = compose(round_of(LATE, *many), SOBER)
    assert "Let clients fix it themselves: 3 questions of a reviewer are open, and told in its own paper." in page
    assert "the full effect is counted" not in page
