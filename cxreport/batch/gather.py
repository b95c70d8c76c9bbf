"""From the paths of a command to the case files that they mean."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cxreport.case.folder import find_cases
from cxreport.case.load import SHARED_FILE
from cxreport.errors import UsageError

ENDINGS = (".yaml", ".yml")
_BESIDE = {SHARED_FILE: "what cases share", "theme.yaml": "a theme"}
_A_CASE = "a case is a text file whose name ends in .yaml; cxreport new writes one to start from"


class Chosen(NamedTuple):
    """A case file, and where it lies below the path that named it."""

    path: Path
    below: Path


class Gathered(NamedTuple):
    """The case files that were meant, each once, and the YAML files of folders that are none."""

    cases: tuple[Chosen, ...]
    skipped: tuple[Path, ...]


def gather(paths: Iterable[Path]) -> Gathered:
    """Return the cases that files and folders name. Raises UsageError for a path that names none.

    What cases share is no case, but stands among them where a shell writes out `*.yaml`: it is passed over there.
    """
    cases: dict[str, Chosen] = {}
    skipped: dict[str, Path] = {}
    named = list(paths)
    for path in named:
        if len(named) > 1 and path.name == SHARED_FILE and path.is_file():
            continue
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the folder above is closed
            _refuse_closed(path)
            found = find_cases(path)
            if not found.cases:
                raise _no_cases(path, found.skipped)
            chosen = [Chosen(file, file.relative_to(path)) for file in found.cases]
            skipped |= {_identity(file): file for file in found.skipped}
        else:
            chosen = [Chosen(_case_file(path), Path(path.name))]
        for item in chosen:
            cases.setdefault(_identity(item.path), item)
    return Gathered(tuple(cases.values()), tuple(file for key, file in skipped.items() if key not in cases))


def _identity(path: Path) -> str:
    """Return the same text for every way to write the path; a link is a file of its own."""
    return os.path.normcase(os.path.normpath(path.absolute()))


def one_case(path: Path) -> Path:
    """Return `path` if it may be a case file. Raises UsageError for anything else, a folder among them."""
    if os.path.isdir(path):  # noqa: PTH112 - as in gather
        _refuse_closed(path)
        inside = [str(file) for file in find_cases(path).cases]
        hint = "name one of its cases: " + _some(inside) if inside else "cxreport new writes a case to start from"
        raise UsageError(f"{path} is a folder, and one case is needed here", hint)
    return _case_file(path)


def _case_file(path: Path) -> Path:
    if not os.path.lexists(path):
        if path.parent.is_dir():
            _refuse_closed(path.parent)
        raise UsageError(f"there is no file or folder {path}", "; ".join(_ways_out(path)))
    if path.name in _BESIDE:
        raise UsageError(f"{path} holds {_BESIDE[path.name]} and is no case itself", "name a case, or the folder")
    if path.suffix not in ENDINGS:
        raise UsageError(f"{path} is no case file", _A_CASE)
    return path


def _refuse_closed(folder: Path) -> None:
    """Raise UsageError where we may not look into `folder`."""
    if not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError(
            f"the folder {folder} cannot be read: permission denied", "ask for the right to read it, or name another"
        )


def _ways_out(path: Path) -> Iterator[str]:
    near = _nearest(path)
    if near is not None:
        yield f"did you mean {near}?"
    elif not path.parent.is_dir():
        yield f"there is no folder {path.parent} either"
    else:
        yield "check the name; the path counts from the folder you are in"


def _nearest(path: Path) -> Path | None:
    """Return what in the same folder has almost the same name: a folder, or a case file."""
    from difflib import get_close_matches

    try:
        found = sorted(os.listdir(path.parent))  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return None
    cases = [name for name in found if name.endswith(ENDINGS) and name != SHARED_FILE]
    folders = [name for name in found if os.path.isdir(path.parent / name)]  # noqa: PTH112 - as in gather
    # Without their endings, which would make any two short names alike.
    known = {_without_ending(name): name for name in (*folders, *cases)}
    best = next((known[name] for name in get_close_matches(_without_ending(path.name), known, n=1, cutoff=0.6)), None)
    return path.with_name(best) if best is not None else None


def _without_ending(name: str) -> str:
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - of names, not paths
    return stem if ending in ENDINGS else name


def _no_cases(folder: Path, skipped: tuple[Path, ...]) -> UsageError:
    message = f"there is no case file in {folder}"
    if skipped:
        return UsageError(message, f"a case has a top-level  kind:  and {_some(map(str, skipped))} has none")
    return UsageError(message, f"cxreport new {folder}  writes one to start from")


def _some(names: Iterable[str], most: int = 3) -> str:
    found = list(names)
    return ", ".join(found[:most]) + (", …" if len(found) > most else "")
