"""The charts of a document: what each shows of the evaluation, its message, and its values in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from cxreport.case.models import BusinessCase, Revenue
from cxreport.evaluate.revenue import PARTS, ROOT
from cxreport.render.charts import Bars, Breakdown, CashFlow, Layer, Mark, Node, Stack, Step, Waterfall
from cxreport.render.charts.description import MOST_LAYERS, BarRole, Heads, NodeRole
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.sentence import horizon
from cxreport.render.theme import Theme
from cxreport.render.views.columns import Year, years
from cxreport.render.views.header import ChartView, chart_view
from cxreport.render.views.lines import Line
from cxreport.render.views.summary import title_of
from cxreport.render.words import Words

MOST_STEPS, MOST_GROUPS = 8, 12


def heads_of(say: Words) -> Heads:
    """Return the heads of the cells behind native charts, in the language of the document."""
    return Heads(**{part.name: say[f"cells_{part.name}"] for part in fields(Heads)})


def value_chart(printed: Printed, look: Theme, case: BusinessCase, benefits: Sequence[Line]) -> ChartView:
    """Return the waterfall from benefits over costs to net present value; beyond a few, one bar per initiative."""
    say, amount = printed.formats.words, printed.evaluation.amount
    steps = [(line.model.name, f"{line.address}.pv") for line in benefits]
    if len(steps) > MOST_STEPS:
        steps = [(title_of(case, item.id), f"{item.id}.benefits_pv") for item in case.initiatives]
    marks = [Step(title, amount(at), printed.cell(at), "benefit") for title, at in steps]
    marks.append(Step(say["costs"], -amount("costs_pv"), printed.less("costs_pv"), "cost"))
    total = Mark(say["npv_short"], amount("npv"), printed.cell("npv"))
    unit = printed.formats.unit(printed.scale)
    alt = say.say("alt_value", parts=_listed((*marks, total)), unit=unit)
    title = say.say("chart_value", benefits=printed.spoken("benefits_pv"), costs=printed.spoken("costs_pv"))
    told = say.say("unit_value", unit=unit, over=horizon(printed.evaluation, say))
    return chart_view("fig-value", title, told, Waterfall(tuple(marks), total, alt, heads_of(say)), look)


def cash_chart(printed: Printed, look: Theme) -> ChartView:
    """Return benefits and costs of every year and the running total, with the place where it turns for good."""
    say, unit = printed.formats.words, printed.formats.unit(printed.scale)
    columns = years(printed.evaluation, printed.formats, initial=True)
    benefits = tuple(_mark(printed, column, column.of_side("benefit")) for column in columns)
    costs = tuple(_mark(printed, column, column.of_side("cost"), sign=-1) for column in columns)
    balance = tuple(_mark(printed, column, f"cumulative.{column.balance}") for column in columns)
    series = (say["benefits"], say["costs"], say["running_total"])
    told = [
        f"{column.title}: "
        + ", ".join(f"{name} {mark.label or NOTHING}" for name, mark in zip(series, marks, strict=True))
        for column, marks in zip(columns, zip(benefits, costs, balance, strict=True), strict=True)
    ]
    months = printed.evaluation.value("payback_months")
    chart = CashFlow(
        names=tuple(column.title for column in columns),
        benefits=benefits,
        costs=costs,
        balance=balance,
        alt=say.say("alt_cash", unit=unit, payback=payback_told(printed), parts="; ".join(told)),
        series_names=series,
        payback=say.say("payback_mark", months=printed.text("payback_months")) if months else "",
    )
    return chart_view("fig-cash", payback_told(printed), say.say("unit_cash_chart", unit=unit), chart, look)


def payback_told(printed: Printed) -> str:
    """Return when the outlay is back, in a sentence."""
    say, months = printed.formats.words, printed.evaluation.value("payback_months")
    if months is None:
        return say.say("payback_never", over=horizon(printed.evaluation, say))
    if months == 0:
        return say["payback_at_once"]
    return say.say("payback_after", months=printed.text("payback_months"))


def benefits_chart(printed: Printed, look: Theme, benefits: Sequence[Line]) -> ChartView | None:
    """Return the benefits of every year, line on line, the largest at the foot; None where there is but one figure."""
    evaluation, say, unit = printed.evaluation, printed.formats.words, printed.formats.unit(printed.scale)
    columns = years(evaluation, printed.formats, initial=evaluation.amount("benefit_flows.0") != 0)
    if not benefits or len(benefits) * len(columns) == 1:
        return None
    kept, rest = layered(printed, benefits)
    layers = [Layer(line.model.name, tuple(_sum(printed, column, [line]) for column in columns)) for line in kept]
    if rest:
        name = say.say("other_benefits", count=len(rest))
        layers.append(Layer(name, tuple(_sum(printed, column, rest) for column in columns)))
    totals = tuple(_mark(printed, column, column.of_side("benefit")) for column in columns)
    told = [f"{layer.name}: {_listed(layer.marks)}" for layer in layers]
    alt = say.say("alt_benefits", unit=unit, parts="; ".join(told), totals=_listed(totals))
    chart = Stack(tuple(column.title for column in columns), tuple(layers), totals, alt, heads_of(say))
    return chart_view(
        "fig-benefits", _most(printed, [*kept, *rest]), say.say("unit_benefits_chart", unit=unit), chart, look
    )


def layered(printed: Printed, benefits: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the benefits that have a layer each, the largest first, and those that share the last one."""
    ordered = sorted(benefits, key=lambda line: -printed.evaluation.amount(f"{line.address}.total"))
    most = len(ordered) if len(ordered) <= MOST_LAYERS else MOST_LAYERS - 1
    return ordered[:most], ordered[most:]


def _most(printed: Printed, ordered: Sequence[Line]) -> str:
    """Return what the benefits add up to, and which of them brings the most where all of them bring something."""
    say, total = printed.formats.words, printed.spoken("benefits_total")
    over = horizon(printed.evaluation, say)
    if len(ordered) == 1 or printed.evaluation.amount(f"{ordered[-1].address}.total") < 0:
        return say.say("chart_benefits", total=total, over=over)
    most = printed.spoken(f"{ordered[0].address}.total")
    return say.say("chart_benefits_most", name=ordered[0].model.name, amount=most, total=total, over=over)


def breakdown_chart(printed: Printed, look: Theme, revenue: Revenue, unit: str) -> ChartView:
    """Return all revenue by what brought it, and what was brought by a change again by how customers acted."""
    say = printed.formats.words
    roles: dict[str, NodeRole] = {"cxm": "benefit", "csm": "second", "sales": "remainder"}

    def node(title: str, address: str, share: str, role: NodeRole, parts: tuple[Node, ...] = ()) -> Node:
        return Node(title, printed.evaluation.amount(address), printed.cell(address), share, role, parts)

    buckets = []
    for bucket, role in roles.items():
        surveyed = bucket == "csm" and revenue.csm.survey is not None
        parts = tuple(
            node(say["part_" + part], f"{ROOT}.{bucket}.{part}", printed.text(f"{ROOT}.{bucket}.shares.{part}"), role)
            for part in (() if surveyed else dict(PARTS).get(bucket, ()))
        )
        share = printed.text(f"{ROOT}.{bucket}.share")
        buckets.append(node(say["key_" + bucket], f"{ROOT}.{bucket}.total", share, role, parts))
    all_of_it = printed.formats.share(printed.value(f"{ROOT}.all"))
    whole = node(say["all_revenue"], f"{ROOT}.total", all_of_it, "total", tuple(buckets))
    told = [f"{name} {printed_as}" for name, printed_as in _spelled(whole)]
    alt = say.say("alt_revenue", unit=unit, parts="; ".join(told))
    shares = {bucket: printed.text(f"{ROOT}.{bucket}.share") for bucket in ("cxm", "csm")}
    return chart_view(
        "fig-revenue", say.say("chart_revenue", **shares), unit, Breakdown(whole, alt, heads_of(say)), look
    )


def _spelled(node: Node, above: str = "") -> list[tuple[str, str]]:
    """Return the full name of a node and of all below it, with what is printed of each."""
    found = [(above + node.name, node.told)]
    for part in node.parts:
        found += _spelled(part, f"{node.name}, " if node.role != "total" else "")
    return found


def groups_chart(printed: Printed, look: Theme, unit: str) -> ChartView | None:
    """Return the value by contributing group, the largest first; None where there are not two to compare."""
    evaluation, say = printed.evaluation, printed.formats.words
    ordered = groups_by_value(printed)
    if len(ordered) < 2:
        return None
    kept = ordered if len(ordered) <= MOST_GROUPS else ordered[: MOST_GROUPS - 1]
    marks = [Mark(evaluation.figures[at].label, evaluation.amount(at), printed.cell(at)) for at in kept]
    if rest := ordered[len(kept) :]:
        marks.append(_together(printed, say.say("other_groups", count=len(rest)), rest))
    roles: list[BarRole] = ["benefit"] * len(marks)
    if printed.value(f"{ROOT}.unnamed"):
        at = f"{ROOT}.unnamed"
        marks.append(Mark(say["no_group"], evaluation.amount(at), printed.cell(at)))
        roles.append("remainder")
    title = say.say(
        "chart_groups",
        name=evaluation.figures[ordered[0]].label,
        amount=printed.spoken(ordered[0]),
        claimed=printed.spoken(f"{ROOT}.claimed"),
    )
    alt = say.say("alt_groups", unit=unit, parts=_listed(marks))
    return chart_view("fig-groups", title, unit, Bars(tuple(marks), tuple(roles), alt, heads_of(say)), look)


def groups_by_value(printed: Printed) -> list[str]:
    """Return the addresses of all contributing groups, the largest first."""
    evaluation = printed.evaluation
    found = [address for address in evaluation.figures if address.startswith(f"{ROOT}.contributors.")]
    return sorted(found, key=lambda address: (-evaluation.amount(address), evaluation.figures[address].label))


def _mark(printed: Printed, column: Year, address: str, sign: int = 1) -> Mark:
    text = printed.cell(address) if sign > 0 else printed.less(address)
    return Mark(column.title, sign * printed.evaluation.amount(address), "" if text == NOTHING else text)


def _sum(printed: Printed, column: Year, lines: Sequence[Line]) -> Mark:
    mark = _together(printed, column.title, [column.of_line(line.address) for line in lines])
    return Mark(mark.name, mark.value, "" if mark.label == NOTHING else mark.label)


def _together(printed: Printed, name: str, addresses: Sequence[str]) -> Mark:
    """Return what several figures are together; printed is the sum of what is printed of each, so that it foots."""
    if len(addresses) == 1:
        return Mark(name, printed.evaluation.amount(addresses[0]), printed.cell(addresses[0]))
    value = sum(map(printed.evaluation.amount, addresses), Decimal(0))
    return Mark(name, value, printed.sum(addresses))


def _listed(marks: Sequence[Mark]) -> str:
    return "; ".join(f"{mark.name} {mark.label or NOTHING}" for mark in marks)
