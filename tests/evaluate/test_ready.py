"""Ready drivers: what each computes, by hand; what it asks for; and that nothing knows it from a written formula."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from cxreport.case.formula import evaluate_formula, parse_formula
from cxreport.case.models import BusinessCase
from cxreport.case.ready import ReadyDriver, names, ready_driver, ready_drivers
from cxreport.case.schema import case_schema
from cxreport.evaluate import Evaluation
from cxreport.quantity import parse_driver_value
from cxreport.render.output import Document
from cxreport.render.plain import write_text

ROOT = Path(__file__).parents[2]
Case = Callable[[str], Evaluation]

HEAD = """\
kind: business-case
title: A pencil case
organisation: Worked Example Inc.
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, source: Treasury, period: year, periods: 2, start: 2027-01, margin: 40%}
initiatives:
  - id: pencil
    action: do something
    improvement: make something better
    costs: [{name: Build, initial: $10_000}]
    benefits:
"""

# What the snippet of each driver comes to in one period, before margin: its inputs, worked by hand.
GOLDEN = {
    "retention": "168000",  # 12,000 x (18% - 16%) = 240 kept; 240 x 1,400 x 50%
    "share_of_wallet": "2000000",  # 4,000 x 25,000 = 100m; x (32% - 30%)
    "acquisition_by_referral": "14400",  # 8,000 x (5% - 4%) = 80; x 1.5 x 20% = 24; x 1,200 x 50%
    "win_back": "42000",  # 2,000 x (6% - 3%) = 60; x 1,400 x 50%
    "price_realisation": "264800",  # 40m x 99% x 1% = 396,000; less 40m x 82% x 1% x 40% = 131,200
    "contact_deflection": "380000",  # 200,000 x 25% x 80% = 40,000; x 9.50
    "handle_time": "80000",  # 500,000 x 0.6 minutes = 5,000 hours; x 50% x 32
    "repeat_contacts": "91200",  # 240,000 x (28% - 24%) x 1 = 9,600; x 9.50
    "returns_and_credits": "90000",  # 150,000 x (6% - 5%) = 1,500; x (120 x 35% + 18 = 60)
    "cost_of_issue": "75000",  # 20,000 x (0.5 - 0.45) = 1,000; x (1.5 x 40 + 15 = 75)
    "employee_turnover": "91200",  # 400 x (30% - 27%) = 12; x 38,000 x 20%
    "onboarding": "54000",  # 1,200 x (10 - 8) = 2,400 hours; x 50% x 45
    "avoided_licences": "105000",  # 850 - 600 = 250; x 420
}

# The inputs that say that nothing has changed; then the driver brings nothing, whatever the others are.
UNCHANGED = {
    "retention": {"churn_after": "churn_before"},
    "share_of_wallet": {"share_after": "share_before"},
    "acquisition_by_referral": {"referring_after": "referring_before"},
    "win_back": {"back_after": "back_before"},
    "price_realisation": {"realised_after": "realised_before", "volume_lost": "0%"},
    "contact_deflection": {"share_deflected": "0%"},
    "handle_time": {"minutes_after": "minutes_before"},
    "repeat_contacts": {"repeat_after": "repeat_before"},
    "returns_and_credits": {"rate_after": "rate_before"},
    "cost_of_issue": {"issues_after": "issues_before"},
    "employee_turnover": {"turnover_after": "turnover_before"},
    "onboarding": {"hours_after": "hours_before"},
    "avoided_licences": {"licences_after": "licences_before"},
}

DEFLECTION = """\
      - name: Calls not made
        driver: contact_deflection
        drivers:
          contacts: {value: 200_000, source: Desk}
          share_deflected: {value: 25%, source: Pilot}
          share_solved: {value: 60%, source: Pilot}
          cost_per_contact: {value: $9.50, source: Finance}
"""
BY_HAND = """\
      - name: Calls not made
        type: saving
        formula: contacts_avoided * cost_per_contact
        cash: capacity
        drivers:
          contacts: {label: Contacts that the change can reach, unit: contacts, value: 200_000, source: Desk}
          share_deflected: {label: Share that is deflected, value: 25%, source: Pilot}
          share_solved: {label: "Share of these that is solved, and does not call after all", value: 60%, source: Pilot}
          cost_per_contact: {label: Cost of one contact, value: $9.50, source: Finance}
          contacts_avoided: {label: Contacts avoided, unit: contacts, formula: contacts * share_deflected * share_solved}
"""


def amount(ready: ReadyDriver, values: dict[str, Decimal]) -> Decimal:
    """Return what the formulas of a driver give."""
    known: dict[str, Decimal] = dict(values)
    for step in ready.steps.values():
        known[step.key] = evaluate_formula(parse_formula(step.formula), known)
    found = evaluate_formula(parse_formula(ready.formula), known)
    assert isinstance(found, Decimal)
    return found


def samples(ready: ReadyDriver) -> dict[str, Decimal]:
    return {key: parse_driver_value(item.sample).amount for key, item in ready.inputs.items()}


def errors(evaluation: Evaluation) -> list[tuple[str, int, int, str, str]]:
    found = [problem for problem in evaluation.problems if problem.severity == "error"]
    return [(p.code, p.place.line, p.place.column, p.message.partition(": ")[2], p.hint) for p in found]


def position(text: str, words: str) -> tuple[int, int]:
    """Return line and column of the words in a text."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_every_driver_has_its_golden_number_and_its_zero() -> None:
    assert set(GOLDEN) == set(UNCHANGED) == set(names())


@pytest.mark.parametrize("name", names())
def test_a_snippet_pasted_into_a_case_comes_to_what_it_does_by_hand(name: str, evaluated: Case) -> None:
    text = HEAD + ready_driver(name).snippet
    found = evaluated(text)
    assert errors(found) == []
    for period in (1, 2):
        assert found.amount(f"pencil.benefits.{name.replace('_', '-')}.amounts.{period}") == Decimal(GOLDEN[name])


@pytest.mark.parametrize("name", names())
def test_an_editor_takes_a_snippet_as_well(name: str) -> None:
    document = yaml.load(HEAD + ready_driver(name).snippet, yaml.BaseLoader)  # noqa: S506 - every scalar stays a text
    for driver in document["initiatives"][0]["benefits"][0]["drivers"].values():
        assert "source" in driver
    assert [error.message for error in Draft7Validator(case_schema()).iter_errors(document)] == []


def test_an_editor_offers_the_names() -> None:
    field = case_schema()["definitions"]["Benefit"]["properties"]["driver"]
    assert field["anyOf"][0]["enum"] == list(names())


@pytest.mark.parametrize("ready", ready_drivers(), ids=lambda ready: ready.name)
def test_an_editor_offers_the_inputs_of_the_driver_that_is_asked_for(ready: ReadyDriver) -> None:
    rules = case_schema()["definitions"]["Benefit"]["allOf"]
    offered = next(rule["then"] for rule in rules if rule["if"]["properties"]["driver"]["const"] == ready.name)
    inputs = offered["properties"]["drivers"]["properties"]
    assert list(inputs) == list(ready.inputs)
    assert all(ready.inputs[key].ask in told["description"] for key, told in inputs.items())


@pytest.mark.parametrize("name", names())
@given(data=st.data())
def test_where_nothing_changes_nothing_is_brought(name: str, data: st.DataObject) -> None:
    ready = ready_driver(name)
    numbers = st.decimals(0, 10**9, places=2)
    shares = st.decimals(0, 1, places=4)
    values = {
        key: data.draw(shares if item.form == "percent" else numbers, label=key) for key, item in ready.inputs.items()
    }
    for key, other in UNCHANGED[name].items():
        values[key] = values[other] if other in values else parse_driver_value(other).amount
    assert amount(ready, values) == 0


@pytest.mark.parametrize("name", names())
@given(factor=st.decimals("0.01", "100", places=2))
def test_all_prices_times_a_factor_are_the_amount_times_the_factor(name: str, factor: Decimal) -> None:
    ready = ready_driver(name)
    values = samples(ready)
    dearer = {key: value * factor if ready.inputs[key].form == "money" else value for key, value in values.items()}
    assert amount(ready, dearer) == amount(ready, values) * factor


def test_a_ready_driver_is_what_one_would_have_written_by_hand(evaluated: Case) -> None:
    ready, hand = evaluated(HEAD + DEFLECTION), evaluated(HEAD + BY_HAND)
    assert isinstance(ready.case, BusinessCase)
    assert isinstance(hand.case, BusinessCase)
    ours, theirs = (case.initiatives[0].benefits[0] for case in (ready.case, hand.case))
    changed = {key for key in ours.specs if getattr(ours, key) != getattr(theirs, key)}
    assert changed == {"driver"}
    assert {at: figure.value for at, figure in ready.figures.items()} == {
        at: figure.value for at, figure in hand.figures.items()
    }
    assert write_text(Document(ready).html) == write_text(Document(hand).html)


def test_its_inputs_may_change_in_scenarios_and_have_ranges(evaluated: Case) -> None:
    text = HEAD + DEFLECTION.replace("25%, source: Pilot", "25%, source: Pilot, range: [80%, 120%]")
    assert errors(evaluated(f"{text}scenarios: {{low: {{drivers: {{share_solved: 40%}}}}}}\n")) == []


@pytest.mark.parametrize(
    ("change", "at", "code", "message", "hint"),
    [
        (
            ("          share_deflected: {value: 25%, source: Pilot}\n", ""),
            "drivers:\n          contacts",
            "CX151",
            'contact_deflection needs "share_deflected": Share that is deflected, a percentage',
            "write under  drivers:  share_deflected: {value: 25%, source: …}  with a value of your own",
        ),
        (
            ("cost_per_contact: {value: $9.50", "cost_each: {value: 3}\n          cost_per_contact: {value: $9.50"),
            "cost_each",
            "CX152",
            'contact_deflection has no input "cost_each"',
            'did you mean "cost_per_contact"?',
        ),
        (
            ("25%", "0.3"),
            "0.3",
            "CX153",
            "share_deflected is a plain number here, and contact_deflection needs a percentage",
            "write it as 30%",
        ),
        (
            ("25%", "12.5"),
            "12.5",
            "CX153",
            "share_deflected is a plain number here, and contact_deflection needs a percentage",
            "write it as 12.5%",
        ),
        (
            ("200_000", "$200_000"),
            "$200_000",
            "CX153",
            "contacts is money here, and contact_deflection needs a plain number",
            "write it as 200_000",
        ),
        (
            ("$9.50", "12.50"),
            "12.50",
            "CX153",
            "cost_per_contact is a plain number here, and contact_deflection needs money",
            "write it as USD 12.50",
        ),
        (
            ("25%", "125%"),
            "125%",
            "CX153",
            "share_deflected is out of bounds: it must be from 0% to 100%",
            "correct the value",
        ),
        (
            ("        driver:", "        type: revenue\n        driver:"),
            "revenue",
            "CX154",
            "contact_deflection is of type saving, and this benefit of type revenue",
            "write  type: saving, or delete it",
        ),
        (
            ("        driver:", "        amount: $5\n        driver:"),
            "amount: $5",
            "CX154",
            "amount is given, and contact_deflection computes the amount by itself",
            "delete amount, or driver",
        ),
        (
            ("          contacts:", "          contacts_avoided: {value: 7, source: Us}\n          contacts:"),
            "contacts_avoided",
            "CX154",
            'contact_deflection computes "contacts_avoided" by itself, as contacts * share_deflected * share_solved',
            "delete it, and give the inputs: contacts, share_deflected, share_solved, cost_per_contact",
        ),
        (
            ("driver: contact_deflection", "driver: contact_deflexion"),
            "contact_deflexion",
            "CX104",
            '"contact_deflexion" is not known here',
            'did you mean "contact_deflection"?',
        ),
    ],
)
def test_what_is_wrong_is_told_once_with_its_place_and_the_way_out(
    change: tuple[str, str], at: str, code: str, message: str, hint: str, evaluated: Case
) -> None:
    text = HEAD + DEFLECTION.replace(*change)
    assert errors(evaluated(text)) == [(code, *position(text, at), message, hint)]


def test_a_benefit_without_any_inputs_is_asked_for_each_at_the_name_of_the_driver(evaluated: Case) -> None:
    text = f"{HEAD}      - {{name: Licences, driver: avoided_licences}}\n"
    found = errors(evaluated(text))
    assert {(code, line, column) for code, line, column, _, _ in found} == {
        ("CX151", *position(text, "avoided_licences"))
    }
    assert [message.split('"')[1] for _, _, _, message, _ in found] == [
        "licences_before",
        "licences_after",
        "price_each",
    ]


def test_drivers_that_are_no_drivers_are_told_and_not_missed_one_by_one(evaluated: Case) -> None:
    text = f"{HEAD}      - {{name: Licences, driver: avoided_licences, drivers: 850}}\n"
    assert [found[0] for found in errors(evaluated(text))] == ["CX103"]


def test_what_is_asked_for_is_in_the_currency_of_the_case(evaluated: Case) -> None:
    text = f"{HEAD}      - {{name: Licences, driver: avoided_licences}}\n".replace("$", "€").replace("USD", "EUR")
    assert "price_each: {value: EUR 420, source: …}" in errors(evaluated(text))[-1][-1]


def test_hours_are_no_minutes(evaluated: Case) -> None:
    text = HEAD + ready_driver("handle_time").snippet.replace("value: 7.4,", "value: 7.4, unit: hours,")
    assert [found[0] for found in errors(evaluated(text))] == ["CX153"]


def test_a_noun_of_ones_own_is_no_other_unit(evaluated: Case) -> None:
    text = HEAD + DEFLECTION.replace("200_000,", "200_000, unit: calls,")
    assert errors(evaluated(text)) == []


def test_an_input_may_be_a_driver_of_the_whole_case(evaluated: Case) -> None:
    line = "          contacts: {value: 200_000, source: Desk}\n"
    found = evaluated(HEAD + DEFLECTION.replace(line, "") + "drivers: {contacts: {value: 100_000, source: Desk}}\n")
    assert errors(found) == []
    assert found.amount("pencil.benefits.calls-not-made.amounts.1") == Decimal(100_000) * 25 * 60 / 10_000 * Decimal(
        "9.5"
    )


def test_an_input_may_be_computed_from_a_driver_of_ones_own(evaluated: Case) -> None:
    own = "contacts: {formula: clients * 4, source: Desk}\n          clients: {value: 50_000, source: CRM}"
    found = evaluated(HEAD + DEFLECTION.replace("contacts: {value: 200_000, source: Desk}", own))
    assert errors(found) == []
    assert found.amount("pencil.benefits.calls-not-made.amounts.1") == Decimal(285_000)


def test_a_default_left_in_place_is_assumed_asked_for_and_answered(evaluated: Case) -> None:
    tested = "        evidence: [{source: Pilot, date: 2026-06-30, grade: tested}]\n"
    text = HEAD + DEFLECTION.replace("          share_solved: {value: 60%, source: Pilot}\n", "") + tested
    found = evaluated(text)
    problem = next(problem for problem in found.problems if problem.code == "CX327")
    assert (problem.place.line, problem.place.column) == position(text, "contact_deflection")
    assert found.value("grades.assumed.share") == 1
    rows = [line for line in write_text(Document(found).html).splitlines() if "Default, to be replaced" in line]
    assert any("assumed" in row.lower() for row in rows)
    answered = evaluated(
        text.replace("        driver:", "        accept: {CX327: We measure it in May}\n        driver:")
    )
    assert "CX327" not in {problem.code for problem in answered.problems}
    assert "CX327" in {problem.code for problem in answered.answered}


def test_a_default_that_was_typed_over_is_ones_own(evaluated: Case) -> None:
    text = HEAD + DEFLECTION.replace("60%, source: Pilot", "80%, source: Pilot")
    assert "CX327" not in {problem.code for problem in evaluated(text).problems}


def test_labels_are_in_the_language_of_the_case(evaluated: Case) -> None:
    found = evaluated(f"{HEAD}{DEFLECTION}locale: de_DE\n")
    assert isinstance(found.case, BusinessCase)
    drivers = found.case.initiatives[0].benefits[0].drivers
    assert drivers["contacts_avoided"].label == "Vermiedene Kontakte"
    assert drivers["contacts"].unit == "Kontakte"


@pytest.mark.parametrize("ready", ready_drivers(), ids=lambda ready: ready.name)
def test_a_driver_is_whole(ready: ReadyDriver) -> None:
    languages = {file.stem for file in (ROOT / "templates" / "words").glob("*.yaml")}
    texts: list[Any] = [ready.title]
    texts += [text for item in ready.inputs.values() for text in (item.label, item.unit, item.source) if text]
    texts += [text for step in ready.steps.values() for text in (step.label, step.unit) if text]
    assert all(set(text) == languages for text in texts)
    formulas = [ready.formula, *(step.formula for step in ready.steps.values())]
    used = {name for formula in formulas for name in parse_formula(formula).names}
    assert used == set(ready.inputs) | set(ready.steps), "every input counts, and the formula uses nothing else"
    for item in ready.inputs.values():
        assert parse_driver_value(item.sample).form == item.form
        assert bool(item.default) == bool(item.source), "a default says where it is from"
        assert not item.default or item.form != "money", "no default knows the currency of a case"
        assert all(
            text.startswith(("Default, to be replaced", "Vorgabe, zu ersetzen")) for text in item.source.values()
        )


def test_the_manual_is_what_the_files_say_today() -> None:
    document = runpy.run_path(str(ROOT / "docs" / "generate_drivers.py"))["document"]
    assert document() == (ROOT / "docs" / "drivers.md").read_text("utf-8"), "python docs/generate_drivers.py"


def test_a_case_without_ready_drivers_does_not_load_them(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys, cxreport; cxreport.load_case('cases/portal.yaml'); print('cxreport.case.ready' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"


def test_the_tables_say_a_unit_once_and_read_no_figures_from_a_default(evaluated: Case) -> None:
    text = HEAD + DEFLECTION.replace("          share_solved: {value: 60%, source: Pilot}\n", "")
    page = Document(evaluated(text)).html
    plan = page.partition('id="tab-plan"')[2].partition("</table>")[0]
    assert "Desk; Pilot; Finance" in plan
    assert "Default" not in plan
    assert "Default, to be replaced" in page
    assert "Contacts avoided (contacts)" not in page
    assert "Contacts avoided" in page
