from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from cxreport.errors import RenderError
from cxreport.render.charts import (
    Axis,
    Bars,
    Breakdown,
    Bubble,
    Bubbles,
    CashFlow,
    Chart,
    Histogram,
    Layer,
    Mark,
    Node,
    Stack,
    Step,
    Swing,
    Tornado,
    Waterfall,
    from_json,
    to_json,
)
from cxreport.render.charts.cash_labels import Spot, cash_labels, label_height
from cxreport.render.charts.description import Heads
from cxreport.render.charts.native import NativeChart, native_charts, with_external_data
from cxreport.render.charts.sheet import sheet_of
from cxreport.render.charts.svg import draw, height_of
from cxreport.render.charts.widths import width, wrap
from cxreport.render.theme import SOBER, Theme
from cxreport.render.views.charts import cash_chart

SVG = "{http://www.w3.org/2000/svg}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FEW = ("portal", "effortless-service", "dozen", "german")
slower = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])

# -- descriptions --------------------------------------------------------------------------------------------------

WORDS = "Truck rolls avoided by self-service portal licences and training for R&D <team> in Zürich".split()
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
values = st.one_of(
    st.decimals(-1000, 1000, places=2),
    st.sampled_from([Decimal(0), Decimal("1e12"), Decimal("-1e12"), Decimal("0.01")]),
)
nasty = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
nasty = nasty | st.sampled_from(["</script>", "<!--", "]]>", "a\u2028b\u2029c", "A!B1", "=A!B1", "&amp;", '"'])


def printed(value: Decimal) -> str:
    """A label of at most six places, as a document would print it."""
    scaled, unit = (value / 10**9, "bn") if abs(value) >= 10**6 else (value, "")
    return f"{scaled:,.1f}{unit}".replace("-", "−")


def marks(numbers: list[Decimal], called: list[str]) -> tuple[Mark, ...]:
    return tuple(Mark(name, value, printed(value)) for name, value in zip(called, numbers, strict=True))


@st.composite
def waterfalls(draw_from: Any, most: int = 11) -> Waterfall:
    numbers = draw_from(st.lists(values, min_size=1, max_size=most))
    steps = [Step(draw_from(names), v, printed(v), "benefit" if v >= 0 else "cost") for v in numbers]
    middle = draw_from(st.integers(0, len(steps) - 1))
    run = sum((step.value for step in steps[:middle]), Decimal(0))
    if 0 < middle < most - 1:
        steps.insert(middle, Step("Subtotal", run, printed(run), "total"))
    total = sum(numbers, Decimal(0))
    return Waterfall(tuple(steps), Mark("Net present value", total, printed(total)), "A waterfall.")


def cash_flow(ups: list[Decimal], downs: list[Decimal], called: list[str], payback: str = "") -> CashFlow:
    run, balance = Decimal(0), []
    for up, down in zip(ups, downs, strict=True):
        run += up + down
        balance.append(run)
    return CashFlow(
        names=tuple(called),
        benefits=marks(ups, called),
        costs=marks(downs, called),
        balance=marks(balance, called),
        alt="Benefits, costs and the running total.",
        series_names=("Benefits", "Costs", "Running total"),
        payback=payback,
    )


@st.composite
def cash_flows(draw_from: Any, most: int = 13) -> CashFlow:
    count = draw_from(st.integers(1, most))
    series = st.lists(values, min_size=count, max_size=count)
    called = ["Initial", *(f"Year {t}" for t in range(1, count))]
    ups = draw_from(series | series.map(lambda found: [abs(v) for v in found]))
    downs = draw_from(series | series.map(lambda found: [-abs(v) for v in found]))
    return cash_flow(ups, downs, called, draw_from(st.sampled_from(["", "Payback: 16 months"])))


@st.composite
def bar_charts(draw_from: Any) -> Bars:
    numbers = draw_from(st.lists(values, min_size=1, max_size=12))
    roles = draw_from(st.tuples(*[st.sampled_from(["benefit", "second", "remainder", "cost"])] * len(numbers)))
    return Bars(marks(numbers, [draw_from(names) for _ in numbers]), roles, "Bars.")


def stack(called: list[str], layers: dict[str, list[Decimal]]) -> Stack:
    totals = [sum(column, Decimal(0)) for column in zip(*layers.values(), strict=True)]
    parts = tuple(Layer(name, marks(numbers, called)) for name, numbers in layers.items())
    return Stack(tuple(called), parts, marks(totals, called), "A stack.")


@st.composite
def stacks(draw_from: Any) -> Stack:
    count = draw_from(st.integers(1, 13))
    layers = draw_from(st.dictionaries(names, st.lists(values, min_size=count, max_size=count), min_size=1, max_size=6))
    return stack([f"Year {t} of {count}" for t in range(1, count + 1)], layers)


@st.composite
def breakdowns(draw_from: Any) -> Breakdown:
    def node(depth: int) -> Node:
        parts = tuple(node(depth - 1) for _ in range(draw_from(st.integers(0, 3)) if depth else 0))
        value = sum((part.value for part in parts), Decimal(0)) if parts else draw_from(values)
        role = draw_from(st.sampled_from(["benefit", "second", "remainder", "total"]))
        return Node(draw_from(names), value, printed(value), draw_from(st.sampled_from(["", "12.3%"])), role, parts)

    return Breakdown(node(2), "A breakdown.")


@st.composite
def tornadoes(draw_from: Any, most: int = 12) -> Tornado:
    base = draw_from(values)
    swings = []
    for name in draw_from(st.lists(names, min_size=1, max_size=most)):
        below, above = sorted((abs(draw_from(values)), abs(draw_from(values))))
        ends = [Mark(name, v, printed(v)) for v in (base - below, base + above)]
        low, high = ends if draw_from(st.booleans()) else ends[::-1]
        swings.append(Swing(name, low, high))
    return Tornado(tuple(swings), Mark("NPV as planned", base, printed(base)), "A tornado.")


@st.composite
def histograms(draw_from: Any, most: int = 30) -> Histogram:
    counts = draw_from(st.lists(st.integers(0, 900), min_size=1, max_size=most).filter(any))
    width, first = (
        draw_from(st.sampled_from([Decimal("0.01"), Decimal(5), Decimal(10) ** 9])),
        draw_from(st.integers(-40, 9)),
    )
    edges = tuple((first + k) * width for k in range(len(counts) + 1))
    places = sorted(draw_from(st.lists(st.sampled_from(edges[:-1]), min_size=0, max_size=3, unique=True)))
    points = tuple(Mark(f"P{10 + k}", value, f"P{10 + k} {printed(value)}") for k, value in enumerate(places))
    shares = tuple(Decimal(count) / sum(counts) for count in counts)
    called = tuple(map(printed, edges))
    return Histogram(called, edges, shares, points, "A histogram.", ("Share", "Up to here"), ("0%", "50%", "100%"))


charts = st.one_of(waterfalls(), cash_flows(), bar_charts(), stacks(), breakdowns(), tornadoes(), histograms())

PORTAL = cash_flow(
    [Decimal(0), Decimal("2.255"), Decimal("6.128"), Decimal("6.431")],
    [Decimal("-3.147"), Decimal("-0.791"), Decimal("-0.665"), Decimal("-0.665")],
    ["Initial", "Year 1", "Year 2", "Year 3"],
    "Payback: 16 months",
)
FALL = Waterfall(
    (
        Step("Truck rolls avoided", Decimal(5), "+5.0", "benefit"),
        Step("Clients kept", Decimal(3), "+3.0", "benefit"),
        Step("All costs", Decimal(-2), "−2.0", "cost"),
    ),
    Mark("Net present value", Decimal(6), "6.0"),
    "Benefits of 8 less costs of 2 make a net present value of 6.",
)
GROWTH = stack(
    ["Year 1", "Year 2"],
    {
        "Truck rolls": [Decimal(20), Decimal(30)],
        "Clients": [Decimal(10), Decimal(0)],
        "Loss": [Decimal(-5), Decimal(-15)],
    },
)
CXM = Node(
    "CXM",
    Decimal(150),
    "150",
    "16.7%",
    "benefit",
    (
        Node("Switched", Decimal(110), "110", "12.2%", "benefit"),
        Node("Expanded", Decimal(40), "40", "4.5%", "benefit"),
    ),
)
REVENUE = Breakdown(
    Node(
        "All revenue",
        Decimal(900),
        "900",
        "100.0%",
        "total",
        (CXM, Node("Marketing and Sales", Decimal(750), "750", "83.3%", "remainder")),
    ),
    "Revenue by what brought it.",
)
SPLIT = Bars(
    (Mark("CXM", Decimal(150), "150"), Mark("CSM", Decimal(160), "160"), Mark("Sales", Decimal(590), "590")),
    ("benefit", "second", "remainder"),
    "Revenue by cause.",
)
ROUND = Bubbles(
    (
        Bubble("Portal", Decimal("3.7"), "1", Decimal("1.9"), Decimal("3.4"), chosen=False),
        Bubble("Alerts", Decimal("1.6"), "2", Decimal("2.3"), Decimal("2.0"), chosen=True),
        Bubble("Club", Decimal("2.7"), "3", Decimal("0.5"), Decimal("1.4"), chosen=False),
    ),
    Axis("Cost, USD million", tuple(Mark(str(k), Decimal(k), str(k)) for k in range(5))),
    Axis("Benefit for one", tuple(Mark(str(k), Decimal(k), f"{k}.0") for k in range(4))),
    ("Funded", "Not funded"),
    Mark("", Decimal(1), "pays its cost back"),
    "Proposals by cost and benefit.",
)
KINDS = [FALL, PORTAL, SPLIT, GROWTH, REVENUE, ROUND]


def native_chart(chart: Chart, theme: Theme = SOBER) -> NativeChart:
    return native_charts([chart], theme)[0]


# -- reading what was drawn ------------------------------------------------------------------------------------------


def tree(chart: Chart, theme: Theme = SOBER, width_pt: float | None = None) -> Any:
    return etree.fromstring(draw(chart, theme, width_pt).encode())


def text_of(chart: Chart) -> str:
    """All printed text without the blanks and hyphens at which lines may break."""
    return squeezed("".join(text.text for text in tree(chart).iter(f"{SVG}text")))


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def text_boxes(svg: Any) -> list[tuple[str, float, float, float, float]]:
    found = []
    for text in svg.iter(f"{SVG}text"):
        size = float(text.get("font-size", svg.get("font-size")))
        wide = width(text.text, SOBER.sans, size, bold=text.get("font-weight") == "600")
        x, y = float(text.get("x")), float(text.get("y"))
        left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
        found.append((text.text, left, y - 0.70 * size, left + wide, y + 0.20 * size))
    return found


def bars_of(svg: Any, *fills: str) -> list[tuple[float, float, float, float]]:
    rects = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") in fills]
    return [(float(r.get("x")), float(r.get("y")), float(r.get("width")), float(r.get("height"))) for r in rects]


def labels_of(chart: Chart) -> list[str]:
    if isinstance(chart, Breakdown):
        return [node.label for node in nodes(chart.whole)]
    if isinstance(chart, Histogram):
        return [point.name for point in chart.points]
    return [mark.label for mark in marks_of(chart)]


def marks_of(chart: Chart) -> tuple[Mark, ...]:
    match chart:
        case Waterfall():
            return (*chart.steps, chart.total)
        case CashFlow():
            return (*chart.benefits, *chart.costs, *chart.balance)
        case Bars():
            return chart.bars
        case Stack():
            return chart.totals
        case Bubbles():
            return chart.bubbles
        case Tornado():
            return tuple(mark for swing in chart.swings for mark in (swing.low, swing.high))
        case _:
            raise AssertionError(chart)


def nodes(whole: Node) -> list[Node]:
    return [whole, *(node for part in whole.parts for node in nodes(part))]


# -- the description -------------------------------------------------------------------------------------------------


@slower
@given(charts)
def test_a_chart_comes_back_from_its_description_to_the_last_digit(chart: Chart) -> None:
    again = from_json(to_json(chart))
    assert again == chart
    assert to_json(again) == to_json(chart)


@given(nasty, nasty, nasty.filter(str.strip), st.decimals(allow_nan=False, allow_infinity=False))
@example("</script><script>", "A!B1", "<!--", Decimal("-0.00"))
def test_no_text_leaves_the_script_element_that_it_travels_in(name: str, label: str, alt: str, value: Any) -> None:
    chart = Bars((Mark(name, value, label),), ("benefit",), alt)
    text = to_json(chart)
    assert not set("<>&\u2028\u2029") & set(text)
    assert from_json(text) == chart
    assert str(json.loads(text)["bars"][0]["value"]) == str(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind": "pie"}',
        '{"kind": "bars", "bars": [{"name": "A", "value": 0.1, "label": "1"}], "roles": ["cost"], "alt": "x"}',
        '{"kind": "bars", "bars": [{"name": "A", "value": "ten", "label": "1"}], "roles": ["cost"], "alt": "x"}',
    ],
)
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(RenderError):
        from_json(text)


def test_a_waterfall_whose_steps_lead_elsewhere_is_refused() -> None:
    with pytest.raises(RenderError, match="add up to 5"):
        Waterfall((Step("A", Decimal(5), "5", "benefit"),), Mark("Total", Decimal(6), "6"), "x")


def test_costs_given_as_positive_amounts_are_refused() -> None:
    ten = Mark("Initial", Decimal(10), "10")
    with pytest.raises(RenderError, match="costs are negative"):
        CashFlow(
            ("Initial",),
            (Mark("", Decimal(0), ""),),
            (ten,),
            (Mark("", Decimal(-10), "−10"),),
            "x",
            ("B", "C", "D"),
        )


def test_a_tornado_whose_base_lies_outside_of_a_bar_is_refused() -> None:
    one, two = (Mark("A", Decimal(value), str(value)) for value in (100, 200))
    with pytest.raises(RenderError, match="the base between them"):
        Tornado((Swing("A", one, two),), Mark("NPV", Decimal(250), "250"), "x")


def test_a_histogram_that_does_not_hold_all_draws_is_refused() -> None:
    edges = (Decimal(0), Decimal(1))
    with pytest.raises(RenderError, match=r"add up to 0\.5"):
        Histogram(("0", "1"), edges, (Decimal("0.5"),), (), "x", ("A", "B"), ("0%", "50%", "100%"))


def test_the_bars_of_a_tornado_run_from_the_base_to_either_end() -> None:
    low, high, base = Mark("A", Decimal(-50), "−50"), Mark("A", Decimal(250), "250"), Mark("NPV", Decimal(100), "100")
    svg = etree.fromstring(draw(Tornado((Swing("Calls", low, high),), base, "x"), SOBER))
    ((cost, _, cost_wide, _),), ((benefit, _, benefit_wide, _),) = bars_of(svg, SOBER.cost), bars_of(svg, SOBER.benefit)
    assert cost + cost_wide == pytest.approx(benefit, abs=0.02)
    assert cost_wide == pytest.approx(benefit_wide, abs=0.02)


def test_the_running_total_of_a_histogram_follows_its_bars_in_the_native_chart_too() -> None:
    edges = tuple(map(Decimal, range(-2, 3)))
    shares = tuple(map(Decimal, ("0.1", "0.2", "0.4", "0.3")))
    chart = Histogram(("a", "b", "c", "d", "e"), edges, shares, (), "x", ("A", "B"), ("0%", "50%", "100%"))
    sheet = sheet_of(chart, SOBER)
    heights = [cell[1] for cell in sheet.columns[1].cells if isinstance(cell, tuple)]
    assert heights == [Decimal(text) for text in ("0.04", "0.12", "0.28", "0.40")]
    assert chart.bin_of(Decimal(-1)) == 1
    assert chart.bin_of(Decimal(9)) == 3


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_value_without_a_place_is_refused(value: str) -> None:
    with pytest.raises(RenderError):
        Mark("A", Decimal(value), "?")


def test_text_that_no_document_can_hold_is_refused() -> None:
    with pytest.raises(RenderError):
        Mark("bell\x07", Decimal(1), "1")


def test_a_chart_without_alternative_text_is_refused() -> None:
    with pytest.raises(RenderError, match="alternative text"):
        Bars((Mark("A", Decimal(1), "1"),), ("cost",), " ")


# -- the picture -----------------------------------------------------------------------------------------------------


@slower
@given(charts)
def test_every_label_is_printed(chart: Chart) -> None:
    found = text_of(chart)
    for label in labels_of(chart):
        assert squeezed(label) in found


@slower
@given(charts, st.sampled_from([None, 363.0]))
def test_no_two_texts_overlap_and_none_leaves_the_picture(chart: Chart, width_pt: float | None) -> None:
    svg = tree(chart, width_pt=width_pt)
    _, _, right, bottom = (float(part) for part in svg.get("viewBox").split())
    boxes = text_boxes(svg)
    for text, left, top, end, foot in boxes:
        assert left >= -0.1, text
        assert end <= right + 0.1, text
        assert top >= -0.1, text
        assert foot <= bottom + 0.1, text
    for one, other in combinations(boxes, 2):
        apart = (
            one[3] <= other[1] + 0.1 or other[3] <= one[1] + 0.1 or one[4] <= other[2] + 0.1 or other[4] <= one[2] + 0.1
        )
        assert apart, (one, other)


@pytest.mark.parametrize("count", [14, 25, 37, 121, 601])
def test_a_long_cash_flow_is_labelled_thinly_without_overlaps(count: int) -> None:
    called = ["Initial", *(f"2027-{t:02}" for t in range(1, count))]
    ups = [Decimal(0), *(Decimal(20 * min(t, 12)) for t in range(1, count))]
    svg = tree(cash_flow(ups, [Decimal(-1650), *[Decimal(-60)] * (count - 1)], called, "Payback: 24 months"))
    boxes = text_boxes(svg)
    for one, other in combinations(boxes, 2):
        assert one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] + 0.1 or other[4] <= one[2] + 0.1
    assert {"Initial", called[-1]} <= {text for text, *_ in boxes}
    assert len(boxes) < 100


@slower
@given(waterfalls())
def test_heights_are_in_proportion_and_each_step_starts_where_the_last_ended(chart: Waterfall) -> None:
    svg = tree(chart)
    bars = bars_of(svg, SOBER.benefit, SOBER.cost, SOBER.ink)
    drawn = [mark for mark in (*chart.steps, chart.total) if mark.value]
    assert len(bars) == len(drawn)
    tallest = max((bar[3], abs(mark.value)) for bar, mark in zip(bars, drawn, strict=True)) if drawn else None
    for bar, mark in zip(bars, drawn, strict=True):
        assert tallest
        assert bar[3] == pytest.approx(max(0.5, tallest[0] * float(abs(mark.value) / tallest[1])), abs=0.6)


def test_each_step_hangs_on_the_one_before_it_and_the_total_is_their_sum() -> None:
    svg = tree(FALL)
    first, second, cost = bars_of(svg, SOBER.benefit, SOBER.cost)
    (total,) = bars_of(svg, SOBER.ink)
    assert second[1] + second[3] == pytest.approx(first[1], abs=0.02)
    assert cost[1] == pytest.approx(second[1], abs=0.02)
    assert total[1] == pytest.approx(cost[1] + cost[3], abs=0.02)
    assert total[3] == pytest.approx(first[3] + second[3] - cost[3], abs=0.03)
    assert total[1] + total[3] == pytest.approx(first[1] + first[3], abs=0.02)


def test_a_negative_total_hangs_from_the_zero_line() -> None:
    steps = (Step("Benefit", Decimal(3), "+3", "benefit"), Step("Costs", Decimal(-8), "−8", "cost"))
    svg = tree(Waterfall(steps, Mark("Net", Decimal(-5), "−5"), "x"))
    (benefit,), (cost,), (total,) = (bars_of(svg, c) for c in (SOBER.benefit, SOBER.cost, SOBER.ink))
    assert total[1] == pytest.approx(benefit[1] + benefit[3], abs=0.02)
    assert cost[1] + cost[3] == pytest.approx(total[1] + total[3], abs=0.02)


def test_the_ring_of_payback_lies_on_the_zero_line_where_the_balance_crosses_it() -> None:
    svg = tree(PORTAL)
    ring = next(c for c in svg.iter(f"{SVG}circle") if c.get("stroke") == SOBER.ink)
    ends = [c for c in svg.iter(f"{SVG}circle") if c.get("stroke") != SOBER.ink]
    before, after = ends[1], ends[2]
    share = (float(ring.get("cx")) - float(before.get("cx"))) / (float(after.get("cx")) - float(before.get("cx")))
    assert share == pytest.approx(1.683 / (1.683 + 3.780), abs=0.001)
    assert "Payback:16months" in text_of(PORTAL)


def test_a_balance_that_never_turns_has_no_ring() -> None:
    chart = cash_flow([Decimal(0), Decimal(1)], [Decimal(-5), Decimal(-1)], ["Initial", "Year 1"])
    assert all(c.get("stroke") != SOBER.ink for c in tree(chart).iter(f"{SVG}circle"))


def test_bars_are_as_long_as_their_values() -> None:
    svg = tree(SPLIT)
    cxm, csm, sales = bars_of(svg, SOBER.benefit, SOBER.second, SOBER.remainder)
    assert cxm[2] / sales[2] == pytest.approx(150 / 590, abs=0.001)
    assert csm[2] / sales[2] == pytest.approx(160 / 590, abs=0.001)


def test_layers_lie_on_each_other_and_what_is_negative_hangs_from_zero() -> None:
    svg = tree(GROWTH)
    first, second = bars_of(svg, SOBER.benefit)[:2]
    clients, loss = bars_of(svg, SOBER.pale)[0], bars_of(svg, SOBER.muted)[0]
    assert first[3] / second[3] == pytest.approx(20 / 30, abs=0.001)
    assert clients[1] + clients[3] == pytest.approx(first[1], abs=0.02)
    assert clients[3] / first[3] == pytest.approx(10 / 20, abs=0.001)
    assert loss[1] == pytest.approx(first[1] + first[3], abs=0.02)
    assert {"25.0", "15.0"} <= {text for text, *_ in text_boxes(svg)}


def test_a_figure_is_left_out_where_its_layer_is_too_thin_for_it() -> None:
    chart = stack(["Year 1"], {"Large": [Decimal(100)], "Small": [Decimal(1)]})
    found = [text for text, *_ in text_boxes(tree(chart))]
    assert found.count("100.0") == 1
    assert "1.0" not in found
    assert "101.0" in found


def test_one_layer_alone_is_told_once_and_needs_no_name() -> None:
    chart = stack(["Year 1", "Year 2"], {"Truck rolls": [Decimal(50), Decimal(70)]})
    assert sorted(text for text, *_ in text_boxes(tree(chart))) == ["50.0", "70.0", "Year 1", "Year 2"]
    space = etree.fromstring(native_chart(chart).xml)
    assert [text.text for text in space.iter(f"{A}t")] == ["50.0", "70.0"]
    assert space.find(f".//{C}legend") is None


def test_blocks_are_as_high_as_their_values_and_bands_lead_to_their_parts() -> None:
    svg = tree(REVENUE)
    ((_, _, _, whole),) = bars_of(svg, SOBER.ink)
    cxm, switched, expanded = bars_of(svg, SOBER.benefit)
    ((left, _, _, sales),) = bars_of(svg, SOBER.remainder)
    assert cxm[3] / whole == pytest.approx(150 / 900, abs=0.001)
    assert sales / whole == pytest.approx(750 / 900, abs=0.001)
    assert switched[3] + expanded[3] == pytest.approx(cxm[3], abs=0.02)
    assert left == cxm[0] < switched[0] == expanded[0]
    assert len([path for path in svg.iter(f"{SVG}path") if path.get("fill") == SOBER.pale]) == 4


def test_bands_leave_a_thin_block_beyond_its_label_and_strike_no_text() -> None:
    thin = Node("CXM", Decimal(30), "30", "3.3%", "benefit", (Node("Switched", Decimal(30), "30", "3.3%", "benefit"),))
    rest = Node("Marketing and Sales", Decimal(870), "870", "96.7%", "remainder")
    svg = tree(Breakdown(Node("All revenue", Decimal(900), "900", "100.0%", "total", (thin, rest)), "x", HEADS))
    [label] = [box for box in text_boxes(svg) if box[0].startswith("30") and box[1] < 300]
    bands = [path.get("d") or "" for path in svg.iter(f"{SVG}path") if path.get("fill") == SOBER.pale]
    starts = [float(re.findall(r"[\d.]+", band)[0]) for band in bands]
    assert max(starts) >= label[3]


def test_a_label_breaks_the_line_of_payback_rather_than_stand_beside_its_bar() -> None:
    # Payback is in the middle of Year 2, whose bar is as high as the next one's, so that beside it is no room.
    chart = cash_flow(
        [Decimal(0), Decimal(450), Decimal(1125), Decimal(1125)],
        [Decimal(-260), Decimal(-540), Decimal(-540), Decimal(-540)],
        ["Initial", "Year 1", "Year 2", "Year 3"],
        "Payback: 19 months",
    )
    svg = tree(chart)
    middles = sorted((box[1] + box[3]) / 2 for box in text_boxes(svg) if box[0] == "1,125.0")
    bars = sorted(left + wide / 2 for left, _, wide, high in bars_of(svg, SOBER.benefit) if high > 40)
    assert middles == pytest.approx(bars[-2:], abs=1)


@pytest.mark.parametrize(
    ("ups", "downs", "said"), [([0, 96, 96], [-805, -40, -40], "Benefits"), ([437], [-599], "Costs")]
)
def test_the_name_of_a_series_stands_on_no_bar(ups: list[int], downs: list[int], said: str) -> None:
    called = [f"FY{2027 + t}" for t in range(len(ups))]
    svg = tree(cash_flow(list(map(Decimal, ups)), list(map(Decimal, downs)), called))
    [name] = [box for box in text_boxes(svg) if box[0] == said]
    for left, top, wide, high in bars_of(svg, SOBER.benefit, SOBER.cost):
        assert name[3] <= left or left + wide <= name[1] or name[4] <= top or top + high <= name[2]


def test_parts_that_do_not_make_their_whole_are_refused() -> None:
    with pytest.raises(RenderError, match="the parts of 'CXM' add up to 110"):
        Node("CXM", Decimal(150), "150", "", "benefit", CXM.parts[:1])
    with pytest.raises(RenderError, match="the layers of 'Year 2' add up to 15"):
        Stack(GROWTH.names, GROWTH.layers, (GROWTH.totals[0], Mark("Year 2", Decimal(20), "20")), "x")


def test_no_more_layers_than_can_be_told_apart() -> None:
    with pytest.raises(RenderError, match="6 at most"):
        stack(["Year 1"], {f"Line {k}": [Decimal(1)] for k in range(7)})


@pytest.mark.parametrize("count", [14, 37, 121])
def test_a_long_stack_is_labelled_thinly_without_overlaps(count: int) -> None:
    called = [f"Year {t}" for t in range(1, count + 1)]
    chart = stack(called, {name: [Decimal(2000 * t) for t in range(count)] for name in ("Truck rolls", "Clients")})
    boxes = text_boxes(tree(chart))
    for one, other in combinations(boxes, 2):
        assert one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] + 0.1 or other[4] <= one[2] + 0.1
    assert {"Year 1", called[-1], "Truck rolls", "Clients"} <= {text for text, *_ in boxes}


@slower
@given(charts)
def test_colours_come_from_the_theme_only_and_numbers_have_two_decimals(chart: Chart) -> None:
    odd: dict[str, Any] = {name: f"#0000{k:02x}" for k, name in enumerate(COLOURS)}
    theme = Theme(**odd, sans="Face of 'quotes' & <angles>")
    text = draw(chart, theme)
    svg = etree.fromstring(text.encode())
    used = {e.get(k) for e in svg.iter() for k in ("fill", "stroke")} - {None, "none"}
    assert used <= {getattr(theme, name) for name in COLOURS}
    assert not re.search(r'="[^"]*\d\.\d{3,}[^"]*"', re.sub(r'(aria-label|font-family)="[^"]*"', "", text))


COLOURS = ("ink", "muted", "benefit", "cost", "second", "remainder", "rule", "pale", "tint")


@given(nasty, nasty.filter(str.strip))
def test_any_text_makes_well_formed_pictures_and_charts(name: str, alt: str) -> None:
    chart = Bars((Mark(name, Decimal(1), name),), ("benefit",), alt)
    assert tree(chart).findtext(f"{SVG}title") == etree.fromstring(f"<t>{escaped(alt)}</t>").text
    assert etree.fromstring(native_chart(chart, SOBER).xml).findtext(f".//{A}t", "") == name.replace("\r\n", "\n")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_the_picture_says_what_it_is_to_those_who_cannot_see_it() -> None:
    svg = tree(FALL)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == svg.findtext(f"{SVG}title") == FALL.alt


def test_the_picture_is_as_wide_as_the_text_block() -> None:
    assert tree(FALL).get("width") == "464.88pt"
    assert tree(FALL, width_pt=300).get("width") == "300pt"
    assert float(tree(FALL).get("height").removesuffix("pt")) == pytest.approx(height_of(FALL, SOBER), abs=0.01)


@slower
@given(charts)
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    assert draw(chart, SOBER) == draw(from_json(to_json(chart)), SOBER)
    first = native_chart(chart, SOBER)
    assert native_chart(from_json(to_json(chart)), SOBER) == first


@given(st.text("abcdefgh ü–-/1.,\u00a0", max_size=60), st.floats(20, 200))
def test_lines_are_no_wider_than_their_room_and_lose_no_letter(text: str, room: float) -> None:
    lines = wrap(text, room, SOBER.sans)
    assert all(width(line, SOBER.sans) <= room for line in lines)
    assert squeezed("".join(lines)) == squeezed(text)


HEADS = Heads("Amount", "Start", "End", "Base", "Above zero", "Below zero", "Label", "Total")


def headed(chart: Waterfall | Stack | Breakdown) -> NativeChart:
    """Return a native chart whose cells have heads, as those of a document do."""
    return native_chart(replace(chart, heads=HEADS))


# -- the native chart ------------------------------------------------------------------------------------------------


@slower
@given(charts)
def test_every_label_is_in_the_native_chart_too(chart: Chart) -> None:
    found = {str(text.text).split(" · ")[0] for text in etree.fromstring(native_chart(chart, SOBER).xml).iter(f"{A}t")}
    assert set(labels_of(chart)) - {""} <= found


def test_the_native_chart_holds_the_values_of_the_waterfall() -> None:
    space = etree.fromstring(headed(FALL).xml)
    series = {s.findtext(f"{C}tx//{C}v"): [v.text for v in s.iterfind(f"{C}val//{C}v")] for s in space.iter(f"{C}ser")}
    assert series["Base"] == ["0", "5", "6", "0"]
    assert series["Above zero"] == ["5", "3", "2", "6"]
    assert series["Below zero"] == ["0", "0", "0", "0"]


@pytest.mark.parametrize(
    ("name", "share"), [("decade", 1), *((name, share) for name in FEW for share in (1, 0.75, 0.5))]
)
def test_no_two_labels_of_a_native_cash_flow_meet(built: Callable[[str], Any], name: str, share: float) -> None:
    look = replace(SOBER, chart=share)
    chart = cash_of(built(name))
    for shown, *_ in labels_by_period(chart, look):
        for one, other in combinations(shown, 2):
            assert min(one.high, other.high) - max(one.low, other.low) < label_height(chart, look) / 3, (one, other)


@pytest.mark.parametrize("name", ["portal", "effortless-service", "german"])
def test_no_label_of_a_bar_is_under_a_point_of_the_running_total(built: Callable[[str], Any], name: str) -> None:
    for shown, at, told in labels_by_period(cash_of(built(name)), SOBER):
        bars = shown[:-1] if told else []
        assert [spot for spot in bars if spot.low < at < spot.high] == []


def cash_of(built: Any) -> CashFlow:
    chart = from_json(str(cash_chart(built.document.printed, SOBER).data))
    assert isinstance(chart, CashFlow)
    return chart


def labels_by_period(chart: CashFlow, look: Theme) -> Iterator[tuple[list[Spot], Decimal, bool]]:
    """Yield the places of each period's labels, where the running total lies, and whether its label is the last."""
    places = cash_labels(chart, look)
    for up, down, at, gain, cost, balance in zip(*places[:3], chart.benefits, chart.costs, chart.balance, strict=True):
        told = (balance.value, balance.label) != (cost.value, cost.label)
        shown = [spot for spot, said in ((up, gain.label), (down, cost.label), (at, told)) if said]
        yield shown, balance.value, told


def test_a_cost_is_written_into_its_bar_where_the_running_total_would_cover_it_below() -> None:
    # Year 1 ends at -1,121, just below the foot of its cost of 737: a label under that bar would be under the point.
    chart = cash_flow(
        [Decimal(0), Decimal(1532), Decimal(3425), Decimal(3579)],
        [Decimal(-1915), Decimal(-737), Decimal(-709), Decimal(-712)],
        ["Initial", "Year 1", "Year 2", "Year 3"],
    )
    assert [spot.position for spot in cash_labels(chart, SOBER).costs] == [
        "outside_end", "center", "outside_end", "outside_end",
    ]  # fmt: skip


def test_a_label_of_the_running_total_that_a_line_runs_through_has_a_ground() -> None:
    # -40 stands just below zero, whose line runs through a label above it, and whose own cost takes the place below.
    chart = cash_flow([Decimal(0), Decimal(190)], [Decimal(-210), Decimal(-20)], ["Initial", "Year 1"])
    places = cash_labels(chart, SOBER)
    assert (places.balance[1].position, places.struck) == ("above", (False, True))
    space = etree.fromstring(native_chart(chart, SOBER).xml)
    labels = [label for label in space.iter(f"{C}dLbl") if label.findtext(f".//{A}t") == "−40.0"]
    assert [label.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val") for label in labels] == ["FFFFFF"]  # type: ignore[union-attr]  # it has one


def test_a_label_is_written_into_a_bar_only_where_the_bar_is_wide_enough() -> None:
    names = tuple(f"Year {t}" for t in range(12))
    costs = tuple(
        Mark(name, Decimal(-21_400 if t == 0 else 0), "−21,400" if t == 0 else "") for t, name in enumerate(names)
    )
    none = tuple(Mark(name, Decimal(0), "") for name in names)
    balance = tuple(Mark(name, Decimal(-21_400), "−21,400") for name in names)
    chart = CashFlow(names, none, costs, balance, "x", ("Benefits", "Costs", "Running total"))
    assert cash_labels(chart, SOBER).costs[0].position == "outside_end"


def test_a_step_through_zero_is_drawn_on_both_sides_and_labelled_once() -> None:
    steps = (Step("Benefit", Decimal(3), "+3", "benefit"), Step("Costs", Decimal(-8), "−8", "cost"))
    space = etree.fromstring(headed(Waterfall(steps, Mark("Net", Decimal(-5), "−5"), "x")).xml)
    series = {s.findtext(f"{C}tx//{C}v"): [v.text for v in s.iterfind(f"{C}val//{C}v")] for s in space.iter(f"{C}ser")}
    assert series["Above zero"] == ["3", "3", "0"]
    assert series["Below zero"] == ["0", "-5", "-5"]
    assert [text.text for text in space.iter(f"{A}t")] == ["+3", "−8", "−5"]


def test_the_native_stack_holds_its_layers_and_the_sums_above_them() -> None:
    space = etree.fromstring(headed(GROWTH).xml)
    series = {s.findtext(f"{C}tx//{C}v"): [v.text for v in s.iterfind(f"{C}val//{C}v")] for s in space.iter(f"{C}ser")}
    assert series == {"Truck rolls": ["20", "30"], "Clients": ["10", "0"], "Loss": ["-5", "-15"], "Label": ["30", "30"]}
    hidden = [entry.get("val") for entry in space.iterfind(f".//{C}legendEntry/{C}idx")]
    assert hidden == ["3"]


def test_the_native_breakdown_lays_each_part_where_its_whole_begins() -> None:
    space = etree.fromstring(headed(REVENUE).xml)
    series = {s.findtext(f"{C}tx//{C}v"): [v.text for v in s.iterfind(f"{C}val//{C}v")] for s in space.iter(f"{C}ser")}
    assert series["Base"] == ["0", "0", "0", "110", "150"]
    assert series["Above zero"] == ["900", "150", "110", "40", "750"]
    rows = [v.text for v in next(space.iter(f"{C}ser")).iterfind(f"{C}cat//{C}v")]
    assert rows == ["All revenue", "CXM", "– Switched", "– Expanded", "Marketing and Sales"]
    assert "900 · 100.0%" in {text.text for text in space.iter(f"{A}t")}


def test_the_native_chart_has_the_colours_and_the_face_of_the_theme() -> None:
    theme = Theme(benefit="#123456", cost="#654321", ink="#111111", sans="Lato")
    xml = native_chart(FALL, theme).xml.decode()
    assert set(re.findall(r'srgbClr val="(\w+)"', xml)) == {"123456", "654321", "111111"}
    assert set(re.findall(r'typeface="([^"]*)"', xml)) == {"Lato"}


@pytest.mark.parametrize("chart", KINDS)
def test_the_embedded_workbook_holds_the_data_but_no_chart(chart: Chart) -> None:
    with zipfile.ZipFile(io.BytesIO(native_chart(chart, SOBER).workbook)) as book:
        assert book.testzip() is None
        listed = book.read("[Content_Types].xml").decode()
        assert not [name for name in book.namelist() if "chart" in name or "drawing" in name]
        assert "chart" not in listed
        assert "drawing" not in book.read("xl/worksheets/sheet1.xml").decode()
        parts = {f"/{name}" for name in book.namelist()}
        assert set(re.findall(r'PartName="([^"]*)"', listed)) <= parts
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_tie_to_the_workbook_stands_where_the_schema_wants_it() -> None:
    plain = native_chart(FALL, SOBER).xml
    assert b"externalData" not in plain
    space = etree.fromstring(with_external_data(plain, "rId7"))
    assert [etree.QName(child).localname for child in space][-2:] == ["txPr", "externalData"]
    tie: Any = space.find(f"{C}externalData")
    assert tie.get(f"{R}id") == "rId7"
    assert tie.find(f"{C}autoUpdate").get("val") == "0"
    later = etree.fromstring(plain)
    etree.SubElement(later, f"{C}userShapes")
    space = etree.fromstring(with_external_data(etree.tostring(later), "rId7"))
    assert [etree.QName(child).localname for child in space][-2:] == ["externalData", "userShapes"]


@pytest.mark.parametrize("chart", KINDS)
def test_a_label_says_all_that_it_shows_in_the_order_of_the_schema(chart: Chart) -> None:
    order = ["showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"]
    for label in etree.fromstring(native_chart(chart, SOBER).xml).iter(f"{C}dLbl"):
        said = [etree.QName(child).localname for child in label]
        assert said[-6:] == order or said == ["idx", "delete"]


def test_periods_of_a_cash_flow_follow_each_other_from_left_to_right() -> None:
    bars = bars_of(tree(PORTAL), SOBER.cost)
    assert all(one[0] + one[2] < other[0] for one, other in pairwise(bars))
