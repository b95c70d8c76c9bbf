"""The reviewer's lint: for every rule a case that it finds, at its place, and a near miss that it leaves alone."""

from __future__ import annotations

import pytest

from cxreport.evaluate.review import RULES
from cxreport.render.formats import Formats
from cxreport.render.views.register import open_points
from cxreport.render.words import load_words, template_folders
from evaluate.reviewed import (
    EVIDENCE,
    FORMULA,
    METRIC,
    QUOTE,
    SAME_VISITS,
    SECOND,
    Edited,
    behind,
    benefit,
    changed,
    place,
    text_on_returns,
    told,
    with_app,
)

Changes = list[tuple[str, str]]
COSTS = "costs:\n      - {id: build"
ASSUMED = "evidence: [{source: Us, date: 2026-01-31, grade: assumed}]"
OBSERVED = "evidence: [{source: CRM, date: 2026-01-31, grade: observed}]"
CALLS = f"name: Calls, owner: Desk, ramp: [50%, 100%, 100%], evidence: [{EVIDENCE}]"
INPUTS = (
    "contacts: {value: 9_000, source: Desk}, share_deflected: {value: 25%, source: Pilot}, "
    "cost_per_contact: {value: $9, source: Finance}"
)

# By code: a change that fires the rule, at <!>; and a change that nearly does.
CASES: dict[str, tuple[Changes, Changes]] = {
    # Benefits of 1 and 2 times 2 millions, costs of 70k: far above 1,000%.
    "CX301": (
        [("$0.9M", "$20k"), ("$100k", "$20k"), ("- id: visits", "- <!>id: visits"), ("grade: tested", "grade: observed")],
        [("$0.9M", "$20k"), ("$100k", "$20k")],
    ),
    # Assumed are 2.2 of 6.3 millions, 35%, or 1.9 of 6.0, 32%.
    "CX302": (
        [benefit(f"name: Letters, owner: Post, amount: [$0.8M, $0.9M, $0.9M], evidence: <!>{ASSUMED[10:]}")],
        [benefit(f"name: Letters, owner: Post, amount: [$0.6M, $0.8M, $0.8M], {ASSUMED}")],
    ),
    "CX303": (
        [(QUOTE, "<!>{id: run, name: Hosting and training, amount: $100k}")],
        [("{value: 20_000, source: Dispatch}", "{value: 20_000}")],  # the evidence of the line speaks for all of it
    ),
    "CX304": (
        [("        owner: Field Service\n", ""), ("- id: visits", "- <!>id: visits")],
        [
            ("        owner: Field Service\n", ""),
            ("source: Dispatch", "source: Dispatch, owner: Dispatch"),
            ("25%, source: Pilot", "25%, source: Pilot, owner: Field Service"),
            ("source: Finance", "source: Finance, owner: Finance"),
        ],
    ),
    "CX305": (
        [(EVIDENCE, "<!>{source: Pilot, grade: tested}")],
        [(EVIDENCE, "{source: Pilot, date: 2026-11-22, grade: tested}")],
    ),
    "CX306": ([("date: 2026-06-30", "date: <!>2024-11-21")], [("2026-06-30", "2024-11-22")]),
    "CX307": ([("[50%, 100%, 100%]", "<!>100%")], [("[50%, 100%, 100%]", "[99%, 100%, 100%]")]),
    "CX308": ([("amount: $100k", "amount: <!>[$100k, $100k, 0]")], [("amount: $100k", "amount: [0, $50k, $1k]")]),
    "CX309": (
        [("amount: $100k", "amount: $100k, type: one-off"), (COSTS, COSTS.replace("- ", "<!>- "))],
        [("amount: $100k", "amount: [0, 0, $100k]")],
    ),
    "CX310": (
        [("our own team", "a vendor"), (COSTS, COSTS.replace("- ", "<!>- "))],
        [("our own team", "a vendor and 900 hours of ours")],
    ),
    "CX311": (
        [("Hosting and training", "Hosting"), (COSTS, COSTS.replace("- ", "<!>- "))],
        [("Hosting and training", "Hosting and roll-out")],
    ),
    "CX312": (
        [benefit("name: More, type: revenue, margin: <!>100%, owner: Sales, amount: [$90k, $99k, $99k], source: CRM")],
        [benefit("name: More, type: revenue, margin: 99%, owner: Sales, amount: [$90k, $99k, $99k], source: CRM")],
    ),
    "CX313": (
        [SAME_VISITS, ("cost_each: {value: $4}", "cost_each: {value: $400}"), ("- {id: more", "- <!>{id: more")],
        [SAME_VISITS, ("cost_each: {value: $4}", "parts_each: {value: $4}"), ("0.1 * cost_each", "0.1 * parts_each")],
    ),
    "CX315": (
        [("- id: visits", "- <!>id: visits"), ("Visits avoided", "Satisfaction of clients")],
        [("Visits avoided", "Visits of dissatisfied clients avoided")],
    ),
    "CX316": (
        [benefit(f"name: More, type: revenue, owner: Sales, amount: [$90k, $99k, $99k], {OBSERVED}", mark="<!>")],
        [benefit(f"name: More, type: revenue, attribution: 60%, owner: Us, amount: [$90k, $99k, $99k], {OBSERVED}")],
    ),
    "CX317": (
        [benefit(f"name: Letters, owner: Post, amount: <!>[$90k, $123_456, $123_456], {ASSUMED}")],
        [benefit(f"name: Letters, owner: Post, amount: [$90k, $123_000, $123_000], {ASSUMED}")],
    ),
    "CX318": (
        [("- id: portal", "- <!>id: portal"), (f"    {METRIC}\n", "")],
        [("Faults fixed by clients", "F")],
    ),
    "CX319": ([(METRIC, METRIC.replace("{", "<!>{").replace(", by: 2027-12", ""))], [("by: 2027-12", "by: 2030-12")]),
    "CX320": ([("target: 55", "target: <!>31")], [("target: 55", "target: 32")]),
    # The case pays 2.9 millions; without the visits, nothing. In the near miss the calls bring 2.1 for costs of 1.1.
    "CX321": (
        [("        owner: Field Service", "        cash: <!>capacity\n        owner: Field Service")],
        [
            ("        owner: Field Service", "        cash: capacity\n        owner: Field Service"),
            benefit(f"name: Calls, owner: Desk, amount: [$0.8M, $0.9M, $0.9M], {OBSERVED}"),
        ],
    ),
    # The visits bring 4.1 millions for costs of 1.1: a quarter of them does not pay, a third does.
    "CX322": (
        [("{value: 20_000, source: Dispatch}", "{value: 20_000, source: Dispatch, range: <!>[25%, 110%]}")],
        [("{value: 20_000, source: Dispatch}", "{value: 20_000, source: Dispatch, range: [33%, 110%]}")],
    ),
    "CX323": (
        [("improvement: make it easier to fix a fault", "improvement: <!>make it easier to TBD")],
        [("easier to fix a fault", "easier to read (XXL type, <= 3 steps)")],
    ),
    "CX324": (
        [("action: redesign the service portal", "action: <!>put EUR 2 million into a portal")],
        [("redesign the service portal", "spend 2 million minutes less on the phone")],
    ),
    "CX325": (
        [(FORMULA, "formula: <!>visits * avoided * avoided * cost_each")],
        [(FORMULA, "formula: visits * avoided * (1 - avoided) * cost_each")],
    ),
    # Two initiatives: the app claims the visits as well; or the measure.
    "CX314": (
        [with_app("- {id: calls, name: Calls avoided", "- <!>{id: calls, name: Visit avoided")],
        [with_app("name: Calls avoided", "name: Visits avoided, claims: visits in the evening")],
    ),
    # By hand: the benefits come to 1 + 2 + 2 millions, at present 0.909 + 1.653 + 1.503 = 4.065 millions.
    "CX326": (
        [text_on_returns("What we save has a net present value of <!>$5.0 million.")],
        [text_on_returns("We save $5.0 million. Its present value is $4.06 million.")],
    ),
    "CX327": (
        [benefit(f"{CALLS}, driver: <!>contact_deflection, drivers: {{{INPUTS}}}")],
        [benefit(f"{CALLS}, driver: contact_deflection, drivers: {{{INPUTS}, share_solved: {{value: 80%, source: Desk}}}}")],
    ),
}  # fmt: skip


def test_every_rule_has_its_case_and_its_near_miss() -> None:
    assert CASES.keys() == RULES.keys()


def test_a_clean_case_is_clean(edited: Edited) -> None:
    assert told(edited()) == []
    assert told(edited(behind(SECOND))) == []


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_its_case_at_its_place_and_nothing_else_does(code: str, edited: Edited) -> None:
    changes = CASES[code][0]
    assert told(edited(*changes)) == [place(code, changed(*changes))]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_leaves_its_near_miss_alone(code: str, edited: Edited) -> None:
    assert told(edited(*CASES[code][1])) == []


@pytest.mark.parametrize("code", CASES)
def test_every_question_reads_in_both_languages(code: str, edited: Edited) -> None:
    found = edited(*CASES[code][0])
    english, german = (
        open_points(found, Formats(locale, "USD", load_words(locale, template_folders())))
        for locale in ("en_US", "de_DE")
    )
    assert len(english) == len(german) == 1
    assert english != german
    assert "{" not in english[0] + german[0]
