"""The rules of the evaluation as formulas of a workbook: one for each, over the cells of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cxreport.case.formula import parse_formula
from cxreport.evaluate.ledger import Figure, Input, Written
from cxreport.render.workbook.addresses import reference
from cxreport.render.workbook.arithmetic import in_cells
from cxreport.render.workbook.book import Book

_LITTLE = Decimal("0.1")
_NO_PLAN = "1E-9"  # below it a plan is what twelfths leave of nought
_OTHER_GUESSES = ("0.1", "0.01", "1", "-0.3")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as its cell on the sheet `home` computes it: gives the cells of its inputs by their names."""

    book: Book
    figure: Figure
    home: str

    def __getitem__(self, name: str) -> str:
        """Return the cell, the range or the list of cells of an input; a convention stands as its number."""
        nearby = self.book.nearby.get((self.figure.address, name))
        if nearby is not None:
            return nearby
        if name == "periods_per_year":
            return f"(12/{reference(self.book.marks['months'], self.home)})"
        return self._cells(name, self.figure.inputs[name])

    def _cells(self, name: str, given: Input) -> str:
        if isinstance(given, str):
            return self.book.at(given, self.home)
        if isinstance(given, tuple):
            return self.book.many(tuple(source for source in given if isinstance(source, str)), self.home)
        spot = self.book.inputs.get((self.figure.address, name))
        return number(given.value) if spot is None else reference(spot, self.home)

    def each(self, name: str) -> list[str]:
        """Return the cells of a series one by one; a written value stands as its number."""
        given = self.figure.inputs[name]
        return [self._cells(name, source) for source in given] if isinstance(given, tuple) else [self[name]]

    def has(self, name: str) -> bool:
        """Return whether an input is more than the one that stands where nothing applies."""
        given = self.figure.inputs[name]
        return not (isinstance(given, Written) and given.place is None and (self.figure.address, name) not in
                    self.book.nearby)  # fmt: skip

    @property
    def undefined(self) -> str:
        """The text that stands where a ratio says nothing, as a formula writes it."""
        return quoted(self.book.words["book_undefined"])

    def per_year(self, rate: str) -> str:
        """Return a rate per period as one per year; what is yearly already stays as it is."""
        return rate if self._yearly else f"(1+{rate})^{self['periods_per_year']}-1"

    def per_period(self, name: str) -> str:
        """Return the yearly rate of an input as one per period."""
        return self[name] if self._yearly else f"(1+{self[name]})^(1/{self['periods_per_year']})-1"

    @property
    def _yearly(self) -> bool:
        return self.book.evaluation.periods_per_year == 1


def number(value: Decimal) -> str:
    """Return a number as a formula writes it."""
    return f"{value:f}"


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def formula_of(book: Book, figure: Figure, home: str) -> str:
    """Return the formula by which the workbook computes a figure on the sheet `home`, without the equals sign."""
    return FORMULAS[figure.rule](Reading(book, figure, home))


def _users_own(r: Reading) -> str:
    return in_cells(parse_formula(r.figure.formula), {name: r[name] for name in r.figure.inputs})


def _effect(r: Reading, *factors: str) -> str:
    return "*".join(r[name] for name in factors if r.has(name))


def delayed(r: Reading | Mapping[str, str], more: str = "") -> str:
    """Return the ramp of a period, moved by months: straight between the two periods that its time lies between.

    `more` is what comes to the months, as `+1`.
    """
    whole, part = (f"{law}({r['months']}{more},{r['months_per_period']})" for law in ("QUOTIENT", "MOD"))
    share = f"{part}/{r['months_per_period']}"

    def earlier(by: str) -> str:
        at = f"{r['period']}-{by}"
        return f"IF({at}<1,0,INDEX({r['ramp']},1,MAX({at},1)))"

    return f"{earlier(whole)}*(1-{share})+{earlier(f'{whole}-1')}*{share}"


def _present_value(r: Reading) -> str:
    return f"SUMPRODUCT({r['flows']},{r['factors']})"


def _if_above_zero(r: Reading, part: str, base: str) -> str:
    return f"IF({base}>0,{part}/{base},{r.undefined})"


def _room(r: Reading, difference: str) -> str:
    return f"IF(ISNUMBER({r['figure']}),{difference},{r.undefined})"


def _first_year(r: Reading) -> str:
    until = f'{r["periods"]},"<="&{r["last"]}'
    gained, spent = f"SUMIF({until},{r['benefits']})", f"SUMIF({until},{r['costs']})"
    return f"IF({spent}>0,({gained}-{spent})/{spent},{r.undefined})"


def _payback(r: Reading) -> str:
    """Return the months after the last period below zero, `last`, with the part of the next that is still needed."""
    total, last = r["totals"], r["last"]
    here, after = f"INDEX({total},1,{last}+1)", f"INDEX({total},1,{last}+2)"
    never = quoted(r.book.words["book_not_paid_back"])
    return f"IF({last}<0,0,IF({last}=MAX({r['periods']}),{never},({last}-{here}/({after}-{here}))*{r['months']}))"


def _internal_rate(r: Reading) -> str:
    """Return Excel's own rate where the flows turn once, so that there is only one; else that in words.

    Of flows that turn more than once Excel cannot say how many rates there are, but the case as written can.
    """
    say, roots, written = r.book.words, _roots(r), turns(r.book, r.figure)
    rate = _root_near(r, roots[0] if len(roots) == 1 else Decimal("0.1"))
    more = quoted(say["book_irr_perhaps"])
    if written > 1:
        more = rate if len(roots) == 1 else quoted(say["book_irr_several" if roots else "book_irr_none"])
    return f"IF({r['turns']}=0,{quoted(say['book_irr_none'])},IF({r['turns']}=1,{rate},{more}))"


def turns(book: Book, rate: Figure) -> int:
    """Return how often the flows behind an internal rate change their sign: 0, 1, or 2 for more often."""
    flows = [book.value(source) for name, source in rate.sources() if name == "flows" and isinstance(source, str)]
    signs = [flow > 0 for flow in flows if flow]
    return min(sum(before != after for before, after in pairwise(signs)), 2)


def _roots(r: Reading) -> list[Decimal]:
    start = f"{r.figure.address}.roots."
    found: list[Decimal] = []
    while (value := r.book.evaluation.figures.get(f"{start}{len(found) + 1}")) is not None and value.value is not None:
        found.append(value.value)
    return found


def _root_near(r: Reading, root: Decimal) -> str:
    """Return the rate that the search finds from near `root`: the guess has three digits, the rest is Excel's work.

    Inputs may have been changed since, so that the search goes on from elsewhere where it fails from there.
    """
    growth = (1 + root) ** (Decimal(1) / r.book.evaluation.periods_per_year)
    # Near -100% it is what is left of the outlay that has three digits: -1.00 is no rate.
    few = _three_digits(growth) - 1 if growth < _LITTLE else _three_digits(growth - 1)
    found = r.undefined
    for start in reversed((f"{few:f}", *_OTHER_GUESSES)):
        search = f"IRR({r['flows']},{start})"
        found = f"IFERROR({r.per_year(search)},{found})"
    return found


def _three_digits(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 2)) if value else value


def _irr_root(r: Reading) -> str:
    assert r.figure.value is not None  # noqa: S101 - a root is a number
    return _root_near(r, r.figure.value)


def _modified(r: Reading) -> str:
    flows = r["flows"]
    rate = r.per_year(f"MIRR({flows},{r.per_period('finance_rate')},{r.per_period('reinvestment_rate')})")
    return f"IF(AND(MIN({flows})<0,MAX({flows})>0),{rate},{r.undefined})"


def _weighted(r: Reading, amounts: str, shares: str) -> str:
    """Return the sum of amounts by the share of each that counts; a whole one stands alone, nought not at all."""
    given = r.figure.inputs[shares]
    values = [source.value for source in given if isinstance(source, Written)] if isinstance(given, tuple) else []
    parts = [cell if share == 1 else f"{cell}*{float(share)!r}"
             for cell, share in zip(r.each(amounts), values, strict=True) if share]  # fmt: skip
    return "+".join(parts) or "0"


def _reported(r: Reading) -> str:
    return f"SUM({r['parts']})" if r.figure.inputs["parts"] else r.undefined


def _variance(r: Reading) -> str:
    return f"IF(ISNUMBER({r['actual']}),{r['actual']}-{r['plan']},{r.undefined})"


def _variance_share(r: Reading) -> str:
    known = f"AND(ISNUMBER({r['variance']}),ABS({r['plan']})>{_NO_PLAN})"
    return f"IF({known},{r['variance']}/ABS({r['plan']}),{r.undefined})"


def _run_rate(r: Reading, bounds: str) -> str:
    """Return actual over plan within bounds, `{}` standing for it; one where nothing was reported or planned."""
    known, rate = f"ISNUMBER({r['actual']})", f"{r['actual']}/{r['plan']}"
    return f"IF({known},IF({r['plan']}>{_NO_PLAN},{bounds.format(rate)},1),1)"


def _revised(r: Reading) -> str:
    given = r.figure.inputs["open_share"]
    share = given.value if isinstance(given, Written) else Decimal(0)
    lost = "" if share == 0 else f"+{r['flow']}*{float(share)!r}*({r['rate']}-1)"
    return "+".join([r["flow"] + lost, *(r.each("variances") if r.figure.inputs["variances"] else [])])


def _shortfall(r: Reading) -> str:
    sides = [f"IF(ISNUMBER({r[name]}),{sign}{r[name]},0)" for name, sign in (("benefits", "-"), ("costs", ""))]
    known = f"OR(ISNUMBER({r['benefits']}),ISNUMBER({r['costs']}))"
    return f"IF({known},MAX(0,{','.join(sides)}),{r.undefined})"


FORMULAS: dict[str, Callable[[Reading], str]] = {
    "formula": _users_own,
    "written": lambda r: r["amount"],
    "converted": lambda r: f"{r['amount']}*{r['rate']}",
    "growth": lambda r: f"(1+{r['growth']})^{r['years']}",
    "delayed": delayed,
    "effect": lambda r: _effect(r, "amount", "ramp", "growth", "prices", "attribution", "margin"),
    "initial": lambda r: _effect(r, "amount", "attribution", "margin"),
    "benefit_after_risk": lambda r: f"{r['effect']}-ABS({r['effect']})*{r['risk']}",
    "cost_after_risk": lambda r: f"{r['effect']}+ABS({r['effect']})*{r['risk']}",
    "sum": lambda r: f"SUM({parts})" if (parts := r["parts"]) else "0",
    "less": lambda r: f"{r['whole']}-{r['part']}",
    "above_hurdle": lambda r: _room(r, f"{r['figure']}-{r['hurdle']}"),
    "below_hurdle": lambda r: _room(r, f"{r['hurdle']}-{r['figure']}"),
    "present_value": _present_value,
    "npv": lambda r: f"{r['benefits_pv']}-{r['costs_pv']}",
    "roi": lambda r: _if_above_zero(r, r["npv"], r["costs_pv"]),
    "bcr": lambda r: _if_above_zero(r, r["benefits_pv"], r["costs_pv"]),
    "break_even": lambda r: _if_above_zero(r, r["costs_pv"], r["benefits_pv"]),
    "first_year_roi": _first_year,
    "payback": _payback,
    "discounted_payback": _payback,
    "irr": _internal_rate,
    "irr_root": _irr_root,
    "mirr": _modified,
    "inflated": lambda r: f"(1+{r['inflation']})^({r['number']}/{r['periods_per_year']})",
    "deflated": lambda r: f"{r['flow']}/(1+{r['inflation']})^({r['number']}/{r['periods_per_year']})",
    "real_rate": lambda r: f"(1+{r['rate']})/(1+{r['inflation']})-1",
    "straight_line": lambda r: (
        f"SUM({bought})/({r['life']}*{r['periods_per_year']})" if (bought := r["bought"]) else "0"
    ),
    "taxed": lambda r: f"{r['taxable']}*{r['tax_rate']}",
    "perpetuity": lambda r: f"{r['flow']}*(1+{r['terminal_growth']})/({r['rate']}-{r['terminal_growth']})",
    "multiplied": lambda r: f"{r['flow']}*{r['multiple']}",
    "at_horizon": lambda r: f"{r['value']}*(1+{r['rate']})^-({r['number']}/{r['periods_per_year']})",
    "share": lambda r: f"{r['part']}/{r['total']}",
    "part_of": lambda r: f"IF({r['total']}<>0,{r['part']}/{r['total']},{r.undefined})",
    "in_sync": lambda r: f"{r['in_sync']}-{r['out_of_sync']}",
    "in_sync_groups": lambda r: f"{r['customers_in']}*({r['revenue_each_in']}-{r['revenue_each_out']})",
    "saved": lambda r: f"{r['customers']}*{r['would_have_left']}*{r['revenue_each']}",
    "survey_share": lambda r: f"{r['influenced']}/{r['asked']}",
    "survey_margin": lambda r: f"1.96*SQRT({r['share']}*(1-{r['share']})/{r['asked']})",
    "survey": lambda r: f"{r['share']}*({r['total']}-{r['cxm']})",
    "remainder": lambda r: f"{r['total']}-{r['cxm']}-{r['csm']}",
    "group": lambda r: f"SUMPRODUCT({r['amounts']},{r['shares']})",
    "discrepancy": lambda r: f"{r['stated']}-{r['computed']}",
    "plan": lambda r: _weighted(r, "flows", "shares"),
    "reported": _reported,
    "variance": _variance,
    "variance_share": _variance_share,
    "benefit_rate": lambda r: _run_rate(r, "MIN(MAX({},0),1)"),
    "cost_rate": lambda r: _run_rate(r, "MAX({},1)"),
    "remaining": lambda r: f"({_weighted(r, 'flows', 'open_shares')})*{r['rate']}",
    "revised_flow": _revised,
    "shortfall": _shortfall,
    "metric_plan": lambda r: f"{r['baseline']}+({r['target']}-{r['baseline']})*MIN(MAX({r['elapsed']},0),1)",
}
