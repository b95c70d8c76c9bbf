"""The nouns of promises and results: what was approved, what came of it, and what else a period saved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from cxreport.case import fields as f
from cxreport.case import tree
from cxreport.case.models.lines import Evidence, Sourced, evidence_list
from cxreport.case.reading import Model, either, list_reader, model_reader, optional, required
from cxreport.quantity import DriverValue, Money, Period


class Signed(Model):
    """The version of a case that was approved."""

    revision: str | None = optional(f.commit, "The commit of git that holds the case as it was signed, as 4f3c2a1.")
    fingerprint: str | None = optional(
        f.fingerprint, "The SHA-256 of the file that was signed, or its first twelve signs or more."
    )
    date: dt.date | None = optional(f.date, "The day on which it was signed.")
    by: str | None = optional(f.line, "Who signed it.")


class Columns(Model):
    """The heads under which the actuals of a file stand."""

    period: str = optional(
        f.line, "The head of the periods; without such a column all rows are of the report's.", "period"
    )
    line: str = optional(f.line, "The head of the lines: an id, a name, or metric.", "line")
    amount: str = optional(f.line, "The head of the amounts; an empty one is not reported.", "amount")
    reason: str = optional(f.line, "The head of the reasons for a variance.", "reason")
    source: str = optional(f.line, "The head of who or what gives the amount.", "source")
    initiative: str = optional(
        f.line, "The head of the initiatives, by the id that they are tracked under; else all rows count.", "initiative"
    )


class ActualsFile(Model):
    """A CSV or Excel file that holds actuals, one to a row below a row of heads."""

    file: str = required(f.line, "The file, from the report's folder: .csv or .xlsx.", stand_in="")
    sheet: str | None = optional(f.line, "The sheet of an Excel file; its first where not given.")
    columns: Columns = optional(model_reader(Columns), "Which column holds what.", Columns())


class Actual(Model):
    """What came of one line, or of the metric, in a period."""

    line: str = required(f.line, "The line of the approved case, by id or name; metric for its measure.", stand_in="")
    period: Period | None = optional(f.period, "The period; that of the report where not given.")
    amount: DriverValue | None = optional(
        f.driver_value, "The money, or what the metric reads. Left out, it is said to be not reported."
    )
    reason: str | None = optional(f.line, "Why it differs from the plan, or why it is not reported.")
    source: str | None = optional(f.line, "Who or what gives the amount.")


_actual = list_reader(model_reader(Actual))
_file = model_reader(ActualsFile)


class Tracked(Model):
    """An initiative that was approved, set against what came of it."""

    id: str = optional(
        f.identifier, "Short name for addresses and messages; made from initiative or case where not given.", ""
    )
    case: str = required(f.line, "The case file that was approved, from the report's folder.", stand_in="")
    initiative: str | None = optional(f.line, "Which initiative of that case, by its id; its only one where not given.")
    signed: Signed = optional(model_reader(Signed), "The version of the case that was approved.", Signed())
    actuals: ActualsFile | tuple[Actual, ...] = optional(
        either(lambda node: _file if isinstance(node, tree.Mapping) else _actual, (_file, _actual)),
        "What came of it: a list, or the file that holds it.",
        (),
    )
    forecast: Literal["run-rate", "as-planned"] = optional(
        f.choice("run-rate", "as-planned"),
        "How the rest is forecast: run-rate (at the rate so far, where that is worse than planned) or as-planned.",
        "run-rate",
    )
    note: str | None = optional(f.line, "What the reader should know about its standing.")


class Thresholds(Model):
    """From where on an initiative is at risk or off track: the shortfall of benefits, or the excess of costs."""

    at_risk: Decimal = optional(f.share, "Above this share of the plan it is at risk.", Decimal("0.1"))
    off_track: Decimal = optional(f.share, "Above this share of the plan it is off track.", Decimal("0.25"))


class Saving(Sourced):
    """Money that the period saved, beside what the tracked initiatives bring."""

    amount: Money | None = optional(f.money, "The saving of the period.")
    cash: Literal["cashable", "avoided", "capacity"] | None = optional(
        f.choice("cashable", "avoided", "capacity"),
        "Whether it leaves a budget (cashable), avoids a future cost, or frees capacity.",
    )
    how: str | None = optional(f.line, "How it came about, to follow its name: by …")


class Advantage(Model):
    """Something that became better and is not counted in money."""

    name: str = required(f.line, "What became better.", stand_in="?")
    told: str | None = optional(f.text, "What the reader should know of it, in a sentence or two.")
    source: str | None = optional(f.line, "Who or what says so.")
    evidence: tuple[Evidence, ...] = optional(evidence_list, "What it rests on, each with its grade.", ())


savings = list_reader(model_reader(Saving))
advantages = list_reader(model_reader(Advantage))
tracked = list_reader(model_reader(Tracked))
