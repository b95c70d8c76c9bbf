"""The reader's own arithmetic over the tables of a document: down to the foot, across to the total, year after year."""

from __future__ import annotations

import re
from decimal import Decimal

from cxreport.case.models import BusinessCase
from cxreport.evaluate import Evaluation
from cxreport.render.output import Document
from cxreport.render.printed import Printed
from render.grids import Grid, names_of_tables


class Tables:
    """The tables of a document by the id of their captions, those that go on in a second one put together again.

    The names are those of the page; the words are those of whichever format the grids were read from.
    """

    def __init__(self, document: Document, grids: list[Grid]) -> None:
        symbols = document.printed.formats.locale.number_symbols["latn"]
        self.group, self.point = symbols["group"], symbols["decimal"]
        self.parts: dict[str, list[Grid]] = {}
        for name, grid in zip(names_of_tables(document.html), grids, strict=True):
            whole = re.sub(r"-\d+$", "", name)
            self.parts.setdefault(whole if whole in self.parts else name, []).append(grid)

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


def figures(row: list[Decimal | None]) -> list[Decimal]:
    assert None not in row
    return [value for value in row if value is not None]


def added(rows: list[list[Decimal]]) -> list[Decimal]:
    """Return the sums of columns."""
    return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]


def check_all(document: Document, grids: list[Grid]) -> int:
    """Assert that every table adds up as it was read from a document; return how many were looked at."""
    evaluation = document.evaluation
    tables = Tables(document, grids)
    looked = 0
    if isinstance(evaluation.case, BusinessCase):
        looked += check_calculations(tables)
        looked += check_lines(tables, "tab-benefits", 2) + check_lines(tables, "tab-costs", 3)
        looked += check_cost_kinds(tables) + check_alternatives(tables)
        check_cash(tables)
        check_returns(tables, len(evaluation.case.initiatives))
        looked += check_certainty(tables) + 2
    if evaluation.portfolio is not None:
        looked += check_company(tables) if evaluation.portfolio.reports else check_round(tables)
    if evaluation.has_revenue:
        looked += check_revenue(tables)
    check_values(evaluation, document.printed)
    return looked


def check_calculations(tables: Tables) -> int:
    """Before risk and risk give what enters the case, in every column."""
    names = [name for name in tables.parts if re.match(r"tab-.+-(benefits|costs)-", name)]
    for name in names:
        rows = {key.split("|")[0]: row for key, row in tables.rows(name, 3).items()}
        if (before := next((key for key in rows if re.fullmatch("[A-Z]+t", key)), None)) is not None:
            kept, risk, after = (figures(rows[before[:-1] + tail]) for tail in ("t", "r", "tr"))
            assert added([kept, risk]) == after, name
    return len(names)


def check_same_row(tables: Tables, periods: int) -> None:
    """The row that enters the case is the row of the table over all benefits, where a period is a year."""
    lines = {key.split("|")[0]: figures(row)[:-2] for key, row in tables.rows("tab-benefits", 2).items()}
    for name in [name for name in tables.parts if re.match(r"tab-.+-benefits-", name)]:
        last = list(tables.rows(name, 3).items())[-1]
        assert figures(last[1])[-periods:] == lines[last[0].split("|")[0]][-periods:]


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


def check_cost_kinds(tables: Tables) -> int:
    """Every class and type adds up across, and all of them are the costs of the table of lines, column by column."""
    if "tab-cost-kinds" not in tables:
        return 0
    beside = zip(*(part[1:] for part in tables.parts["tab-cost-kinds"]), strict=True)
    rows = [[tables.number(text) for part in row for text in part[1:]] for row in beside]
    told = [figures(row) for row in rows if any(value is not None for value in row)]
    assert all(sum(years) == total for *years, total, _ in told)
    lines = list(tables.rows("tab-costs", 3).values())
    assert told[-1] == figures([value for value in lines[-1] if value is not None])
    return 1


def check_alternatives(tables: Tables) -> int:
    """Benefits less costs are the value of each choice, and what the steps add is the proposal, whose row is the last."""
    if "tab-alternatives" not in tables:
        return 0
    _, *rows = tables.rows("tab-alternatives", 1).values()
    amounts = [figures(row[:3]) for row in rows]
    assert all(benefits - costs == npv for benefits, costs, npv in amounts)
    assert added([figures(row[4:6]) for row in rows]) == amounts[-1][1:]
    return 1


def check_cash(tables: Tables) -> None:
    benefits, costs, net, running = tables.rows("tab-cash", 1).values()
    assert added([figures(benefits), figures(costs)]) == figures(net)
    *flows, total, _ = figures(net)
    balance = figures([value for value in running if value is not None])
    assert balance == [sum(flows[: place + 1]) for place in range(len(flows))]
    assert balance[-1] == total == sum(flows)


def check_company(tables: Tables) -> int:
    """Every report adds up across, all of them down, and with the rest they are the company."""
    *reports, together, rest, whole = tables.rows("tab-teams", 1).values()
    *teams, every = [figures(row) for row in (*reports, together)]
    assert added(teams) == every
    assert all(cxm + csm + sales == total for cxm, csm, sales, total, _ in (*teams, every))
    assert added([every[-2:], figures(rest[-2:])]) == figures(whole[-2:])
    return 1 + check_promises_of_all(tables)


def check_promises_of_all(tables: Tables) -> int:
    """Changes lead from values approved to those as now seen, variances from plan to actual; teams make the foot."""
    if "tab-standing" not in tables:
        return 0
    *tracked, together = [row[-3:] for row in tables.rows("tab-standing", 3).values()]
    values = [figures(row) for row in (*tracked, together)]
    assert all(approved + change == now for approved, now, change in values)
    assert len(tracked) == 1 or added(values[:-1]) == values[-1]
    results = [row for row in tables.rows("tab-results", 1).values() if row[2] is not None or row[6] is not None]
    for plan, actual, variance in (row[at : at + 3] for row in results for at in (0, 3)):
        if plan is not None and actual is not None:
            assert plan + (variance or 0) == actual
    *teams, whole = results
    for column, total in enumerate(whole):
        told = [row[column] or Decimal(0) for row in teams]
        assert total is None or sum(told) == total
    return 2


def check_round(tables: Tables) -> int:
    """Proposals add up to their sums, budget and use to what is left, flows to the running total."""
    ranked = [figures(row[:3]) for row in tables.rows("tab-ranking", 2).values()]
    assert all(benefits - costs == npv for benefits, costs, npv in ranked)
    *proposals, funded, unfunded, whole = ranked
    assert added(proposals) == added([funded, unfunded]) == whole
    available, committed, used, left = (figures(row) for row in tables.rows("tab-budget", 1).values())
    assert added([available, committed, used]) == left
    assert all(sum(row[:-1]) == row[-1] for row in (available, committed, used, left))
    *uses, together = (figures(row) for row in tables.rows("tab-uses", 2).values())
    assert added(uses) == together == [-amount for amount in used[:-1]]
    for name in ("tab-next", "tab-shifts"):
        for npv, change in (figures(row[:2]) for row in tables.rows(name, 1).values() if row[0]):
            assert npv - change == funded[2]
    benefits, costs, net, running = tables.rows("tab-cash", 1).values()
    assert added([figures(benefits), figures(costs)]) == figures(net)
    *flows, total = figures(net)
    assert figures(running[: len(flows)]) == [sum(flows[: place + 1]) for place in range(len(flows))]
    assert sum(flows) == total
    return 6


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
    [[_, *rows]] = tables.parts["tab-revenue"]
    lines: dict[str, list[Decimal]] = {}
    shares: list[Decimal] = []
    buckets: list[list[Decimal]] = []
    for bucket, part, name, amount, share, _ in rows[:-1]:
        [value] = figures([tables.number(amount)])
        if not name:  # all of a bucket
            assert not lines or sum(map(sum, lines.values())) == value, bucket
            [whole] = figures([tables.number(share)])
            assert not shares or sum(shares) == whole, bucket
            buckets.append([value, whole])
            lines, shares = {}, []
            continue
        shares += figures([tables.number(share)] if share else [])
        if name in {"Together", "Zusammen"}:
            assert sum(lines[part]) == value
        else:
            lines.setdefault(part, []).append(value)
    total, whole = figures([tables.number(text) for text in rows[-1][3:5]])
    assert added(buckets) == [total, whole]
    assert whole == 100
    for name in {"tab-teams", "tab-groups"} & set(tables.parts):
        *groups, foot = [figures(row) for row in tables.rows(name, 1).values()]
        assert added(groups) == foot, name
    if "tab-stated" in tables:
        for stated, computed, difference in map(figures, tables.rows("tab-stated", 1).values()):
            assert stated - computed == difference
    return 1


def check_values(evaluation: Evaluation, printed: Printed) -> None:
    """No figure is a step from its exact value, and none is printed in tables in two ways."""
    for address, texts in printed.shown.items():
        if evaluation.figures[address].unit == "money" and ".drivers." not in address:
            scale = printed.scale_of(address)
            value = printed.value(address)
            assert abs(value - evaluation.amount(address)) < scale.step, address
            cells = {text.lstrip("−") for text in texts} & {printed.formats.amount(abs(value), scale)}
            assert len(cells) <= 1
