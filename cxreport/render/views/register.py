"""The register of assumptions, the measures and the plan to follow them up, the warnings, and the sign-off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cxreport.case.models import BusinessCase, Driver, Metric, Sourced
from cxreport.case.problem import Day, Money, Point, Rate, Term
from cxreport.evaluate import Evaluation
from cxreport.evaluate.certainty import UNGRADED, grade_of_evidence, leaves_default
from cxreport.evaluate.ledger import Written
from cxreport.quantity import DriverValue
from cxreport.render.formats import NOTHING, Formats
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.lines import Calculation, Line
from cxreport.render.views.spread import breadth
from cxreport.render.views.summary import title_of
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words


class Register:
    """The evidence section: every value that the case rests on, with its source and grade."""

    def __init__(self, printed: Printed, look: Theme, lines: Sequence[Line]) -> None:
        self.printed = printed
        self.look = look
        self.lines = lines
        self.formats = printed.formats
        self.say = printed.formats.words

    def assumptions(self) -> Table:
        """Return every value that was written, with source, range and grade."""
        rows = [*self._finance()]
        for line in self.lines:
            rows += self._line(line)
        value, grade = (
            breadth(self.look, (row.cells[at].text for row in rows), least) for at, least in ((2, 22), (5, 18))
        )
        return Table(
            id="tab-evidence",
            title=self.say["table_evidence"],
            unit=self.say.say("unit_evidence", unit=self.printed.formats.unit(self.printed.scale)),
            widths=widths(self.look, (10, LEAST_NAME, value, 43, 22, grade), 1),
            head=head(self.say["ref"], self.say["assumption"])
            + head(figures=[self.say["value"]])
            + head(self.say["source"], self.say["range"], self.say["grade"]),
            bodies=(Body(tuple(rows)),),
            long=True,
        )

    def _finance(self) -> Iterator[Row]:
        """Yield what the whole case is computed by: the discount rate, tax, what lies beyond, and exchange rates."""
        finance, percent = self.printed.evaluation.case.finance, self.formats.percent_as_written
        yield self._row(
            "", self.say["discount_rate"], percent(finance.discount_rate or Decimal(0)), finance.source, "", ""
        )
        if finance.inflation is not None:
            yield self._row("", self.say["inflation"], percent(finance.inflation), None, "", "")
        if (tax := finance.tax) is not None:
            yield self._row("", self.say["tax_rate"], percent(tax.rate), tax.source, "", "")
            if tax.discount_rate is not None:
                yield self._row("", self.say["tax_discount_rate"], percent(tax.discount_rate), tax.source, "", "")
        if (beyond := finance.terminal) is not None:
            key = "terminal_multiple_short" if beyond.growth is None else "terminal_growth_short"
            value = self._number(beyond.multiple or Decimal(0)) if beyond.growth is None else percent(beyond.growth)
            yield self._row("", self.say[key], value, beyond.source, "", "")
        yield from self._exchange_rates()

    def _exchange_rates(self) -> Iterator[Row]:
        """Yield the rate of every other currency that an amount of the case was converted at."""
        evaluation, formats = self.printed.evaluation, self.formats
        used = [figure.inputs["rate"] for figure in evaluation.figures.values() if figure.rule == "converted"]
        places = [source.place for source in used if isinstance(source, Written)]
        for code, given in evaluation.case.rates.items():
            if evaluation.loaded.place(("rates", code, "rate")) in places:
                label = self.say.say("exchange_rate", code=code, currency=evaluation.case.currency)
                told = [given.source or "", formats.date(given.date) if given.date else ""]
                yield self._row("", label, self._number(given.rate), ", ".join(filter(None, told)), "", "")

    def _number(self, value: Decimal) -> str:
        return self.formats.digits(value, max(-int(value.normalize().as_tuple().exponent), 0))

    def _line(self, line: Line) -> Iterator[Row]:
        grade = grade_of_evidence(line.model)
        told = "" if grade == UNGRADED else self.say["grade_" + grade]
        calculation = Calculation(line, self.printed.evaluation, self.printed, self.look)
        periods = self.printed.evaluation.periods
        used = calculation.driver_keys()
        for number, key in enumerate(used, 1):
            driver = calculation.driver(key)
            if not driver.computed:
                value = self.printed.driver(calculation.driver_address(key, periods))
                label = driver.label or key.replace("_", " ").capitalize()
                spread = _range(driver, self.formats)
                sure = self.say["grade_assumed"] if leaves_default(line.model, key) else told
                yield self._row(f"{line.letter}{number}", label, value, driver.source, spread, sure)
        source, spread = source_of(line.model), _range(line.model, self.formats)
        amounts = [self.printed.evaluation.amount(f"{line.address}.amounts.{t}") for t in range(1, periods + 1)]
        if line.model.initial is not None:
            both = any(amounts)
            label = self.say.say("initial_of", name=line.model.name) if both else line.model.name
            amount = self.printed.cell(f"{line.address}.amounts.0")
            yield self._row(line.letter, label, amount, source, spread, told)
        if not used and (any(amounts) or line.model.initial is None):
            amount = self.printed.cell(f"{line.address}.amounts.{periods}")
            yield self._row(line.letter, line.model.name, amount, source, spread, told)
        if line.model.risk_adjustment:
            rate = self.formats.percent_as_written(line.model.risk_adjustment)
            yield self._row(f"{line.letter}r", self.say.say("risk_of", name=line.model.name), rate, None, "", "")

    @staticmethod
    def _row(ref: str, label: str, value: str, source: str | None, spread: str, grade: str) -> Row:
        return Row((words(ref), name(label), figure(value), words(source or NOTHING), words(spread), words(grade)))

    def evidence(self, sourced: Sequence[tuple[str, Sourced]]) -> Table | None:
        """Return each piece of evidence once, with its date and what else is known; None where there is none."""
        rows, refs = [], any(ref for ref, _ in sourced)
        for ref, line in sourced:
            for item in line.evidence:
                told = f"{item.source}: {item.note}" if item.note else item.source
                date = self.formats.date(item.date) if item.date else NOTHING
                cells = (name(line.name), words(told), words(date), words(self.say["grade_" + item.grade]))
                rows.append(Row((words(ref), *cells) if refs else cells))
        if not rows:
            return None
        titles = ("ref", "line", "source", "date", "grade")
        return Table(
            id="tab-sources",
            title=self.say["table_sources"],
            unit=self.say["grades_told"],
            widths=widths(self.look, (12, 42, 56, 33, 21), 2) if refs else widths(self.look, (46, 60, 35, 23), 1),
            head=head(*(self.say[key] for key in (titles if refs else titles[1:]))),
            bodies=(Body(tuple(rows)),),
            long=True,
        )


def _range(item: Driver | Sourced, formats: Formats) -> str:
    if item.range is None:
        return ""
    low, high = (formats.percent_as_written(share) for share in item.range)
    return formats.words.say("from_to", low=low, high=high)


def source_of(line: Sourced) -> str:
    """Return where a line comes from: its own source, else those of its evidence; empty where neither is named."""
    return line.source or "; ".join(dict.fromkeys(item.source for item in line.evidence))


def measures(printed: Printed, look: Theme, case: BusinessCase) -> Table | None:
    """Return the measure of each initiative, from today to target; None where none is given."""
    say, formats = printed.formats.words, printed.formats
    rows = []
    for item in case.initiatives:
        if item.metric is not None:
            metric = item.metric
            values = [figure(_measured(metric, value, formats)) for value in (metric.baseline, metric.target)]
            by = formats.month(metric.by) if metric.by else NOTHING
            title = name(title_of(case, item.id))
            rows.append(Row((title, words(metric.name), *values, words(by), words(metric.source or NOTHING))))
    if not rows:
        return None
    return Table(
        id="tab-measures",
        title=say["table_measures"],
        unit=say["unit_measures"],
        widths=widths(look, (32, 40, 15, 15, 32, 28), 1),
        head=head(say["initiative"], say["measure"])
        + head(figures=[say["today"], say["target"]])
        + head(say["by"], say["source"]),
        bodies=(Body(tuple(rows)),),
    )


def _measured(metric: Metric, value: DriverValue, formats: Formats) -> str:
    if value.form == "percent":
        return formats.percent_as_written(value.amount)
    text = formats.price(value.amount) if value.form == "money" else formats.number(value.amount)
    if metric.unit == "%":
        return formats.with_percent(text)
    return f"{text} {metric.unit}" if metric.unit else text


def plan(printed: Printed, look: Theme, case: BusinessCase, lines: Sequence[Line]) -> Table:
    """Return who answers for each benefit, from when on, and where its figures come from."""
    say, formats = printed.formats.words, printed.formats
    rows = []
    for line in lines:
        item = next(item for item in case.initiatives if item.id == line.initiative)
        live = item.live or case.finance.start
        sources = dict.fromkeys(_sources(line))
        told = "; ".join(sources) or source_of(line.model) or NOTHING
        first = formats.month(live) if live else NOTHING
        cells = (words(line.ref), name(line.model.name), words(line.model.owner or NOTHING), words(first), words(told))
        rows.append(Row(cells))
    return Table(
        id="tab-plan",
        title=say["table_plan"],
        unit=say["unit_plan"],
        widths=widths(look, (12, 42, 34, 26, 50), 4),
        head=head(*(say[key] for key in ("ref", "one_benefits", "owner", "from", "figures_from"))),
        bodies=(Body(tuple(rows)),),
        long=True,
    )


def _sources(line: Line) -> Iterator[str]:
    """Yield where the figures of a line come from; nobody can read them from a default."""
    for key, driver in line.model.drivers.items():
        if driver.source and not leaves_default(line.model, key):
            yield driver.source


def sign_off(printed: Printed, look: Theme, case: BusinessCase, lines: Sequence[Line]) -> Table:
    """Return who signs for what: the approver, the author, and every owner of a benefit."""
    say = printed.formats.words
    approver = case.ask.approver if case.ask and case.ask.approver else case.prepared_for or say["approver"]
    asked = say.say("confirms_amount", amount=printed.spoken("ask")) if case.ask else say["confirms_case"]
    roles = {approver: asked, case.prepared_by or say["author"]: say["confirms_measures"]}
    owned: dict[str, list[str]] = {}
    for line in lines:
        if line.model.owner:
            owned.setdefault(line.model.owner, []).append(line.letter)
    for owner, letters in owned.items():
        key = "confirms_benefit" if len(letters) == 1 else "confirms_benefits"
        roles.setdefault(owner, say.say(key, refs=say.joined(letters)))
    rows = tuple(Row((name(role), words(told), words(""), words(""))) for role, told in roles.items())
    return Table(
        id="tab-sign",
        title=say["table_sign"],
        unit="",
        widths=widths(look, (52, 56, 32, 24), 1),
        head=head(*(say[key] for key in ("role", "confirms", "signature", "date"))),
        bodies=(Body(rows),),
        kind="sign",
    )


def open_points(evaluation: Evaluation, formats: Formats) -> tuple[str, ...]:
    """Return what the reviewer's lint and the reconciliation have found, as sentences for the register.

    They stand by their codes: what is published otherwise first, then what decides, and of each kind all together.
    """
    problems = sorted(evaluation.problems, key=lambda problem: problem.code)
    points = dict.fromkeys(problem.point for problem in problems if problem.point is not None)
    return tuple(told_point(point, formats) for point in points)


def told_point(point: Point, formats: Formats) -> str:
    """Return an open point as a sentence."""
    return formats.words.say(point.key, **{place: _told(value, formats) for place, value in point.places})


def answered_points(evaluation: Evaluation, formats: Formats) -> tuple[tuple[str, str], ...]:
    """Return what the case answers, each as (the point as a sentence, the answer as one)."""
    answered = sorted(evaluation.answered, key=lambda problem: problem.code)
    told = dict.fromkeys((problem.point, problem.answer) for problem in answered)
    return tuple((told_point(point, formats), _closed(answer)) for point, answer in told if point is not None)


def _closed(answer: str) -> str:
    return answer if answer.endswith((".", "!", "?")) else f"{answer}."


def _told(value: str | Money | Rate | Day | Term, formats: Formats) -> str:
    if isinstance(value, Day):
        return formats.date(value.date)
    if isinstance(value, Money):
        return formats.price(value.amount)
    if isinstance(value, Rate):
        return formats.percent(value.share)
    return formats.words.joined([formats.words[key] for key in value.keys]) if isinstance(value, Term) else value
