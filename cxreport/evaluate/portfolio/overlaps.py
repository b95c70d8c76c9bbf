"""Benefits that several proposals claim: the same money, counted more than once.

Two benefits are the same where both say in `claims` what they draw on, in the same words; or where they have the same
name, and neither says in `claims` what it draws on. They may be the same where they have the same id or names that are
nearly alike, or where they count the same thing: from a driver with the same key and the same label, which is neither
money nor a share. Both only where they bring money in the same period of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from cxreport.case.identify import slug
from cxreport.case.models import Benefit
from cxreport.case.problem import Finding, Money, Point, Problem
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.likeness import counts, near_names, same_driver
from cxreport.evaluate.portfolio.outcome import Ground, Overlap
from cxreport.evaluate.portfolio.proposals import Placed, enter_value, own_flows
from cxreport.evaluate.scope import Scope
from cxreport.portfolio import months_shared

MOST_COMPARED = 400  # names are compared two by two


class Claim(NamedTuple):
    """A benefit of a proposal that is in the money, and the periods of the calendar in which it brings some."""

    placed: Placed
    path: NodePath
    initiative: str
    benefit: Benefit
    periods: frozenset[int]

    @property
    def proposal(self) -> str:
        """The id of its proposal."""
        return self.placed.proposal.id

    @property
    def words(self) -> str:
        """What it says that it draws on, so that capitals and signs make no difference."""
        return slug(self.benefit.claims or "")


class Match(NamedTuple):
    """Claims that are, or may be, the same."""

    claims: tuple[Claim, ...]
    ground: Ground
    told: str


def enter_overlaps(
    scope: Scope, proposals: Sequence[Placed], funded: frozenset[str]
) -> tuple[tuple[Overlap, ...], tuple[Problem, ...]]:
    """Enter what is counted more than once at most, and return the overlaps and a warning for each that is certain."""
    claims = [claim for placed in proposals for claim in _claims(placed)]
    certain = list(_same(claims))
    known = {frozenset((id(one), id(other))) for match in certain for one in match.claims for other in match.claims}
    possible = [m for m in _alike(claims) if frozenset(map(id, m.claims)) not in known]
    overlaps, problems, doubled = [], [], []
    for number, match in enumerate((*certain, *possible), 1):
        overlap = _entered(scope, f"overlaps.{number}", match)
        overlaps.append(overlap)
        both = [k for k, claim in enumerate(match.claims, 1) if claim.proposal in funded]
        if overlap.certain:
            problems.append(_warning(scope, overlap, match))
            if len(both) > 1:
                parts = tuple(f"{overlap.address}.{k}.pv" for k in both)
                doubled.append(scope.ledger.enter(f"{overlap.address}.funded", "Counted twice among the funded",
                                                  "money", "beyond_largest", parts=parts))  # fmt: skip
    if doubled:
        total = scope.total("overlaps.funded_total", "Counted twice among the funded, total", tuple(doubled))
        whole = "funding.npv" if "funding.npv" in scope.ledger.figures else "npv"
        scope.ledger.enter("overlaps.npv_once", "Net present value with every benefit counted once", "money", "less",
                           whole=whole, part=total)  # fmt: skip
    return tuple(overlaps), tuple(problems)


def _claims(placed: Placed) -> Iterator[Claim]:
    figures = placed.proposal.evaluation.figures
    for i, initiative in enumerate(placed.proposal.case.initiatives):
        for j, benefit in enumerate(initiative.benefits):
            if f"{initiative.id}.benefits.{benefit.id}.total" in figures:
                path: NodePath = ("initiatives", i, "benefits", j)
                yield Claim(placed, path, initiative.id, benefit, _periods(placed, initiative.id, benefit))


def _periods(placed: Placed, initiative: str, benefit: Benefit) -> frozenset[int]:
    """Return the periods of the calendar in which a benefit brings money."""
    flows = placed.proposal.evaluation.series(f"{initiative}.benefits.{benefit.id}.flows")
    calendar, length = placed.calendar, placed.months
    found = set()
    for t, flow in enumerate(flows):
        begin, months = (placed.delay, 1) if t == 0 else (placed.delay + (t - 1) * length, length)
        for period in range(1, calendar.periods + 1) if flow else ():
            if months_shared(begin, months, (period - 1) * calendar.months, calendar.months):
                found.add(period)
    return frozenset(found)


def _same(claims: Sequence[Claim]) -> Iterator[Match]:
    """Yield the groups of claims that are the same, each claim in one group: what they declare goes before names."""
    left = list(claims)
    keys: tuple[tuple[Ground, bool], ...] = (("claims", True), ("name", False))
    for ground, declared in keys:
        groups: dict[str, list[Claim]] = {}
        for claim in left:
            if declared == bool(claim.words):
                key = claim.words if declared else slug(claim.benefit.name)
                groups.setdefault(key, []).append(claim)
        for group in groups.values():
            if len({claim.proposal for claim in group}) > 1 and _meet(group):
                told = group[0].benefit.claims if ground == "claims" else group[0].benefit.name
                left = [claim for claim in left if all(claim is not other for other in group)]
                yield Match(tuple(group), ground, told or "")


def _meet(group: Sequence[Claim]) -> bool:
    """Return whether two claims of different proposals bring money in the same period."""
    return any(
        one.proposal != other.proposal and one.periods & other.periods
        for number, one in enumerate(group)
        for other in group[number + 1 :]
    )


def _alike(claims: Sequence[Claim]) -> Iterator[Match]:
    """Yield the pairs of claims that may be the same."""
    for number, one in enumerate(claims[:MOST_COMPARED]):
        for other in claims[number + 1 : MOST_COMPARED]:
            if one.words and other.words and one.words != other.words:
                continue  # both say what they draw on, and it is not the same
            if one.proposal == other.proposal or not one.periods & other.periods:
                continue
            shared = _shared_driver(one.benefit, other.benefit)
            if one.benefit.id == other.benefit.id:
                yield Match((one, other), "id", one.benefit.id)
            elif shared:
                yield Match((one, other), "driver", shared)
            elif near_names(one.benefit.name, other.benefit.name):
                yield Match((one, other), "near-name", one.benefit.name)


def _shared_driver(one: Benefit, other: Benefit) -> str:
    """Return the label of what two benefits count alike: of a driver with the same key and label in both."""
    for key, driver in one.drivers.items():
        twin = other.drivers.get(key)
        if twin is not None and counts(driver) and counts(twin) and same_driver(key, driver, twin):
            return driver.label or key.replace("_", " ")
    return ""


def _entered(scope: Scope, address: str, match: Match) -> Overlap:
    parts = []
    for number, claim in enumerate(match.claims, 1):
        flows = own_flows(
            claim.placed,
            f"{claim.initiative}.benefits.{claim.benefit.id}.flows",
            claim.benefit.name,
            f"{address}.{number}",
        )
        label = f"{claim.benefit.name}, in {claim.placed.proposal.title}"
        parts.append(enter_value(claim.placed, f"{address}.{number}.pv", label, flows))
    at = scope.ledger.enter(address, "Counted twice at most", "money", "beyond_largest", parts=tuple(parts))
    named = tuple((claim.proposal, claim.benefit.name) for claim in match.claims)
    return Overlap(at, named, match.ground, match.told)


def _warning(scope: Scope, overlap: Overlap, match: Match) -> Problem:
    """Return the warning that the claims of a group are the same, placed at the last of them."""
    last = match.claims[-1]
    others = ", ".join(dict.fromkeys(claim.proposal for claim in match.claims[:-1]))
    amount = scope.ledger[overlap.address]
    message = f"the proposal {others} claims it as well: up to {scope.amount(amount)} is counted twice"
    hint = "let one of them claim it, lower attribution in both, or say under claims: that they draw on different money"
    names = ", ".join(dict.fromkeys(claim.placed.proposal.title for claim in match.claims))
    point = Point(
        "point_overlap", (("name", match.told), ("proposals", names), ("amount", Money(amount.quantize(Decimal(1)))))
    )
    return last.placed.member.loaded.problem(Finding("CX613", last.path, message, hint, "warning", point=point))
