"""Realistic cases in any number, no two alike, and the same ones each time.

python benchmarks/generated_cases.py FOLDER [COUNT]

Two of three are funding proposals with one to three initiatives, drivers, ramps, risk adjustments and evidence; the
third is a value report of a quarter. Names, amounts, periods, currencies and languages differ.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

COUNT = 1000
COMPANIES = "Northwind Aldgate Meridian Harbour Summit Cobalt Fairway Juniper Larkfield Redstone".split()
TRADES = "Networks Insurance Energy Logistics Bank Retail Telecom Health Mobility Software".split()
TEAMS = "Field service,Billing,Onboarding,Claims,Contact centre,Digital,Key accounts,Returns,Renewals,Delivery".split(
    ","
)
GRADES = ("assumed", "benchmark", "observed", "tested")
MONEY = (("USD", "en_US"), ("GBP", "en_GB"), ("EUR", "de_DE"), ("CAD", "en_CA"), ("EUR", "en_IE"))
SAVINGS = (
    ("Contacts avoided", "by sending answers before the question", "contacts", 7),
    ("Truck rolls avoided", "by sending fewer contractors to faults that a customer can clear", "visits", 240),
    ("Repeat calls avoided", "by solving the cause at the first call", "calls", 11),
    ("Credits not given", "by a first bill that is right", "bills", 19),
    ("Returns avoided", "by showing what will be delivered", "returns", 31),
)
REVENUES = (
    ("Customers kept", "from customers who would have left"),
    ("Orders completed", "from orders that are not broken off"),
    ("Contracts widened", "from customers whose rollout went well"),
)
ACTIONS = (
    ("redesign the service portal", "make it easier for customers to clear a fault themselves"),
    ("put order and billing data in line", "give customers a first bill that matches what they ordered"),
    ("announce faults before customers meet them", "let customers plan around a fault and not chase it"),
    ("rewrite the onboarding of new accounts", "have new customers at work within a week"),
    ("give agents the whole history of a customer", "spare customers telling their story twice"),
)


def generated(count: int = COUNT) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of so many cases."""
    for number in range(count):
        made: Callable[[random.Random, int], str] = report if number % 3 == 2 else proposal
        yield f"{number % 10:02}/case-{number:04}.yaml", made(random.Random(number), number)  # noqa: S311 - no secret


def header(chance: random.Random, number: int, kind: str, title: str) -> list[str]:
    """Return the lines that begin a case."""
    currency, locale = chance.choice(MONEY)
    return [
        f"kind: {kind}",
        f"title: {title}",
        f"organisation: {chance.choice(COMPANIES)} {chance.choice(TRADES)} {number}",
        f"prepared_by: Head of {chance.choice(TEAMS)}",
        f"date: 2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        f"currency: {currency}",
        f"locale: {locale}",
    ]


def proposal(chance: random.Random, number: int) -> str:
    """Return a funding proposal."""
    periods = chance.choice((3, 3, 4, 5))
    lines = header(chance, number, "business-case", f"Service that customers need less of, case {number}")
    rate, margin = chance.choice((8, 9, 10, 12)), chance.randint(25, 60)
    finance = f"discount_rate: {rate}%, source: Treasury, period: year, periods: {periods}, margin: {margin}%"
    lines += ["prepared_for: Budget committee", f"finance: {{{finance}, start: 2027-01}}"]
    chosen = chance.sample(ACTIONS, chance.randint(1, 3))
    if len(chosen) > 1:
        lines += [f"action: {chosen[0][0]} and {chosen[1][0]}", f"improvement: {chosen[0][1]}"]
    lines.append("initiatives:")
    for place, (action, improvement) in enumerate(chosen):
        lines += initiative(chance, place, action, improvement, periods)
    lines += [
        "sections:",
        "  background: |",
        f"    Of {chance.randint(20, 90)},000 customers, {chance.randint(5, 40)} in a hundred met this last year.",
        "    What it costs us stands in the ledgers named below.",
    ]
    return "\n".join(lines) + "\n"


def initiative(chance: random.Random, place: int, action: str, improvement: str, periods: int) -> list[str]:
    """Return the lines of one initiative."""
    saved, how, unit, each = chance.choice(SAVINGS)
    gained, by = chance.choice(REVENUES)
    ramp = ", ".join(["45%", *["100%"] * (periods - 1)])
    volume, share = chance.randint(20, 90) * 1000, chance.randint(8, 30)
    gain = f"amount: {chance.randint(200, 1600)}k, attribution: {chance.choice((40, 50, 60))}%, source: Sales ledger"
    run = f"amount: {chance.randint(60, 220)}k, source: Vendor quote"
    return [
        f"  - id: initiative-{place}",
        f"    action: {action}",
        f"    improvement: {improvement}",
        "    benefits:",
        f"      - id: saving-{place}",
        f"        name: {saved}",
        f"        how: {how}",
        "        drivers:",
        f"          volume: {{label: {unit.capitalize()} a year, value: {volume}, source: Service ledger}}",
        f"          share: {{label: Share avoided, value: {share}%, source: Pilot, range: [70%, 115%]}}",
        f"          each: {{label: Cost of one, value: {each + chance.randint(0, 9)}, source: Finance}}",
        "        formula: volume * share * each",
        f"        ramp: [{ramp}]",
        f"        risk_adjustment: {chance.choice((5, 10, 15, 20))}%",
        f"        evidence: [{{source: Pilot of {chance.randint(2, 9)} months, grade: {chance.choice(GRADES)}}}]",
        f"      - {{id: revenue-{place}, name: {gained}, type: revenue, how: {by}, {gain}}}",
        "    costs:",
        f"      - {{id: build-{place}, name: Build, initial: {chance.randint(400, 1500)}k, source: Vendor quote}}",
        f"      - {{id: run-{place}, name: Hosting and support, {run}}}",
    ]


def report(chance: random.Random, number: int) -> str:
    """Return a value report of a quarter."""
    total = chance.randint(200, 900)
    lines = header(chance, number, "value-report", f"What customer experience brought, report {number}")
    period = f"{chance.randint(2024, 2026)}-Q{chance.randint(1, 4)}"
    lines += [
        "revenue:",
        f"  period: {period}",
        f"  total: {total}M",
        "  source: Revenue ledger",
        "  cxm:",
        "    switched:",
    ]
    for place in range(chance.randint(1, 4)):
        change = f"change: product, contributors: [Product, {chance.choice(TEAMS)}]"
        amount = f"amount: {chance.randint(1, 9)}M, aligned_by: Journey research"
        lines.append(f"      - {{name: Change {place + 1}, {amount}, {change}}}")
    terms = f"amount: {chance.randint(1, 9)}M, aligned_by: Complaints, change: policy"
    helped = f"customers: {chance.randint(200, 900)}, would_have_left: {chance.randint(5, 30)}%, revenue_each: 14k"
    lines += [
        "    expanded:",
        f"      - {{name: Plain contract terms, {terms}}}",
        "  csm:",
        "    expanded:",
        f"      - {{name: Accounts at risk, amount: {chance.randint(1, 9)}M, team: success}}",
        f"      - {{name: Faults solved well, saved: {{{helped}}}, team: support}}",
    ]
    return "\n".join(lines) + "\n"


def write_cases(folder: Path, count: int = COUNT) -> None:
    """Write so many cases below a folder."""
    for name, text in generated(count):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    write_cases(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT)
