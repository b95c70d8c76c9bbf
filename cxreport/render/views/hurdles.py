"""Hurdles: what is asked of an investment, what this one comes to, and the verdict."""

from __future__ import annotations

from markupsafe import Markup

from cxreport.evaluate.hurdles import Hurdle, Verdict, hurdles_of, verdict
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.said import addressed, said
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words


def hurdles_table(printed: Printed, look: Theme) -> Table | None:
    """Return every hurdle with what is asked, what the case comes to, and the verdict; None where there is none."""
    say, found = printed.formats.words, hurdles_of(printed.evaluation.figures)
    if not found:
        return None
    return Table(
        id="tab-hurdles",
        title=say["table_hurdles"],
        unit="",
        widths=widths(look, (LEAST_NAME, 26, 26, 30, 32), 0),
        head=head(say["hurdle"], say["hurdle_bound"])
        + head(figures=[say["hurdle_asked"], say["hurdle_reached"]])
        + head(say["verdict"]),
        bodies=(Body(tuple(_row(printed, hurdle) for hurdle in found)),),
    )


def _row(printed: Printed, hurdle: Hurdle) -> Row:
    say = printed.formats.words
    asked, reached = asked_text(printed, hurdle), reached_text(printed, hurdle)
    which = say["hurdle_least" if hurdle.is_floor else "hurdle_most"]
    verdict_cell = words(verdict_text(printed, hurdle), warn=verdict(printed.evaluation.figures, hurdle) == "missed")
    return Row((name(say["hurdle_" + hurdle.key]), words(which), figure(asked), figure(reached), verdict_cell))


def asked_text(printed: Printed, hurdle: Hurdle) -> str:
    """Return what is asked: a rate as it was written, or whole months."""
    if hurdle.unit == "percent":
        return printed.driver(hurdle.address)
    months = printed.formats.digits(printed.evaluation.amount(hurdle.address), 0)
    return printed.note(hurdle.address, printed.formats.words.say("months", count=months))


def reached_text(printed: Printed, hurdle: Hurdle) -> str:
    """Return what the case comes to, or why there is no such figure."""
    if printed.evaluation.value(hurdle.figure) is None:
        return printed.formats.words["hurdle_no_" + hurdle.key]
    return printed.text(hurdle.figure)


def verdict_text(printed: Printed, hurdle: Hurdle) -> str:
    """Return the verdict in words; what is missed by less than is printed of it says so."""
    found, form = verdict(printed.evaluation.figures, hurdle), printed.formats.percent
    if hurdle.unit == "months":
        form = printed.formats.months
    asked, reached = (printed.evaluation.value(address) for address in (hurdle.address, hurdle.figure))
    narrow = found == "missed" and asked is not None and reached is not None and form(asked) == form(reached)
    return printed.formats.words["verdict_just_missed" if narrow else f"verdict_{found}"]


def hurdles_told(printed: Printed) -> Markup:
    """Return which hurdles are met, missed, or cannot be judged, a sentence each; empty where there are none."""
    groups: dict[Verdict, list[Hurdle]] = {"met": [], "missed": [], "open": []}
    for hurdle in hurdles_of(printed.evaluation.figures):
        groups[verdict(printed.evaluation.figures, hurdle)].append(hurdle)
    keys = {"met": "hurdles_met", "missed": "hurdles_missed" if groups["met"] else "hurdles_all_missed"}
    told = [
        said(printed.formats.words, keys.get(found, "hurdles_open"), hurdles=_named(printed, hurdles))
        for found, hurdles in groups.items()
        if hurdles
    ]
    return Markup(" ").join(told)


def _named(printed: Printed, hurdles: list[Hurdle]) -> Markup:
    say = printed.formats.words
    named = [
        said(
            say,
            "hurdle_named_" + hurdle.key,
            asked=addressed(hurdle.address, asked_text(printed, hurdle)),
            reached=_reached(printed, hurdle),
        )
        for hurdle in hurdles
    ]
    return Markup(say.joined(named))  # noqa: S704 - parts that are escaped, and words of ours between them


def _reached(printed: Printed, hurdle: Hurdle) -> Markup:
    text = reached_text(printed, hurdle)
    known = printed.evaluation.value(hurdle.figure) is not None
    return addressed(hurdle.figure, text) if known else Markup.escape(text)
