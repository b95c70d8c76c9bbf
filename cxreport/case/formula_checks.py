"""What has to hold for drivers and formulas: names that exist, no circles, and money where money is due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cxreport.case.checks import revenue_lines
from cxreport.case.circles import circles
from cxreport.case.finance_checks import flow_lines
from cxreport.case.formula import Formula, FormulaError, money_dimension, parse_formula
from cxreport.case.models import BusinessCase, Case, Driver, Sourced, ValueReport
from cxreport.case.problem import Finding, Path, Paths
from cxreport.case.reading import nearest
from cxreport.quantity.number import quoted

_WAYS = ("value", "formula", "survival")
LONGEST_CHAIN = 100
LONGEST_CIRCLE = 10  # as it is told


def find_formula_problems(case: Case, broken: Paths) -> list[Finding]:
    """Return what is wrong with the drivers and formulas of `case`."""
    wide = _Scope(("drivers",), case.drivers, broken)
    findings = [*wide.problems()]
    lines: list[tuple[Path, Sourced]] = [*flow_lines(case)] if isinstance(case, BusinessCase) else []
    if case.revenue is not None:
        lines += [(path, line) for path, _, line in revenue_lines(case.revenue)]
    if isinstance(case, ValueReport):
        lines += [(("savings", index), saving) for index, saving in enumerate(case.savings)]
    for path, line in lines:
        scope = _Scope((*path, "drivers"), line.drivers, broken, wide)
        findings += scope.problems()
        if line.formula is not None:
            findings += scope.line_problems(line.formula, (*path, "formula"))
    return findings


class _Term:
    """A driver or a line's formula: what it needs, and what follows from that once all it needs is settled.

    `sure` is whether all of it could be read; of the rest nothing more is said. `money` counts how many times money
    stands in it (None: as often as needed), `uses_money` whether any currency was written, `steps` how long the
    longest chain of drivers below it is.
    """

    def __init__(self, path: Path, formula: Formula | None) -> None:
        self.path, self.formula = path, formula
        self.needs: dict[str, _Term] = {}
        self.sure, self.settled = True, False
        self.money: int | None = None
        self.uses_money, self.steps = False, 0

    def problem(self, error: FormulaError) -> Finding:
        return Finding(error.code, self.path, error.message, error.hint, offset=error.offset)

    def settle(self) -> Iterator[Finding]:
        """Work out what follows from the needed terms; yield a problem where money is mixed up in it."""
        below = self.needs.values()
        self.settled = True
        self.sure = self.sure and all(term.sure for term in below)
        self.steps = 1 + max((term.steps for term in below), default=0)
        if self.formula is None or not self.sure:
            return
        self.uses_money = any(term.uses_money for term in below)
        try:
            self.money = money_dimension(self.formula, {name: term.money for name, term in self.needs.items()})
        except FormulaError as error:
            self.sure = False
            yield self.problem(error)


class _Scope:
    """The drivers that a formula may name: its line's own, then the case-wide ones."""

    def __init__(self, path: Path, own: Mapping[str, Driver], broken: Paths, wide: _Scope | None = None) -> None:
        self.path = path
        self.own = own
        self.broken = broken
        self.wide = wide
        self.terms = {name: _Term((*path, name, _key_of(driver)), None) for name, driver in own.items()}
        self.known: dict[str, _Term] = {**(wide.terms if wide else {}), **self.terms}

    def problems(self) -> Iterator[Finding]:
        """Yield what is wrong with the drivers of this scope."""
        for name, driver in self.own.items():
            yield from self._shape(name, driver)
            if driver.formula is not None:
                yield from self._parse(self.terms[name], driver.formula)
            elif driver.survival is not None:
                yield from self._survives(self.terms[name], driver.survival, (*self.path, name))
        yield from self._settle()
        yield from self._circles()

    def line_problems(self, text: str, path: Path) -> Iterator[Finding]:
        """Yield what is wrong with the formula of a line, whose result has to be money."""
        term = _Term(path, None)
        yield from self._parse(term, text)
        if not all(needed.settled for needed in term.needs.values()):
            return
        yield from term.settle()
        if term.sure and term.uses_money and term.money == 0:
            message = "the formula gives a plain number, not money"
            yield Finding("CX135", path, message, "multiply by one driver that has a currency")

    def _shape(self, name: str, driver: Driver) -> Iterator[Finding]:
        path, term = (*self.path, name), self.terms[name]
        values = driver.value or ()
        term.uses_money = any(value.form == "money" for value in values)
        term.money = int(term.uses_money)
        given = [key for key in _WAYS if getattr(driver, key) is not None]
        if len(given) == 1:
            term.sure = not self.broken.within((*path, "value"))
            return
        term.sure = False
        if path not in self.broken and not any(self.broken.within((*path, key)) for key in _WAYS):
            told = "both " + " and ".join(given) if given else "no value and no formula"
            hint = "keep one of them" if given else "give one of the two"
            yield Finding("CX137", path, f"driver {quoted(name)} gives {told}", hint, at_key=True)

    def _parse(self, term: _Term, text: str) -> Iterator[Finding]:
        try:
            term.formula = parse_formula(text)
        except FormulaError as error:
            term.sure = False
            yield term.problem(error)
            return
        for name in term.formula.names:
            if name in self.known:
                term.needs[name] = self.known[name]
                continue
            term.sure = False
            if not self._is_broken(name):
                message = f"the formula names {quoted(name)}, which is no driver"
                place = re.search(rf"\b{name}\b", term.formula.text)
                yield Finding("CX132", term.path, message, self._hint(name), offset=place.start() if place else None)

    def _survives(self, term: _Term, leaving: str, path: Path) -> Iterator[Finding]:
        """Yield what is wrong with a driver that is what another one, a share that leaves, has left of a cohort."""
        term.formula = parse_formula(f"1 - {leaving}")
        if leaving in self.known:
            term.needs[leaving] = self.known[leaving]
        else:
            term.sure = False
            if not self._is_broken(leaving):
                message = f"survival names {quoted(leaving)}, which is no driver"
                yield Finding("CX132", (*path, "survival"), message, self._hint(leaving))
        driver = self.own[str(path[-1])]
        if driver.range is not None:
            message = "what is left of a cohort has no range of its own"
            yield Finding("CX144", (*path, "range"), message, f"give the range to {leaving}")

    def _is_broken(self, name: str) -> bool:
        """Return whether `name` is a driver that could not be read, which has been said already."""
        scopes = (self, self.wide) if self.wide else (self,)
        return any(scope.path in self.broken or (*scope.path, name) in self.broken for scope in scopes)

    def _hint(self, name: str) -> str:
        return nearest(name, self.known) if self.known else "declare it under  drivers:"

    def _settle(self) -> Iterator[Finding]:
        """Settle all terms from the ground up; those in a circle, and those that build on one, stay unsettled."""
        ready = [term for term in self.terms.values() if not _waits(term)]
        above = _users(self.terms.values())
        while ready:
            term = ready.pop()
            yield from term.settle()
            if term.steps == LONGEST_CHAIN + 1:
                message = f"more than {LONGEST_CHAIN} drivers build on each other"
                yield Finding("CX131", term.path, message, "give one of them a value")
            ready += [user for user in above.get(term.path, ()) if not user.settled and not _waits(user)]

    def _circles(self) -> Iterator[Finding]:
        """Yield a circle out of every knot of drivers, at the one of them that comes first in the file."""
        left = {name: term for name, term in self.terms.items() if not term.settled}
        needs = {name: [n for n in term.needs if term.needs[n] is left.get(n)] for name, term in left.items()}
        for circle in circles(needs):
            names = [*circle, circle[0]] if len(circle) < LONGEST_CIRCLE else [*circle[:LONGEST_CIRCLE], "…"]
            message = f"the drivers go round in a circle: {' → '.join(names)}"
            yield Finding("CX133", left[circle[0]].path, message, "give one of them a value")


def _key_of(driver: Driver) -> str:
    return "survival" if driver.survival is not None else "formula"


def _waits(term: _Term) -> bool:
    return not all(needed.settled for needed in term.needs.values())


def _users(terms: Iterable[_Term]) -> dict[Path, list[_Term]]:
    users: dict[Path, list[_Term]] = {}
    for term in terms:
        for needed in term.needs.values():
            users.setdefault(needed.path, []).append(term)
    return users
