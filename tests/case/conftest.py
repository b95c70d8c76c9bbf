"""What the tests of reading share: cases with marks in them, and what every message must be like."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from cxreport.case.load import LoadedCase, load_case
from cxreport.case.problem import Problem
from cxreport.evaluate import evaluate
from cxreport.evaluate.review import RULES

# <CX105> stands where the caret must point; <CX105 1.5M or 15M> says, too, what the user must get to read.
MARK = re.compile(r"<(?P<code>CX[0-9]{3})(?: (?P<told>[^<>\n]*))?>")

BUSINESS_CASE = """\
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance:
  discount_rate: 10%
  period: year
  periods: 3
  start: 2027-01
initiatives:
  - id: portal
    action: redesign the service portal
    improvement: make it easier for our clients to fix their own problems
    benefits:
      - id: rolls
        name: Avoided truck rolls
        drivers:
          visits: {value: 90_000}
          cost_each: {value: $400}
        formula: visits * cost_each
    costs:
      - {id: build, name: Vendor build, initial: $1.5M}
"""

VALUE_REPORT = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue:
  period: FY2026
  total: $900M
  cxm:
    switched:
      - {name: Product A, amount: $60M, aligned_by: Journey research, change: product}
  csm:
    expanded: [{name: Interventions, amount: $90M}]
"""

PYTHON_WORDS = re.compile(
    r"Traceback|Error|Exception|NoneType|None\b|<class|object at|Decimal|\bdict\b|tuple|frozenset|Series|Mapping|Sequence|(?<!!)\bstr\b"
)

Marked = tuple[str, list[tuple[str, int, int]], list[str]]
Loaded = tuple[LoadedCase, list[Problem]]


def with_changes(text: str) -> Callable[..., str]:
    """Return a function that gives `text` with some of its words replaced: one (old, new) for each."""

    def changed(*changes: tuple[str, str]) -> str:
        result = text
        for old, new in changes:
            assert result.count(old) == 1, old
            result = result.replace(old, new)
        return result

    return changed


def unmarked(text: str) -> Marked:
    """Return the text without its marks, the (code, line, column) of each, and what must be told."""
    wanted, told, clean, end = [], [], "", 0
    for mark in MARK.finditer(text):
        clean += text[end : mark.start()]
        end = mark.end()
        wanted.append((mark["code"], clean.count("\n") + 1, len(clean) - clean.rfind("\n")))
        told.append(mark["told"] or "")
    return clean + text[end:], wanted, told


def check_manners(problem: Problem, loaded: LoadedCase) -> None:
    """Assert that a problem speaks to someone who knows money, not Python, and points into its file."""
    assert problem.message
    assert problem.hint
    for text in (problem.message, problem.hint):
        assert not PYTHON_WORDS.search(text), text
        assert text == text.strip()
        assert text.isprintable()
        assert len(text) < 500, text
    source = loaded.sources.get(problem.place.file)
    if source is not None:
        assert 1 <= problem.place.line <= len(source.lines)
        assert problem.excerpt == source.lines[problem.place.line - 1]
        assert 1 <= problem.place.column <= len(problem.excerpt) + 1


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Return a writer of case.yaml, which returns its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "case.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def check_marks(marked: str, write: Callable[[str], Path], problems_of: Callable[[Path], Loaded]) -> None:
    """Assert that the problems of a marked text are those of its marks, in their order, and no others.

    What else a reviewer would not believe has tests of its own.
    """
    text, wanted, told = unmarked(dedent(marked))
    loaded, problems = problems_of(write(text))
    expected = {code for code, _, _ in wanted}
    problems = [problem for problem in problems if problem.code not in RULES or problem.code in expected]
    found = [(problem.code, problem.place.line, problem.place.column) for problem in problems]
    assert found == wanted, [str(problem) for problem in problems]
    for problem, words in zip(problems, told, strict=True):
        assert words in f"{problem.message}; {problem.hint}"
        check_manners(problem, loaded)


@pytest.fixture
def refuses(case_file: Callable[[str], Path]) -> Callable[[str], None]:
    """Return a check that loading a marked text finds an error at every mark, in order, and no other."""

    def errors_of(path: Path) -> Loaded:
        loaded = load_case(path)
        return loaded, [problem for problem in loaded.problems if problem.severity == "error"]

    return lambda marked: check_marks(marked, case_file, errors_of)


@pytest.fixture
def finds(case_file: Callable[[str], Path]) -> Callable[[str], None]:
    """Return a check that evaluating a marked text finds a problem at every mark, worst first, and no other."""

    def problems_of(path: Path) -> Loaded:
        evaluation = evaluate(load_case(path))
        return evaluation.loaded, list(evaluation.problems)

    return lambda marked: check_marks(marked, case_file, problems_of)


@pytest.fixture
def has_manners() -> Callable[[Problem, LoadedCase], None]:
    """Return the check that every problem must pass."""
    return check_manners


@pytest.fixture
def business_case() -> Callable[..., str]:
    """Return a business case with nothing wrong in it, to be called with what to replace."""
    return with_changes(BUSINESS_CASE)


@pytest.fixture
def value_report() -> Callable[..., str]:
    """Return a value report with nothing wrong in it, to be called with what to replace."""
    return with_changes(VALUE_REPORT)
