"""The rules of the reviewer's lint on other ground: other languages, other ways to say it, other lines."""

from __future__ import annotations

import pytest

from evaluate.reviewed import FORMULA, Edited, behind, benefit, text_on_returns, told, with_app

# The same rules on other ground

GERMAN = [
    ("currency: USD", "currency: USD\nlocale: de_DE"),
    ("Build by our own team", "Umsetzung durch eigene Mitarbeiter"),
    ("Hosting and training", "Betrieb und Schulung"),
]


def test_costs_are_found_in_german_as_well(edited: Edited) -> None:
    assert told(edited(*GERMAN)) == []
    found = edited(GERMAN[0], (GERMAN[1][0], "Umsetzung"), (GERMAN[2][0], "Betrieb"))
    assert [code for code, _, _ in told(found)] == ["CX310", "CX311"]


@pytest.mark.parametrize(
    "name", ["Agentur und Internetauftritt", "Agency and personalised mail", "Internationale Lizenz"]
)
def test_words_that_begin_like_people_are_not_people(name: str, edited: Edited) -> None:
    assert [code for code, _, _ in told(edited(("Build by our own team", name)))] == ["CX310"]


def test_debts_are_no_training(edited: Edited) -> None:
    assert [code for code, _, _ in told(edited(("Hosting and training", "Zinsen auf Schulden")))] == ["CX311"]


def test_costs_in_a_language_without_a_list_of_words_are_left_alone(edited: Edited) -> None:
    french = [("currency: USD", "currency: USD\nlocale: fr_FR"), ("Build by our own team", "Construction")]
    assert told(edited(*french, ("Hosting and training", "Hébergement"))) == []


@pytest.mark.parametrize("text", ["Der Kapitalwert liegt bei 5,0 Mio. $.", "Der Barwert ist $ 5.000.000."])
def test_a_total_is_no_present_value_in_german_either(text: str, edited: Edited) -> None:
    assert [code for code, _, _ in told(edited(text_on_returns(text), *GERMAN))] == ["CX326"]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("We save $5.0 million of present value.", True),
        ("In all it saves $5.0 million, and the table beside it has the net present value.", False),
        ("Beside its present value, shown in the table that follows, $5.0 million comes in.", False),
        ("Its present value is much less than the $4.1 million that it seems.", False),
    ],
)
def test_only_what_is_called_a_present_value_has_to_be_one(text: str, fires: bool, edited: Edited) -> None:
    assert [code for code, _, _ in told(edited(text_on_returns(text)))] == (["CX326"] if fires else [])


def test_a_german_text_with_the_present_value_is_believed(edited: Edited) -> None:
    assert told(edited(text_on_returns("Der Barwert ist 4,06 Mio. $, in Summe 5 Mio. $."), *GERMAN)) == []


@pytest.mark.parametrize(
    ("locale", "text", "fires"),
    [
        ("en_US", "We ask for $1.2 million to begin. It saves $5 million.", True),
        ("en_US", "Clients wait too long. We ask for $1.2 million.", False),
        ("en_US", "We need to save $5 million and to win back our clients.", True),
        ("en_US", "We need fewer visits.", False),
        ("de_DE", "Wir beantragen 1,2 Mio. $.", True),
        ("de_DE", "Kunden warten zu lange. Wir beantragen 1,2 Mio. $.", False),
    ],
)
def test_a_summary_does_not_begin_with_the_ask(locale: str, text: str, fires: bool, edited: Edited) -> None:
    found = edited(("currency: USD", f"currency: USD\nlocale: {locale}"), behind(f'sections: {{summary: "{text}"}}\n'))
    assert ("CX324" in [code for code, _, _ in told(found)]) == fires


def test_the_same_measure_shows_one_effect_only(edited: Edited) -> None:
    found = edited(with_app("Faults seen in the app", "Faults fixed by clients"))
    assert [code for code, _, _ in told(found)] == ["CX314"]


def test_what_two_initiatives_claim_in_the_same_words_is_the_same(edited: Edited) -> None:
    ours = ("owner: Field Service", "owner: Field Service\n        claims: evening visits")
    theirs = with_app("name: Calls avoided", "name: Calls avoided, claims: Evening visits")
    assert [code for code, _, _ in told(edited(ours, theirs))] == ["CX314"]


@pytest.mark.parametrize(
    ("driver", "line", "fires"),
    [
        ("margin: {value: 40%}", "type: revenue, attribution: 60%", True),
        ("marge: {value: 0.4, label: Marge}", "type: revenue, attribution: 60%", True),
        ("margin: {value: 40%}", "type: saving", False),
        ("haircut: {value: 80%}", "risk_adjustment: 20%", True),
        ("at_risk: {value: 80%, label: Clients at risk}", "risk_adjustment: 20%", False),
        ("ours: {value: 80%, label: Our share of it}", "attribution: 50%", True),
        ("ramp_up: {value: 80%}", "ramp: [50%, 60%, 70%]", True),
    ],
)
def test_what_the_line_applies_is_not_in_the_formula(driver: str, line: str, fires: bool, edited: Edited) -> None:
    key = driver.partition(":")[0]
    ramp = "" if "ramp" in line else "ramp: [50%, 100%, 100%], "
    drivers = f"drivers: {{n: {{value: 100}}, each: {{value: $90}}, {driver}}}, formula: n * each * {key}"
    found = edited(benefit(f"name: More, owner: Sales, source: CRM, {ramp}{line}, {drivers}"))
    assert [code for code, _, _ in told(found)] == (["CX325"] if fires else [])


def test_a_share_behind_another_driver_is_found(edited: Edited) -> None:
    found = edited(
        ("avoided: {value: 25%, source: Pilot}", "share: {value: 25%}\n          avoided: {formula: visits * share}"),
        (FORMULA, "formula: avoided * share * cost_each"),
    )
    assert [code for code, _, _ in told(found)] == ["CX325"]


def test_an_input_without_a_range_decides_where_a_fifth_of_it_does(edited: Edited) -> None:
    # 4.07 millions for 0.25 of hosting and the outlay: four fifths are 3.25.
    assert [code for code, _, _ in told(edited(("$0.9M", "$3.1M")))] == ["CX322"]
    assert told(edited(("$0.9M", "$2.9M"))) == []


def test_a_correlation_is_told_in_either_language(edited: Edited) -> None:
    for words in ("satisfaction correlates with visits", "Zufriedenheit korreliert mit Besuchen"):
        found = edited(
            ("source: Pilot, date: 2026-06-30, grade: tested", f"source: {words}, date: 2026-06-30, grade: benchmark")
        )
        assert [code for code, _, _ in told(found)] == ["CX316"]


def test_an_advantage_is_not_counted_besides(edited: Edited) -> None:
    assert [code for code, _, _ in told(edited(("name: Help at night", "name: Visit avoided")))] == ["CX315"]


@pytest.mark.parametrize(
    ("name", "fires"),
    [("Avoided visits", True), ("Visit avoided", True), ("Calls avoided", False), ("Visits avoided in Bonn", False)],
)
def test_the_same_words_in_any_order_are_the_same_name(name: str, fires: bool, edited: Edited) -> None:
    found = edited(with_app("name: Calls avoided", f"name: {name}"))
    assert [code for code, _, _ in told(found)] == (["CX314"] if fires else [])


def test_what_is_brought_in_other_years_is_not_counted_twice(edited: Edited) -> None:
    later = with_app("name: Calls avoided, owner: Service desk, amount: [$50k, $90k, $90k]",
                     "name: Visits avoided, owner: Service desk, amount: [0, $50k, $90k]")  # fmt: skip
    assert [code for code, _, _ in told(edited(later))] == ["CX314"]
    assert told(edited(later, ("ramp: [50%, 100%, 100%]", "ramp: [100%, 0%, 0%]"))) == []
