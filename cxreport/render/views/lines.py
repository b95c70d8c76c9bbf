"""A benefit or a cost, line by line: the calculation in the form of published economic-impact studies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cxreport.case.formula import parse_formula
from cxreport.case.models import Benefit, BusinessCase, Cost, Driver
from cxreport.evaluate import Evaluation
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.columns import MOST_PERIODS, Run, runs
from cxreport.render.views.spread import REST, spread
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name, words

_LEAD = ((12, 12), (LEAST_NAME, REST), (28, 38))  # reference, metric, source
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGNS = {"*": "×", "/": "÷", "-": "−"}


@dataclass(frozen=True, slots=True)
class Line:
    """A benefit or cost to be shown: `letter` is the reference that its rows begin with."""

    letter: str
    address: str
    model: Benefit | Cost
    initiative: str

    @property
    def ref(self) -> str:
        """The reference of the row that enters the case."""
        return f"{self.letter}tr"


@dataclass(slots=True)
class Calculation:
    """The rows of one line's calculation, as they are numbered: A1, A2 … At, Ar, Atr."""

    line: Line
    evaluation: Evaluation
    printed: Printed
    look: Theme
    refs: dict[str, str] = field(default_factory=dict)
    factors: list[str] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Yield the calculation, in as many tables as its periods need."""
        has_initial = self.evaluation.amount(f"{self.line.address}.flows.0") != 0
        periods = range(0 if has_initial else 1, self.evaluation.periods + 1)
        columns = tuple(runs(self.evaluation, self.printed.formats, periods, self._look, self._error))
        *rows, foot = self._rows(columns)
        say, line = self.printed.formats.words, self.line
        whole = Table(
            id=f"tab-{line.address.replace('.', '-')}",
            title=f"{line.letter}. {line.model.name}",
            unit=say.say("unit_unless", unit=self.printed.formats.unit(self.printed.scale)),
            widths=(),
            head=head(say["ref"], say["metric"], say["source"], figures=[run.title for run in columns]),
            bodies=(Body(tuple(rows)),) if rows else (),
            foot=(foot,),
            kind="calc",
        )
        yield from spread(self.look, whole, _LEAD, say["continued"], MOST_PERIODS)

    def _look(self, t: int) -> tuple[object, ...]:
        """Return the exact values of all that a column shows, to tell whether two periods are alike."""
        drivers = tuple(self.evaluation.value(self.driver_address(key, t)) for key in self.driver_keys() if t)
        kinds = ("amounts", "growth", "effects", "flows") if t else ("effects", "flows")
        amounts = tuple(self.evaluation.amount(f"{self.line.address}.{kind}.{t}") for kind in kinds)
        return (bool(t), *drivers, *amounts, self._ramp(t))

    def _error(self, t: int) -> Decimal:
        """Return how far what is printed of a period is from its exact values."""
        addresses = [f"{self.line.address}.{kind}.{t}" for kind in ("effects", "risks", "flows")]
        return sum((abs(self.printed.value(at) - self.evaluation.amount(at)) for at in addresses), Decimal(0))

    def _rows(self, block: tuple[Run, ...]) -> Iterator[Row]:
        """Yield all rows, the one that enters the case last."""
        line = self.line
        self.refs, self.factors = {}, []
        for driver in self.driver_keys():
            yield self._driver_row(driver, block)
        yield from self._factor_rows(block)
        source = f"{line.letter}t + {line.letter}r" if line.model.risk_adjustment else self._product()
        if line.model.risk_adjustment:
            yield from self._risk_rows(block)
        yield self._row(line.ref, line.model.name, source, self._amounts("flows", block))

    def driver_keys(self) -> list[str]:
        """Return the drivers that the line needs, in the order in which they are numbered."""
        return list(self._drivers())

    def _drivers(self) -> Iterator[str]:
        """Yield the drivers that the line's formula needs, those first that others are computed from."""
        if self.line.model.formula is None:
            return
        seen: dict[str, None] = {}

        def visit(driver: str) -> None:
            if driver not in seen:
                for needed in self._needs(driver):
                    visit(needed)
                seen[driver] = None

        for driver in parse_formula(self.line.model.formula).names:
            visit(driver)
        yield from seen

    def _needs(self, key: str) -> tuple[str, ...]:
        return self.driver(key).needs

    def driver(self, key: str) -> Driver:
        """Return a driver of the line, or of the case."""
        own: Mapping[str, Driver] = self.line.model.drivers
        return own[key] if key in own else self.evaluation.case.drivers[key]

    def driver_address(self, key: str, t: int) -> str:
        """Return the figure of a driver in a period."""
        prefix = f"{self.line.address}.drivers" if key in self.line.model.drivers else "drivers"
        return f"{prefix}.{key}.{t}"

    def _driver_row(self, key: str, block: tuple[Run, ...]) -> Row:
        driver = self.driver(key)
        label = driver.label or key.replace("_", " ").capitalize()
        unit = f" ({driver.unit})" if driver.unit and not _says(label, driver.unit) else ""
        source = driver.source or ""
        if driver.formula is not None:
            source = self.in_refs(driver.formula)
        elif driver.survival is not None:
            source = self.printed.formats.words.say("survival_source", ref=self.refs[driver.survival])
        self.refs[key] = f"{self.line.letter}{len(self.refs) + 1}"
        cells = [
            figure(self.printed.driver(self.driver_address(key, run.period)) if run.period else "") for run in block
        ]
        return self._row(self.refs[key], label + unit, source, cells, "calc" if driver.computed else "")

    def in_refs(self, formula: str) -> str:
        """Return a formula with its drivers by reference and its signs as printed."""
        text = _NAME.sub(lambda match: self.refs.get(match[0], match[0]), formula)
        return re.sub(r"\s*([*/+-])\s*", lambda match: f" {_SIGNS.get(match[1], match[1])} ", text)

    def _factor_rows(self, block: tuple[Run, ...]) -> Iterator[Row]:
        """Yield what the amount is multiplied by, as far as it is not simply one."""
        say, model, formats = self.printed.formats.words, self.line.model, self.printed.formats
        given = [run.period for run in block]
        if model.formula is None and self._has_factors():
            amounts = [figure(self.printed.cell(f"{self.line.address}.amounts.{t}")) for t in given]
            yield self._factor(say["amount_given"], model.source or "", amounts)
        if self._delay:
            late = (
                say.say("ramp_delayed", months=say.count(self._delay)) if self._delay > 1 else say["ramp_delayed_one"]
            )
            ramps = [figure(self.printed.share(f"{self.line.address}.ramps.{t}") if t else "") for t in given]
            yield self._factor(late, "", ramps)
        elif model.ramp is not None:
            yield self._factor(say["ramp"], "", [figure(self._ramp(t)) for t in given])
        if model.growth:
            told = say.say("growth", rate=formats.percent_as_written(model.growth))
            growth = [figure(self.printed.share(f"{self.line.address}.growth.{t}") if t else "") for t in given]
            yield self._factor(told, "", growth)
        if self._inflated:
            risen = [figure(self.printed.share(f"{self.line.address}.prices.{t}") if t else "") for t in given]
            rate = formats.percent_as_written(self.evaluation.case.finance.inflation or Decimal(0))
            yield self._factor(say.say("prices_at", rate=rate), "", risen)
        if model.attribution != 1:
            share = formats.percent_as_written(model.attribution)
            yield self._factor(say["attribution"], "", [figure(share)] * len(given))
        margin = self._margin()
        if margin is not None:
            yield self._factor(say["margin"], "", [figure(formats.percent_as_written(margin))] * len(given))

    def _factor(self, label: str, source: str, cells: list[Cell]) -> Row:
        ref = f"{self.line.letter}{len(self.refs) + len(self.factors) + 1}"
        self.factors.append(ref)
        return self._row(ref, label, source, cells)

    def _has_factors(self) -> bool:
        model = self.line.model
        return bool(
            model.ramp
            or self._delay
            or self._inflated
            or model.growth
            or model.attribution != 1
            or self._margin() is not None
        )

    @property
    def _inflated(self) -> bool:
        """Whether the line is given in real money, which rises with prices."""
        return f"{self.line.address}.prices.1" in self.evaluation.figures

    @property
    def _delay(self) -> int:
        """The months by which the initiative plans its benefits to come later."""
        case = self.evaluation.case
        assert isinstance(case, BusinessCase)  # noqa: S101 - only proposals have lines
        if not isinstance(self.line.model, Benefit):
            return 0
        return next(item.delay for item in case.initiatives if item.id == self.line.initiative)

    def _margin(self) -> Decimal | None:
        model = self.line.model
        if not isinstance(model, Benefit) or model.type != "revenue":
            return None
        return model.margin if model.margin is not None else self.evaluation.case.finance.margin

    def _ramp(self, t: int) -> str:
        if self._delay:
            return self.printed.formats.share(self.evaluation.amount(f"{self.line.address}.ramps.{t}")) if t else ""
        ramp = self.line.model.ramp
        return self.printed.formats.percent_as_written(ramp.at(t)) if ramp is not None and t else ""

    def _product(self) -> str:
        """Return how the amount comes about, by references."""
        formula = self.line.model.formula
        if formula is None and not self.factors:
            return self.line.model.source or ""
        parts = self.factors
        if formula is not None:
            text = self.in_refs(formula)
            sums = any(sign in text for sign in (" + ", " − "))
            parts = [f"({text})" if sums and self.factors else text, *self.factors]
        return " × ".join(parts)

    def _risk_rows(self, block: tuple[Run, ...]) -> Iterator[Row]:
        say, line = self.printed.formats.words, self.line
        rate = self.printed.formats.percent_as_written(line.model.risk_adjustment)
        told = say.say("risk_down" if isinstance(line.model, Benefit) else "risk_up", rate=rate)
        yield self._row(f"{line.letter}t", say["before_risk"], self._product(), self._amounts("effects", block), "calc")
        yield self._row(f"{line.letter}r", told, f"{line.letter}t × {rate}", self._amounts("risks", block))

    def _amounts(self, kind: str, block: tuple[Run, ...]) -> list[Cell]:
        return [figure(self.printed.cell(f"{self.line.address}.{kind}.{run.period}")) for run in block]

    @staticmethod
    def _row(ref: str, label: str, source: str, cells: list[Cell], kind: str = "") -> Row:
        return Row((words(ref), name(label), words(source), *cells), kind)


def _says(label: str, unit: str) -> bool:
    """Return whether a label names its unit already, as `Customers kept` does."""
    return re.search(rf"\b{re.escape(unit)}\b", label, re.IGNORECASE) is not None


def letters(index: int) -> str:
    """Return the letters of a line: A to Z, then AA, AB and on."""
    before, last = divmod(index, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def lettered(case: BusinessCase, evaluation: Evaluation) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the benefits and the costs that are in the money, with their letters in the order of the document."""
    found: list[Line] = []
    for side in ("benefits", "costs"):
        for item in case.initiatives:
            for model in item.benefits if side == "benefits" else item.costs:
                address = f"{item.id}.{side}.{model.id}"
                if f"{address}.total" in evaluation.figures:
                    found.append(Line(letters(len(found)), address, model, item.id))
    benefits = tuple(line for line in found if isinstance(line.model, Benefit))
    return benefits, tuple(line for line in found if not isinstance(line.model, Benefit))
