"""What charts of uncertainty say: a result at both ends of each input, and how often it falls where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cxreport.render.charts.mark import Mark, require, require_alt, require_close, require_text

MOST_SWINGS = 12


@dataclass(frozen=True, slots=True)
class Swing:
    """Holds one input of a tornado: the result at the low and at the high end of its range."""

    name: str
    low: Mark
    high: Mark

    def __post_init__(self) -> None:
        require_text(self.name)


@dataclass(frozen=True, slots=True)
class Tornado:
    """Shows how far a result lies from its base at either end of each input, the widest swing first."""

    swings: tuple[Swing, ...]
    base: Mark
    alt: str

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require(0 < len(self.swings) <= MOST_SWINGS, f"a tornado has one swing at least and {MOST_SWINGS} at most")
        for swing in self.swings:
            low, high = sorted((swing.low.value, swing.high.value))
            outside = max(low - self.base.value, self.base.value - high, Decimal(0))
            largest = max(map(abs, (low, high, self.base.value)))
            require_close(outside, Decimal(0), largest, f"the ends of {swing.name!r} and the base between them")


@dataclass(frozen=True, slots=True)
class Histogram:
    """Shows the share of draws in each bin, as bars, and the share up to its end, as a line from 0 to 1.

    `edges` are those of the bins, lowest first, and `names` their prints, one more than `shares`. `points` are values
    to be marked, with their labels; `series_names` are those of the bars and of the line, and `levels` how none, half
    and all of the draws are printed.
    """

    names: tuple[str, ...]
    edges: tuple[Decimal, ...]
    shares: tuple[Decimal, ...]
    points: tuple[Mark, ...]
    alt: str
    series_names: tuple[str, str]
    levels: tuple[str, str, str]

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require_text(*self.names, *self.series_names, *self.levels)
        require(bool(self.shares), "a histogram has at least one bin")
        require(len(self.names) == len(self.edges) == len(self.shares) + 1, "a histogram has an edge more than bins")
        require(all(low < high for low, high in pairwise(self.edges)), "the edges of a histogram rise")
        require_close(sum(self.shares, Decimal(0)), Decimal(1), Decimal(1), "the shares of a histogram")

    @property
    def cumulative(self) -> tuple[Decimal, ...]:
        """The share of the draws up to the end of each bin."""
        run, found = Decimal(0), []
        for share in self.shares:
            run += share
            found.append(run)
        return tuple(found)

    def bin_of(self, value: Decimal) -> int:
        """Return the bin that a value falls into; the first or last for one beyond the edges."""
        above = sum(edge <= value for edge in self.edges[1:-1])
        return int(above)
