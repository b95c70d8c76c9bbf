"""What a chart says: marks with their values, their printed labels, and the alternative text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from cxreport.render.charts.mark import Mark, require, require_alt, require_close, require_text
from cxreport.render.charts.uncertain import Histogram, Tornado

StepRole = Literal["benefit", "cost", "total"]
BarRole = Literal["benefit", "second", "remainder", "cost"]
NodeRole = Literal["total", "benefit", "second", "remainder"]

# As many layers as a theme has colours that can be told apart.
MOST_LAYERS = 6


@dataclass(frozen=True, slots=True)
class Heads:
    """Holds the heads of the cells behind a native chart, for who opens them; what has none is left without."""

    amount: str = ""
    start: str = ""
    end: str = ""
    base: str = ""
    above: str = ""
    below: str = ""
    label: str = ""
    total: str = ""


NO_HEADS = Heads()


@dataclass(frozen=True, slots=True)
class Step(Mark):
    """Holds one step of a waterfall; `role` gives its colour, and a `total` stands on the zero line."""

    role: StepRole

    def __post_init__(self) -> None:
        # A class with slots is built anew, and super() without arguments would look for the old one.
        Mark.__post_init__(self)
        require(self.role in get_args(StepRole), f"a step is one of {get_args(StepRole)}, not {self.role!r}")


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Shows how steps up and down add up to the total, which stands last; a first step that is one begins the sum."""

    steps: tuple[Step, ...]
    total: Mark
    alt: str
    heads: Heads = NO_HEADS

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require(bool(self.steps), "a waterfall has at least one step")
        first = self.steps[0]
        run, largest = first.value if first.role == "total" else Decimal(0), abs(self.total.value)
        for step in (*self.steps, Step(self.total.name, self.total.value, self.total.label, "total")):
            largest = max(largest, abs(step.value))
            if step.role == "total":
                require_close(run, step.value, largest, f"the steps before {step.name!r}")
            else:
                run += step.value


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Shows benefits up and costs down in each period, time 0 first, and the balance at each period's end.

    Costs are negative, and each balance is the sum of all flows up to its period. `series_names` are
    those of benefits, costs and balance; `payback` is printed where the balance crosses zero for good.
    """

    names: tuple[str, ...]
    benefits: tuple[Mark, ...]
    costs: tuple[Mark, ...]
    balance: tuple[Mark, ...]
    alt: str
    series_names: tuple[str, str, str]
    payback: str = ""

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require_text(*self.names, *self.series_names, self.payback)
        require(bool(self.names), "a cash flow has at least one period")
        counts = {len(self.names), len(self.benefits), len(self.costs), len(self.balance)}
        require(len(counts) == 1, "a cash flow has one benefit, one cost and one balance for each period")
        run = Decimal(0)
        largest = max(abs(mark.value) for mark in (*self.benefits, *self.costs, *self.balance))
        for name, up, down, end in zip(self.names, self.benefits, self.costs, self.balance, strict=True):
            run += up.value + down.value
            require_close(run, end.value, largest, f"the flows up to {name!r} (costs are negative)")


@dataclass(frozen=True, slots=True)
class Bars:
    """Shows the parts of a whole as horizontal bars; `roles` gives each its colour."""

    bars: tuple[Mark, ...]
    roles: tuple[BarRole, ...]
    alt: str
    heads: Heads = NO_HEADS

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require(bool(self.bars), "a bar chart has at least one bar")
        require(len(self.roles) == len(self.bars), "a bar chart has one role for each bar")
        require(set(self.roles) <= set(get_args(BarRole)), f"a bar is one of {get_args(BarRole)}")


@dataclass(frozen=True, slots=True)
class Layer:
    """Holds one line of a stack: its name, and its mark in each period."""

    name: str
    marks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        require_text(self.name)


@dataclass(frozen=True, slots=True)
class Stack:
    """Shows lines on top of each other in each period, the first at the foot, and their sum above them."""

    names: tuple[str, ...]
    layers: tuple[Layer, ...]
    totals: tuple[Mark, ...]
    alt: str
    heads: Heads = NO_HEADS

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require_text(*self.names)
        require(bool(self.names), "a stack has at least one period")
        require(0 < len(self.layers) <= MOST_LAYERS, f"a stack has one layer at least and {MOST_LAYERS} at most")
        counts = {len(self.names), len(self.totals), *(len(layer.marks) for layer in self.layers)}
        require(len(counts) == 1, "a stack has one mark of each layer and one total for each period")
        for t, total in enumerate(self.totals):
            values = [layer.marks[t].value for layer in self.layers]
            largest = max(map(abs, (*values, total.value)))
            require_close(sum(values, Decimal(0)), total.value, largest, f"the layers of {self.names[t]!r}")


@dataclass(frozen=True, slots=True)
class Node(Mark):
    """Holds a whole with its parts; `share` is printed behind the label, and `role` gives the colour."""

    share: str
    role: NodeRole
    parts: tuple[Node, ...] = ()

    @property
    def told(self) -> str:
        """The label and the share, as they are printed together."""
        return " \u00b7 ".join(text for text in (self.label, self.share) if text)

    def __post_init__(self) -> None:
        Mark.__post_init__(self)
        require_text(self.share)
        require(self.role in get_args(NodeRole), f"a node is one of {get_args(NodeRole)}, not {self.role!r}")
        if self.parts:
            values = [part.value for part in self.parts]
            largest = max(map(abs, (*values, self.value)))
            require_close(sum(values, Decimal(0)), self.value, largest, f"the parts of {self.name!r}")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Shows what a whole is made of, and these parts again, from left to right."""

    whole: Node
    alt: str
    heads: Heads = NO_HEADS

    def __post_init__(self) -> None:
        require_alt(self.alt)


@dataclass(frozen=True, slots=True)
class Bubble(Mark):
    """Holds one bubble: `value` is its place across, `height` that upwards; `chosen` ones are filled, others rings."""

    height: Decimal
    area: Decimal
    chosen: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Holds what is measured along one side of a picture, and the marks on it, the least first."""

    name: str
    ticks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        require_text(self.name)
        values = [tick.value for tick in self.ticks]
        require(len(values) > 1 and values == sorted(set(values)), "an axis has two marks at least, which rise")


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Shows things by three measures of each: across, up and by area. `names` are those of the chosen and the others.

    `level` is a line across, with its name, that it makes a difference to lie above.
    """

    bubbles: tuple[Bubble, ...]
    across: Axis
    up: Axis
    names: tuple[str, str]
    level: Mark
    alt: str

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require_text(*self.names)
        require(bool(self.bubbles), "a picture of bubbles has one at least")
        for one in (*self.bubbles, Bubble("level", self.across.ticks[0].value, "", self.level.value, Decimal(0), True)):
            for value, axis in ((one.value, self.across), (one.height, self.up)):
                inside = axis.ticks[0].value <= value <= axis.ticks[-1].value
                require(inside and one.area >= 0, f"the bubble {one.name!r} lies outside of the axes")


Chart = Waterfall | CashFlow | Bars | Stack | Breakdown | Bubbles | Tornado | Histogram
