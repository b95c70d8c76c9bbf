"""The sheet of scenarios: one cell chooses which of them the whole workbook computes.

What a scenario changes is found by holding its evaluation against that of the case: another driver, a factor on an
input, another ramp, another discount rate. Each gets a row with a value for every scenario and a cell for the one in
force, which all formulas that used the input use instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from cxreport.evaluate import Evaluation
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.risk import Assessment
from cxreport.render.formats import NOTHING
from cxreport.render.views.assessed import scenario_name
from cxreport.render.views.columns import period_title
from cxreport.render.workbook.addresses import Spot, letters, reference
from cxreport.render.workbook.book import Book, Choice, Live, Sheet, Shown, Style
from cxreport.render.workbook.codes import money_code, number_code, percent_code
from cxreport.render.workbook.sheets import add_sheet, put_heads

LABEL, PERIOD, IN_FORCE, PLANNED = range(4)
CHOSEN, NUMBER, TABLE = 3, 4, 7  # rows, counted from 0

Value = Decimal | None  # None where a scenario leaves what is planned


class Changed(NamedTuple):
    """One row: what is changed, in which period, what is planned, and the value of each scenario.

    `planned` is the cell of an input, the address of a figure, or None where a number stands for it.
    """

    label: str
    period: str
    unit: str
    planned: Spot | str | None
    value: Value
    values: tuple[Value, ...]


def put_scenarios(book: Book) -> None:
    """Put the sheet of scenarios, where the case has any, and lead what they change through it."""
    found = book.evaluation.assessment
    if found is None or not found.scenarios:
        return
    sheet, say = add_sheet(book, "book_scenarios"), book.words
    put_heads(sheet, say["book_scenarios"], say["book_scenarios_told"])
    names = [say["scenario_base"], *(scenario_name(say, result) for result in found.scenarios)]
    _put_choice(book, sheet, names)
    _Rows(book, sheet, found).put(names)
    sheet.widths = {LABEL: 46, PERIOD: 14} | dict.fromkeys(range(IN_FORCE, PLANNED + len(names)), 16.0)
    sheet.head, sheet.lead = TABLE + 1, 1


def _put_choice(book: Book, sheet: Sheet, names: list[str]) -> None:
    """Put the cell that chooses, and below it the number of the chosen scenario among the heads of the table."""
    say, last = book.words, letters(PLANNED + len(names) - 1)
    sheet.put(CHOSEN, LABEL, say["book_scenario_chosen"], Style("label"))
    book.marks["scenario"] = sheet.put(CHOSEN, PERIOD, names[0], Style("choice"))
    heads = f"${letters(PLANNED)}${TABLE + 1}:${last}${TABLE + 1}"
    sheet.choices.append(Choice(book.marks["scenario"], heads))
    sheet.put(NUMBER, LABEL, say["book_scenario_number"], Style("label"))
    cell = f"{letters(PERIOD)}{CHOSEN + 1}"
    sheet.put(NUMBER, PERIOD, Live(f"MATCH({cell},{heads},0)", Decimal(1)), Style("number", "0"))


@dataclass(slots=True)
class _Rows:
    """The table of what the scenarios change."""

    book: Book
    sheet: Sheet
    found: Assessment
    row: int = TABLE

    def put(self, names: list[str]) -> None:
        """Put the heads and all rows."""
        say, sheet = self.book.words, self.sheet
        for column, text in enumerate((say["book_input"], say["book_period"], say["book_in_force"], *names)):
            sheet.put(TABLE, column, text, Style("head" if column < IN_FORCE else "head_number"))
        self._rate()
        for item in self.found.inputs:
            self._factor(item.at, item.label)
            for node in item.nodes:
                self._driver(node)
        for address, figure in self.book.evaluation.figures.items():
            if figure.rule == "effect":
                self._ramp(address, figure)

    @property
    def _evaluations(self) -> list[Evaluation]:
        return [result.evaluation for result in self.found.scenarios]

    def _rate(self) -> None:
        users = ("benefits_pv", "rate")
        spot, planned = self.book.inputs[users], _written(self.book.evaluation.figures["benefits_pv"], "rate")
        values = tuple(_written(turned.figures["benefits_pv"], "rate") for turned in self._evaluations)
        if any(value != planned for value in values):
            force = self._put(Changed(self.book.words["discount_rate"], "", "percent", spot, planned, values))
            self.book.inputs.update({user: force for user, at in self.book.inputs.items() if at == spot})

    def _factor(self, at: str, label: str) -> None:
        """Put the factor of an input, which holds in all periods."""
        factors = [next(_factors(turned, at), None) for turned in self._evaluations]
        if any(factor is not None for factor in factors):
            told = self.book.words.say("book_factor_of", name=label)
            values = tuple(Decimal(1) if factor is None else factor for factor in factors)
            force = self._put(Changed(told, "", "percent", None, Decimal(1), values))
            nodes = (address for address in self.book.evaluation.figures if _is_node(address, at))
            self.book.factors.update(dict.fromkeys(nodes, force))

    def _driver(self, node: str) -> None:
        """Put the values that scenarios give a driver in a period in place of the planned one."""
        own = self.book.evaluation.figures[node]
        values = tuple(_replaced(own, turned, node) for turned in self._evaluations)
        if any(value is not None for value in values):
            period = int(node.rpartition(".")[2])
            force = self._put(Changed(own.label, self._period(period), own.unit, None, None, values))
            self.book.overrides[node] = force

    def _ramp(self, address: str, figure: Figure) -> None:
        planned = _resolved(self.book.evaluation, address, "ramp")
        values = tuple(_resolved(turned, address, "ramp") for turned in self._evaluations)
        if any(value != planned for value in values):
            user, period = (address, "ramp"), int(address.rpartition(".")[2])
            line = figure.label.removesuffix(", before risk")
            told = self.book.words.say("book_ramp_of", name=line)
            delayed = figure.inputs["ramp"]
            at = delayed if isinstance(delayed, str) else self.book.inputs.get(user)
            self.book.inputs[user] = self._put(Changed(told, self._period(period), "percent", at, planned, values))

    def _period(self, period: int) -> str:
        return period_title(self.book.evaluation, self.book.formats, period)

    def _put(self, changed: Changed) -> Spot:
        """Put one row and return the cell of the value in force."""
        self.row += 1
        sheet, code = self.sheet, _code(changed)
        sheet.put(self.row, LABEL, changed.label, Style("label"))
        sheet.put(self.row, PERIOD, changed.period, Style("unit"))
        cells = ",".join(f"{letters(PLANNED + k)}{self.row + 1}" for k in range(len(changed.values) + 1))
        number = f"${letters(PERIOD)}${NUMBER + 1}"
        kept = NOTHING if changed.value is None else changed.value
        force = sheet.put(self.row, IN_FORCE, Live(f"CHOOSE({number},{cells})", kept), Style("number", code))
        if changed.planned is not None:
            sheet.put(self.row, PLANNED, Shown(changed.planned, changed.value), Style("link", code))
        else:
            sheet.put(self.row, PLANNED, kept, Style("assumed", code))
        for column, value in enumerate(changed.values, PLANNED + 1):
            sheet.put(self.row, column, NOTHING if value is None else value, Style("input", code))
        return force


def in_force(book: Book, address: str, formula: str, home: str) -> str:
    """Return the formula of a figure as the scenario in force has it: another value, or the same times a factor."""
    other, factor = book.overrides.get(address), book.factors.get(address)
    if other is not None:
        cell = reference(other, home)
        formula = f"IF(ISNUMBER({cell}),{cell},{formula})"
    return formula if factor is None else f"({formula})*{reference(factor, home)}"


def _written(figure: Figure, name: str) -> Decimal:
    source = figure.inputs[name]
    assert isinstance(source, Written)  # noqa: S101 - as the evaluation of the case enters it
    return source.value


def _resolved(evaluation: Evaluation, address: str, name: str) -> Decimal:
    source = evaluation.figures[address].inputs[name]
    return evaluation.amount(source) if isinstance(source, str) else _written(evaluation.figures[address], name)


def _is_node(address: str, at: str) -> bool:
    base, _, tail = address.rpartition(".")
    return base == at and tail.isdigit()


def _factors(evaluation: Evaluation, at: str) -> Iterator[Decimal]:
    """Yield the factor that a scenario has on an input, once for every period."""
    return (
        _written(figure, "factor")
        for address, figure in evaluation.figures.items()
        if figure.rule == "scaled" and _is_node(address, at)
    )


def _replaced(own: Figure, turned: Evaluation, node: str) -> Value:
    """Return what stands in the place of a driver's own value or formula; None where it is the same."""
    base, _, period = node.rpartition(".")
    if ".drivers." not in f".{base}":
        return None
    other = turned.figures.get(f"{base}.planned.{period}") or turned.figures.get(node)
    if other is None:  # what used it is overridden itself
        return None
    if own.rule == other.rule and (own.rule == "formula" or own.inputs["amount"] == other.inputs["amount"]):
        return None
    if own.rule == other.rule and own.value == other.value:
        return None
    return other.value


def _code(changed: Changed) -> str:
    values = [value for value in (changed.value, *changed.values) if value is not None]
    if changed.unit == "money":
        return money_code(values)
    return percent_code(values) if changed.unit == "percent" else number_code(values)
