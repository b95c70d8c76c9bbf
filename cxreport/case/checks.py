"""What has to hold between fields: lengths, currencies, bounds of lines, the parts of a revenue split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cxreport.case.finance_checks import find_finance_problems, flow_lines
from cxreport.case.models import (
    AttributionLine,
    Benefit,
    BusinessCase,
    Case,
    Cost,
    CustomerGroup,
    Flow,
    Labour,
    Portfolio,
    Revenue,
    ValueReport,
)
from cxreport.case.problem import Finding, Path, Paths, Point, Term
from cxreport.case.reading import Model
from cxreport.quantity import DriverValue, Money, Series


def find_problems(case: Case, broken: Paths) -> list[Finding]:
    """Return what is wrong between the fields of `case`; what touches a broken field is left unsaid."""
    findings = [*_required_finance(case, broken)] if isinstance(case, BusinessCase) else []
    findings += _currencies(case, broken)
    findings += _lengths(case)
    if isinstance(case, BusinessCase):
        for path, line in flow_lines(case):
            findings += _flow(line, path, case, broken)
        findings += _lone_parts(case, broken)
        findings += find_finance_problems(case, broken)
    if isinstance(case, Portfolio):
        findings += _portfolio(case, broken)
    if case.revenue is not None:
        findings += find_revenue_problems(case.revenue, broken)
    if isinstance(case, ValueReport):
        findings += _savings(case, broken)
        findings += _thresholds(case, broken)
    return [finding for finding in findings if finding.path not in broken]


def revenue_lines(revenue: Revenue) -> Iterator[tuple[Path, str, AttributionLine]]:
    """Yield (path, bucket as `cxm.switched`, line) of every attribution line."""
    for bucket, part in (("cxm", "switched"), ("cxm", "expanded"), ("csm", "expanded"), ("csm", "acquired")):
        for index, line in enumerate(getattr(getattr(revenue, bucket), part)):
            yield ("revenue", bucket, part, index), f"{bucket}.{part}", line


def _required_finance(case: BusinessCase, broken: Paths) -> Iterator[Finding]:
    specs = case.finance.specs
    for name in ("discount_rate", "period", "periods", "start"):
        path = ("finance", name)
        if getattr(case.finance, name) is None and path not in broken and ("finance",) not in broken:
            message = f'the key "{name}" is missing from finance'
            yield Finding("CX101", path, message, specs[name].way_out, at_key=True)


def _values(model: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every value below `model`, with its path, models and containers included."""
    yield path, model
    if isinstance(model, Model):
        for name, spec in model.specs.items():
            yield from _values(getattr(model, name), (*path, spec.key))
    elif isinstance(model, Mapping):
        for key, value in model.items():
            yield from _values(value, (*path, key))
    elif isinstance(model, tuple) and not isinstance(model, Money | DriverValue):
        for index, value in enumerate(model):
            yield from _values(value, (*path, index))
    elif isinstance(model, Series):
        for index, value in enumerate(model):
            yield from _values(value, (*path, index) if model.listed else path)


def _currencies(case: Case, broken: Paths) -> Iterator[Finding]:
    """Every amount is in the case's currency, or in one that has a rate."""
    if not case.currency or ("rates",) in broken:
        return
    for path, value in _values(case, ()):
        if path[:1] == ("tracked",):  # actuals are in the report's own currency, and are read with their files
            continue
        money = value.money if isinstance(value, DriverValue) else value
        if not isinstance(money, Money) or not money.mark or case.currency in money.currencies():
            continue
        codes = sorted(money.currencies())
        known = [code for code in codes if code in case.rates or broken.within(("rates", code))]
        if len(known) != 1:
            message = f"the amount is in {money.mark}, the case is in {case.currency}"
            hint = f"write it in {case.currency}, or give the rate:  rates: {{{codes[0]}: {{rate: …}}}}"
            if len(codes) > 1:
                message += f", and {money.mark} may mean {', '.join(known or codes[:3])}" + (
                    "" if known else " or others"
                )
                hint = "write the three letters of the currency, and give its rate under  rates:"
            yield Finding("CX113", path, message, hint)


def _lengths(case: Case) -> Iterator[Finding]:
    """A list has one value per period; a revenue section knows one period only."""
    if isinstance(case, Portfolio):
        return
    periods = case.finance.periods if isinstance(case, BusinessCase) else 1
    for path, value in _values(case, ()):
        if not isinstance(value, Series) or not value.listed:
            continue
        wanted = 1 if path[0] == "revenue" else periods
        if wanted is not None and not value.fits(wanted):
            field = f'value of driver "{path[-2]}"' if path[-1] == "value" else str(path[-1])
            have = f"{len(value.values)} value{'s' * (len(value.values) != 1)}"
            need = f"{wanted} period{'s' * (wanted != 1)}"
            hint = "give one value per period, or one value for all of them"
            yield Finding("CX107", path, f"the {field} has {have}, the case has {need}", hint)


def _portfolio(case: Portfolio, broken: Paths) -> Iterator[Finding]:
    """A portfolio is one of proposals or one of reports; what is committed is told for the periods of the budget."""
    if case.budget is None or broken.within(("budget",)):
        return
    if case.company is not None:
        message = "a budget is for proposals, and reports are gathered here"
        yield Finding(
            "CX609", ("company",), message, "keep budget, for proposals, or company, for reports", at_key=True
        )
    available, committed = case.budget.available, case.budget.committed
    if committed is None or not committed.listed or (available.listed and committed.fits(len(available.values))):
        return
    have, need = len(committed.values), f"{len(available.values)} periods" if available.listed else "one for all"
    message = f"what is committed has {have} value{'s' * (have != 1)}, what is available has {need}"
    yield Finding("CX107", ("budget", "committed"), message, "give both for the same periods, or one value for all")


def _flow(line: Flow, path: Path, case: BusinessCase, broken: Paths) -> Iterator[Finding]:
    given = [key for key in ("initial", "amount", "formula") if getattr(line, key) is not None]
    touched = any(broken.within((*path, key)) for key in ("type", "driver", "labour", "initial", "amount", "formula"))
    if isinstance(line, Benefit) and line.type == "advantage":
        for key in given:
            message = f"an advantage is described, never in the money, and this one gives {key}"
            yield Finding("CX118", (*path, key), message, f"delete {key}, or change the type", at_key=True)
        return
    if isinstance(line, Cost) and line.labour is not None and not touched:
        yield from _labour(line, line.labour, path)
        return
    if "amount" in given and "formula" in given:
        message = "amount and formula are both given"
        yield Finding("CX118", (*path, "formula"), message, "keep one of the two", at_key=True)
    if not given and not touched:
        yield Finding("CX118", path, "the line has no money in it", "give amount, formula or initial")
    if isinstance(line, Benefit) and line.type == "revenue" and not _has_margin(line, path, case, broken):
        message = "added revenue counts only by its margin, and no margin is given"
        yield Finding("CX119", path, message, "give margin here, or once under finance")


def _labour(line: Cost, labour: Labour, path: Path) -> Iterator[Finding]:
    """Yield what is given beside labour: it is the amount of the line already."""
    beside = "amount" if line.amount is not None else "formula" if line.formula != labour.formula else ""
    if beside:
        message = f"labour and {beside} are both given"
        yield Finding("CX118", (*path, "labour"), message, "keep one of the two, or make two lines of it", at_key=True)
    for part, wanted, example in (("hours", {"number"}, "1_200"), ("rate", {"money", "number"}, "$85")):
        driver = line.drivers.get(f"labour_{part}")
        if driver is not None and driver.value is not None and not {item.form for item in driver.value} <= wanted:
            told = "the rate of labour is money" if part == "rate" else "the hours of labour are a plain number"
            yield Finding("CX118", (*path, "labour", part), told, f"write it as {example}")


def _has_margin(line: Benefit, path: Path, case: BusinessCase, broken: Paths) -> bool:
    given = line.margin is not None or case.finance.margin is not None
    return given or any(margin in broken for margin in ((*path, "margin"), ("finance", "margin"), ("finance",)))


def _savings(case: ValueReport, broken: Paths) -> Iterator[Finding]:
    for index, saving in enumerate(case.savings):
        path: Path = ("savings", index)
        if any(broken.within((*path, key)) for key in ("amount", "formula")):
            continue
        if saving.amount is not None and saving.formula is not None:
            message = "amount and formula are both given"
            yield Finding("CX118", (*path, "formula"), message, "keep one of the two", at_key=True)
        elif saving.amount is None and saving.formula is None:
            yield Finding(
                "CX118", path, "the saving has no money in it", "give amount or formula, or make it an advantage"
            )


def _thresholds(case: ValueReport, broken: Paths) -> Iterator[Finding]:
    at_risk, off_track = case.thresholds.at_risk, case.thresholds.off_track
    if at_risk > off_track and not broken.within(("thresholds",)):
        message = "an initiative would be off track before it is at risk"
        yield Finding("CX114", ("thresholds", "at_risk"), message, "let at_risk be the smaller of the two")


def _lone_parts(case: BusinessCase, broken: Paths) -> Iterator[Finding]:
    for one, other in (("action", "improvement"), ("improvement", "action")):
        if getattr(case, one) is not None and getattr(case, other) is None and (other,) not in broken:
            message = f'"{one}" of the whole stands without "{other}"'
            yield Finding("CX101", (one,), message, f"give {other} as well, or neither", at_key=True)


def find_revenue_problems(revenue: Revenue, broken: Paths) -> Iterator[Finding]:
    """Yield what is wrong with a revenue split, warnings included, before any number is computed."""
    for path, bucket, line in revenue_lines(revenue):
        yield from _ways(line, path, broken)
        yield from _contributors(line, path, broken)
        if bucket.startswith("cxm"):
            yield from _alignment(line, path, broken)
        if (
            bucket == "csm.expanded"
            and line.team == "support"
            and line.saved is None
            and (*path, "saved") not in broken
        ):
            message = "purchases helped by Support count only where the customer would have left"
            hint, point = (
                "give saved: {customers, would_have_left, revenue_each}",
                Point("point_support_sale", (("name", line.name),)),
            )
            yield Finding("CX209", (*path, "team"), message, hint, "warning", point=point)
    yield from _survey(revenue, broken)


def _ways(line: AttributionLine, path: Path, broken: Paths) -> Iterator[Finding]:
    keys = ("amount", "formula", "in_sync", "out_of_sync", "saved")
    given = [key for key in keys if getattr(line, key) is not None]
    if any(broken.within((*path, key)) for key in keys):
        return
    ways = {"in_sync" if key == "out_of_sync" else key for key in given}
    if len(ways) != 1:
        message = "the line gives its revenue in more than one way" if ways else "the line gives no revenue"
        where = (*path, given[1]) if ways else path
        hint = "give amount, formula, in_sync with out_of_sync, or saved" + (": one of them" if ways else "")
        yield Finding("CX201", where, message, hint, at_key=bool(ways))
    elif "in_sync" in ways and len(given) == 1:
        other = "out_of_sync" if given == ["in_sync"] else "in_sync"
        message, hint = f"{given[0]} stands without {other}", f"give {other} as well: the difference counts"
        yield Finding("CX202", (*path, given[0]), message, hint, at_key=True)
    elif "in_sync" in ways and isinstance(line.in_sync, CustomerGroup) != isinstance(line.out_of_sync, CustomerGroup):
        message = "in_sync and out_of_sync are given in different forms"
        hint = "give both as money, or both as {customers, revenue_each}"
        yield Finding("CX202", (*path, "out_of_sync"), message, hint, at_key=True)


def _contributors(line: AttributionLine, path: Path, broken: Paths) -> Iterator[Finding]:
    where = (*path, "contributors")
    if broken.within(where):
        return
    if isinstance(line.contributors, Mapping):
        total = sum(line.contributors.values(), Decimal(0))
        if total != 1:
            yield Finding(
                "CX205", where, f"the shares add up to {(total * 100).normalize():f}%", "let them add up to 100%"
            )
    elif line.contributors is not None and len(set(line.contributors)) < len(line.contributors):
        yield Finding("CX205", where, "a group is named twice", "name each group once")


def _alignment(line: AttributionLine, path: Path, broken: Paths) -> Iterator[Finding]:
    missing = [k for k in ("aligned_by", "change") if getattr(line, k) is None and (*path, k) not in broken]
    if missing:
        message = f"a CXM line should say {' and '.join(missing)}"
        hint = "say which insight the change was based on, and what was changed"
        point = Point(
            "point_unaligned", (("name", line.name), ("missing", Term(tuple(f"missing_{key}" for key in missing))))
        )
        yield Finding("CX208", path, message, hint, "warning", point=point)


def _survey(revenue: Revenue, broken: Paths) -> Iterator[Finding]:
    survey, path = revenue.csm.survey, ("revenue", "csm", "survey")
    if survey is None:
        return
    if revenue.csm.expanded or revenue.csm.acquired:
        yield Finding("CX201", path, "CSM is given both by lines and by a survey", "keep one of the two", at_key=True)
    if any(broken.within((*path, key)) for key in ("asked", "influenced", "share")):
        return
    counted = survey.asked is not None and survey.influenced is not None
    if counted == (survey.share is not None) or (survey.asked is None) != (survey.influenced is None):
        message, hint = "a survey is asked and influenced, or a share", "give {asked, influenced} or {share}"
        yield Finding("CX203", path, message, hint, at_key=True)
    elif survey.asked is not None and survey.influenced is not None and survey.influenced > survey.asked:
        message = "more customers were influenced than asked"
        yield Finding("CX203", (*path, "influenced"), message, "correct one of the two")
