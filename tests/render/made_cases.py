"""Cases made by Hypothesis, the same in every run: of all kinds and periods, realistic to nasty."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from render.conftest import THOROUGH

# A tenth of the hundred is enough while one works; `.ci/run` asks for all.
COUNT = 100 if THOROUGH else 10
LOCALES = ("en_US", "en_GB", "de_DE", "de_CH", "de_AT")
CURRENCIES = ("USD", "EUR", "CHF", "JPY")
FOREIGN = {"GBP": {"rate": "1.17", "date": "2026-10-30", "source": "Bank"}}
PERIODS = {"year": 5, "quarter": 9, "month": 14}
GROUPS = ({"A": "33.3%", "B": "33.4%", "C": "33.3%"}, ["A", "D", "E"], {"F": "100%"})

Draw = Callable[..., Any]
percents = st.integers(0, 999).map(lambda n: f"{Decimal(n) / 10}%")
growths = st.integers(-200, 900).map(lambda n: f"{Decimal(n) / 10}%")
shares = st.sampled_from(["100%", "100%", "75%", "33.3%", "0.1%", "0%"])
risks = st.sampled_from(["0%", "10%", "15%", "99.9%"]) | percents


def plain(number: Decimal) -> str:
    return f"{number:.2f}"


@st.composite
def amounts(draw: Draw, size: int, *, negative: bool = False) -> str:
    """Return an amount of about ten to the power of `size`, now and then below nought, nought, or in a foreign currency."""
    value = Decimal(draw(st.integers(1, 99_999))).scaleb(size - 4)
    if negative:
        value *= draw(st.sampled_from([1, 1, 1, 1, -1, 0]))
    currency: str = draw(st.sampled_from(["", "", "", "GBP "]))
    return currency + plain(value)


@st.composite
def quantities(draw: Draw, periods: int, size: int) -> dict[str, Any]:
    """Return the drivers of a line and the formula over them."""
    count = st.integers(1, 10 ** min(size, 6))
    many = st.lists(count, min_size=periods, max_size=periods)
    drivers = {
        "count": {"label": "Cases", "value": draw(count | many), "unit": "cases", "source": "Ledger"},
        "kept": {
            "label": "Cases kept",
            "formula": draw(st.sampled_from(["count * 0.31", "max(count - 3, 0)", "count / 7"])),
        },
        "each": {"label": "Cost of one", "value": f"EUR {draw(st.integers(1, 999))}.{draw(st.integers(10, 99))}"},
        "share": {"label": "Share", "value": draw(percents), "range": ["80%", "110%"]},
    }
    return {"drivers": drivers, "formula": draw(st.sampled_from(["kept * each", "kept * each * share"]))}


@st.composite
def lines(draw: Draw, name: str, periods: int, size: int, *, benefit: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"name": name, "risk_adjustment": draw(risks)}
    if benefit:
        line |= {"type": draw(st.sampled_from(["saving", "saving", "revenue"])), "attribution": draw(shares)}
        line["evidence"] = [{"source": "X", "grade": draw(st.sampled_from(["assumed", "benchmark", "tested"]))}]
    many = st.lists(amounts(size, negative=True), min_size=periods, max_size=periods)
    way = draw(st.sampled_from(["one", "many", "many", "formula", "initial"]))
    if way == "formula":
        line |= draw(quantities(periods, size))
    elif way != "initial" or benefit:
        line["amount"] = draw(many if way == "many" else amounts(size))
    if way == "initial" or draw(st.booleans()):
        line["initial"] = draw(amounts(size))
    if draw(st.booleans()):
        line |= {"ramp": [draw(percents) for _ in range(periods)], "growth": draw(growths)}
    return line


@st.composite
def attribution_lines(draw: Draw, name: str, size: int) -> dict[str, Any]:
    def customers() -> dict[str, Any]:
        return {"customers": draw(st.integers(1, 999)), "revenue_each": draw(amounts(max(size - 3, 0)))}

    line: dict[str, Any] = {"name": name, "contributors": draw(st.sampled_from(GROUPS))}
    way = draw(st.sampled_from(["amount", "amount", "synced", "saved"]))
    if way == "amount":
        return line | {"amount": draw(amounts(size))}
    if way == "synced":
        return line | {"in_sync": customers(), "out_of_sync": customers()}
    return line | {"saved": customers() | {"would_have_left": draw(percents)}}


@st.composite
def revenues(draw: Draw, size: int) -> dict[str, Any]:
    """Return a split of revenue, with room above what its lines can claim."""

    def some(part: str, **more: Any) -> list[dict[str, Any]]:
        return [draw(attribution_lines(f"{part} {n}", size)) | more for n in range(draw(st.integers(0, 2)))]

    survey = {"survey": {"asked": 400, "influenced": draw(st.integers(0, 400)), "source": "Survey"}}
    counted = {
        "expanded": some("Kept", team="success"),
        "acquired": some("Won", team=draw(st.sampled_from(["support", "success"]))),
    }
    # A thousand customers of one unit each claim as much as a line of three digits before its point.
    total = Decimal(draw(st.integers(10**6, 10**7))).scaleb(max(size, 3) - 3)
    return {
        "period": "FY2026",
        "total": plain(total),
        "cxm": {"switched": some("Switched"), "expanded": some("Expanded")},
        "csm": draw(st.sampled_from([survey, counted, counted])),
        "stated": {"cxm": draw(amounts(size)), "sales": plain(total / 2)},
    }


@st.composite
def proposals(draw: Draw, size: int) -> dict[str, Any]:
    period, most = draw(st.sampled_from(list(PERIODS.items())))
    periods = draw(st.integers(1, most))
    several = draw(st.sampled_from([1, 1, 1, 2, 3]))

    def side(number: int, kind: str, most_lines: int) -> list[dict[str, Any]]:
        names = [f"{kind} {number}-{n}" for n in range(draw(st.integers(1, most_lines)))]
        return [draw(lines(name, periods, size, benefit=kind == "Benefit")) for name in names]

    return {
        "finance": {
            "discount_rate": draw(percents),
            "period": period,
            "periods": periods,
            "start": draw(st.sampled_from(["2027-01", "2027-04"])),
            "margin": draw(st.sampled_from(["40%", "12.5%", "100%"])),
        },
        "initiatives": [
            {
                "id": f"plan-{number}",
                "action": "do it",
                "improvement": "help",
                "benefits": side(number, "Benefit", 2),
                "costs": side(number, "Cost", 2),
            }
            for number in range(several)
        ],
        **({"ask": {"amount": draw(amounts(size))}} if draw(st.booleans()) else {}),
    }


@st.composite
def cases(draw: Draw) -> dict[str, Any]:
    # From cents to hundreds of billions; most are of the size that budgets have.
    size = draw(st.sampled_from([0, 2, 4, 5, 6, 6, 7, 8, 11]))
    kind: str = draw(st.sampled_from(["business-case", "business-case", "business-case", "value-report"]))
    head: dict[str, Any] = {
        "kind": kind,
        "title": "Made by chance",
        "organisation": "O",
        "date": "2026-11-22",
        "currency": draw(st.sampled_from(CURRENCIES)),
        "locale": draw(st.sampled_from(LOCALES)),
        "rates": {"GBP": FOREIGN["GBP"], "EUR": {"rate": "1.08", "date": "2026-10-30", "source": "Bank"}},
    }
    if head["currency"] == "EUR":
        head["rates"] = FOREIGN
    if kind == "value-report":
        return {**head, "revenue": draw(revenues(size))}
    more = {"revenue": draw(revenues(size))} if draw(st.booleans()) else {}
    return {**head, **draw(proposals(size)), **more}


def made_cases() -> list[str]:
    """Return the cases as YAML."""
    found: list[str] = []

    @settings(
        max_examples=COUNT + COUNT // 3,  # some come twice
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def collect(case: dict[str, Any]) -> None:
        found.append(yaml.safe_dump(case, sort_keys=False))

    collect()
    different = list(dict.fromkeys(found))
    assert len(different) >= COUNT
    return different[:COUNT]
