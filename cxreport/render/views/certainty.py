"""How sure we are: what would have to be true, and on which evidence the benefits rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from cxreport.case.models import GRADES
from cxreport.evaluate.certainty import UNGRADED, grade_of
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.lines import Line
from cxreport.render.views.said import addressed, said
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words


def need_table(printed: Printed, look: Theme, lines: Sequence[Line]) -> Table:
    """Return what the case is worth without each benefit, and the grade of that benefit's evidence."""
    say = printed.formats.words
    rows = []
    for line in lines:
        cells = [figure(printed.cell(f"{line.address}.pv")), figure(printed.text(f"{line.address}.share"))]
        cells.append(figure(printed.cell(f"{line.address}.npv_without")))
        grade = say["grade_" + grade_of(line.model)]
        rows.append(Row((words(line.ref), name(line.model.name), *cells, words(grade))))
    return Table(
        id="tab-need",
        title=say["table_need"],
        unit=say.say("unit_pv", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, (12, LEAST_NAME, 22, 22, 32, 28), 1),
        head=head(say["ref"], say["one_benefits"], figures=[say["brings"], say["share"], say["npv_without"]])
        + head(say["weakest_grade"]),
        bodies=(Body(tuple(rows)),),
        source=say["grades_told"],
    )


def grades_told(printed: Printed) -> Markup:
    """Return how much of the benefits rests on which grade of evidence, the strongest first; empty for none."""
    say = printed.formats.words
    given = [grade for grade in (*reversed(GRADES), UNGRADED) if printed.evaluation.amount(f"grades.{grade}.pv")]
    if not given:
        return Markup("")
    shares = [(grade, f"grades.{grade}.share") for grade in given]
    parts = [
        said(say, "one_of_grades", share=addressed(at, printed.text(at)), grade=say["grade_" + grade])
        for grade, at in shares
    ]
    return said(say, "by_evidence", parts=Markup(say.joined(parts)))  # noqa: S704 - each is escaped


def grades_table(printed: Printed, look: Theme) -> Table | None:
    """Return how much of the benefits rests on each grade of evidence, weakest first; None where all is one grade."""
    say, evaluation = printed.formats.words, printed.evaluation
    given = [grade for grade in (UNGRADED, *GRADES) if evaluation.amount(f"grades.{grade}.pv")]
    if len(given) < 2:
        return None
    rows = tuple(
        Row((name(say["grade_" + grade]), words(say["meaning_" + grade]),
             figure(printed.cell(f"grades.{grade}.pv")), figure(printed.text(f"grades.{grade}.share"))))
        for grade in given
    )  # fmt: skip
    total = figure(printed.cell("benefits_pv"), "benefits_pv")
    return Table(
        id="tab-grades",
        title=say["table_grades"],
        unit=say.say("unit_pv", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, (30, LEAST_NAME, 26, 22), 1),
        head=head(say["grade"], say["meaning"], figures=[say["benefits"], say["share"]]),
        bodies=(Body(rows),),
        foot=(Row((name(say["all_benefits"], span=2), total, figure(printed.formats.share(Decimal(1))))),),
    )
