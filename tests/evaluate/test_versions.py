from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport import CaseRefused, Difference, UsageError, diff, evaluate, load_case
from cxreport.evaluate.versions import coalitions

CASE = """\
kind: business-case
title: Portal
organisation: Northwind
date: 2026-11-22
currency: USD
finance: {{discount_rate: {rate}, period: year, periods: {periods}, start: 2027-01, source: Treasury}}
drivers:
  price: {{value: {price}}}
initiatives:
  - id: portal
    action: build a portal
    improvement: help clients
    delay: {late}
    benefits:
      - id: visits
        name: Fewer visits
        drivers: {{volume: {{value: {volume}}}{drivers}}}
        formula: {formula}
        risk_adjustment: {risk}
    costs:
      - {{id: build, name: Build, initial: {build}}}
{more}"""
BASE = {
    "rate": "0%", "periods": "1", "price": "$10", "volume": "100", "formula": "volume * price", "risk": "0%",
    "build": "$400", "drivers": "", "more": "", "late": "0",
}  # fmt: skip
Compare = Callable[..., Difference]


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    """Return what compares two texts of the case, each given by what it has otherwise than the base."""

    def made(old: dict[str, str], new: dict[str, str]) -> Difference:
        files = []
        for name, words in (("old", old), ("new", new)):
            files.append(tmp_path / f"{name}.yaml")
            files[-1].write_text(CASE.format(**{**BASE, **words}), "utf-8")
        return diff(*(evaluate(load_case(file)) for file in files))

    return made


def parts(found: Difference) -> dict[str, Decimal]:
    with localcontext(prec=200):
        assert sum((part.npv for part in found.parts), Decimal(0)) == found.npv.change
    return {part.changes[0].address: part.npv for part in found.parts}


def test_the_change_of_volume_and_price_is_halved_where_they_work_together(compare: Compare) -> None:
    # 120 × 13 − 100 × 10 = 560. Volume alone +200, price alone +300, both together +60 more: 30 for each.
    found = compare({}, {"volume": "120", "price": "$13"})
    assert parts(found) == {"drivers.price": 330, "portal.benefits.visits.drivers.volume": 230}


def test_three_inputs_that_work_together_get_what_they_add_over_all_orders(compare: Compare) -> None:
    # (1 − risk) × volume × price: 1 × 100 × 10 → 0.5 × 200 × 20 = 2,000. By the six orders of r, v, p:
    # risk: −500, −500, −1,000 (after v), −1,000 (after p), −2,000, −2,000 → −7,000 ÷ 6
    # volume: 1,000 first ×2, 500 after r, 2,000 after p, 1,000 last ×2 → 6,500 ÷ 6; price the same.
    found = compare({}, {"volume": "200", "price": "$20", "risk": "50%"})
    cents = {address: part.quantize(Decimal("0.01")) for address, part in parts(found).items()}
    assert cents == {
        "portal.benefits.visits.risk_adjustment": Decimal("-1166.67"),
        "portal.benefits.visits.drivers.volume": Decimal("1083.33"),
        "drivers.price": Decimal("1083.33"),
    }


def test_an_input_has_its_place_and_its_text_in_both_versions(compare: Compare) -> None:
    (change,) = compare({}, {"volume": "120"}).changes
    assert (change.old.text, change.new.text) == ("100", "120")
    assert change.place is not None
    assert (Path(change.place.file).name, change.place.line) == ("new.yaml", 17)


def test_lines_and_initiatives_that_came_or_went_are_inputs(compare: Compare) -> None:
    more = """\
      - {id: run, name: Run, amount: $50}
  - id: desk
    action: staff a desk
    improvement: answer
    benefits: [{id: time, name: Time, amount: $300}]
    costs: [{id: people, name: People, initial: $100}]
"""
    assert parts(compare({}, {"more": more})) == {"portal.costs.run": -50, "desk": 200}
    assert parts(compare({"more": more}, {})) == {"portal.costs.run": 50, "desk": -200}


def test_a_delay_is_an_input_of_its_initiative(compare: Compare) -> None:
    # Six months of the one year are lost: half of 100 × 10.
    found = compare({}, {"volume": "100", "late": "6"})
    assert parts(found) == {"portal.delay": -500}


def test_a_formula_brings_its_new_driver_along(compare: Compare) -> None:
    new = {"formula": "volume * price * share", "drivers": ", share: {value: 50%}"}
    found = compare({}, new)
    assert parts(found) == {
        "portal.benefits.visits.amount": -500,
        "portal.benefits.visits.drivers.share": 0,
    }


def test_another_horizon_cuts_a_list_or_lets_its_last_value_go_on(compare: Compare) -> None:
    # Horizon first: 100 × 10 twice is +1,000, then the list adds 2,000; the list first is cut to its first value: 0.
    found = compare({}, {"periods": "2", "volume": "[100, 300]"})
    assert parts(found) == {"finance.periods": 2000, "portal.benefits.visits.drivers.volume": 1000}


def test_more_than_twelve_changes_are_told_by_line(compare: Compare) -> None:
    def costs(amount: int) -> str:
        return "".join(f"      - {{id: c{k}, name: C{k}, initial: ${amount}, amount: ${amount}}}\n" for k in range(7))

    found = compare({"more": costs(10)}, {"more": costs(20)})
    assert found.split == "line"
    assert parts(found) == {f"portal.costs.c{k}.amount": -20 for k in range(7)}


def test_what_divides_by_zero_between_the_versions_is_told_coarser(compare: Compare) -> None:
    drivers = ", base: {value: %s}, off: {value: %s}"
    formula = "volume * price / (base - off)"
    found = compare(
        {"formula": formula, "drivers": drivers % (2, 1)}, {"formula": formula, "drivers": drivers % (3, 2)}
    )
    assert found.split == "line"
    assert found.npv.change == 0


def test_texts_and_evidence_are_counted_and_not_valued(compare: Compare) -> None:
    found = compare({}, {"risk": "0%\n        how: by self-service\n        evidence: [{source: A, grade: tested}]"})
    assert found.parts == ()
    assert found.others == (
        "portal.benefits.visits.how",
        "portal.benefits.visits.evidence.0.source",
        "portal.benefits.visits.evidence.0.grade",
    )


def test_versions_in_two_currencies_are_refused(compare: Compare, tmp_path: Path) -> None:
    compare({}, {})
    euro = tmp_path / "euro.yaml"
    euro.write_text(CASE.format(**BASE).replace("USD", "EUR").replace("$", ""), "utf-8")
    with pytest.raises(UsageError, match="one version is in USD, the other in EUR"):
        diff(evaluate(load_case(tmp_path / "old.yaml")), evaluate(load_case(euro)))


def test_a_version_with_errors_is_named(compare: Compare) -> None:
    with pytest.raises(CaseRefused, match=r"old\.yaml has errors: .*\(line 6\)"):
        compare({"rate": "10"}, {})


VALUES = st.fixed_dictionaries({
    "rate": st.integers(0, 30).map(lambda n: f"{n}%"),
    "price": st.integers(-50, 50).map(lambda n: f"${n}".replace("$-", "-$")),
    "volume": st.integers(0, 900).map(str),
    "risk": st.integers(0, 90).map(lambda n: f"{n}%"),
    "build": st.integers(0, 900).map(lambda n: f"${n}"),
})  # fmt: skip


@given(old=VALUES, new=VALUES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_parts_add_up_and_what_did_not_change_has_none(
    compare: Compare, old: dict[str, str], new: dict[str, str]
) -> None:
    there, back = compare(old, new), compare(new, old)
    assert len(there.parts) == sum(old[name] != new[name] for name in old)
    assert parts(there).keys() == parts(back).keys()
    for address, part in parts(there).items():
        assert abs(part + parts(back)[address]) < Decimal("1e-10")


FULL = {"rate": "11%", "price": "$13", "volume": "[120, 90]", "build": "$350", "risk": "20%"}
VARIANTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "values alone": ({"periods": "2", "volume": "[100, 100]"}, {"periods": "2", **FULL}),
    "a number becomes a list": ({"periods": "2"}, {"periods": "2", **FULL}),
    "another formula": ({}, {**FULL, "volume": "90", "formula": "volume * price * 0.5", "late": "3"}),
    "another horizon": ({}, {"periods": "2", **FULL}),
    "a line that came": ({}, {**FULL, "volume": "90", "more": "      - {id: run, name: Run, amount: $50}\n"}),
    "one value twice": (
        {"drivers": ", base: {value: 7}", "formula": "volume * price + base * price"},
        {**FULL, "volume": "90", "drivers": ", base: {value: 9}", "formula": "volume * price + base * price"},
    ),
}


@pytest.mark.parametrize(("old", "new"), VARIANTS.values(), ids=VARIANTS)
def test_replaying_a_line_gives_what_every_version_between_gives(
    compare: Compare, monkeypatch: pytest.MonkeyPatch, old: dict[str, str], new: dict[str, str]
) -> None:
    monkeypatch.setattr(coalitions, "FEWEST", 99)
    one_by_one = compare(old, new)
    monkeypatch.setattr(coalitions, "FEWEST", 0)
    assert parts(compare(old, new)) == parts(one_by_one)
    assert len(one_by_one.parts) >= 4


def test_a_version_between_that_divides_by_zero_is_no_way(compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalitions, "FEWEST", 0)
    drivers = ", base: {value: %s}, off: {value: %s}"
    words = {"formula": "volume * price / (base - off)"}
    found = compare({**words, "drivers": drivers % (2, 1)}, {**words, "drivers": drivers % (3, 2)})
    assert found.split == "line"


def test_an_input_of_a_ready_driver_is_a_change_like_any_other(tmp_path: Path) -> None:
    """10,000 contacts at 5, of which 20%, then 25%, are deflected and 80% of these solved: 2,000 more in the one year."""
    text = CASE.format(**BASE).replace(
        "drivers: {volume: {value: 100}}\n        formula: volume * price\n        risk_adjustment: 0%",
        "driver: contact_deflection\n        drivers: {contacts: {value: 10_000}, share_deflected: {value: 20%}, "
        "share_solved: {value: 80%}, cost_per_contact: {value: $5}}",
    )
    assert "contact_deflection" in text
    files = [tmp_path / "old.yaml", tmp_path / "new.yaml"]
    for file, share in zip(files, ("20%", "25%"), strict=True):
        file.write_text(text.replace("20%", share), "utf-8")
    old, new = (evaluate(load_case(file)) for file in files)
    assert [one.message for one in old.problems if one.severity == "error"] == []
    found = diff(old, new)
    assert parts(found) == {"portal.benefits.visits.drivers.share_deflected": 2000}
