"""No bytes make reading raise: everything wrong is a problem with a place in the file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport.case.load import LoadedCase, load_case
from cxreport.case.problem import Problem
from cxreport.evaluate import evaluate

Manners = Callable[[Problem, LoadedCase], None]

QUICK = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])

CASE = """\
kind: business-case
title: "Let clients: fix it"
organisation: Northwind
date: 2026-11-22
currency: USD
rates: {EUR: {rate: 1.08}}
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01, margin: 40%}
ask: {amount: $1.5M, decide_by: 2026-12-15}
drivers: {wage: {value: $50}}
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make it easier
    metric: {name: Resolution, unit: "%", baseline: 31, target: 55, by: 2027-12}
    benefits:
      - name: Avoided truck rolls
        drivers:
          calls: {value: [200_000, 250_000, 250_000], range: [80%, 110%]}
          visits: {formula: calls * 0.5}
        formula: visits * wage
        ramp: [50%, 100%, 100%]
        evidence: &pilot [{source: Pilot, date: 2026-06-30, grade: tested}]
      - {name: Upsell, type: revenue, amount: €30k, growth: 2%, evidence: *pilot}
    costs:
      - {name: Build, initial: $1.5M, risk_adjustment: 10%, class: capital}
revenue:
  period: FY2026
  total: $900M
  cxm:
    switched:
      - {name: A, amount: $60M, aligned_by: Research, change: product, contributors: {IT: 50%, Ops: 50%}}
      - {name: B, in_sync: {customers: 10, revenue_each: 3k}, out_of_sync: {customers: 10, revenue_each: 2k}}
  csm:
    expanded: [{name: C, saved: {customers: 900, would_have_left: 30%, revenue_each: $2k}, team: support}]
  stated: {csm: $1M}
sections:
  summary: |
    We *propose* this.
"""
REPORT = "".join([CASE[: CASE.index("ask:")], CASE[CASE.index("revenue:\n") :]]).replace(
    "business-case", "value-report"
)

SIGNS = [
    "\n",
    " ",
    "  ",
    "\t",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "~",
    "\\",
    "\r\n",
    "é",
    "🚀",
    "\ufeff",
    "#",
]
YAML = ["&a ", "*a", "!!str ", "<<: ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "null", "''", '""', "[]", "{}"]
KEYS = [
    "kind: value-report\n",
    "revenue:\n",
    "total: ",
    "initiatives:\n",
    "  - ",
    "name: ",
    "formula: ",
    "drivers: ",
    "id: ",
]
VALUES = [
    "$1.5M",
    "1,5",
    "15%",
    "0",
    "-1",
    "a * b",
    "calls / 0",
    "2026-11-22",
    "9e9",
    "999999999999999",
    "€5",
    "currency: USD\n",
]
FRAGMENTS = st.sampled_from([*SIGNS, *YAML, *KEYS, *VALUES])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def check(content: bytes, folder: Path, has_manners: Manners) -> None:
    path = folder / f"case-{os.getpid()}.yaml"
    path.write_bytes(content)
    loaded = load_case(path)
    for problem in loaded.problems:
        has_manners(problem, loaded)
    assert load_case(path).problems == loaded.problems
    assert (loaded.case is None) <= (not loaded.sound)
    evaluation = evaluate(loaded)
    assert evaluation.sound <= loaded.sound
    for problem in evaluation.problems:
        has_manners(problem, loaded)


@given(content=st.binary(max_size=200))
@QUICK
def test_any_bytes_are_read_or_refused(content: bytes, folder: Path, has_manners: Manners) -> None:
    check(content, folder, has_manners)


@given(text=st.text(max_size=200))
@QUICK
def test_any_text_is_read_or_refused(text: str, folder: Path, has_manners: Manners) -> None:
    check(text.encode("utf-8", "surrogatepass"), folder, has_manners)


@given(parts=st.lists(FRAGMENTS, max_size=40))
@QUICK
def test_any_heap_of_yaml_is_read_or_refused(parts: list[str], folder: Path, has_manners: Manners) -> None:
    check("".join(parts).encode(), folder, has_manners)


@st.composite
def mutated(draw: st.DrawFn, units: Callable[[str], list[str]]) -> str:
    """Draw a good case with some of its units left out, doubled, moved or replaced."""
    parts = units(draw(st.sampled_from([CASE, REPORT])))
    for _ in range(draw(st.integers(1, 4))):
        at, other = (draw(st.integers(0, max(len(parts) - 1, 0))) for _ in range(2))
        change: Any = draw(st.sampled_from(["delete", "double", "swap", "replace"]))
        if not parts or change == "delete":
            del parts[at : at + 1]
        elif change == "double":
            parts.insert(other, parts[at])
        elif change == "swap":
            parts[at], parts[other] = parts[other], parts[at]
        else:
            parts[at] = draw(FRAGMENTS)
    return "".join(parts)


@given(text=mutated(lambda text: text.splitlines(keepends=True)))
@QUICK
def test_a_case_with_lines_at_fault_is_read_or_refused(text: str, folder: Path, has_manners: Manners) -> None:
    check(text.encode(), folder, has_manners)


@given(text=mutated(list))
@QUICK
def test_a_case_with_letters_at_fault_is_read_or_refused(text: str, folder: Path, has_manners: Manners) -> None:
    check(text.encode(), folder, has_manners)


@given(text=mutated(lambda text: text.replace(" ", " \0").replace("\n", "\n\0").split("\0")))
@QUICK
def test_a_case_with_words_at_fault_is_read_or_refused(text: str, folder: Path, has_manners: Manners) -> None:
    check(text.encode(), folder, has_manners)


@pytest.mark.parametrize("text", [CASE, REPORT])
def test_the_cases_that_are_mutated_are_sound(text: str, folder: Path) -> None:
    path = folder / "sound.yaml"
    path.write_text(text, encoding="utf-8")
    errors = [problem for problem in load_case(path).problems if problem.severity == "error"]
    assert errors == []
