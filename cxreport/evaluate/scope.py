"""What the evaluation of one case works with: its ledger, its places and what it has found wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from cxreport.case import tree
from cxreport.case.load import LoadedCase
from cxreport.case.models import BusinessCase, Case
from cxreport.case.problem import Finding
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.ledger import Ledger, Source, Unit, Written
from cxreport.quantity import MONTHS_PER, DriverValue, Money, Series


class Turns(NamedTuple):
    """How a scenario turns out otherwise than the case: inputs times a factor, and benefits that come later.

    Both by address: of an input, and the id of an initiative. `moved` says where the scenario writes what it puts in
    place of the case's own values.
    """

    factors: Mapping[str, Written] = {}
    delays: Mapping[str, Written] = {}
    moved: Mapping[NodePath, NodePath] = {}

    def written_at(self, path: NodePath) -> NodePath:
        """Return the path at which the value of `path` is written."""
        for end in range(len(path), 0, -1) if self.moved else ():
            if path[:end] in self.moved:
                return (*self.moved[path[:end]], *path[end:])
        return path


class Scope:
    """The case under evaluation. `findings` collects what only the numbers could tell."""

    def __init__(self, loaded: LoadedCase, case: Case, turns: Turns | None = None) -> None:
        self.loaded, self.case, self.turns = loaded, case, turns or Turns()
        self.ledger = Ledger()
        self.findings: list[Finding] = []
        self._written: dict[tuple[NodePath, Decimal, str, Unit], Written] = {}

    def note(self, finding: Finding) -> None:
        """Keep a finding; what goes wrong in one place is said once, for the first period in which it does."""
        if all((other.code, other.path) != (finding.code, finding.path) for other in self.findings):
            self.findings.append(finding)

    @property
    def has_errors(self) -> bool:
        """Whether the numbers have brought an error to light."""
        return any(finding.severity == "error" for finding in self.findings)

    @property
    def periods(self) -> int:
        """How many periods follow time 0; a value report has one, its own."""
        return (self.case.finance.periods or 1) if isinstance(self.case, BusinessCase) else 1

    @property
    def months_per_period(self) -> int:
        """The length of a period in months."""
        return MONTHS_PER[self.case.finance.period or "year"]

    @property
    def periods_per_year(self) -> int:
        """How many periods make a year."""
        return 12 // self.months_per_period

    def written(self, path: NodePath, value: Decimal, what: str, unit: Unit = "number") -> Written:
        """Return a value as the user wrote it, with its place; the default of a ready driver has none."""
        return self._once(self._as_written, path, value, what, unit)

    def default(self, path: NodePath, value: Decimal, what: str) -> Written:
        """Return a percentage that may have been left out, in which case it has no place of its own."""
        return self._once(self._as_written_or_left_out, path, value, what, "percent")

    def _once(self, find: Callable[..., Written], path: NodePath, value: Decimal, what: str, unit: Unit) -> Written:
        """Return what is written at a path, sought once: most of it is asked for in every period."""
        key = (path, value, what, unit)
        if key not in self._written:
            self._written[key] = find(*key)
        return self._written[key]

    def _as_written(self, path: NodePath, value: Decimal, what: str, unit: Unit) -> Written:
        where = self.turns.written_at(path)
        node = tree.lookup(self.loaded.root, where) if self.loaded.root is not None else None
        if isinstance(node, tree.Scalar) and node.made:
            return Written(value, f"{what}, default", None, unit)
        return Written(value, what, self.loaded.place(where), unit)

    def _as_written_or_left_out(self, path: NodePath, value: Decimal, what: str, unit: Unit) -> Written:
        node = tree.lookup(self.loaded.root, path) if self.loaded.root is not None else None
        if isinstance(node, tree.Scalar) and not node.empty:
            return self._as_written(path, value, what, unit)
        return Written(value, f"{what}, default", None, unit)

    def zero(self, what: str) -> Source:
        """Return the nothing that stands where no amount was written."""
        return Written(Decimal(0), what, None, "money")

    def money(self, path: NodePath, money: Money | DriverValue, what: str) -> Source:
        """Return an amount in the case's currency: as written, or as a figure converted at the case's rate."""
        source = self.written(path, money.amount, what, "money")
        rate = self._rate(money.money if isinstance(money, DriverValue) else money)
        if rate is None:
            return source
        code, worth = rate
        address = "converted." + ".".join(map(str, path))
        if address not in self.ledger.figures:
            at = self.written(("rates", code, "rate"), worth, f"{self.case.currency} for one {code}")
            self.ledger.enter(address, f"{what} in {self.case.currency}", "money", "converted", amount=source, rate=at)
        return address

    def _rate(self, money: Money) -> tuple[str, Decimal] | None:
        marks = money.currencies()
        if not marks or self.case.currency in marks:
            return None
        code = next(code for code in sorted(marks) if code in self.case.rates)
        return code, self.case.rates[code].rate

    def series_path(self, path: NodePath, series: Series[Any], period: int) -> NodePath:
        """Return where the value of `period` stands: its own item of a list, or the one value for all."""
        return (*path, period - 1) if series.listed else path

    def scaled(self, address: str, period: int, enter: Callable[[str], str]) -> str:
        """Enter a figure of an input in a period by `enter`, times its factor where a scenario has one."""
        factor = self.turns.factors.get(address)
        if factor is None:
            return enter(f"{address}.{period}")
        planned = self.ledger.figures[enter(f"{address}.planned.{period}")]
        return self.ledger.enter(
            f"{address}.{period}", planned.label, planned.unit, "scaled", amount=planned.address, factor=factor
        )

    def total(self, address: str, label: str, parts: tuple[str, ...]) -> str:
        """Enter the sum of `parts` and return its address."""
        return self.ledger.enter(address, label, "money", "sum", parts=parts)

    def amount(self, value: Decimal) -> str:
        """Return an amount for a message: the currency's letters and plain digits, to the cent or two digits."""
        last = min(value.adjusted() - 1, -2)
        exponent = value.normalize().as_tuple().exponent
        short = isinstance(exponent, int) and exponent >= last
        told = value if short else value.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP)
        return f"{self.case.currency} {told.normalize():,f}".strip()
