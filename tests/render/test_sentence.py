"""The one sentence in every variant: good English, benefit before cost, and every amount computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import count

import pytest

from cxreport.case.load import load_case
from cxreport.case.models import BusinessCase
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.document import case_formats
from cxreport.render.sentence import case_sentence, initiative_sentence, plain

Tell = Callable[..., Evaluation]


def initiative(
    benefits: str = "{name: B, amount: $5M}",
    costs: str = "{name: C, initial: $1.5M}",
    action: str = "redesign the portal",
    improvement: str = "make it easier to fix a fault",
) -> str:
    return f"{{action: {action}, improvement: {improvement}, benefits: [{benefits}], costs: [{costs}]}}"


@pytest.fixture(scope="session")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Tell:
    """Return the evaluation of a case of the given initiatives."""
    folder, numbers = tmp_path_factory.mktemp("sentences"), count()

    def evaluation(
        initiatives: str | Sequence[str], top: str = "", currency: str = "USD", period: str = "year", periods: int = 3
    ) -> Evaluation:
        items = [initiatives] if isinstance(initiatives, str) else initiatives
        text = f"kind: business-case\ntitle: T\norganisation: O\ndate: 2026-11-22\ncurrency: {currency}\n{top}\n"
        text += f"finance: {{discount_rate: 10%, period: {period}, periods: {periods}, start: 2027-01, margin: 40%}}\n"
        text += "initiatives:\n" + "".join(f"  - {item}\n" for item in items)
        path = folder / f"case-{next(numbers)}.yaml"
        path.write_text(text, "utf-8")
        found = evaluate(load_case(path))
        assert found.sound, [str(problem) for problem in found.problems]
        return found

    return evaluation


@pytest.fixture(scope="session")
def told(proposed: Tell) -> Callable[..., str]:
    """Return the sentence of a case with one initiative, from `which will` on, without the full stop."""

    def ending(
        benefits: str = "{name: B, amount: $5M}", costs: str = "{name: C, initial: $1.5M}", **case: object
    ) -> str:
        found = proposed(initiative(benefits, costs), **case)
        text = plain(case_sentence(found, case_formats(found)))
        opening = "We propose to redesign the portal, to make it easier to fix a fault, which will "
        assert text.startswith(opening)
        assert text.endswith(".")
        return text.removeprefix(opening).removesuffix(".")

    return ending


Told = Callable[..., str]


# C, the benefit


@pytest.mark.parametrize(
    ("benefits", "wanted"),
    [
        ("{name: B, amount: $5M}", "save us $5 million a year"),
        ("{name: B, amount: [$4M, $5M, $5M]}", "save us $14 million over three years"),
        ("{name: B, initial: $1M, amount: $5M}", "save us $16 million over three years"),
        ("{name: B, type: revenue, amount: $5M}", "add $2 million a year in gross margin"),
        ("{name: B, type: revenue, amount: [$5M, 0, 0]}", "add $2 million in gross margin over three years"),
        (
            "{name: A, amount: $5M}, {name: B, type: revenue, amount: $5M}",
            "bring us $7 million a year in savings and gross margin",
        ),
        (
            "{name: A, amount: $5M, growth: 10%}, {name: B, type: revenue, amount: $5M}",
            "bring us $22.6 million in savings and gross margin over three years",
        ),
        ("{name: B, amount: $5M, risk_adjustment: 20%}", "save us $4 million a year"),
        ("{name: B, amount: $5M}, {name: A, type: advantage}", "save us $5 million a year"),
        ("{name: A, amount: 0}, {name: B, type: revenue, amount: $5M}", "add $2 million a year in gross margin"),
    ],
)
def test_the_benefit_is_told_by_its_kind_and_over_its_time(told: Told, benefits: str, wanted: str) -> None:
    assert told(benefits) == f"{wanted}, at a cost of $1.5 million"


@pytest.mark.parametrize(
    ("benefits", "wanted"),
    [
        ("{name: A, type: advantage}", "bring us an advantage that we describe and do not count"),
        (
            "{name: A, type: advantage, how: by answering at night}",
            "bring us an advantage that we describe and do not count, by answering at night",
        ),
        ("{name: B, amount: 0}", "bring us no money"),
        ("{name: B, amount: -$1M}", "lose us $1 million a year"),
        ("{name: B, type: revenue, amount: [-$5M, 0, 0]}", "lose us $2 million over three years"),
    ],
)
def test_where_no_money_comes_in_the_sentence_says_so(told: Told, benefits: str, wanted: str) -> None:
    assert told(benefits) == f"{wanted}, at a cost of $1.5 million"


# D, the cost


@pytest.mark.parametrize(
    ("costs", "wanted"),
    [
        ("{name: C, initial: $1.5M}", "at a cost of $1.5 million"),
        ("{name: C, initial: $1.5M, risk_adjustment: 10%}", "at a cost of $1.65 million"),
        ("{name: C, amount: $200k}", "at a cost of $200,000 a year"),
        ("{name: C, amount: [$200k, 0, 0]}", "at a cost of $200,000 over three years"),
        ("{name: C, initial: $1.5M, amount: $0.2M}", "at a cost of $2.1 million over three years"),
        ("{name: C, initial: $1M}, {name: D, initial: $500k}", "at a cost of $1.5 million"),
        ("{name: C, initial: 0}", "at no cost"),
        ("{name: C, amount: -$1M}", "and take $1 million a year off our costs"),
        ("{name: C, initial: -$1M, amount: [0, 0, -$1M]}", "and take $2 million off our costs over three years"),
    ],
)
def test_the_cost_is_told_over_its_time(told: Told, costs: str, wanted: str) -> None:
    assert told(costs=costs) == f"save us $5 million a year, {wanted}"


# Horizons


@pytest.mark.parametrize(
    ("period", "periods", "benefit", "cost"),
    [
        ("year", 1, "$5 million a year", "$6.5 million over one year"),
        ("year", 2, "$5 million a year", "$11.5 million over two years"),
        ("year", 12, "$5 million a year", "$61.5 million over twelve years"),
        ("year", 13, "$5 million a year", "$66.5 million over 13 years"),
        ("quarter", 4, "$20 million a year", "$21.5 million over one year"),
        ("quarter", 6, "$30 million over 18 months", "$31.5 million over 18 months"),
        ("quarter", 8, "$20 million a year", "$41.5 million over two years"),
        ("month", 1, "$5 million over one month", "$6.5 million over one month"),
        ("month", 9, "$45 million over nine months", "$46.5 million over nine months"),
        ("month", 24, "$60 million a year", "$122 million over two years"),
    ],
)
def test_the_horizon_is_told_in_years_or_months(told: Told, period: str, periods: int, benefit: str, cost: str) -> None:
    found = told(costs="{name: C, initial: $1.5M, amount: $5M}", period=period, periods=periods)
    assert found == f"save us {benefit}, at a cost of {cost}"


def test_growth_inside_the_horizon_is_not_steady(told: Told) -> None:
    found = told("{name: B, amount: $1M, growth: 10%}", period="quarter", periods=8)
    assert found == "save us $8.4 million over two years, at a cost of $1.5 million"


# Amounts in words


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [
        ("$400", "$400"),
        ("$12.30", "$12.30"),
        ("$999,499", "$999,000"),
        ("$999,500", "$1 million"),
        ("$1,234,567", "$1.23 million"),
        ("$1,235,000", "$1.24 million"),
        ("$10,049,000", "$10 million"),
        ("$999,500,000", "$1 billion"),
        ("$2.4 billion", "$2.4 billion"),
    ],
)
def test_amounts_have_three_digits_and_words(told: Told, amount: str, wanted: str) -> None:
    assert told(f'{{name: B, amount: "{amount}"}}').startswith(f"save us {wanted} a year, ")


@pytest.mark.parametrize(
    ("currency", "benefit", "cost"),
    [
        ("EUR", "€5 million", "€1.5 million"),
        ("GBP", "£5 million", "£1.5 million"),
        ("JPY", "¥5 million", "¥1.5 million"),
        ("INR", "₹5 million", "₹1.5 million"),
    ],
)
def test_amounts_are_in_the_currency_of_the_case(told: Told, currency: str, benefit: str, cost: str) -> None:
    found = told("{name: B, amount: 5M}", "{name: C, initial: 1.5M}", currency=currency)
    assert found == f"save us {benefit} a year, at a cost of {cost}"


# How it comes about


HOW = "{name: A, amount: $5M, how: by sending fewer vans}"


@pytest.mark.parametrize(
    ("benefits", "wanted"),
    [
        (HOW, "save us $5 million a year by sending fewer vans"),
        (HOW.replace("vans", "vans."), "save us $5 million a year by sending fewer vans"),
        (HOW + ", {name: B, amount: $1M, how: by luck}", "save us $6 million a year by sending fewer vans"),
        ("{name: B, amount: $1M, how: by luck}, " + HOW, "save us $6 million a year by sending fewer vans"),
        ("{name: B, amount: $9M}, " + HOW, "save us $14 million a year"),
        ("{name: B, type: advantage, how: by luck}, " + HOW, "save us $5 million a year by sending fewer vans"),
        (
            "{name: B, type: revenue, amount: $5M, how: by keeping clients}",
            "add $2 million a year in gross margin by keeping clients",
        ),
        (
            "{name: B, type: revenue, amount: [$5M, 0, 0], how: by keeping clients}",
            "add $2 million in gross margin over three years by keeping clients",
        ),
        ("{name: B, amount: -$1M, how: by luck}, {name: A, type: advantage, how: by day}", "lose us $1 million a year"),
    ],
)
def test_the_largest_benefit_says_how(told: Told, benefits: str, wanted: str) -> None:
    assert told(benefits) == f"{wanted}, at a cost of $1.5 million"


# A and B, of one initiative and of several


def whole(found: Evaluation) -> str:
    return plain(case_sentence(found, case_formats(found)))


IMPROVEMENTS = "learn what they aim for, send bills that match and let clients plan"
COUNTED = "carry out four initiatives, beginning with one to ask clients"
ITEMS = [
    initiative("{name: B, amount: $1M, how: by asking}", action="ask clients", improvement="learn what they aim for"),
    initiative("{name: B, amount: $2M, how: by sorting}", action="sort the data", improvement="send bills that match."),
    initiative("{name: B, amount: $3M, how: by telling}", action="tell of faults.", improvement="let clients plan"),
    initiative("{name: B, amount: $4M, how: by leaving}", action="leave it", improvement="give peace"),
]


@pytest.mark.parametrize(
    ("number", "opening", "ending"),
    [
        (
            1,
            "ask clients, to learn what they aim for",
            "save us $1 million a year by asking, at a cost of $1.5 million",
        ),
        (
            2,
            "ask clients and sort the data, to learn what they aim for and send bills that match",
            "save us $3 million a year, above all by sorting, at a cost of $3 million",
        ),
        (
            3,
            f"ask clients, sort the data and tell of faults, to {IMPROVEMENTS}",
            "save us $6 million a year, above all by telling, at a cost of $4.5 million",
        ),
        (
            4,
            f"{COUNTED}, to learn what they aim for, among other improvements",
            "save us $10 million a year, above all by leaving, at a cost of $6 million",
        ),
    ],
)
def test_several_initiatives_are_joined_and_then_counted(
    proposed: Tell, number: int, opening: str, ending: str
) -> None:
    assert whole(proposed(ITEMS[:number])) == f"We propose to {opening}, which will {ending}."


def test_a_case_may_say_what_it_proposes_as_a_whole(proposed: Tell) -> None:
    found = proposed(ITEMS, top="action: make service simple.\nimprovement: need less of it.")
    assert whole(found).startswith("We propose to make service simple, to need less of it, which will save us ")


def test_each_initiative_has_its_own_sentence(proposed: Tell) -> None:
    found = proposed(ITEMS)
    assert isinstance(found.case, BusinessCase)
    formats = case_formats(found)
    assert [plain(initiative_sentence(found, item, formats)) for item in found.case.initiatives][2] == (
        "We propose to tell of faults, to let clients plan, which will save us $3 million a year by telling, "
        "at a cost of $1.5 million."
    )


# Of every variant

VARIANTS = [
    initiative(benefits, costs)
    for benefits in (
        HOW,
        "{name: B, amount: [1, 2, 3]}",
        "{name: B, type: revenue, amount: $1M}",
        "{name: A, type: advantage}",
        "{name: B, amount: -$7M}",
        "{name: B, amount: 0}",
    )
    for costs in (
        "{name: C, initial: $1.5M}",
        "{name: C, amount: $2}",
        "{name: C, initial: 0}",
        "{name: C, amount: [-1, 0, 0]}",
    )
]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_is_clean_text_with_the_benefit_before_the_cost(proposed: Tell, variant: str) -> None:
    text = whole(proposed(variant))
    assert text.isprintable()
    assert not any(slip in text for slip in ("  ", " ,", " .", "..", ",,", "{", "}", "None", "−"))
    assert text.count(".") - text.count("$1.5") == 1
    assert text.index("which will") < max(text.find(words) for words in (", at a cost", ", and take", ", at no cost"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_amount_in_the_sentence_is_a_figure(proposed: Tell, variant: str) -> None:
    found = proposed(variant)
    formats = case_formats(found)
    pieces = case_sentence(found, formats)
    assert not any("$" in piece.text for piece in pieces if not piece.address)
    for piece in pieces:
        if piece.address:
            assert piece.text == formats.spoken(abs(found.amount(piece.address)))


def test_the_sentence_never_tells_present_values(proposed: Tell) -> None:
    found = proposed(ITEMS)
    told = {piece.address for piece in case_sentence(found, case_formats(found)) if piece.address}
    assert told == {"benefit_years.1", "costs_total"}
    assert found.amount("benefit_years.1") == Decimal(10_000_000)
