"""The table of benefits that several proposals claim."""

from __future__ import annotations

from cxreport.evaluate.portfolio import Overlap
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.portfolio.names import Names
from cxreport.render.views.table import LEAST_NAME, Body, Row, Table, figure, head, name, widths, words


def overlap_table(printed: Printed, look: Theme, names: Names) -> Table | None:
    """Return every overlap, the certain ones first; None where there is none."""
    overlaps, say = names.outcome.overlaps, printed.formats.words
    if not overlaps:
        return None
    return Table(
        id="tab-overlaps",
        title=say["table_overlaps"],
        unit=say.say("unit_pv", unit=printed.formats.unit(printed.scale)),
        widths=widths(look, (LEAST_NAME, 20, 28, 54, 22), 0),
        head=(
            *head(say["one_benefits"], say["proposals"], say["overlap"], say["on_ground"]),
            *head(figures=[say["twice_at_most"]]),
        ),
        bodies=(Body(tuple(_row(printed, names, overlap) for overlap in overlaps)),),
        long=True,
    )


def _row(printed: Printed, names: Names, overlap: Overlap) -> Row:
    say = printed.formats.words
    titles = dict.fromkeys(benefit for _, benefit in overlap.benefits)
    return Row((
        name("; ".join(titles)),
        words(names.listed(dict.fromkeys(proposal for proposal, _ in overlap.benefits))),
        words(say["overlap_certain" if overlap.certain else "overlap_possible"]),
        words(say.say("ground_" + overlap.ground.replace("-", "_"), told=overlap.told)),
        figure(printed.cell(overlap.address), overlap.address),
    ))  # fmt: skip
