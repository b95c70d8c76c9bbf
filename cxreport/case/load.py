"""From a path to a case: read, merge what the folders above share, check, and place every problem."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cxreport.case import tree
from cxreport.case.checks import find_problems
from cxreport.case.formula_checks import find_formula_problems
from cxreport.case.identify import find_id_problems, owner_of, with_ids
from cxreport.case.models import KINDS, SHARED, Case
from cxreport.case.problem import Finding, Place, Problem, worst_first
from cxreport.case.problem import Path as NodePath
from cxreport.case.reader import Refused, SourceFile, read_source, read_tree
from cxreport.case.reading import Report, nearest, read_model

SHARED_FILE = "cxreport.yaml"
MERGED = ("finance", "rates")


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case file as far as it could be read.

    `case` holds stand-ins where `broken` says that a field could not be read, and is None where the file is no
    mapping at all; only a case that is `sound` may become a document. `root` keeps the places of all nodes.
    """

    path: Path
    project: Path
    case: Case | None
    root: tree.Mapping | None
    broken: frozenset[NodePath]
    problems: tuple[Problem, ...]
    sources: dict[str, SourceFile]

    @property
    def id(self) -> str:
        """The name of the file, without its ending."""
        return self.path.stem

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
    """Return the case that the file writes, with every problem found in it; nothing is raised for bad input."""
    file = Path(path)
    sources: dict[str, SourceFile] = {}
    shared = list(_shared_files(file))
    project = shared[-1].parent if shared else file.absolute().parent
    try:
        own = _read(file, sources)
    except Refused as refused:
        return LoadedCase(file, project, None, None, frozenset(), (refused.problem,), sources)
    problems: list[Problem] = []
    root = own
    for name in shared:
        try:
            outer = _read(_as_named(name, file), sources)
        except Refused as refused:
            problems.append(refused.problem)
            continue
        problems += _foreign_keys(outer, sources)
        root = _merged(root, _only_shared(outer))
    return _checked(LoadedCase(file, project, None, root, frozenset(), tuple(problems), sources))


def _read(file: Path, sources: dict[str, SourceFile]) -> tree.Mapping:
    source, text = read_source(file)
    sources[source.name] = source
    return read_tree(source, text)


def _shared_files(file: Path) -> Iterator[Path]:
    """Yield the shared files of the folder and of all above it, the nearest first."""
    for folder in file.absolute().parents:
        candidate = Path(os.path.normpath(folder)) / SHARED_FILE
        if candidate.is_file() and file.name != SHARED_FILE:
            yield candidate


def _as_named(shared: Path, file: Path) -> Path:
    """Return the shared file's name in the manner in which the user named the case: absolute, or from here."""
    return shared if file.is_absolute() else Path(os.path.relpath(shared))


def _foreign_keys(outer: tree.Mapping, sources: dict[str, SourceFile]) -> Iterator[Problem]:
    for key, scalar in outer.keys.items():
        if key not in SHARED:
            message = f'the key "{key}" cannot be shared' if _is_case_key(key) else f'the key "{key}" is not known here'
            hint = "write it in the case itself" if _is_case_key(key) else nearest(key, SHARED)
            yield sources[scalar.place.file].problem("CX102", message, hint, scalar.place)


def _is_case_key(key: str) -> bool:
    return any(key == spec.key for kind in KINDS.values() for spec in kind.specs.values())


def _only_shared(outer: tree.Mapping) -> tree.Mapping:
    values = {key: value for key, value in outer.items() if key in SHARED}
    return tree.Mapping({key: outer.keys[key] for key in values}, values, outer.place)


def _merged(inner: tree.Mapping, outer: tree.Mapping, depth: int = 0) -> tree.Mapping:
    """Return `inner` with what only `outer` has; every node keeps the place in its own file."""
    values = dict(inner.values)
    for key, theirs in outer.items():
        mine = values.get(key)
        if mine is None:
            values[key] = theirs
        elif isinstance(mine, tree.Mapping) and isinstance(theirs, tree.Mapping) and (depth == 0 and key in MERGED):
            values[key] = _merged(mine, theirs, depth + 1)
    keys = {key: inner.keys.get(key) or outer.keys[key] for key in values}
    return tree.Mapping(keys, values, inner.place)


def _checked(loaded: LoadedCase) -> LoadedCase:
    """Return the case with its models and with all that is wrong between them."""
    assert loaded.root is not None  # noqa: S101 - the caller has just read it
    kind, findings, root = _kind_of(loaded.root)
    root = with_ids(root)  # type: ignore[assignment]  # a mapping stays a mapping
    report = Report()
    case: Case = read_model(KINDS[kind], root, (), report)
    findings += report.findings + find_id_problems(root)
    broken = frozenset(report.broken)
    findings += find_problems(case, broken) + find_formula_problems(case, broken)
    whole = replace(loaded, case=case, root=root, broken=broken)
    return with_findings(whole, findings)


def with_findings(loaded: LoadedCase, findings: Iterable[Finding]) -> LoadedCase:
    """Return the case with more problems, all of them placed and in order."""
    placed = [loaded.problem(finding) for finding in findings]
    return replace(loaded, problems=worst_first([*loaded.problems, *placed]))


def _kind_of(root: tree.Mapping) -> tuple[str, list[Finding], tree.Mapping]:
    """Return the kind, what is wrong with it, and the tree with a kind that can be read on by.

    Where the kind is missing or unknown, the keys tell which one is meant, so that the rest can be checked too.
    """
    node = root.values.get("kind")
    if isinstance(node, tree.Scalar) and node.text.strip() in KINDS:
        return node.text.strip(), [], root
    guess = "business-case" if "initiatives" in root.values or "revenue" not in root.values else "value-report"
    if node is None or (isinstance(node, tree.Scalar) and node.empty):
        finding = Finding("CX101", ("kind",), 'the key "kind" is missing', f"begin the file with  kind: {guess}")
    elif isinstance(node, tree.Scalar):
        finding = Finding(
            "CX104", ("kind",), f'"{node.text.strip()}" is no kind of document', nearest(node.text, KINDS)
        )
    else:
        finding = Finding("CX103", ("kind",), "one value is needed here", f"write  kind: {guess}")
    place = node.place if node is not None else root.place
    known = {**root.values, "kind": tree.Scalar(guess, place)}
    keys = (
        root.keys
        if node is not None
        else {**root.keys, "kind": next(iter(root.keys.values()), tree.Scalar("kind", place))}
    )
    return guess, [finding], tree.Mapping(keys, known, root.place)


def _placed(finding: Finding, root: tree.Mapping | None, file: Path, sources: dict[str, SourceFile]) -> Problem:
    place = Place(str(file), 1, 1)
    message = finding.message
    if root is not None:
        place = tree.place_of(root, finding.path, at_key=finding.at_key)
        node = tree.lookup(root, finding.path)
        if finding.offset and isinstance(node, tree.Scalar) and node.plain:
            place = replace(place, column=place.column + finding.offset, width=1)
        owner = owner_of(root, finding.path)
        message = f"{owner}: {message}" if owner else message
    source = sources.get(place.file)
    excerpt = source.excerpt(place) if source else ""
    return Problem(finding.code, finding.severity, message, finding.hint, place, excerpt)
