"""Every table of a document adds up to what it prints, down and across, by the reader's own arithmetic."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cxreport.case.load import load_case
from cxreport.case.models import BusinessCase
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.compose import compose
from cxreport.render.printed import Printed

# A row: the texts of its cells by column; a cell over several columns stands in the first of them.
Row = tuple[str, ...]


class Tables:
    """The tables of a page by the id of their captions, those that go on in a second one put together again."""

    def __init__(self, html: str, group: str, point: str) -> None:
        page = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
        self.group, self.point = group, point
        self.parts: dict[str, list[list[Row]]] = {}
        for figure in page.iter("figure"):
            table, caption = figure.find("table"), figure.find("figcaption")
            if table is not None and caption is not None:
                name = str(caption.get("id"))
                whole = re.sub(r"-\d+$", "", name)
                name = whole if whole in self.parts else name
                self.parts.setdefault(name, []).append([read_row(row) for row in table.iter("tr")])

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def rows(self, name: str, lead: int) -> dict[str, list[Decimal | None]]:
        """Return the figures of each row by its first `lead` cells, over all parts of a table; heads left out."""
        found: dict[str, list[Decimal | None]] = {}
        for part in self.parts[name]:
            for row in part[1:]:
                found.setdefault("|".join(row[:lead]), []).extend(self.number(text) for text in row[lead:])
        return found

    def number(self, text: str) -> Decimal | None:
        """Return what a cell says, None where it is empty or says no number; a dash is nothing."""
        if text == "–":
            return Decimal(0)
        plain = re.sub(rf"[{re.escape(self.group)}\s%]", "", text).replace(self.point, ".").replace("−", "-")
        return Decimal(plain) if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) else None


def read_row(row: Any) -> Row:
    cells: list[str] = []
    for cell in row:
        cells += ["".join(map(str, cell.itertext())).strip(), *[""] * (int(cell.get("colspan") or 1) - 1)]
    return tuple(cells)


def figures(row: list[Decimal | None]) -> list[Decimal]:
    assert None not in row
    return [value for value in row if value is not None]


def added(rows: list[list[Decimal]]) -> list[Decimal]:
    """Return the sums of columns."""
    return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]


def check_all(evaluation: Evaluation, html: str, printed: Printed) -> int:
    """Assert that every table adds up; return how many were looked at."""
    locale = printed.formats.locale
    symbols = locale.number_symbols["latn"]
    tables = Tables(html, symbols["group"], symbols["decimal"])
    looked = 0
    if isinstance(evaluation.case, BusinessCase):
        looked += check_calculations(tables)
        looked += check_lines(tables, "tab-benefits", 2) + check_lines(tables, "tab-costs", 3)
        check_cash(tables)
        check_returns(tables, len(evaluation.case.initiatives))
        looked += check_certainty(tables) + 2
    if evaluation.has_revenue:
        looked += check_revenue(tables)
    check_values(evaluation, printed)
    return looked


def check_calculations(tables: Tables) -> int:
    """Before risk and risk give what enters the case, in every column."""
    names = [name for name in tables.parts if re.match(r"tab-.+-(benefits|costs)-", name)]
    for name in names:
        rows = {key.split("|")[0]: row for key, row in tables.rows(name, 3).items()}
        if (before := next((key for key in rows if re.fullmatch("[A-Z]+t", key)), None)) is not None:
            kept, risk, after = (figures(rows[before[:-1] + tail]) for tail in ("t", "r", "tr"))
            assert added([kept, risk]) == after, name
        # The row that enters the case is the row of the table over all lines, where a period is a year.
    return len(names)


def check_lines(tables: Tables, name: str, lead: int) -> int:
    """Rows add up across to their total, columns and present values down to the foot."""
    if name not in tables:
        return 0
    lines = {key: row for key, row in tables.rows(name, lead).items() if any(value is not None for value in row)}
    *rows, foot = [figures(row) for row in lines.values()]
    for *years, total, _ in (*rows, foot):
        assert sum(years) == total, name
    assert added(rows) == foot, name
    return 1


def check_cash(tables: Tables) -> None:
    benefits, costs, net, running = tables.rows("tab-cash", 1).values()
    assert added([figures(benefits), figures(costs)]) == figures(net)
    *flows, total, _ = figures(net)
    balance = figures([value for value in running if value is not None])
    assert balance == [sum(flows[: place + 1]) for place in range(len(flows))]
    assert balance[-1] == total == sum(flows)


def check_returns(tables: Tables, initiatives: int) -> None:
    rows = [row[:3] for row in tables.rows("tab-returns", 1).values()]
    assert len(rows) == (initiatives + 1 if initiatives > 1 else 1)
    for row in rows:
        benefits, costs, npv = figures(row)
        assert benefits - costs == npv
    if len(rows) > 1:
        *parts, whole = map(figures, rows)
        assert added(parts) == whole


def check_certainty(tables: Tables) -> int:
    if "tab-need" not in tables:
        return 0
    shares = [row[1] for row in tables.rows("tab-need", 2).values()]
    assert sum(figures(shares)) == 100 or set(shares) == {Decimal(0)}
    if "tab-grades" not in tables:
        return 1
    *rows, foot = [figures(row) for row in tables.rows("tab-grades", 2).values()]
    assert added(rows) == foot
    assert foot[1] == 100
    return 2


def check_revenue(tables: Tables) -> int:
    claimed, parts, buckets, shares = Decimal(0), Decimal(0), Decimal(0), Decimal(0)
    [rows] = tables.parts["tab-revenue"]
    for first, part, _, amount, share, _ in rows[1:]:
        value = tables.number(amount)
        assert value is not None
        if share == "100.0%" or first == "All revenue":
            assert (buckets, shares) == (value, 100)
        elif share:
            assert claimed == value or first == "Marketing and Sales" or claimed == 0
            buckets += value
            shares += figures([tables.number(share)])[0]
            claimed = Decimal(0)
        elif _ == "Together":
            pass
        else:
            claimed += value
    for name in {"tab-teams", "tab-groups"} & set(tables.parts):
        *rows_of, foot = [figures(row) for row in tables.rows(name, 1).values()]
        assert added(rows_of) == foot, name
    if "tab-stated" in tables:
        for stated, computed, difference in map(figures, tables.rows("tab-stated", 1).values()):
            assert stated - computed == difference
    return 1


def check_values(evaluation: Evaluation, printed: Printed) -> None:
    """No figure is a step from its exact value, and none is printed in tables in two ways."""
    for address, texts in printed.shown.items():
        if evaluation.figures[address].unit == "money" and ".drivers." not in address:
            scale = printed.revenue_scale if address.startswith("attribution") else printed.scale
            value = printed.value(address)
            assert abs(value - evaluation.amount(address)) < scale.step, address
            cells = {text.lstrip("−") for text in texts} & {printed.formats.amount(abs(value), scale)}
            assert len(cells) <= 1
