"""What lies between two versions of a case: every change, its part of the change in NPV, and the key figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from cxreport.attribution import exact_parts, shapley_values
from cxreport.case.models import BusinessCase
from cxreport.errors import CaseRefused, UsageError
from cxreport.evaluate.evaluation import CONTEXT, Evaluation
from cxreport.evaluate.versions.coalitions import worth_of
from cxreport.evaluate.versions.inputs import Change, Key, find_changes, find_others
from cxreport.evaluate.versions.mixing import Mixer, NotBetween

Split = Literal["input", "line", "whole"]
MOST = 12  # changes that are told one by one: every one more doubles the work
LOST = Decimal("1e-12")  # more than the rounding of sixty digits can lose
COMPARED = (
    "benefits_total", "costs_total", "benefits_pv", "costs_pv", "npv", "roi", "first_year_roi", "bcr", "irr",
    "payback_months",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one change, or all changes of one line, account for of the change in net present value."""

    changes: tuple[Change, ...]
    npv: Decimal


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that decides, in both versions; None where it is undefined."""

    address: str
    old: Decimal | None
    new: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """New less old, where both are defined."""
        with localcontext(CONTEXT):
            return self.new - self.old if self.old is not None and self.new is not None else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of a proposal. The parts add up to the change in net present value, to the last digit.

    `split` says whether there is a part for every input, for every line, or one for all; `others` are the addresses
    of what is written otherwise and is in no flow.
    """

    old: Evaluation
    new: Evaluation
    parts: tuple[Contribution, ...]
    split: Split
    figures: tuple[KeyFigure, ...]
    others: tuple[str, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every input that changed."""
        return tuple(change for part in self.parts for change in part.changes)

    @property
    def npv(self) -> KeyFigure:
        """The net present value of both versions."""
        return next(figure for figure in self.figures if figure.address == "npv")


def diff(old: Evaluation, new: Evaluation) -> Difference:
    """Return what lies between two versions of a proposal, compared in money.

    A change's part is its Shapley value: what it adds to the net present value, averaged over all orders in which the
    changes may have been made. Beyond twelve changes, those of a line are one. Lists that are written for another
    horizon are cut there between the versions, or their last value goes on.
    Raises CaseRefused for a version with errors, UsageError for what cannot be compared in money.
    """
    before, after = _proposal(old), _proposal(new)
    if before.currency != after.currency:
        told = f"one version is in {before.currency}, the other in {after.currency}: no sum of both has a meaning"
        raise UsageError(told, "convert one of them first, with  rates:  in the case")
    with localcontext(CONTEXT):
        changes = find_changes(old.loaded, new.loaded)
        figures = tuple(KeyFigure(at, old.value(at), new.value(at)) for at in COMPARED)
        whole = new.amount("npv") - old.amount("npv")
        split, parts = _split(Mixer(new.loaded, before, after), changes, whole)
    return Difference(old, new, parts, split, figures, find_others(old.loaded, new.loaded, changes))


def _proposal(evaluation: Evaluation) -> BusinessCase:
    path = evaluation.loaded.path
    if not evaluation.sound:
        source = next(iter(evaluation.loaded.sources), str(path))
        first = next(problem for problem in evaluation.problems if problem.severity == "error")
        raise CaseRefused(
            f"{source} has errors: {first.message} (line {first.place.line})", "mend them, or compare another version"
        )
    if not isinstance(evaluation.case, BusinessCase):
        told = f"{path} is a {evaluation.case.kind}, and only proposals have a net present value to compare"
        raise UsageError(told, "name two versions of a case with  kind: business-case")
    return evaluation.case


def _split(mixer: Mixer, changes: tuple[Change, ...], whole: Decimal) -> tuple[Split, tuple[Contribution, ...]]:
    """Return the parts of the finest split that can be computed."""
    ways: list[tuple[Split, list[tuple[Change, ...]]]] = [("line", _by_line(changes)), ("whole", [changes])]
    if len(changes) <= MOST:
        ways.insert(0, ("input", [(change,) for change in changes]))
    for split, groups in ways:
        try:
            values = _values(mixer, groups) if split != "whole" else [whole]
        except NotBetween:
            continue
        # A change that no line accounts for must not hide in the part of another.
        if abs(sum(values, Decimal(0)) - whole) > LOST:
            continue
        exact = exact_parts(values, whole)
        return split, tuple(Contribution(*pair) for pair in zip(groups, exact, strict=True) if pair[0])
    raise AssertionError("the whole is always a split")


def _by_line(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Return the changes of each line, of the drivers of the whole case, and of the finances together."""
    groups: dict[Key, list[Change]] = {}
    for change in changes:
        key = change.key[:1] if change.key[0] in {"finance", "rates", "drivers"} else change.key[:3]
        groups.setdefault(key if len(key) != 2 else key[:1], []).append(change)
    return list(map(tuple, groups.values()))


def _values(mixer: Mixer, groups: Sequence[Sequence[Change]]) -> list[Decimal]:
    """Return the Shapley value of each group.

    The net present value is the sum of its lines', and so are the values: a line is played with those changes only
    that it may depend on, which makes few coalitions of many.
    """
    values = [Decimal(0)] * len(groups)
    group_of = {change.key: number for number, group in enumerate(groups) for change in group}
    for line in mixer.lines:
        touching = mixer.touching(line, frozenset(group_of))
        players = sorted({group_of[key] for key in touching})
        keys = [frozenset(key for key in touching if group_of[key] == player) for player in players]
        for player, value in zip(players, shapley_values(len(keys), worth_of(mixer, line, keys)), strict=True):
            values[player] += value
    return values
