"""A proposal and a report that share a theme with a logo, for the tests of mail."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><path fill="#0b5a66" d="M4 4h190v52H4z"/></svg>'
SHARED = """\
organisation: Northwind Networks
currency: USD
theme: house
mail:
  from: VP Customer Experience <cx@northwind.example>
  reply_to: desk@northwind.example
"""
PROPOSAL = dedent("""\
    kind: business-case
    title: Let clients fix it themselves
    prepared_by: VP Customer Experience
    date: 2026-11-22
    finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
    ask: {amount: $1.5M, decide_by: 2026-12-15, approver: Budget committee}
    initiatives:
      - id: portal
        action: redesign the service portal
        improvement: make it easier for our clients to fix their own problems
        benefits: [{id: rolls, name: Avoided truck rolls, amount: $1M}]
        costs: [{id: build, name: Vendor build, initial: $1.5M}]
    mail:
      to: [Zoë O'Brien <zoe@client.example>, '"佐藤, 健" <ken@client.example>']
      cc: finance@client.example
      greeting: Dear Zoë,
      message: |
        This is <b>what</b> we talked about & more.

        The workbook is attached as well.
      attach: [docx, xlsx]
    """)
REPORT = dedent("""\
    kind: value-report
    title: Woher unser Umsatz kommt
    date: 2026-11-22
    locale: de_DE
    revenue:
      period: FY2026
      total: $900M
      cxm: {switched: [{name: Produkt A, amount: $150M, aligned_by: Studie, change: product}]}
      csm: {expanded: [{name: Hilfe, amount: $160M}]}
    mail: {to: anna@client.example}
    """)


def write_cases(folder: Path) -> Path:
    """Write a proposal and a report that share a theme with a logo, and return their folder."""
    (folder / "house").mkdir(parents=True)
    (folder / "house" / "logo.svg").write_text(LOGO, "utf-8")
    (folder / "house" / "theme.yaml").write_text("logo: {file: logo.svg, alt: Northwind Networks}\n", "utf-8")
    for name, text in (("cxreport.yaml", SHARED), ("portal.yaml", PROPOSAL), ("report.yaml", REPORT)):
        (folder / name).write_text(text, "utf-8")
    return folder
