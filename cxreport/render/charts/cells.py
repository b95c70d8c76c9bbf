"""The cells behind a native chart: columns that are plotted, and others that these follow from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

# A label's height as a share of the plot's: Word lays the chart out itself, so this is an estimate.
LABEL = Decimal("0.09")

ACROSS, UP, AREA = 0, 1, 2  # the columns of bubbles

Cell = Decimal | tuple[str, Decimal] | None  # a value, a formula with its value, or nothing


@dataclass(frozen=True, slots=True)
class Column:
    """Holds one column of the sheet; one with a `look` is plotted, with `labels` at the places `positions`.

    `told` is the column, counted from 0, whose values the labels tell where it is not this one.
    """

    head: str
    cells: tuple[Cell, ...]
    look: Mapping[str, Any] | None = None
    labels: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()  # of each label
    grounds: tuple[str, ...] = ()  # behind each label that a line or a dark bar is under, "" behind others
    on_line: bool = False
    in_legend: bool = True
    told: int | None = None


class AxisCells(NamedTuple):
    """Holds an axis of values that is seen: its name, how far it reaches, and the distance of its marks."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal


class Half(NamedTuple):
    """Holds the rows of one series of bubbles, from `first` to before `last`, and whether they are the chosen."""

    name: str
    first: int
    last: int
    chosen: bool


class BubbleCells(NamedTuple):
    """Holds how bubbles are drawn over the columns `ACROSS`, `UP` and `AREA`: in up to two series, on two axes."""

    halves: tuple[Half, ...]
    across: AxisCells
    up: AxisCells


@dataclass(frozen=True, slots=True)
class Sheet:
    """Holds a native chart's data: the names, the columns, and how far the axis of values reaches."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]
    low: Decimal
    high: Decimal
    kind: str = "column"
    stacked: bool = False
    overlap: int = 100
    legend: bool = False
    stride: int = 1  # every so many names are printed
    gap: int = 60  # between bars, as a share of their own width in percent
    bubbles: BubbleCells | None = None

    @property
    def printed(self) -> tuple[tuple[str, ...], ...]:
        """The labels of each series, in the order in which they are drawn."""
        if self.bubbles is None:
            return tuple(column.labels for column in self.columns if column.look is not None)
        labels = self.columns[UP].labels
        return tuple(labels[half.first : half.last] for half in self.bubbles.halves)
