"""The first sheet: the sentence, the key figures from their own cells, and the way through the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cxreport.case.models import BusinessCase, Portfolio
from cxreport.evaluate.revenue import ROOT
from cxreport.render.compose import view_of
from cxreport.render.printed import Printed
from cxreport.render.sentence import case_sentence, plain
from cxreport.render.workbook.book import Book, Figured, Jump, Sheet, Shown, Style
from cxreport.render.workbook.codes import MONTHS, PERCENT, RATIO, price_code
from cxreport.render.workbook.sheets import add_sheet


class Key(NamedTuple):
    """A key figure: its words, its figure, the words that explain it, and its number code."""

    label: str
    address: str
    told: str
    code: str


def put_summary(book: Book) -> Sheet:
    """Put the sheet that everyone sees first; its figures are found once all sheets are laid out."""
    sheet, say, case = add_sheet(book, "section_summary"), book.words, book.evaluation.case
    sheet.widths, sheet.portrait, sheet.pages_high = {0: 34, 1: 24, 2: 62}, True, 1
    sheet.put(0, 0, case.title, Style("title"))
    sheet.heights[0] = 28
    about = [case.organisation, case.prepared_by or "", book.formats.date(case.date)]
    sheet.put(1, 0, ", ".join(part for part in about if part), Style("note"))
    row = 3
    sheet.merges.append((row, 0, row, 2))
    sentence = _sentence(book)
    sheet.put(row, 0, sentence, Style("lead"))
    sheet.heights[row] = 18.0 * (1 + len(sentence) // 90)
    sheet.put(row + 1, 0, say["book_sentence_told"], Style("note"))
    row += 3
    _head(sheet, row, say["key_figures"])
    for key in _keys(book):
        row += 1
        sheet.put(row, 0, key.label, Style("label"))
        own = key.address == "ask"
        sheet.put(row, 1, Figured(key.address) if own else Shown(key.address), Style("key", key.code))
        if own:
            book.name("ask", sheet.spot(row, 1))
            book.places["ask"] = sheet.spot(row, 1)
        sheet.put(row, 2, key.told, Style("text"))
    return sheet


def put_contents(book: Book, sheet: Sheet) -> None:
    """Put what each sheet holds, and what the colours mean, below the key figures."""
    say = book.words
    row = max(cell.row for cell in sheet.cells) + 2
    _head(sheet, row, say["book_sheets"])
    for key, title in book.contents:
        row += 1
        sheet.put(row, 0, Jump(title), Style("jump"))
        sheet.put(row, 1, "", Style("text"))
        sheet.put(row, 2, say[key + "_holds"], Style("text"))
    row += 2
    _head(sheet, row, say["book_colours"])
    for role, key in (("input", "book_colour_input"), ("assumed", "book_colour_default"),
                      ("number", "book_colour_computed"), ("link", "book_colour_shown"),
                      ("kept", "book_colour_kept")):  # fmt: skip
        row += 1
        sheet.put(row, 0, say[key], Style("label"))
        sheet.put(row, 1, "1,234", Style(role))
        sheet.put(row, 2, say[key + "_told"], Style("text"))


def _head(sheet: Sheet, row: int, text: str) -> None:
    for column in range(3):
        sheet.put(row, column, text if column == 0 else "", Style("section"))


def _sentence(book: Book) -> str:
    case = book.evaluation.case
    if isinstance(case, BusinessCase):
        return plain(case_sentence(book.evaluation, book.formats))
    return plain(view_of(Printed(book.evaluation, book.formats), book.look).sentence)


def _keys(book: Book) -> Iterator[Key]:
    say, figures = book.words, book.evaluation.figures
    if isinstance(book.evaluation.case, BusinessCase):
        for address, label, told in (
            ("npv", "term_npv", "define_npv"),
            ("benefits_pv", "book_benefits_pv", ""),
            ("costs_pv", "book_costs_pv", ""),
        ):
            yield Key(say[label], address, say[told] if told else "", _price(book, address))
        yield Key(say["term_roi"], "roi", say["define_roi"], PERCENT)
        yield Key(say["book_payback"], "payback_months", say["define_payback"], MONTHS)
        yield Key(say["book_irr"], "irr", "", PERCENT)
        yield Key(say["term_break_even"], "break_even", say["define_break_even"], PERCENT)
        if "ask" in figures:
            yield Key(say["book_ask"], "ask", "", _price(book, "ask"))
    if isinstance(book.evaluation.case, Portfolio):
        yield from _portfolio_keys(book)
    if book.evaluation.has_revenue:
        yield Key(say["all_revenue"], f"{ROOT}.total", "", _price(book, f"{ROOT}.total"))
        for bucket in ("cxm", "csm", "sales"):
            address = f"{ROOT}.{bucket}.total"
            yield Key(say["bucket_" + bucket], address, say["define_" + bucket], _price(book, address))


def _portfolio_keys(book: Book) -> Iterator[Key]:
    """Yield the figures that decide, as the document has them."""
    codes = {"bcr": RATIO, "break_even": PERCENT}
    for figure in view_of(Printed(book.evaluation, book.formats), book.look).keys():  # noqa: SIM118 - no mapping
        code = codes.get(figure.path.rpartition(".")[2]) or _price(book, figure.path)
        yield Key(figure.title, figure.path, figure.note, code)


def _price(book: Book, address: str) -> str:
    return price_code(book.formats, [book.evaluation.amount(address)])
