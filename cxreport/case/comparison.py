"""The earlier version that a proposal names to be compared with."""

from __future__ import annotations

import os
from pathlib import Path

from cxreport.case.load import LoadedCase, load_alone, with_findings
from cxreport.case.models import BusinessCase
from cxreport.case.problem import Finding
from cxreport.case.revision import DISK, revision_of
from cxreport.quantity import QuantityError
from cxreport.quantity.number import quoted

_PATH = ("compared_with",)


def with_compared(loaded: LoadedCase) -> LoadedCase:
    """Return a proposal with the earlier version that it names, or with what is wrong with that."""
    case = loaded.case
    named = case.compared_with if isinstance(case, BusinessCase) else None
    if named is None or loaded.is_troubled(_PATH):
        return loaded
    file = Path(os.path.normpath(loaded.path.parent / named.case)) if named.case else loaded.path
    try:
        if not file.resolve().is_relative_to(loaded.project.resolve()):
            return with_findings(loaded, [_outside(loaded, named.case or "")])
        found = load_alone(file, revision_of(file, named.revision) if named.revision else DISK)
    except QuantityError as error:
        return with_findings(loaded, [Finding(error.code, (*_PATH, "revision"), error.message, error.hint)])
    if wrong := _unusable(loaded, found, named.revision):
        return with_findings(loaded, [wrong])
    # What a commit holds never changes, so that nothing depends on the file.
    files = () if named.revision else tuple(map(Path, found.sources))
    relations = loaded.relations._replace(files=(*loaded.relations.files, *files))
    return loaded._replace(compared=found, relations=relations)


def _outside(loaded: LoadedCase, name: str) -> Finding:
    message = f"{quoted(name)} lies outside of the project, which is the folder {quoted(loaded.project.name)}"
    hint = "keep it below the topmost cxreport.yaml, or put one into the folder that holds both"
    return Finding("CX262", (*_PATH, "case"), message, hint)


def _unusable(loaded: LoadedCase, found: LoadedCase, revision: str | None) -> Finding | None:
    """Return why a version cannot be compared with, if so: itself, in error, of another kind or currency."""
    name = quoted(found.path.name)
    if not revision and found.path.resolve() == loaded.path.resolve():
        return Finding("CX262", _PATH, "this is the case itself", "name the commit that holds the earlier version")
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors:
        first = errors[0]
        message = f"{name} has an error in line {first.place.line}: {first.message}"
        return Finding("CX262", _PATH, message, first.hint)
    if not isinstance(found.case, BusinessCase):
        kinds = "only proposals have a net present value to compare"
        return Finding("CX262", _PATH, f"{name} is no proposal, and {kinds}", "name a case of  kind: business-case")
    assert loaded.case is not None  # noqa: S101 - it names this one
    if found.case.currency != loaded.case.currency and not loaded.is_troubled(("currency",)):
        message = f"{name} is in {found.case.currency}, this case in {loaded.case.currency}"
        return Finding("CX262", _PATH, message, "convert one of them first, with  rates:  in the case")
    return None
