"""Tables with more columns than the page has room for, as several; and columns as wide as their figures need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import TypeVar

from cxreport.render.faces import text_width
from cxreport.render.formats import HARD_SPACE
from cxreport.render.theme import Theme
from cxreport.render.views.table import Body, Cell, Row, Table

LEAST_FIGURE = 12  # millimetres that a column of figures is at least given
_POINTS, _GAP = 9, 4.5  # the size of figures, and what keeps them apart
_AIR = 16  # millimetres that names keep beyond their least before columns of figures are given more than they need
_MOST_HEAD = 24  # millimetres for which a head is kept in one line
_POINTS_TO_MILLIMETRE = 72 / 25.4

_Part = TypeVar("_Part")
REST = 10_000  # the most millimetres of a column that may have all that is left
Span = tuple[int, int]  # the least and the most millimetres of a column


def breadth(look: Theme, texts: Iterable[str], least: int = LEAST_FIGURE) -> int:
    """Return the millimetres that a column of figures needs, so that none of `texts` is broken or cut off.

    Texts break at their ordinary spaces only. They are measured as totals are set, which is the widest.
    """
    parts = (part for text in texts for part in text.split(" "))
    widest = max((text_width(part, look.sans, "Semibold", _POINTS) for part in parts), default=0)
    return max(ceil((widest + _GAP) / _POINTS_TO_MILLIMETRE), least)


def evenly(parts: Sequence[_Part], most: int) -> Iterator[tuple[_Part, ...]]:
    """Yield `parts` in as few blocks as hold at most `most` each, none much shorter than another."""
    blocks, start = ceil(len(parts) / most), 0
    for left in range(blocks, 0, -1):
        end = start + ceil((len(parts) - start) / left)
        yield tuple(parts[start:end])
        start = end


def spread(look: Theme, table: Table, lead: Sequence[Span], continued: str, most: int | None = None) -> Iterator[Table]:
    """Yield `table` in as many tables as the page needs, with the `lead` columns in each of them.

    All other columns hold figures, at most `most` in one table. What they leave of the page goes to the lead
    columns, the last of them first. A later table says in its title that it is `continued`.
    """
    count = len(table.head) - len(lead)
    needed = [breadth(look, _texts(table, len(lead) + place)) for place in range(count)]
    room = look.text_width - sum(least for least, _ in lead)
    if len(needed) * max(needed) <= room or sum(needed) > room or count > (most or count):
        needed = [max(needed)] * count
    fitting = count if sum(needed) <= room else max(room // max(needed), 1)
    heads = [breadth(look, [cell.text.replace(" ", HARD_SPACE)]) for cell in table.head[len(lead) :]]
    for number, places in enumerate(evenly(range(count), min(fitting, most or count))):
        widths = [needed[place] for place in places]
        airy = [max(needed[place] + 1, min(heads[place], _MOST_HEAD)) for place in places]
        widths = airy if sum(airy) + _AIR <= room else widths
        part = _part(table, len(lead), places, (*_leading(look.text_width, lead, sum(widths)), *widths))
        yield _numbered(part, number, continued)


def _texts(table: Table, column: int) -> Iterator[str]:
    for cells in (table.head, *(row.cells for row in _rows(table))):
        yield from (cell.text for start, cell in _placed(cells) if start == column)


def _rows(table: Table) -> Iterator[Row]:
    for body in table.bodies:
        yield from body.rows
    yield from table.foot


def _placed(cells: Sequence[Cell]) -> Iterator[tuple[int, Cell]]:
    """Yield each cell with the index of the column that it begins in."""
    column = 0
    for cell in cells:
        yield column, cell
        column += cell.span


def _leading(room: int, lead: Sequence[Span], figures: int) -> tuple[int, ...]:
    """Return the widths of the lead columns, once the figures have theirs."""
    left = room - figures - sum(least for least, _ in lead)
    widths = []
    for least, most in reversed(lead):
        more = max(min(most - least, left), 0)
        widths.append(least + more)
        left -= more
    return tuple(reversed(widths))


def _part(table: Table, lead: int, places: Sequence[int], widths: tuple[int, ...]) -> Table:
    kept = {*range(lead), *(lead + place for place in places)}

    def cut(row: Row) -> Row:
        cells = ((cell, kept.intersection(range(at, at + cell.span))) for at, cell in _placed(row.cells))
        return Row(tuple(replace(cell, span=len(columns)) for cell, columns in cells if columns), row.kind)

    return replace(
        table,
        widths=widths,
        head=cut(Row(table.head)).cells,
        bodies=tuple(Body(tuple(map(cut, body.rows))) for body in table.bodies),
        foot=tuple(map(cut, table.foot)),
    )


def _numbered(table: Table, number: int, continued: str) -> Table:
    if not number:
        return table
    return replace(table, id=f"{table.id}-{number + 1}", title=f"{table.title} ({continued})")
