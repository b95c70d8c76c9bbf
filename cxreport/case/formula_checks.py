"""What has to hold for drivers and formulas: names that exist, no circles, and money where money is due."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from difflib import get_close_matches

from cxreport.case.checks import flow_lines, revenue_lines
from cxreport.case.formula import Formula, FormulaError, money_dimension, parse_formula
from cxreport.case.models import BusinessCase, Case, Driver, Sourced
from cxreport.case.problem import Finding, Path

Named = dict[str, tuple[Path, Driver]]


def find_formula_problems(case: Case, broken: frozenset[Path]) -> list[Finding]:
    """Return what is wrong with the drivers and formulas of `case`."""
    wide: Named = {name: (("drivers", name), driver) for name, driver in case.drivers.items()}
    findings = [*_Scope(wide, broken, {}).problems()]
    lines: list[tuple[Path, Sourced]] = [*flow_lines(case)] if isinstance(case, BusinessCase) else []
    if case.revenue is not None:
        lines += [(path, line) for path, _, line in revenue_lines(case.revenue)]
    for path, line in lines:
        own: Named = {name: ((*path, "drivers", name), driver) for name, driver in line.drivers.items()}
        scope = _Scope(own, broken, wide)
        findings += scope.problems()
        if line.formula is not None:
            findings += scope.line_problems(line.formula, (*path, "formula"))
    return findings


class _Scope:
    """The drivers that a formula may name: its line's own, then the case-wide ones."""

    def __init__(self, own: Named, broken: frozenset[Path], wide: Named) -> None:
        self.own = own
        self.known = wide | own
        self.broken = broken

    def problems(self) -> Iterator[Finding]:
        """Yield what is wrong with the drivers of this scope."""
        for path, driver in self.own.values():
            yield from self._shape(path, driver)
            if driver.formula is not None and (*path, "formula") not in self.broken:
                parsed = yield from self._parsed(driver.formula, (*path, "formula"))
                if parsed is not None:
                    yield from self._unit_problem(parsed, (*path, "formula"))
        yield from self._circles()

    def line_problems(self, text: str, path: Path) -> Iterator[Finding]:
        """Yield what is wrong with the formula of a line, whose result has to be money."""
        parsed = yield from self._parsed(text, path)
        if parsed is None or self._in_circle(parsed) or (yield from self._unit_problem(parsed, path)):
            return
        if self._uses_money(parsed) and self._dimension(parsed) == 0:
            yield Finding(
                "CX135",
                path,
                "the formula gives a plain number, not money",
                "multiply by one driver that has a currency",
            )

    def _shape(self, path: Path, driver: Driver) -> Iterator[Finding]:
        given = [key for key in ("value", "formula") if getattr(driver, key) is not None]
        if self.broken & {(*path, "value"), (*path, "formula")} or len(given) == 1:
            return
        message = f'driver "{path[-1]}" gives ' + ("both value and formula" if given else "neither value nor formula")
        yield Finding("CX137", path, message, "give one of the two", at_key=True)

    def _parsed(self, text: str, path: Path) -> Generator[Finding, None, Formula | None]:
        try:
            formula = parse_formula(text)
        except FormulaError as error:
            yield Finding(error.code, path, error.message, error.hint, offset=error.offset)
            return None
        unknown = [name for name in formula.names if name not in self.known]
        lost = [name for name in unknown if self._is_broken(path, name)]
        for name in unknown:
            if name not in lost:
                yield Finding(
                    "CX132",
                    path,
                    f'the formula names "{name}", which is no driver',
                    self._hint(name),
                    offset=formula.text.find(name),
                )
        return None if unknown else formula

    def _is_broken(self, path: Path, name: str) -> bool:
        """Return whether `name` is a driver that could not be read, which has been said already."""
        line = path[: path.index("drivers")] if "drivers" in path else path[:-1]
        return bool(self.broken & {(*line, "drivers", name), ("drivers", name), (*line, "drivers"), ("drivers",)})

    def _hint(self, name: str) -> str:
        near = get_close_matches(name, self.known, n=1, cutoff=0.6)
        if near:
            return f'did you mean "{near[0]}"?'
        return f"the drivers here are: {', '.join(self.known)}" if self.known else "declare it under drivers"

    def _circles(self) -> Iterator[Finding]:
        for name, (path, driver) in self.own.items():
            circle = self._circle(name)
            if driver.formula is not None and circle and min(circle) == name:
                chain = " → ".join([*circle, circle[0]])
                yield Finding(
                    "CX133",
                    (*path, "formula"),
                    f"the drivers go round in a circle: {chain}",
                    "give one of them a value",
                )

    def _needs(self, name: str) -> tuple[str, ...]:
        driver = self.known[name][1] if name in self.known else None
        if driver is None or driver.formula is None:
            return ()
        try:
            return parse_formula(driver.formula).names
        except FormulaError:
            return ()

    def _circle(self, start: str) -> list[str]:
        """Return the drivers of a circle through `start`, or nothing."""
        trail: dict[str, str] = {}
        waiting = [start]
        while waiting:
            name = waiting.pop()
            for needed in self._needs(name):
                if needed == start:
                    circle = [name]
                    while circle[-1] != start:
                        circle.append(trail[circle[-1]])
                    return circle[::-1]
                if needed not in trail:
                    trail[needed] = name
                    waiting.append(needed)
        return []

    def _in_circle(self, formula: Formula) -> bool:
        return any(self._circle(name) for name in self._reach(formula))

    def _reach(self, formula: Formula) -> set[str]:
        seen: set[str] = set()
        waiting = list(formula.names)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self._needs(name)
        return seen

    def _dimension(self, formula: Formula) -> int | None:
        return money_dimension(formula, {name: self._driver_dimension(name) for name in formula.names})

    def _driver_dimension(self, name: str) -> int | None:
        driver = self.known[name][1] if name in self.known else None
        if driver is None:
            return None
        if driver.value is not None:
            return 1 if any(value.form == "money" for value in driver.value) else 0
        try:
            return self._dimension(parse_formula(driver.formula or "0"))
        except (FormulaError, KeyError):
            return None

    def _uses_money(self, formula: Formula) -> bool:
        drivers = [self.known[name][1] for name in self._reach(formula) if name in self.known]
        return any(value.form == "money" for driver in drivers if driver.value for value in driver.value)

    def _unit_problem(self, formula: Formula, path: Path) -> Generator[Finding, None, bool]:
        if self._in_circle(formula):
            return False
        try:
            self._dimension(formula)
        except FormulaError as error:
            yield Finding(error.code, path, error.message, error.hint, offset=error.offset)
            return True
        return False


def parsed_drivers(drivers: Mapping[str, Driver]) -> dict[str, Formula]:
    """Return the parsed formula of every driver that has one; the drivers have been checked before."""
    return {name: parse_formula(driver.formula) for name, driver in drivers.items() if driver.formula is not None}
