"""The first files of a user: a commented case, what cases share, and what an editor needs to help with both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from cxreport.case.load import SHARED_FILE
from cxreport.case.schema import case_schema, schema_text, shared_schema
from cxreport.errors import CxreportError, UsageError

THEME_FILE = "theme.yaml"
CASE_SCHEMA = ".cxreport/case.schema.json"
SHARED_SCHEMA = ".cxreport/shared.schema.json"


@dataclass(frozen=True, slots=True)
class Starter:
    """What was written: the case or the theme, and all files with it."""

    case: Path
    files: tuple[Path, ...]


def new_case(folder: Path, kind: str = "business-case", language: str = "en") -> Starter:
    """Write a starter case of a kind, in a language, into `folder`, with what belongs to it; return what was written.

    Nothing is overwritten: raises CxreportError where a file exists already or cannot be written, and leaves the
    folder as it was.
    """
    return _written(folder, f"{kind}.yaml", starter_texts(kind, language))


def new_theme(folder: Path, language: str = "en") -> Starter:
    """Write a commented theme of one's own into `folder`; return what was written. Raises as `new_case` does."""
    return _written(folder, THEME_FILE, {THEME_FILE: (_room(language) / THEME_FILE).read_text("utf-8")})


def _written(folder: Path, first: str, texts: dict[str, str]) -> Starter:
    targets = {folder / name: text for name, text in texts.items()}
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", "name a folder, new or empty")
    if not folder.exists() and folder.suffix in {".yaml", ".yml"}:
        raise UsageError(f"{folder} names a file, and a folder is written", f"cxreport new {folder.with_suffix('')}")
    if taken := [str(target) for target in targets if target.exists() or target.is_symlink()]:
        raise CxreportError(f"nothing was written, as there is already {' and '.join(taken)}", "name another folder")
    _write_all(targets)
    return Starter(folder / first, tuple(targets))


def _room(language: str) -> Traversable:
    return files("cxreport.case") / "starter" / ("" if language == "en" else language)


def starter_texts(kind: str, language: str = "en") -> dict[str, str]:
    """Return the text of every file by its name in the folder."""
    room = _room(language)
    shared = (room / SHARED_FILE).read_text("utf-8")
    given = list(yaml.load(shared, Loader=yaml.BaseLoader))  # noqa: S506 - BaseLoader makes texts only
    settings = {"yaml.schemas": {f"./{SHARED_SCHEMA}": SHARED_FILE, f"./{CASE_SCHEMA}": ["*.yaml", f"!{SHARED_FILE}"]}}
    # A portfolio is nothing without a case to gather.
    names = dict.fromkeys([kind, "business-case"] if kind == "portfolio" else [kind])
    return {
        **{f"{name}.yaml": (room / f"{name}.yaml").read_text("utf-8") for name in names},
        SHARED_FILE: shared,
        CASE_SCHEMA: schema_text(case_schema(given)),
        SHARED_SCHEMA: schema_text(shared_schema()),
        ".vscode/settings.json": _json(settings),
        ".vscode/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


def _write_all(targets: dict[Path, str]) -> None:
    """Write all files or none, and no folder without them."""
    made: list[Path] = []
    try:
        for target, text in targets.items():
            for folder in _missing_folders(target):
                folder.mkdir()
                made.append(folder)
            made.append(target)
            with target.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        reason = (error.strerror or "it cannot be written").lower()
        raise CxreportError(f"{error.filename or made[-1]}: {reason}", "name a folder that you may write to") from None


def _missing_folders(target: Path) -> list[Path]:
    """Return the folders above `target` that have to be made, the outermost first."""
    return [place for place in target.parents if not place.exists()][::-1]
