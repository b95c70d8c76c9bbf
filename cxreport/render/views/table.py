"""Tables as values: heads, rows and cells with their printed texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cxreport.render.theme import Theme

LEAST_NAME = 34  # millimetres that a column of names needs


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, whether it is a figure, the address of the figure that it prints, and whether it warns."""

    text: str
    figure: bool = False
    path: str = ""
    scope: str = ""
    span: int = 1
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `kind` is empty, or calc, sum, group or light."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Rows that belong together."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table: `title` is its message, `unit` what its money is counted in, `widths` in millimetres.

    One of the `kind` slim is as wide as its columns, so that a figure stands beside its name; others fill the text.
    """

    id: str
    title: str
    unit: str
    widths: tuple[int, ...]
    head: tuple[Cell, ...]
    bodies: tuple[Body, ...]
    foot: tuple[Row, ...] = ()
    kind: str = ""
    source: str = ""
    long: bool = False


def name(text: str, span: int = 1) -> Cell:
    """Return the cell that names its row."""
    return Cell(text, scope="row", span=span)


def words(text: str, *, warn: bool = False) -> Cell:
    """Return a cell of text; one that warns says so in its words, and in its colour too."""
    return Cell(text, warn=warn)


def figure(text: str, path: str = "") -> Cell:
    """Return a cell with a figure."""
    return Cell(text, figure=True, path=path)


def head(*titles: str, figures: Sequence[str] = ()) -> tuple[Cell, ...]:
    """Return the heads of columns of text, then those of columns of figures."""
    texts = tuple(Cell(title, scope="col") for title in titles)
    return texts + tuple(Cell(title, figure=True, scope="col") for title in figures)


def widths(look: Theme, given: Sequence[int], stretch: int) -> tuple[int, ...]:
    """Return the widths of all columns; the column at index `stretch` takes what the others leave of the page.

    Where they leave less than it needs, all of them give way alike: a table is never wider than the text.
    """
    left = look.text_width - (sum(given) - given[stretch])
    if left >= min(given[stretch], LEAST_NAME):
        return (*given[:stretch], left, *given[stretch + 1 :])
    edges = [look.text_width * sum(given[:place]) // sum(given) for place in range(len(given) + 1)]
    return tuple(end - start for start, end in pairwise(edges))
