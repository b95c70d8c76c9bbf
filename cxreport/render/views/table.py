"""Tables as values: heads, rows and cells with their printed texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxreport.render.theme import DEFAULT

LEAST_NAME = 34  # millimetres that a column of names needs
WHOLE = DEFAULT.text_width


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, whether it is a figure, and the address of the figure that it prints."""

    text: str
    figure: bool = False
    path: str = ""
    scope: str = ""
    span: int = 1


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
    """A captioned table: `title` is its message, `unit` what its money is counted in, `widths` in millimetres."""

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


def words(text: str) -> Cell:
    """Return a cell of text."""
    return Cell(text)


def figure(text: str, path: str = "") -> Cell:
    """Return a cell with a figure."""
    return Cell(text, figure=True, path=path)


def head(*titles: str, figures: Sequence[str] = ()) -> tuple[Cell, ...]:
    """Return the heads of columns of text, then those of columns of figures."""
    texts = tuple(Cell(title, scope="col") for title in titles)
    return texts + tuple(Cell(title, figure=True, scope="col") for title in figures)


def widths(first: Sequence[int], figures: Sequence[int], stretch: int) -> tuple[int, ...]:
    """Return the widths of all columns; the column at index `stretch` takes what is left of the page."""
    given = [*first, *figures]
    given[stretch] = 0
    given[stretch] = max(DEFAULT.text_width - sum(given), LEAST_NAME)
    return tuple(given)
