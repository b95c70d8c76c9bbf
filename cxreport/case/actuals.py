"""What came of an approved initiative: every actual with its line, its months and the place that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxreport.case.grid import Grid, GridRow, read_grid
from cxreport.case.models import Actual, ActualsFile, Columns, Initiative, Metric, Tracked, ValueReport
from cxreport.case.problem import Finding, Place, Problem
from cxreport.case.problem import Path as NodePath
from cxreport.case.reading import near, nearest
from cxreport.quantity import DriverValue, Period, QuantityError, Span, parse_driver_value, parse_period
from cxreport.quantity.number import quoted

if TYPE_CHECKING:
    from cxreport.case.load import LoadedCase

METRIC = "metric"
SIDES = ("benefits", "costs")


class Reading(NamedTuple):
    """One actual: its line (`benefits.truck-rolls` or `metric`), its months, and its value; None: not reported."""

    line: str
    period: Period
    span: Span
    value: Decimal | None
    place: Place
    reason: str = ""
    source: str = ""


class Subject(NamedTuple):
    """What actuals are read for: the report, what it tracks and under which path, the initiative as approved."""

    report: ValueReport
    tracked: Tracked
    path: NodePath
    initiative: Initiative

    def later(self, span: Span) -> bool:
        """Return whether months lie after the end of the report."""
        return span.first > self.report.revenue.period.span(self.report.finance.fiscal_year_start).last


class Actuals(NamedTuple):
    """The actuals of one initiative, and what is wrong with them."""

    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    file: Path | None = None


Refuse = Callable[[str, str, str, str], Problem]  # (field, code, message, hint)


@dataclass(frozen=True, slots=True)
class _Row:
    """An actual before it is understood; `refuse` makes a problem with one of its fields."""

    line: str
    period: str | Period | None
    amount: str | DriverValue | None
    reason: str
    source: str
    place: Place
    refuse: Refuse


def read_actuals(subject: Subject, loaded: LoadedCase, file: Path | None) -> Actuals:
    """Return the actuals that a tracked initiative gives: those of its list, or of `file` where it names one."""
    given = subject.tracked.actuals
    if not isinstance(given, ActualsFile):
        return _understood(
            subject, [_listed(actual, loaded, (*subject.path, "actuals", i)) for i, actual in enumerate(given)]
        )
    assert file is not None  # noqa: S101 - the caller has found where it lies
    try:
        rows = [*_rows(read_grid(file, given.sheet), given.columns, subject)]
    except QuantityError as error:
        key = "sheet" if "no sheet" in error.message else "file"
        finding = Finding(error.code, (*subject.path, "actuals", key), error.message, error.hint)
        return Actuals(problems=(loaded.problem(finding),), file=file)
    except _Refused as refused:
        return Actuals(problems=refused.problems, file=file)
    return _understood(subject, rows)._replace(file=file)


class _Refused(Exception):
    """Carries what is wrong with the head of a file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


def _listed(actual: Actual, loaded: LoadedCase, path: NodePath) -> _Row:
    def refuse(field: str, code: str, message: str, hint: str) -> Problem:
        return loaded.problem(Finding(code, (*path, field), message, hint))

    place = loaded.place((*path, "amount"))
    return _Row(actual.line, actual.period, actual.amount, actual.reason or "", actual.source or "", place, refuse)


def _rows(grid: Grid, columns: Columns, subject: Subject) -> Iterator[_Row]:
    """Yield the rows of a file that are of the initiative. Raises _Refused where its head lacks a column."""
    found = _columns_of(grid, columns)
    for row in grid.rows[1:]:
        initiative = _cell(row, found.get("initiative"))
        refuse = _refusing(grid, row, found)
        if "initiative" in found and initiative.lower() != subject.tracked.id:
            _refuse_near(initiative, subject, refuse)
            continue
        yield _Row(
            line=_cell(row, found["line"]),
            period=_cell(row, found.get("period")) or None,
            amount=_cell(row, found["amount"]) or None,
            reason=_cell(row, found.get("reason")),
            source=_cell(row, found.get("source")),
            place=grid.place(row, found["amount"]),
            refuse=refuse,
        )


def _refuse_near(initiative: str, subject: Subject, refuse: Refuse) -> None:
    """Raise _Refused where a row names no initiative, or one that is nearly ours; it may be another report's."""
    others = [tracked.id for tracked in subject.report.tracked]
    if not initiative:
        hint = f"write the one that the row is about, as {subject.tracked.id}, or delete the row"
        raise _Refused((refuse("initiative", "CX257", "no initiative is named", hint),))
    if initiative.lower() not in others and near(initiative, others) == subject.tracked.id:
        message = f"the initiative {quoted(initiative)} is not tracked by this report"
        raise _Refused((refuse("initiative", "CX257", message, nearest(initiative, others)),))


def _columns_of(grid: Grid, columns: Columns) -> dict[str, int]:
    """Return the index of every column that the file has, by its field; line and amount it has to have."""
    heads = [head.lower() for head in grid.rows[0].cells]
    wanted = {field: getattr(columns, field) for field in columns.specs}
    found = {field: heads.index(name.lower()) for field, name in wanted.items() if name.lower() in heads}
    defaults = {field: spec.default for field, spec in columns.specs.items()}
    lost = [f for f, name in wanted.items() if f not in found and (f in {"line", "amount"} or name != defaults[f])]
    problems = [_no_column(grid, field, wanted[field]) for field in lost]
    twice = [head for head in dict.fromkeys(heads) if head and heads.count(head) > 1]
    problems += [_twice(grid, head, heads) for head in twice if head in {name.lower() for name in wanted.values()}]
    if problems:
        raise _Refused(tuple(problems))
    return found


def _no_column(grid: Grid, field: str, name: str) -> Problem:
    head = grid.rows[0]
    known = [cell for cell in head.cells if cell]
    meant = near(name, known) or "the head it has"
    message = f"no column is headed {quoted(name)}, which holds the {field} of each actual"
    hint = f"write  columns: {{{field}: {meant}}}  (its heads: {', '.join(known)})"
    return Problem("CX256", "error", message, hint, grid.place(head, 0), head.text)


def _twice(grid: Grid, name: str, heads: list[str]) -> Problem:
    head = grid.rows[0]
    where = grid.place(head, heads.index(name, heads.index(name) + 1))
    return Problem(
        "CX256", "error", f"two columns are headed {quoted(name)}", "rename one of the two", where, head.text
    )


def _cell(row: GridRow, index: int | None) -> str:
    return row.cells[index] if index is not None and index < len(row.cells) else ""


def _refusing(grid: Grid, row: GridRow, found: dict[str, int]) -> Refuse:
    def refuse(field: str, code: str, message: str, hint: str) -> Problem:
        index = found.get(field, 0)
        head = _cell(grid.rows[0], index)
        told = f'row {row.number}, column "{head}": {message}'
        return Problem(code, "error", told, hint, grid.place(row, index), row.text)

    return refuse


def _understood(subject: Subject, rows: list[_Row]) -> Actuals:
    """Return the readings of the rows, with a problem for each that cannot be read or says what another has said."""
    readings: list[Reading] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            reading = _reading(subject, row)
            if subject.later(reading.span):  # a file grows from quarter to quarter, and each report reads its own part
                continue
        except _Refused as refused:
            problems += refused.problems
            continue
        other = next((r for r in readings if r.line == reading.line and r.span.meets(reading.span)), None)
        if other is not None:
            message = f"{reading.line} has an actual for months of {other.period} already, in line {other.place.line}"
            problems.append(row.refuse("period", "CX258", message, "keep one of the two"))
        else:
            readings.append(reading)
    return Actuals(tuple(readings), tuple(problems))


def _reading(subject: Subject, row: _Row) -> Reading:
    for field in ("line", "period", "amount"):
        if str(getattr(row, field)).startswith("="):
            hint = "open the file in Excel or LibreOffice, and save it there: that stores what its formulas come to"
            raise _Refused((row.refuse(field, "CX255", "the formula was never computed", hint),))
    line = _line_of(subject, row)
    period = _period_of(subject, row)
    span = period.span(subject.report.finance.fiscal_year_start)
    value = _metric_of(subject, row) if line == METRIC else _money_of(subject, row)
    return Reading(line, period, span, value, row.place, row.reason, row.source)


def known_lines(initiative: Initiative) -> dict[str, list[str]]:
    """Return the lines of an initiative that are in the money by every name that actuals may call them."""
    names: dict[str, list[str]] = {}
    for side in SIDES:
        for line in getattr(initiative, side):
            if line.type != "advantage":
                for name in dict.fromkeys((f"{side}.{line.id}", line.id, line.name.lower())):
                    names.setdefault(name, []).append(f"{side}.{line.id}")
    if initiative.metric is not None:
        names.setdefault(METRIC, []).append(METRIC)
    return names


def _line_of(subject: Subject, row: _Row) -> str:
    known = known_lines(subject.initiative)
    found = known.get(row.line.strip().lower(), [])
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{quoted(row.line)} is both a benefit and a cost of the approved case"
        raise _Refused((row.refuse("line", "CX257", message, f"write {' or '.join(found)}"),))
    ids = [name for name in known if " " not in name]
    message = f"{quoted(row.line)} is no line of the approved case" if row.line else "no line is named"
    raise _Refused((row.refuse("line", "CX257", message, nearest(row.line, [i for i in ids if "." not in i] or ids)),))


def _period_of(subject: Subject, row: _Row) -> Period:
    """Return the period of an actual: within the report's period, or before it."""
    own = subject.report.revenue.period
    if row.period is None:
        return own
    try:
        period = parse_period(row.period) if isinstance(row.period, str) else row.period
    except QuantityError as error:
        raise _Refused((row.refuse("period", error.code, error.message, error.hint),)) from None
    start = subject.report.finance.fiscal_year_start
    span, whole = period.span(start), own.span(start)
    in_file = isinstance(subject.tracked.actuals, ActualsFile)
    if whole.holds(span) or span.last < whole.first or (in_file and subject.later(span)):
        return period
    lies = "ends after" if span.last > whole.last else "begins before"
    message = f"{period} {lies} {own}, which is the period of the report"
    raise _Refused(
        (row.refuse("period", "CX259", message, "give actuals of that period, of a part of it, or of earlier ones"),)
    )


def _value_of(row: _Row) -> DriverValue | None:
    if not isinstance(row.amount, str):
        return row.amount
    try:
        return parse_driver_value(row.amount)
    except QuantityError as error:
        raise _Refused((row.refuse("amount", error.code, error.message, error.hint),)) from None


def _money_of(subject: Subject, row: _Row) -> Decimal | None:
    value = _value_of(row)
    if value is None:
        return None
    if value.form == "percent":
        message, hint = "a percentage stands where money is needed", "write an amount, as $1.5M or 30k"
        raise _Refused((row.refuse("amount", "CX105", message, hint),))
    currency = subject.report.currency
    if value.mark and currency and currency not in value.money.currencies():
        message = f"the amount is in {value.mark}, the report is in {currency}"
        raise _Refused((row.refuse("amount", "CX113", message, f"write it in {currency}"),))
    return value.amount


def _metric_of(subject: Subject, row: _Row) -> Decimal | None:
    """Return what the metric reads, in the form of its baseline; 41% is 41 where the unit says percent."""
    value, metric = _value_of(row), subject.initiative.metric
    assert metric is not None  # noqa: S101 - only a metric that there is has a line
    if value is None or value.form == metric.baseline.form:
        return None if value is None else value.amount
    if value.form == "percent" and metric.baseline.form == "number" and metric.unit == "%":
        return value.amount * 100
    message = f"the metric is a {metric.baseline.form} in the approved case, and this is a {value.form}"
    raise _Refused((row.refuse("amount", "CX106", message, f"write it as its baseline, which is {told(metric)}"),))


def told(metric: Metric) -> str:
    """Return the baseline of a metric as its case writes it, for a hint."""
    amount = metric.baseline.amount
    if metric.baseline.form == "percent":
        return f"{(amount * 100).normalize():f}%"
    return f"{metric.baseline.mark}{amount:f}"
