"""A chart as the text that carries it inside a page, from the templates to the writers, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple
from decimal import Decimal, DecimalException
from typing import Any, cast

from cxreport.errors import RenderError
from cxreport.render.charts.description import (
    Axis,
    Bars,
    Breakdown,
    Bubble,
    Bubbles,
    CashFlow,
    Chart,
    Heads,
    Layer,
    Node,
    Stack,
    Step,
    Waterfall,
)
from cxreport.render.charts.mark import Mark, require_text
from cxreport.render.charts.uncertain import Histogram, Swing, Tornado

_IN_SCRIPT = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


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


def _heads(tree: Mapping[str, Any]) -> Heads:
    found = Heads(**tree.get("heads", {}))
    require_text(*astuple(found))
    return found


def _waterfall(tree: Mapping[str, Any]) -> Waterfall:
    return Waterfall(tuple(_step(step) for step in tree["steps"]), _mark(tree["total"]), tree["alt"], _heads(tree))


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
    return Bars(_marks(tree["bars"]), tuple(tree["roles"]), tree["alt"], _heads(tree))


def _stack(tree: Mapping[str, Any]) -> Stack:
    layers = tuple(Layer(layer["name"], _marks(layer["marks"])) for layer in tree["layers"])
    return Stack(tuple(tree["names"]), layers, _marks(tree["totals"]), tree["alt"], _heads(tree))


def _node(tree: Mapping[str, Any]) -> Node:
    mark = _mark(tree)
    parts = tuple(_node(part) for part in tree["parts"])
    return Node(mark.name, mark.value, mark.label, tree["share"], tree["role"], parts)


def _breakdown(tree: Mapping[str, Any]) -> Breakdown:
    return Breakdown(_node(tree["whole"]), tree["alt"], _heads(tree))


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
