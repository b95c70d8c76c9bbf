"""A version of a case: a file as it is, or as a commit of git holds it."""

from __future__ import annotations

import re
from pathlib import Path

from cxreport.case.load import LoadedCase, load_alone, load_case
from cxreport.case.revision import revision_of
from cxreport.errors import UsageError
from cxreport.quantity import QuantityError

_AT_COMMIT = re.compile(r"(?P<file>.+?\.ya?ml)@(?P<commit>.+)")
_HINT = "write  FILE  or  FILE@COMMIT, as case.yaml@HEAD~1;  git log -- FILE  lists the commits"


def at_commit(version: str) -> tuple[Path, str]:
    """Return the file that `version` names, and the commit; no commit where it is the file as it is now."""
    found = _AT_COMMIT.fullmatch(version)
    if found is None or Path(version).exists():
        return Path(version), ""
    return Path(found["file"]), found["commit"]


def load_version(version: str) -> LoadedCase:
    """Return the case that `FILE` or `FILE@COMMIT` names, with what the folders above share at the same commit.

    Raises UsageError where git, the commit or the file in it is not there; what is wrong in the case, its problems say.
    """
    file, commit = at_commit(version)
    if not commit:
        return load_case(file)
    try:
        return load_alone(file, revision_of(file, commit))
    except QuantityError as error:
        raise UsageError(f"{version}: {error.message}", _HINT) from None
