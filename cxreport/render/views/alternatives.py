"""Alternatives side by side, from doing nothing to the whole proposal, and what each step returns."""

from __future__ import annotations

from collections.abc import Sequence

from cxreport.case.models import BusinessCase
from cxreport.evaluate.alternatives import WHOLE, Choice, choices
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.header import Fact
from cxreport.render.views.summary import title_of
from cxreport.render.views.table import LEAST_NAME, Body, Cell, Row, Table, figure, head, name, widths
from cxreport.render.words import Words

_AMOUNTS = ("benefits_pv", "costs_pv", "npv")


def alternatives_table(printed: Printed, look: Theme, case: BusinessCase) -> Table | None:
    """Return nothing, each alternative and the proposal, the cheapest first; None where there is no alternative."""
    say, found = printed.formats.words, choices(case, printed.evaluation.figures)
    if not found:
        return None
    titles = ("benefits", "costs", "npv_short", "roi_short", "more_costs", "more_npv", "more_roi")
    nothing = Row((name(say["do_nothing"]), *[figure(NOTHING)] * len(titles)))
    rows = [_row(printed, case, before, choice) for before, choice in zip((None, *found), found, strict=False)]
    return Table(
        id="tab-alternatives",
        title=say["table_alternatives"],
        unit=say.say("unit_pv", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, (LEAST_NAME, *[21] * len(titles)), 0),
        head=head(say["alternative"], figures=[say[title] for title in titles]),
        bodies=(Body((nothing, *rows[:-1])),),
        foot=(rows[-1],),
        source=say["alternatives_told"],
    )


def _row(printed: Printed, case: BusinessCase, before: Choice | None, choice: Choice) -> Row:
    cells = [figure(_sum(printed, choice, tail)) for tail in _AMOUNTS]
    cells.append(figure(printed.text(f"{choice.address}.roi")))
    return Row((name(choice_title(printed.formats.words, case, choice)), *cells, *_step(printed, before, choice)))


def _sum(printed: Printed, choice: Choice, tail: str) -> str:
    return printed.sum([f"{item}.{tail}" for item in choice.initiatives])


def _step(printed: Printed, before: Choice | None, choice: Choice) -> Sequence[Cell]:
    """Return what a choice adds to the one before it: differences of what is printed, so that they add up."""
    kept = before.initiatives if before else ()
    amounts = [
        figure(printed.gap([f"{item}.{tail}" for item in choice.initiatives], [f"{item}.{tail}" for item in kept]))
        for tail in ("costs_pv", "npv")
    ]
    return [*amounts, figure(printed.text(f"{choice.step}.roi"))]


def choice_title(say: Words, case: BusinessCase, choice: Choice) -> str:
    """Return the name of an alternative, or of the proposal."""
    if choice.key == WHOLE:
        return say["the_proposal"]
    return case.alternatives[choice.key].name or choice.key.replace("-", " ").capitalize()


def alternatives_facts(printed: Printed, case: BusinessCase) -> tuple[Fact, ...]:
    """Return which initiatives each alternative keeps, and what the case says of it."""
    say, facts = printed.formats.words, []
    for choice in choices(case, printed.evaluation.figures)[:-1]:
        kept = say.say("alternative_keeps", names=say.joined([title_of(case, item) for item in choice.initiatives]))
        because = case.alternatives[choice.key].because or ""
        ended = because if not because or because.endswith((".", "!", "?")) else f"{because}."
        facts.append(Fact(choice_title(say, case, choice), f"{kept} {ended}".strip()))
    return tuple(facts)
