"""The workbook before it is written: sheets of cells, and where each figure and each written value stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from cxreport.evaluate import Evaluation
from cxreport.render.formats import Formats
from cxreport.render.theme import Theme
from cxreport.render.words import Words
from cxreport.render.workbook.addresses import Spot, fixed, is_run, reference, span
from cxreport.render.workbook.names import defined_name

MOST_PARTS = 250  # of the 255 arguments that Excel's functions take


class Style(NamedTuple):
    """How a cell looks: its role in the table, and the number code of its value."""

    role: str
    code: str = ""


class Figured(NamedTuple):
    """A cell that holds a figure of the evaluation, by the formula of its rule."""

    address: str


class Shown(NamedTuple):
    """A cell that shows what stands in another: of a figure by its address, or at a spot."""

    target: str | Spot
    value: Decimal | None = None


class Live(NamedTuple):
    """A cell with a formula of its own, without the equals sign, and the value that it gives."""

    formula: str
    value: Decimal | str


class Jump(NamedTuple):
    """A cell that leads to a sheet of this workbook."""

    sheet: str


Content = str | Decimal | dt.date | Figured | Shown | Live | Jump


class Cell(NamedTuple):
    """One cell of a sheet."""

    row: int
    column: int
    content: Content
    style: Style


class Bound(NamedTuple):
    """What may be entered in a range of a sheet: a number from `least` to `most`, or above `least` where that is None.

    `open_ends` excludes the bounds themselves.
    """

    first: Spot
    last: Spot
    least: Decimal
    most: Decimal | None
    kind: str


class Choice(NamedTuple):
    """A cell in which one of the texts of a range of its own sheet may be chosen."""

    spot: Spot
    texts: str


@dataclass(slots=True)
class Sheet:
    """One sheet: its cells, widths by column in characters, and what stays in sight and repeats on paper."""

    title: str
    cells: list[Cell] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    bounds: list[Bound] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    head: int = 0  # rows that stay
    lead: int = 0  # columns that stay
    pages_wide: int = 1
    pages_high: int = 0  # as many as there are
    portrait: bool = False
    tab: str = ""  # the colour of its tab

    def put(self, row: int, column: int, content: Content, style: Style) -> Spot:
        """Put a cell, and return where it stands."""
        self.cells.append(Cell(row, column, content, style))
        return Spot(self.title, row, column)

    def spot(self, row: int, column: int) -> Spot:
        """Return where a cell of this sheet stands."""
        return Spot(self.title, row, column)


class ChartRoom(NamedTuple):
    """The titles of the sheets that hold charts and their cells, and what is drawn there."""

    sheet: str
    data: str
    drawn: tuple[Any, ...]


@dataclass(slots=True)
class Book:
    """The whole workbook of one evaluation.

    `places` has the spot of every figure; `inputs` that of every written value, by the figure that uses it and the
    name by which its rule knows it; `nearby` a text that stands for such an input in the formula instead. `marks` has
    the spots of the conventions: `start`, `months` per period and `live.` of each initiative; `worth` is what one unit
    of each period is worth today. `overrides` and `factors` have the cell of what a scenario puts in the place of a
    figure's own formula, and of what it multiplies it by. `assessed` is the evaluation with how sure it is.
    """

    evaluation: Evaluation
    assessed: Evaluation
    formats: Formats
    look: Theme
    sheets: list[Sheet] = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)  # the words and the title of each sheet
    places: dict[str, Spot] = field(default_factory=dict)
    inputs: dict[tuple[str, str], Spot] = field(default_factory=dict)
    nearby: dict[tuple[str, str], str] = field(default_factory=dict)
    marks: dict[str, Spot] = field(default_factory=dict)
    worth: tuple[Decimal, ...] = ()
    overrides: dict[str, Spot] = field(default_factory=dict)
    factors: dict[str, Spot] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    charts: list[ChartRoom] = field(default_factory=list)
    _named: set[str] = field(default_factory=set)

    @property
    def words(self) -> Words:
        """The words of the document."""
        return self.formats.words

    def figure(self, sheet: Sheet, row: int, column: int, address: str, style: Style) -> Spot:
        """Put a figure's own cell, which all formulas refer to from now on."""
        spot = sheet.put(row, column, Figured(address), style)
        self.places[address] = spot
        return spot

    def name(self, address: str, first: Spot, last: Spot | None = None) -> None:
        """Give a cell, or the range to `last`, the name that belongs to an address; of two alike the first has it."""
        name = defined_name(address)
        if name.casefold() not in self._named:
            self._named.add(name.casefold())
            self.names[name] = fixed(first) if last is None else span(first, last, "")

    def value(self, address: str) -> Decimal | None:
        """Return the exact value of a figure."""
        return self.assessed.figures[address].value

    def at(self, source: str, home: str) -> str:
        """Return a figure's cell as a formula on the sheet `home` writes it."""
        return reference(self.places[source], home)

    def many(self, sources: tuple[str, ...], home: str) -> str:
        """Return the cells of figures as the arguments of a function: a range where they stand in one row."""
        spots = [self.places[source] for source in sources]
        if len(spots) > 1 and is_run(spots):
            return span(spots[0], spots[-1], home)
        parts = [reference(spot, home) for spot in spots]
        if len(parts) <= MOST_PARTS:
            return ",".join(parts)
        groups = [parts[first : first + MOST_PARTS] for first in range(0, len(parts), MOST_PARTS)]
        return ",".join(f"SUM({','.join(group)})" for group in groups)
