"""The cells behind a native chart: columns that are plotted, and others that these follow from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# A label's height as a share of the plot's: Word lays the chart out itself, so this is an estimate.
LABEL = Decimal("0.09")

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
    ground: str = ""  # behind each label, where it stands on a bar that does not carry text
    on_line: bool = False
    in_legend: bool = True
    told: int | None = None


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
