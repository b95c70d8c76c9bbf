"""What stands beside the results of a case, in none of them: its flows after tax, and what may follow its horizon."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.case.models import Cost, Tax, Terminal
from cxreport.evaluate.flows import Line, discount_rate, inflation, months_per_period, per_year
from cxreport.evaluate.ledger import Source, Written
from cxreport.evaluate.results import enter_internal_rates, enter_years
from cxreport.evaluate.scope import Scope

TAX, TERMINAL, REAL = "after_tax", "terminal", "real"
KINDS = {
    "operating": "Benefits less operating costs",
    "depreciation": "Depreciation",
    "taxable": "Taxable income",
    "due": "Tax",
}


def enter_beyond(scope: Scope, lines: Sequence[Line]) -> None:
    """Enter what the case says of tax and of the time after its horizon."""
    finance = scope.case.finance
    if finance.tax is not None:
        _AfterTax(scope, finance.tax, [line for line in lines if line.counted and not line.is_benefit]).enter()
    if finance.inflation is not None:
        _enter_real(scope)
    if finance.terminal is not None:
        _enter_terminal(scope, finance.terminal)


class _AfterTax:
    """The flows of the whole case after tax: losses are set off against what else the organisation earns."""

    def __init__(self, scope: Scope, tax: Tax, costs: Sequence[Line]) -> None:
        self.scope, self.tax, self.costs = scope, tax, costs
        self.periods = range(scope.periods + 1)
        years = Decimal(tax.depreciation_years)
        self.life = scope.written(("finance", "tax", "depreciation_years"), years, "years of writing off")
        self.rate = scope.written(("finance", "tax", "rate"), tax.rate, "rate of tax", "percent")

    def enter(self) -> None:
        """Enter the way from flows before tax to flows after it, and what these return."""
        self._sides()
        net = tuple(map(self._period, self.periods))
        for kind, label in (*KINDS.items(), ("net", "Net flow after tax")):
            series = net if kind == "net" else self._series(kind)
            enter_years(self.scope, f"{TAX}.{kind}_years", label, series)
            self.scope.total(f"{TAX}.{kind}_total", f"{label}, total", series)
        for t in self.periods:
            self.scope.total(f"{TAX}.cumulative.{t}", "Running total after tax", net[: t + 1])
        bought = self.scope.total(f"{TAX}.capital_total", "Capital costs, total", self._series("capital"))
        self.scope.ledger.enter(f"{TAX}.left", "Not written off at the horizon", "money", "less",
                                whole=bought, part=f"{TAX}.depreciation_total")  # fmt: skip
        self._returns(net)

    def _sides(self) -> None:
        """Enter what of the costs is written off, and what counts at once."""
        for t in self.periods:
            for kind, capital in (("capital", True), ("expenses", False)):
                parts = tuple(f"{line.address}.flows.{t}" for line in self.costs if _is_capital(line) == capital)
                self.scope.total(f"{TAX}.{kind}.{t}", f"{kind.capitalize()}", parts)

    def _period(self, t: int) -> str:
        enter, at = self.scope.ledger.enter, TAX
        enter(f"{at}.operating.{t}", KINDS["operating"], "money", "less",
              whole=f"benefit_flows.{t}", part=f"{at}.expenses.{t}")  # fmt: skip
        first = max(t - self.tax.depreciation_years * self.scope.periods_per_year, 0)
        bought = tuple(f"{at}.capital.{before}" for before in range(first, t))
        enter(f"{at}.depreciation.{t}", KINDS["depreciation"], "money", "straight_line",
              bought=bought, life=self.life, periods_per_year=per_year(self.scope))  # fmt: skip
        enter(f"{at}.taxable.{t}", KINDS["taxable"], "money", "less",
              whole=f"{at}.operating.{t}", part=f"{at}.depreciation.{t}")  # fmt: skip
        enter(f"{at}.due.{t}", KINDS["due"], "money", "taxed", taxable=f"{at}.taxable.{t}", tax_rate=self.rate)
        return enter(f"{at}.net_flows.{t}", "Net flow after tax", "money", "less",
                     whole=f"net_flows.{t}", part=f"{at}.due.{t}")  # fmt: skip

    def _series(self, kind: str) -> tuple[str, ...]:
        return tuple(f"{TAX}.{kind}.{t}" for t in self.periods)

    def _returns(self, net: tuple[str, ...]) -> None:
        enter, yearly = self.scope.ledger.enter, per_year(self.scope)
        enter(f"{TAX}.npv", "Net present value after tax", "money", "present_value",
              flows=net, rate=self._discount_rate(), periods_per_year=yearly)  # fmt: skip
        enter(f"{TAX}.payback_months", "Payback after tax", "months", "payback",
              flows=net, months_per_period=months_per_period(self.scope))  # fmt: skip
        enter_internal_rates(self.scope, f"{TAX}.", "Internal rate of return after tax")

    def _discount_rate(self) -> Source:
        rate = self.tax.discount_rate
        if rate is None:
            return discount_rate(self.scope)
        return self.scope.written(("finance", "tax", "discount_rate"), rate, "discount rate after tax", "percent")


def _is_capital(line: Line) -> bool:
    return isinstance(line.model, Cost) and line.model.cost_class == "capital"


def _enter_real(scope: Scope) -> None:
    """Enter the net flows in prices of the first day, the real rate, and the same net present value from these."""
    enter, rise, yearly = scope.ledger.enter, inflation(scope), per_year(scope)
    net = tuple(
        enter(f"{REAL}.net_flows.{t}", "Net flow in prices of the first day", "money", "deflated",
              flow=f"net_flows.{t}", inflation=rise, number=Written(Decimal(t), "periods from the start"),
              periods_per_year=yearly)
        for t in range(scope.periods + 1)
    )  # fmt: skip
    scope.total(f"{REAL}.net_total", "Net flow in prices of the first day, total", net)
    rate = enter(f"{REAL}.rate", "Real discount rate", "percent", "real_rate",
                 rate=discount_rate(scope), inflation=rise)  # fmt: skip
    enter(f"{REAL}.npv", "Net present value by real flows and the real rate", "money", "present_value",
          flows=net, rate=rate, periods_per_year=yearly)  # fmt: skip


def _enter_terminal(scope: Scope, terminal: Terminal) -> None:
    """Enter what the last year's net flow is worth if it goes on, as of today and with the net present value."""
    enter, last = scope.ledger.enter, range(scope.periods - scope.periods_per_year + 1, scope.periods + 1)
    flow = scope.total(f"{TERMINAL}.flow", "Net flow of the last year", tuple(f"net_flows.{t}" for t in last))
    label = "Value beyond the horizon"
    if terminal.growth is not None:
        growth = scope.written(("finance", "terminal", "growth"), terminal.growth, "growth for ever", "percent")
        value = enter(f"{TERMINAL}.value", label, "money", "perpetuity",
                      flow=flow, terminal_growth=growth, rate=discount_rate(scope))  # fmt: skip
    else:
        assert terminal.multiple is not None  # noqa: S101 - the checks have refused a terminal without either
        multiple = scope.written(("finance", "terminal", "multiple"), terminal.multiple, "multiple")
        value = enter(f"{TERMINAL}.value", label, "money", "multiplied", flow=flow, multiple=multiple)
    periods = scope.written(("finance", "periods"), Decimal(scope.periods), "periods")
    worth = enter(f"{TERMINAL}.pv", f"{label}, present value", "money", "at_horizon",
                  value=value, rate=discount_rate(scope), number=periods, periods_per_year=per_year(scope))  # fmt: skip
    scope.total(f"{TERMINAL}.npv", "Net present value with what lies beyond", ("npv", worth))
