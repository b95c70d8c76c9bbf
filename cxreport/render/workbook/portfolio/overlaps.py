"""Benefits that several proposals claim, below the proposals: what is counted twice, among all and among the chosen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.evaluate.portfolio import Overlap
from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.views.portfolio.names import Names
from cxreport.render.workbook.addresses import letters
from cxreport.render.workbook.book import Book, Content, Live, Sheet, Style

NAME, CHOSEN, WORTH, COUNTED = 1, 2, 3, 4


def put_overlaps(book: Book, sheet: Sheet, row: int, chosen: dict[str, int]) -> None:
    """Put every overlap from a row on; `chosen` has the row of each proposal, where its choice stands."""
    overlaps = outcome_of(book.evaluation).overlaps
    if not overlaps:
        return
    say, names = book.words, Names(book.evaluation, book.formats)
    heads = ("", say["table_overlaps"], say["book_chosen"], say["present_value"], say["book_of_chosen"])
    for column, head in enumerate(heads):
        sheet.put(row, column, head, Style("head" if column < CHOSEN else "head_number"))
    counted = []
    for overlap in overlaps:
        row = _put_one(book, sheet, row, overlap, names, chosen)
        if overlap.certain:
            counted.append(f"{letters(COUNTED)}{row + 1}")
    _put_once(book, sheet, row + 1, counted)


def _put_one(book: Book, sheet: Sheet, row: int, overlap: Overlap, names: Names, chosen: dict[str, int]) -> int:
    """Put the claims of an overlap and what they count twice at most; return the row of the latter."""
    code, first = "#,##0", row + 2
    for number, (proposal, benefit) in enumerate(overlap.benefits, 1):
        row += 1
        address, own = f"{overlap.address}.{number}.pv", f"{letters(CHOSEN)}{row + 1}"
        value = book.evaluation.amount(address)
        taken = Decimal(int(proposal in names.outcome.funded))
        sheet.put(row, NAME, f"{names.title(proposal)}: {benefit}", Style("indented"))
        choice = Live(f"{letters(CHOSEN)}{chosen[proposal] + 1}", taken)
        sheet.put(row, CHOSEN, choice, Style("link", "0"))
        book.places[address] = sheet.put(row, WORTH, value, Style("kept", code))
        sheet.put(row, COUNTED, Live(f"{letters(WORTH)}{row + 1}*{own}", value * taken), Style("number", code))
    row += 1
    told = book.words["overlap_certain" if overlap.certain else "overlap_possible"]
    sheet.put(row, NAME, f"{overlap.told} ({told})", Style("total_label"))
    sheet.put(row, CHOSEN, "", Style("total"))
    every = [book.evaluation.amount(f"{overlap.address}.{k + 1}.pv") for k in range(len(overlap.benefits))]
    funded = [value for value, (one, _) in zip(every, overlap.benefits, strict=True) if one in names.outcome.funded]
    for column, parts, address in ((WORTH, every, overlap.address), (COUNTED, funded, f"{overlap.address}.funded")):
        cells = f"{letters(column)}{first}:{letters(column)}{row}"
        live = Live(f"MAX(SUM({cells})-MAX({cells}),0)", _beyond_largest(parts))
        spot = sheet.put(row, column, live, Style("total", code))
        if address in book.evaluation.figures:
            book.places[address] = spot
    return row


def _beyond_largest(parts: Sequence[Decimal]) -> Decimal:
    return max(sum(parts, Decimal(0)) - max(parts), Decimal(0)) if parts else Decimal(0)


def _put_once(book: Book, sheet: Sheet, row: int, counted: Sequence[str]) -> None:
    """Put what the certain overlaps come to among the chosen, and the value with every benefit counted once."""
    if "overlaps.funded_total" not in book.evaluation.figures:
        return
    whole = "funding.npv" if "funding.npv" in book.evaluation.figures else "npv"
    total: Content = Live("+".join(counted), book.evaluation.amount("overlaps.funded_total"))
    once: Content = Live(
        f"{book.at(whole, sheet.title)}-{letters(COUNTED)}{row + 1}", book.evaluation.amount("overlaps.npv_once")
    )
    rows = (("book_counted_twice", total, "funded_total"), ("counted_once", once, "npv_once"))
    for at, (key, content, tail) in enumerate(rows, row):
        sheet.put(at, NAME, book.words[key], Style("total_label"))
        for column in (CHOSEN, WORTH):
            sheet.put(at, column, "", Style("total"))
        book.places[f"overlaps.{tail}"] = sheet.put(at, COUNTED, content, Style("total", "#,##0"))
