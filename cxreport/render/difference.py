"""What lies between two versions of a case, as it is printed: texts whose parts add up, and plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from cxreport.case.load import LoadedCase
from cxreport.case.problem import Place
from cxreport.evaluate.evaluation import Evaluation
from cxreport.evaluate.versions import Change, Contribution, Difference, KeyFigure, Side
from cxreport.render.as_json import plain_number
from cxreport.render.document import case_formats
from cxreport.render.formats import NOTHING, Formats, half_up, scale_for
from cxreport.render.rounding import Edge, round_together

MONEY = frozenset(("benefits_total", "costs_total", "benefits_pv", "costs_pv", "npv"))
MOST = Decimal(10) ** 4  # a rate that is printed as more than so much has no difference to tell
# How the columns of a row add up to nothing, and the rows of a column.
_SIGNS = {"old": 1, "new": -1, "change": 1}
_COLUMN = {"benefits_pv": -1, "costs_pv": 1, "npv": 1}


class FigureRow(NamedTuple):
    """A key figure in both versions, as texts."""

    address: str
    old: str
    new: str
    change: str


class PrintedDifference:
    """What is printed of a difference: all money in one unit, the parts rounded together with their sum."""

    def __init__(self, difference: Difference, formats: Formats | None = None) -> None:
        self.difference = difference
        self.formats = formats or case_formats(difference.new)
        values = [figure.old for figure in difference.figures if figure.address in MONEY]
        values += [figure.new for figure in difference.figures if figure.address in MONEY]
        self.scale = scale_for([value for value in values if value is not None])

    @property
    def unit(self) -> str:
        """The unit of all money, as `USD thousand`."""
        return self.formats.unit(self.scale)

    @cached_property
    def _rounded(self) -> dict[str, Decimal]:
        """Round all money together: new less old is the difference, and benefits less costs the net present value."""
        edges = [edge for figure in self.difference.figures if figure.address in MONEY for edge in _edges(figure)]
        parts = enumerate(self.difference.parts)
        edges += [Edge(str(number), "parts", "npv", part.npv) for number, part in parts]
        return round_together(edges, self.scale.step, "npv.new")

    def _amount(self, name: str) -> str:
        return self.formats.amount(self._rounded[name], self.scale)

    def part(self, number: int) -> str:
        """Return the text of a part of the change in net present value."""
        return self._amount(str(number))

    def together(self, numbers: Iterable[int]) -> str:
        """Return the text of several parts in one: what they come to as they are printed."""
        return self.formats.amount(sum((self._rounded[str(number)] for number in numbers), Decimal(0)), self.scale)

    @property
    def total(self) -> str:
        """The change in net present value: what the parts come to as they are printed."""
        return self._amount("npv.change")

    def rows(self) -> Iterator[FigureRow]:
        """Yield every key figure with both versions and the difference."""
        for figure in self.difference.figures:
            if figure.address in MONEY:
                texts = [self._amount(f"{figure.address}.{column}") for column in _SIGNS]
                yield FigureRow(figure.address, *texts)
            else:
                yield FigureRow(figure.address, *self._ratios(figure))

    def _ratios(self, figure: KeyFigure) -> Iterator[str]:
        """Yield a ratio in both versions, and how far apart they are as printed: of rates, in percentage points."""
        forms: dict[str, Callable[[Decimal], str]] = {
            "payback_months": self.formats.months,
            "bcr": lambda value: self.formats.digits(value, 2),
        }
        form = forms.get(figure.address, self.formats.percent)
        values = [value for value in (figure.old, figure.new) if value is not None]
        yield from (NOTHING if value is None else form(value) for value in (figure.old, figure.new))
        if len(values) != 2 or abs(max(values, key=abs)) >= MOST:
            yield NOTHING
            return
        places = [_places(figure.address, value) for value in values]
        factor = 1 if figure.address in forms else 100
        old, new = (half_up(v * factor, Decimal(1).scaleb(-p)) for v, p in zip(values, places, strict=True))
        yield self._apart(figure.address, new - old, max(places))

    def _apart(self, address: str, change: Decimal, places: int) -> str:
        if not change:
            return NOTHING
        count = self.formats.digits(change, places)
        words = {"bcr": "difference_ratio", "payback_months": "months"}
        return self.formats.words.say(words.get(address, "difference_points"), count=count)


def _places(address: str, value: Decimal) -> int:
    """Return the decimals that are printed of a ratio."""
    if address == "bcr":
        return 2
    value = value if address == "payback_months" else abs(value * 100)
    return 0 if half_up(value, Decimal("0.1")) >= 10 or not value else 1


def _edges(figure: KeyFigure) -> Iterator[Edge]:
    """Yield a row of the key figures: a flow from the node of its column to that of its row, or the other way."""
    values = {"old": figure.old, "new": figure.new, "change": figure.change}
    for column, sign in _SIGNS.items():
        value = values[column]
        assert value is not None  # noqa: S101 - amounts are always defined
        row: str = figure.address
        if row == "npv" and column == "change":
            yield Edge("npv.change", column, "parts", value)  # and by its parts to the row
            continue
        ends = (column if row in _COLUMN else "apart", row)
        ends = ends if sign * _COLUMN.get(row, 1) > 0 else ends[::-1]
        yield Edge(f"{row}.{column}", *ends, value)


def difference_data(difference: Difference) -> dict[str, Any]:
    """Return a difference as plain data: money and rates exact, as texts."""
    return {
        "old": _version(difference.old, difference.old.loaded),
        "new": _version(difference.new, difference.new.loaded),
        "currency": difference.new.case.currency,
        "split": difference.split,
        "parts": [_part(part) for part in difference.parts],
        "figures": {
            figure.address: {
                "old": plain_number(figure.old), "new": plain_number(figure.new),
                "change": plain_number(figure.change),
            }
            for figure in difference.figures
        },
        "others": list(difference.others),
    }  # fmt: skip


def _version(evaluation: Evaluation, loaded: LoadedCase) -> dict[str, Any]:
    return {"file": next(iter(loaded.sources), str(loaded.path)), "npv": plain_number(evaluation.value("npv"))}


def _part(part: Contribution) -> dict[str, Any]:
    return {"npv": plain_number(part.npv), "inputs": [_change(change) for change in part.changes]}


def _change(change: Change) -> dict[str, Any]:
    return {"address": change.address, "label": change.subject, "old": _side(change.old), "new": _side(change.new)}


def _side(side: Side) -> dict[str, Any] | None:
    return None if side.place is None else {"text": side.text, **_place(side.place)}


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
