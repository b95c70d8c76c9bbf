"""What a chart says: marks with their values, their printed labels, and the alternative text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, DecimalException
from typing import Any, Literal, cast, get_args

from cxreport.errors import RenderError
from cxreport.render.charts.mark import Mark, require, require_alt, require_close, require_text
from cxreport.render.charts.uncertain import Histogram, Swing, Tornado

StepRole = Literal["benefit", "cost", "total"]
BarRole = Literal["benefit", "second", "remainder", "cost"]
NodeRole = Literal["total", "benefit", "second", "remainder"]

# As many layers as a theme has colours that can be told apart.
MOST_LAYERS = 6

_IN_SCRIPT = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


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
    """Shows how steps up and down add up to the total, which stands last."""

    steps: tuple[Step, ...]
    total: Mark
    alt: str

    def __post_init__(self) -> None:
        require_alt(self.alt)
        require(bool(self.steps), "a waterfall has at least one step")
        run, largest = Decimal(0), abs(self.total.value)
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


def to_json(chart: Chart) -> str:
    """Return `chart` as JSON that may stand inside `<script type="application/json">` as it is."""
    kind = next(name for name, (noun, _) in _KINDS.items() if type(chart) is noun)
    return json.dumps({"kind": kind, **asdict(chart)}, default=str, ensure_ascii=False).translate(_IN_SCRIPT)


def from_json(text: str) -> Chart:
    """Return the chart that `to_json` wrote, to the last digit; anything else is a `RenderError`."""
    try:
        tree = json.loads(text)
        _, read = _KINDS[tree["kind"]]
        return read(tree)
    except (KeyError, TypeError, ValueError, DecimalException) as error:
        raise RenderError(
            f"the description of a chart cannot be read: {error!r}", "leave the data of charts in the HTML as written"
        ) from error


def _mark(tree: Mapping[str, Any]) -> Mark:
    return Mark(tree["name"], _decimal(tree["value"]), tree["label"])


def _step(tree: Mapping[str, Any]) -> Step:
    return Step(tree["name"], _decimal(tree["value"]), tree["label"], tree["role"])


def _marks(trees: Sequence[Mapping[str, Any]]) -> tuple[Mark, ...]:
    return tuple(_mark(tree) for tree in trees)


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(f"the value {value!r} is not text, so it may have lost digits")
    return Decimal(value)


def _waterfall(tree: Mapping[str, Any]) -> Waterfall:
    return Waterfall(tuple(_step(step) for step in tree["steps"]), _mark(tree["total"]), tree["alt"])


def _cash_flow(tree: Mapping[str, Any]) -> CashFlow:
    return CashFlow(
        names=tuple(tree["names"]),
        benefits=_marks(tree["benefits"]),
        costs=_marks(tree["costs"]),
        balance=_marks(tree["balance"]),
        alt=tree["alt"],
        series_names=cast("tuple[str, str, str]", tuple(tree["series_names"])),
        payback=tree["payback"],
    )


def _bars(tree: Mapping[str, Any]) -> Bars:
    return Bars(_marks(tree["bars"]), tuple(tree["roles"]), tree["alt"])


def _stack(tree: Mapping[str, Any]) -> Stack:
    layers = tuple(Layer(layer["name"], _marks(layer["marks"])) for layer in tree["layers"])
    return Stack(tuple(tree["names"]), layers, _marks(tree["totals"]), tree["alt"])


def _node(tree: Mapping[str, Any]) -> Node:
    mark = _mark(tree)
    parts = tuple(_node(part) for part in tree["parts"])
    return Node(mark.name, mark.value, mark.label, tree["share"], tree["role"], parts)


def _breakdown(tree: Mapping[str, Any]) -> Breakdown:
    return Breakdown(_node(tree["whole"]), tree["alt"])


def _axis(tree: Mapping[str, Any]) -> Axis:
    return Axis(tree["name"], _marks(tree["ticks"]))


def _bubbles(tree: Mapping[str, Any]) -> Bubbles:
    bubbles = tuple(
        Bubble(one["name"], _decimal(one["value"]), one["label"], _decimal(one["height"]), _decimal(one["area"]),
               one["chosen"])
        for one in tree["bubbles"]
    )  # fmt: skip
    names = cast("tuple[str, str]", tuple(tree["names"]))
    return Bubbles(bubbles, _axis(tree["across"]), _axis(tree["up"]), names, _mark(tree["level"]), tree["alt"])


def _tornado(tree: Mapping[str, Any]) -> Tornado:
    swings = (Swing(swing["name"], _mark(swing["low"]), _mark(swing["high"])) for swing in tree["swings"])
    return Tornado(tuple(swings), _mark(tree["base"]), tree["alt"])


def _histogram(tree: Mapping[str, Any]) -> Histogram:
    return Histogram(
        names=tuple(tree["names"]),
        edges=tuple(map(_decimal, tree["edges"])),
        shares=tuple(map(_decimal, tree["shares"])),
        points=_marks(tree["points"]),
        alt=tree["alt"],
        series_names=cast("tuple[str, str]", tuple(tree["series_names"])),
        levels=cast("tuple[str, str, str]", tuple(tree["levels"])),
    )


_KINDS: Mapping[str, tuple[type[Chart], Callable[[Mapping[str, Any]], Chart]]] = {
    "waterfall": (Waterfall, _waterfall),
    "cash-flow": (CashFlow, _cash_flow),
    "bars": (Bars, _bars),
    "stack": (Stack, _stack),
    "breakdown": (Breakdown, _breakdown),
    "bubbles": (Bubbles, _bubbles),
    "tornado": (Tornado, _tornado),
    "histogram": (Histogram, _histogram),
}
