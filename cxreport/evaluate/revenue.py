"""The split of revenue: CXM by its lines, CSM by its lines or a survey, Sales and Marketing as the remainder."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from cxreport import attribution
from cxreport.case.identify import slug
from cxreport.case.models import AttributionLine, CustomerGroup, Revenue, Survey
from cxreport.case.problem import Finding, Money, Point, Term
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.amounts import Drivers, enter_amount
from cxreport.evaluate.ledger import Source, Written
from cxreport.evaluate.rules import DUST
from cxreport.evaluate.scope import Scope

ROOT = "attribution"
PARTS = (("cxm", ("switched", "expanded")), ("csm", ("expanded", "acquired")))
TEAMS = ("success", "support", "unassigned")
# So many that a part is exact enough, and so few that parts of amounts as people write them add up without rounding.
DIGITS_OF_EQUAL_PARTS = 30


def enter_revenue(scope: Scope, revenue: Revenue, wide: Drivers) -> None:
    """Enter the split; where more is claimed than there is, the problem is noted and no split is entered."""
    enter = scope.ledger.enter
    total = enter(f"{ROOT}.total", "All revenue", "money", "written",
                  amount=scope.money(("revenue", "total"), revenue.total, "total"))  # fmt: skip
    survey = revenue.csm.survey
    for bucket, parts in PARTS:
        for part in () if bucket == "csm" and survey is not None else parts:
            _part(scope, revenue, bucket, part, wide)
    cxm = _bucket_total(scope, "cxm")
    csm = _surveyed(scope, survey, total, cxm) if survey is not None else _bucket_total(scope, "csm")
    excess = scope.ledger[cxm] + scope.ledger[csm] - scope.ledger[total]
    if excess > DUST:
        message = f"CXM and CSM together claim {scope.amount(excess)} more than all revenue"
        hint = "each unit of money is in one bucket: correct the lines, or the total"
        scope.findings.append(Finding("CX204", ("revenue", "total"), message, hint))
        return
    enter(f"{ROOT}.sales.total", "Marketing and Sales", "money", "remainder", total=total, cxm=cxm, csm=csm)
    for bucket in ("cxm", "csm", "sales"):
        part = f"{ROOT}.{bucket}.total"
        enter(
            f"{ROOT}.{bucket}.share",
            f"{bucket.upper()}, share of all revenue",
            "percent",
            "share",
            part=part,
            total=total,
        )
    _part_shares(scope, revenue)
    scope.total(f"{ROOT}.claimed", "CXM and CSM together", (cxm, csm))
    _teams(scope, revenue)
    _groups(scope, revenue)
    _reconcile(scope, revenue)


def _part(scope: Scope, revenue: Revenue, bucket: str, part: str, wide: Drivers) -> None:
    lines: tuple[AttributionLine, ...] = getattr(getattr(revenue, bucket), part)
    addresses = []
    for number, line in enumerate(lines):
        path: NodePath = ("revenue", bucket, part, number)
        addresses.append(_line(scope, f"{ROOT}.{bucket}.{part}.{line.id}", path, line, wide))
    scope.total(f"{ROOT}.{bucket}.{part}", f"{bucket.upper()}, {part}", tuple(addresses))


def _part_shares(scope: Scope, revenue: Revenue) -> None:
    """Enter the share of every part in all revenue. They stand apart from the parts, whose lines bear any name."""
    for bucket, parts in PARTS:
        for part in () if bucket == "csm" and revenue.csm.survey is not None else parts:
            label, whole = f"{bucket.upper()}, {part}, share of all revenue", f"{ROOT}.total"
            address = f"{ROOT}.{bucket}.shares.{part}"
            scope.ledger.enter(address, label, "percent", "share", part=f"{ROOT}.{bucket}.{part}", total=whole)


def _bucket_total(scope: Scope, bucket: str) -> str:
    parts = dict(PARTS)[bucket]
    return scope.total(f"{ROOT}.{bucket}.total", bucket.upper(), tuple(f"{ROOT}.{bucket}.{part}" for part in parts))


def _line(scope: Scope, address: str, path: NodePath, line: AttributionLine, wide: Drivers) -> str:
    """Enter the revenue of a line in the one of the four ways in which it is given."""
    enter = scope.ledger.enter
    if line.saved is not None:
        below, saved = (*path, "saved"), line.saved
        left = scope.written((*below, "would_have_left"), saved.would_have_left, "would have left", "percent")
        return enter(
            address, line.name, "money", "saved",
            customers=scope.written((*below, "customers"), saved.customers, "customers"),
            would_have_left=left,
            revenue_each=scope.money((*below, "revenue_each"), saved.revenue_each, "revenue each"),
        )  # fmt: skip
    if line.in_sync is not None and line.out_of_sync is not None:
        return _in_sync(scope, address, path, line)
    drivers = Drivers(scope, f"{address}.drivers", (*path, "drivers"), line.drivers, wide)
    amount = enter_amount(scope, address, path, line, drivers, 1)
    return enter(address, line.name, "money", "written", amount=amount)


def _in_sync(scope: Scope, address: str, path: NodePath, line: AttributionLine) -> str:
    aligned, other = line.in_sync, line.out_of_sync
    assert aligned is not None and other is not None  # noqa: S101, PT018 - the caller has looked
    if isinstance(aligned, CustomerGroup) and isinstance(other, CustomerGroup):
        found = scope.ledger.enter(
            address, line.name, "money", "in_sync_groups",
            customers_in=scope.written((*path, "in_sync", "customers"), aligned.customers, "customers in sync"),
            revenue_each_in=_each(scope, (*path, "in_sync"), aligned, "in sync"),
            revenue_each_out=_each(scope, (*path, "out_of_sync"), other, "out of sync"),
        )  # fmt: skip
    else:
        assert not isinstance(aligned, CustomerGroup) and not isinstance(other, CustomerGroup)  # noqa: S101, PT018 - CX202
        found = scope.ledger.enter(
            address, line.name, "money", "in_sync",
            in_sync=scope.money((*path, "in_sync"), aligned, "in sync"),
            out_of_sync=scope.money((*path, "out_of_sync"), other, "out of sync"),
        )  # fmt: skip
    if scope.ledger[found] < 0:
        message = f"the aligned situation brought {scope.amount(-scope.ledger[found])} less than the other"
        hint = "are in_sync and out_of_sync the right way round?"
        point = Point("point_negative", (("name", line.name), ("amount", Money(-scope.ledger[found]))))
        scope.findings.append(Finding("CX210", (*path, "in_sync"), message, hint, "warning", point=point))
    return found


def _each(scope: Scope, path: NodePath, group: CustomerGroup, which: str) -> Source:
    return scope.money((*path, "revenue_each"), group.revenue_each, f"revenue each {which}")


def _surveyed(scope: Scope, survey: Survey, total: str, cxm: str) -> str:
    enter, path = scope.ledger.enter, ("revenue", "csm", "survey")
    share_at = f"{ROOT}.csm.survey.share"
    if survey.asked is not None and survey.influenced is not None:
        asked = scope.written((*path, "asked"), survey.asked, "customers asked")
        influenced = scope.written((*path, "influenced"), survey.influenced, "of them influenced")
        enter(share_at, "Share influenced", "percent", "survey_share", asked=asked, influenced=influenced)
        enter(f"{ROOT}.csm.survey.margin", "Margin of error of the share", "percent", "survey_margin",
              share=share_at, asked=asked)  # fmt: skip
    else:
        share = scope.written((*path, "share"), survey.share or Decimal(0), "share", "percent")
        enter(share_at, "Share influenced", "percent", "written", amount=share)
    return enter(f"{ROOT}.csm.total", "CSM", "money", "survey", share=share_at, total=total, cxm=cxm)


def _teams(scope: Scope, revenue: Revenue) -> None:
    for team in TEAMS:
        parts: list[str] = []
        for part in ("expanded", "acquired"):
            lines: tuple[AttributionLine, ...] = getattr(revenue.csm, part)
            parts += [f"{ROOT}.csm.{part}.{line.id}" for line in lines if (line.team or "unassigned") == team]
        if revenue.csm.survey is not None and team == "unassigned":
            parts = [f"{ROOT}.csm.total"]
        scope.total(f"{ROOT}.csm.teams.{team}", f"CSM, {team}", tuple(parts))


def _groups(scope: Scope, revenue: Revenue) -> None:
    """Enter the value by contributing group, over the lines that name any."""
    amounts: dict[str, list[Source]] = {}
    shares: dict[str, list[Source]] = {}
    for bucket, parts in PARTS:
        for part in parts:
            for number, line in enumerate(getattr(getattr(revenue, bucket), part)):
                path: NodePath = ("revenue", bucket, part, number, "contributors")
                for group, share in _shares(scope, line, path).items():
                    amounts.setdefault(group, []).append(f"{ROOT}.{bucket}.{part}.{line.id}")
                    shares.setdefault(group, []).append(share)
    names: dict[str, str] = {}
    for group, parts_of_group in amounts.items():
        name = slug(group) or f"group-{len(names) + 1}"
        while name in names.values():
            name += "-2"
        names[group] = name
        scope.ledger.enter(f"{ROOT}.contributors.{name}", group, "money", "group",
                           amounts=tuple(parts_of_group), shares=tuple(shares[group]))  # fmt: skip
    named = scope.total(
        f"{ROOT}.named", "Named groups together", tuple(f"{ROOT}.contributors.{n}" for n in names.values())
    )
    scope.ledger.enter(f"{ROOT}.unnamed", "No group named", "money", "less", whole=f"{ROOT}.claimed", part=named)


def _shares(scope: Scope, line: AttributionLine, path: NodePath) -> dict[str, Written]:
    given = line.contributors
    if isinstance(given, Mapping):
        return {group: scope.written((*path, group), share, group, "percent") for group, share in given.items()}
    groups = given or ()
    with localcontext(prec=DIGITS_OF_EQUAL_PARTS):
        parts = attribution.equal_parts(Decimal(1), groups)
    told = f"equal part of {len(groups)}"
    return {group: scope.written((*path, number), parts[group], told, "percent") for number, group in enumerate(groups)}


def _reconcile(scope: Scope, revenue: Revenue) -> None:
    for key, money in revenue.stated.given().items():
        computed, path = computed_address(key), ("revenue", "stated", key)
        if computed not in scope.ledger.figures:
            scope.findings.append(_unchecked(key, path))
            continue
        stated = scope.ledger.enter(f"{ROOT}.stated.{key}", f"{key}, as stated", "money", "written",
                                    amount=scope.money(path, money, "stated"))  # fmt: skip
        gap = scope.ledger.enter(f"{ROOT}.stated.{key}.difference", f"{key}, stated less computed", "money",
                                 "discrepancy", stated=stated, computed=computed)  # fmt: skip
        if difference := scope.ledger[gap]:
            surveyed = key == "csm" and revenue.csm.survey is not None
            ours = "the survey gives" if surveyed else _OURS.get(key, "its own lines add up to")
            scope.findings.append(_discrepancy(scope, key, scope.ledger[stated], difference, ours))


def computed_address(key: str) -> str:
    """Return the figure that a key under `stated` is checked against."""
    return f"{ROOT}.{key}" if key == "total" or "." in key else f"{ROOT}.{key}.total"


_OURS = {"total": "the total of this case is", "sales": "what is left over is"}


def _told(key: str) -> str:
    """Return a key under `stated` in words: `CSM, expanded` for `csm.expanded`."""
    bucket, _, part = key.partition(".")
    name = {"total": "total", "sales": "Sales"}.get(bucket, bucket.upper())
    return f"{name}, {part}" if part else name


def _discrepancy(scope: Scope, key: str, stated: Decimal, difference: Decimal, ours: str) -> Finding:
    size = f"{scope.amount(abs(difference))} too {'high' if difference > 0 else 'low'}"
    if difference < 0 and key != "sales":
        size = f"{scope.amount(-difference)} short"
    computed = scope.amount(stated - difference)
    message = f"the stated {_told(key)} of {scope.amount(stated)} is {size}: {ours} {computed}"
    hint = "correct the stated figure, or say in the text why it differs; the document prints both"
    amounts = {"stated": stated, "difference": abs(difference), "computed": stated - difference}
    point = Point(
        f"point_stated_{'high' if difference > 0 else 'low'}",
        (("figure", _term(key)), *((place, Money(amount)) for place, amount in amounts.items())),
    )
    return Finding("CX207", ("revenue", "stated", key), message, hint, "warning", point=point)


def _term(key: str) -> Term:
    return Term((f"stated_{key.replace('.', '_')}",))


def _unchecked(key: str, path: NodePath) -> Finding:
    message = f"the stated {_told(key)} cannot be checked: a survey does not tell the parts of CSM"
    point = Point("point_stated_unchecked", (("figure", _term(key)),))
    return Finding("CX207", path, message, "state csm instead, or give CSM by its lines", "warning", point=point)
