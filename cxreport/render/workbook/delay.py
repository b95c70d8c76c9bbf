"""What a month's delay of all benefits would cost: the flows of each benefit a month later, as formulas."""

from __future__ import annotations

from decimal import Decimal

from cxreport.case.models import Benefit
from cxreport.evaluate.ledger import Figure, Written
from cxreport.render.views.columns import period_title
from cxreport.render.workbook.addresses import letters, reference
from cxreport.render.workbook.book import Book, Content, Live, Sheet, Shown, Style
from cxreport.render.workbook.cash import Rows
from cxreport.render.workbook.codes import money_code
from cxreport.render.workbook.lines import counted_lines
from cxreport.render.workbook.rules import Reading, delayed, number
from cxreport.render.workbook.written import Owner

LABEL, FIRST = 0, 1


def put_delay(book: Book, sheet: Sheet, row: int, rows: Rows) -> int:
    """Put the flows of every benefit one month later, their value, and what is lost; return the row behind."""
    say, periods = book.words, range(book.evaluation.periods + 1)
    for column in range(FIRST + len(periods)):
        sheet.put(row, column, say["book_delay"] if column == LABEL else "", Style("section"))
        head = "" if column == LABEL else period_title(book.evaluation, book.formats, column - FIRST)
        sheet.put(row + 1, column, head, Style("head" if column == LABEL else "head_number"))
    lines = [owner for owner in counted_lines(book) if isinstance(owner.model, Benefit)]
    flows = [book.evaluation.amount(f"{owner.address}.flows.{t}") for owner in lines for t in periods]
    code, first = money_code(flows), row + 2
    for at, owner in enumerate(lines, first):
        _put_line(book, sheet, at, owner, code)
    last, end = first + len(lines), letters(FIRST + len(periods) - 1)
    benefits = [book.assessed.amount(f"delay.benefit_flows.{t}") for t in periods]
    sheet.put(last, LABEL, say["benefits"], Style("total_label"))
    for column, value in enumerate(benefits, FIRST):
        cells = f"{letters(column)}{first + 1}:{letters(column)}{last}"
        total: Content = Live(f"SUM({cells})", value) if lines else value
        sheet.put(last, column, total, Style("total", code))
    months, rate = (reference(spot, sheet.title) for spot in (book.marks["months"], book.inputs["benefits_pv", "rate"]))
    worth = f"SUMPRODUCT(B{last + 1}:{end}{last + 1},(1+{rate})^-({rows.periods}*{months}/12))"
    npv, lost = f"{worth}-{book.at('costs_pv', sheet.title)}", f"{book.at('npv', sheet.title)}-B{last + 2}"
    for at, (label, address, formula) in enumerate(
        ((say["term_npv"], "delay.npv", npv), (say["book_delay_cost"], "delay.cost", lost)), last + 1
    ):
        sheet.put(at, LABEL, label, Style("label"))
        live = Live(formula, book.assessed.amount(address))
        book.places[address] = sheet.put(at, FIRST, live, Style("number", code))
        book.name(address, book.places[address])
    return last + 3


def _put_line(book: Book, sheet: Sheet, row: int, owner: Owner, code: str) -> None:
    sheet.put(row, LABEL, owner.title, Style("label"))
    sheet.put(row, FIRST, Shown(f"{owner.address}.flows.0"), Style("link", code))
    for t in range(1, book.evaluation.periods + 1):
        live: Content = Live(
            _later(book, sheet.title, owner, t), book.assessed.amount(f"delay.{owner.address}.flows.{t}")
        )
        sheet.put(row, FIRST + t, live, Style("number", code))


def _later(book: Book, home: str, owner: Owner, t: int) -> str:
    """Return the flow of a period with the ramp a month later: of its months, the first still has the ramp before."""
    at, months = owner.address, reference(book.marks["months"], home)
    own = book.evaluation.figures.get(f"{at}.ramps.{t}")
    if own is not None:  # its initiative comes later already
        ramp = f"({delayed(_from_afar(book, home, own), '+1')})"
    else:
        here, before = _input(book, home, f"{at}.effects.{t}", "ramp"), "0"
        if t > 1:
            before = _input(book, home, f"{at}.effects.{t - 1}", "ramp")
        ramp = f"({here}+({before}-{here})/{months})"
    amount = book.at(f"{at}.amounts.{t}", home)
    factors = [amount, ramp, book.at(f"{at}.growth.{t}", home)]
    factors += [_input(book, home, f"{at}.effects.{t}", name) for name in ("prices", "attribution", "margin")]
    risk = _input(book, home, f"{at}.flows.{t}", "risk")
    kept = "" if risk == "0" else f"*(1-SIGN({amount})*{risk})"
    return "*".join(factor for factor in factors if factor != "1") + kept


def _from_afar(book: Book, home: str, ramp: Figure) -> dict[str, str]:
    """Return the inputs of a delayed ramp as another sheet writes them: those beside it stand without theirs."""
    reading, place = Reading(book, ramp, home), book.places[ramp.address]
    lead = reference(place, home).rpartition("!")[0]
    near = {name: f"{lead}!{book.nearby[ramp.address, name]}" for name in ("ramp", "period")}
    return near | {"months": reading["months"], "months_per_period": reference(book.marks["months"], home)}


def _input(book: Book, home: str, address: str, name: str) -> str:
    spot = book.inputs.get((address, name))
    if spot is not None:
        return reference(spot, home)
    given = book.evaluation.figures[address].inputs.get(name, Written(Decimal(1), name))
    if isinstance(given, str):
        return book.at(given, home)
    assert isinstance(given, Written)  # noqa: S101 - a factor is a figure or written
    return number(given.value)
