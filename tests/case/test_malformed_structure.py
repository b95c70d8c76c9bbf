"""Keys and lines that are missing, unknown, of the wrong shape or at odds. A mark stands where the caret must point."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Refuses = Callable[[str], None]
Base = Callable[..., str]

BUILD = "{id: build, name: Vendor build, initial: $1.5M}"

KEYS = {
    "no kind": ("kind: business-case\ntitle", "<CX101 write  kind: business-case>title"),
    "no title": ("kind: business-case\ntitle: Let clients fix it themselves", "<CX101 title>kind: business-case"),
    "no discount rate": ("finance:\n  discount_rate: 10%", "<CX101 discount_rate>finance:"),
    "no action": ("- id: portal\n    action: redesign the service portal", "- <CX101 action>id: portal"),
    "no name of a cost": (BUILD, "<CX101 name>{id: build, initial: $1.5M}"),
    "a slip of a letter at the top": ("title: Let", "<CX102 title>titel: Let"),
    "a slip in the kind": ("kind: business-case", "<CX102 kind>knid: business-case"),
    "a slip in the finance section": ("finance:", "<CX102 finance>finanse:"),
    "a slip in a rate": ("discount_rate: 10%", "<CX102 discount_rate>discount_rte: 10%"),
    "a slip in a line": (BUILD, "{name: Build, <CX102 initial>inital: $1.5M}"),
    "a slip in a line's optional key": ("id: rolls", "<CX102 risk_adjustment>risk_adjustmnt: 10%"),
    "a slip in the drivers of a line": ("drivers:", "<CX102 drivers>divers:"),
    "a slip in a driver": ("{value: $400}", "{<CX102 value>valeu: $400}"),
    "capitals in a key": ("date: 2026-11-22", "<CX102 date>Date: 2026-11-22"),
    "a key that is none": ("date: 2026-11-22", "date: 2026-11-22\n<CX102 one of: title, organisation>zzz: 1"),
    "a key of Python's": ("date: 2026-11-22", "date: 2026-11-22\n<CX102 one of: title, organisation>__class__: 1"),
    "a long key": ("date: 2026-11-22", "date: 2026-11-22\n<CX102 \N{HORIZONTAL ELLIPSIS}>" + "long " * 40 + ": 1"),
    "a key with a line end": ("date: 2026-11-22", 'date: 2026-11-22\n<CX102>"two\\nlines": 1'),
    "a number as a key": ("date: 2026-11-22", "date: 2026-11-22\n<CX102>2026: 1"),
    "a list in place of finance": ("finance:\n  discount_rate: 10%\n  period: year\n  periods: 3\n  start: 2027-01", "finance: <CX103 keys and values>[10%]"),
    "a text in place of an initiative": ("initiatives:", "initiatives:\n  - <CX103 a text>portal"),
    "nothing in place of an initiative": ("initiatives:", "initiatives:\n  -<CX103 not nothing>"),
    "a text in place of a benefit": ("benefits:", "benefits:\n      - <CX103 a text>Fewer truck rolls"),
    "a list in place of a driver": ("{value: $400}", "<CX103 keys and values>[$400]"),
    "a value in place of a driver": ("{value: $400}", "<CX103 keys and values>$400"),
    "keys in place of a list": ("      - {id: build", "      <CX103 hyphen>build: {id: build"),
    "a list in place of the sections": ("currency: USD", "currency: USD\nsections: <CX103 keys and values>[summary]"),
    "a list in place of the mail": ("currency: USD", "currency: USD\nmail: <CX103 its keys: from, to, cc>[]"),
    "a section that is none": ("currency: USD", "currency: USD\nsections: {<CX102 summary>sumary: We propose}"),
    "an action of the whole alone": ("currency: USD", "currency: USD\n<CX101 improvement>action: mend the portal"),
    "an improvement of the whole alone": ("currency: USD", "currency: USD\n<CX101 action>improvement: fewer calls"),
}  # fmt: skip

LINES = {
    "no money": "<CX118 give amount, formula or initial>{name: Build}",
    "an empty amount": "<CX118 no money>{name: Build, amount: }",
    "an amount and a formula": "{name: Build, amount: 1k, <CX118 keep one>formula: 2 * 3}",
    "an id that is repeated": "{name: A, id: a, amount: 1}\n      - {name: B, id: <CX116 line 23>a, amount: 1}",
    "a benefit's key on a cost": "{name: Build, amount: 1k, <CX102>margin: 40%}",
    "an unknown class of cost": "{name: Build, amount: 1k, class: <CX104 capital>captal}",
    "evidence that is no list": "{name: Build, amount: 1k, evidence: <CX103 list>Quote}",
    "drivers that are a list": "{name: Build, amount: 1k, drivers: <CX103 keys and values>[x]}",
}


@pytest.mark.parametrize("change", KEYS.values(), ids=KEYS.keys())
def test_a_key_at_fault_is_refused_where_it_stands(
    change: tuple[str, str], business_case: Base, refuses: Refuses
) -> None:
    refuses(business_case(change))


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_cost_at_odds_with_itself_is_refused(line: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case((BUILD, line)))


BENEFIT = """\
      - id: rolls
        name: Avoided truck rolls
        drivers:
          visits: {value: 90_000}
          cost_each: {value: $400}
        formula: visits * cost_each
"""

BENEFITS = {
    "an advantage with an amount": "{name: Trust, type: advantage, <CX118 delete amount>amount: $1}",
    "an advantage with two": "{name: Trust, type: advantage, <CX118>initial: $1, <CX118>formula: 2 * 3}",
    "added revenue without a margin": "<CX119 under finance>{name: Upsell, type: revenue, amount: $1M}",
}


@pytest.mark.parametrize("line", BENEFITS.values(), ids=BENEFITS.keys())
def test_a_benefit_at_odds_with_its_type_is_refused(line: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case((BENEFIT, f"      - {line}\n")))


def test_an_empty_list_of_benefits_is_refused(business_case: Base, refuses: Refuses) -> None:
    refuses(business_case((f"    benefits:\n{BENEFIT}", "    benefits: <CX124 at least one>[]\n")))


def test_an_initiative_without_benefits_misses_them(business_case: Base, refuses: Refuses) -> None:
    refuses(business_case((f"    benefits:\n{BENEFIT}", ""), ("id: portal", "<CX101 benefits>id: portal")))


def test_a_key_with_nothing_behind_it_is_refused_at_the_key(business_case: Base, refuses: Refuses) -> None:
    refuses(business_case((f"    benefits:\n{BENEFIT}", "    <CX101 nothing is written>benefits:\n")))
