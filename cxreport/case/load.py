"""From a path to a case: read, merge what the folders above share, check, and place every problem."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxreport.case import tree
from cxreport.case.certainty_checks import find_certainty_problems
from cxreport.case.checks import find_problems
from cxreport.case.expand import expanded
from cxreport.case.formula_checks import find_formula_problems
from cxreport.case.identify import find_id_problems, owner_of, with_ids
from cxreport.case.models import KINDS, SHARED, BusinessCase, Case, Initiative, Portfolio, ValueReport
from cxreport.case.problem import Finding, Paths, Place, Problem, worst_first
from cxreport.case.problem import Path as NodePath
from cxreport.case.reader import EMPTY, Refused, SourceFile, read_tree
from cxreport.case.reading import Report, near, nearest, read_model, shape
from cxreport.case.revision import DISK, Shelf
from cxreport.quantity import Period
from cxreport.quantity.number import quoted

if TYPE_CHECKING:
    from cxreport.case.actuals import Reading
    from cxreport.case.members import Member

SHARED_FILE = "cxreport.yaml"
MERGED = ("finance", "rates", "terms", "mail")


class Approved(NamedTuple):
    """A tracked initiative: the case as it was signed, which of its initiatives, and the actuals of one report."""

    loaded: LoadedCase
    number: int
    initiative: Initiative
    readings: tuple[Reading, ...]


class Earlier(NamedTuple):
    """A report of an earlier period, and what it tracks by id."""

    loaded: LoadedCase
    period: Period
    tracked: dict[str, Approved]


class Relations(NamedTuple):
    """What a report rests on: approved initiatives by id, earlier reports (the nearest first), and all files read."""

    tracked: Mapping[str, Approved] = {}
    earlier: tuple[Earlier, ...] = ()
    year_before: Earlier | None = None
    files: tuple[Path, ...] = ()


class LoadedCase(NamedTuple):
    """A case file as far as it could be read.

    `case` holds stand-ins where a field could not be read, and is None where the file is no mapping at all; only a
    case that is `sound` may become a document. `troubled` has the paths of all errors, `root` the places of all nodes.
    `answered` are the warnings that the case itself answers; they are no problems of it any more.
    `members` are the cases that a portfolio gathers; their problems and sources are among its own. `compared` is the
    earlier version that a proposal names.
    `audience` is whom an edition of it is for, empty for everybody.
    """

    path: Path
    project: Path
    case: Case | None
    root: tree.Mapping | None
    troubled: Paths
    problems: tuple[Problem, ...]
    sources: dict[str, SourceFile]
    relations: Relations = Relations()
    members: tuple[Member, ...] = ()
    compared: LoadedCase | None = None
    audience: str = ""
    answered: tuple[Problem, ...] = ()

    @property
    def hidden(self) -> frozenset[str]:
        """The names of the sections that are kept from the audience of this edition."""
        return self.case.sections.hidden_from(self.audience) if self.case else frozenset()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that was read: the case, those that share something with it, and what it rests on or gathers."""
        return tuple(dict.fromkeys((*map(Path, self.sources), *self.relations.files)))

    @property
    def id(self) -> str:
        """The name of the file, without its ending."""
        return self.path.stem

    @property
    def digest(self) -> str:
        """A digest of the lines of the case and of the files that it shares: another text gives another one."""
        from hashlib import sha256

        digest = sha256()
        for source in self.sources.values():
            digest.update("\n".join((*source.lines, "")).encode())
        return digest.hexdigest()

    def is_troubled(self, path: NodePath) -> bool:
        """Return whether an error lies at `path`, below it or above it."""
        return self.troubled.touch(path)

    @property
    def sound(self) -> bool:
        """Whether no error was found; warnings do not count."""
        return all(problem.severity != "error" for problem in self.problems)

    def place(self, path: NodePath, *, at_key: bool = False) -> Place:
        """Return where `path` stands, or the nearest node above it."""
        if self.root is None:
            return Place(str(self.path), 1, 1)
        return tree.place_of(self.root, path, at_key=at_key)

    def problem(self, finding: Finding) -> Problem:
        """Return `finding` as a problem: placed, with its line, named by the item that it lies in."""
        return _placed(finding, self.root, self.path, self.sources)


def load_case(path: str | os.PathLike[str]) -> LoadedCase:
    """Return the case that the file writes and all that it rests on or gathers, with every problem found in these.

    Nothing is raised for bad input.
    """
    alone = load_alone(Path(path))
    # These are themselves built on what loads a single file, and most proposals need none of them.
    if isinstance(alone.case, Portfolio):
        from cxreport.case.members import with_members

        return with_members(alone)
    if isinstance(alone.case, ValueReport):
        from cxreport.case.relations import related

        return related(alone)
    if isinstance(alone.case, BusinessCase) and alone.case.compared_with is not None:
        from cxreport.case.comparison import with_compared

        return with_compared(alone)
    return alone


def load_alone(file: Path, shelf: Shelf = DISK) -> LoadedCase:
    """Return the case that one file writes, with what the folders above share, both read from `shelf`."""
    sources: dict[str, SourceFile] = {}
    whole = Path(os.path.normpath(file.absolute()))
    shared = [] if file.name == SHARED_FILE else list(_shared_files(whole.parents, shelf))
    project = (shared[-1] if shared else whole).parent
    try:
        root, problems = _read(file, sources, shelf)
        _refuse_other(root, sources[root.place.file])
    except Refused as refused:
        return LoadedCase(file, project, None, None, Paths(), (refused.problem,), sources)
    lost: set[NodePath] = set()
    for name in shared:
        try:
            outer, found = _read(_as_named(name, file), sources, shelf)
        except Refused as refused:
            if refused.problem.code != EMPTY:
                problems += (refused.problem,)
                lost |= {(key,) for key in SHARED}
            continue
        problems += (*found, *_foreign_keys(outer, sources), *_unmergeable(root, outer, sources))
        root = _merged(root, _only_shared(outer))
    return _checked(LoadedCase(file, project, None, root, Paths(frozenset(lost)), problems, sources))


def _read(file: Path, sources: dict[str, SourceFile], shelf: Shelf) -> tuple[tree.Mapping, tuple[Problem, ...]]:
    source, text = shelf.read(file)
    sources[source.name] = source
    if file.name == SHARED_FILE:
        return read_tree(source, text, "what cases share", "organisation: …")
    return read_tree(source, text)


def _refuse_other(root: tree.Mapping, source: SourceFile) -> None:
    """Raise Refused for a file that has no key of a case: one answer, where each missing key would be another."""
    if not root.values or any(_is_case_key(key) or near(key, ["kind"]) for key in root.values):
        return
    hint = "begin with  kind: business-case , or name another file"
    if "teams" in root.values:
        hint = "is it a distribution list? that is named by  cxreport mail CASE --list FILE"
    place = next(iter(root.keys.values())).place
    raise Refused(
        source.problem("CX101", "this is no case: it has none of the keys of one, as kind and title", hint, place)
    )


def _shared_files(folders: Iterable[Path], shelf: Shelf) -> Iterator[Path]:
    """Yield the shared files of the folders, the nearest first."""
    for folder in folders:
        candidate = folder / SHARED_FILE
        if shelf.has(candidate):
            yield candidate


def _as_named(shared: Path, file: Path) -> Path:
    """Return the shared file's name in the manner in which the user named the case: absolute, or from here."""
    return shared if file.is_absolute() else Path(os.path.relpath(shared))


def _foreign_keys(outer: tree.Mapping, sources: dict[str, SourceFile]) -> Iterator[Problem]:
    for key, scalar in outer.keys.items():
        if key not in SHARED:
            message = f"the key {quoted(key)} " + ("cannot be shared" if _is_case_key(key) else "is not known here")
            hint = "write it in the case itself" if _is_case_key(key) else nearest(key, SHARED)
            yield sources[scalar.place.file].problem("CX102", message, hint, scalar.place)


def _unmergeable(inner: tree.Mapping, outer: tree.Mapping, sources: dict[str, SourceFile]) -> Iterator[Problem]:
    """Yield what is shared in a shape that the case's own keys cannot be merged with: it would be passed over."""
    for key in MERGED:
        theirs = outer.values.get(key, outer)
        if isinstance(inner.values.get(key), tree.Mapping) and not isinstance(theirs, tree.Mapping):
            if isinstance(theirs, tree.Scalar) and theirs.empty:
                continue
            message = f"keys and values are needed here, not {shape(theirs)}"
            yield sources[theirs.place.file].problem("CX103", message, "write  key: value", theirs.place)


def _is_case_key(key: str) -> bool:
    return any(key in _keys(kind) for kind in KINDS)


def _only_shared(outer: tree.Mapping) -> tree.Mapping:
    values = {key: value for key, value in outer.items() if key in SHARED}
    return tree.Mapping({key: outer.keys[key] for key in values}, values, outer.place)


def _merged(inner: tree.Mapping, outer: tree.Mapping, depth: int = 0) -> tree.Mapping:
    """Return `inner` with what only `outer` has; every node keeps the place in its own file."""
    values = dict(inner.values)
    for key, theirs in outer.items():
        mine = values.get(key)
        if mine is None or (isinstance(mine, tree.Scalar) and mine.empty):
            values[key] = theirs
        elif isinstance(mine, tree.Mapping) and isinstance(theirs, tree.Mapping) and (depth == 0 and key in MERGED):
            values[key] = _merged(mine, theirs, depth + 1)
    keys = {key: outer.keys[key] if values[key] is outer.values.get(key) else inner.keys[key] for key in values}
    return tree.Mapping(keys, values, inner.place)


def _checked(loaded: LoadedCase) -> LoadedCase:
    """Return the case with its models and with all that is wrong between them; what is `troubled` is not missed."""
    assert loaded.root is not None  # noqa: S101 - the caller has just read it
    kind, findings = _kind_of(loaded.root)
    written = expanded(loaded.root)
    root = with_ids(written)
    assert isinstance(root, tree.Mapping)  # noqa: S101 - a mapping stays a mapping
    report = Report(loaded.troubled.exact)
    if findings:
        report.broken.add(("kind",))
    case: Case = read_model(KINDS[kind], _without_kind(root) if findings else root, (), report)
    findings += report.findings + find_id_problems(root)
    broken = Paths(frozenset(report.broken))
    if written is not loaded.root and isinstance(case, BusinessCase):
        from cxreport.case.ready_checks import find_ready_problems

        unready = find_ready_problems(case, broken)
        findings += unready
        broken |= [finding.path for finding in unready]
    findings += find_problems(case, broken) + find_formula_problems(case, broken)
    if isinstance(case, BusinessCase):
        findings += find_certainty_problems(case, broken)
    return with_findings(loaded._replace(case=case, root=root, troubled=broken), findings)


def with_findings(loaded: LoadedCase, findings: Iterable[Finding]) -> LoadedCase:
    """Return the case with more problems, all of them placed and in order."""
    found = list(findings)
    problems = worst_first([*loaded.problems, *map(loaded.problem, found)])
    errors = [finding.path for finding in found if finding.severity == "error"]
    return loaded._replace(problems=problems, troubled=loaded.troubled | errors)


def _kind_of(root: tree.Mapping) -> tuple[str, list[Finding]]:
    """Return the kind, and what is wrong with it; then the keys tell which one is meant."""
    node = root.values.get("kind")
    guess = _guess(root)
    way_out = f"write  kind: {guess}"
    if node is None:
        misspelt = any(near(key, _keys(guess)) == "kind" for key in root.values)
        missing = Finding("CX101", ("kind",), 'the key "kind" is missing', way_out)
        return guess, [] if misspelt else [missing]
    if not isinstance(node, tree.Scalar):
        return guess, [Finding("CX103", ("kind",), f"one value is needed here, not {shape(node)}", way_out)]
    if node.empty:
        return guess, [Finding("CX101", ("kind",), 'nothing is written behind "kind"', way_out)]
    kind = node.text.strip()
    if kind in KINDS:
        return kind, []
    return guess, [Finding("CX104", ("kind",), f"{quoted(kind)} is no kind of document", nearest(kind, KINDS))]


def _guess(root: tree.Mapping) -> str:
    if "initiatives" in root.values:
        return "business-case"
    return "portfolio" if "cases" in root.values else "value-report" if "revenue" in root.values else "business-case"


def _keys(kind: str) -> list[str]:
    return [spec.key for spec in KINDS[kind].specs.values()]


def _without_kind(root: tree.Mapping) -> tree.Mapping:
    return root._replace(values={key: value for key, value in root.items() if key != "kind"})


def _placed(finding: Finding, root: tree.Mapping | None, file: Path, sources: dict[str, SourceFile]) -> Problem:
    place = Place(str(file), 1, 1)
    message = finding.message
    if root is not None:
        place = tree.place_of(root, finding.path, at_key=finding.at_key)
        node = tree.lookup(root, finding.path)
        quote = _quote(node) if isinstance(node, tree.Scalar) else None
        if finding.offset is not None and quote is not None:
            place = place._replace(column=place.column + quote + finding.offset, width=1)
        owner = owner_of(root, finding.path)
        message = f"{owner}: {message}" if owner else message
    source = sources.get(place.file)
    if finding.typed and source is not None:
        place = source.place_of(finding.typed, place)
    excerpt = source.excerpt(place) if source else ""
    return Problem(finding.code, finding.severity, message, finding.hint, place, excerpt, finding.point, finding.path)


def _quote(node: tree.Scalar) -> int | None:
    """Return how far into its place a text begins: past its quote; None where the file writes it in another way."""
    if node.plain:
        return 0
    return 1 if node.place.width == len(node.text) + 2 else None
