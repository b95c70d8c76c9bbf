"""What a value report rests on beside itself: the cases that were approved, their actuals, and earlier reports."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cxreport.case.actuals import Subject, read_actuals
from cxreport.case.load import Approved, Earlier, LoadedCase, Relations, load_alone
from cxreport.case.models import ActualsFile, BusinessCase, Tracked, ValueReport
from cxreport.case.problem import Finding, Problem, worst_first
from cxreport.case.problem import Path as NodePath
from cxreport.case.reading import nearest
from cxreport.case.revision import DISK, revision_of
from cxreport.quantity import Period, QuantityError
from cxreport.quantity.number import quoted

MOST_EARLIER = 240  # twenty years of months


class _Wrong(Exception):
    """Carries what is wrong with something that a report rests on."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


@dataclass(slots=True)
class _Finder:
    """The search for what one report rests on: files read so far, and cases by file and commit."""

    files: list[Path] = field(default_factory=list)
    cases: dict[tuple[Path, str], LoadedCase] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def case(self, file: Path, commit: str) -> LoadedCase:
        """Return a case as it is now, or as of a commit. Raises QuantityError where git does not have it."""
        key = (file, commit)
        if key not in self.cases:
            found = self.cases[key] = load_alone(file, revision_of(file, commit) if commit else DISK)
            if not commit:  # what a commit holds never changes, so that nothing depends on the file
                self.files += map(Path, found.sources)
        return self.cases[key]


def related(loaded: LoadedCase) -> LoadedCase:
    """Return a value report with what it rests on, and with whatever is wrong with that."""
    case, finder = loaded.case, _Finder()
    if not isinstance(case, ValueReport) or loaded.is_troubled(("revenue", "period")):
        return loaded
    tracked = _tracked(loaded, case, finder)
    earlier = _earlier(loaded, case, finder)
    year_before = _year_before(loaded, case, earlier, finder)
    relations = Relations(tracked, earlier, year_before, tuple(dict.fromkeys(finder.files)))
    return _with_problems(loaded, finder.problems)._replace(relations=relations)


def _with_problems(loaded: LoadedCase, problems: Iterable[Problem]) -> LoadedCase:
    found = [*problems]
    troubled = loaded.troubled | ([("tracked",)] if found else [])
    return loaded._replace(problems=worst_first([*loaded.problems, *found]), troubled=troubled)


def _wrong(loaded: LoadedCase, code: str, path: NodePath, message: str, hint: str) -> _Wrong:
    return _Wrong(loaded.problem(Finding(code, path, message, hint)))


def _named(loaded: LoadedCase, name: str, path: NodePath) -> Path:
    """Return the file that a report names from its own folder. Raises _Wrong where it lies outside of the project."""
    file = Path(os.path.normpath(loaded.path.parent / name))
    if not file.resolve().is_relative_to(loaded.project.resolve()):
        message = f"{quoted(name)} lies outside of the project, which is the folder {quoted(loaded.project.name)}"
        hint = "keep it below the topmost cxreport.yaml, or put one into the folder that holds both"
        raise _wrong(loaded, "CX251", path, message, hint)
    return file


def _tracked(loaded: LoadedCase, case: ValueReport, finder: _Finder) -> dict[str, Approved]:
    found: dict[str, Approved] = {}
    for index, tracked in enumerate(case.tracked):
        path: NodePath = ("tracked", index)
        if any(loaded.is_troubled((*path, key)) for key in ("case", "signed", "initiative", "id")):
            continue
        try:
            approved = _approved(loaded, case, tracked, path, finder)
            _refuse_twin(loaded, approved, found, path)
            found[tracked.id] = approved
        except _Wrong as wrong:
            finder.problems += wrong.problems
    return found


def _refuse_twin(loaded: LoadedCase, approved: Approved, others: dict[str, Approved], path: NodePath) -> None:
    """Raise _Wrong where the initiative is tracked already: its plan and its actuals would be counted twice."""
    for name, other in others.items():
        if (other.loaded.path, other.initiative.id) == (approved.loaded.path, approved.initiative.id):
            message = f"{quoted(approved.initiative.id)} of {quoted(approved.loaded.path.name)} is tracked as {name}"
            hint = "keep one of the two, with the version that was signed last"
            raise _wrong(loaded, "CX261", (*path, "case"), message, hint)


def _approved(loaded: LoadedCase, case: ValueReport, tracked: Tracked, path: NodePath, finder: _Finder) -> Approved:
    """Return what is tracked, with its actuals. Raises _Wrong where the approved case cannot be used."""
    file = _named(loaded, tracked.case, (*path, "case"))
    try:
        signed = finder.case(file, tracked.signed.revision or "")
    except QuantityError as error:
        raise _wrong(loaded, error.code, (*path, "signed", "revision"), error.message, error.hint) from None
    _check_case(loaded, signed, (*path, "case"))
    _check_fingerprint(loaded, signed, tracked, path)
    approved = signed.case
    assert isinstance(approved, BusinessCase)  # noqa: S101 - just checked
    index = _initiative_of(loaded, approved, tracked, path)
    subject = Subject(case, tracked, path, approved.initiatives[index])
    actuals = None
    if isinstance(tracked.actuals, ActualsFile):
        actuals = _named(loaded, tracked.actuals.file, (*path, "actuals", "file"))
        finder.files.append(actuals)
    read = read_actuals(subject, loaded, actuals)
    finder.problems += read.problems
    return Approved(signed, index, subject.initiative, read.readings)


def _check_case(loaded: LoadedCase, signed: LoadedCase, where: NodePath) -> None:
    """Check that an approved case is a sound business case in the report's currency."""
    errors = [problem for problem in signed.problems if problem.severity == "error"]
    name = quoted(signed.path.name)
    if errors:
        first = errors[0]
        message = f"{name} has an error in line {first.place.line}: {first.message}"
        hint = f"run  cxreport check {signed.path}" if len(errors) > 1 else first.hint
        raise _wrong(loaded, "CX251", where, message, hint)
    if not isinstance(signed.case, BusinessCase):
        hint = "name a case of  kind: business-case"
        raise _wrong(loaded, "CX251", where, f"{name} is a value report, and promises nothing", hint)
    assert loaded.case is not None  # noqa: S101 - it names this one
    if signed.case.currency != loaded.case.currency and not loaded.is_troubled(("currency",)):
        message = f"{name} is in {signed.case.currency}, the report is in {loaded.case.currency}"
        raise _wrong(loaded, "CX251", where, message, "write both in one currency")


def _check_fingerprint(loaded: LoadedCase, signed: LoadedCase, tracked: Tracked, path: NodePath) -> None:
    """Check that the file is the one that was signed. Its line ends do not matter, for git may change them."""
    wanted = tracked.signed.fingerprint
    if wanted is None:
        return
    source = next(iter(signed.sources.values()))
    from hashlib import sha256

    found = sha256(source.data.replace(b"\r\n", b"\n")).hexdigest()
    if not found.startswith(wanted):
        message = f"{quoted(signed.path.name)} is not the file that was signed: its fingerprint is {found[:12]}"
        hint = "give the commit or the copy that was signed; a case that was changed afterwards promises something else"
        raise _wrong(loaded, "CX253", (*path, "signed", "fingerprint"), message, hint)


def _initiative_of(loaded: LoadedCase, approved: BusinessCase, tracked: Tracked, path: NodePath) -> int:
    ids = [initiative.id for initiative in approved.initiatives]
    if tracked.initiative in ids:
        return ids.index(tracked.initiative)
    if tracked.initiative is None and len(ids) == 1:
        return 0
    if tracked.initiative is None:
        message, where = f"the approved case has {len(ids)} initiatives", (*path, "case")
        raise _wrong(loaded, "CX254", where, message, f"say which, as  initiative: {ids[0]}  (of {', '.join(ids)})")
    message = f"{quoted(tracked.initiative)} is no initiative of the approved case"
    raise _wrong(loaded, "CX254", (*path, "initiative"), message, nearest(tracked.initiative, ids))


def _earlier(loaded: LoadedCase, case: ValueReport, finder: _Finder) -> tuple[Earlier, ...]:
    """Return the reports of the periods before, the nearest first, each found by the one after it.

    Every step leads to an earlier period, so that no circle can be closed.
    """
    found: list[Earlier] = []
    later, report = loaded, case
    while report.previous is not None and len(found) < MOST_EARLIER and not later.is_troubled(("previous",)):
        try:
            found.append(_report(loaded, later, report.previous, ("previous",), report.revenue.period.before(), finder))
        except _Wrong as wrong:
            finder.problems += wrong.problems
            break
        later = found[-1].loaded
        assert isinstance(later.case, ValueReport)  # noqa: S101 - just checked
        report = later.case
    return tuple(found)


def _year_before(
    loaded: LoadedCase, case: ValueReport, earlier: tuple[Earlier, ...], finder: _Finder
) -> Earlier | None:
    """Return the report of the same period a year before, as named or by way of the reports before this one."""
    wanted = case.revenue.period.before(case.revenue.period.per_year)
    if case.year_before is None or loaded.is_troubled(("year_before",)):
        return next((one for one in earlier if one.period == wanted), None)
    try:
        return _report(loaded, loaded, case.year_before, ("year_before",), wanted, finder)
    except _Wrong as wrong:
        finder.problems += wrong.problems
        return None


def _report(ours: LoadedCase, later: LoadedCase, name: str, path: NodePath, wanted: Period, finder: _Finder) -> Earlier:
    """Return the report that `later` names, which has to be of the period `wanted`. Raises _Wrong.

    What is wrong with it is told at the file that names it; where that is not ours, at the key by which ours leads
    there.
    """
    file = _named(later, name, path)
    found = load_alone(file)
    finder.files += map(Path, found.sources)
    message, hint = _unfit(ours, found, wanted), f"run  cxreport check {file}"
    if message:
        raise _wrong(ours, "CX260", path, f"{quoted(file.name)} {message}", hint)
    assert isinstance(found.case, ValueReport)  # noqa: S101 - just checked
    before = len(finder.problems)
    tracked = _tracked(found, found.case, finder)
    if problems := finder.problems[before:]:
        del finder.problems[before:]
        raise _wrong(ours, "CX260", path, f"{quoted(file.name)} has an error: {problems[0].message}", hint)
    return Earlier(found, wanted, tracked)


def _unfit(ours: LoadedCase, found: LoadedCase, wanted: Period) -> str:
    """Return why a report cannot be compared with ours; empty where it can."""
    case, own = found.case, ours.case
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors:
        return f"has an error in line {errors[0].place.line}: {errors[0].message}"
    assert isinstance(own, ValueReport)  # noqa: S101 - the caller has looked
    if not isinstance(case, ValueReport):
        return "is a business case, not a value report"
    if case.revenue.period != wanted:
        return f"is the report of {case.revenue.period}, and that of {wanted} is needed here"
    if case.currency != own.currency and not ours.is_troubled(("currency",)):
        return f"is in {case.currency}, this report is in {own.currency}"
    if (case.team or "") != (own.team or ""):
        return f"is about {case.team or 'the whole company'}, this report about {own.team or 'the whole company'}"
    return ""
