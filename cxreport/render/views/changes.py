"""What changed between two versions of a proposal: a sentence, the way from one value to the other, and tables."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from markupsafe import Markup

from cxreport.evaluate import Evaluation
from cxreport.evaluate.versions import Change, Contribution, Difference
from cxreport.quantity import QuantityError, parse_driver_value
from cxreport.render.charts import Mark, Step, Waterfall
from cxreport.render.difference import PrintedDifference
from cxreport.render.formats import HARD_SPACE, NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.charts import heads_of
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.said import said
from cxreport.render.views.spread import breadth
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths
from cxreport.render.words import capital

MOST_STEPS = 7  # parts of the chart; where there are more, the smallest are one
MOST_WHOLE = 14  # rows of a table that is kept on one page
_MOST_LISTED = 5


class Changes:
    """The comparison with another version, prepared for its template."""

    def __init__(self, printed: Printed, look: Theme, found: Difference) -> None:
        self.look = look
        self.found = found
        self.formats = printed.formats
        self.say = printed.formats.words
        self.texts = PrintedDifference(found, printed.formats)

    @property
    def told(self) -> Markup:
        """From which version to which, and how the net present value moved, in a sentence."""
        npv = self.found.npv
        change = npv.change or Decimal(0)
        places = {key: self._version(getattr(self.found, key)) for key in ("old", "new")}
        before, after = (self.formats.spoken(value or Decimal(0)) for value in (npv.old, npv.new))
        key = "changes_up" if change > 0 else "changes_down" if change < 0 else "changes_none"
        return said(self.say, key, **places, change=self.formats.spoken(abs(change)), before=before, after=after)

    def _version(self, evaluation: Evaluation) -> str:
        """Return a version by its file, from the folder of the new one, its commit where it has one, and its date."""
        home = self.found.new.loaded.path.absolute().parent
        file = Path(next(iter(evaluation.loaded.sources))).absolute()
        told = (
            os.path.relpath(file, home) if file.is_relative_to(self.found.new.loaded.project.absolute()) else file.name
        )
        return self.say.say("version", file=Path(told).as_posix(), date=self.formats.date(evaluation.case.date))

    def chart(self) -> ChartView | None:
        """Return how the net present value came from the old to the new; None where no part moved it."""
        moved = sorted(
            (pair for pair in enumerate(self.found.parts) if pair[1].npv), key=lambda pair: -abs(pair[1].npv)
        )
        if not moved:
            return None
        most = MOST_STEPS if len(moved) <= MOST_STEPS else MOST_STEPS - 1
        kept, rest = moved[:most], moved[most:]
        old, new = self.found.npv.old or Decimal(0), self.found.npv.new or Decimal(0)
        steps = [Step(self.say["npv_before"], old, self._npv("old"), "total")]
        steps += [self._step(self._name(part.changes), part.npv, self.texts.part(number)) for number, part in kept]
        if rest:
            amount = sum((part.npv for _, part in rest), Decimal(0))
            told = self.texts.together([number for number, _ in rest])
            steps.append(self._step(self.say.say("other_changes", count=len(rest)), amount, told))
        total = Mark(self.say["npv_after"], new, self._npv("new"))
        parts = "; ".join(f"{mark.name} {mark.label}" for mark in (*steps, total))
        alt = self.say.say("alt_changes", unit=self.texts.unit, parts=parts)
        title = self.say.say("chart_changes", name=self._name(kept[0][1].changes))
        return chart_view(
            "fig-changes", title, self.texts.unit, Waterfall(tuple(steps), total, alt, heads_of(self.say)), self.look
        )

    @staticmethod
    def _step(title: str, amount: Decimal, label: str) -> Step:
        return Step(title, amount, label, "cost" if amount < 0 else "benefit")

    def _npv(self, column: str) -> str:
        row = next(row for row in self.texts.rows() if row.address == "npv")
        return row.old if column == "old" else row.new

    def changes_table(self) -> Table | None:
        """Return every input that changed and its part; None where none did."""
        if not self.found.parts:
            return None
        rows = [row for number, part in enumerate(self.found.parts) for row in self._rows(number, part)]
        before, after = (breadth(self.look, (row.cells[at].text for row in rows), 26) for at in (1, 2))
        return Table(
            id="tab-changes",
            title=self.say["table_changes"],
            unit=self.say.say("unit_changes", unit=self.texts.unit),
            widths=widths(self.look, (LEAST_NAME, min(before, 46), min(after, 46), 28), 0),
            head=head(
                self.say["one_change"],
                figures=[self.say[key] for key in ("version_before", "version_now", "on_the_npv")],
            ),
            bodies=(Body(tuple(rows)),),
            foot=(Row((name(self.say["all_changes"], span=3), figure(self.texts.total))),),
            source=self.say["changes_told"],
            long=len(rows) > MOST_WHOLE,
        )

    def _rows(self, number: int, part: Contribution) -> Iterator[Row]:
        for place, change in enumerate(part.changes):
            sides = (figure(self._side(side.text)) for side in (change.old, change.new))
            yield Row((name(self._name([change])), *sides, figure(self.texts.part(number) if place == 0 else "")))

    def _name(self, changes: Sequence[Change]) -> str:
        """Return what a change, or a line with several, is called."""
        first = changes[0]
        if len(changes) > 1:
            return first.subject or self.say["whole_case"]
        if first.key[0] == "rates":
            return self.say.say("change_rate", code=first.subject)
        if not first.field:
            key = "change_gone" if first.new.place is None else "change_come" if first.old.place is None else ""
            return self.say.say(key, name=first.subject) if key else first.subject
        known = f"change_{first.field}"
        if known in set(self.say):
            return self.say.say(known, name=first.subject)
        field = first.field.replace("_", " ")
        return f"{first.subject}, {field}" if first.subject else field.capitalize()

    def _side(self, text: str) -> str:
        """Return what a version writes of an input: a number, or a list of them, as the document writes numbers."""
        if text.startswith("[") and text.endswith("]"):
            return _listed([self._value(value) for value in text[1:-1].split(", ")])
        return self._value(text) if text else NOTHING

    def _value(self, text: str) -> str:
        try:
            value = parse_driver_value(text)
        except QuantityError:
            return text
        if value.form == "percent":
            return self.formats.percent_as_written(value.amount)
        if value.form == "number":
            return self.formats.number(value.amount)
        own = self.found.new.case.currency in value.money.currencies()
        return self.formats.price(value.amount) if own else text

    def figures_table(self) -> Table:
        """Return the key figures of both versions and how far they are apart."""
        rows = [Row((name(self.say[f"changes_{row.address}"]), *map(figure, row[1:]))) for row in self.texts.rows()]
        return Table(
            id="tab-versions",
            title=self.say["table_versions"],
            unit=self.say.say("unit_versions", unit=self.texts.unit),
            widths=widths(self.look, (LEAST_NAME, 32, 32, 32), 0),
            head=head(
                self.say["key_figure"], figures=[self.say[key] for key in ("version_before", "version_now", "apart")]
            ),
            bodies=(Body(tuple(rows)),),
        )

    def notes(self) -> Iterator[str]:
        """Yield what the tables leave unsaid."""
        if self.found.split == "line":
            yield self.say["changes_by_line"]
        if self.found.split == "whole" and self.found.parts:
            yield self.say["changes_as_one"]
        if count := len(self.found.others):
            yield capital(
                self.say.say("changes_other_one" if count == 1 else "changes_others", count=self.say.count(count))
            )


def _listed(values: Sequence[str]) -> str:
    """Return the values of periods in one line; of many, those at both ends."""
    shown = [*values[:2], "\N{HORIZONTAL ELLIPSIS}", values[-1]] if len(values) > _MOST_LISTED else values
    return f",{HARD_SPACE}".join(shown)
