"""Amounts before any adjustment: drivers, formulas over drivers, and what is written outright."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Overflow

from cxreport.case.formula import money_dimension, parse_formula
from cxreport.case.models import Driver, Sourced
from cxreport.case.problem import Finding
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.ledger import Source, Unit
from cxreport.evaluate.scope import Scope
from cxreport.quantity import LIMIT, Money, Series


class Drivers:
    """The drivers that a line may use: its own, then the case-wide ones."""

    def __init__(
        self, scope: Scope, prefix: str, path: NodePath, own: Mapping[str, Driver], wide: Drivers | None = None
    ) -> None:
        self.scope = scope
        self.prefix = prefix
        self.path = path
        self.own = own
        self.wide = wide
        self._units: dict[str, Unit] = {}

    def enter(self, name: str, period: int) -> str:
        """Enter the value of a driver in a period, with all that it needs, and return its address."""
        if name not in self.own:
            assert self.wide is not None, name  # noqa: S101 - the checks have refused unknown names
            return self.wide.enter(name, period)
        address = f"{self.prefix}.{name}"
        if f"{address}.{period}" in self.scope.ledger.figures:
            return f"{address}.{period}"
        return self.scope.scaled(address, period, lambda at: self._enter(at, name, period))

    def _enter(self, address: str, name: str, period: int) -> str:
        driver, path = self.own[name], (*self.path, name)
        label = label_of(name, driver)
        if driver.value is not None:
            source, unit = self._value(driver, path, period, label)
            return self.scope.ledger.enter(address, label, unit, "written", amount=source)
        if driver.survival is not None:
            return self._left(address, name, label, driver.survival, period)
        return self.formula(address, label, self.unit(name), driver.formula or "", (*path, "formula"), period)

    def _left(self, address: str, name: str, label: str, leaving: str, period: int) -> str:
        """Enter what of a cohort is there at the end of a period: of those at its beginning, all but who leave."""
        inputs = {"leaving": self.enter(leaving, period)}
        if period > 1:
            inputs["there"] = self.enter(name, period - 1)
        text = "there * (1 - leaving)" if period > 1 else "1 - leaving"
        return self.scope.ledger.enter_formula(address, label, "percent", parse_formula(text), inputs)

    def formula(self, address: str, label: str, unit: Unit, text: str, path: NodePath, period: int) -> str:
        """Enter what a formula gives in a period; where it divides by zero, 0 stands in and the problem is noted."""
        formula = parse_formula(text)
        inputs = {name: self.enter(name, period) for name in formula.names}
        when = f" in period {period}" if self.scope.periods > 1 else ""
        ledger = self.scope.ledger
        try:
            found = ledger.enter_formula(address, label, unit, formula, inputs)
        except ZeroDivisionError:
            finding = Finding(
                "CX134", path, f"the formula divides by zero{when}", "check the driver that it divides by"
            )
        except Overflow:
            finding = too_large(path, f"the formula gives{when}")
        else:
            if abs(ledger[found]) < LIMIT:
                return found
            finding = too_large(path, f"the formula gives{when}")
            del ledger.figures[found]
        self.scope.note(finding)
        return ledger.enter_formula(address, label, unit, parse_formula("0"), {})

    def unit(self, name: str) -> Unit:
        """Return what a driver counts: money as soon as a driver that it is computed from does."""
        if name not in self._units:
            self._units[name] = self._unit(name)
        return self._units[name]

    def _unit(self, name: str) -> Unit:
        driver = self.own.get(name)
        if driver is None:
            return self.wide.unit(name) if self.wide is not None else "number"
        if driver.survival is not None:
            return "percent"
        if driver.value is None:
            return self.formula_unit(driver.formula or "0")
        forms = {value.form for value in driver.value}
        return "money" if "money" in forms else "percent" if forms == {"percent"} else "number"

    def formula_unit(self, text: str) -> Unit:
        """Return whether a formula gives money or a number; the checks have seen to its dimension."""
        formula = parse_formula(text)
        dimensions = {name: 1 if self.unit(name) == "money" else 0 for name in formula.names}
        return "money" if money_dimension(formula, dimensions) == 1 else "number"

    def _value(self, driver: Driver, path: NodePath, period: int, label: str) -> tuple[Source, Unit]:
        assert driver.value is not None  # noqa: S101 - the caller has looked
        value = driver.value.at(period)
        where = self.scope.series_path((*path, "value"), driver.value, period)
        if value.form == "money":
            return self.scope.money(where, value, label), "money"
        return self.scope.written(where, value.amount, label, value.form), value.form


def label_of(name: str, driver: Driver) -> str:
    """Return what a driver is called: its label, or its name in words."""
    return driver.label or name.replace("_", " ")


def too_large(path: NodePath, subject: str) -> Finding:
    """Return the problem of a result beyond the magnitudes that a case may hold (DESIGN §4)."""
    return Finding("CX114", path, f"{subject} 10^15 or more", "is a suffix or a factor wrong?")


def enter_amount(scope: Scope, prefix: str, path: NodePath, line: Sourced, drivers: Drivers, period: int) -> str:
    """Enter the amount of a line in a period, by formula or as written, and return its address."""
    return scope.scaled(f"{prefix}.amounts", period, lambda at: _enter_amount(scope, at, path, line, drivers, period))


def _enter_amount(scope: Scope, address: str, path: NodePath, line: Sourced, drivers: Drivers, period: int) -> str:
    label = line.name
    if line.formula is not None:
        return drivers.formula(address, label, "money", line.formula, (*path, "formula"), period)
    amount: Series[Money] | Money | None = getattr(line, "amount", None)
    if amount is None:
        return scope.ledger.enter(address, label, "money", "written", amount=scope.zero("no amount"))
    if isinstance(amount, Money):
        return scope.ledger.enter(
            address, label, "money", "written", amount=scope.money((*path, "amount"), amount, label)
        )
    where = scope.series_path((*path, "amount"), amount, period)
    return scope.ledger.enter(
        address, label, "money", "written", amount=scope.money(where, amount.at(period), "amount")
    )
