"""The cases that a portfolio gathers: which files its patterns and entries mean, read one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from glob import escape, glob
from pathlib import Path
from typing import NamedTuple

from cxreport.case.folder import names_kind
from cxreport.case.identify import slug
from cxreport.case.load import SHARED_FILE, LoadedCase, Relations, load_alone, with_findings
from cxreport.case.models import BusinessCase, Entry, Portfolio, ValueReport
from cxreport.case.problem import Finding, worst_first
from cxreport.case.problem import Path as NodePath
from cxreport.case.reading import nearest
from cxreport.case.relations import related
from cxreport.quantity.number import quoted

MOST = 1000
ENDINGS = (".yaml", ".yml")
RESERVED = frozenset(
    "attribution bcr benefits break budget company converted costs cumulative funding net npv overlaps promises roi "
    "teams unfunded".split()
)


class Member(NamedTuple):
    """A case of a portfolio: its id there, the case itself, its entry where it has one, and what named it."""

    id: str
    loaded: LoadedCase
    entry: Entry
    path: NodePath


class Named(NamedTuple):
    """A file that the portfolio means, before it is read; `entry` is None where a pattern found it."""

    file: Path
    path: NodePath
    entry: Entry | None


@dataclass(slots=True)
class Gathering:
    """What has been found so far of the members of one portfolio."""

    portfolio: LoadedCase
    case: Portfolio
    findings: list[Finding] = field(default_factory=list)
    named: dict[str, Named] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder that patterns and entries are seen from."""
        return self.portfolio.path.parent

    def refuse(self, code: str, path: NodePath, message: str, hint: str) -> None:
        """Note an error."""
        self.findings.append(Finding(code, path, message, hint))


def patterns_of(portfolio: LoadedCase) -> tuple[str, ...]:
    """Return the patterns of a portfolio as they are seen from anywhere; none of any other case."""
    if not isinstance(portfolio.case, Portfolio):
        return ()
    folder = escape(os.path.abspath(portfolio.path.parent))  # noqa: PTH100 - links stay as the user named them
    patterns = [item for item in portfolio.case.cases if isinstance(item, str)]
    return tuple(os.path.normpath(os.path.join(folder, pattern)) for pattern in patterns)  # noqa: PTH118 - no paths


def with_members(portfolio: LoadedCase) -> LoadedCase:
    """Return a portfolio with the cases that it gathers; their problems and their sources are among its own."""
    members, findings = gather_members(portfolio)
    whole, inner = with_findings(portfolio, findings), [member.loaded for member in members]
    return whole._replace(
        members=members,
        problems=worst_first([*whole.problems, *(problem for loaded in inner for problem in loaded.problems)]),
        sources=dict(item for loaded in (whole, *inner) for item in loaded.sources.items()),
        relations=Relations(files=tuple(dict.fromkeys(file for loaded in inner for file in loaded.files))),
    )


def gather_members(portfolio: LoadedCase) -> tuple[tuple[Member, ...], list[Finding]]:
    """Return the cases that a portfolio gathers, in the order of its list and of names, and what is wrong with them.

    Portfolios are not gathered, so that none can lead back to itself. What is wrong within a case stays with that
    case.
    """
    assert isinstance(portfolio.case, Portfolio)  # noqa: S101 - the caller has looked
    gathering = Gathering(portfolio, portfolio.case)
    for index, item in enumerate(portfolio.case.cases):
        if not portfolio.is_troubled(("cases", index)):
            _name(gathering, ("cases", index), item)
    if gathering.findings or portfolio.is_troubled(("cases",)) or portfolio.is_troubled(("company",)):
        return (), gathering.findings
    members = tuple(_members(gathering))
    if not members and not gathering.findings:
        what = "reports of this period" if portfolio.case.company else "proposals"
        gathering.refuse("CX602", ("cases",), f"there are no {what} among the files named here", _kind_hint(gathering))
    _check_ids(gathering, members)
    return members, gathering.findings


def _kind_hint(gathering: Gathering) -> str:
    return (
        "name value reports whose revenue.period is that of the company"
        if gathering.case.company
        else "name business cases; for value reports, give the company that they add up to"
    )


def _name(gathering: Gathering, path: NodePath, item: str | Entry) -> None:
    if isinstance(item, Entry):
        _name_file(gathering, path, item)
        return
    pattern = os.path.join(escape(str(gathering.folder)), item)  # noqa: PTH118 - a pattern is no path
    found = [Path(os.path.normpath(name)) for name in sorted(glob(pattern, recursive=True))]  # noqa: PTH207 - pathlib refuses to go up
    files = [file for file in found if _may_be_case(gathering, file)]
    if not files and any(_is_own(gathering, file) for file in found):
        hint = "name the files of the proposals or reports that it gathers"
        gathering.refuse("CX602", path, f"only the portfolio itself fits {quoted(item)}", hint)
    elif not files:
        gathering.refuse("CX602", path, f"no case file fits {quoted(item)}", _near_hint(gathering, item))
    for file in files:
        if not _within(gathering, path, file):
            return
        gathering.named.setdefault(_identity(file), Named(file, path, None))
    if len(gathering.named) > MOST:
        gathering.refuse("CX602", path, f"more than {MOST} case files fit", "gather fewer cases at once")


def _name_file(gathering: Gathering, path: NodePath, entry: Entry) -> None:
    where = (*path, "case")
    file = Path(os.path.normpath(gathering.folder / entry.case))
    if not file.is_file():
        gathering.refuse("CX602", where, f"there is no file {quoted(entry.case)}", _near_hint(gathering, entry.case))
    elif _within(gathering, where, file):
        before = gathering.named.get(_identity(file))
        if before is not None and before.entry is not None:
            gathering.refuse("CX604", where, f"{quoted(entry.case)} is listed twice", "keep one of the two entries")
        gathering.named[_identity(file)] = Named(file, path, entry)


def _may_be_case(gathering: Gathering, file: Path) -> bool:
    if file.suffix not in ENDINGS or file.name == SHARED_FILE or _is_own(gathering, file):
        return False
    return file.is_file() and names_kind(file)


def _is_own(gathering: Gathering, file: Path) -> bool:
    return _identity(file) == _identity(gathering.portfolio.path)


def _within(gathering: Gathering, path: NodePath, file: Path) -> bool:
    """Return whether a file lies in the project, links resolved; else the problem is noted."""
    project = gathering.portfolio.project
    if file.resolve().is_relative_to(project.resolve()):
        return True
    hint = "put a cxreport.yaml, which may be empty, into the folder that holds all of them"
    gathering.refuse("CX603", path, f"{file.name} lies outside of the project, the folder {project.name}", hint)
    return False


def _identity(file: Path) -> str:
    return os.path.normcase(os.path.abspath(file))  # noqa: PTH100 - a link is a file of its own


def _near_hint(gathering: Gathering, name: str) -> str:
    folder = gathering.folder / os.path.dirname(name)  # noqa: PTH120 - a pattern is no path
    try:
        files = (file for file in folder.iterdir() if file.suffix in ENDINGS)
        there = sorted(file.name for file in files if not _is_own(gathering, file))
    except OSError:
        return f"there is no folder {quoted(os.path.dirname(name))} beside this file"  # noqa: PTH120 - as above
    if "*" in name or not there:
        return "a pattern is seen from the folder of this file, as ../proposals/*.yaml"
    return nearest(os.path.basename(name), there)  # noqa: PTH119 - as above


def _members(gathering: Gathering) -> Iterator[Member]:
    """Yield the cases of the kind that is gathered, and those that are too broken to tell."""
    for file, path, entry in gathering.named.values():
        loaded = related(load_alone(file))
        told = _unwanted(gathering.case, loaded)
        if not told:
            identifier = (entry and entry.id) or slug(file.stem) or "case"
            yield Member(identifier, loaded, entry or Entry(case=file.name), path)
        elif entry is not None:
            hint = "delete the entry; patterns pass over what they do not gather"
            gathering.refuse("CX605", (*path, "case"), f"{quoted(entry.case)} is {told}", hint)


def _unwanted(portfolio: Portfolio, loaded: LoadedCase) -> str:
    """Return why a case is none of those that are gathered; empty where it is one, or cannot be told."""
    case, company = loaded.case, portfolio.company
    if case is None or loaded.is_troubled(("kind",)):
        return ""
    if company is None:
        return "" if isinstance(case, BusinessCase) else f"a {case.kind}, and proposals are gathered here"
    if not isinstance(case, ValueReport):
        return f"a {case.kind}, and value reports are gathered here"
    if loaded.is_troubled(("revenue", "period")) or case.revenue.period == company.period:
        return ""
    return f"of {case.revenue.period}, and reports of {company.period} are gathered here"


def _check_ids(gathering: Gathering, members: tuple[Member, ...]) -> None:
    known: dict[str, Member] = {}
    for member in members:
        hint = f"give one of them an id of its own:  {{case: {member.loaded.path.name}, id: …}}"
        if member.id in known:
            message = f"two cases have the id {quoted(member.id)}: {known[member.id].loaded.path.name} is one of them"
            gathering.refuse("CX116", member.path, message, hint)
        elif member.id in RESERVED:
            gathering.refuse("CX117", member.path, f"{quoted(member.id)} is the name of a figure", hint)
        known.setdefault(member.id, member)
    for member in members:
        for key in ("requires", "excludes"):
            for number, other in enumerate(getattr(member.entry, key)):
                where = (*member.path, key, number)
                if other == member.id:
                    gathering.refuse("CX606", where, f"{quoted(other)} {key} itself", "delete it")
                elif other not in known:
                    message = f"there is no proposal {quoted(other)} in this portfolio"
                    gathering.refuse("CX606", where, message, nearest(other, known))
