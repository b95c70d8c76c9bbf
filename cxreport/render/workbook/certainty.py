"""The sheet of how sure the result is: each input on its own, two together, rates, a delay, scenarios, the draws.

What a cell can compute is a formula over the model: it holds around whatever the inputs say now. What needs the whole
model gone again, or drawn, stands as cxreport computed it, and looks so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from cxreport.evaluate.evaluation import CONTEXT
from cxreport.evaluate.risk import Assessment, Input
from cxreport.evaluate.risk.replay import Program
from cxreport.evaluate.risk.scenarios import KEPT
from cxreport.evaluate.risk.simulation import PERCENTILES
from cxreport.render.views.assessed import scenario_name
from cxreport.render.workbook.addresses import letters, reference
from cxreport.render.workbook.book import Book, Content, Live, Shown, Style
from cxreport.render.workbook.cash import Rows
from cxreport.render.workbook.codes import MONTHS, PERCENT, money_code, number_code, percent_code
from cxreport.render.workbook.delay import put_delay
from cxreport.render.workbook.rules import quoted
from cxreport.render.workbook.sheets import add_sheet, put_heads
from cxreport.render.workbook.sway import Sway, moved, sign_of, sway_of

LABEL, FIRST = 0, 1
LOW, HIGH, AT_LOW, AT_HIGH, SWING, FACTOR, VALUE, HOW = range(FIRST, FIRST + 8)
_NEXT_TO_NOTHING = Decimal("1e-25")
_WORDS = {"npv": "term_npv", "roi": "term_roi"}
_KEPT_CODES = {"roi": PERCENT, "first_year_roi": PERCENT, "payback_months": MONTHS}
_KEPT_WORDS = {"npv": "term_npv", "roi": "term_roi", "first_year_roi": "book_first_year",
               "payback_months": "book_payback", "benefits_total": "book_benefits_total",
               "costs_total": "book_costs_total", "benefits_pv": "book_benefits_pv",
               "costs_pv": "book_costs_pv"}  # fmt: skip


def put_certainty(book: Book, rows: Mapping[str, Rows]) -> None:
    """Put the assessment of a case, where it has one."""
    found = book.assessed.assessment
    if found is not None:
        _Certainty(book, found, rows[""]).put()


class _Certainty:
    """The sheet, block by block."""

    def __init__(self, book: Book, found: Assessment, rows: Rows) -> None:
        self.book, self.found, self.rows = book, found, rows
        self.figures = book.assessed.figures
        self.sheet = add_sheet(book, "book_certainty")
        self.row = 3
        self.money = money_code([book.evaluation.amount(at) for at in ("benefits_total", "costs_total", "npv")])
        program = Program(book.evaluation.figures, ("npv",))
        with localcontext(CONTEXT):
            self.sways = {item: sway_of(book.evaluation, program, item) for item in found.inputs}

    def put(self) -> None:
        say, sheet = self.book.words, self.sheet
        currency = self.book.evaluation.case.currency
        put_heads(sheet, say["book_certainty"], say.say("book_certainty_told", currency=currency))
        sheet.widths = {LABEL: 46} | dict.fromkeys(range(FIRST, HOW), 16.0) | {HOW: 34.0}
        sheet.head, sheet.lead = 2, 1
        self._inputs()
        self._pair()
        self._rates()
        self.row = put_delay(self.book, sheet, self.row, self.rows) + 1
        self._scenarios()
        self._draws()

    # what the blocks have in common

    def _title(self, text: str, heads: Sequence[str]) -> None:
        for column in range(HOW + 1):
            self.sheet.put(self.row, column, text if column == LABEL else "", Style("section"))
        for column, head in enumerate(("", *heads)):
            self.sheet.put(self.row + 1, column, head, Style("head" if column == LABEL else "head_number"))
        self.row += 2

    def _label(self, text: str) -> None:
        self.sheet.put(self.row, LABEL, text, Style("label"))

    def _figure(self, column: int, address: str, code: str, formula: str | None = None) -> None:
        """Put a figure: by its formula, or as it was computed where there is none."""
        value = self.figures[address].value
        told = self.book.words["book_undefined"] if value is None else value
        content: Content = told if formula is None else Live(formula, told)
        role = "kept" if formula is None else "number"
        self.book.places[address] = self.sheet.put(self.row, column, content, Style(role, code))
        self.book.name(address, self.book.places[address])

    def _own(self, row: int, column: int) -> str:
        return f"${letters(column)}{row + 1}"

    # each input

    def _inputs(self) -> None:
        say = self.book.words
        if not self.found.inputs:
            return
        heads = ("book_low", "book_high", "npv_low", "npv_high", "book_swing", "book_break_even_factor", "breaks_even")
        self._title(say["table_ranges"], [*(say[key] for key in heads), say["book_how"]])
        rest = (item for item in self.found.inputs if item not in self.found.ranged)
        for item in (*self.found.ranged, *rest):
            self._input(item)
        self.row += 1

    def _input(self, item: Input) -> None:
        self._label(item.label)
        for column in range(FIRST, HOW):
            self.sheet.put(self.row, column, "", Style("number"))
        alive = self._ends(item) if item.range is not None else self.sways[item] is not None
        whole = self._break_even(item)
        key = "book_how_formula" if alive and whole else "book_how_kept" if not (alive or whole) else "book_how_partly"
        self.sheet.put(self.row, HOW, self.book.words[key], Style("text"))
        self.row += 1

    def _ends(self, item: Input) -> bool:
        """Put the ends of a range and the result there; return whether these are formulas."""
        assert item.range is not None  # noqa: S101 - the caller has looked
        base = f"sensitivity.{item.address}"
        formulas = []
        for column, end, factor in ((LOW, "low", item.range[0]), (HIGH, "high", item.range[1])):
            formulas.append(self._moved(f"{base}.{end}", {item: (factor, self._own(self.row, column))}))
        alive = None not in formulas
        for column, end, factor, formula in zip((LOW, HIGH), ("low", "high"), item.range, formulas, strict=True):
            style = Style("input" if alive else "link", percent_code(item.range))
            self.sheet.put(self.row, column, factor, style)
            self._figure(column + AT_LOW - LOW, f"{base}.{end}", self.money, formula if alive else None)
        swing = f"ABS({self._own(self.row, AT_HIGH)}-{self._own(self.row, AT_LOW)})"
        self._figure(SWING, f"{base}.swing", self.money, swing)
        return alive

    def _moved(self, address: str, tries: Mapping[Input, tuple[Decimal, str]]) -> str | None:
        """Return the formula of the result with inputs times the factors in some cells; None where it is no sum."""
        sways: dict[Sway, Decimal] = {}
        cells: dict[Sway, str] = {}
        for item, (factor, cell) in tries.items():
            sway = self.sways[item]
            if sway is None or (factor == 0 and min(sway.powers.values(), default=0) < 0):
                return None
            sways[sway], cells[sway] = factor, cell
        with localcontext(CONTEXT):
            known, found = self.figures[address].value, moved(self.book.evaluation, sways)
        scale = max(abs(self.book.evaluation.amount(at)) for at in ("benefits_pv", "costs_pv"))
        if known is None or abs(known - found) > scale * _NEXT_TO_NOTHING:
            return None
        parts: dict[str, list[str]] = {}
        for line in dict.fromkeys(line for sway in sways for line in sway.powers):
            powers = [(cells[sway], sway.powers.get(line, 0)) for sway in sways]
            parts.setdefault(_power_of(powers), []).append(self._worth(line, sways))
        added = "".join(f"+({power}-1)*({_joined(worths)})" for power, worths in parts.items() if power != "1")
        return self.book.at("npv", self.sheet.title) + added

    def _worth(self, line: str, sways: Mapping[Sway, Decimal]) -> str:
        """Return the present value of a line with its sign, less its time 0 where that stays."""
        home, sign = self.sheet.title, "-" if sign_of(line) < 0 else "+"
        other = "+" if sign == "-" else "-"
        kept = any(line in sway.kept for sway in sways)
        return f"{sign}{self.book.at(f'{line}.pv', home)}" + (
            f"{other}{self.book.at(f'{line}.flows.0', home)}" if kept else ""
        )

    def _break_even(self, item: Input) -> bool:
        """Put the factor and the value at which the result is nought; return whether they are formulas."""
        address = f"sensitivity.{item.address}.break_even"
        if address not in self.figures:
            return False
        formula = self._vanishes(item, address)
        self._figure(FACTOR, address, "0.0%", formula)
        value = self.figures.get(f"{address}_value")
        if value is not None and value.value is not None:
            source = value.inputs["amount"]
            assert isinstance(source, str)  # noqa: S101 - as the assessment enters it
            cell, none = self._own(self.row, FACTOR), quoted(self.book.words["book_undefined"])
            at = self.book.at(source, self.sheet.title)
            live = f"IF(ISNUMBER({cell}),{at}*{cell},{none})" if formula is not None else None
            codes = {"money": money_code, "percent": percent_code}
            self._figure(VALUE, value.address, codes.get(value.unit, number_code)([value.value]), live)
        return formula is not None

    def _vanishes(self, item: Input, address: str) -> str | None:
        """Return the formula of the factor at which the result is nought: that of a straight line."""
        sway, known = self.sways[item], self.figures[address].value
        if sway is None or not sway.straight:
            return None
        with localcontext(CONTEXT):
            slope = moved(self.book.evaluation, {sway: Decimal(2)}) - self.book.evaluation.amount("npv")
            factor = 1 - self.book.evaluation.amount("npv") / slope if slope else None
            factor = None if factor is not None and factor < 0 else factor
        if (known is None) != (factor is None):
            return None
        if known is not None and factor is not None and abs(known - factor) > _NEXT_TO_NOTHING * max(known, Decimal(1)):
            return None
        slopes = "".join(self._worth(line, {sway: Decimal(1)}) for line in sway.powers)
        npv, none = self.book.at("npv", self.sheet.title), quoted(self.book.words["book_undefined"])
        found = f"1-{npv}/({slopes.removeprefix('+')})"
        return f"IFERROR(IF({found}<0,{none},{found}),{none})"

    # two inputs together

    def _pair(self) -> None:
        if len(self.found.pair) < 2:
            return
        (rows, down), (columns, across) = self.found.pair
        say, head = self.book.words, self.row + 1
        self._title(say.say("book_pair", rows=rows.label, columns=columns.label), [""] * len(across))
        tried: dict[tuple[int, int], str | None] = {}
        for r, factor in enumerate(down, 1):
            for c, other in enumerate(across, 1):
                cells = (f"$A{head + 1 + r}", f"{letters(FIRST + c - 1)}${head + 1}")
                tries = {rows: (factor, cells[0]), columns: (other, cells[1])}
                tried[r, c] = self._moved(f"two_way.{r}.{c}", tries)
        alive = None not in tried.values()
        style = Style("input" if alive else "link", percent_code([*down, *across]))
        for c, other in enumerate(across, FIRST):
            self.sheet.put(head, c, other, style)
        for r, factor in enumerate(down, 1):
            self.sheet.put(self.row, LABEL, factor, style)
            for c in range(1, len(across) + 1):
                self._figure(FIRST + c - 1, f"two_way.{r}.{c}", self.money, tried[r, c] if alive else None)
            self.row += 1
        self._how(alive=alive)

    def _how(self, *, alive: bool) -> None:
        if not alive:
            self.sheet.put(self.row, LABEL, self.book.words["book_kept_told"], Style("note"))
            self.row += 1
        self.row += 1

    # rates of discount

    def _rates(self) -> None:
        say, home = self.book.words, self.sheet.title
        self._title(say["table_rates"], [say["discount_rate"], say["term_npv"]])
        months = reference(self.book.marks["months"], home)
        own = self.book.inputs["benefits_pv", "rate"]
        for number, rate in enumerate(self.found.rates, 1):
            self._label("")
            planned = rate == self.book.evaluation.case.finance.discount_rate
            content: Content = Shown(own, rate) if planned else rate
            role = "link" if planned else "input"
            self.sheet.put(self.row, FIRST, content, Style(role, percent_code(self.found.rates)))
            worth = f"(1+{self._own(self.row, FIRST)})^-({self.rows.periods}*{months}/12)"
            self._figure(FIRST + 1, f"rates.{number}.npv", self.money, f"SUMPRODUCT({self.rows.net},{worth})")
            self.row += 1
        self.row += 1

    # scenarios and draws, as they were computed

    def _scenarios(self) -> None:
        if not self.found.scenarios:
            return
        say = self.book.words
        self._title(say["table_scenarios"], [say[_KEPT_WORDS[tail]] for tail in KEPT])
        self._label(say["book_in_force"])
        for column, tail in enumerate(KEPT, FIRST):
            style = Style("link", _KEPT_CODES.get(tail, self.money))
            self.sheet.put(self.row, column, Shown(tail), style)
        self.row += 1
        for result in self.found.scenarios:
            self._label(scenario_name(say, result))
            for column, tail in enumerate(KEPT, FIRST):
                self._figure(column, f"scenarios.{result.key}.{tail}", _KEPT_CODES.get(tail, self.money))
            self.row += 1
        self.sheet.put(self.row, LABEL, say["book_scenarios_kept"], Style("note"))
        self.row += 2

    def _draws(self) -> None:
        simulated, say = self.found.simulated, self.book.words
        if simulated is None:
            return
        self._title(say["book_simulation"], [say["book_result"]])
        rows = [(say.say("book_percentile", name=say[_WORDS[of]], percent=str(percent)), f"{of}.p{percent}",
                 self.money if of == "npv" else PERCENT) for of in _WORDS for percent in PERCENTILES]  # fmt: skip
        rows += [(say["book_mean"], "npv.mean", self.money), (say["book_loss"], "loss", "0.00%"),
                 (say["book_in_time"], "payback", "0.00%")]  # fmt: skip
        rows += [(say.say("book_variance_share", name=item.label), f"variance.{item.address}", PERCENT)
                 for item in self.found.ranged]  # fmt: skip
        for label, tail, code in rows:
            self._label(label)
            self._figure(FIRST, f"simulation.{tail}", code)
            self.row += 1
        self._how(alive=False)


def _power_of(powers: Sequence[tuple[str, int]]) -> str:
    """Return the product of cells to their powers as a formula writes it; 1 where none is left."""
    parts = [cell if power == 1 else f"{cell}^{power}" for cell, power in powers if power]
    return "*".join(parts) or "1"


def _joined(worths: Sequence[str]) -> str:
    return "".join(worths).removeprefix("+")
