"""The tables of `cxreport show`, filled with the figures as the documents print them."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport import (
    BusinessCase,
    Evaluation,
    Initiative,
    Printed,
    case_formats,
    contributor_addresses,
    hurdles_of,
    returns_doubts,
    verdict,
    year_count,
)
from cxreport.cli.tables import Table

_RATIOS = ("bcr",)
_KEY_FIGURES = (
    "npv", "roi", "first_year_roi", "bcr", "irr", "mirr", "payback_months", "discounted_payback_months", "break_even",
)  # fmt: skip
_BESIDE = ("after_tax.npv", "after_tax.irr", "after_tax.payback_months", "terminal.pv", "terminal.npv")
_ROOT = "attribution"
_VERDICTS = {"met": "met", "missed": "missed", "open": "cannot be judged"}


def doubts(evaluation: Evaluation) -> tuple[str, ...]:
    """Return what the key figures of a sound proposal leave to be explained."""
    if not isinstance(evaluation.case, BusinessCase):
        return ()
    return returns_doubts(Printed(evaluation, case_formats(evaluation)))


def tables(evaluation: Evaluation) -> Iterator[Table]:
    """Yield the tables of a sound case, in the order in which a reader wants them."""
    printed = Printed(evaluation, case_formats(evaluation))
    case = evaluation.case
    if isinstance(case, BusinessCase):
        yield _key_figures(printed)
        yield from _hurdles(printed)
        yield from _certainty(printed)
        yield _cash_flows(printed)
        yield from (_initiative(printed, item) for item in case.initiatives)
        if len(case.initiatives) > 1:
            yield _initiatives(printed, case)
    if evaluation.tracks:
        yield from _promises(printed)
    if evaluation.portfolio is not None:
        from cxreport.cli.portfolio_tables import portfolio_tables

        yield from portfolio_tables(printed)
    if evaluation.has_revenue:
        yield _revenue(printed)
        yield _contributors(printed)


def _figure(printed: Printed, address: str) -> str:
    return printed.ratio(address) if address.rpartition(".")[2] in _RATIOS else printed.text(address)


def _key_figures(printed: Printed) -> Table:
    figures = printed.evaluation.figures
    rows = [("Benefits, total", printed.spoken("benefits_total")), ("Costs, total", printed.spoken("costs_total"))]
    rows.append((figures["npv"].label, printed.spoken("npv")))
    rows += [(figures[name].label, _figure(printed, name)) for name in _KEY_FIGURES[1:]]
    rows += [(figures[name].label, _beside(printed, name)) for name in _BESIDE if name in figures]
    return Table("Key figures", ("", ""), tuple(rows))


def _beside(printed: Printed, address: str) -> str:
    is_money = printed.evaluation.figures[address].unit == "money"
    return printed.spoken(address) if is_money else _figure(printed, address)


def _hurdles(printed: Printed) -> Iterator[Table]:
    """Yield what is asked of an investment, what this one comes to, and the verdict, where anything is asked."""
    figures = printed.evaluation.figures
    rows = tuple(
        (
            figures[hurdle.address].label,
            printed.driver(hurdle.address),
            printed.text(hurdle.figure),
            _VERDICTS[verdict(figures, hurdle)],
        )
        for hurdle in hurdles_of(figures)
    )
    if rows:
        yield Table("Hurdles", ("", "Asked", "This case", "Verdict"), rows)


def _certainty(printed: Printed) -> Iterator[Table]:
    """Yield how sure the net present value is, where the case has ranges or scenarios."""
    found = printed.evaluation.assessment
    if found is None or not (found.ranged or found.scenarios):
        return
    rows = [
        (item.label, *(printed.cell(f"sensitivity.{item.address}.{end}") for end in ("low", "high")))
        for item in found.ranged
    ]
    unit = printed.formats.unit(printed.scale)
    yield Table(f"NPV at both ends of each range, {unit}", ("", "Low", "High"), tuple(rows))
    told = [(result.key, printed.cell(f"scenarios.{result.key}.npv")) for result in found.scenarios]
    if found.simulated is not None:
        told += [(f"P{p} of the draws", printed.cell(f"simulation.npv.p{p}")) for p in (10, 50, 90)]
        told.append(("Chance of a loss", printed.text("simulation.loss")))
    told.append(("Cost of a month's delay", printed.cell("delay.cost")))
    yield Table(f"NPV if things turn out otherwise, {unit}", ("", "NPV"), tuple(told))


def _cash_flows(printed: Printed) -> Table:
    """Return years as rows, so that the table is as narrow for fifty years as for three."""
    evaluation, years = printed.evaluation, year_count(printed.evaluation)
    rows = [("Initial", *map(printed.cell, ("benefit_flows.0", "cost_flows.0", "net_flows.0", "cumulative.0")))]
    for year in range(1, years + 1):
        last = min(year * evaluation.periods_per_year, evaluation.periods)
        names = [f"{side}_years.{year}" for side in ("benefit", "cost", "net")]
        rows.append((f"Year {year}", *map(printed.cell, (*names, f"cumulative.{last}"))))
    net = f"cumulative.{evaluation.periods}"
    rows.append(("Total", *map(printed.cell, ("benefits_total", "costs_total", net)), ""))
    head = ("", "Benefits", "Costs", "Net", "Running total")
    return Table(f"Cash flows, {printed.formats.unit(printed.scale)}", head, tuple(rows), totals=1)


def _initiative(printed: Printed, item: Initiative) -> Table:
    rows: list[tuple[str, ...]] = []
    for side, lines in (("benefits", item.benefits), ("costs", item.costs)):
        for line in lines:
            address = f"{item.id}.{side}.{line.id}"
            counted = f"{address}.total" in printed.evaluation.figures
            amounts = map(printed.cell, (f"{address}.total", f"{address}.pv")) if counted else ("not counted", "")
            rows.append((line.name, side[:-1], *amounts))
    title = f"{item.name or item.id}, {printed.formats.unit(printed.scale)}"
    return Table(title, ("", "", "Total", "Present value"), tuple(rows), names=2)


def _initiatives(printed: Printed, case: BusinessCase) -> Table:
    rows = [(item.name or item.id, *_returns(printed, f"{item.id}.")) for item in case.initiatives]
    rows.append(("All", *_returns(printed, "")))
    head = ("", "Benefits", "Costs", "NPV", "ROI", "Payback")
    return Table(f"Initiatives, present values, {printed.formats.unit(printed.scale)}", head, tuple(rows), totals=1)


def _returns(printed: Printed, prefix: str) -> tuple[str, ...]:
    amounts = tuple(printed.cell(prefix + name) for name in ("benefits_pv", "costs_pv", "npv"))
    return (*amounts, printed.text(f"{prefix}roi"), printed.text(f"{prefix}payback_months"))


def _promises(printed: Printed) -> Iterator[Table]:
    evaluation, unit = printed.evaluation, printed.formats.unit(printed.scale)
    rows = []
    for track in evaluation.tracks:
        values = (printed.cell(f"{track.id}.revised.{kind}") for kind in ("case_npv", "npv"))
        rows.append((track.id, evaluation.standing(track).replace("-", " "), *values))
    yield Table(
        f"Promises, net present value, {unit}", ("", "Standing", "Approved", "As now seen"), tuple(rows), names=2
    )
    for track in evaluation.tracks:
        rows = [(line.model.name, line.side[:-1], *_window(printed, f"{line.address}.period")) for line in track.lines]
        for side in ("benefits", "costs"):
            at = f"{track.id}.period.{side}"
            rows.append(("Together", side, *_window(printed, at)))
            if evaluation.amount(f"{at}.unreported") > printed.scale.step:
                rows.append(("Planned and not reported", side, printed.cell(f"{at}.unreported"), "", ""))
        totals, head = len(rows) - len(track.lines), ("", "", "Plan", "Actual", "Variance")
        yield Table(f"{track.id}, {evaluation.case.revenue.period}, {unit}", head, tuple(rows), totals, names=2)  # type: ignore[union-attr]  # a report has revenue


def _window(printed: Printed, at: str) -> tuple[str, ...]:
    if printed.evaluation.value(f"{at}.actual") is None:
        planned = abs(printed.evaluation.amount(f"{at}.plan")) > printed.scale.step
        return ("", "not reported" if planned else "", "")
    return tuple(printed.cell(f"{at}.{kind}") for kind in ("reported", "actual", "variance"))


def _revenue(printed: Printed) -> Table:
    revenue = printed.evaluation.case.revenue
    assert revenue is not None  # noqa: S101 - there is a split
    rows: list[tuple[str, ...]] = []
    for bucket, parts in (("cxm", ("switched", "expanded")), ("csm", ("expanded", "acquired"))):
        if not (bucket == "csm" and revenue.csm.survey):
            rows += [(f"  {bucket.upper()}, {part}", printed.cell(f"{_ROOT}.{bucket}.{part}"), "") for part in parts]
        rows.append((bucket.upper(), *_amount_and_share(printed, bucket)))
    rows.append(("Marketing and Sales", *_amount_and_share(printed, "sales")))
    rows.append(("All revenue", printed.cell(f"{_ROOT}.total"), ""))
    title = f"Revenue of {revenue.period}, {printed.formats.unit(printed.revenue_scale)}"
    return Table(title, ("", "Revenue", "Share"), tuple(rows), totals=1)


def _amount_and_share(printed: Printed, bucket: str) -> tuple[str, str]:
    return printed.cell(f"{_ROOT}.{bucket}.total"), printed.text(f"{_ROOT}.{bucket}.share")


def _contributors(printed: Printed) -> Table:
    """Return value by contributing group; without rows where no line names one."""
    evaluation = printed.evaluation
    groups = contributor_addresses(evaluation)
    rows = [(evaluation.figures[address].label, printed.cell(address)) for address in groups]
    if rows:
        rows.append(("No group named", printed.cell(f"{_ROOT}.unnamed")))
    title = f"Value by contributing group, {printed.formats.unit(printed.revenue_scale)}"
    return Table(title, ("", "Revenue"), tuple(rows))
