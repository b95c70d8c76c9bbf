"""What stands beside the results: the flows after tax, and what may follow the horizon."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cxreport.case.models import Tax
from cxreport.evaluate.beyond import KINDS, REAL, TAX, TERMINAL
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.columns import Year, years
from cxreport.render.views.said import addressed, said
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import Body, Cell, Row, Table, figure, head, name


def tax_tables(printed: Printed, look: Theme, tax: Tax) -> Iterator[Table]:
    """Yield what is taxed, the tax and what is left after it, by year; each row adds up to its total."""
    say, formats = printed.formats.words, printed.formats
    columns = years(printed.evaluation, formats, initial=True)
    rate, life = formats.percent_as_written(tax.rate), tax.depreciation_years
    whole = Table(
        id="tab-tax",
        title=say.say("table_tax", rate=rate, count=say.count(life))
        if life > 1
        else say.say("table_tax_one", rate=rate),
        unit=say.say("unit_cash", unit=formats.unit(printed.scale)),
        widths=(),
        head=head(say["flow"], figures=[*(year.title for year in columns), say["total"]]),
        bodies=(Body(tuple(_row(printed, kind, columns) for kind in KINDS)),),
        foot=(_row(printed, "net", columns),),
    )
    yield from spread(look, whole, ((26, REST),), say["continued"])


def _row(printed: Printed, kind: str, columns: tuple[Year, ...]) -> Row:
    """Return a row; what is taken away from the row before it is printed below zero."""
    start = "net_flows.0" if kind == "net" else f"{kind}.0"
    tails = [f"{kind}_years.{year.number}" if year.number else start for year in columns]
    form = printed.less if kind in {"depreciation", "due"} else printed.cell
    cells: list[Cell] = [figure(form(f"{TAX}.{tail}")) for tail in (*tails, f"{kind}_total")]
    return Row((name(printed.formats.words[f"tax_{kind}"]), *cells), "sum" if kind == "taxable" else "")


def tax_note(printed: Printed, tax: Tax) -> Markup:
    """Return what the flows after tax come to, and how losses and what is not written off were taken."""
    say, evaluation = printed.formats.words, printed.evaluation
    rate = tax.discount_rate if tax.discount_rate is not None else evaluation.case.finance.discount_rate
    assert rate is not None  # noqa: S101 - the checks have refused a business case without one
    npv, payback, irr = (f"{TAX}.{tail}" for tail in ("npv", "payback_months", "irr"))
    known = evaluation.value(payback) is not None
    back = printed.text(payback) if known else printed.note(payback, say["never_within"])
    told = said(
        say, "note_tax",
        rate=printed.formats.percent_as_written(rate),
        npv=addressed(npv, printed.spoken(npv)),
        payback=addressed(payback, back),
    )  # fmt: skip
    if evaluation.value(irr) is not None:
        told += " " + said(say, "note_tax_irr", rate=addressed(irr, printed.text(irr)))
    if evaluation.amount(f"{TAX}.left"):
        left = addressed(f"{TAX}.left", printed.spoken(f"{TAX}.left"))
        told += " " + said(say, "note_tax_left", left=left)
    return told + " " + say["note_tax_losses"]


def terminal_told(printed: Printed) -> Markup:
    """Return what would lie beyond the horizon, in a sentence that says that nothing else counts it; empty without."""
    formats, terminal = printed.formats, printed.evaluation.case.finance.terminal
    if terminal is None:
        return Markup("")
    money = {
        tail: addressed(f"{TERMINAL}.{tail}", printed.spoken(f"{TERMINAL}.{tail}")) for tail in ("flow", "pv", "npv")
    }
    if terminal.growth is not None:
        return said(formats.words, "terminal_growth", growth=formats.percent_as_written(terminal.growth), **money)
    assert terminal.multiple is not None  # noqa: S101 - the checks have refused a terminal without either
    return said(formats.words, "terminal_multiple", multiple=formats.number(terminal.multiple), **money)


def real_told(printed: Printed) -> Markup:
    """Return what the net flows are in prices of the first day, and that they are worth the same; empty without."""
    finance, formats, last = printed.evaluation.case.finance, printed.formats, printed.evaluation.periods
    if finance.inflation is None or finance.start is None:
        return Markup("")
    rate = f"{REAL}.rate"
    money = {"real": f"{REAL}.net_total", "nominal": f"cumulative.{last}", "npv": f"{REAL}.npv"}
    return said(
        formats.words, "real_told",
        month=formats.month(finance.start),
        rate=formats.percent_as_written(finance.inflation),
        discount=addressed(rate, printed.share(rate)),
        **{name: addressed(address, printed.spoken(address)) for name, address in money.items()},
    )  # fmt: skip
