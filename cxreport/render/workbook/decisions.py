"""Below the returns: costs by class and type, alternatives, and the verdict on every hurdle."""

from __future__ import annotations

from collections.abc import Sequence

from cxreport.case.models import BusinessCase
from cxreport.evaluate.alternatives import choices
from cxreport.evaluate.cost_kinds import cost_kinds
from cxreport.evaluate.hurdles import Hurdle, hurdles_of, verdict
from cxreport.render.views.alternatives import choice_title
from cxreport.render.workbook.addresses import reference
from cxreport.render.workbook.book import Book, Content, Figured, Live, Sheet, Shown, Style
from cxreport.render.workbook.codes import MONTHS, PERCENT
from cxreport.render.workbook.rules import quoted

LABEL, TOLD, FIRST = 0, 1, 2
Cells = Sequence[tuple[Content, str]]


class Listing:
    """Sections of a sheet, one below the other: a label, a text, and figures beside these."""

    def __init__(self, book: Book, sheet: Sheet, row: int, money: str) -> None:
        self.book, self.sheet, self.row, self.money = book, sheet, row, money

    def heads(self, texts: Sequence[str], numbers: Sequence[str]) -> None:
        """Put the heads of the columns."""
        for column, text in enumerate((*texts, *numbers)):
            role = "head_number" if column >= len(texts) else "head_text" if column else "head"
            self.sheet.put(self.row, column, text, Style(role))
        self.row += 1

    def section(self, title: str, numbers: Sequence[str], texts: Sequence[str] = ("", "")) -> None:
        """Begin a section under its title and heads."""
        self.row += 1
        self.sheet.put(self.row, LABEL, title, Style("section"))
        self.sheet.put(self.row, TOLD, "", Style("section"))
        self.row += 1
        self.heads(texts, numbers)

    def plain(self, label: str, told: str, cells: Cells) -> None:
        """Put a row of figures, each in its own cell or shown from another."""
        self.sheet.put(self.row, LABEL, label, Style("label"))
        self.sheet.put(self.row, TOLD, told, Style("text"))
        for column, (content, code) in enumerate(cells, FIRST):
            if isinstance(content, Figured):
                self.book.figure(self.sheet, self.row, column, content.address, Style("number", code))
            else:
                self.sheet.put(self.row, column, content, Style("link", code))
        self.row += 1


def put_decisions(at: Listing) -> None:
    """Put what stands below the returns, where the case has it."""
    case = at.book.evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no returns
    _put_cost_kinds(at, case)
    _put_alternatives(at, case)
    _put_hurdles(at)


def _put_cost_kinds(at: Listing, case: BusinessCase) -> None:
    say, kinds = at.book.words, cost_kinds(case)
    if kinds:
        at.section(say["table_cost_kinds"], [say["total"], say["present_value"]])
    for kind in kinds:
        cells = [(Figured(f"{kind.address}.{tail}"), at.money) for tail in ("total", "pv")]
        at.plain(say["cost_class_" + kind.cost_class], say["cost_type_" + kind.cost_type], cells)


def _put_alternatives(at: Listing, case: BusinessCase) -> None:
    """Put the alternatives in the order of their costs as written, and below them what each adds to the one before."""
    say, found = at.book.words, choices(case, at.book.evaluation.figures)
    heads = [say[key] for key in ("benefits", "costs", "npv_short", "roi_short")]
    for title, step in (("table_alternatives", ""), ("book_steps", ".step")):
        if found:
            at.section(say[title], heads)
        for choice in found:
            cells = [(Figured(f"{choice.address}{step}.{t}"), at.money) for t in ("benefits_pv", "costs_pv", "npv")]
            cells.append((Figured(f"{choice.address}{step}.roi"), PERCENT))
            at.plain(choice_title(say, case, choice), "", cells)


def _put_hurdles(at: Listing) -> None:
    """Put what is asked beside what the case comes to, with a verdict that follows from both."""
    say, found = at.book.words, hurdles_of(at.book.evaluation.figures)
    if found:
        at.section(
            say["table_hurdles"], [say[key] for key in ("hurdle_asked", "hurdle_reached", "book_room", "verdict")]
        )
    for hurdle in found:
        code, row = MONTHS if hurdle.unit == "months" else PERCENT, at.row
        told = say["hurdle_least" if hurdle.is_floor else "hurdle_most"]
        cells: Cells = [(Figured(hurdle.address), code), (Shown(hurdle.figure), code), (Figured(hurdle.room), code)]
        at.plain(say["hurdle_" + hurdle.key], told, cells)
        at.sheet.put(row, FIRST + 3, _verdict(at, hurdle, row), Style("link"))


def _verdict(at: Listing, hurdle: Hurdle, row: int) -> Live:
    say, room = at.book.words, reference(at.sheet.spot(row, FIRST + 2), at.sheet.title)
    met, missed, never = (
        quoted(say[f"verdict_{key}"]) for key in ("met", "missed", "open" if hurdle.is_floor else "missed")
    )
    told = say["verdict_" + verdict(at.book.evaluation.figures, hurdle)]
    return Live(f"IF(ISNUMBER({room}),IF({room}>=0,{met},{missed}),{never})", told)
