"""Writes `cxreport/quantity/currencies.py` from Babel's lists, so that `check` need not import Babel.

python docs/generate_currencies.py
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import get_currency_symbol

TARGET = Path(__file__).parent.parent / "cxreport" / "quantity" / "currencies.py"

# Signs that several countries share: in a case they mean the case's own currency where they can (DESIGN §4).
SHARED = {
    "$": "ARS AUD BBD BMD BND BSD BZD CAD CLP COP CVE FJD GYD HKD JMD KYD LRD "
    "MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD",
    "\N{YEN SIGN}": "JPY CNY",
    "\N{POUND SIGN}": "GBP EGP FKP GIP LBP SHP SSP SYP",
    "kr": "DKK ISK NOK SEK",
    "Kr": "DKK ISK NOK SEK",
    "R": "ZAR",
    "US$": "USD",
    "C$": "CAD NIO",
    "S$": "SGD",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "\N{TURKISH LIRA SIGN}": "TRY",
    "Fr.": "CHF",
}


def module() -> str:
    """Return the text of the module."""
    english = Locale("en")
    codes = sorted(str(code) for code in english.currencies if code != "XXX")
    signs = {sign: set(shared.split()) for sign, shared in SHARED.items()}
    for code in codes:
        sign = get_currency_symbol(code, "en")
        if sign != code and " " not in sign and "\u202f" not in sign:
            signs.setdefault(sign, set()).add(code)
    lines = [
        '"""The currencies of ISO 4217 and their signs. Written by `docs/generate_currencies.py` from Babel."""',
        "",
        "from __future__ import annotations",
        "",
        *wrapped("CURRENCIES", codes),
        "",
        "SYMBOLS = {",
        *(f'    "{sign}": frozenset("{" ".join(sorted(of))}".split()),' for sign, of in sorted(signs.items())),
        "}",
        "",
        *wrapped("LOCALES", sorted(locale_identifiers())),
    ]
    return "\n".join(lines) + "\n"


def wrapped(name: str, words: list[str]) -> list[str]:
    """Return the lines of a frozen set of words."""
    rows, row = [], ""
    for word in words:
        if len(row) + len(word) > 95:
            rows.append(row)
            row = ""
        row += word + " "
    return [f"{name} = frozenset(", '    """', *(f"    {r.strip()}" for r in [*rows, row]), '    """.split()', ")"]


if __name__ == "__main__":
    TARGET.write_text(module(), encoding="utf-8")
