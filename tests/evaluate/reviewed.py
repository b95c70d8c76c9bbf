"""A case in which a reviewer finds nothing, and how tests change it, so that something is found at a mark."""

from __future__ import annotations

from collections.abc import Callable

from cxreport.evaluate import Evaluation

Edited = Callable[..., Evaluation]

# A case in which a reviewer finds nothing.
CLEAN = """\
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, source: Treasury, period: year, periods: 3, start: 2027-01, margin: 40%}
initiatives:
  - id: portal
    action: redesign the service portal
    improvement: make it easier to fix a fault
    metric: {name: Faults fixed by clients, baseline: 31, target: 55, by: 2027-12}
    benefits:
      - id: visits
        name: Visits avoided
        owner: Field Service
        drivers:
          visits: {value: 20_000, source: Dispatch}
          avoided: {value: 25%, source: Pilot}
          cost_each: {value: $400, source: Finance}
        formula: visits * avoided * cost_each
        ramp: [50%, 100%, 100%]
        evidence: [{source: Pilot, date: 2026-06-30, grade: tested}]
      - id: night
        name: Help at night
        type: advantage
    costs:
      - {id: build, name: Build by our own team, initial: $0.9M, source: Quote}
      - {id: run, name: Hosting and training, amount: $100k, source: Quote}
"""
SECOND = """\
  - id: app
    action: build an app
    improvement: see the fault on the way
    metric: {name: Faults seen in the app, baseline: 0, target: 30, by: 2027-12}
    benefits:
      - {id: calls, name: Calls avoided, owner: Service desk, amount: [$50k, $90k, $90k], source: Service desk}
    costs: [{id: app, name: App, amount: $40k, source: Quote}]
"""
FORMULA = "formula: visits * avoided * cost_each"
EVIDENCE = "{source: Pilot, date: 2026-06-30, grade: tested}"
METRIC = "metric: {name: Faults fixed by clients, baseline: 31, target: 55, by: 2027-12}"
MORE = "      - id: night"
MARK = "<!>"
QUOTE = "{id: run, name: Hosting and training, amount: $100k, source: Quote}"


def changed(*changes: tuple[str, str]) -> str:
    text = CLEAN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def place(code: str, text: str) -> tuple[str, int, int]:
    """Return a code with the line and column of the mark in a text."""
    before, _, _ = text.partition(MARK)
    return code, before.count("\n") + 1, len(before) - before.rfind("\n")


def told(evaluation: Evaluation) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.place.line, problem.place.column) for problem in evaluation.problems]


def benefit(text: str, mark: str = "") -> tuple[str, str]:
    """Return the change that puts one more benefit before the advantage."""
    return MORE, f"      - {mark}{{id: more, {text}}}\n{MORE}"


def behind(text: str) -> tuple[str, str]:
    """Return the change that puts a text behind the last line."""
    return QUOTE, f"{QUOTE}\n{text}"


def with_app(old: str, new: str) -> tuple[str, str]:
    """Return the change that adds the second initiative, with some of its words replaced."""
    assert SECOND.count(old) == 1, old
    return behind(SECOND.replace(old, new))


def text_on_returns(text: str) -> tuple[str, str]:
    return behind(f"sections:\n  returns: |\n    We have looked at it.\n    {text}\n")


SAME_VISITS = benefit(
    "name: Parts, owner: Field, source: Us, drivers: {visits: {value: 20_000}, cost_each: {value: $4}}, "
    "ramp: [50%, 100%, 100%], formula: visits * 0.1 * cost_each"
)
