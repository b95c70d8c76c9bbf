"""The sheet of proposals: their present values as their own papers have them, their returns, and the choice."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.views.portfolio.names import Names
from cxreport.render.workbook.addresses import Spot, letters
from cxreport.render.workbook.book import Book, Content, Live, Sheet, Style
from cxreport.render.workbook.codes import MONTHS, NOTHING, RATIO, WHOLE, money_code
from cxreport.render.workbook.portfolio.overlaps import put_overlaps
from cxreport.render.workbook.rules import quoted
from cxreport.render.workbook.sheets import add_sheet, put_heads

RANK, NAME, CHOSEN, BENEFITS, COSTS, NPV, BCR, PAYBACK, WEIGHT, LOSS = range(10)
_FIRST = 3


class Grid(NamedTuple):
    """Where the proposals stand: the title of their sheet, and the first and the last of their rows, from 0."""

    sheet: str
    first: int
    last: int

    @property
    def chosen(self) -> str:
        """The cells of the choice, 1 for each that is funded, as a formula of another sheet writes them."""
        column = letters(CHOSEN)
        quoted_title = self.sheet.replace("'", "''")
        return f"'{quoted_title}'!${column}${self.first + 1}:${column}${self.last + 1}"


def put_proposals(book: Book) -> Grid:
    """Put every proposal in its rank, the sums of the chosen and of all, and return where they stand."""
    say, outcome, names = book.words, outcome_of(book.evaluation), Names(book.evaluation, book.formats)
    sheet = add_sheet(book, "book_proposals")
    put_heads(sheet, say["book_proposals"], say["book_proposals_told"])
    keys = [
        "ref",
        "proposal",
        "book_chosen",
        "benefits",
        "costs",
        "npv_short",
        "bcr_short",
        "payback_short",
        "weight",
        "all_the_same",
    ]
    for column, key in enumerate(keys):
        sheet.put(_FIRST - 1, column, say[key], Style("head" if column < CHOSEN else "head_number"))
    sheet.widths = {
        RANK: 7,
        NAME: 48,
        CHOSEN: 11,
        BENEFITS: 16,
        COSTS: 16,
        NPV: 16,
        BCR: 14,
        PAYBACK: 24,
        WEIGHT: 10,
        LOSS: 18,
    }
    sheet.head, sheet.lead = _FIRST, CHOSEN
    code = money_code(
        [book.evaluation.amount(f"{p.id}.{s}") for p in outcome.proposals for s in ("benefits_pv", "costs_pv")]
    )
    for row, proposal in enumerate(outcome.proposals, _FIRST):
        _put_one(book, sheet, row, proposal.id, names, code)
    grid = Grid(sheet.title, _FIRST, _FIRST + len(outcome.proposals) - 1)
    prefixes = [""] if outcome.line is None else ["funding.", "unfunded.", ""]
    for row, prefix in enumerate(prefixes, grid.last + 1):
        _put_sum(book, sheet, grid, row, prefix, code)
    rows = {proposal.id: row for row, proposal in enumerate(outcome.proposals, _FIRST)}
    put_overlaps(book, sheet, grid.last + len(prefixes) + 3, rows)
    return grid


def _put_one(book: Book, sheet: Sheet, row: int, one: str, names: Names, code: str) -> None:
    figures, chosen = book.evaluation.figures, one in names.outcome.funded
    sheet.put(row, RANK, Decimal(names.refs[one]), Style("number", WHOLE))
    sheet.put(row, NAME, names.title(one), Style("label"))
    sheet.put(row, CHOSEN, Decimal(int(chosen)), Style("input", WHOLE))
    for column, key in ((BENEFITS, "benefits_pv"), (COSTS, "costs_pv")):
        spot = sheet.put(row, column, book.evaluation.amount(f"{one}.{key}"), Style("kept", code))
        _keep(book, f"{one}.{key}", spot)
    _put_returns(book, sheet, row, f"{one}.", code, "number")
    months = book.value(f"{one}.payback_months")
    told: Content = book.words["book_not_paid_back"] if months is None else months
    _keep(book, f"{one}.payback_months", sheet.put(row, PAYBACK, told, Style("kept", MONTHS)))
    for column, address, look in (
        (WEIGHT, f"{one}.weight", Style("input", "0.##")),
        (LOSS, f"{one}.funded_all_the_same.loss", Style("kept", code)),
    ):
        if address not in figures:
            sheet.put(row, column, "", Style("number"))
        else:
            _keep(book, address, sheet.put(row, column, book.evaluation.amount(address), look))


def _put_returns(book: Book, sheet: Sheet, row: int, prefix: str, code: str, role: str) -> None:
    """Put net present value and benefit-cost ratio as formulas over the present values before them."""
    benefits, costs = f"{letters(BENEFITS)}{row + 1}", f"{letters(COSTS)}{row + 1}"
    net = Live(f"{benefits}-{costs}", book.evaluation.amount(f"{prefix}npv"))
    _keep(book, f"{prefix}npv", sheet.put(row, NPV, net, Style(role, code)))
    none = book.words["book_undefined"]
    ratio = book.value(f"{prefix}bcr")
    formula = f"IF({costs}>0,{benefits}/{costs},{quoted(none)})"
    _keep(
        book, f"{prefix}bcr", sheet.put(row, BCR, Live(formula, none if ratio is None else ratio), Style(role, RATIO))
    )


def _put_sum(book: Book, sheet: Sheet, grid: Grid, row: int, prefix: str, code: str) -> None:
    """Put the sum of the chosen, of the others, or of all."""
    titles = {"funding.": "funded_sum", "unfunded.": "unfunded_sum", "": "all_proposals"}
    title = book.words[titles[prefix]]
    sheet.put(row, RANK, "", Style("total_label"))
    sheet.put(row, NAME, title, Style("total_label"))
    count = f"{letters(CHOSEN)}{grid.first + 1}:{letters(CHOSEN)}{grid.last + 1}"
    outcome = outcome_of(book.evaluation)
    flags = {"funding.": count, "unfunded.": f"1-{count}"}.get(prefix, "")
    number = len(outcome.funded) if prefix == "funding." else len(outcome.proposals) - len(outcome.funded)
    total: Content = Live(f"SUMPRODUCT({flags})", Decimal(number)) if flags else ""
    sheet.put(row, CHOSEN, total, Style("total", f"0;-0;{NOTHING}" if prefix else ""))
    for column, key in ((BENEFITS, "benefits_pv"), (COSTS, "costs_pv")):
        cells = f"{letters(column)}{grid.first + 1}:{letters(column)}{grid.last + 1}"
        formula = f"SUMPRODUCT({flags},{cells})" if flags else f"SUM({cells})"
        spot = sheet.put(row, column, Live(formula, book.evaluation.amount(prefix + key)), Style("total", code))
        _keep(book, prefix + key, spot)
    _put_returns(book, sheet, row, prefix, code, "total")
    for column in (PAYBACK, WEIGHT, LOSS):
        sheet.put(row, column, "", Style("total"))


def _keep(book: Book, address: str, spot: Spot) -> None:
    book.places[address] = spot
    book.name(address, spot)
