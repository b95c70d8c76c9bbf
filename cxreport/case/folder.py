"""Which files of a folder are cases."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cxreport.case.load import SHARED_FILE
from cxreport.case.reader import LARGEST

_KIND = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?kind[\"']?[ \t]*:", re.MULTILINE)


class Found(NamedTuple):
    """The case files below a folder, and the YAML files beside them that are none, each in the order of names."""

    cases: tuple[Path, ...]
    skipped: tuple[Path, ...]


def find_cases(folder: str | os.PathLike[str]) -> Found:
    """Return the YAML files below `folder` by whether they have a `kind:` at the top level.

    Hidden folders are left alone, and so are links to folders. A file need not be sound to be a case; and a folder
    that may not be looked into stands among the cases, so that it is told and not passed over.
    """
    files = [file for file in _yaml_files(Path(folder)) if file.name != SHARED_FILE]
    named = {file: names_kind(file) for file in files}
    return Found(tuple(f for f in files if named[f]), tuple(f for f in files if not named[f]))


def _yaml_files(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where, name) for name in sorted(names) if name.endswith((".yaml", ".yml")) and name[0] != ".")
    yield from (inner for inner in closed if inner != folder)


def names_kind(file: Path) -> bool:
    """Return whether a file has a `kind:` at the top level, or cannot be looked into, so that it has to be told."""
    try:
        if not file.is_file():  # a pipe would keep us waiting for ever
            return True
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError:
        return True
    return data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or _KIND.search(data) is not None
